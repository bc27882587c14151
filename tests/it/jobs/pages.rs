//! The pages of jobs, with script and without.

use super::{begin, make_accounts, work};
use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::app::TestApp;

both_databases! {
    async fn the_list_names_each_job_and_is_narrowed(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        assert!(owner.get("/tasks").await.has_text("No jobs yet"));
        make_accounts(&mut owner, 1).await;
        begin(&mut owner, "act=freeze&id=1", &[]).await;
        work(&app).await;
        begin(&mut owner, "act=unfreeze&id=1", &[]).await;
        let titles = async |owner: &mut crate::support::client::Client, query: &str| {
            owner.get(&format!("/tasks{query}")).await.texts("td.title")
        };
        assert_eq!(titles(&mut owner, "").await, ["Unfreeze", "Freeze"]);
        assert_eq!(titles(&mut owner, "?status=completed").await, ["Freeze"]);
        assert_eq!(titles(&mut owner, "?who=owner&kind=accounts").await.len(), 2);
        assert_eq!(titles(&mut owner, "?kind=users").await, [] as [&str; 0]);
    }

    async fn the_page_of_a_running_job_reloads_until_told_to_stop(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        begin(&mut owner, "act=freeze&id=1", &[]).await;
        let refreshes = "http-equiv=\"refresh\" content=\"3\"";
        assert!(owner.get("/tasks/1").await.body.contains(refreshes));
        assert!(!owner.get("/tasks/1?live=0").await.body.contains(refreshes));
        work(&app).await;
        assert!(!owner.get("/tasks/1").await.body.contains(refreshes));
    }

    async fn events_say_how_far_a_job_is_and_end_with_it(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        begin(&mut owner, "act=freeze&id=1", &[]).await;
        work(&app).await;
        let events = owner.get("/tasks/1/events").await;
        assert_eq!((events.status, events.header("content-type"), events.header("cache-control")), (200, "text/event-stream", "no-store"));
        let data = events.body.lines().find_map(|line| line.strip_prefix("data: ")).expect("an event");
        let said: serde_json::Value = serde_json::from_str(data).expect("JSON");
        assert_eq!(said, serde_json::json!({"value": 1, "max": 1, "text": "1 of 1 (100%)", "over": true}));
        assert_eq!(app.client().get("/tasks/1/events").await.status, 303, "a stranger is sent to sign in");
    }
}
