//! What each state of an account permits, by both doors: the same is done, or refused with the same sentence.

use super::{DOORS, Said, are_alike, call, mark, trace};
use crate::api::Script;
use crate::both_databases;
use crate::resource::make_account;
use crate::support::answer::Answer;
use crate::support::app::TestApp;
use crate::support::database::Engine;
use crate::support::dump::texts;
use serde_json::{Value, json};

/// Put on every account; the last also takes away what the acts before have left.
const STATES: [(&str, &str); 6] = [
    ("active", "UPDATE accounts SET active = TRUE, frozen = FALSE, frozen_at = NULL, deleted_at = NULL, version = 1"),
    (
        "frozen",
        "UPDATE accounts SET active = TRUE, frozen = TRUE, frozen_at = created_at, deleted_at = NULL, version = 1",
    ),
    (
        "inactive",
        "UPDATE accounts SET active = FALSE, frozen = FALSE, frozen_at = NULL, deleted_at = NULL, version = 1",
    ),
    (
        "inactive and frozen",
        "UPDATE accounts SET active = FALSE, frozen = TRUE, frozen_at = created_at, deleted_at = NULL, version = 1",
    ),
    (
        "deleted",
        "UPDATE accounts SET active = TRUE, frozen = FALSE, frozen_at = NULL, deleted_at = created_at, version = 1",
    ),
    (
        "deleted, frozen",
        "UPDATE accounts SET active = TRUE, frozen = TRUE, frozen_at = created_at, deleted_at = created_at, version = 1",
    ),
];

/// Each as the panel's address below the account, the panel's fields, and the API's call and parameters.
type Act = (&'static str, &'static [(&'static str, &'static str)], &'static str, fn() -> Value);

const ACCOUNT: &[(&str, &str)] =
    &[("title", "Other"), ("tariff", "1"), ("tz", "UTC"), ("reports_day", "1"), ("reports_hour", "9")];
const USER: &[(&str, &str)] = &[("login", "anna"), ("email", "anna@example.com"), ("language", "en")];

const ACTS: [Act; 11] = [
    ("/activate", &[], "accounts/activate", || json!({})),
    ("/deactivate", &[("notify_users", "on")], "accounts/deactivate", || json!({"notify_users": true})),
    ("/freeze", &[("reason", "Unpaid")], "accounts/freeze", || json!({"frozen_details": {"reason": "Unpaid"}})),
    ("/unfreeze", &[], "accounts/unfreeze", || json!({})),
    ("/delete", &[("typed_name", "?")], "accounts/delete", || json!({})),
    ("/restore", &[], "accounts/restore", || json!({})),
    ("", ACCOUNT, "accounts/save", || json!({"title": "Other"})),
    (
        "/users/new",
        &[("login", "boris"), ("email", "b@example.com"), ("language", "en"), ("active", "on"), ("groups", "?")],
        "accounts/users/add",
        || json!({"name": "boris", "email": "b@example.com"}),
    ),
    (
        "/users/?",
        &[("first_name", "Anna"), ("active", "on")],
        "accounts/users/update",
        || json!({"name": "anna", "first_name": "Anna"}),
    ),
    ("/users/?", &[("first_name", "")], "accounts/users/update", || json!({"name": "anna", "active": false})),
    ("/users/?/welcome", &[], "accounts/users/send_welcome", || json!({"name": "anna"})),
];

/// An account beside each door, with anna in it.
async fn accounts(script: &mut Script) -> [i64; 3] {
    let mut ids = [0; 3];
    for (id, door) in ids.iter_mut().zip(DOORS) {
        make_account(&mut script.owner, door).await;
        *id = script.ok("accounts/get", json!({"name": door})).await["data"]["id"].as_i64().expect("an id");
    }
    ids
}

/// As before any act: in the state, with anna as she was and nobody else.
async fn reset(app: &TestApp, state: &'static str) {
    for statement in [
        STATES[0].1,
        "DELETE FROM outbox",
        "DELETE FROM links",
        "DELETE FROM account_users",
        "UPDATE accounts SET user_count = 1, title = name WHERE id > 1",
        "INSERT INTO account_users (account_id, login, first_name, last_name, name_key, search, email, language, alert_limits, alert_complaints,
                alert_hard_bounces, alert_soft_bounces, alert_daily_report, alert_weekly_report, active, master, is_ldap, must_change_password,
                has_avatar, version, created_at, updated_at, updated_by)
         SELECT id, 'anna', '', '', 'anna', '', 'anna@example.com', 'en', FALSE, FALSE, FALSE, FALSE, FALSE, FALSE, TRUE, FALSE, FALSE, FALSE,
                FALSE, 1, created_at, created_at, '' FROM accounts WHERE id > 1",
        state,
    ] {
        app.execute(statement).await;
    }
}

async fn one(app: &TestApp, statement: String) -> String {
    texts(app, &statement).await.into_iter().next().unwrap_or_default()
}

/// As a form that was opened in time.
async fn by_panel(app: &TestApp, script: &mut Script, id: i64, (path, fields, _, _): Act) -> Answer {
    let anna =
        one(app, format!("SELECT CAST(id AS TEXT) FROM account_users WHERE account_id = {id} AND login = 'anna'"))
            .await;
    let main = one(app, format!("SELECT CAST(id AS TEXT) FROM groups WHERE account_id = {id} AND is_main")).await;
    script.owner.get("/accounts").await;
    let mut all = vec![("version", "1"), ("name", DOORS[0]), ("typed_name", DOORS[0])];
    if path.ends_with('?') {
        all.extend_from_slice(USER);
    }
    let given = fields.iter().filter(|(name, _)| *name != "typed_name");
    all.extend(given.map(|(name, value)| (*name, if *value == "?" { main.as_str() } else { *value })));
    script.owner.post(&format!("/accounts/{id}{}", path.replace('?', &anna)), &all).await
}

async fn by_api(script: &mut Script, door: &str, id: i64, (path, _, name, params): Act) -> Said {
    let mut params = params();
    params[if path.starts_with("/users") { "account_id" } else { "id" }] = json!(id);
    call(script, door, name, &params).await
}

both_databases! {
    async fn every_act_in_every_state_comes_to_the_same(engine: Engine) {
        let app = TestApp::spawn_with(engine, |config| config.api_rate = 100_000).await;
        let mut script = Script::new(&app).await;
        let ids = accounts(&mut script).await;
        for (state, statement) in STATES {
            for act in ACTS {
                let what = format!("{} of an account that is {state}", act.2);
                reset(&app, statement).await;
                let mut traces = Vec::new();
                let mut panel = None;
                for (door, id) in DOORS.into_iter().zip(ids) {
                    let since = mark(&app).await;
                    if door == "panel" {
                        let answer = by_panel(&app, &mut script, id, act).await;
                        panel = Some(if answer.status == 303 { (true, script.owner.follow(&answer).await) } else { (false, answer) });
                    } else {
                        let said = by_api(&mut script, door, id, act).await;
                        let (done, shown) = panel.as_ref().expect("the panel was first");
                        // A letter that cannot go leads back to the list, which says why.
                        assert!(*done || shown.status == 409, "{what}: the panel says {} {}", shown.status, shown.text());
                        assert!(said.code == 200 && *done || said.code == 409 && shown.has_text(&said.text), "{what}: {} {:?}, and the panel: {}", said.code, said.text, shown.text());
                    }
                    traces.push(trace(&app, door, ("accounts", &format!("id = {id}")), since).await);
                    let users = trace(&app, door, ("account_users", &format!("account_id = {id} ORDER BY login")), mark(&app).await).await;
                    traces.last_mut().expect("it was pushed").what.extend(users.what.into_iter().map(|row| row.replace(&format!("account_id={id},"), "")));
                }
                are_alike(&traces, &what);
            }
        }
    }

    async fn a_user_is_deleted_alike_in_every_state(engine: Engine) {
        let app = TestApp::spawn_with(engine, |config| config.api_rate = 100_000).await;
        let mut script = Script::new(&app).await;
        let ids = accounts(&mut script).await;
        for (state, statement) in STATES {
            reset(&app, statement).await;
            let mut outcomes = Vec::new();
            for (door, id) in DOORS.into_iter().zip(ids) {
                let done = if door == "panel" {
                    let anna = one(&app, format!("SELECT CAST(id AS TEXT) FROM account_users WHERE account_id = {id}")).await;
                    script.owner.get("/accounts").await;
                    script.owner.post(&format!("/accounts/{id}/users/{anna}/delete"), &[("version", "1")]).await.status == 303
                } else {
                    call(&mut script, door, "accounts/users/delete", &json!({"account_id": id, "name": "anna"})).await.code == 200
                };
                let left = one(&app, format!("SELECT CAST(count(*) AS TEXT) FROM account_users WHERE account_id = {id}")).await;
                outcomes.push((done, left));
            }
            let expected = (!state.starts_with("deleted"), if state.starts_with("deleted") { "1" } else { "0" }.to_owned());
            assert!(outcomes.iter().all(|outcome| *outcome == expected), "{state}: {outcomes:?}");
        }
    }
}
