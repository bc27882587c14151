//! What holds whatever becomes of the node, of the job, or of whoever asked for it.

use super::{begin, count, make_accounts, states, work};
use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::app::TestApp;
use chrono::Duration;
use steward::jobs::step;

both_databases! {
    async fn a_job_that_is_cancelled_stops_and_keeps_what_it_has_done(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_accounts(&mut owner, 2).await;
        begin(&mut owner, "act=freeze&id=1&id=2", &[]).await;
        let cancelled = owner.submit_on("/tasks/1", "/tasks/1/cancel", &[], &[]).await;
        assert_eq!(cancelled.location(), "/tasks/1");
        assert!(!step(&app.state).await.expect("the worker works"), "nothing is left to do");
        let page = owner.get("/tasks/1").await;
        assert!(page.has_text("Cancelled") && !page.body.contains("/tasks/1/cancel"), "{}", page.text());
        assert!(states(&mut owner).await.iter().all(|(_, state)| !state.contains("Frozen")));
        assert_eq!(owner.post("/tasks/1/cancel", &[]).await.status, 409);
    }

    async fn an_account_more_takes_fewer_than_three_statements_more_with_its_record(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_accounts(&mut owner, 40).await;
        let mut took = Vec::new();
        for (act, chosen) in [("freeze", "&id=2"), ("freeze", "&all=on&q=firm"), ("unfreeze", "&id=2"), ("unfreeze", "&all=on&q=firm")] {
            begin(&mut owner, &format!("act={act}{chosen}"), &[]).await;
            let before = app.state.db.statements();
            // In one transaction where the machine is quick enough.
            work(&app).await;
            took.push(app.state.db.statements() - before);
        }
        assert!(took[3] < took[2] + 39 * 3, "{took:?}");
        assert_eq!(owner.get("/audit?size=200&action=freeze").await.rows().len(), 40);
        assert_eq!(owner.get("/audit?size=200&action=unfreeze").await.rows().len(), 40);
    }

    async fn another_node_goes_on_when_the_lease_of_a_dead_one_is_over(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_accounts(&mut owner, 1).await;
        begin(&mut owner, "act=freeze&id=1&id=2", &[]).await;
        app.execute("UPDATE jobs SET status = 'running', lease = 'of the dead', lease_until = created_at").await;
        let other = app.beside(|_| {}).await;
        work(&other).await;
        assert!(states(&mut owner).await.iter().all(|(_, state)| state.contains("Frozen")));
        let page = owner.get("/tasks/1").await;
        assert_eq!((count(&page, "Done"), page.has_text("Completed")), ("2".to_owned(), true), "{}", page.text());
    }

    async fn two_nodes_do_each_object_once(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_accounts(&mut owner, 6).await;
        begin(&mut owner, "act=freeze&all=on&q=firm", &[]).await;
        begin(&mut owner, "act=set&all=on&q=firm", &[("force_2fa_auth", "1")]).await;
        let other = app.beside(|_| {}).await;
        tokio::join!(work(&app), work(&other));
        let mut frozen = 0;
        for job in [1, 2] {
            let page = owner.get(&format!("/tasks/{job}")).await;
            let number = |label| count(&page, label).parse::<usize>().unwrap_or(0);
            assert_eq!(number("Done") + number("Refused"), 6, "{}", page.text());
            frozen += if job == 1 { number("Done") } else { 0 };
        }
        let records = owner.get("/audit?size=200&action=freeze").await.rows().len();
        assert_eq!(records, frozen, "each that is done is done once");
    }

    async fn a_job_stops_with_the_reason_when_whoever_asked_may_no_longer(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_accounts(&mut owner, 1).await;
        begin(&mut owner, "act=freeze&id=1&id=2", &[]).await;
        app.execute("UPDATE admins SET role = 'auditor'").await;
        work(&app).await;
        let page = owner.get("/tasks/1").await;
        assert!(page.has_text("Failed") && page.has_text("owner may no longer do this"), "{}", page.text());
        assert!(states(&mut owner).await.iter().all(|(_, state)| !state.contains("Frozen")));
    }

    async fn a_job_over_users_of_an_account_that_is_gone_fails_and_does_not_come_again(app: TestApp) {
        let mut owner = crate::login_as::scene(&app).await;
        let bulk = "/accounts/1/users/bulk";
        assert_eq!(owner.submit_on(&format!("{bulk}?act=deactivate&all=on"), bulk, &[], &[]).await.status, 303);
        app.execute("UPDATE jobs SET account_id = 99").await;
        work(&app).await;
        let page = owner.get("/tasks/1").await;
        assert!(page.has_text("Failed"), "{}", page.text());
        assert!(!step(&app.state).await.expect("the worker works"), "it is over");
    }

    async fn what_became_of_a_job_is_kept_for_thirty_days(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        begin(&mut owner, "act=freeze&id=1", &[]).await;
        work(&app).await;
        for (days, there) in [(29, true), (2, false)] {
            app.clock.advance(Duration::days(days));
            steward::housekeeping::step(&app.state).await.expect("it is done");
            let mut owner = crate::login_as::signed_in(&app, "/sign-in", "owner", crate::support::app::OWNER_PASSWORD).await;
            assert_eq!(owner.get("/tasks/1").await.status == 200, there, "{days}");
        }
    }
}
