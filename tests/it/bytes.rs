//! What goes over the line: pages and their files compressed, and nothing told by how long they are.

use crate::both_databases;
use crate::support::answer::Answer;
use crate::support::app::{TestApp, signed_in_owner};
use crate::support::client::Client;
use regex::Regex;
use std::collections::HashSet;
use std::io::Read;

const BROWSER: (&str, &str) = ("accept-encoding", "gzip, deflate, br, zstd");
/// What a list with all its files may take.
const MOST: usize = 60_000;

both_databases! {
    async fn a_list_of_fifty_and_its_files_take_little_of_the_line(app: TestApp) {
        steward::demo::fill(&app.state, 60, 240).await.unwrap();
        let mut owner = signed_in_owner(&app).await;
        // The first page still says what was done.
        owner.get("/accounts").await;
        let plain = owner.get("/accounts").await;
        assert_eq!((plain.rows().len(), plain.header("content-encoding")), (50, ""));
        let packed = owner.get_with("/accounts", &[BROWSER]).await;
        assert_eq!((packed.header("content-encoding"), packed.header("vary")), ("gzip", "accept-encoding"));
        assert!(constant(&unpacked(&packed)) == constant(&plain.body), "it is the same page");
        let mut sum = packed.bytes.len();
        for address in files_of(&plain.body) {
            let file = owner.get_with(&address, &[BROWSER]).await;
            assert!(file.header("cache-control").contains("immutable"), "{address}");
            sum += file.bytes.len();
        }
        assert!(sum < MOST, "{sum} bytes");
        println!("{:?}: {} of {} bytes, {sum} with its files", app.engine, packed.bytes.len(), plain.bytes.len());
    }

    async fn files_come_in_the_way_that_is_understood(app: TestApp) {
        let mut anybody = app.client();
        let page = anybody.get("/sign-in").await;
        for address in files_of(&page.body).iter().filter(|address| !address.contains("mark.svg")) {
            let plain = anybody.get(address).await;
            assert_eq!((plain.header("content-encoding"), plain.header("vary")), ("", "accept-encoding"), "{address}");
            let gzip = anybody.get_with(address, &[("accept-encoding", "gzip")]).await;
            assert_eq!((gzip.header("content-encoding"), unpacked(&gzip)), ("gzip", plain.body.clone()), "{address}");
            let best = anybody.get_with(address, &[BROWSER]).await;
            assert_eq!(best.header("content-encoding"), "br", "{address}");
            assert!(best.bytes.len() < gzip.bytes.len() && gzip.bytes.len() < plain.bytes.len() / 2, "{address}");
            let tags: HashSet<_> = [&plain, &gzip, &best].map(|it| it.header("etag").to_owned()).into();
            assert_eq!(tags.len(), 3, "{address}: what differs has another tag");
            let again = anybody.get_with(address, &[BROWSER, ("if-none-match", best.header("etag"))]).await;
            assert_eq!(again.status, 304, "{address}");
            for refused in ["", "identity", "br;q=0, gzip;q=0.0", "*"] {
                let answer = anybody.get_with(address, &[("accept-encoding", refused)]).await;
                assert_eq!(answer.header("content-encoding"), "", "{address} for {refused:?}");
            }
            let weighed = anybody.get_with(address, &[("accept-encoding", "br;q=0, gzip;q=0.5")]).await;
            assert_eq!(weighed.header("content-encoding"), "gzip", "{address}");
        }
    }

    async fn a_page_that_says_again_what_it_was_asked_is_not_compressed(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        for path in ["/accounts?q=acme", "/accounts?sort=title", "/audit?actor=x", "/accounts?nothing=known"] {
            assert_eq!(owner.get_with(path, &[BROWSER]).await.header("content-encoding"), "", "{path}");
        }
        let refused = owner.post_raw("/tariffs/new", &[BROWSER, FORM], typed(&mut owner.clone()).await).await;
        assert_eq!((refused.status, refused.header("content-encoding")), (422, ""));
    }

    async fn the_token_of_forms_is_another_on_each_page_and_each_is_good(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let mut seen = HashSet::new();
        for number in 0..3 {
            let token = owner.get("/tariffs/new").await.csrf().expect("a form");
            let begin: String = token.chars().take(20).collect();
            assert!(seen.insert(begin), "no part of it is the same");
            let name = format!("T{number}");
            assert_eq!(owner.submit("/tariffs/new", &[("name", &name), ("title", &name)]).await.status, 303);
        }
        let one = owner.get("/tariffs/new").await;
        let tokens: HashSet<String> = all_tokens(&one.body);
        assert_eq!(tokens.len(), 1, "the forms of one page share it");
    }
}

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

async fn typed(owner: &mut Client) -> String {
    format!("csrf={}&name=&max_users=many", owner.get("/tariffs/new").await.csrf().expect("a form"))
}

fn unpacked(answer: &Answer) -> String {
    let mut text = String::new();
    flate2::read::GzDecoder::new(&answer.bytes[..]).read_to_string(&mut text).expect("it is gzip");
    text
}

fn files_of(page: &str) -> Vec<String> {
    let address = Regex::new(r##"(?:href|src)="(/static/[^"#]+)"##).unwrap();
    let found: HashSet<String> = address.captures_iter(page).map(|found| found[1].to_owned()).collect();
    assert!(found.len() >= 3, "{found:?}");
    found.into_iter().collect()
}

fn all_tokens(page: &str) -> HashSet<String> {
    let token = Regex::new(r#"name="csrf" value="([^"]*)""#).unwrap();
    token.captures_iter(page).map(|found| found[1].to_owned()).collect()
}

/// The page without what is another each time: the token, and the zones in use, which are counted aside.
fn constant(page: &str) -> String {
    let changing = Regex::new(r#"(?s)name="csrf" value="[^"]*"|<datalist.*?</datalist>"#).unwrap();
    changing.replace_all(page, "").into_owned()
}
