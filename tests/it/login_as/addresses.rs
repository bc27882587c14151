//! In a visit no address that mail goes to is changed; and what a visit that is over began comes to nothing.

use super::{END, is_inside, newest, scene, user, visit_with_changes};
use crate::both_databases;
use crate::support::app::TestApp;
use chrono::Duration;
use std::sync::Arc;
use steward::change::{Actor, Change};
use steward::error::Error;
use steward::portal;
use steward::visits::service::Running;

/// Begins a change in the visit, as a request does that was let in, and commits it after `meanwhile`.
async fn committed_after(app: &TestApp, meanwhile: &'static str, later: Duration) -> Result<(), Error> {
    let ground = Arc::new(Running { state: Arc::clone(&app.state), id: 1 });
    let by = Actor { kind: "admin", id: Some(1), visit: Some(1), ground: Some(ground), ..Actor::system("owner") };
    app.execute(meanwhile).await;
    app.clock.advance(later);
    let mut change = Change::begin(&app.state, by).await.expect("it begins");
    let anna = portal::store::find(&mut change.conn, 1).await.expect("the database answers").expect("she is there");
    change.record("update", &anna, vec![("first_name", "Anna".to_owned(), "Eve".to_owned())]).await?;
    change.commit().await
}

both_databases! {
    async fn l07_no_address_that_mail_goes_to_is_changed_by_whatever_form(app: TestApp) {
        let mut owner = scene(&app).await;
        assert_eq!(owner.submit("/accounts/1/users/1", &[("notify_email", "alerts@example.com")]).await.status, 303);
        app.execute("DELETE FROM outbox").await;
        visit_with_changes(&mut owner).await;
        let page = owner.get("/portal/profile").await;
        assert!(page.has_text("alerts@example.com") && page.has_text("Addresses that letters go to cannot be changed in a support visit"), "{}", page.text());
        assert_eq!(owner.submit_shown(&page, "/portal/profile", &[("first_name", "Eve")], &[]).await.status, 303, "what else stands there can be");

        let version = owner.get("/portal/profile").await.value_of("version").expect("a version");
        for address in ["thief@example.com", "", "anna@example.com"] {
            let fields = [("version", version.as_str()), ("first_name", "Mallory"), ("last_name", "M"), ("language", "en"), ("notify_email", address)];
            let refused = owner.post("/portal/profile", &fields).await;
            assert_eq!(refused.status, 403, "{address}: {}", refused.text());
            assert!(is_inside(&refused) && refused.has_text("This cannot be done in a support visit"), "{}", refused.text());
            let record = newest(&mut owner, "/audit").await;
            assert!(record.contains("Refused") && record.contains("POST /portal/profile") && record.contains("owner → anna@acme"), "{record}");
        }
        let kept = owner.get("/accounts/1/users/1").await;
        assert_eq!(kept.value_of("notify_email").as_deref(), Some("alerts@example.com"));
        assert_eq!(kept.value_of("first_name").as_deref(), Some("Eve"));
        owner.submit_on("/portal", END, &[], &[]).await;
        let mut anna = user(&app, "anna@acme").await;
        assert_eq!(anna.submit("/portal/profile", &[("notify_email", "own@example.com")]).await.status, 303, "the user may");
    }

    async fn l07_a_write_is_checked_in_its_own_transaction(app: TestApp) {
        let mut owner = scene(&app).await;
        visit_with_changes(&mut owner).await;
        let nothing = "UPDATE visits SET mode = mode";
        assert!(committed_after(&app, nothing, Duration::zero()).await.is_ok(), "while it runs it commits");
        let changes = async |owner: &mut crate::support::client::Client| owner.get("/audit?kind=user&action=update").await.rows().len();
        let before = changes(&mut owner).await;
        for (over, back, why) in [
            ("UPDATE visits SET ended_at = started_at, ended_why = 'ended'", "UPDATE visits SET ended_at = NULL, ended_why = NULL", "it was ended"),
            ("UPDATE visits SET mode = 'read-only'", "UPDATE visits SET mode = 'read-write'", "it permits no changes any more"),
            ("UPDATE admins SET role = 'support'", "UPDATE admins SET role = 'owner'", "the administrator was demoted"),
            ("UPDATE admins SET active = FALSE", "UPDATE admins SET active = TRUE", "the administrator was disabled"),
            ("UPDATE account_users SET active = FALSE WHERE id = 1", "UPDATE account_users SET active = TRUE", "the user was disabled"),
            ("UPDATE accounts SET frozen = TRUE", "UPDATE accounts SET frozen = FALSE", "the account was frozen"),
        ] {
            assert!(matches!(committed_after(&app, over, Duration::zero()).await, Err(Error::Conflict(_))), "{why}");
            app.execute(back).await;
        }
        assert_eq!(changes(&mut owner).await, before, "nothing of it was kept");
        assert!(committed_after(&app, nothing, Duration::zero()).await.is_ok());
        assert!(matches!(committed_after(&app, nothing, Duration::minutes(16)).await, Err(Error::Conflict(_))), "it lay idle");
    }

    async fn a_form_that_was_let_in_before_the_end_and_comes_after_it_changes_nothing(app: TestApp) {
        let mut owner = scene(&app).await;
        visit_with_changes(&mut owner).await;
        let page = owner.get("/portal/profile").await;
        for round in 0..12 {
            let (mut saving, mut ending) = (owner.clone(), owner.clone());
            let name = format!("Eve{round}");
            let changes = [("first_name", name.as_str())];
            let (saved, ended) = tokio::join!(
                saving.submit_shown(&page, "/portal/profile", &changes, &[]),
                ending.post("/portal/visit/end", &[])
            );
            assert_eq!(ended.status, 303, "{}", ended.text());
            let record = owner.get("/audit?size=200").await.rows();
            let at = |act: &str| record.iter().position(|row| row.join(" ").contains(act));
            let (end, change) = (at("Support visit ended").expect("it is on the record"), at("Changed · user"));
            if let Some(change) = change {
                assert!(change > end, "a change stands after the end: {record:?}");
            }
            assert!(saved.status < 500, "{}", saved.text());
            app.execute("DELETE FROM audit").await;
            app.execute("UPDATE visits SET ended_at = NULL, ended_why = NULL").await;
            app.execute("UPDATE account_users SET version = 1 WHERE id = 1").await;
        }
    }
}
