//! Links that set a password, and the way back in from the command line.

use super::{NEW_PASSWORD, enrol, sign_in};
use crate::both_databases;
use crate::support::app::{OWNER_PASSWORD, TestApp, signed_in_owner};
use chrono::Duration;
use steward::admins;

both_databases! {
    async fn a_link_is_spent_by_posting_only(app: TestApp) {
        let link = admins::create_owner(&app.state, "Fresh").await.expect("made");
        for _ in 0..20 {
            assert_eq!(app.client().get(&link).await.status, 200);
            assert_eq!(head(&app, &link).await, 200);
        }
        let mut client = app.client();
        assert_eq!(client.submit(&link, &[("password", "short"), ("password_again", "short")]).await.status, 422);
        let set = client.submit(&link, &[("password", NEW_PASSWORD), ("password_again", NEW_PASSWORD)]).await;
        assert_eq!((set.status, set.location()), (303, "/sign-in"));
        assert!(client.follow(&set).await.has_text("Your password is set"));
        assert_eq!(client.get(&link).await.status, 404);
        assert_eq!(client.post(&link, &[("password", OWNER_PASSWORD), ("password_again", OWNER_PASSWORD)]).await.status, 404);
        assert_eq!(sign_in(&mut client, "fresh", NEW_PASSWORD).await.location(), "/");
    }

    async fn a_newer_link_kills_the_older(app: TestApp) {
        let older = admins::create_owner(&app.state, "fresh").await.expect("made");
        let newer = admins::reset(&app.state, "fresh").await.expect("reset");
        assert_eq!(app.client().get(&older).await.status, 404);
        assert_eq!(app.client().get(&newer).await.status, 200);
        assert_eq!(app.client().get(&format!("/portal{newer}")).await.status, 404, "a link opens its own side only");
    }

    async fn a_link_is_good_for_a_day_and_a_reset_for_half_an_hour(app: TestApp) {
        let created = admins::create_owner(&app.state, "fresh").await.expect("made");
        app.clock.advance(Duration::hours(24) - Duration::seconds(1));
        assert_eq!(app.client().get(&created).await.status, 200);
        app.clock.advance(Duration::seconds(1));
        assert_eq!(app.client().get(&created).await.status, 404);
        let reset = admins::reset(&app.state, "fresh").await.expect("reset");
        app.clock.advance(Duration::minutes(30));
        assert_eq!(app.client().get(&reset).await.status, 404);
    }

    async fn a_reset_ends_sessions_password_and_second_factor(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        enrol(&app, &mut owner, "/me/second-factor").await;
        let link = admins::reset(&app.state, "OWNER").await.expect("reset");
        assert_eq!(owner.get("/me").await.status, 303);
        let mut client = app.client();
        assert_eq!(sign_in(&mut client, "owner", OWNER_PASSWORD).await.status, 422);
        client.submit(&link, &[("password", NEW_PASSWORD), ("password_again", NEW_PASSWORD)]).await;
        assert_eq!(sign_in(&mut client, "owner", NEW_PASSWORD).await.location(), "/");
        assert!(client.get("/audit").await.has_text("steward admin reset"));
        assert!(admins::reset(&app.state, "nobody").await.is_err());
    }
}

async fn head(app: &TestApp, path: &str) -> u16 {
    let client = reqwest::Client::builder().no_proxy().build().expect("a client can be built");
    client.head(format!("{}{path}", app.base_url)).send().await.expect("an answer").status().as_u16()
}
