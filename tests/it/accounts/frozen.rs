//! Freezing what is frozen: the link and the reason that its users are shown are set anew.

use super::{FIRST, make_user, sign_in};
use crate::api::Script;
use crate::both_databases;
use crate::support::app::TestApp;
use serde_json::{Value, json};

const FREEZE: &str = "/accounts/1/freeze";
const FIRST_LINK: &str = "https://pay.example.com/1";
const SECOND_LINK: &str = "https://pay.example.com/2";

fn details(url: &str, reason: &str) -> Value {
    json!({"id": 1, "frozen_details": {"payment_url": url, "reason": reason}})
}

async fn shown(script: &mut Script) -> Value {
    let data = script.ok("accounts/get", json!({"id": 1})).await["data"].clone();
    json!([data["frozen"], data["payment_url"], data["freeze_reason"], data["version"]])
}

both_databases! {
    async fn a_frozen_account_is_given_another_link_and_reason(app: TestApp) {
        let mut script = Script::new(&app).await;
        make_user(&mut script.owner, "anna", &[]).await;
        app.execute("UPDATE account_users SET must_change_password = FALSE").await;
        script.ok("accounts/freeze", details(FIRST_LINK, "Invoice 1")).await;
        let (mut anna, _) = sign_in(&app, "anna@acme").await;
        assert!(anna.get("/portal").await.has_text("Invoice 1"));
        app.clock.advance(chrono::Duration::minutes(5));
        script.ok("accounts/freeze", details(SECOND_LINK, "Invoice 2")).await;
        assert_eq!(shown(&mut script).await, json!([true, SECOND_LINK, "Invoice 2", 3]));
        let page = anna.get("/portal").await;
        assert!(page.has_text("Invoice 2") && page.body.contains(SECOND_LINK) && !page.has_text("Invoice 1"), "{}", page.text());
        assert_eq!(script.record(1).await[0], json!(["freeze", "account", "acme", {
            "payment_url": {"old": FIRST_LINK, "new": SECOND_LINK}, "reason": {"old": "Invoice 1", "new": "Invoice 2"},
        }]));

        script.ok("accounts/freeze", json!({"id": 1, "frozen_details": {"reason": "Invoice 3"}})).await;
        assert_eq!(shown(&mut script).await, json!([true, null, "Invoice 3", 4]), "the new details are all there are");
        script.ok("accounts/freeze", json!({"id": 1, "frozen_details": {}})).await;
        assert_eq!(shown(&mut script).await, json!([true, null, null, 5]));
    }

    async fn the_same_details_again_change_nothing(app: TestApp) {
        let mut script = Script::new(&app).await;
        script.ok("accounts/freeze", details(FIRST_LINK, "Invoice 1")).await;
        let before = shown(&mut script).await;
        for again in [details(FIRST_LINK, " Invoice 1 "), json!({"id": 1}), json!({"id": 1, "frozen_details": null}), json!({"id": "acme", "version": 1, "frozen_details": {"payment_url": FIRST_LINK, "reason": "Invoice 1"}})] {
            script.ok("accounts/freeze", again).await;
        }
        assert_eq!(shown(&mut script).await, before);
        assert_eq!(script.owner.get("/accounts/1/history").await.rows().len(), 2, "created and frozen");
    }

    async fn what_a_frozen_account_is_given_is_checked_as_at_first(app: TestApp) {
        let mut script = Script::new(&app).await;
        script.ok("accounts/freeze", details(FIRST_LINK, "Invoice 1")).await;
        let before = shown(&mut script).await;
        for link in ["javascript:alert(1)", "ftp://x.example", "/pay"] {
            let (code, errors) = script.refused("accounts/freeze", details(link, "x")).await;
            assert_eq!((code, errors["payment_url"].is_string()), (422, true), "{link}: {errors}");
        }
        let (code, errors) = script.refused("accounts/freeze", details(SECOND_LINK, &"я".repeat(501))).await;
        assert_eq!((code, errors["reason"].is_string()), (422, true));
        let mut stale = details(SECOND_LINK, "x");
        stale["version"] = json!(1);
        assert_eq!(script.refused("accounts/freeze", stale).await.0, 409, "it was frozen since");
        assert_eq!(shown(&mut script).await, before);
        assert_eq!(script.owner.submit("/accounts/1/delete", &[("typed_name", "acme")]).await.status, 303);
        assert_eq!(script.refused("accounts/freeze", details(SECOND_LINK, "x")).await.0, 409, "a deleted account is not changed");
    }

    async fn unfreezing_takes_details_and_takes_no_notice_of_them(app: TestApp) {
        let mut script = Script::new(&app).await;
        for format in ["json", "xml"] {
            script.ok("accounts/freeze", details(FIRST_LINK, "Invoice 1")).await;
            let mut params = details("javascript:alert(1)", "x");
            params["format"] = json!(format);
            assert_eq!(script.json("accounts/unfreeze", params).await.status, 200);
            assert_eq!(shown(&mut script).await.as_array().map(|it| it[..3].to_vec()), Some(vec![json!(false), json!(null), json!(null)]));
        }
        script.ok("accounts/freeze", json!({"id": 1})).await;
        let xml = script.xml("accounts/unfreeze", "<id>1</id><frozen_details><payment_url>https://example.com</payment_url></frozen_details>").await;
        assert_eq!(xml.status, 200, "{}", xml.body);
    }

    async fn the_panel_offers_to_change_them(app: TestApp) {
        let mut script = Script::new(&app).await;
        script.ok("accounts/freeze", details(FIRST_LINK, "Invoice 1")).await;
        let owner = &mut script.owner;
        let editor = owner.get(FIRST).await;
        assert!(editor.has_link("Payment link and reason…") && editor.has_link("Unfreeze…"), "{}", editor.text());
        let page = owner.get(FREEZE).await;
        assert_eq!([page.value_of("payment_url"), page.value_of("reason")], [Some(FIRST_LINK.to_owned()), Some("Invoice 1".to_owned())]);
        assert!(page.title().contains("while it is frozen"), "{}", page.title());
        let refused = owner.submit_shown(&page, FREEZE, &[("payment_url", "javascript:alert(1)"), ("reason", "Invoice 2")], &[]).await;
        assert_eq!((refused.status, refused.value_of("reason").as_deref()), (422, Some("Invoice 2")));
        assert!(refused.field_error("payment_url").is_some());
        let done = owner.submit_shown(&refused, FREEZE, &[("payment_url", SECOND_LINK)], &[]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let stale = owner.submit_shown(&page, FREEZE, &[("reason", "Invoice 3")], &[]).await;
        assert_eq!(stale.status, 409, "somebody has changed them since: {}", stale.text());
        assert_eq!(shown(&mut script).await, json!([true, SECOND_LINK, "Invoice 2", 3]));
        let frozen_at = crate::support::dump::texts(&app, "SELECT CAST(count(*) AS TEXT) FROM accounts WHERE frozen_at IS NOT NULL AND frozen").await;
        assert_eq!(frozen_at, ["1"]);
    }
}
