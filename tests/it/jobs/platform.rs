//! What the platform works on stands among Steward's own jobs, as the platform reports it.

use super::work;
use crate::api::Script;
use crate::both_databases;
use crate::support::app::TestApp;
use chrono::Duration;
use serde_json::{Value, json};

async fn report(script: &mut Script, at: &str, task: Value) -> String {
    let told = script.ok("tasks/report", json!({"account_id": "acme", "at": at, "tasks": [task]})).await;
    told["data"][0]["outcome"].as_str().expect("a word").to_owned()
}

fn task(status: &str, progress: i64) -> Value {
    json!({"id": "import-17", "name": "Import of <b>clients</b>.csv", "status": status, "progress": progress})
}

both_databases! {
    async fn a_task_is_followed_as_it_is_reported(app: TestApp) {
        let mut script = Script::new(&app).await;
        assert_eq!(report(&mut script, "2026-03-02T11:50:00Z", task("waiting", 0)).await, "stored");
        assert_eq!(report(&mut script, "2026-03-02T11:58:00Z", task("running", 34)).await, "stored");
        assert_eq!(report(&mut script, "2026-03-02T11:55:00Z", task("running", 20)).await, "older");
        let page = script.owner.get("/tasks/1").await;
        assert!(page.title().contains("Import of <b>clients</b>.csv") && page.has_text("34 of 100 (34%)"), "{}", page.text());
        assert!(page.has_text("import-17") && !page.has_text("Objects"), "{}", page.text());
        assert_eq!(page.texts("main form button").len(), 0, "nobody here stops it");
        assert_eq!(script.json("jobs/cancel", json!({"id": 1})).await.status, 404);
        let job = script.ok("jobs/get", json!({"id": 1})).await["data"].clone();
        assert_eq!((&job["kind"], &job["act"], &job["progress"]), (&json!("platform"), &json!("Import of <b>clients</b>.csv"), &json!(34)));

        let failed = json!({"id": "import-17", "name": "Import", "status": "failed", "progress": 40, "error": "Row 7 has no email"});
        assert_eq!(report(&mut script, "2026-03-02T11:59:00Z", failed).await, "stored");
        let page = script.owner.get("/tasks/1").await;
        assert!(page.has_text("The platform says: Row 7 has no email"), "{}", page.text());
        assert_eq!(script.owner.get("/tasks?kind=platform&status=failed").await.rows().len(), 1);
        assert_eq!(report(&mut script, "2026-03-02T12:00:00Z", task("completed", 0)).await, "stored", "it was tried again");
        let status = script.ok("tasks/status", json!({"task_id": 1})).await["data"].clone();
        assert_eq!((&status["status"], &status["progress"]), (&json!("completed"), &json!(100)));
    }

    async fn one_that_is_not_reported_for_an_hour_is_lost_until_it_is(app: TestApp) {
        let mut script = Script::new(&app).await;
        let now = |app: &TestApp| app.clock.now().to_rfc3339();
        assert_eq!(report(&mut script, &now(&app), task("running", 34)).await, "stored");
        app.clock.advance(Duration::minutes(59));
        work(&app).await;
        let status = async |script: &mut Script| script.ok("tasks/status", json!({"task_id": 1})).await["data"]["status"].clone();
        assert_eq!(status(&mut script).await, "running");
        app.clock.advance(Duration::minutes(1));
        work(&app).await;
        assert_eq!(status(&mut script).await, "failed");
        let job = script.ok("jobs/get", json!({"id": 1})).await["data"].clone();
        assert_eq!(job["error_text"], "The platform has not reported it for an hour.");
        assert_eq!(report(&mut script, &now(&app), task("running", 50)).await, "stored");
        assert_eq!(status(&mut script).await, "running");
        app.clock.advance(Duration::days(31));
        work(&app).await;
        app.clock.advance(Duration::days(31));
        steward::housekeeping::step(&app.state).await.expect("the database answers");
        assert_eq!(script.json("jobs/get", json!({"id": 1})).await.status, 404, "it is forgotten with the others");
    }

    async fn what_is_wrong_with_one_task_leaves_the_others(app: TestApp) {
        let mut script = Script::new(&app).await;
        let tasks = json!([
            {"id": "1", "name": "Fine", "status": "running"},
            {"id": " ", "name": "No id", "status": "running"},
            {"id": "3", "name": "", "status": "running"},
            {"id": "4", "name": "Stopped", "status": "stopped"},
            {"id": "5", "name": "Too far", "status": "running", "progress": 101},
            {"id": "1", "name": "Fine again", "status": "completed"},
        ]);
        let told = script.ok("tasks/report", json!({"tasks": tasks})).await;
        let outcomes: Vec<&str> = told["data"].as_array().expect("outcomes").iter().filter_map(|it| it["outcome"].as_str()).collect();
        assert_eq!(outcomes, ["stored", "refused", "refused", "refused", "refused", "stored"]);
        // The same id in an account is another task.
        assert_eq!(report(&mut script, "2026-03-02T11:00:00Z", json!({"id": "1", "name": "Of Acme", "status": "running"})).await, "stored");
        let all = script.ok("jobs/list", json!({"kind": "platform"})).await;
        let names: Vec<&str> = all["data"].as_array().expect("rows").iter().filter_map(|it| it["act"].as_str()).collect();
        assert_eq!(names, ["Fine again", "Of Acme"]);
        for wrong in [json!({"tasks": []}), json!({"account_id": "nobody", "tasks": [{"id": "1", "name": "A", "status": "running"}]}),
            json!({"at": "2026-03-02T13:00:00Z", "tasks": [{"id": "1", "name": "A", "status": "running"}]})] {
            assert_ne!(script.json("tasks/report", wrong.clone()).await.status, 200, "{wrong}");
        }
    }
}
