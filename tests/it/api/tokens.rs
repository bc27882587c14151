//! Tokens: who may make them, what they may do, and when they stop.

use super::{ALL_SCOPES, ROOT, Script, make_token};
use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::app::TestApp;
use crate::support::dump::{differences, dump};
use crate::support::form::OFF;
use chrono::Duration;
use serde_json::json;

both_databases! {
    async fn the_secret_is_shown_once_and_kept_nowhere(app: TestApp) {
        let mut script = Script::new(&app).await;
        assert!(script.secret.starts_with("stw_") && script.secret.len() == 44, "{}", script.secret);
        script.ok("accounts/get", json!({"id": 1})).await;
        for path in ["/api-tokens", "/api-tokens/1", "/audit?size=200"] {
            let page = script.owner.get(path).await;
            assert_eq!(page.status, 200);
            assert!(!page.body.contains(&script.secret), "{path}");
        }
        let row = script.owner.get("/api-tokens").await.rows().remove(0);
        let beginning: String = script.secret.chars().take(8).collect();
        assert_eq!(&row[..2], &["Billing".to_owned(), format!("{beginning}…")]);
        assert!(!row[5].contains("never") && row[4] == "owner", "{row:?}");
    }

    async fn a_token_does_what_its_scopes_say(app: TestApp) {
        let mut script = Script::with(&app, &["accounts:read"]).await;
        script.ok("accounts/list", json!({})).await;
        for (call, params) in [("accounts/save", json!({"id": 1, "title": "X"})), ("accounts/users/list", json!({"account_id": 1})), ("accounts/users/send_welcome", json!({"account_id": 1, "name": "anna"})), ("accounts/delete", json!({"id": 1}))] {
            assert_eq!(script.refused(call, params).await.0, 403, "{call}");
        }
        assert_eq!(script.ok("accounts/get", json!({"id": 1})).await["data"]["title"], "acme");
    }

    async fn the_form_offers_every_scope_and_a_token_keeps_those_it_has(app: TestApp) {
        let mut script = Script::with(&app, &["users:read", "mail:send"]).await;
        assert_eq!(script.owner.get("/api-tokens/new").await.texts("#scopes label"), ALL_SCOPES);
        assert_eq!(script.owner.submit("/api-tokens/1", &[("name", "Letters")]).await.status, 303);
        assert_eq!(script.owner.get("/api-tokens").await.rows()[0][2], "users:read mail:send");
        let refused = script.owner.post("/api-tokens/new", &[("name", "Other"), ("scopes", "everything:write"), ("expires_at", "2099-01-01")]).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
    }

    async fn a_wrong_token_opens_nothing(app: TestApp) {
        let mut script = Script::new(&app).await;
        let good = std::mem::take(&mut script.secret);
        for wrong in ["", "stw_", "x", &good.replacen("stw_", "", 1), &good.to_lowercase(), &format!("{good}x")] {
            wrong.clone_into(&mut script.secret);
            assert_eq!(script.refused("accounts/list", json!({})).await.0, 401, "{wrong}");
        }
        script.secret = good;
        script.ok("accounts/list", json!({})).await;
    }

    async fn a_token_in_the_address_is_refused_and_marked(app: TestApp) {
        let mut script = Script::new(&app).await;
        let path = format!("{ROOT}/accounts/list?token={}", script.secret);
        let answer = script.client.post_raw(&path, &[("content-type", "application/json")], "{}").await;
        assert_eq!(answer.status, 403, "{}", answer.body);
        assert!(script.owner.get("/api-tokens").await.rows()[0][3].contains("Leaked"));
        script.owner.submit("/api-tokens/1/rotate", &[("overlap", "0")]).await;
        assert!(!script.owner.get("/api-tokens").await.rows()[0][3].contains("Leaked"), "a new secret has not leaked");
    }

    async fn a_token_in_the_address_is_marked_however_it_was_sent(app: TestApp) {
        let mut script = Script::new(&app).await;
        let shown = script.client.get(&format!("{ROOT}/accounts/list?token={}", script.secret)).await;
        assert_eq!(shown.status, 403, "opened in a browser: {}", shown.body);
        assert!(script.owner.get("/api-tokens").await.rows()[0][3].contains("Leaked"));
        let xml = script.client.post_raw(&format!("{ROOT}/accounts/list?token={}", script.secret), &[("content-type", "application/xml")], "<xml>").await;
        assert!(xml.status == 403 && xml.body.contains("<error>403</error>"), "{}", xml.body);
    }

    async fn guessing_tokens_in_the_address_is_slowed_down_and_writes_nothing(app: TestApp) {
        let mut script = Script::new(&app).await;
        script.ok("accounts/get", json!({"id": 1})).await;
        let before = dump(&app, &["api_rates"]).await;
        let mut statuses = Vec::new();
        for n in 0..62 {
            statuses.push(script.client.post_raw(&format!("{ROOT}/accounts/list?token=stw_{n}"), &[], "{}").await.status);
        }
        assert_eq!((statuses[0], statuses[59], statuses[60], statuses[61]), (403, 403, 429, 429));
        assert_eq!(differences(&before, &dump(&app, &["api_rates"]).await), [""; 0]);
        assert_eq!(script.client.get(&format!("{ROOT}/accounts/list?token={}", script.secret)).await.status, 429);
        assert!(script.owner.get("/api-tokens").await.rows()[0][3].contains("Leaked"), "one that is good is marked all the same");
        script.ok("accounts/get", json!({"id": 1})).await;
        app.clock.advance(Duration::minutes(1));
        assert_eq!(script.client.post_raw(&format!("{ROOT}/accounts/list?token=stw_x"), &[], "{}").await.status, 403);
    }

    async fn a_rotated_secret_stays_good_for_the_overlap(app: TestApp) {
        let mut script = Script::new(&app).await;
        let old = script.secret.clone();
        let shown = script.owner.submit("/api-tokens/1/rotate", &[("overlap", "1")]).await;
        let new = shown.texts("code.secret").remove(0);
        assert_ne!(old, new);
        script.ok("accounts/list", json!({})).await;
        script.secret = new.clone();
        script.ok("accounts/list", json!({})).await;
        app.clock.advance(Duration::minutes(61));
        script.ok("accounts/list", json!({})).await;
        script.secret = old;
        assert_eq!(script.refused("accounts/list", json!({})).await.0, 401);
    }

    async fn a_token_stops_when_switched_off_expired_deleted_or_its_creator_is_disabled(app: TestApp) {
        let mut script = Script::new(&app).await;
        script.owner.submit("/api-tokens/1", &[("active", OFF)]).await;
        assert_eq!(script.refused("accounts/list", json!({})).await.0, 401);
        script.owner.submit("/api-tokens/1", &[("active", "on")]).await;
        script.ok("accounts/list", json!({})).await;
        app.execute("UPDATE admins SET active = FALSE").await;
        assert_eq!(script.refused("accounts/list", json!({})).await.0, 401);
        app.execute("UPDATE admins SET active = TRUE").await;
        script.ok("accounts/list", json!({})).await;
        assert_eq!(script.owner.submit("/api-tokens/1/delete", &[]).await.status, 303);
        assert_eq!(script.refused("accounts/list", json!({})).await.0, 401);
        script.secret = make_token(&mut script.owner, "Other", &["accounts:read"]).await;
        app.clock.advance(Duration::days(366));
        assert_eq!(script.refused("accounts/list", json!({})).await.0, 401);
    }

    async fn the_record_says_until_which_day_a_token_is_good(app: TestApp) {
        let mut script = Script::new(&app).await;
        assert_eq!(script.owner.submit("/me", &[("tz", "Europe/Moscow")]).await.status, 303);
        let fields = [("name", "Other"), ("scopes", "users:read"), ("expires_at", "2026-11-27")];
        assert_eq!(script.owner.submit("/api-tokens/new", &fields).await.status, 200);
        let record = script.owner.get("/audit").await.rows().swap_remove(0).join(" ");
        assert!(record.contains("Expires27 Nov 2026") && !record.contains("59:59") && record.contains("Activeyes"), "{record}");
    }

    async fn each_field_is_refused_with_the_input_kept(app: TestApp) {
        let mut script = Script::new(&app).await;
        for (field, value) in [("name", ""), ("name", "Billing"), ("expires_at", "2020-01-01"), ("expires_at", "soon")] {
            let mut fields = vec![("scopes", "users:read"), (field, value)];
            if field != "name" {
                fields.push(("name", "Other"));
            }
            let refused = script.owner.submit("/api-tokens/new", &fields).await;
            assert_eq!(refused.status, 422, "{field}={value}: {}", refused.text());
            assert!(refused.field_error(field).is_some(), "{field}={value}: {}", refused.text());
            assert_eq!(refused.value_of("scopes").as_deref(), Some("users:read"));
        }
        let none = script.owner.submit("/api-tokens/new", &[("name", "Other")]).await;
        assert!(none.status == 422 && none.has_text("Choose at least one scope"), "{}", none.text());
    }

    async fn guessing_tokens_is_slowed_down_by_address(app: TestApp) {
        owner_of_acme(&app).await;
        let mut client = app.client();
        let mut statuses = Vec::new();
        for n in 0..61 {
            let headers = [("authorization", format!("Bearer stw_{n}"))];
            let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let answer = client.post_raw(&format!("{ROOT}/accounts/list"), &headers, "{}").await;
            statuses.push(answer.status);
        }
        assert_eq!((statuses[59], statuses[60]), (401, 429));
    }

    async fn who_made_a_token_is_told_a_week_before_it_expires_once(app: TestApp) {
        Script::new(&app).await;
        let told = async || {
            steward::housekeeping::step(&app.state).await.expect("housekeeping works");
            while steward::mail::worker::step(&app.state).await.expect("the worker works") {}
            app.sent.letters().into_iter().filter(|letter| letter.text.contains("Billing")).map(|letter| letter.to).collect::<Vec<_>>()
        };
        app.clock.advance(Duration::days(357));
        assert!(told().await.is_empty());
        app.clock.advance(Duration::days(2));
        assert_eq!(told().await, ["owner@example.org"]);
        app.clock.advance(Duration::days(1));
        assert_eq!(told().await.len(), 1, "not twice");
    }
}
