//! Every field of a user's form. The login is `name` at the API, and `new_name` where it changes; the letter is
//! `send_welcome`.

use super::{DOORS, Wish, are_alike, call, crafted, mark, refused_alike, trace, wish, with};
use crate::api::Script;
use crate::both_databases;
use crate::support::app::TestApp;
use crate::support::dump::{differences, dump, texts};
use crate::support::form::OFF;
use serde_json::{Value, json};

const NEW: &str = "/accounts/1/users/new";
const BESIDE: [&str; 2] = ["api_rates", "sessions"];
const PASSWORD: &str = "nine Yellow otters at 6 o'clock";

/// With groups and roles to choose from: Main is group 1.
async fn script(app: &TestApp) -> Script {
    let mut script = Script::new(app).await;
    for (list, name) in [("groups", "Sales"), ("roles", "Editor"), ("roles", "Reader")] {
        assert_eq!(script.owner.submit(&format!("/accounts/1/{list}/new"), &[("name", name)]).await.status, 303);
    }
    script
}

fn base(login: &str) -> Wish {
    let api = json!({"account_id": 1, "name": login, "email": "someone@example.com"});
    wish(&[("login", login), ("email", "someone@example.com"), ("send_access_email", OFF)], api)
}

fn refused() -> Vec<(&'static str, String, Value)> {
    let text = |field: &'static str, value: &str| (field, value.to_owned(), json!(value));
    let mut all = Vec::new();
    for login in ["", " ", &"a".repeat(65), "-anna", "anna.", "an na", "anna@acme", "анна", "taken", " ＴAKEN "] {
        all.push(text("login", login));
    }
    for field in ["first_name", "last_name"] {
        all.push(text(field, &"я".repeat(81)));
    }
    for email in
        ["none", "a@b,c@d.com", "Anna <a@b.com>", "a b@c.com", "@b.com", "a@", &format!("{}@b.com", "a".repeat(250))]
    {
        all.extend([text("email", email), text("notify_email", email)]);
    }
    all.push(text("email", ""));
    all.extend(["fr", "english", ""].map(|language| text("language", language)));
    all.extend(["12", "+7 12", "12345678", "phone"].map(|phone| text("phone", phone)));
    all.extend(["short", "someone@example.com", "passwordpassword"].map(|password| text("password", password)));
    for field in ["roles", "groups"] {
        all.push((field, "99".to_owned(), json!([99])));
        all.push((field, "x".to_owned(), json!(["x"])));
    }
    all
}

fn accepted() -> Vec<Wish> {
    let one = |field: &'static str, typed: &str, told: Value| wish(&[(field, typed)], json!({field: told}));
    let mut all = vec![
        one("first_name", " Анна\u{202E} ", json!(" Анна\u{202E} ")),
        one("last_name", &"я".repeat(80), json!("я".repeat(80))),
        one("first_name", "", json!("")),
        one("email", " anna@пример.рф ", json!(" anna@пример.рф ")),
        one("notify_email", "alerts@example.com", json!("alerts@example.com")),
        one("notify_email", "", json!(null)),
        one("language", "ru", json!("RU")),
        one("phone", "+7 (495) 123-45-67", json!("+7 (495) 123-45-67")),
        one("phone", "", json!(null)),
        one("password", PASSWORD, json!(PASSWORD)),
        one("roles", "2", json!(["Reader"])),
        wish(&[("roles", "1"), ("roles", "2")], json!({"roles": [2, "Editor"]})),
        wish(&[("roles", OFF)], json!({"roles": []})),
        wish(&[("groups", "1"), ("groups", "2")], json!({"groups": ["Sales", "Main"]})),
        wish(&[("groups", OFF)], json!({"groups": []})),
        wish(&[("send_access_email", "on")], json!({"send_welcome": true})),
        wish(
            &[("send_access_email", "on"), ("password", PASSWORD), ("language", "ru")],
            json!({"send_welcome": 1, "password": PASSWORD, "language": "ru"}),
        ),
        wish(&[("send_access_email", "on"), ("active", OFF)], json!({"send_welcome": 1, "active": 0})),
    ];
    let switches = [
        "alert_limits",
        "alert_complaints",
        "alert_hard_bounces",
        "alert_soft_bounces",
        "alert_daily_report",
        "alert_weekly_report",
        "must_change_password",
        "master",
        "active",
    ];
    for switch in switches {
        all.extend([one(switch, "on", json!(true)), one(switch, OFF, json!(false))]);
    }
    all
}

/// Groups and roles stand in tables of their own, and are in the record.
fn place(login: &str) -> String {
    format!("account_id = 1 AND login = '{login}'")
}

async fn page_of(app: &TestApp, login: &str) -> String {
    let id = texts(app, &format!("SELECT CAST(id AS TEXT) FROM account_users WHERE {}", place(login))).await.remove(0);
    format!("/accounts/1/users/{id}")
}

/// As the API calls it: of a new user, and of one that is there.
fn names(field: &'static str) -> (&'static str, &'static str) {
    match field {
        "login" => ("name", "new_name"),
        other => (other, other),
    }
}

both_databases! {
    async fn a_refused_field_is_refused_alike_and_nothing_is_written(app: TestApp) {
        let mut script = script(&app).await;
        for login in ["taken", "target"] {
            script.ok("accounts/users/add", base(login).api).await;
        }
        let target = page_of(&app, "target").await;
        let before = dump(&app, &BESIDE).await;
        for (field, typed, told) in refused() {
            let mut panel = base("fresh").panel;
            panel.retain(|(name, _)| *name != field);
            panel.push((field, typed.clone()));
            let shown = crafted(&mut script.owner, NEW, &panel).await;
            let shown_again = crafted(&mut script.owner, &target, &[(field, typed.clone())]).await;
            let (new, there) = names(field);
            for door in ["jsons", "xmlxs"] {
                let said = call(&mut script, door, "accounts/users/add", &with(&base("fresh").api, &json!({new: told}))).await;
                refused_alike(&shown, &said, (field, new), &format!("a new user with {field}={typed:?} by {door}"));
                let said = call(&mut script, door, "accounts/users/update", &json!({"account_id": 1, "name": "target", there: told})).await;
                refused_alike(&shown_again, &said, (field, there), &format!("a user changed to {field}={typed:?} by {door}"));
            }
        }
        assert_eq!(differences(&before, &dump(&app, &BESIDE).await), [""; 0]);
    }

    async fn an_accepted_field_leaves_the_same_by_every_door(app: TestApp) {
        let mut script = script(&app).await;
        for (n, wished) in accepted().into_iter().enumerate() {
            let what = format!("{:?}", wished.panel);
            let (mut made, mut changed) = (Vec::new(), Vec::new());
            for door in DOORS {
                let (login, typed) = (format!("n{n}-{door}"), format!(" Ｎ{n}-{} ", door.to_uppercase()));
                let (since, base_of) = (mark(&app).await, base(&typed));
                if door == "panel" {
                    let mut fields = base_of.panel;
                    fields.retain(|(field, _)| wished.panel.iter().all(|(other, _)| other != field));
                    let done = crafted(&mut script.owner, NEW, &[fields, wished.panel.clone()].concat()).await;
                    assert_eq!(done.status, 303, "{what}: {}", done.text());
                } else {
                    let said = call(&mut script, door, "accounts/users/add", &with(&base_of.api, &wished.api)).await;
                    assert_eq!(said.code, 200, "{what}: {} {:?}", said.text, said.errors);
                }
                made.push(trace(&app, door, ("account_users", &place(&login)), since).await);

                let login = format!("m{n}-{door}");
                script.ok("accounts/users/add", base(&login).api).await;
                let since = mark(&app).await;
                if door == "panel" {
                    let page = page_of(&app, &login).await;
                    let done = crafted(&mut script.owner, &page, &wished.panel).await;
                    assert_eq!(done.status, 303, "{what}: {}", done.text());
                } else {
                    let said = call(&mut script, door, "accounts/users/update", &with(&wished.api, &json!({"account_id": "acme", "name": login}))).await;
                    assert_eq!(said.code, 200, "{what}: {} {:?}", said.text, said.errors);
                }
                changed.push(trace(&app, door, ("account_users", &place(&login)), since).await);
            }
            are_alike(&made, &format!("a new user with {what}"));
            are_alike(&changed, &format!("a user changed to {what}"));
        }
    }

    async fn a_password_made_of_the_first_or_last_name_is_refused_by_every_door(app: TestApp) {
        let mut script = script(&app).await;
        let (first, last) = ("Wolfeschlegelsteinhausen", "Доброхотова-Преображенская");
        let names = [("first_name", first.to_owned()), ("last_name", last.to_owned())];
        script.ok("accounts/users/add", with(&base("named").api, &json!({"first_name": first, "last_name": last}))).await;
        script.ok("accounts/users/add", base("nameless").api).await;
        let named = page_of(&app, "named").await;
        for password in [first.to_lowercase(), last.to_owned(), format!("{first} {last}"), "Преображенская wolfeschlegelsteinhausen".to_owned()] {
            let with_password = [("password", password.clone())];
            let shown = crafted(&mut script.owner, NEW, &[&[("login", "fresh".to_owned()), ("email", "someone@example.com".to_owned())], &names[..], &with_password].concat()).await;
            let shown_again = crafted(&mut script.owner, &named, &with_password).await;
            assert_eq!(shown.field_error("password").as_deref(), Some("This password is made of your login, name, email or account."), "{password}");
            for door in ["jsons", "xmlxs"] {
                let api = json!({"first_name": first, "last_name": last, "password": password});
                let said = call(&mut script, door, "accounts/users/add", &with(&base("fresh").api, &api)).await;
                refused_alike(&shown, &said, ("password", "password"), &format!("a new user with {password:?} by {door}"));
                let api = json!({"account_id": 1, "name": "named", "password": password});
                let said = call(&mut script, door, "accounts/users/update", &api).await;
                refused_alike(&shown_again, &said, ("password", "password"), &format!("a user changed to {password:?} by {door}"));
            }
            // To somebody with another name it is a good one.
            script.ok("accounts/users/update", json!({"account_id": 1, "name": "nameless", "password": password})).await;
        }
    }

    async fn a_user_gets_another_login_alike(app: TestApp) {
        let mut script = script(&app).await;
        let mut renamed = Vec::new();
        for door in DOORS {
            let (login, other) = (format!("first-{door}"), format!("other-{door}"));
            script.ok("accounts/users/add", base(&login).api).await;
            let since = mark(&app).await;
            if door == "panel" {
                let page = page_of(&app, &login).await;
                assert_eq!(crafted(&mut script.owner, &page, &[("login", other.to_uppercase())]).await.status, 303);
            } else {
                let params = json!({"account_id": 1, "name": login, "new_name": other.to_uppercase()});
                assert_eq!(call(&mut script, door, "accounts/users/update", &params).await.code, 200);
            }
            renamed.push(trace(&app, door, ("account_users", &place(&other)), since).await);
        }
        are_alike(&renamed, "another login");
    }
}
