//! `dry_run: true`: what would change is answered, and nothing changes.

mod notifiers;
mod platform;
mod senders;
mod stop_lists;

use super::{ALL_SCOPES, ROOT, Script, make_token};
use crate::both_databases;
use crate::login_as::{scene, user, visit};
use crate::support::app::TestApp;
use crate::support::dump::{differences, dump, texts};
use serde_json::{Map, Value, json};

/// Not of what is rehearsed: what the call itself leaves.
const OF_CALLS: [&str; 2] = ["api_rates", "api_answers"];

/// For each call that writes: requests that change something where [`a_scene`] was set, one after the other.
fn requests(call: &str) -> Vec<Value> {
    let one = |request: Value| vec![request];
    match call {
        "accounts/save" => vec![
            json!({"name": "fresh", "title": "Свежий", "tz": "UTC", "tariff": "Basic", "reports_day": 1, "reports_hour": 9}),
            json!({"id": "acme", "title": "Acme & Sons", "tz": "Europe/Berlin", "enable_pixel": true, "custom_push_domain": "a.example.com"}),
        ],
        "accounts/activate" => one(json!({"id": "asleep"})),
        "accounts/deactivate" => one(json!({"id": "busy", "notify_users": true})),
        "accounts/freeze" => one(
            json!({"id": "busy", "frozen_details": {"payment_url": "https://pay.example.com/1", "reason": "Unpaid"}}),
        ),
        "accounts/unfreeze" => one(json!({"id": "cold"})),
        "accounts/delete" => one(json!({"id": "asleep"})),
        "accounts/restore" => one(json!({"id": "gone"})),
        "accounts/bulk" => one(json!({"act": "freeze", "filter": {"q": "busy"}, "reason": "Unpaid"})),
        "accounts/users/bulk" => one(json!({"account_id": 1, "act": "must_change_password", "filter": {}})),
        "jobs/cancel" | "jobs/undo" => one(json!({"id": if call == "jobs/undo" { 1 } else { 2 }})),
        "accounts/users/add" => one(
            json!({"account_id": 1, "name": "dora", "email": "dora@example.com", "password": PASSWORD, "groups": ["Main"], "send_welcome": true}),
        ),
        "accounts/users/update" => vec![
            json!({"account_id": 1, "name": "anna", "first_name": "Анна", "password": PASSWORD}),
            json!({"account_id": 1, "name": "anna", "email": "new@example.com", "active": false}),
        ],
        "accounts/users/delete" => one(json!({"account_id": 1, "name": "boris"})),
        "accounts/users/send_welcome" => one(json!({"account_id": 1, "name": "eve"})),
        "accounts/groups/save" => {
            vec![json!({"account_id": 1, "name": "North"}), json!({"account_id": 1, "id": "North", "name": "Norden"})]
        }
        "accounts/groups/delete" => one(json!({"account_id": 1, "id": "Norden"})),
        "accounts/roles/save" => vec![
            json!({"account_id": 1, "name": "Editor", "actions": ["edit_profiles", "view_profiles"]}),
            json!({"account_id": 1, "id": "Editor", "actions": ["view_profiles"]}),
        ],
        "accounts/roles/delete" => one(json!({"account_id": 1, "id": "Editor"})),
        "tariffs/save" => vec![
            json!({"name": "Large", "title": "Большой", "max_users": 10}),
            json!({"id": "Large", "max_users": null}),
        ],
        "tariffs/delete" => one(json!({"id": "Large"})),
        "web_version_policies/save" => {
            vec![json!({"name": "Long", "email_kept": true, "email_days": 90}), json!({"id": "Long", "email_days": 30})]
        }
        "web_version_policies/delete" => one(json!({"id": "Long"})),
        "connectors/save" => vec![
            json!({"class": "database", "name": "Main", "kind": "postgresql", "host": "db.example.org", "database": "sales", "user": "app", "password": PASSWORD}),
            json!({"class": "database", "id": "Main", "database": "other"}),
        ],
        "connectors/test" => {
            one(json!({"class": "database", "id": "Main", "host": "127.0.0.1", "password": PASSWORD, "port": 1}))
        }
        "connectors/delete" => one(json!({"class": "database", "id": "Main"})),
        list if list.starts_with("stop_lists/") => stop_lists::requests(call),
        sender if sender.contains("senders/") || sender.starts_with("notifiers/") => senders::requests(call),
        directory if directory.starts_with("ldap/") => requests_of_directories(call),
        other => platform::requests(other),
    }
}

fn requests_of_directories(call: &str) -> Vec<Value> {
    let one = |request: Value| vec![request];
    match call {
        "ldap/save" => one(
            json!({"name": "Office", "host": "ldap.example.org", "base_dn": "dc=example,dc=org", "bind_dn": "cn=app", "password": PASSWORD}),
        ),
        "ldap/test" => one(json!({"id": "Office", "host": "127.0.0.1", "password": PASSWORD, "port": 1})),
        "ldap/test_user" => one(json!({"id": "Office", "login": "anna"})),
        "ldap/groups/save" => vec![
            json!({"ldap_id": "Office", "dn": "cn=staff,dc=example,dc=org", "groups": ["North"]}),
            json!({"ldap_id": "Office", "id": "cn=staff,dc=example,dc=org", "roles": ["Editor"], "master": true}),
        ],
        "ldap/groups/delete" => one(json!({"ldap_id": "Office", "id": "cn=staff,dc=example,dc=org"})),
        "ldap/delete" => one(json!({"id": "Office"})),
        other => panic!("{other} writes, and no request to rehearse it is written here: add one"),
    }
}

const PASSWORD: &str = "ninety Quiet otters by the weir";

/// Acme with people in it, one of them signed in and visited; accounts in every state.
async fn a_scene(app: &TestApp) -> Script {
    let mut owner = scene(app).await;
    user(app, "anna@acme").await;
    visit(&mut owner).await;
    let mut script =
        Script { client: app.client(), secret: make_token(&mut owner, "Billing", &ALL_SCOPES).await, owner };
    for name in ["busy", "asleep", "cold", "gone"] {
        script
            .ok("accounts/save", json!({"name": name, "title": name, "tz": "UTC", "tariff": "Basic", "reports_day": 1, "reports_hour": 9}))
            .await;
    }
    for (account, name) in [("busy", "carl"), ("acme", "eve")] {
        script
            .ok("accounts/users/add", json!({"account_id": account, "name": name, "email": "someone@example.com"}))
            .await;
    }
    script.ok("tariffs/save", json!({"id": "Basic", "pushes_per_month": 7})).await;
    let fields = json!([{"name": "email", "kind": "text"}]);
    let clients = json!({"account_id": 1, "databases": [{"name": "Clients", "profiles": 7, "fields": fields}]});
    script.ok("databases/report", clients).await;
    script.ok("indexes/create", json!({"account_id": 1, "database_id": "Clients", "fields": ["email"]})).await;
    script.ok("stop_lists/add", json!({"id": 1, "values": ["first@example.com"]})).await;
    script.ok("accounts/deactivate", json!({"id": "asleep"})).await;
    script.ok("accounts/freeze", json!({"id": "cold", "frozen_details": {"reason": "Unpaid"}})).await;
    script.ok("accounts/delete", json!({"id": "gone"})).await;
    script.ok("accounts/bulk", json!({"act": "set", "ids": [1], "login_as_notice": "off"})).await;
    crate::jobs::work(app).await;
    script.ok("accounts/bulk", json!({"act": "set", "ids": [1], "login_as_notice": "start"})).await;
    script
}

fn rehearsed(request: &Value) -> Value {
    let mut request = request.clone();
    request["dry_run"] = json!(true);
    request
}

/// What was put on the record since, as a rehearsal tells it; the ids of what was created are in no rehearsal.
async fn recorded(app: &TestApp, since: i64) -> Vec<Value> {
    let rows = texts(app, &format!("SELECT action || '\t' || object_kind || '\t' || CAST(object_id AS TEXT) || '\t' || object_name || '\t' || changes FROM audit WHERE id > {since} ORDER BY id")).await;
    let mut made: Vec<(String, String)> = Vec::new();
    let told = rows.iter().map(|row| {
        let [action, kind, id, name, changes] = row.split('\t').collect::<Vec<_>>().try_into().expect("five columns");
        let changes: Vec<(String, String, String)> = serde_json::from_str(changes).expect("a list of changes");
        let fields: Map<String, Value> =
            changes.into_iter().map(|(field, old, new)| (field, json!({"old": old, "new": new}))).collect();
        if action == "create" {
            made.push((kind.to_owned(), id.to_owned()));
        }
        let id = (!made.contains(&(kind.to_owned(), id.to_owned()))).then(|| id.parse::<i64>().expect("an id"));
        json!({"action": action, "object": kind, "id": id, "name": name, "fields": fields})
    });
    told.collect()
}

async fn written(app: &TestApp, since: i64) -> Vec<Value> {
    let rows =
        texts(app, &format!("SELECT kind || '\t' || recipient FROM outbox WHERE id > {since} ORDER BY id")).await;
    rows.iter().filter_map(|row| row.split_once('\t')).map(|(kind, to)| json!({"kind": kind, "to": to})).collect()
}

async fn newest(app: &TestApp, table: &str) -> i64 {
    texts(app, &format!("SELECT CAST(coalesce(max(id), 0) AS TEXT) FROM {table}")).await[0].parse().expect("an id")
}

both_databases! {
    async fn a_rehearsal_changes_nothing_and_tells_what_the_call_then_does(app: TestApp) {
        let mut script = a_scene(&app).await;
        for call in steward::app::calls().0.iter().filter(|call| call.writes()) {
            for request in requests(call.path) {
                let before = dump(&app, &OF_CALLS).await;
                let told = script.ok(call.path, rehearsed(&request)).await;
                let changed = differences(&before, &dump(&app, &OF_CALLS).await);
                assert!(changed.is_empty(), "{}: a rehearsal changed {changed:#?}", call.path);
                let keys: Vec<&str> = told.as_object().expect("an object").keys().map(String::as_str).collect();
                assert_eq!(keys, ["error", "error_text", "dry_run", "changes", "letters"], "{}", call.path);
                assert!(told["dry_run"] == true && told["changes"] != json!([]), "{}: {told}", call.path);

                let (records, letters) = (newest(&app, "audit").await, newest(&app, "outbox").await);
                script.ok(call.path, request).await;
                let mut recorded = recorded(&app, records).await;
                if call.path.ends_with("/test") || call.path.ends_with("/test_user") {
                    // What comes of it is not known before.
                    recorded[0]["fields"].as_object_mut().expect("fields").remove("outcome").expect("what came of it");
                }
                assert_eq!(told["changes"], Value::from(recorded), "{}", call.path);
                assert_eq!(told["letters"], Value::from(written(&app, letters).await), "{}", call.path);
                assert_ne!(before, dump(&app, &OF_CALLS).await, "{}: the call itself changes something", call.path);
            }
        }
    }

    async fn a_rehearsal_tells_each_field_and_each_letter(app: TestApp) {
        let mut script = a_scene(&app).await;
        let told = script.ok("accounts/users/add", rehearsed(&requests("accounts/users/add")[0])).await;
        let made = &told["changes"][0];
        assert_eq!((&made["action"], &made["object"], &made["id"], &made["name"]), (&json!("create"), &json!("user"), &json!(null), &json!("dora@acme")));
        assert_eq!(made["fields"]["email"], json!({"old": "", "new": "dora@example.com"}));
        assert_eq!(made["fields"]["password"], json!({"old": "", "new": "changed"}), "a secret is told as a mark");
        assert_eq!((&told["changes"][1]["action"], &told["changes"][1]["id"]), (&json!("welcome"), &json!(null)));
        assert_eq!(told["letters"], json!([{"kind": "welcome", "to": "dora@example.com"}]));
        assert!(!told.to_string().contains(PASSWORD));
        let told = script.ok("accounts/save", json!({"id": 1, "title": "New", "dry_run": "1"})).await;
        assert_eq!(told["changes"], json!([{"action": "update", "object": "account", "id": 1, "name": "New", "fields": {"title": {"old": "acme", "new": "New"}}}]));
        let xml = script.xml("accounts/save", "<id>1</id><title>A &amp; B</title><dry_run>true</dry_run>").await;
        assert!(xml.body.ends_with("<dry_run>true</dry_run><changes array=\"true\"><action>update</action><object>account</object><id>1</id><name>A &amp; B</name><fields><title><old>acme</old><new>A &amp; B</new></title></fields></changes><letters array=\"true\"/></xml>"), "{}", xml.body);
    }

    async fn what_is_so_already_has_nothing_to_tell(app: TestApp) {
        let mut script = Script::new(&app).await;
        for (call, request) in [("accounts/activate", json!({"id": 1})), ("accounts/save", json!({"id": 1, "title": "acme"})), ("accounts/restore", json!({"id": 1}))] {
            let told = script.ok(call, rehearsed(&request)).await;
            assert_eq!((&told["changes"], &told["letters"]), (&json!([]), &json!([])), "{call}");
        }
    }

    async fn a_rehearsal_is_refused_as_the_call_is(app: TestApp) {
        let mut script = a_scene(&app).await;
        let wrong = [
            ("accounts/save", json!({"name": "busy", "title": "X", "tz": "UTC", "tariff": "Basic", "reports_day": 1, "reports_hour": 9}), 409),
            ("accounts/save", json!({"name": "a b", "title": "", "tariff": 99}), 404),
            ("accounts/save", json!({"name": "a b", "title": ""}), 422),
            ("accounts/save", json!({"id": 1, "title": "X", "version": 99}), 409),
            ("accounts/save", json!({"id": 1, "titel": "X"}), 422),
            ("accounts/save", json!({"id": "gone", "title": "X"}), 409),
            ("accounts/freeze", json!({"id": 1, "frozen_details": {"payment_url": "javascript:x"}}), 422),
            ("accounts/delete", json!({"id": 99}), 404),
            ("accounts/activate", json!({"id": [1]}), 400),
            ("accounts/users/add", json!({"account_id": "cold", "name": "x", "email": "x@example.com"}), 409),
            ("accounts/users/add", json!({"account_id": 1, "name": "anna", "email": "x@example.com"}), 409),
            ("accounts/users/update", json!({"account_id": 1, "name": "anna", "email": "none", "password": "short"}), 422),
            ("accounts/users/delete", json!({"account_id": 1, "name": "nobody"}), 404),
            ("accounts/users/send_welcome", json!({"account_id": "asleep", "name": "nobody"}), 404),
        ];
        let before = dump(&app, &OF_CALLS).await;
        for (call, request, code) in wrong {
            let (dry, real) = (script.json(call, rehearsed(&request)).await, script.json(call, request.clone()).await);
            assert_eq!((dry.status, &dry.body), (code, &real.body), "{call} {request}");
        }
        assert!(differences(&before, &dump(&app, &OF_CALLS).await).is_empty());
        script.ok("accounts/users/send_welcome", json!({"account_id": 1, "name": "eve"})).await;
        assert_eq!(script.refused("accounts/users/send_welcome", json!({"account_id": 1, "name": "eve", "dry_run": true})).await.0, 429);
        script.secret = make_token(&mut script.owner, "Reader", &["accounts:read"]).await;
        assert_eq!(script.refused("accounts/delete", json!({"id": 1, "dry_run": true})).await.0, 403);
    }

    async fn a_wish_that_is_unclear_changes_nothing(app: TestApp) {
        let mut script = Script::new(&app).await;
        for unclear in [json!(null), json!("maybe"), json!(""), json!([true]), json!(2), json!({})] {
            let (code, _) = script.refused("accounts/save", json!({"id": 1, "title": "X", "dry_run": unclear})).await;
            assert_eq!(code, 400, "{unclear}");
        }
        for unclear in ["<dry_run/>", "<dry_run>true</dry_run><dry_run>true</dry_run>"] {
            assert_eq!(script.xml("accounts/save", &format!("<id>1</id><title>X</title>{unclear}")).await.status, 400, "{unclear}");
        }
        let bearer = format!("Bearer {}", script.secret);
        let body = json!({"id": 1, "title": "X"}).to_string();
        let in_address = script.client.post_raw(&format!("{ROOT}/accounts/save?dry_run=true"), &[("authorization", &bearer)], body).await;
        assert_eq!(in_address.status, 422, "{}", in_address.body);
        assert_eq!(script.ok("accounts/get", json!({"id": 1})).await["data"]["title"], "acme");
        assert_eq!(script.ok("accounts/save", json!({"id": 1, "title": "X", "dry_run": false})).await["data"]["saved_id"], 1);
    }

    async fn a_call_that_reads_knows_no_rehearsal(app: TestApp) {
        let mut script = Script::new(&app).await;
        let calls = steward::app::calls();
        let reading: Vec<_> = calls.0.iter().filter(|call| !call.writes()).collect();
        assert!(!reading.is_empty());
        for call in reading {
            let (code, errors) = script.refused(call.path, json!({"dry_run": true})).await;
            assert!(code == 422 && errors["dry_run"].is_string(), "{}: {code} {errors}", call.path);
        }
    }

    async fn a_key_that_rehearsed_a_call_does_not_make_it(app: TestApp) {
        let mut script = Script::new(&app).await;
        let (key, request) = ([("idempotency-key", "k")], json!({"id": 1, "title": "X"}));
        let first = script.json_with("accounts/save", &key, rehearsed(&request)).await;
        assert_eq!((first.status, first.json()["dry_run"].clone()), (200, json!(true)));
        assert_eq!(script.json_with("accounts/save", &key, rehearsed(&request)).await.body, first.body);
        assert_eq!(script.json_with("accounts/save", &key, request).await.status, 409);
        assert_eq!(script.ok("accounts/get", json!({"id": 1})).await["data"]["title"], "acme");
    }
}
