//! The Administrator API as scripts use it: JSON and XML, tokens, envelope, bad input.

mod accounts;
mod audit;
mod bad_input;
mod calls;
mod crafted;
pub mod describe;
mod docs;
mod documented;
mod doors;
mod dry_run;
mod groups_roles;
mod idempotency;
mod power;
mod references;
mod resources;
mod tokens;
mod users;

use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::answer::Answer;
use crate::support::app::TestApp;
use crate::support::client::Client;
use serde_json::{Value, json};

pub const ROOT: &str = "/api/v1.1/admin";
pub const ALL_SCOPES: [&str; 11] = [
    "accounts:read",
    "accounts:write",
    "users:read",
    "users:write",
    "resources:read",
    "resources:write",
    "mail:send",
    "audit:read",
    "suppression:read",
    "suppression:write",
    "platform:report",
];

/// A script with a token, and the owner who made it.
pub struct Script {
    pub client: Client,
    pub owner: Client,
    pub secret: String,
}

impl Script {
    /// With every scope, and the account Acme there already.
    pub async fn new(app: &TestApp) -> Self {
        Self::with(app, &ALL_SCOPES).await
    }

    pub async fn with(app: &TestApp, scopes: &[&str]) -> Self {
        let mut owner = owner_of_acme(app).await;
        let secret = make_token(&mut owner, "Billing", scopes).await;
        Self { client: app.client(), owner, secret }
    }

    pub async fn json(&mut self, call: &str, params: Value) -> Answer {
        self.json_with(call, &[], params).await
    }

    pub async fn json_with(&mut self, call: &str, headers: &[(&str, &str)], params: Value) -> Answer {
        let bearer = format!("Bearer {}", self.secret);
        let mut all = vec![("authorization", bearer.as_str()), ("content-type", "application/json")];
        all.extend_from_slice(headers);
        self.client.post_raw(&format!("{ROOT}/{call}"), &all, params.to_string()).await
    }

    /// The inside of the root element.
    pub async fn xml(&mut self, call: &str, inside: &str) -> Answer {
        let body =
            format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><xml><token>{}</token>{inside}</xml>", self.secret);
        self.client.post_raw(&format!("{ROOT}/{call}"), &[("content-type", "application/xml")], body).await
    }

    /// The answer's JSON, after looking that it succeeded.
    pub async fn ok(&mut self, call: &str, params: Value) -> Value {
        let answer = self.json(call, params).await;
        assert_eq!(answer.status, 200, "{call}: {}", answer.body);
        let json = answer.json();
        assert_eq!((&json["error"], &json["error_text"]), (&json!(0), &json!("Successful operation")));
        json
    }

    /// What a save answers: `saved_id` and `version`.
    pub async fn saved(&mut self, call: &str, params: Value) -> Value {
        let json = self.ok(call, params).await;
        let keys: Vec<&String> = json.as_object().expect("an object").keys().collect();
        assert_eq!(keys, ["data", "error", "error_text"], "{call}: {json}");
        json["data"].clone()
    }

    /// How many statements a call takes that succeeds. The first call of a minute notes that the token was used, so it
    /// is not the one counted.
    pub async fn statements(&mut self, app: &TestApp, call: &str, params: Value) -> u64 {
        self.ok(call, params.clone()).await;
        let before = app.state.db.statements();
        self.ok(call, params).await;
        app.state.db.statements() - before
    }

    /// What the record says of the newest changes, the newest last: action, kind, name and changes.
    pub async fn record(&mut self, newest: usize) -> Vec<Value> {
        let all = self.ok("audit/list", json!({})).await["data"].as_array().expect("rows").clone();
        let told = |row: &Value| json!([row["action"], row["object_kind"], row["object_name"], row["changes"]]);
        all.iter().skip(all.len() - newest).map(told).collect()
    }

    /// The code, after looking that envelope and status agree.
    pub async fn refused(&mut self, call: &str, params: Value) -> (u16, Value) {
        let answer = self.json(call, params).await;
        let json = answer.json();
        assert_eq!(json["error"], json!(answer.status), "{}", answer.body);
        assert!(json["error_text"].as_str().is_some_and(|text| text.len() > 5), "{}", answer.body);
        (answer.status, json["errors"].clone())
    }
}

/// Made in the panel, as an owner does.
pub async fn make_token(owner: &mut Client, name: &str, scopes: &[&str]) -> String {
    let mut fields = vec![("name", name)];
    fields.extend(scopes.iter().map(|scope| ("scopes", *scope)));
    let shown = owner.submit("/api-tokens/new", &fields).await;
    assert_eq!(shown.status, 200, "{}", shown.text());
    shown.texts("code.secret").into_iter().next().expect("the secret is shown")
}

both_databases! {
    async fn both_formats_answer_in_their_own(app: TestApp) {
        let mut script = Script::new(&app).await;
        let json = script.json("accounts/get/", json!({"id": 1})).await;
        assert_eq!((json.status, json.header("content-type")), (200, "application/json; charset=utf-8"));
        assert_eq!(json.json()["data"]["name"], "acme");
        let xml = script.xml("accounts/get", "<id>1</id>").await;
        assert_eq!((xml.status, xml.header("content-type")), (200, "application/xml; charset=utf-8"));
        assert!(xml.body.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?><xml><data><id>1</id>"), "{}", xml.body);
        assert!(xml.body.ends_with("</data><error>0</error><error_text>Successful operation</error_text></xml>"), "{}", xml.body);
        assert!(xml.body.contains("<name>acme</name>"), "{}", xml.body);
        assert!(script.json("accounts/get", json!({"id": 1, "format": "xml"})).await.body.starts_with("<?xml"));
        assert_eq!(script.xml("accounts/get?format=json", "<id>1</id>").await.json()["data"]["id"], 1);
        assert_eq!(script.xml("accounts/get", "<id>1</id><format>json</format>").await.json()["error"], 0);
        let untyped = script.client.post_raw(&format!("{ROOT}/accounts/get"), &[], json!({"token": script.secret, "name": "acme"}).to_string()).await;
        assert_eq!(untyped.json()["data"]["id"], 1, "by its first byte it is JSON: {}", untyped.body);
    }

    async fn only_post_and_only_calls_that_exist(app: TestApp) {
        let mut script = Script::new(&app).await;
        let got = script.client.get(&format!("{ROOT}/accounts/list")).await;
        assert_eq!((got.status, got.header("allow")), (405, "POST"));
        assert_eq!(script.refused("accounts/nothing", json!({})).await.0, 404);
        assert_eq!(script.client.post_raw(&format!("{ROOT}/accounts/list"), &[], "").await.status, 415);
    }

    async fn too_many_calls_are_told_when_to_come_back(app: TestApp) {
        let mut script = Script::new(&app).await;
        for _ in 0..600 {
            assert_eq!(script.json("accounts/get", json!({"id": 1})).await.status, 200);
        }
        let refused = script.json("accounts/get", json!({"id": 1})).await;
        assert_eq!((refused.status, refused.header("retry-after")), (429, "60"), "{}", refused.body);
        app.clock.advance(chrono::Duration::seconds(60));
        script.ok("accounts/get", json!({"id": 1})).await;
    }

    async fn an_outage_is_an_error_in_the_envelope(app: TestApp) {
        let mut script = Script::new(&app).await;
        app.execute("ALTER TABLE accounts RENAME TO elsewhere").await;
        let (code, _) = script.refused("accounts/get", json!({"id": 1})).await;
        assert_eq!(code, 500);
    }
}
