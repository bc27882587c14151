//! What a search takes for the same, in every list; and what of it rows of an older program wait for.

mod ways;

use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::answer::Answer;
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::database::Engine;
use crate::support::dump::texts;
use crate::support::postgres;
use steward::housekeeping;

const TEXT: &str = "Großhandel İzmir Zürich O’Neil\u{a0}Пермь Ёлкин-Йод 東京 50%_";
const FOUND: [&str; 32] = [
    "GROSSHANDEL",
    "großhandel",
    "groẞ",
    "ss",
    "izmir",
    "İZMİR",
    "IZMIR",
    "ızmır",
    "zurich",
    "ZÜRICH",
    "zu",
    "zü",
    "ü",
    "O'NEIL",
    "o\u{2bc}neil",
    "o\u{60}neil",
    "елкин",
    "ЁЛКИН",
    "ё",
    "ёлкин пермь",
    "ПЕРМЬ zurich 東京",
    "ки 東 京 ин ерм",
    "東京",
    "京",
    "Ｉzmir",
    "iz\u{ad}mir",
    "\u{feff}\u{202e}zurich\u{200b}",
    "ёлкин\u{2011}йод",
    "й",
    "%",
    "0%_",
    "50%_ neil\u{3000}han",
];
const NOT_FOUND: [&str; 14] = [
    "иод",
    "пэрмь",
    "grosshändel",
    "zúrich",
    "пермь казань",
    "zurich OR",
    "NOT",
    "*",
    "zur*",
    "\"zurich\"",
    "_5",
    "50\\%",
    "北",
    "京東",
];

type Fields = &'static [(&'static str, &'static str)];

/// Where it is made, where it is listed, and the field that holds the text.
const LISTS: [(&str, &str, Fields); 9] = [
    (
        "/accounts",
        "title",
        &[
            ("name", "other"),
            ("tariff", "1"),
            ("tz", "UTC"),
            ("active", "on"),
            ("reports_day", "1"),
            ("reports_hour", "9"),
        ],
    ),
    ("/accounts/1/users", "first_name", &[("login", "anna"), ("email", "a@example.com")]),
    ("/accounts/1/groups", "name", &[]),
    ("/accounts/1/roles", "name", &[]),
    ("/tariffs", "title", &[("name", "Other")]),
    (
        "/databases",
        "name",
        &[
            ("kind", "postgresql"),
            ("host", "db.example"),
            ("port", "5432"),
            ("database", "d"),
            ("user", "u"),
            ("tls", "required"),
        ],
    ),
    ("/web-version-policies", "name", &[("email_days", "5")]),
    (
        "/admins",
        "first_name",
        &[
            ("login", "anna"),
            ("email", "anna@example.com"),
            ("role", "support"),
            ("tz", "UTC"),
            ("language", "en"),
            ("active", "on"),
        ],
    ),
    ("/api-tokens", "name", &[("scopes", "users:read")]),
];

async fn make_all(owner: &mut Client) {
    for (path, field, rest) in LISTS {
        let mut fields = rest.to_vec();
        fields.push((field, TEXT));
        let made = owner.submit(&format!("{path}/new"), &fields).await;
        assert!([200, 303].contains(&made.status) && made.field_error(field).is_none(), "{path}: {}", made.text());
    }
}

/// The account with the id 2.
async fn make(owner: &mut Client, title: &str) -> Answer {
    owner.submit("/accounts/new", &[("title", title), ("name", "other"), ("tariff", "Basic")]).await
}

async fn found(owner: &mut Client, path: &str, q: &str) -> Vec<String> {
    let query =
        url::form_urlencoded::Serializer::new(String::new()).append_pair("q", q).append_pair("size", "200").finish();
    let mark = if path.contains('?') { '&' } else { '?' };
    let list = owner.get(&format!("{path}{mark}{query}")).await;
    assert_eq!(list.status, 200, "{path} {q}");
    list.rows().into_iter().filter_map(|row| row.into_iter().next()).collect()
}

async fn all_lists_answer(owner: &mut Client, lists: &[&str]) {
    for path in lists {
        for q in FOUND {
            assert_eq!(found(owner, path, q).await.len(), 1, "{path} {q}");
        }
        for q in NOT_FOUND {
            assert!(found(owner, path, q).await.is_empty(), "{path} {q}");
        }
    }
}

both_databases! {
    async fn every_list_takes_for_the_same_what_people_do(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_all(&mut owner).await;
        all_lists_answer(&mut owner, &LISTS.map(|(path, _, _)| path)).await;
        // The subject of a letter says nothing like it of itself.
        app.execute("DELETE FROM outbox WHERE id > 1").await;
        app.execute("UPDATE outbox SET subject = (SELECT title FROM accounts WHERE id = 2), search = 'old'").await;
        housekeeping::step(&app.state).await.expect("it is done");
        all_lists_answer(&mut owner, &["/outbox", "/accounts"]).await;
    }

    async fn what_housekeeping_folds_is_what_a_save_writes(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_all(&mut owner).await;
        let tables = ["accounts", "account_users", "groups", "roles", "tariffs", "connectors", "web_version_policies", "admins", "api_tokens", "outbox"];
        let mut saved = Vec::new();
        for table in tables {
            saved.push(texts(&app, &format!("SELECT search FROM {table} ORDER BY id")).await);
        }
        for text in [
            "UPDATE accounts SET search = 'old'", "UPDATE account_users SET search = ''", "UPDATE groups SET search = 'old'", "UPDATE roles SET search = 'old'",
            "UPDATE tariffs SET search = 'old'", "UPDATE connectors SET search = 'old'", "UPDATE web_version_policies SET search = 'old'",
            "UPDATE admins SET search = ''", "UPDATE api_tokens SET search = 'old'", "UPDATE outbox SET search = 'old'",
        ] {
            app.execute(text).await;
        }
        housekeeping::step(&app.state).await.expect("it is done");
        for (table, saved) in tables.into_iter().zip(saved) {
            assert!(!saved.is_empty(), "{table} has rows");
            assert_eq!(texts(&app, &format!("SELECT search FROM {table} ORDER BY id")).await, saved, "{table}");
        }
    }

    async fn accounts_of_an_older_program_are_found_by_their_old_text_until_they_are_folded(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        assert_eq!(make(&mut owner, "Großhandel Ёлка Île").await.status, 303);
        app.execute("UPDATE accounts SET search = 'großhandel ёлка île\nother\n2' WHERE id = 2").await;
        for q in ["GROßHANDEL", "großhandel", "ЁЛКА", "ёлка île", "ё", "ß", "ёл", "île", "oth", "th", "2", "лка ro"] {
            assert_eq!(found(&mut owner, "/accounts", q).await, ["2"], "{q}");
        }
        for q in ["grosshandel", "елка", "ел", "ss", "ile", "zz"] {
            assert!(found(&mut owner, "/accounts", q).await.is_empty(), "{q}");
        }
        housekeeping::step(&app.state).await.expect("it is done");
        for q in ["GROßHANDEL", "ЁЛКА île", "ё", "ß", "th", "grosshandel", "елка", "ел", "ss", "ile"] {
            assert_eq!(found(&mut owner, "/accounts", q).await, ["2"], "{q}");
        }
        assert_eq!(found(&mut owner, "/accounts", "1").await, ["1"], "acme, by its id");
    }

    async fn a_large_table_is_folded_in_slices(app: TestApp) {
        steward::demo::fill(&app.state, 600, 600).await.unwrap();
        app.execute("UPDATE accounts SET search = 'old'").await;
        let left = async || texts(&app, "SELECT search FROM accounts WHERE search = 'old'").await.len();
        for expected in [600, 350, 100, 0] {
            assert_eq!(left().await, expected);
            housekeeping::step(&app.state).await.expect("it is done");
        }
    }

    async fn half_folded_lists_show_each_row_once(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        for n in 0..30 {
            let name = format!("{} {n:02}", ["Ёж", "ель", "Zoë", "zo"][n % 4]);
            for kind in ["groups", "roles"] {
                assert_eq!(owner.submit(&format!("/accounts/1/{kind}/new"), &[("name", &name)]).await.status, 303);
            }
        }
        app.execute("UPDATE groups SET search = 'ёж' WHERE id % 3 = 0").await;
        app.execute("UPDATE roles SET search = 'ёж' WHERE id % 3 = 0").await;
        for (path, count) in [("/accounts/1/groups", 31), ("/accounts/1/roles", 30)] {
            let first = owner.get(&format!("{path}?size=25")).await;
            let second = owner.get(&first.link("Next")).await;
            let mut names: Vec<String> = [first.rows(), second.rows()].concat().into_iter().filter_map(|row| row.into_iter().next()).collect();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), count, "{path}");
        }
    }

    async fn each_way_to_look_for_accounts_finds_the_same(app: TestApp) {
        ways::find_the_same(&app).await;
        if app.engine == Engine::Postgres {
            ways::find_the_same(&app.on(&postgres::with_trigrams_of_all_letters()).await).await;
        }
    }

    async fn a_deleted_account_is_found_among_the_deleted_alone_until_it_is_restored(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        assert_eq!(make(&mut owner, "Zürich AG").await.status, 303);
        let everywhere = async |owner: &mut Client| {
            let mut all = Vec::new();
            for q in ["ag", "zurich", "ü", "g zur"] {
                all.push((found(owner, "/accounts", q).await.len(), found(owner, "/accounts?state=deleted", q).await.len()));
            }
            all
        };
        assert_eq!(everywhere(&mut owner).await, [(1, 0); 4]);
        assert_eq!(owner.submit("/accounts/2/delete", &[("typed_name", "other")]).await.status, 303);
        assert_eq!(everywhere(&mut owner).await, [(0, 1); 4]);
        assert_eq!(owner.submit("/accounts/2/restore", &[]).await.status, 303);
        assert_eq!(everywhere(&mut owner).await, [(1, 0); 4]);
    }

    async fn an_edit_takes_nothing_away_that_it_leaves_as_it_is(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        assert_eq!(make(&mut owner, "Northern trade").await.status, 303);
        assert_eq!(owner.submit("/accounts/2", &[("title", "Northern goods")]).await.status, 303);
        for (q, expected) in [("northern", 1), ("goods", 1), ("no", 1), ("trade", 0), ("tr", 0), ("de", 0), ("other", 1)] {
            assert_eq!(found(&mut owner, "/accounts", q).await.len(), expected, "{q}");
        }
    }

    async fn no_question_is_too_much(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let words = |count: u32| (0..count).map(|n| format!("{n:03}")).collect::<Vec<_>>().join(" ");
        let letters = ('a'..='z').map(String::from).collect::<Vec<_>>().join(" ");
        for q in [words(300), letters, "ﷺ".repeat(300), "\"".repeat(200), "¨ ´ ̈".to_owned(), "\u{301}".to_owned(), "old".to_owned(), "\u{10ffff}a".to_owned()] {
            for path in ["/accounts", "/tariffs", "/accounts/1/users", "/outbox"] {
                assert!(found(&mut owner, path, &q).await.is_empty(), "{path} {q}");
            }
        }
        for q in [" ", "\u{200b}", "\u{3000}"] {
            assert_eq!(found(&mut owner, "/accounts", q).await, ["1"], "{q:?} asks for nothing");
        }
    }
}
