//! Accounts: creating and editing one, with every field, and who may.

mod filters;
mod frozen;
mod given_up;
mod list;
mod reference;
mod refusals;
mod rename;
mod state;
mod withdrawal;

use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::answer::Answer;
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::form::{OFF, ON};

const ACCOUNTS: &str = "/accounts";
const NEW: &str = "/accounts/new";
const FIRST: &str = "/accounts/1";
const PASSWORD: &str = "nine Yellow otters at 6 o'clock";

/// What a browser sends of a new account that says no more than it must.
const LEAST: [(&str, &str); 7] = [
    ("active", "on"),
    ("title", "Globex"),
    ("name", "globex"),
    ("tariff", "1"),
    ("tz", "UTC"),
    ("reports_day", "1"),
    ("reports_hour", "9"),
];

/// Every field given another value than its default; the connectors by their ids, as the form sends them.
const EVERYTHING: [(&str, &str); 20] = [
    ("title", "Общество «Ромашка» & Söhne"),
    ("name", "romashka.eu"),
    ("external_id", "С-10172 / ООО"),
    ("tariff", "2"),
    ("tz", "Asia/Kathmandu"),
    ("account_postgresql", "1"),
    ("account_cache_clickhouse", "2"),
    ("external_data_connectors", "3"),
    ("external_data_connectors", "4"),
    ("web_version_policy", "1"),
    ("save_email_web_versions", "on"),
    ("enable_pixel", "on"),
    ("enable_smart_settings", "on"),
    ("enable_push", "on"),
    ("enable_track_email_replies", "on"),
    ("custom_push_domain", "xn--e1afmkfd.xn--p1ai"),
    ("reports_day", "7"),
    ("reports_hour", "0"),
    ("force_2fa_auth", "on"),
    ("version", "1"),
];

/// The owner with Acme and, of everything an account can refer to, something to choose: connectors 1 to 4, a policy, a
/// second tariff.
pub async fn owner_with_choices(app: &TestApp) -> Client {
    let mut owner = owner_of_acme(app).await;
    let connectors = [
        ("/databases", "Orders", "postgresql"),
        ("/databases", "Reports", "clickhouse"),
        ("/external-data", "Shop", "mysql"),
        ("/external-data", "Bonus", "mssql"),
    ];
    for (list, name, kind) in connectors {
        let fields =
            [("name", name), ("kind", kind), ("host", "db.example.org"), ("database", "main"), ("user", "steward")];
        let made = owner.submit(&format!("{list}/new"), &fields).await;
        assert_eq!(made.status, 303, "{}", made.text());
    }
    let policy = [("name", "A year"), ("email_kept", ON), ("email_days", "365")];
    assert_eq!(owner.submit("/web-version-policies/new", &policy).await.status, 303);
    assert_eq!(owner.submit("/tariffs/new", &[("name", "Pro"), ("title", "Pro")]).await.status, 303);
    owner
}

/// A form that says no more than it must, but for these fields, sent as no browser would send it.
async fn try_crafted(client: &mut Client, changes: &[(&str, &str)]) -> Answer {
    client.get(NEW).await;
    post_new(client, changes).await
}

/// The same with the token of the last page shown.
async fn post_new(client: &mut Client, changes: &[(&str, &str)]) -> Answer {
    let kept = LEAST.iter().filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    let fields: Vec<(&str, &str)> = kept.chain(changes).copied().collect();
    client.post(NEW, &fields).await
}

/// The account names in the list, in its order.
async fn names(client: &mut Client, query: &str) -> Vec<String> {
    let list = client.get(&format!("{ACCOUNTS}{query}")).await;
    assert_eq!(list.status, 200, "{query}: {}", list.text());
    list.texts("td.title small")
}

/// A user of Acme, whose password an administrator has set.
async fn make_user(owner: &mut Client, login: &str, more: &[(&str, &str)]) {
    let mut fields =
        vec![("login", login), ("email", "someone@example.com"), ("password", PASSWORD), ("send_access_email", OFF)];
    fields.retain(|(name, _)| more.iter().all(|(other, _)| name != other));
    fields.extend_from_slice(more);
    let made = owner.submit("/accounts/1/users/new", &fields).await;
    assert_eq!(made.status, 303, "{}", made.text());
}

/// What came of signing in to the portal; whoever is in owes a new password first.
async fn sign_in(app: &TestApp, full_login: &str) -> (Client, Answer) {
    let mut user = app.client();
    let answer = user.submit("/portal/sign-in", &[("login", full_login), ("password", PASSWORD)]).await;
    (user, answer)
}

async fn is_signed_in(user: &mut Client) -> bool {
    user.get("/portal/new-password").await.status == 200
}

both_databases! {
    async fn an_account_is_created_and_read_back_with_every_field(app: TestApp) {
        let mut owner = owner_with_choices(&app).await;
        let typed: Vec<(&str, &str)> = EVERYTHING.into_iter().filter(|(name, _)| !["custom_push_domain", "version"].contains(name)).collect();
        let made = owner.submit(NEW, &[&typed[..], &[("custom_push_domain", " Пример.РФ "), ("active", OFF)]].concat()).await;
        assert_eq!((made.status, made.location()), (303, "/accounts/2"), "{}", made.text());
        let page = owner.follow(&made).await;
        assert!(page.has_text("“Общество «Ромашка» & Söhne” is created"), "{}", page.text());
        let held = page.form("/accounts/2").pairs();
        for (name, value) in EVERYTHING {
            assert!(held.contains(&(name.to_owned(), value.to_owned())), "{name}={value} in {held:?}");
        }
        assert!(page.has_text("пример.рф") && page.has_text("Inactive"), "{}", page.text());
        let row = owner.get(ACCOUNTS).await.rows().swap_remove(0);
        let shown = ["2", "Общество «Ромашка» & Söhneromashka.eu", "Pro", "Asia/Kathmandu", "Inactive", "0", "2 Mar 2026"];
        assert_eq!(row[..7], shown);
        assert_eq!(owner.get("/accounts/2/groups").await.rows().concat().first().map(String::as_str), Some("Main"));
    }

    async fn what_is_not_said_has_its_default(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let page = owner.get(NEW).await;
        let shown = |field: &str| page.value_of(field).unwrap_or_default();
        assert_eq!([shown("active"), shown("tz"), shown("reports_day"), shown("reports_hour")], ["on", "UTC", "1", "9"]);
        for field in ["title", "name", "tariff", "account_postgresql", "web_version_policy", "enable_pixel", "force_2fa_auth", "custom_push_domain"] {
            assert_eq!(shown(field), "", "{field}");
        }
    }

    async fn the_page_says_when_the_next_reports_go_out(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let edit = [("tz", "Asia/Tokyo"), ("reports_day", "Tuesday"), ("reports_hour", "09:00")];
        assert_eq!(owner.submit(FIRST, &edit).await.status, 303);
        app.execute("UPDATE admins SET tz = 'Europe/Moscow'").await;
        let page = owner.get(FIRST).await;
        // It is Monday, 21:00 in Tokyo and 15:00 in Moscow.
        for sentence in ["Now 21:00 there, 15:00 for you.", "Next daily: 3 Mar 2026, 09:00 there, 03:00 for you.", "Next weekly: 3 Mar 2026, 09:00 there, 03:00 for you."] {
            assert!(page.has_text(sentence), "{sentence}: {}", page.text());
        }
    }

    async fn the_day_beside_a_time_is_of_the_same_zone(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let edit = [("tz", "Pacific/Auckland"), ("reports_day", "Monday"), ("reports_hour", "08:00")];
        assert_eq!(owner.submit(FIRST, &edit).await.status, 303);
        // It is Monday noon in UTC and Tuesday, 01:00 in Auckland: next Monday there begins while it is Sunday in UTC.
        for sentence in ["Next daily: 3 Mar 2026, 08:00 there, 2 Mar 2026, 19:00 for you.", "Next weekly: 9 Mar 2026, 08:00 there, 8 Mar 2026, 19:00 for you."] {
            let page = owner.get(FIRST).await;
            assert!(page.has_text(sentence), "{sentence}: {}", page.text());
        }
    }

    async fn every_setting_can_be_changed_and_is_on_the_record(app: TestApp) {
        let mut owner = owner_with_choices(&app).await;
        let edit: Vec<(&str, &str)> = EVERYTHING.into_iter().filter(|(name, _)| *name != "version").collect();
        let asked = owner.submit(FIRST, &edit).await;
        let saved = owner.submit_shown(&asked, FIRST, &[("name_confirmed", ON)], &[]).await;
        assert_eq!((saved.status, saved.location()), (303, "/accounts#account-1"), "{}", saved.text());
        let held = owner.get(FIRST).await.form(FIRST).pairs();
        for (name, value) in edit {
            assert!(held.contains(&(name.to_owned(), value.to_owned())), "{name}={value} in {held:?}");
        }
        let history = owner.get("/accounts/1/history").await;
        let changes = history.rows().swap_remove(0).join(" | ");
        for says in [
            "Changed · account", "Titleacme → Общество «Ромашка» & Söhne", "Account nameacme → romashka.eu", "Your referenceС-10172 / ООО", "TariffBasic → Pro",
            "Time zoneUTC → Asia/Kathmandu", "Postgres DBOrders", "ClickHouse DBReports", "External dataBonus, Shop", "PolicyA year",
            "Keep web versions of all emailsyes", "Enable pixelyes", "Enable smart settingsyes", "Enable push channelyes",
            "Capture email repliesyes", "Cookie domainxn--e1afmkfd.xn--p1ai", "Send weekly reports onMonday → Sunday",
            "Send daily reports at09:00 → 00:00", "Require 2FAyes",
        ] {
            assert!(changes.contains(says), "{says} in {changes}");
        }
        let created = history.rows().swap_remove(1).join(" | ");
        assert!(created.contains("Created · account") && created.contains("Account nameacme"), "{created}");
        let cleared = [("external_data_connectors", OFF), ("web_version_policy", ""), ("enable_pixel", OFF), ("enable_push", OFF), ("custom_push_domain", "")];
        assert_eq!(owner.submit(FIRST, &cleared).await.status, 303);
        let page = owner.get(FIRST).await;
        for (field, _) in cleared {
            assert_eq!(page.value_of(field).as_deref(), Some(""), "{field}");
        }
    }

    async fn a_title_is_counted_in_characters_and_cleaned_of_what_turns_the_line_around(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let faces = "😀".repeat(120);
        assert_eq!(try_crafted(&mut owner, &[("title", &faces)]).await.status, 303);
        let title = "\u{202E}שלום\u{202C} \u{2066}עולם\u{2069}\u{200F}\u{0}\r\n";
        let made = try_crafted(&mut owner, &[("title", title), ("name", "shalom")]).await;
        assert_eq!(made.status, 303, "{}", made.text());
        let page = owner.follow(&made).await;
        assert_eq!(page.value_of("title").as_deref(), Some("שלום עולם"));
        assert!(!page.body.contains(['\u{202E}', '\u{2066}', '\u{200F}']));
        assert!(page.body.contains("<bdi>שלום עולם</bdi>"), "no name may turn the words around it");
    }

    async fn a_form_without_its_token_changes_nothing(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let form = [("content-type", "application/x-www-form-urlencoded")];
        let actions = ["", "/activate", "/deactivate", "/freeze", "/unfreeze", "/delete", "/restore"];
        let paths = actions.iter().map(|action| format!("{FIRST}{action}")).chain([NEW.to_owned()]);
        for path in paths {
            let refused = owner.post_raw(&path, &form, "title=Other&name=acme&tariff=1&tz=UTC&reports_day=1&reports_hour=9&version=1&typed_name=acme").await;
            assert_eq!(refused.status, 403, "{path}");
        }
        let row = owner.get(ACCOUNTS).await.rows().concat();
        assert_eq!(row[1..5], ["acmeacme", "Basic", "UTC", "Active"]);
    }

    async fn what_is_not_there_is_not_found(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        for id in ["2", "0", "-1", "9223372036854775807", "9223372036854775808", "acme", "1%20", "%00"] {
            for end in ["", "/freeze", "/delete", "/history"] {
                assert_eq!(owner.get(&format!("{ACCOUNTS}/{id}{end}")).await.status, 404, "{id}{end}");
            }
        }
        owner.get(FIRST).await;
        for end in ["", "/freeze", "/delete", "/restore"] {
            assert_eq!(owner.post(&format!("{ACCOUNTS}/2{end}"), &LEAST).await.status, 404, "{end}");
        }
    }

    async fn support_sees_everything_and_finds_no_button_and_no_way_around(app: TestApp) {
        let mut client = owner_of_acme(&app).await;
        app.execute("UPDATE admins SET role = 'support'").await;
        let list = client.get(ACCOUNTS).await;
        assert_eq!([list.has_link("Create"), list.has_link("Deactivate: acme"), list.has_link("Freeze: acme"), list.has_link("Users: acme")], [false, false, false, true]);
        let page = client.get(FIRST).await;
        assert_eq!((page.status, page.value_of("name").as_deref()), (200, Some("acme")));
        for button in ["Save", "Delete", "Deactivate", "Freeze"] {
            assert!(!page.has_text(button), "{button}: {}", page.text());
        }
        for end in ["/new", "/1", "/1/activate", "/1/deactivate", "/1/freeze", "/1/unfreeze", "/1/delete", "/1/restore"] {
            let path = format!("{ACCOUNTS}{end}");
            if end != "/1" {
                assert_eq!(client.get(&path).await.status, 403, "{path}");
            }
            client.get(FIRST).await;
            assert_eq!(client.post(&path, &[&LEAST[..], &[("version", "1"), ("typed_name", "acme")]].concat()).await.status, 403, "{path}");
        }
        assert_eq!(client.get(ACCOUNTS).await.rows().concat()[1..5], ["acmeacme", "Basic", "UTC", "Active"]);
        assert!(client.get("/audit").await.has_text("Refused"));
    }

    async fn a_page_takes_three_statements_at_most(app: TestApp) {
        let mut owner = owner_with_choices(&app).await;
        make_user(&mut owner, "anna", &[]).await;
        for path in [NEW, FIRST, "/accounts/1/freeze", "/accounts/1/delete", "/accounts/1/history"] {
            let before = app.state.db.statements();
            assert_eq!(owner.get(path).await.status, 200, "{path}");
            let taken = app.state.db.statements() - before;
            assert!(taken <= 3, "{path} took {taken} statements");
        }
    }
}
