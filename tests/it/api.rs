//! The Administrator API as scripts use it: JSON and XML, tokens, envelope, bad input.

mod accounts;
mod crafted;
mod describe;
mod docs;
mod tokens;
mod users;

use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::answer::Answer;
use crate::support::app::TestApp;
use crate::support::client::Client;
use serde_json::{Value, json};

pub const ROOT: &str = "/api/v1.1/admin";

/// A script with a token, and the owner who made it.
pub struct Script {
    pub client: Client,
    pub owner: Client,
    pub secret: String,
}

impl Script {
    /// With every scope, and the account Acme there already.
    pub async fn new(app: &TestApp) -> Self {
        let all = ["accounts:read", "accounts:write", "users:read", "users:write", "mail:send"];
        Self::with(app, &all).await
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
        let body = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><xml><token>{}</token>{inside}</xml>", self.secret);
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
        assert!(xml.body.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?><xml><error>0</error><error_text>Successful operation</error_text><data>"), "{}", xml.body);
        assert!(xml.body.contains("<name>acme</name>"), "{}", xml.body);
        assert!(script.json("accounts/get", json!({"id": 1, "format": "xml"})).await.body.starts_with("<?xml"));
        assert_eq!(script.xml("accounts/get?format=json", "<id>1</id>").await.json()["data"]["id"], 1);
        assert_eq!(script.xml("accounts/get", "<id>1</id><format>json</format>").await.json()["error"], 0);
        let untyped = script.client.post_raw(&format!("{ROOT}/accounts/get"), &[], json!({"token": script.secret, "name": "acme"}).to_string()).await;
        assert_eq!(untyped.json()["data"]["id"], 1, "by its first byte it is JSON: {}", untyped.body);
    }

    async fn what_cannot_be_read_is_refused_in_the_asked_format(app: TestApp) {
        let mut script = Script::new(&app).await;
        let token = script.secret.clone();
        let wrong: [(&str, String, u16); 14] = [
            ("application/xml", format!("<xml><token>{token}</token><name></xml>"), 400),
            ("application/xml", format!("<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><xml><token>{token}</token></xml>"), 400),
            ("application/xml", format!("{{\"token\": \"{token}\"}}"), 400),
            ("text/xml", format!("<xml><token>{token}</token><id>one two</id></xml>"), 404),
            ("application/xml", format!("<xml><token>{token}</token>{}</xml>", "<a>".repeat(10_000)), 400),
            ("application/json", format!("{{\"token\": \"{token}\", \"id\": 1, \"id\": 2}}"), 400),
            ("application/json", format!("{{\"token\": \"{token}\", \"id\": 1e400}}"), 400),
            ("application/json", format!("{{\"token\": \"{token}\", \"id\": NaN}}"), 400),
            ("application/json", format!("{{\"token\": \"{token}\", \"id\": [1]}}"), 400),
            ("application/json", format!("{{\"token\": \"{token}\", \"id\": 1.5}}"), 400),
            ("application/json", format!("{{\"token\": \"{token}\", \"nmae\": \"acme\"}}"), 422),
            ("application/json", "[]".to_owned(), 400),
            ("text/plain", "{}".to_owned(), 415),
            ("application/json", format!("{{\"token\": \"{token}\", \"name\": \"{}\"}}", "a".repeat(1024 * 1024)), 413),
        ];
        for (content_type, body, code) in wrong {
            let answer = script.client.post_raw(&format!("{ROOT}/accounts/get"), &[("content-type", content_type)], body.clone()).await;
            let shown: String = body.chars().take(90).collect();
            assert_eq!(answer.status, code, "{shown}: {}", answer.body);
            if content_type.ends_with("xml") {
                assert!(answer.body.starts_with("<?xml") && answer.body.contains(&format!("<error>{code}</error>")), "{shown}: {}", answer.body);
            } else {
                assert_eq!(answer.json()["error"], code, "{shown}");
            }
            assert!(!answer.body.contains("root:"), "no file is read");
        }
        let bytes = [b"{\"token\": \"".as_slice(), token.as_bytes(), b"\", \"name\": \"\xff\xfe\"}"].concat();
        assert_eq!(script.client.post_raw(&format!("{ROOT}/accounts/get"), &[("content-type", "application/json")], bytes).await.status, 400);
        let (_, errors) = script.refused("accounts/get", json!({"nmae": "acme"})).await;
        assert!(errors["nmae"].is_string(), "a typing mistake is named: {errors}");
    }

    async fn only_post_and_only_calls_that_exist(app: TestApp) {
        let mut script = Script::new(&app).await;
        let got = script.client.get(&format!("{ROOT}/accounts/list")).await;
        assert_eq!((got.status, got.header("allow")), (405, "POST"));
        assert_eq!(script.refused("accounts/nothing", json!({})).await.0, 404);
        assert_eq!(script.client.post_raw(&format!("{ROOT}/accounts/list"), &[], "").await.status, 415);
    }

    async fn a_key_does_a_thing_once(app: TestApp) {
        let mut script = Script::new(&app).await;
        let new = json!({"name": "beta", "title": "Beta", "tz": "UTC", "tariff": "Basic", "reports_day": 1, "reports_hour": 9});
        let key = [("idempotency-key", "order-1")];
        let first = script.json_with("accounts/save", &key, new.clone()).await;
        let again = script.json_with("accounts/save", &key, new.clone()).await;
        assert_eq!((first.status, &first.body), (200, &again.body));
        assert_eq!(script.ok("accounts/list", json!({})).await["total_count"], 2);
        let other = script.json_with("accounts/save", &key, json!({"id": 1, "title": "Other"})).await;
        assert_eq!(other.status, 409, "{}", other.body);
        app.clock.advance(chrono::Duration::hours(25));
        assert_eq!(script.json_with("accounts/save", &key, new).await.status, 409, "the name is taken now, and the key forgotten");
    }

    async fn the_same_key_twice_at_once_makes_one_record(app: TestApp) {
        let mut script = Script::new(&app).await;
        let new = json!({"name": "beta", "title": "Beta", "tz": "UTC", "tariff": "Basic", "reports_day": 1, "reports_hour": 9});
        let bearer = format!("Bearer {}", script.secret);
        let calls = (0..8).map(|_| {
            let (mut client, bearer, body) = (app.client(), bearer.clone(), new.to_string());
            async move {
                let headers = [("authorization", bearer.as_str()), ("content-type", "application/json"), ("idempotency-key", "k")];
                client.post_raw(&format!("{ROOT}/accounts/save"), &headers, body).await.status
            }
        });
        let statuses = futures_util::future::join_all(calls).await;
        assert!(statuses.contains(&200) && statuses.iter().all(|status| [200, 409].contains(status)), "{statuses:?}");
        assert_eq!(script.ok("accounts/list", json!({})).await["total_count"], 2);
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
