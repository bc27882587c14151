//! The set-up link makes the first owner.

use crate::both_databases;
use crate::support::app::{TestApp, signed_in_owner};

both_databases! {
    async fn the_set_up_link_makes_an_owner_who_is_signed_in(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let home = owner.get("/").await;
        assert_eq!((home.status, home.texts("h1")), (200, vec!["Overview".to_owned()]));
    }

    async fn a_stranger_is_sent_to_sign_in(app: TestApp) {
        let home = app.client().get("/accounts").await;
        assert_eq!(home.status, 303);
        assert!(home.location().starts_with("/sign-in"), "{}", home.location());
    }

    async fn of_two_first_starts_at_once_one_link_is_good(app: TestApp) {
        let (one, other) = tokio::join!(steward::admins::setup_link(&app.state), steward::admins::setup_link(&app.state));
        let mut statuses = Vec::new();
        for link in [one, other] {
            let link = link.expect("the database answers").expect("there is no administrator yet");
            statuses.push(app.client().get(&link).await.status);
        }
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 404]);
    }

    async fn what_watches_the_process_may_ask_by_head(app: TestApp) {
        for path in ["/healthz", "/readyz"] {
            let answer = app.client().head(path).await;
            assert_eq!((answer.status, answer.body.as_str()), (200, ""), "{path}");
        }
    }

    async fn a_refused_set_up_keeps_what_was_typed(app: TestApp) {
        let link = steward::admins::setup_link(&app.state).await.expect("the database answers").expect("there is no administrator yet");
        let refused = app.client().submit(&link, &[("login", ""), ("email", "olga@example.org")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.field_error("login").is_some());
        assert_eq!(refused.value_of("email").as_deref(), Some("olga@example.org"));
    }
}
