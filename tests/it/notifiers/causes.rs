//! What comes from limits, delivery, tasks of the platform and schedule jobs: told once, each of its own.

use crate::api::Script;
use crate::both_databases;
use crate::support::app::TestApp;
use crate::support::dump::texts;
use serde_json::{Value, json};
use steward::error::Error;
use steward::feature::{Schedule, Sweep};
use steward::schedule_jobs;

/// By letters to somebody who wants to hear of these.
async fn listening(app: &TestApp, events: &[&str]) -> Script {
    let mut script = Script::new(app).await;
    let ops =
        json!({"name": "Ops", "kind": "email", "language": "EN", "emails": ["ops@example.com"], "events": events});
    script.ok("notifiers/save", ops).await;
    script
}

/// Event and object of each message, in their order.
async fn told(app: &TestApp) -> Vec<String> {
    texts(app, "SELECT event || ' ' || object FROM notifier_deliveries ORDER BY id").await
}

fn used(id: &str, metric: &str) -> Value {
    json!({"id": id, "account": "acme", "metric": metric, "value": 100})
}

both_databases! {
    async fn each_limit_of_an_account_is_told_of_its_own(app: TestApp) {
        let mut script = listening(&app, &["tariff_reached"]).await;
        script.ok("tariffs/save", json!({"id": 1, "emails_per_month": 100, "sms_per_month": 100, "pushes_per_month": 100})).await;
        script.ok("usage/report", json!({"events": [used("a", "emails"), used("b", "sms")]})).await;
        assert_eq!(told(&app).await, ["tariff_reached account:1:emails", "tariff_reached account:1:sms"]);
        script.ok("usage/report", json!({"events": [used("c", "emails"), used("d", "pushes")]})).await;
        assert_eq!(told(&app).await[2..], ["tariff_reached account:1:pushes"]);
    }

    async fn what_comes_back_is_told_by_its_kind(app: TestApp) {
        let mut script = listening(&app, &["quality_poor"]).await;
        let day = |complaints: i64| json!({"days": [{"account": "acme", "day": "2026-03-01", "sent": 5000, "complaints": complaints, "hard": 100, "soft": 0}]});
        script.ok("quality/report", day(50)).await;
        script.ok("quality/report", day(60)).await;
        assert_eq!(told(&app).await, ["quality_poor account:1:complaints", "quality_poor account:1:hard"]);
    }

    async fn a_task_of_the_platform_that_fails_or_is_lost_is_told(app: TestApp) {
        let mut script = listening(&app, &["job_failed"]).await;
        for at in ["2026-03-02T11:50:00Z", "2026-03-02T11:51:00Z"] {
            let tasks = json!([{"id": "1", "name": "Import", "status": "failed", "error": "Row 7"}, {"id": "2", "name": "Export", "status": "running"}]);
            script.ok("tasks/report", json!({"account_id": "acme", "at": at, "tasks": tasks})).await;
        }
        assert_eq!(told(&app).await, ["job_failed job:1"]);
        app.clock.advance(chrono::Duration::hours(1));
        crate::jobs::work(&app).await;
        assert_eq!(told(&app).await, ["job_failed job:1", "job_failed job:2"]);
    }

    async fn a_schedule_job_that_fails_is_told_without_its_cause(app: TestApp) {
        static SCHEDULE: Schedule = Schedule::round("accounts-purge", |_| Box::pin(async { Ok(()) }));
        listening(&app, &["job_failed"]).await;
        let fails: Sweep = |_| Box::pin(async { Err(Error::Internal(anyhow::anyhow!("a table of secrets"))) });
        for _ in 0..2 {
            schedule_jobs::round(&app.state, &SCHEDULE, fails).await.expect("the database answers");
        }
        assert_eq!(told(&app).await, ["job_failed schedule_job=accounts-purge"]);
        let said = texts(&app, "SELECT said FROM notifier_deliveries").await;
        assert!(!said[0].contains("secrets"), "{said:?}");
    }
}
