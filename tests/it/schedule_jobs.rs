//! What Steward does by itself: seen, begun by hand, switched off, and marked where it fails.

use crate::admins::signed_in_admin;
use crate::both_databases;
use crate::login_as;
use crate::resource::{make_account, owner_of_acme};
use crate::support::answer::Answer;
use crate::support::app::{OWNER_PASSWORD, TestApp, signed_in_owner};
use crate::support::client::Client;
use chrono::Duration;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use steward::error::Error;
use steward::feature::{Does, Schedule, Schedules, Sweep};
use steward::schedule_jobs;
use steward::state::State;

const PAGE: &str = "/schedule-jobs";
const PURGE: &str = "/schedule-jobs/accounts-purge";

/// The cells of one: its name and what it does, how it stands, when it last ran, and when it will.
fn row(page: &Answer, name: &str) -> Vec<String> {
    page.rows().into_iter().find(|cells| cells[0].starts_with(name)).unwrap_or_default()
}

async fn press(client: &mut Client, address: &str) -> Answer {
    assert_eq!(client.get(PAGE).await.status, 200);
    client.post(address, &[]).await
}

fn purge(app: &TestApp) -> (&'static Schedule, Sweep) {
    let all = app.state.part::<Schedules>();
    let schedule = all.0.iter().find(|it| it.name == "accounts-purge").expect("it is there");
    let Does::Round(sweep) = schedule.does else { panic!("it is a round") };
    (schedule, sweep)
}

/// The round as housekeeping begins it.
async fn round(app: &TestApp) {
    let (schedule, sweep) = purge(app);
    schedule_jobs::round(&app.state, schedule, sweep).await.expect("the database answers");
}

/// Acme is deleted, and its 30 days are over.
async fn to_be_purged(app: &TestApp) -> Client {
    let mut owner = owner_of_acme(app).await;
    make_account(&mut owner, "globex").await;
    assert_eq!(owner.submit("/accounts/1/delete", &[("typed_name", "acme")]).await.status, 303);
    a_month_later(app).await
}

async fn a_month_later(app: &TestApp) -> Client {
    app.clock.advance(Duration::days(31));
    login_as::signed_in(app, "/sign-in", "owner", OWNER_PASSWORD).await
}

async fn is_there(owner: &mut Client) -> bool {
    owner.get("/accounts/1/edit").await.status == 200
}

both_databases! {
    async fn a_round_is_begun_by_hand_and_says_what_came_of_it(app: TestApp) {
        let mut owner = to_be_purged(&app).await;
        let page = owner.get(PAGE).await;
        assert_eq!(row(&page, "Deleted accounts")[1..4], ["Not run yet", "never", "every 10 minutes"]);
        assert_eq!(row(&page, "Jobs Works")[3], "all the time");
        let said = press(&mut owner, &format!("{PURGE}/run")).await;
        assert_eq!((said.status, said.location()), (303, PAGE));
        let page = owner.get(PAGE).await;
        assert!(page.has_text("“Deleted accounts” is done, in "), "{}", page.text());
        let cells = row(&page, "Deleted accounts");
        assert!(cells[1] == "In order" && cells[2].contains("2026, 12:00"), "{cells:?}");
        assert!(cells[3].contains("2026, 12:10"), "the next is ten minutes later: {cells:?}");
        assert!(!is_there(&mut owner).await);
        let record = owner.get("/audit").await;
        assert!(record.rows().iter().any(|cells| cells.iter().any(|it| it.contains("Run by hand"))), "{}", record.text());
        assert_eq!(press(&mut owner, "/schedule-jobs/jobs/run").await.status, 404, "it goes on all the time");
        assert_eq!(press(&mut owner, "/schedule-jobs/nothing/run").await.status, 404);
    }

    async fn what_is_switched_off_waits_and_is_still_begun_by_hand(app: TestApp) {
        let mut owner = to_be_purged(&app).await;
        for _ in 0..2 {
            assert_eq!(press(&mut owner, &format!("{PURGE}/off")).await.status, 303);
        }
        round(&app).await;
        let page = owner.get(PAGE).await;
        let cells = row(&page, "Deleted accounts");
        assert!(cells[1].starts_with("Switched offowner") && cells[3] == "not while it is off", "{cells:?}");
        assert!(owner.get("/accounts?state=deleted").await.has_text("acme"), "it is still there");
        let audit = owner.get("/audit").await;
        let said = |word: &str| audit.rows().iter().filter(|cells| cells.iter().any(|it| it.starts_with(word))).count();
        assert_eq!(said("Deactivated · schedule job"), 1, "once: {}", audit.text());
        assert_eq!(press(&mut owner, "/schedule-jobs/sessions/off").await.status, 404, "without it something breaks");

        assert_eq!(press(&mut owner, &format!("{PURGE}/run")).await.status, 303);
        assert!(!owner.get("/accounts?state=deleted").await.has_text("acme"));
        assert_eq!(owner.submit("/accounts/2/delete", &[("typed_name", "globex")]).await.status, 303);
        let mut owner = a_month_later(&app).await;
        round(&app).await;
        assert!(owner.get("/accounts?state=deleted").await.has_text("globex"), "a run by hand switches nothing on");
        assert_eq!(press(&mut owner, &format!("{PURGE}/on")).await.status, 303);
        round(&app).await;
        assert!(!owner.get("/accounts?state=deleted").await.has_text("globex"));
        assert_eq!(row(&owner.get(PAGE).await, "Deleted accounts")[1], "In order");
    }

    async fn what_fails_is_marked_until_it_works(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let (schedule, sweep) = purge(&app);
        let fails: Sweep = |_| Box::pin(async { Err(Error::Internal(anyhow::anyhow!("the disk is full"))) });
        for _ in 0..2 {
            schedule_jobs::round(&app.state, schedule, fails).await.expect("the database answers");
            app.clock.advance(Duration::minutes(10));
        }
        let page = owner.get(PAGE).await;
        let cells = &page.rows()[0];
        assert!(cells[0].starts_with("Deleted accounts"), "what fails comes first: {cells:?}");
        assert!(cells[1].starts_with("FailingFailed 2 times in a row, since") && !cells[1].contains("the disk is full"), "{cells:?}");
        let overview = owner.get("/").await;
        assert!(overview.texts(".needs a").contains(&"1 schedule job is failing".to_owned()), "{}", overview.text());
        schedule_jobs::round(&app.state, schedule, sweep).await.expect("the database answers");
        assert_eq!(row(&owner.get(PAGE).await, "Deleted accounts")[1], "In order");
        app.clock.advance(Duration::minutes(31));
        let mut owner = login_as::signed_in(&app, "/sign-in", "owner", OWNER_PASSWORD).await;
        assert_eq!(row(&owner.get(PAGE).await, "Deleted accounts")[1], "Late");
    }

    async fn one_runs_at_a_time_and_one_that_was_killed_is_begun_again(app: TestApp) {
        let mut owner = to_be_purged(&app).await;
        let (schedule, _) = purge(&app);
        let never: Sweep = |_| Box::pin(std::future::pending());
        // A process that ends in the middle.
        let killed = schedule_jobs::round(&app.state, schedule, never);
        assert!(tokio::time::timeout(std::time::Duration::from_millis(300), killed).await.is_err());
        let page = owner.get(PAGE).await;
        assert_eq!(row(&page, "Deleted accounts")[1], "Running");
        let answer = press(&mut owner, &format!("{PURGE}/run")).await;
        assert!(answer.status == 409 && answer.has_text("It is running already"), "{}", answer.text());
        app.clock.advance(Duration::minutes(15));
        assert_eq!(press(&mut owner, &format!("{PURGE}/run")).await.status, 303);
        assert!(!owner.get("/accounts?state=deleted").await.has_text("acme"));
    }

    async fn what_goes_on_without_an_end_says_each_minute_that_it_does(app: TestApp) {
        struct Taken(AtomicUsize);
        impl Default for Taken {
            fn default() -> Self {
                Self(AtomicUsize::new(0))
            }
        }
        static STEPS: Schedule = Schedule::steps("jobs", step);
        fn step(state: &State) -> futures_util::future::BoxFuture<'_, steward::error::Result<bool>> {
            Box::pin(async { Ok(state.part::<Taken>().0.fetch_add(1, Ordering::Relaxed) < 2) })
        }
        let mut owner = signed_in_owner(&app).await;
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let working = tokio::spawn(schedule_jobs::steps(Arc::clone(&app.state), stopped, (&STEPS, step)));
        while app.state.part::<Taken>().0.load(Ordering::Relaxed) < 3 {
            tokio::task::yield_now().await;
        }
        stop.send(true).expect("it listens");
        working.await.expect("it does not panic");
        assert_eq!(app.state.part::<Taken>().0.load(Ordering::Relaxed), 3, "two found something, one did not");
        assert_eq!(row(&owner.get(PAGE).await, "Jobs Works")[1], "In order");
        app.clock.advance(Duration::minutes(4));
        assert_eq!(row(&owner.get(PAGE).await, "Jobs Works")[1], "Late", "nobody takes steps any more");
    }

    async fn whoever_may_only_look_sees_no_buttons(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let mut auditor = signed_in_admin(&app, &mut owner, "vera", "auditor").await;
        let page = auditor.get(PAGE).await;
        assert_eq!((page.status, page.texts("main button").len()), (200, 0));
        let names = page.rows().len();
        assert_eq!(names, app.state.part::<Schedules>().0.len());
        assert_eq!(auditor.get("/me").await.status, 200);
        for act in ["run", "off", "on"] {
            assert_eq!(auditor.post(&format!("{PURGE}/{act}"), &[]).await.status, 403, "{act}");
        }
    }
}
