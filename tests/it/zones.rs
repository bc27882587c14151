//! Time zones to choose from: those in use on the page, all of them in a file that a browser keeps.

use crate::both_databases;
use crate::login_as;
use crate::resource::owner_of_acme;
use crate::support::answer::Answer;
use crate::support::app::{OWNER_PASSWORD, TestApp};
use chrono::Duration;
use regex::Regex;

const PAGES: [&str; 5] = ["/accounts", "/accounts/new", "/accounts/1", "/me", "/admins/new"];

fn file_of(page: &Answer) -> String {
    let address = Regex::new(r#"data-all="(/static/[^"]+)""#).unwrap();
    address.captures(&page.body).map(|found| found[1].to_owned()).expect("the field says where all of them are")
}

both_databases! {
    async fn a_page_names_the_zones_in_use_and_a_file_has_all(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let file = file_of(&owner.get("/accounts").await);
        for path in PAGES {
            let page = owner.get(path).await;
            assert!(page.texts("#zones option").is_empty(), "{path}: none is known to be in use yet");
            assert_eq!(file_of(&page), file, "{path}");
            assert!(page.body.contains(&format!("<noscript><a class=\"hint\" href=\"{file}\"")), "{path}: without a script it is a link");
        }
        owner.submit("/accounts/1", &[("tz", "Asia/Kathmandu")]).await;
        steward::housekeeping::step(&app.state).await.expect("it is done");
        for path in PAGES {
            assert_eq!(owner.get(path).await.texts("#zones option"), ["UTC+05:45"], "{path}");
        }
        let all = app.client().get(&file).await;
        assert_eq!((all.status, all.header("content-type")), (200, "text/plain; charset=utf-8"));
        assert_eq!(all.header("cache-control"), "public, max-age=31536000, immutable");
        assert!(all.body.contains("\nEurope/Moscow UTC+03:00\n") && all.body.lines().count() > 400, "{}", all.body);
        let known = [("if-none-match", all.header("etag"))];
        assert_eq!(app.client().get_with(&file, &known).await.status, 304);
    }

    async fn another_offset_is_another_file(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let file = file_of(&owner.get("/accounts").await);
        let before = app.client().get(&file).await;
        app.clock.advance(Duration::days(180));
        let mut owner = login_as::signed_in(&app, "/sign-in", "owner", OWNER_PASSWORD).await;
        let newer = file_of(&owner.get("/accounts").await);
        assert_ne!(newer, file);
        let (after, old) = (app.client().get(&newer).await, app.client().get(&file).await);
        assert_ne!(after.body, before.body);
        assert_eq!((&old.body, old.header("cache-control")), (&after.body, "no-cache"), "what is there now is not kept under the old address");
    }
}
