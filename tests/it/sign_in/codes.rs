//! The code of a second factor at sign-in.

use super::{code, enrol, half_signed_in, session_cookie, sign_in};
use crate::both_databases;
use crate::support::app::{OWNER_PASSWORD, TestApp, signed_in_owner};
use chrono::Duration;

both_databases! {
    async fn a_second_factor_is_asked_for_once_it_is_enrolled(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let (totp, _) = enrol(&app, &mut owner, "/me/second-factor").await;
        assert!(owner.get("/me/second-factor").await.has_text("is on"));

        let mut client = app.client();
        let owed = sign_in(&mut client, "owner", OWNER_PASSWORD).await;
        assert_eq!(owed.location(), "/sign-in/code");
        assert!(client.get("/accounts").await.location().starts_with("/sign-in"), "half a sign-in opens nothing");
        let half = session_cookie(&client);
        assert_eq!(client.submit("/sign-in/code", &[("code", "000000")]).await.status, 422);
        app.clock.advance(Duration::seconds(60));
        let code = code(&app, &totp);
        let answer = client.submit("/sign-in/code", &[("code", &code)]).await;
        assert_eq!((answer.status, answer.location()), (303, "/"));
        assert_ne!(session_cookie(&client), half);
        assert_eq!(client.get("/me").await.status, 200);
    }

    async fn half_a_sign_in_is_forgotten_after_five_minutes(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        enrol(&app, &mut owner, "/me/second-factor").await;
        let mut client = app.client();
        sign_in(&mut client, "owner", OWNER_PASSWORD).await;
        app.clock.advance(Duration::seconds(301));
        assert_eq!(client.get("/sign-in/code").await.location(), "/sign-in");
    }

    async fn a_code_is_accepted_once_even_by_two_at_the_same_time(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let (totp, _) = enrol(&app, &mut owner, "/me/second-factor").await;
        app.clock.advance(Duration::seconds(60));
        let code = code(&app, &totp);
        let (mut a, mut b) = (half_signed_in(&app).await, half_signed_in(&app).await);
        let fields = [("code", code.as_str())];
        let (one, other) = tokio::join!(a.post("/sign-in/code", &fields), b.post("/sign-in/code", &fields));
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 422]);
        app.clock.advance(Duration::seconds(20));
        let mut again = half_signed_in(&app).await;
        assert_eq!(again.post("/sign-in/code", &fields).await.status, 422, "an older step is not accepted either");
    }

    async fn a_recovery_code_opens_once(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let (_, codes) = enrol(&app, &mut owner, "/me/second-factor").await;
        assert_eq!(codes.len(), 10);
        let typed = codes[3].to_uppercase().replace('-', " ");
        let mut client = half_signed_in(&app).await;
        assert_eq!(client.post("/sign-in/code", &[("code", &typed)]).await.status, 303);
        let mut again = half_signed_in(&app).await;
        assert_eq!(again.post("/sign-in/code", &[("code", &codes[3])]).await.status, 422);
        assert_eq!(again.post("/sign-in/code", &[("code", &codes[4])]).await.status, 303);
    }

    async fn ten_wrong_codes_are_enough_for_a_quarter_of_an_hour(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let (totp, _) = enrol(&app, &mut owner, "/me/second-factor").await;
        for _ in 0..10 {
            let mut client = half_signed_in(&app).await;
            assert!(client.post("/sign-in/code", &[("code", "000000")]).await.has_text("wrong"));
        }
        app.clock.advance(Duration::seconds(60));
        let mut client = half_signed_in(&app).await;
        let right = code(&app, &totp);
        let refused = client.post("/sign-in/code", &[("code", &right)]).await;
        assert!(refused.has_text("Too many wrong codes"), "{}", refused.text());
        app.clock.advance(Duration::minutes(15));
        let mut client = half_signed_in(&app).await;
        let right = code(&app, &totp);
        assert_eq!(client.post("/sign-in/code", &[("code", &right)]).await.status, 303);
    }
}
