//! Acts of the highest risk ask for a password or code once more when the last one is older than ten minutes, and then
//! go on.

use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::app::{OWNER_PASSWORD, TestApp};
use chrono::Duration;

#[test]
fn the_acts_of_the_highest_risk_ask_for_a_fresh_proof() {
    let routes = steward::app::routes();
    let asks: Vec<&str> = routes.iter().filter(|route| route.proven).map(|route| route.path).collect();
    for route in routes.iter().filter(|route| route.path.ends_with("/delete")) {
        assert!(route.proven, "{} {}: each deletion", route.method, route.path);
    }
    for path in [
        "/accounts/{id}/delete",
        "/accounts/{id}/users/{uid}/delete",
        "/accounts/{id}/users/{uid}/remove-second-factor",
        "/me/second-factor",
        "/me/second-factor/remove",
        "/me/recovery-codes",
        "/portal/second-factor",
        "/portal/second-factor/remove",
        "/portal/recovery-codes",
        "/admins/new",
        "/admins/{id}/delete",
        "/admins/{id}/link",
        "/admins/{id}/remove-second-factor",
    ] {
        assert_eq!(asks.iter().filter(|asking| **asking == path).count(), 2, "{path}: to look and to do");
    }
}

both_databases! {
    async fn an_old_proof_is_asked_for_again_and_what_was_begun_goes_on(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let ask = owner.get("/accounts/1/delete").await;
        assert_eq!(ask.status, 200, "signing in was a proof");
        app.clock.advance(Duration::minutes(11));

        let late = owner.submit_shown(&ask, "/accounts/1/delete", &[("typed_name", "acme")], &[]).await;
        assert_eq!((late.status, late.location()), (303, "/prove?return_to=%2Faccounts%2F1%2Fdelete%3Fkept%3D1"));
        let wrong = owner.submit_on(late.location(), "/prove", &[("current_password", "not this one, no")], &[]).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.has_text("This is not your current password"), "{}", wrong.text());
        let before = owner.cookies().to_vec();
        let right = owner.submit_shown(&wrong, "/prove", &[("current_password", OWNER_PASSWORD)], &[]).await;
        assert_eq!((right.status, right.location()), (303, "/accounts/1/delete?kept=1"));
        assert_ne!(owner.cookies(), before, "a step up is a new session id");

        let back = owner.follow(&right).await;
        assert_eq!(back.value_of("typed_name").as_deref(), Some("acme"), "what was typed is back");
        let done = owner.submit_shown(&back, "/accounts/1/delete", &[], &[]).await;
        assert_eq!(done.status, 303, "{}", done.text());
    }

    async fn two_proofs_of_one_session_at_once_leave_one_session_in_the_browser(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        owner.get("/prove").await;
        let (mut one, mut other) = (owner.clone(), owner.clone());
        let fields = [("current_password", OWNER_PASSWORD)];
        let (first, second) = tokio::join!(one.post("/prove", &fields), other.post("/prove", &fields));
        assert_eq!((first.location(), second.location()), ("/", "/"));
        assert_eq!(one.cookies(), other.cookies(), "whichever answer comes last");
        assert_eq!(one.get("/me/sessions").await.rows().len(), 1);
        assert_eq!(owner.get("/accounts").await.location(), "/sign-in?return_to=%2Faccounts", "the old id is dead");
    }

    async fn a_session_that_is_ended_while_its_owner_steps_up_stays_ended(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        owner.get("/prove").await;
        let mut elsewhere = owner.clone();
        let before = app.state.db.statements();
        let ended = async {
            // Its session was read, and the password is being compared.
            while app.state.db.statements() == before {
                tokio::task::yield_now().await;
            }
            app.execute("DELETE FROM sessions").await;
        };
        let (proof, ()) = tokio::join!(owner.post("/prove", &[("current_password", OWNER_PASSWORD)]), ended);
        assert_eq!(proof.status, 303);
        for client in [&mut owner, &mut elsewhere] {
            assert_eq!(client.get("/me").await.status, 303, "whenever it was ended");
        }
    }

    async fn proving_leads_to_a_page_of_this_site_only(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        for evil in ["//evil.example", "/\\evil.example", "https://evil.example", "/portal"] {
            let answer = owner.submit_on("/prove", "/prove", &[("current_password", OWNER_PASSWORD), ("return_to", evil)], &[]).await;
            assert_eq!((answer.status, answer.location()), (303, "/"), "{evil}");
        }
    }
}
