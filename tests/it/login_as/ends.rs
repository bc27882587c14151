//! What ends a visit: by the very next request, and for good.

use super::{LOG_IN, REASON, again, is_inside, is_plain, newest, prove, scene, signed_in, visit};
use crate::both_databases;
use crate::support::app::{OWNER_PASSWORD, TestApp};
use crate::support::client::Client;
use crate::support::database::Engine;
use crate::support::form::{OFF, ON};
use chrono::Duration;
use steward::{config::LoginAs, housekeeping};

async fn sign_in(owner: &mut Client) {
    again(owner, "/sign-in", "owner", OWNER_PASSWORD).await;
}

both_databases! {
    async fn l09_ends_with_whatever_it_stands_on(app: TestApp) {
        let mut owner = scene(&app).await;
        for (off, on, why) in [
            ("UPDATE admins SET role = 'auditor'", "UPDATE admins SET role = 'owner'", "the administrator lost the permission"),
            ("UPDATE account_users SET active = FALSE", "UPDATE account_users SET active = TRUE", "the user was deactivated"),
            ("UPDATE accounts SET active = FALSE", "UPDATE accounts SET active = TRUE", "the account was deactivated"),
            ("UPDATE accounts SET deleted_at = created_at", "UPDATE accounts SET deleted_at = NULL", "the account was deactivated or deleted"),
        ] {
            visit(&mut owner).await;
            app.execute(off).await;
            is_plain(&mut owner, why).await;
            assert!(newest(&mut owner, "/visits").await.contains(why), "{why}");
            app.execute(on).await;
            is_plain(&mut owner, "what is over does not come back").await;
        }
        visit(&mut owner).await;
        app.execute("UPDATE admins SET active = FALSE").await;
        assert!(owner.get("/portal").await.location().starts_with("/portal/sign-in"), "a disabled administrator is nobody");
        assert!(owner.get("/accounts").await.location().starts_with("/sign-in"));
        app.execute("UPDATE admins SET active = TRUE").await;
        is_plain(&mut owner, "back in the panel, and not in the visit").await;
    }

    async fn l09_ends_by_its_own_limits(app: TestApp) {
        let mut owner = scene(&app).await;
        visit(&mut owner).await;
        app.clock.advance(Duration::minutes(14));
        let page = owner.get("/portal").await;
        assert!(is_inside(&page) && page.has_text("46 min left"), "{}", page.text());
        app.clock.advance(Duration::minutes(15));
        is_plain(&mut owner, "fifteen minutes unused").await;
        assert!(newest(&mut owner, "/visits").await.contains("29 min · 15 minutes without activity"));

        prove(&mut owner).await;
        visit(&mut owner).await;
        for _ in 0..5 {
            app.clock.advance(Duration::minutes(10));
            assert!(is_inside(&owner.get("/portal").await));
        }
        app.clock.advance(Duration::minutes(10));
        is_plain(&mut owner, "an hour in all; the panel's session was in use with it").await;
        assert!(newest(&mut owner, "/visits").await.contains("60 min · the hour was up"));
    }

    async fn l09_ends_with_the_administrators_session(app: TestApp) {
        let mut owner = scene(&app).await;
        visit(&mut owner).await;
        let mut panel = owner.get("/accounts").await;
        assert!(panel.has_text("Support visit: you see the portal as anna@acme."), "{}", panel.text());
        let out = owner.submit_shown(&panel, "/sign-out", &[], &[]).await;
        assert_eq!(out.status, 303);
        assert!(owner.get("/portal").await.location().starts_with("/portal/sign-in"));
        sign_in(&mut owner).await;
        is_plain(&mut owner, "the next session is another").await;
        assert!(newest(&mut owner, "/visits").await.contains("the administrator signed out"));

        visit(&mut owner).await;
        app.execute("DELETE FROM sessions").await;
        assert!(owner.get("/portal").await.location().starts_with("/portal/sign-in"), "ended from another session");
        sign_in(&mut owner).await;
        is_plain(&mut owner, "and signed in again").await;
        panel = owner.get("/visits").await;
        assert_eq!(panel.rows().len(), 2);

        visit(&mut owner).await;
        app.execute("UPDATE sessions SET expires_at = started_at").await;
        assert!(owner.get("/portal").await.location().starts_with("/portal/sign-in"), "its twelve hours are over");
    }

    async fn disabling_and_deactivating_end_it_at_once_and_for_good(app: TestApp) {
        let mut owner = scene(&app).await;
        let mut elsewhere = signed_in(&app, "/sign-in", "owner", OWNER_PASSWORD).await;
        visit(&mut owner).await;
        assert_eq!(elsewhere.submit("/accounts/1/users/1", &[("active", OFF)]).await.status, 303);
        assert_eq!(elsewhere.submit("/accounts/1/users/1", &[("active", ON)]).await.status, 303);
        is_plain(&mut owner, "disabled and enabled between two requests").await;
        visit(&mut owner).await;
        for act in ["deactivate", "activate"] {
            assert_eq!(elsewhere.submit(&format!("/accounts/1/{act}"), &[]).await.status, 303);
        }
        is_plain(&mut owner, "deactivated and activated between two requests").await;
        visit(&mut owner).await;
        assert_eq!(elsewhere.submit("/accounts/1/users/1/delete", &[]).await.status, 303);
        is_plain(&mut owner, "the user is deleted").await;
        let rows = owner.get("/visits").await.rows();
        assert_eq!(rows.len(), 3, "the record of visits to a deleted user stays");
        assert!(rows[0].join(" ").contains("anna@acme"), "{rows:?}");
    }

    async fn what_nobody_comes_back_to_is_written_down_by_housekeeping(app: TestApp) {
        let mut owner = scene(&app).await;
        visit(&mut owner).await;
        app.clock.advance(Duration::minutes(20));
        assert!(newest(&mut owner, "/visits").await.contains("15 min · 15 minutes without activity"), "told before it is written down");
        let ends = || async { owner.clone().get("/audit?action=visit-end").await.rows() };
        assert_eq!(ends().await.len(), 0);
        for _ in 0..2 {
            housekeeping::step(&app.state).await.expect("it is done");
            assert_eq!(ends().await.len(), 1, "once");
        }
        assert!(newest(&mut owner, "/visits").await.contains("15 min · 15 minutes without activity"), "when it was over, not when it was found");
    }

    async fn a_visit_that_lies_dead_is_not_in_the_way_of_another(app: TestApp) {
        let mut owner = scene(&app).await;
        visit(&mut owner).await;
        app.clock.advance(Duration::minutes(16));
        prove(&mut owner).await;
        assert_eq!(owner.submit(LOG_IN, &[("reason", REASON)]).await.status, 303);
    }

    async fn l14_switching_it_off_ends_the_running_ones_too(engine: Engine) {
        let app = TestApp::spawn(engine).await;
        let mut owner = scene(&app).await;
        visit(&mut owner).await;
        // As after starting again with another setting.
        let restarted = app.beside(|config| config.login_as = LoginAs::Off).await;
        let cookies = owner.cookies().iter().map(|it| it.stripped().to_string()).collect::<Vec<_>>().join("; ");
        let mut client = restarted.client();
        assert_eq!(client.get_with("/portal", &[("cookie", &cookies)]).await.status, 303);
        assert_eq!(client.get_with("/accounts", &[("cookie", &cookies)]).await.status, 200, "the administrator is still one");
        housekeeping::step(&restarted.state).await.expect("it is done");
        assert!(newest(&mut owner, "/visits").await.contains("switched off in this installation"));
        is_plain(&mut owner, "and switching it on again brings nothing back").await;
    }
}
