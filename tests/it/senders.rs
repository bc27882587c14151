//! Senders: what is entered of them, which accounts use them, what the platform reports and is told, and what is found
//! when they are tried.

mod accounts;
mod queue;
mod restored;
mod trial;

use crate::api::Script;
use crate::both_databases;
use crate::resource::{self, Resource, owner_of_acme};
use crate::support::answer::Answer;
use crate::support::app::{TestApp, signed_in_owner};
use crate::support::client::Client;
use chrono::Duration;
use serde_json::{Value, json};

const SENDERS: Resource = Resource {
    path: "/senders",
    form: &[
        ("type", "smtp"),
        ("host", "smtp.example.org"),
        ("tls", "tls"),
        ("user", "us"),
        ("password", SECRET),
        ("per_second", "20"),
    ],
};
const SECRET: &str = "Tr0ub4dor & пароль";

const WRONG: [(&str, &str); 14] = [
    ("host", ""),
    ("host", "smtp://mail"),
    ("host", "169.254.169.254"),
    ("port", "0"),
    ("port", "65536"),
    ("per_second", "0"),
    ("per_second", "many"),
    ("per_day", "-1"),
    ("per_day", "1.5"),
    ("ca", "nonsense"),
    ("accounts", "nobody"),
    ("accounts", "#99"),
    ("name", "x234567890123456789012345678901234567890123456789012345678901234567890123456789012"),
    ("user", ""),
];

/// Made in the panel, of any type.
pub async fn make(owner: &mut Client, kind: &str, fields: &[(&str, &str)]) -> Answer {
    owner.submit_on(&format!("/senders/new?type={kind}"), "/senders/new", fields, &[]).await
}

/// Made by a call; its id.
pub async fn made(script: &mut Script, values: Value) -> i64 {
    script.ok("senders/save", values).await["data"]["saved_id"].as_i64().expect("an id")
}

/// A sender that needs nothing.
pub async fn custom(script: &mut Script, name: &str) -> i64 {
    made(script, json!({"name": name, "type": "custom"})).await
}

both_databases! {
    async fn the_list_is_sorted_over_two_pages(app: TestApp) {
        resource::the_list_is_sorted_over_two_pages(&app, &SENDERS).await;
    }

    async fn a_search_finds_any_part_in_any_script_and_case(app: TestApp) {
        resource::a_search_finds_any_part_in_any_script_and_case(&app, &SENDERS).await;
    }

    async fn each_field_is_refused_with_the_input_kept(app: TestApp) {
        resource::each_field_is_refused_with_the_input_kept(&app, &SENDERS, &WRONG).await;
    }

    async fn a_form_without_its_token_changes_nothing(app: TestApp) {
        resource::a_form_without_its_token_changes_nothing(&app, &SENDERS).await;
    }

    async fn who_may_only_see_finds_no_button_and_no_way_around(app: TestApp) {
        resource::who_may_only_see_finds_no_button_and_no_way_around(&app, &SENDERS).await;
    }

    async fn a_stale_edit_changes_nothing_and_shows_both_values(app: TestApp) {
        resource::a_stale_edit_changes_nothing_and_shows_both_values(&app, &SENDERS).await;
    }

    async fn each_change_is_on_the_record(app: TestApp) {
        resource::each_change_is_on_the_record(&app, &SENDERS, "sender").await;
    }

    async fn no_page_takes_more_than_three_statements(app: TestApp) {
        resource::no_page_takes_more_than_three_statements(&app, &SENDERS).await;
    }

    async fn the_type_is_asked_first_and_stays(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let asked = owner.get("/senders/new").await;
        for name in ["AKMTA", "SMTP", "Amazon SES", "Sendsay", "BulkSMS.com", "Devino", "Infobip", "SMS over HTTP", "Custom"] {
            assert!(asked.has_link(name), "{name}: {}", asked.text());
        }
        assert!(!asked.body.contains("action=\"/senders/new\""), "nothing is asked before the type");
        let unknown = owner.get("/senders/new?type=telex").await;
        assert!(unknown.status == 200 && unknown.has_link("SMTP"), "{}", unknown.text());
        SENDERS.create(&mut owner, "Mail").await;
        let page = owner.get("/senders/1").await;
        let csrf = page.value_of("csrf").expect("a token");
        let moved = [("csrf", &*csrf), ("version", "1"), ("type", "custom"), ("name", "Mail"), ("active", "on")];
        let refused = owner.post("/senders/1", &moved).await;
        assert_eq!((refused.status, refused.has_text("The type of a sender cannot be changed")), (422, true), "{}", refused.text());
    }

    async fn each_type_asks_for_what_it_needs(app: TestApp) {
        let mut script = Script::new(&app).await;
        for (kind, channel, needs) in [
            ("akmta", "email", json!({"ips": ["91.198.174.20", "2A02:6B8:0::1"], "domain_type": "ptr"})),
            ("smtp", "email", json!({"host": "smtp.example.org"})),
            ("amazon_ses", "email", json!({"region": "eu-west-1", "key_id": "AKIDEXAMPLE", "secret": SECRET})),
            ("sendsay", "email", json!({"user": "us", "password": SECRET})),
            ("bulksms_com", "sms", json!({"user": "us", "password": SECRET, "max_per_message": 3, "await_delivery": 0})),
            ("devino", "sms", json!({"url": "https://integration.example.org", "api_token": SECRET, "user": "us", "password": SECRET})),
            ("infobip", "sms", json!({"url": "https://x1.api.example.org", "api_token": SECRET})),
            ("sms_http", "sms", json!({"url": "http://10.0.0.5:8080/send"})),
            ("custom", "custom", json!({})),
        ] {
            let mut all = json!({"name": kind, "type": kind, "channel_type": channel});
            for (name, value) in needs.as_object().expect("fields") {
                all[name] = value.clone();
            }
            let id = made(&mut script, all.clone()).await;
            let got = script.ok("senders/get", json!({"id": id})).await["data"].clone();
            assert_eq!((&got["type"], &got["channel_type"], &got["state"]), (&json!(kind), &json!(channel), &json!("active")));
            assert!(!got.to_string().contains("Tr0ub4dor"), "{got}");
            let page = script.owner.get(&format!("/senders/{id}")).await;
            assert!(page.status == 200 && !page.body.contains("Tr0ub4dor"), "{kind}");
            // Saved again as it is shown, nothing of it changes.
            assert_eq!(script.owner.submit(&format!("/senders/{id}"), &[]).await.status, 303, "{kind}");
            assert_eq!(script.ok("senders/get", json!({"id": id})).await["data"], got, "{kind}");
            for lacking in needs.as_object().expect("fields").keys().filter(|name| ["host", "region", "key_id", "secret", "api_token", "url"].contains(&name.as_str()) || (*name == "password" && kind != "devino")) {
                let mut less = all.clone();
                less["name"] = json!("Other");
                less.as_object_mut().expect("fields").remove(lacking);
                let (status, errors) = script.refused("senders/save", less).await;
                assert!(status == 422 && errors[lacking].is_string(), "{kind} without {lacking}: {errors}");
            }
        }
        let akmta = script.ok("senders/get", json!({"id": "akmta"})).await["data"].clone();
        assert_eq!((&akmta["ips"], &akmta["domain_type"]), (&json!(["91.198.174.20", "2a02:6b8::1"]), &json!("ptr")));
    }

    async fn what_a_type_does_not_have_is_refused_by_name(app: TestApp) {
        let mut script = Script::new(&app).await;
        for (given, field) in [
            (json!({"type": "custom", "host": "smtp.example.org"}), "host"),
            (json!({"type": "smtp", "host": "smtp.example.org", "ips": ["91.198.174.20"]}), "ips"),
            (json!({"type": "akmta", "password": SECRET}), "password"),
            (json!({"type": "custom", "channel_type": "email"}), "channel_type"),
            (json!({"type": "telex"}), "type"),
            (json!({}), "type"),
            (json!({"type": "infobip", "url": "http://x.example.org", "api_token": SECRET}), "url"),
            (json!({"type": "sms_http", "url": "http://169.254.169.254/"}), "url"),
            (json!({"type": "sms_http", "url": "http://us:pw@sms.example.org/"}), "url"),
            (json!({"type": "amazon_ses", "region": "evil.example.org/", "key_id": "A", "secret": SECRET}), "region"),
            (json!({"type": "bulksms_com", "user": "u", "password": SECRET, "max_per_message": 11}), "max_per_message"),
            (json!({"type": "bulksms_com", "user": "u", "password": SECRET, "await_delivery": 3601}), "await_delivery"),
            (json!({"type": "smtp", "host": "smtp.example.org", "password": SECRET}), "user"),
            (json!({"type": "sendsay", "user": "u", "password": ""}), "password"),
            (json!({"type": "custom", "per_day": 0}), "per_day"),
        ] {
            let mut given = given;
            given["name"] = json!("Wrong");
            let (status, errors) = script.refused("senders/save", given.clone()).await;
            assert!(status == 422 && errors[field].is_string(), "{given}: {errors}");
        }
        assert_eq!(script.ok("senders/list", json!({})).await["total_count"], 0);
    }

    async fn addresses_are_public_and_in_one_sender_only(app: TestApp) {
        let mut script = Script::new(&app).await;
        let akmta = |name: &str, ips: Value| json!({"name": name, "type": "akmta", "ips": ips});
        for wrong in ["10.0.0.1", "203.0.113.7", "::1", "fe80::1", "x", "91.198.174.20/24"] {
            let (status, errors) = script.refused("senders/save", akmta("Wrong", json!([wrong]))).await;
            assert!(status == 422 && errors["ips"].is_string(), "{wrong}: {errors}");
        }
        let (status, _) = script.refused("senders/save", akmta("Twice", json!(["91.198.174.20", "::ffff:91.198.174.20"]))).await;
        assert_eq!(status, 422);
        let first = made(&mut script, akmta("First", json!(["91.198.174.20", "91.198.174.21"]))).await;
        let (status, errors) = script.refused("senders/save", akmta("Second", json!(["91.198.174.22", "91.198.174.21"]))).await;
        assert!(status == 422 && errors["ips"].as_str().is_some_and(|it| it.contains("91.198.174.21")), "{errors}");
        // A deleted one keeps its own, one that gives an address up does not.
        script.ok("senders/delete", json!({"id": first})).await;
        assert_eq!(script.refused("senders/save", akmta("Second", json!(["91.198.174.21"]))).await.0, 422);
        script.ok("senders/restore", json!({"id": first})).await;
        script.ok("senders/save", json!({"id": first, "ips": ["91.198.174.20"]})).await;
        made(&mut script, akmta("Second", json!(["91.198.174.21"]))).await;
    }

    async fn a_secret_is_sealed_and_typed_anew_when_it_would_go_elsewhere(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        SENDERS.create(&mut owner, "Main").await;
        for path in ["/senders", "/senders/1", "/audit"] {
            assert!(!owner.get(path).await.body.contains("Tr0ub4dor"), "{path}");
        }
        for change in [("host", "evil.example.org"), ("port", "1"), ("tls", "off"), ("user", "other")] {
            for action in ["/senders/1", "/senders/1/test"] {
                let refused = owner.submit_on("/senders/1", action, &[change], &[]).await;
                assert_eq!((refused.status, refused.field_error("password").is_some()), (422, true), "{change:?} {action} {}", refused.text());
            }
        }
        assert_eq!(owner.submit("/senders/1", &[("host", "new.example.org"), ("password", "typed")]).await.status, 303);
        assert_eq!(owner.submit("/senders/1", &[("per_second", "7")]).await.status, 303);
        // Without a user there is nothing to sign in with.
        assert_eq!(owner.submit("/senders/1", &[("user", "")]).await.status, 303);
        assert_eq!(owner.submit("/senders/1", &[("user", "us")]).await.status, 422);
        let infobip = [("name", "SMS"), ("url", "https://x1.api.example.org/"), ("api_token", SECRET)];
        assert_eq!(make(&mut owner, "infobip", &infobip).await.status, 303);
        let refused = owner.submit("/senders/2", &[("url", "https://evil.example.org/")]).await;
        assert_eq!((refused.status, refused.field_error("api_token").is_some()), (422, true), "{}", refused.text());
    }

    async fn the_list_is_narrowed_by_channel_type_account_and_state(app: TestApp) {
        let mut script = Script::new(&app).await;
        made(&mut script, json!({"name": "A mail", "type": "smtp", "host": "smtp.example.org", "accounts": ["acme"]})).await;
        made(&mut script, json!({"name": "B text", "type": "sms_http", "url": "http://10.0.0.5/", "active": false})).await;
        custom(&mut script, "C own").await;
        script.ok("senders/report", json!({"id": "A mail", "state": "held"})).await;
        for (query, names) in [
            ("", &["A mail", "B text", "C own"][..]),
            ("?channel=sms", &["B text"]),
            ("?type=smtp", &["A mail"]),
            ("?account=acme", &["A mail"]),
            ("?account=1", &["A mail"]),
            ("?account=nobody", &[]),
            ("?state=held", &["A mail"]),
            ("?state=inactive", &["B text"]),
            ("?state=active", &["C own"]),
            ("?state=silent", &[]),
            ("?channel=telex", &["A mail", "B text", "C own"]),
            ("?channel=email&state=active", &[]),
            ("?q=10.0.0.5", &["B text"]),
        ] {
            assert_eq!(SENDERS.names(&mut script.owner, query).await, names, "{query}");
        }
        for (only, count) in [(json!({"channel_type": "sms"}), 1), (json!({"type": "custom"}), 1), (json!({"account_id": "acme"}), 1), (json!({"state": "held"}), 1)] {
            assert_eq!(script.ok("senders/list", only.clone()).await["total_count"], count, "{only}");
        }
        assert_eq!(script.refused("senders/list", json!({"state": "x"})).await.0, 422);
        app.clock.advance(Duration::minutes(16));
        assert_eq!(SENDERS.names(&mut script.owner, "?state=silent").await, ["A mail"]);
        let file = script.owner.get("/senders/export?format=csv&state=silent").await;
        assert!(file.body.contains("A mail,email,smtp,1,held") && !file.body.contains("C own"), "{}", file.body);
    }

    async fn a_call_reads_and_writes_xml_alike(app: TestApp) {
        let mut script = Script::new(&app).await;
        let saved = script.xml("senders/save/", "<name>Own</name><type>akmta</type><ips array='true'>91.198.174.20</ips><accounts array='true'>acme</accounts>").await;
        assert!(saved.status == 200 && saved.body.contains("<saved_id>1</saved_id>"), "{}", saved.body);
        let got = script.xml("senders/get", "<id>Own</id>").await;
        assert!(got.body.contains("<ips array=\"true\">91.198.174.20</ips>") && got.body.contains("<accounts array=\"true\">1</accounts>"), "{}", got.body);
        let report = "<id>Own</id><state>active</state><queue array='true'><account_id>1</account_id><count>5</count></queue>";
        assert!(script.xml("senders/report", report).await.body.contains("<outcome>taken</outcome>"));
        let stats = script.xml("senders/queue/stats/", "<id>Own</id><group>total</group>").await;
        assert!(stats.body.contains("<queued>5</queued>"), "{}", stats.body);
    }

    async fn a_sender_is_among_what_was_opened_last(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        SENDERS.create(&mut owner, "Newsletter relay").await;
        owner.get("/senders/1").await;
        let opened = owner.get("/search").await;
        assert!(opened.has_text("Newsletter relay"), "{}", opened.text());
    }
}
