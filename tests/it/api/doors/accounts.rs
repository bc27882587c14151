//! Every field of an account's form.

use super::{DOORS, Wish, are_alike, call, crafted, mark, refused_alike, trace, wish, with};
use crate::accounts::owner_with_choices;
use crate::api::{Script, make_token};
use crate::both_databases;
use crate::support::app::TestApp;
use crate::support::dump::{differences, dump, texts};
use crate::support::form::OFF;
use serde_json::{Value, json};

const NEW: &str = "/accounts/new";
/// What calls and visits to pages leave in any case.
const BESIDE: [&str; 2] = ["api_rates", "sessions"];

async fn script(app: &TestApp) -> Script {
    let mut owner = owner_with_choices(app).await;
    let secret = make_token(&mut owner, "Billing", &["accounts:read", "accounts:write"]).await;
    Script { client: app.client(), owner, secret }
}

fn base(name: &str) -> Wish {
    let api = json!({"name": name, "title": "Any", "tz": "UTC", "tariff": 1, "reports_day": 1, "reports_hour": 9});
    wish(&[("name", name), ("title", "Any"), ("tariff", "1")], api)
}

/// Field, as typed in the panel, as told to the API; what one of them cannot be told, a fraction or an empty number, is
/// not among them. The API takes 0 for Sunday, and says so in its description.
fn refused() -> Vec<(&'static str, String, Value)> {
    let text = |field: &'static str, value: &str| (field, value.to_owned(), json!(value));
    let mut all = vec![text("title", ""), text("title", " \u{200B}\u{3164} "), text("title", &"я".repeat(121))];
    for name in
        ["", " ", "a", &"a".repeat(64), "-acme", "acme.", "ac me", "acme@eu", "акме", "a/b", "<b>", "acme", " ＡCME "]
    {
        all.push(text("name", name));
    }
    all.push(text("external_id", &"я".repeat(129)));
    for zone in ["", "Europe/Atlantis", "+03:00", "utc+3"] {
        all.push(text("tz", zone));
    }
    for domain in [
        "localhost",
        "10.0.0.1",
        "0x7f.1",
        "[::1]",
        "https://a.example.com",
        "a.example.com:8080",
        "a/b",
        "shop",
        "-a.com",
        "a..com",
        "a b.com",
        "u@a.com",
        "xn--a.com",
    ] {
        all.push(text("custom_push_domain", domain));
    }
    all.extend(["never", "AFTER", " start x"].map(|notice| text("login_as_notice", notice)));
    let number = |field: &'static str, value: i64| (field, value.to_string(), json!(value));
    all.extend([-1, 8, i64::MAX].map(|day| number("reports_day", day)));
    all.extend([-1, 24, i64::MIN].map(|hour| number("reports_hour", hour)));
    for (field, ids) in [
        ("tariff", [99, -1]),
        ("account_postgresql", [2, 3]),
        ("account_cache_clickhouse", [1, 99]),
        ("web_version_policy", [2, -1]),
    ] {
        all.extend(ids.map(|id| number(field, id)));
    }
    all.push(("tariff", "Nothing".to_owned(), json!("Nothing")));
    all.push(("tariff", String::new(), json!(null)));
    all.push(("external_data_connectors", "1".to_owned(), json!([1])));
    all.push(("external_data_connectors", "x".to_owned(), json!(["x"])));
    all
}

fn accepted() -> Vec<Wish> {
    let one = |field: &'static str, typed: &str, told: Value| wish(&[(field, typed)], json!({field: told}));
    let mut all = vec![
        one("title", " Ёлки & <Co> ", json!(" Ёлки & <Co> ")),
        one("title", &"я".repeat(120), json!("я".repeat(120))),
        one("title", "a\u{202E}b\u{7}", json!("a\u{202E}b")),
        one("external_id", "", json!(null)),
        one("tz", "Asia/Kathmandu", json!("Asia/Kathmandu")),
        one("tariff", "2", json!("Pro")),
        one("tariff", "2", json!(2)),
        one("account_postgresql", "1", json!("Orders")),
        one("account_cache_clickhouse", "2", json!(2)),
        one("web_version_policy", "1", json!("A year")),
        one("web_version_policy", "", json!(null)),
        one("custom_push_domain", "Пример.РФ.", json!("Пример.РФ.")),
        one("custom_push_domain", "", json!(null)),
        one("reports_day", "7", json!(7)),
        one("reports_hour", "0", json!("0")),
        one("reports_hour", "23", json!(23)),
        wish(
            &[("external_data_connectors", "4"), ("external_data_connectors", "3")],
            json!({"external_data_connectors": ["Bonus", 3]}),
        ),
        wish(
            &[("external_data_connectors", "4"), ("external_data_connectors", "4")],
            json!({"external_data_connectors": [4, 4]}),
        ),
        wish(&[("external_data_connectors", OFF)], json!({"external_data_connectors": []})),
        wish(
            &[("enable_pixel", "on"), ("enable_push", "on"), ("custom_push_domain", "a.example.com")],
            json!({"enable_pixel": true, "enable_push": 1, "custom_push_domain": "a.example.com"}),
        ),
    ];
    all.extend(["off", "after", "start"].map(|notice| one("login_as_notice", notice, json!(notice))));
    for switch in ["save_email_web_versions", "enable_smart_settings", "enable_track_email_replies", "force_2fa_auth"] {
        all.extend([one(switch, "on", json!(true)), one(switch, OFF, json!(false)), one(switch, "on", json!("1"))]);
    }
    all
}

async fn id_of(app: &TestApp, name: &str) -> String {
    texts(app, &format!("SELECT CAST(id AS TEXT) FROM accounts WHERE name = '{name}'")).await.remove(0)
}

both_databases! {
    async fn a_refused_field_is_refused_alike_and_nothing_is_written(app: TestApp) {
        let mut script = script(&app).await;
        script.ok("accounts/save", base("target").api).await;
        let id: i64 = id_of(&app, "target").await.parse().expect("an id");
        let before = dump(&app, &BESIDE).await;
        for (field, typed, told) in refused() {
            let mut panel = base("fresh").panel;
            panel.retain(|(name, _)| *name != field);
            panel.push((field, typed.clone()));
            let shown = crafted(&mut script.owner, NEW, &panel).await;
            // Over another name the panel asks once more, when everything else is in order.
            let confirmed = [(field, typed.clone()), ("name_confirmed", "acme".to_owned())];
            let shown_again = crafted(&mut script.owner, &format!("/accounts/{id}"), &confirmed).await;
            for door in ["jsons", "xmlxs"] {
                let said = call(&mut script, door, "accounts/save", &with(&base("fresh").api, &json!({field: told}))).await;
                refused_alike(&shown, &said, (field, field), &format!("a new account with {field}={typed:?} by {door}"));
                let said = call(&mut script, door, "accounts/save", &json!({"id": id, field: told})).await;
                refused_alike(&shown_again, &said, (field, field), &format!("an account changed to {field}={typed:?} by {door}"));
            }
        }
        let switches = [("enable_pixel", "on".to_owned()), ("custom_push_domain", " ".to_owned())];
        let shown = crafted(&mut script.owner, &format!("/accounts/{id}"), &switches).await;
        let said = call(&mut script, "jsons", "accounts/save", &json!({"id": id, "enable_pixel": true})).await;
        refused_alike(&shown, &said, ("custom_push_domain", "custom_push_domain"), "a pixel without its domain");
        assert_eq!(differences(&before, &dump(&app, &BESIDE).await), [""; 0]);
    }

    async fn several_refused_fields_are_told_together(app: TestApp) {
        let mut script = script(&app).await;
        let wrong = wish(&[("title", ""), ("name", "a b"), ("tz", "x"), ("reports_hour", "99")], json!({"title": "", "name": "a b", "tz": "x", "reports_hour": 99}));
        let shown = crafted(&mut script.owner, NEW, &[base("fresh").panel, wrong.panel].concat().into_iter().rev().fold(Vec::new(), |mut all, pair| {
            if all.iter().all(|(name, _)| *name != pair.0) {
                all.push(pair);
            }
            all
        })).await;
        for door in ["jsons", "xmlxs"] {
            let said = call(&mut script, door, "accounts/save", &with(&base("fresh").api, &wrong.api)).await;
            assert_eq!(said.errors.len(), 4);
            for (field, sentence) in &said.errors {
                assert_eq!(shown.field_error(field).as_deref(), sentence.as_str(), "{field}");
            }
        }
    }

    async fn an_accepted_field_leaves_the_same_by_every_door(app: TestApp) {
        let mut script = script(&app).await;
        for (n, wished) in accepted().into_iter().enumerate() {
            let what = format!("{:?}", wished.panel);
            let (mut made, mut changed) = (Vec::new(), Vec::new());
            for door in DOORS {
                // NFKC and lower case on the way in.
                let (name, typed) = (format!("n{n}-{door}"), format!(" Ｎ{n}-{} ", door.to_uppercase()));
                let (since, place) = (mark(&app).await, format!("name = '{name}'"));
                let base = base(&typed);
                if door == "panel" {
                    let mut fields = base.panel;
                    fields.retain(|(field, _)| wished.panel.iter().all(|(other, _)| other != field));
                    let done = crafted(&mut script.owner, NEW, &[fields, wished.panel.clone()].concat()).await;
                    assert_eq!(done.status, 303, "{what}: {}", done.text());
                } else {
                    let said = call(&mut script, door, "accounts/save", &with(&base.api, &wished.api)).await;
                    assert_eq!(said.code, 200, "{what}: {} {:?}", said.text, said.errors);
                }
                made.push(trace(&app, door, ("accounts", &place), since).await);

                // The same as a change, and back to a plain account's values by another one.
                script.ok("accounts/save", json!({"name": format!("m{n}-{door}"), "title": "Any", "tz": "UTC", "tariff": 1, "reports_day": 1, "reports_hour": 9})).await;
                let id: i64 = id_of(&app, &format!("m{n}-{door}")).await.parse().expect("an id");
                let (since, place) = (mark(&app).await, format!("id = {id}"));
                if door == "panel" {
                    let done = crafted(&mut script.owner, &format!("/accounts/{id}"), &wished.panel).await;
                    assert_eq!(done.status, 303, "{what}: {}", done.text());
                } else {
                    let said = call(&mut script, door, "accounts/save", &with(&wished.api, &json!({"id": id}))).await;
                    assert_eq!(said.code, 200, "{what}: {} {:?}", said.text, said.errors);
                }
                changed.push(trace(&app, door, ("accounts", &place), since).await);
            }
            are_alike(&made, &format!("a new account with {what}"));
            are_alike(&changed, &format!("an account changed to {what}"));
        }
    }

    async fn an_account_is_made_inactive_and_renamed_alike(app: TestApp) {
        let mut script = script(&app).await;
        let (mut made, mut renamed) = (Vec::new(), Vec::new());
        for door in DOORS {
            let name = format!("first-{door}");
            let since = mark(&app).await;
            let base = base(&name);
            if door == "panel" {
                assert_eq!(crafted(&mut script.owner, NEW, &[base.panel, vec![("active", OFF.to_owned())]].concat()).await.status, 303);
            } else {
                assert_eq!(call(&mut script, door, "accounts/save", &with(&base.api, &json!({"active": false}))).await.code, 200);
            }
            let id: i64 = id_of(&app, &name).await.parse().expect("an id");
            made.push(trace(&app, door, ("accounts", &format!("id = {id}")), since).await);
            let (since, other) = (mark(&app).await, format!("other-{door}"));
            if door == "panel" {
                let fields = [("name", other.to_uppercase()), ("name_confirmed", other.clone())];
                assert_eq!(crafted(&mut script.owner, &format!("/accounts/{id}"), &fields).await.status, 303);
            } else {
                assert_eq!(call(&mut script, door, "accounts/save", &json!({"id": name, "name": other.to_uppercase()})).await.code, 200);
            }
            renamed.push(trace(&app, door, ("accounts", &format!("id = {id}")), since).await);
        }
        are_alike(&made, "an inactive account");
        are_alike(&renamed, "another name");
    }
}
