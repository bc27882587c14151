//! What grows every day is forgotten as the settings say: some at a time, half a day of it at once, on the record.

use crate::api::Script;
use crate::both_databases;
use crate::housekeeping::count;
use crate::jobs::{begin, work};
use crate::mail::{notice, queued};
use crate::portal::{PASSWORD, account_with_anna};
use crate::support::app::{TestApp, signed_in_owner};
use crate::support::client::Client;
use crate::support::database::Engine;
use chrono::{Duration, TimeDelta};
use serde_json::json;
use steward::config::Kept;
use steward::db::{One, Statement};
use steward::housekeeping;

async fn days_pass(app: &TestApp, days: i64) {
    app.clock.advance(Duration::days(days));
    housekeeping::step(&app.state).await.expect("it is done");
}

/// What the record says of what was forgotten: the kind, and how much.
async fn purged(app: &TestApp, kind: &str) -> Vec<String> {
    let mut conn = app.state.db.conn().await.expect("the database answers");
    let query = format!("SELECT changes FROM audit WHERE object_kind = '{kind}' AND action = 'purge' ORDER BY id");
    let said = conn.fetch_all::<One<String>>(Statement::new(sqlx::AssertSqlSafe(query))).await.expect("a query");
    let changes = |(changes,): One<String>| serde_json::from_str::<Vec<[String; 3]>>(&changes).expect("JSON");
    let counts = said.into_iter().flat_map(changes).filter(|[field, ..]| field == "count");
    counts.map(|[_, _, count]| count).collect()
}

async fn some_fail_to_sign_in(app: &TestApp, times: usize) {
    for _ in 0..times {
        let tried = [("login", "owner"), ("password", "not the password at all")];
        app.client().submit("/sign-in", &tried).await;
    }
}

async fn sign_in_again(app: &TestApp) -> Client {
    let mut owner = app.client();
    let right = [("login", "owner"), ("password", crate::support::app::OWNER_PASSWORD)];
    assert_eq!(owner.submit("/sign-in", &right).await.status, 303);
    owner
}

both_databases! {
    async fn attempts_to_sign_in_go_after_400_days_half_a_day_of_them_at_once(app: TestApp) {
        signed_in_owner(&app).await;
        some_fail_to_sign_in(&app, 3).await;
        days_pass(&app, 1).await;
        some_fail_to_sign_in(&app, 2).await;
        days_pass(&app, 399).await;
        assert_eq!(count(&app, "sign_ins").await, 6, "the first are 400 days old, and no day more");
        days_pass(&app, 1).await;
        assert_eq!(count(&app, "sign_ins").await, 2);
        app.clock.advance(Duration::hours(11));
        days_pass(&app, 0).await;
        assert_eq!(purged(&app, "sign-in").await, ["4"], "half a day goes at once");
        days_pass(&app, 1).await;
        assert_eq!(count(&app, "sign_ins").await, 0);
        assert_eq!(purged(&app, "sign-in").await, ["4", "2"]);
    }

    async fn texts_of_letters_go_after_90_days_and_the_rest_of_them_stays(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let sent = queued(&app, notice(&app, None)).await;
        app.execute("UPDATE outbox SET status = 'failed'").await;
        queued(&app, notice(&app, None)).await;
        days_pass(&app, 90).await;
        assert_eq!(count(&app, "outbox WHERE html <> '' AND body <> ''").await, 2);
        days_pass(&app, 2).await;
        assert_eq!(count(&app, "outbox WHERE html = '' AND body = ''").await, 1, "what waits is not forgotten");
        assert_eq!(purged(&app, "letter").await, ["1"]);
        owner = { drop(owner); sign_in_again(&app).await };
        let page = owner.get(&format!("/outbox/{sent}")).await;
        assert!(page.has_text("The text of this letter is no longer kept") && !page.has_text("Send again"), "{}", page.text());
        let refused = owner.post(&format!("/outbox/{sent}/again"), &[]).await;
        assert_eq!(refused.status, 409, "{}", refused.text());
        assert_eq!(count(&app, "outbox WHERE status = 'failed'").await, 1);
        days_pass(&app, 100).await;
        assert_eq!(purged(&app, "letter").await, ["1"], "nothing is forgotten twice");
    }

    async fn jobs_that_are_over_go_after_30_days_with_what_became_of_each_object(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        assert_eq!(owner.submit("/tariffs/new", &[("name", "Basic"), ("title", "Basic")]).await.status, 303);
        crate::resource::make_account(&mut owner, "acme").await;
        for act in ["freeze", "unfreeze"] {
            begin(&mut owner, &format!("act={act}&id=1"), &[]).await;
            work(&app).await;
        }
        days_pass(&app, 30).await;
        assert_eq!([count(&app, "jobs").await, count(&app, "job_items").await], [2, 2]);
        days_pass(&app, 2).await;
        assert_eq!([count(&app, "jobs").await, count(&app, "job_items").await], [0, 0]);
        assert_eq!(purged(&app, "job").await, ["2"]);
    }

    async fn answers_by_idempotency_key_go_after_a_day(app: TestApp) {
        let mut script = Script::new(&app).await;
        for key in ["one", "two"] {
            let headers = [("idempotency-key", key)];
            assert_eq!(script.json_with("accounts/freeze", &headers, json!({"id": 1})).await.status, 200);
        }
        days_pass(&app, 1).await;
        assert_eq!(count(&app, "api_answers").await, 2);
        days_pass(&app, 2).await;
        assert_eq!(count(&app, "api_answers").await, 0);
        assert_eq!(purged(&app, "api-answer").await, ["2"]);
    }
}

both_databases! {
    async fn whoever_comes_back_after_that_is_told_of_a_new_device_still(engine: Engine) {
        let days = Some(TimeDelta::days(30));
        let app = TestApp::spawn_with(engine, |config| config.kept.sign_ins = days).await;
        account_with_anna(&app).await;
        let mut first = app.client();
        let anna = [("login", "anna@acme"), ("password", PASSWORD)];
        assert_eq!(first.submit("/portal/sign-in", &anna).await.status, 303);
        days_pass(&app, 32).await;
        assert_eq!(count(&app, "sign_ins").await, 0);
        let told = async || count(&app, "outbox WHERE kind = 'new-device'").await;
        assert_eq!(told().await, 0);
        assert_eq!(app.client().submit("/portal/sign-in", &anna).await.status, 303);
        assert_eq!(told().await, 1);
    }

    async fn what_is_kept_for_ever_stays(engine: Engine) {
        let ever = Kept { records: None, letters: None, sign_ins: None, jobs: None };
        let app = TestApp::spawn_with(engine, |config| config.kept = ever).await;
        signed_in_owner(&app).await;
        days_pass(&app, 5_000).await;
        assert_eq!(count(&app, "sign_ins").await, 1);
    }

    async fn a_setting_of_40_days_holds_and_more_than_a_batch_is_on_the_record_batch_by_batch(engine: Engine) {
        let days = Some(TimeDelta::days(40));
        let app = TestApp::spawn_with(engine, |config| config.kept.sign_ins = days).await;
        signed_in_owner(&app).await;
        for _ in 0..12 {
            app.execute("INSERT INTO sign_ins (owner_kind, login, outcome, ip, user_agent, at) SELECT owner_kind, login, outcome, ip, user_agent, at FROM sign_ins").await;
        }
        days_pass(&app, 42).await;
        assert_eq!(count(&app, "sign_ins").await, 0);
        assert_eq!(purged(&app, "sign-in").await, ["2000", "2000", "96"]);
    }
}
