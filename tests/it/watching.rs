//! What deserves a look: it is marked on the record, and users are told of wrong codes.

use crate::admins::signed_in_admin;
use crate::api::{Script, make_token};
use crate::both_databases;
use crate::housekeeping::count;
use crate::portal::{PASSWORD, account_with_anna, signed_in};
use crate::sign_in::enrol;
use crate::support::app::{OWNER_PASSWORD, TestApp, signed_in_owner};
use crate::support::client::Client;
use crate::support::database::Engine;
use chrono::Duration;
use serde_json::json;

async fn gives_wrong_codes(app: &TestApp, sign_in: &str, (login, password): (&str, &str), times: usize) {
    let mut client = app.client();
    assert_eq!(client.submit(sign_in, &[("login", login), ("password", password)]).await.status, 303);
    for _ in 0..times {
        client.submit(&format!("{sign_in}/code"), &[("code", "000000")]).await;
    }
}

async fn told(app: &TestApp) -> i64 {
    count(app, "outbox WHERE kind = 'wrong-code'").await
}

async fn marked(app: &TestApp, mark: &str) -> i64 {
    count(app, &format!("audit WHERE mark = '{mark}'")).await
}

both_databases! {
    async fn whose_password_goes_with_a_wrong_code_is_told_once_an_hour(app: TestApp) {
        account_with_anna(&app).await;
        let mut anna = signed_in(&app).await;
        enrol(&app, &mut anna, "/portal/second-factor").await;
        app.client().submit("/portal/sign-in", &[("login", "anna@acme"), ("password", "not the password at all")]).await;
        assert_eq!(told(&app).await, 0);
        gives_wrong_codes(&app, "/portal/sign-in", ("anna@acme", PASSWORD), 3).await;
        assert_eq!(told(&app).await, 1);
        app.clock.advance(Duration::minutes(61));
        gives_wrong_codes(&app, "/portal/sign-in", ("anna@acme", PASSWORD), 2).await;
        assert_eq!(told(&app).await, 2);
        assert_eq!(count(&app, "outbox WHERE kind = 'wrong-code' AND user_id = 1 AND subject = 'anna@acme: a wrong code was given'").await, 2);
    }

    async fn an_administrator_is_told_as_well(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        enrol(&app, &mut owner, "/me/second-factor").await;
        gives_wrong_codes(&app, "/sign-in", ("owner", OWNER_PASSWORD), 2).await;
        assert_eq!(count(&app, "outbox WHERE kind = 'wrong-code' AND admin_id = 1").await, 1);
    }

    async fn a_new_owner_and_a_second_factor_that_is_off_are_marked(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        signed_in_admin(&app, &mut owner, "vera", "support").await;
        assert_eq!(marked(&app, "owner").await, 0, "neither the first owner nor whoever supports");
        assert_eq!(owner.submit("/admins/2", &[("role", "owner")]).await.status, 303);
        assert_eq!(marked(&app, "owner").await, 1);
        enrol(&app, &mut owner, "/me/second-factor").await;
        assert_eq!(marked(&app, "factor").await, 0);
        assert_eq!(owner.submit("/me/second-factor/remove", &[]).await.status, 303);
        assert_eq!(marked(&app, "factor").await, 1);
    }

    async fn the_tenth_refusal_in_ten_minutes_is_marked_and_no_other_for_an_hour(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let mut vera = signed_in_admin(&app, &mut owner, "vera", "support").await;
        let mut refused = async |times: usize| {
            for _ in 0..times {
                assert_eq!(vera.get("/admins/new").await.status, 403);
            }
        };
        refused(9).await;
        assert_eq!(marked(&app, "refusals").await, 0);
        app.clock.advance(Duration::minutes(11));
        refused(9).await;
        assert_eq!(marked(&app, "refusals").await, 0, "those from before are too long ago");
        refused(1).await;
        assert_eq!(marked(&app, "refusals").await, 1);
        refused(30).await;
        assert_eq!(marked(&app, "refusals").await, 1);
    }

    async fn refusals_of_calls_count_as_those_of_pages(app: TestApp) {
        let mut script = Script::with(&app, &["accounts:read"]).await;
        for _ in 0..10 {
            assert_eq!(script.refused("accounts/freeze", json!({"id": 1})).await.0, 403);
        }
        assert_eq!(marked(&app, "refusals").await, 1);
    }
}

async fn calls(app: &TestApp, secret: &str, from: &str) {
    let mut client = Client::new(&app.base_url).coming_from(from);
    let bearer = format!("Bearer {secret}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    let answer = client.post_raw("/api/v1.1/admin/accounts/list", &headers, "{}").await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}

both_databases! {
    async fn a_token_that_is_used_from_a_network_for_the_first_time_is_marked_but_for_its_first(engine: Engine) {
        let app = TestApp::spawn_with(engine, |config| {
            config.trusted_proxies = vec!["127.0.0.0/8".parse().expect("a network")];
        }).await;
        let mut owner = signed_in_owner(&app).await;
        let secret = make_token(&mut owner, "Sync", &["accounts:read"]).await;
        for _ in 0..2 {
            calls(&app, &secret, "192.0.2.7").await;
        }
        assert_eq!(marked(&app, "network").await, 0);
        calls(&app, &secret, "2001:db8::1").await;
        calls(&app, &secret, "2001:db8::2").await;
        calls(&app, &secret, "192.0.2.8").await;
        assert_eq!(marked(&app, "network").await, 1, "one network is one");
        assert_eq!(count(&app, "audit WHERE mark = 'network' AND action = 'new-network' AND object_name = 'Sync' AND ip = '2001:db8::1'").await, 1);
        for at in 0..70 {
            calls(&app, &secret, &format!("198.51.{at}.7")).await;
        }
        assert_eq!(marked(&app, "network").await, 71);
        calls(&app, &secret, "198.51.69.8").await;
        assert_eq!(marked(&app, "network").await, 71, "those that came last are known");
    }
}
