//! Who may begin a visit, to whom, and how.

use super::{END, LOG_IN, REASON, again, is_inside, is_plain, newest, scene, support, visit};
use crate::both_databases;
use crate::support::app::{OWNER_PASSWORD, TestApp};
use crate::support::database::Engine;
use crate::support::form::OFF;
use chrono::Duration;
use steward::config::LoginAs;

both_databases! {
    async fn l01_needs_its_own_permission_and_a_step_up(app: TestApp) {
        let mut owner = scene(&app).await;
        for (role, may) in [("auditor", false), ("manager", false), ("support", true), ("owner", true)] {
            app.execute(match role {
                "auditor" => "UPDATE admins SET role = 'auditor'",
                "manager" => "UPDATE admins SET role = 'manager'",
                "support" => "UPDATE admins SET role = 'support'",
                _ => "UPDATE admins SET role = 'owner'",
            }).await;
            for page in ["/accounts/1/users", "/accounts/1/users/1"] {
                assert_eq!(owner.get(page).await.body.contains(LOG_IN), may, "{page} as {role}");
            }
            assert_eq!(owner.get(LOG_IN).await.status, if may { 200 } else { 403 }, "{role}");
            if !may {
                assert_eq!(owner.post(LOG_IN, &[("reason", REASON)]).await.status, 403, "{role}");
            }
        }
        let asked = owner.get(LOG_IN).await;
        app.clock.advance(Duration::minutes(11));
        let late = owner.submit_shown(&asked, LOG_IN, &[("reason", REASON)], &[]).await;
        assert_eq!((late.status, late.location()), (303, "/prove?return_to=%2Faccounts%2F1%2Fusers%2F1%2Flog-in%3Fkept%3D1"));
        let proved = owner.submit_on(late.location(), "/prove", &[("current_password", OWNER_PASSWORD)], &[]).await;
        assert_eq!(proved.location(), format!("{LOG_IN}?kept=1"));
        assert_eq!(owner.follow(&proved).await.value_of("reason").as_deref(), Some(REASON), "what was typed is back");
        visit(&mut owner).await;
    }

    async fn l02_starts_and_ends_by_post_with_the_token(app: TestApp) {
        let mut owner = scene(&app).await;
        let before = owner.cookies().to_vec();
        owner.get(LOG_IN).await;
        let form = ("content-type", "application/x-www-form-urlencoded");
        for body in ["reason=Looks why the report does not open", "csrf=x&reason=Looks why the report does not open"] {
            assert_eq!(owner.post_raw(LOG_IN, &[form], body).await.status, 403);
        }
        assert!(owner.cookies().iter().all(|it| it.name() != "visit"));
        visit(&mut owner).await;
        assert_ne!(owner.cookies().iter().find(|it| it.name() == "steward"), before.iter().find(|it| it.name() == "steward"), "a new session id");
        let cookie = owner.cookies().iter().find(|it| it.name() == "visit").expect("a cookie of its own").clone();
        assert!(cookie.http_only() == Some(true) && cookie.path() == Some("/") && cookie.value().len() == 43, "{cookie}");
        assert_eq!(cookie.same_site().map(|it| it.to_string()).as_deref(), Some("Lax"));
        assert_eq!(owner.get(END).await.status, 405);
        assert_eq!(owner.post_raw(END, &[form], "csrf=x").await.status, 403);
        let portal = owner.get("/portal").await;
        assert!(is_inside(&portal));
        let ended = owner.submit_shown(&portal, END, &[], &[]).await;
        assert_eq!((ended.status, ended.location()), (303, "/accounts/1/users/1"));
        assert!(owner.follow(&ended).await.has_text("The support visit has ended."));
        is_plain(&mut owner, "ended").await;
    }

    async fn l03_needs_a_reason_and_takes_a_ticket(app: TestApp) {
        let mut owner = scene(&app).await;
        for (reason, ticket, field) in [("", "", "reason"), ("too short", "", "reason"), (&"я".repeat(501), "", "reason"), (REASON, &"9".repeat(81), "ticket")] {
            let refused = owner.submit(LOG_IN, &[("reason", reason), ("ticket", ticket)]).await;
            assert_eq!(refused.status, 422);
            assert!(refused.field_error(field).is_some(), "{reason}: {}", refused.text());
            assert_eq!(refused.value_of("reason").as_deref(), Some(reason));
        }
        is_plain(&mut owner, "refused").await;
        assert_eq!(owner.submit(LOG_IN, &[("reason", REASON)]).await.status, 303, "without a ticket");
        assert!(newest(&mut owner, "/visits").await.contains(REASON));
        owner.submit_on("/portal", END, &[], &[]).await;
        visit(&mut owner).await;
        assert!(newest(&mut owner, "/visits").await.contains("HD-42"));
    }

    async fn l04_never_whom_the_rules_leave_out(app: TestApp) {
        let mut owner = scene(&app).await;
        visit(&mut owner).await;
        let second = "/accounts/1/users/2/log-in";
        let asked = owner.get(second).await;
        assert!(asked.has_text("A support visit is already running") && asked.has_text("anna@acme"), "{}", asked.text());
        let refused = owner.post(second, &[("reason", REASON)]).await;
        assert_eq!(refused.status, 409, "{}", refused.text());
        let page = owner.get("/portal").await;
        assert!(page.has_text("Anna Smirnova") && !page.has_text("Boris"), "{}", page.text());
        let ended = owner.submit_on(second, "/visits/1/end", &[], &[]).await;
        assert_eq!(ended.status, 303);
        is_plain(&mut owner, "ended from the panel").await;

        assert_eq!(owner.get("/accounts/1/users/99/log-in").await.status, 404, "there is no such user, and no administrator is one");
        for (off, on, why) in [
            ("UPDATE account_users SET active = FALSE", "UPDATE account_users SET active = TRUE", "The user is inactive"),
            ("UPDATE accounts SET active = FALSE", "UPDATE accounts SET active = TRUE", "The account is inactive"),
            ("UPDATE accounts SET deleted_at = created_at", "UPDATE accounts SET deleted_at = NULL", "The account is deleted"),
        ] {
            app.execute(off).await;
            let asked = owner.get(LOG_IN).await;
            assert!(asked.has_text(why), "{why}: {}", asked.text());
            assert_eq!(owner.post(LOG_IN, &[("reason", REASON)]).await.status, 409, "{why}");
            for page in ["/accounts/1/users", "/accounts/1/users/1"] {
                assert!(!owner.get(page).await.body.contains(LOG_IN), "{page}: {why}");
            }
            app.execute(on).await;
            is_plain(&mut owner, why).await;
        }

        assert_eq!(owner.submit("/accounts/1/freeze", &[]).await.status, 303);
        visit(&mut owner).await;
        assert!(!owner.get("/portal").await.has_link("Allow changes…"));
        assert!(owner.get(crate::login_as::CHANGE).await.has_text("stays read-only"));
        assert_eq!(owner.post(crate::login_as::CHANGE, &[]).await.status, 403, "a frozen account is only read");
    }

    async fn two_at_once_by_one_administrator_are_one(app: TestApp) {
        let mut owner = scene(&app).await;
        owner.get(LOG_IN).await;
        let (mut one, mut other) = (owner.clone(), owner.clone());
        let fields = [("reason", REASON)];
        let (one, other) = tokio::join!(one.post(LOG_IN, &fields), other.post("/accounts/1/users/2/log-in", &fields));
        // The slower one finds that the session has another id by now, or the visit that runs.
        let begun = [one, other].iter().filter(|it| it.status == 303 && it.location() == "/portal").count();
        assert_eq!(begun, 1);
        again(&mut owner, "/sign-in", "owner", OWNER_PASSWORD).await;
        assert_eq!(owner.get("/visits").await.rows().len(), 1);
    }

    async fn two_administrators_visit_at_once_each_their_own(app: TestApp) {
        let mut owner = scene(&app).await;
        let mut sam = support(&app).await;
        visit(&mut owner).await;
        let begun = sam.submit("/accounts/1/users/2/log-in", &[("reason", REASON)]).await;
        assert!(sam.follow(&begun).await.has_text("Boris Orlov"));
        assert!(owner.get("/portal").await.has_text("Anna Smirnova"));
        assert_eq!(owner.post("/visits/2/end", &[]).await.status, 303, "an owner ends another's");
        is_plain(&mut sam, "ended by an owner").await;
        assert!(is_inside(&owner.get("/portal").await));
        sam.get("/visits/1").await;
        assert_eq!(sam.post("/visits/1/end", &[]).await.status, 403, "and nobody else does");
        assert!(is_inside(&owner.get("/portal").await));
    }

    async fn where_the_installation_has_it_off_there_is_none(engine: Engine) {
        let app = TestApp::spawn_with(engine, |config| config.login_as = LoginAs::Off).await;
        let mut owner = scene(&app).await;
        assert!(!owner.get("/accounts/1/users").await.body.contains(LOG_IN));
        assert!(owner.get(LOG_IN).await.has_text("switched off in this installation"));
        assert_eq!(owner.post(LOG_IN, &[("reason", REASON)]).await.status, 409);
    }

    async fn where_the_installation_permits_reading_only_nothing_is_changed(engine: Engine) {
        let app = TestApp::spawn_with(engine, |config| config.login_as = LoginAs::ReadOnly).await;
        let mut owner = scene(&app).await;
        visit(&mut owner).await;
        assert_eq!(owner.post(crate::login_as::CHANGE, &[]).await.status, 403);
        let profile = owner.get("/portal/profile").await;
        assert!(!profile.has_text("Save"), "{}", profile.text());
        assert_eq!(owner.post("/portal/profile", &[("first_name", "Other"), ("active", OFF)]).await.status, 403);
    }
}
