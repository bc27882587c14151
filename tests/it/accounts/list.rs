//! The accounts list: every order from both ends, search, filters, and an address that carries it all.

use super::{ACCOUNTS, names, post_new, try_crafted};
use crate::both_databases;
use crate::resource::{make_account, owner_of_acme};
use crate::support::answer::Answer;
use crate::support::app::{OWNER_PASSWORD, TestApp, signed_in_owner};
use crate::support::client::Client;
use crate::support::database::Engine;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::Duration;

const SORTS: [&str; 8] = ["id", "title", "name", "tariff", "tz", "state", "users", "created"];

/// Sixty accounts with many equal values in each column but two, so that the id decides; with what each column sorts
/// by.
struct Sixty {
    /// By id, from 1: the values of [`SORTS`], as text that compares as they do.
    keys: Vec<[String; 8]>,
}

impl Sixty {
    async fn make(app: &TestApp, owner: &mut Client) -> Self {
        for name in ["Basic", "Ярус"] {
            assert_eq!(owner.submit("/tariffs/new", &[("name", name), ("title", name)]).await.status, 303);
        }
        let mut keys = Vec::new();
        for n in 0..60 {
            if n % 3 == 0 {
                app.clock.advance(Duration::seconds(20));
            }
            let title = format!("{} {}", ["Ромашка", "АКМЕ", "acme", "Ёлка", "акме"][n % 5], n / 10);
            let name = format!("shop-{:02}", n * 37 % 60);
            let (tariff, tz) = (n % 2, ["UTC", "Asia/Tokyo", "Europe/Moscow"][n % 3]);
            let tariff_id = (tariff + 1).to_string();
            let made = post_new(owner, &[("title", &title), ("name", &name), ("tariff", &tariff_id), ("tz", tz)]).await;
            assert_eq!(made.status, 303, "{}", made.text());
            let id = n + 1;
            let state = match id {
                id if id % 4 == 0 => 3,
                id if id % 5 == 0 => 2,
                id if id % 3 == 0 => 1,
                _ => 0,
            };
            let number = |number: usize| format!("{number:03}");
            let tariff = ["Basic", "Ярус"][tariff].to_owned();
            keys.push([
                number(id),
                title.to_lowercase(),
                name,
                tariff,
                tz.to_owned(),
                number(state),
                number(id % 7),
                number(n / 3),
            ]);
        }
        app.execute("UPDATE accounts SET user_count = id % 7, active = (id % 4 <> 0), frozen = (id % 5 = 0), limit_reached = (id % 3 = 0)")
            .await;
        Self { keys }
    }

    /// The ids in that order.
    fn by(&self, sort: usize, descending: bool) -> Vec<String> {
        let mut ids: Vec<usize> = (1..=self.keys.len()).collect();
        ids.sort_by_key(|id| (&self.keys[id - 1][sort], *id));
        if descending {
            ids.reverse();
        }
        ids.iter().map(ToString::to_string).collect()
    }
}

fn ids(list: &Answer) -> Vec<String> {
    list.rows().into_iter().filter_map(|row| row.into_iter().next()).collect()
}

/// All pages from this one on, by the link of that name.
async fn walk(client: &mut Client, first: &str, link: &str) -> Vec<Answer> {
    let mut pages = vec![client.get(first).await];
    while let Some(page) = pages.last().filter(|page| page.has_link(link)) {
        assert!(pages.len() < 10, "{link} leads around in a circle");
        let next = page.link(link);
        pages.push(client.get(&next).await);
    }
    pages
}

fn address_with(after: &str, value: &serde_json::Value) -> String {
    format!("{ACCOUNTS}?{after}={}", URL_SAFE_NO_PAD.encode(value.to_string()))
}

both_databases! {
    async fn every_order_shows_each_row_once_from_both_ends(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let sixty = Sixty::make(&app, &mut owner).await;
        for (column, name) in SORTS.iter().enumerate() {
            for (descending, sort) in [(false, (*name).to_owned()), (true, format!("-{name}"))] {
                let expected = sixty.by(column, descending);
                let address = format!("{ACCOUNTS}?size=25&sort={sort}");
                let forward = walk(&mut owner, &address, "Next").await;
                assert_eq!(forward.iter().flat_map(ids).collect::<Vec<_>>(), expected, "{sort}");
                for (page, range) in forward.iter().zip(["1–25 of 60", "26–50 of 60", "51–60 of 60"]) {
                    assert!(page.has_text(range), "{sort}: {range}: {}", page.text());
                }
                let back = walk(&mut owner, &forward[1].link("Previous"), "Previous").await;
                assert_eq!(back.iter().flat_map(ids).collect::<Vec<_>>(), expected[..25], "{sort}");

                let mut backward = walk(&mut owner, &forward[0].link("Last"), "Previous").await;
                for (page, range) in backward.iter().zip(["36–60 of 60", "11–35 of 60", "1–10 of 60"]) {
                    assert!(page.has_text(range), "{sort}: {range}: {}", page.text());
                }
                assert!(!backward[0].has_link("Next") && !backward[0].has_link("Last"));
                backward.reverse();
                assert_eq!(backward.iter().flat_map(ids).collect::<Vec<_>>(), expected, "{sort} from its end");
                assert_eq!(ids(&owner.get(&forward[2].link("First")).await), expected[..25]);
            }
        }
        let unsorted = owner.get(ACCOUNTS).await;
        assert_eq!(ids(&unsorted), sixty.by(0, true)[..50], "the newest come first");
    }

    async fn a_row_that_comes_or_goes_meanwhile_moves_no_other(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        Sixty::make(&app, &mut owner).await;
        let first = owner.get("/accounts?size=25&sort=id").await;
        assert_eq!(owner.submit("/accounts/3/delete", &[("typed_name", "shop-14")]).await.status, 303);
        let next = owner.get(&first.link("Next")).await;
        assert_eq!(ids(&next).first().map(String::as_str), Some("26"));
    }

    async fn a_search_finds_any_part_in_any_script_and_case(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        app.execute(match app.engine {
            Engine::Sqlite => "UPDATE sqlite_sequence SET seq = 7041 WHERE name = 'accounts'",
            Engine::Postgres => "SELECT setval(pg_get_serial_sequence('accounts', 'id'), 7041)",
        })
        .await;
        for (title, name) in [("Большой ёж", "hedgehog.eu"), ("Скидка 50%_\\ \"Всё\"", "sale-50"), ("ﬁrst Ｗide", "x9")] {
            assert_eq!(try_crafted(&mut owner, &[("title", title), ("name", name)]).await.status, 303);
        }
        for (q, found) in [
            ("ШОЙ Ё", "hedgehog.eu"), ("  большой  ", "hedgehog.eu"), ("EDGEH", "hedgehog.eu"), ("hog.eu", "hedgehog.eu"), ("7042", "hedgehog.eu"), ("704", "x9 sale-50 hedgehog.eu"),
            ("50%25", "sale-50"), ("0%25_", "sale-50"), ("_\\", "sale-50"), ("25_\\", ""), ("0%25_\\", "sale-50"), ("\"всё\"", "sale-50"), ("'всё'", ""), ("FIRST wide", "x9"),
            ("Б", "hedgehog.eu"), ("HE", "hedgehog.eu"), ("ж", "hedgehog.eu"), ("1", "acme"), ("x9", "x9"), ("9", "x9"), ("%25", "sale-50"), ("_", "sale-50"), ("\"", "sale-50"), ("*", ""),
            // Words in any order, each anywhere.
            ("ёж большой", "hedgehog.eu"), ("ой hedge 42", "hedgehog.eu"), ("sale ёж", ""),
            // Not the language of any search.
            ("acme OR sale", ""), ("ac*", ""), ("NOT acme", ""), ("\"acme\"", ""), ("acme'--", ""), ("sale-50", "sale-50"),
        ] {
            assert_eq!(names(&mut owner, &format!("?q={q}")).await.join(" "), found, "{q}");
        }
    }

    async fn whatever_stands_in_the_address_is_no_fault_of_ours(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let odd = ["%00", "a%00b", "acme%00", "%27", "%22%22%22", "%5C", "%25%25%25", "%FF%FE", "%F0%9F%98%80", "%EF%BF%BF", "%E2%80%AE", "%0D%0A%0D%0A", "-99999999999999999999", "-1", "NaN", "0x10"];
        for name in ["q", "state", "tariff", "tz", "created_from", "created_to", "sort", "size", "after", "before", "place", "unknown"] {
            for value in odd {
                let list = owner.get(&format!("{ACCOUNTS}?{name}={value}")).await;
                assert_eq!(list.status, 200, "{name}={value}: {}", list.text());
            }
        }
        let endless = "я".repeat(3000);
        assert!([200, 414].contains(&owner.get(&format!("{ACCOUNTS}?q={endless}")).await.status));
    }

    async fn a_place_that_cannot_be_read_is_the_first_page(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_account(&mut owner, "globex").await;
        for place in ["after=garbage", "before=%21%21", "after=", "after=bnVsbA", "place=nowhere", "size=7", "size=-1", "sort=evil", "sort=-", "sort=id;DROP"] {
            assert_eq!(names(&mut owner, &format!("?{place}")).await, ["globex", "acme"], "{place}");
        }
        for (sort, value) in [("title", "\0"), ("users", "many"), ("created", "yesterday"), ("state", "")] {
            let address = address_with("after", &serde_json::json!([value, 1, 0]));
            let shown = names(&mut owner, &format!("{}&sort={sort}", address.trim_start_matches(ACCOUNTS))).await;
            assert_eq!(shown.len(), 2, "{sort} after {value:?}");
        }
    }

    async fn filters_narrow_the_list_and_go_together(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let sixty = Sixty::make(&app, &mut owner).await;
        let found = |wanted: fn(&[String; 8]) -> bool| -> Vec<String> {
            let mut ids: Vec<String> = (1..=60).filter(|id: &usize| wanted(&sixty.keys[id - 1])).map(|id| id.to_string()).collect();
            ids.reverse();
            ids
        };
        let cases: [(&str, Vec<String>); 9] = [
            ("state=inactive", found(|key| key[5] == "003")),
            ("state=frozen", found(|key| key[5] == "002")),
            ("state=limit", found(|key| key[5] == "001")),
            ("state=active", found(|key| key[5] .as_str() < "003")),
            ("state=deleted", vec![]),
            ("tariff=2", found(|key| key[3] == "Ярус")),
            ("tz=Asia%2FTokyo", found(|key| key[4] == "Asia/Tokyo")),
            ("q=АкМе&tariff=1&tz=UTC&state=active", found(|key| key[1].contains("акме") && key[3] == "Basic" && key[4] == "UTC" && key[5] .as_str() < "003")),
            ("q=ёл&state=inactive", found(|key| key[1].starts_with("ёл") && key[5] == "003")),
        ];
        for (filter, expected) in cases {
            assert_eq!(ids(&owner.get(&format!("{ACCOUNTS}?{filter}&size=200")).await), expected, "{filter}");
        }
        let none = owner.get("/accounts?q=nothing").await;
        assert!(none.has_link("Clear filters") && none.has_text("Nothing matches"), "{}", none.text());
    }

    async fn created_between_is_counted_in_the_readers_zone(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        app.clock.advance(Duration::hours(24));
        owner.submit("/sign-in", &[("login", "owner"), ("password", OWNER_PASSWORD)]).await;
        make_account(&mut owner, "globex").await;
        // Made on the second and on the third of March at noon.
        for (zone, days) in [("UTC", [["globex", "acme"], ["", "acme"], ["globex", ""]]), ("Pacific/Kiritimati", [["globex", "acme"], ["", ""], ["globex", "acme"]])] {
            app.execute(if zone == "UTC" { "UPDATE admins SET tz = 'UTC'" } else { "UPDATE admins SET tz = 'Pacific/Kiritimati'" }).await;
            for (filter, expected) in ["created_from=2026-03-02&created_to=2026-03-04", "created_to=2026-03-02", "created_from=2026-03-03"].iter().zip(days) {
                let expected: Vec<&str> = expected.into_iter().filter(|name| !name.is_empty()).collect();
                assert_eq!(names(&mut owner, &format!("?{filter}")).await, expected, "{filter} in {zone}");
            }
        }
    }

    async fn the_address_carries_everything(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        Sixty::make(&app, &mut owner).await;
        let filters = [("q", "о"), ("state", "active"), ("tariff", "1"), ("tz", "UTC"), ("created_from", "2026-03-01"), ("created_to", "2026-03-31")];
        let encoded = |pairs: &[(&str, &str)]| url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        let all = format!("{ACCOUNTS}?{}&sort=-title&size=25", encoded(&filters));
        let page = owner.get(&all).await;
        for (name, value) in filters.into_iter().chain([("sort", "-title"), ("size", "25")]) {
            assert_eq!(page.value_of(name).as_deref(), Some(value), "{name}");
        }
        for (link, changed) in [("Users", "sort"), ("Title ↓", "sort"), ("100", "size")] {
            let address = page.link(link);
            for (name, value) in filters.into_iter().chain([("sort", "-title"), ("size", "25")]).filter(|(name, _)| *name != changed) {
                assert!(address.contains(&encoded(&[(name, value)])), "{name} in {address}");
            }
        }
        let paged = owner.get("/accounts?state=active&tariff=1&sort=-users&size=25").await.link("Last");
        for kept in ["state=active", "tariff=1", "sort=-users", "size=25"] {
            assert!(paged.contains(kept), "{kept} in {paged}");
        }

        let came_from = [("Referer", format!("{}{all}", app.base_url))];
        let came_from = [(came_from[0].0, came_from[0].1.as_str())];
        let editor = owner.get_with("/accounts/1", &came_from).await;
        let saved = owner.submit_shown(&editor, "/accounts/1", &[("reports_hour", "10:00")], &[]).await;
        assert_eq!(saved.location(), format!("{all}#account-1"), "coming back from an edit finds the list as it was");
        let asked = owner.get_with("/accounts/1/freeze", &came_from).await;
        let frozen = owner.submit_shown(&asked, "/accounts/1/freeze", &[], &[]).await;
        assert_eq!(frozen.location(), format!("{all}#account-1"));
    }

    async fn a_list_takes_three_statements_at_most(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        Sixty::make(&app, &mut owner).await;
        let next = owner.get("/accounts?size=25&sort=-title").await.link("Next");
        let filtered = "/accounts?q=аКм&state=active&tariff=1&tz=UTC&created_from=2026-03-01&sort=-users";
        for path in [ACCOUNTS, filtered, "/accounts?sort=title&place=last&size=25", "/accounts?q=a", "/accounts?state=deleted&q=акм", &next] {
            let before = app.state.db.statements();
            assert_eq!(owner.get(path).await.status, 200, "{path}");
            let taken = app.state.db.statements() - before;
            assert!(taken <= 3, "{path} took {taken} statements");
        }
    }
}
