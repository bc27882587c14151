//! Virtual senders: by which rules an account's messages go through which senders.

mod arranging;
mod choosing;
mod in_use;
mod rules;
mod trying;

use crate::api::Script;
use crate::both_databases;
use crate::resource::{self, Resource, make_account};
use crate::support::app::TestApp;
use serde_json::{Value, json};

const LIST: &str = "/accounts/1/virtual-senders";
const VIRTUAL: Resource = Resource { path: LIST, form: &[("spread", "recipient")] };

/// Acme with two senders of email, Mailer and Bulk, and one of SMS, Texts: ids 1 to 3.
pub async fn with_senders(app: &TestApp) -> Script {
    let mut script = Script::new(app).await;
    for (name, values) in [
        ("Mailer", json!({"type": "akmta", "ips": ["91.198.174.20"]})),
        ("Bulk", json!({"type": "smtp", "host": "smtp.example.org"})),
        ("Texts", json!({"type": "bulksms_com", "user": "us", "password": "p"})),
    ] {
        let mut values = values;
        values["name"] = json!(name);
        values["accounts"] = json!(["acme"]);
        script.ok("senders/save", values).await;
    }
    script
}

/// Of senders with their percents.
pub fn shares(shares: &[(&str, i64)]) -> Value {
    shares.iter().map(|(sender, percent)| json!({"sender_id": sender, "percent": percent})).collect()
}

pub fn default_rule(of: &[(&str, i64)]) -> Value {
    json!({"type": "default", "senders": shares(of)})
}

/// With one rule for all.
pub async fn add(script: &mut Script, name: &str, of: &[(&str, i64)]) -> i64 {
    let values = json!({"account_id": 1, "name": name, "email_rules": [default_rule(of)]});
    script.ok("vsenders/add", values).await["data"]["saved_id"].as_i64().expect("an id")
}

pub async fn whole(script: &mut Script, id: impl Into<Value>) -> Value {
    script.ok("vsenders/get", json!({"account_id": 1, "id": id.into()})).await["data"].clone()
}

both_databases! {
    async fn the_list_is_sorted_over_two_pages(app: TestApp) {
        resource::the_list_is_sorted_over_two_pages(&app, &VIRTUAL).await;
    }

    async fn a_search_finds_any_part_in_any_script_and_case(app: TestApp) {
        resource::a_search_finds_any_part_in_any_script_and_case(&app, &VIRTUAL).await;
    }

    async fn each_field_is_refused_with_the_input_kept(app: TestApp) {
        resource::each_field_is_refused_with_the_input_kept(&app, &VIRTUAL, &[]).await;
    }

    async fn a_form_without_its_token_changes_nothing(app: TestApp) {
        resource::a_form_without_its_token_changes_nothing(&app, &VIRTUAL).await;
    }

    async fn who_may_only_see_finds_no_button_and_no_way_around(app: TestApp) {
        resource::who_may_only_see_finds_no_button_and_no_way_around(&app, &VIRTUAL).await;
    }

    async fn a_stale_edit_changes_nothing_and_shows_both_values(app: TestApp) {
        resource::a_stale_edit_changes_nothing_and_shows_both_values(&app, &VIRTUAL).await;
    }

    async fn what_nobody_uses_is_deleted(app: TestApp) {
        resource::what_nobody_uses_is_deleted(&app, &VIRTUAL).await;
    }

    async fn each_change_is_on_the_record(app: TestApp) {
        resource::each_change_is_on_the_record(&app, &VIRTUAL, "virtual sender").await;
    }

    async fn it_is_reached_from_the_accounts_list_and_the_accounts_tabs(app: TestApp) {
        let mut script = with_senders(&app).await;
        let list = script.owner.get("/accounts").await;
        assert!(list.body.contains(&format!("href=\"{LIST}\"")), "a quick action leads there");
        let empty = script.owner.get(LIST).await;
        assert!(empty.has_text("No virtual senders yet") && empty.has_link("Create a virtual sender"), "{}", empty.text());
        add(&mut script, "Main", &[("Mailer", 60), ("Bulk", 40)]).await;
        let shown = script.owner.get(LIST).await.rows()[0].concat();
        for said in ["Main", "Email: 1 rule", "All", "Mailer 60 %, Bulk 40 %"] {
            assert!(shown.contains(said), "{said}: {shown}");
        }
        script.ok("senders/save", json!({"id": "Bulk", "active": false})).await;
        assert!(script.owner.get(LIST).await.has_text("Switched off or held: Bulk"));
    }

    async fn one_is_made_changed_cloned_and_deleted_by_calls(app: TestApp) {
        let mut script = with_senders(&app).await;
        let sample = r#"<account_id>acme</account_id><name>Main</name>
            <email_rules array ='true'><type>from_domain</type><value>News.Example.com</value>
              <senders array='true'><sender_id>1</sender_id><percent>70</percent><from_email>news@example.com</from_email><from_name>News</from_name></senders>
              <senders array='true'><sender_id>Bulk</sender_id><percent>30</percent></senders></email_rules>
            <email_rules array ='true'><type>default</type><senders array='true'><sender_id>2</sender_id><percent>100</percent></senders></email_rules>"#;
        let added = script.xml("vsenders/add", sample).await;
        assert!(added.body.contains("<data><saved_id>1</saved_id>"), "{}", added.body);
        let it = whole(&mut script, "Main").await;
        let share = |id: i64, percent: i64, from: &str, name: &str| {
            json!({"sender_id": id, "percent": percent, "from_email": from, "replyto_email": "", "from_name": name})
        };
        assert_eq!(
            it["email_rules"],
            json!([
                {"id": 1, "type": "from_domain", "value": "news.example.com", "senders": [share(1, 70, "news@example.com", "News"), share(2, 30, "", "")]},
                {"id": 2, "type": "default", "value": "", "senders": [share(2, 100, "", "")]},
            ])
        );
        assert_eq!((&it["email_channel"], &it["sms_channel"], &it["spread"], &it["when_off"]), (&json!(true), &json!(false), &json!("message"), &json!("hold")));
        let answered = script.xml("vsenders/get", "<account_id>1</account_id><id>1</id>").await;
        assert_eq!(answered.body.matches("<slots").count(), 200, "{}", answered.body);

        let sms = json!([{"type": "group_id", "value": "Main", "senders": shares(&[("Texts", 100)])}, default_rule(&[("Texts", 100)])]);
        script.ok("vsenders/update", json!({"account_id": 1, "id": 1, "sms_rules": sms, "groups": ["Main"], "spread": "recipient"})).await;
        let it = whole(&mut script, 1).await;
        assert_eq!((it["email_rules"].as_array().map(Vec::len), it["sms_rules"][0]["value"].as_str()), (Some(2), Some("1")), "what is left out stays");
        assert_eq!((&it["groups"], &it["version"]), (&json!([1]), &json!(2)));

        for (path, name) in [("/api/v1.1/admin/vsenders/clone", "Clone of Main"), ("/api/v1.1/vsenders/clone/", "Clone of Main (2)")] {
            let body = json!({"token": script.secret, "account_id": "acme", "id": "Main"});
            let id = script.client.post_json(path, &body).await.json()["data"]["saved_id"].clone();
            let clone = whole(&mut script, id).await;
            assert_eq!((&clone["name"], &clone["email_rules"], &clone["groups"]), (&json!(name), &it["email_rules"], &it["groups"]));
            assert_eq!(clone["choice"][0]["slots"], it["choice"][0]["slots"]);
            assert_ne!(clone["choice"][0]["salt"], it["choice"][0]["salt"], "it chooses by itself");
        }
        let sent = format!("<xml><token>{}</token><account_id>1</account_id><id>2</id></xml>", script.secret);
        let deleted = script.client.post_raw("/api/v1.1/vsenders/delete", &[("content-type", "application/xml")], sent).await;
        assert!(deleted.body.contains("<error>0</error>"), "{}", deleted.body);
        let rows = script.ok("vsenders/list", json!({"account_id": "acme"})).await;
        assert_eq!((&rows["total_count"], &rows["data"][1]["name"]), (&json!(2), &json!("Clone of Main (2)")));
        let list = script.client.post_json("/api/v1.1/vsenders/list", &json!({"token": script.secret, "account_id": 1})).await;
        assert_eq!(list.status, 404, "only two are outside");
    }

    async fn a_call_that_lacks_its_id_or_has_a_wrong_one_changes_nothing(app: TestApp) {
        let mut script = with_senders(&app).await;
        add(&mut script, "Main", &[("Mailer", 100)]).await;
        make_account(&mut script.owner, "globex").await;
        for (call, ask, code) in [
            ("vsenders/update", json!({"account_id": 1, "name": "X"}), 422),
            ("vsenders/update", json!({"account_id": 1, "id": 0, "name": "X"}), 422),
            ("vsenders/update", json!({"account_id": 1, "id": 9, "name": "X"}), 404),
            ("vsenders/update", json!({"account_id": 2, "id": 1, "name": "X"}), 404),
            ("vsenders/update", json!({"account_id": 1, "id": 1, "version": 9, "name": "X"}), 409),
            ("vsenders/add", json!({"account_id": 1, "id": 1, "name": "X"}), 422),
            ("vsenders/add", json!({"account_id": 1, "name": "Main"}), 409),
            ("vsenders/add", json!({"account_id": 1}), 422),
            ("vsenders/add", json!({"account_id": 1, "name": "x".repeat(81)}), 422),
            ("vsenders/add", json!({"account_id": 1, "name": "X", "groups": ["Nobody"]}), 422),
            ("vsenders/add", json!({"account_id": 1, "name": "X", "spread": "evenly"}), 422),
            ("vsenders/add", json!({"account_id": 1, "name": "X", "email_rules": [{"type": "default", "senders": [{"sender_id": 1, "percent": 100, "weight": 1}]}]}), 422),
            ("vsenders/clone", json!({"account_id": 2, "id": 1}), 404),
            ("vsenders/clone", json!({"account_id": 1, "id": 1, "version": 9}), 409),
            ("vsenders/delete", json!({"account_id": 1, "id": 1, "version": 9}), 409),
            ("vsenders/get", json!({"account_id": 1, "id": "Nobody"}), 404),
        ] {
            assert_eq!(script.refused(call, ask.clone()).await.0, code, "{call} {ask}");
        }
        let rows = script.ok("vsenders/list", json!({"account_id": 1})).await;
        assert_eq!((&rows["total_count"], &rows["data"][0]["version"]), (&json!(1), &json!(1)));
    }

    async fn an_account_that_is_frozen_keeps_its_rules_and_a_deleted_one_has_none(app: TestApp) {
        let mut script = with_senders(&app).await;
        add(&mut script, "Main", &[("Mailer", 100)]).await;
        let more = json!({"account_id": 1, "name": "More"});
        script.ok("accounts/deactivate", json!({"id": 1})).await;
        script.ok("vsenders/add", more.clone()).await;
        script.ok("vsenders/delete", json!({"account_id": 1, "id": "More"})).await;
        script.ok("accounts/freeze", json!({"id": 1})).await;
        for (call, ask) in [
            ("vsenders/add", more),
            ("vsenders/update", json!({"account_id": 1, "id": 1, "name": "X"})),
            ("vsenders/clone", json!({"account_id": 1, "id": 1})),
            ("vsenders/delete", json!({"account_id": 1, "id": 1})),
        ] {
            let (code, answer) = script.refused(call, ask).await;
            assert_eq!(code, 409, "{call}: {answer}");
        }
        let (new, edit) = ([("name", "X"), ("spread", "message"), ("when_off", "hold")], [("name", "X"), ("spread", "message"), ("when_off", "hold"), ("version", "1")]);
        for (path, fields) in [("/new", &new[..]), ("/1", &edit), ("/1/clone", &[("version", "1")]), ("/1/delete", &[("version", "1")])] {
            assert_eq!(script.owner.post(&format!("{LIST}{path}"), fields).await.status, 409, "{path}");
        }
        assert!(!script.owner.get(LIST).await.has_link("Create"));
        script.ok("accounts/delete", json!({"id": 1})).await;
        assert_eq!(script.refused("vsenders/update", json!({"account_id": 1, "id": 1, "name": "X"})).await.0, 409);
        script.ok("accounts/restore", json!({"id": 1})).await;
        script.ok("accounts/unfreeze", json!({"id": 1})).await;
        assert_eq!(whole(&mut script, 1).await["name"], "Main");
    }

    async fn a_clone_in_the_panel_opens_for_its_own_name(app: TestApp) {
        let mut script = with_senders(&app).await;
        add(&mut script, "Main", &[("Mailer", 100)]).await;
        let cloned = script.owner.submit_on(LIST, &format!("{LIST}/1/clone"), &[], &[]).await;
        assert_eq!((cloned.status, cloned.location()), (303, "/accounts/1/virtual-senders/2"));
        let page = script.owner.follow(&cloned).await;
        assert_eq!(page.value_of("name").as_deref(), Some("Clone of Main"));
        assert_eq!(script.owner.post(&format!("{LIST}/1/clone"), &[("version", "9")]).await.status, 409);
    }
}
