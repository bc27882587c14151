//! A database that is away, busy, old or broken: people get a sentence and an id, nothing is half written, and it heals
//! by itself.

use crate::both_databases;
use crate::ready::{fails, readiness, works};
use crate::resource::owner_of_acme;
use crate::support::answer::Answer;
use crate::support::app::{TestApp, run};
use crate::support::database::Engine;
use crate::support::postgres;
use sqlx::{Connection, SqliteConnection};

/// A page that says what people need and nothing of the cause.
fn is_plain(answer: &Answer, status: u16, sentence: &str) {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert!(answer.has_text(sentence), "{}", answer.text());
    let text = answer.text();
    let id = text.rsplit("Request ").next().unwrap_or_default();
    assert!(id.len() == 16 && id.chars().all(|c| c.is_ascii_hexdigit()), "no id: {text}");
    for cause in ["sql", "postgres", "relation", "table", "connection", "/tmp", "panicked"] {
        assert!(!text.to_lowercase().contains(cause), "{cause}: {text}");
    }
    assert_eq!((answer.header("cache-control"), answer.header("x-content-type-options")), ("no-store", "nosniff"));
}

const AWAY: &str = "The database does not answer. Nothing was changed";

async fn a_database_that_goes_away_is_missed_and_found_again(app: TestApp) {
    let mut owner = owner_of_acme(&app).await;
    let form = owner.get("/accounts/1").await;
    let mut stranger = app.client();
    let sign_in = stranger.get("/sign-in").await;
    for _ in 0..2 {
        postgres::stop(&app.database_url);
        // Twice each: over the connections that were lost, and over those that are refused.
        for _ in 0..2 {
            for path in ["/accounts", "/accounts/1", "/accounts/1/users", "/audit"] {
                is_plain(&owner.get(path).await, 503, AWAY);
            }
            is_plain(&owner.submit_shown(&form, "/accounts/1", &[("title", "Lost")], &[]).await, 503, AWAY);
            let typed = [("login", "owner"), ("password", "seven Purple herons at 4 o'clock")];
            is_plain(&stranger.submit_shown(&sign_in, "/sign-in", &typed, &[]).await, 503, AWAY);
            assert_eq!(stranger.get("/sign-in").await.status, 200, "what needs no database is there");
            assert_eq!((readiness(&app).await, stranger.get("/healthz").await.status), (fails("database"), 200));
        }
        assert!(steward::mail::worker::step(&app.state).await.is_err());
        assert!(steward::housekeeping::step(&app.state).await.is_err());

        postgres::start(&app.database_url);
        assert_eq!((readiness(&app).await, stranger.get("/healthz").await.status), (works(), 200));
        let page = owner.get("/accounts/1").await;
        assert_eq!(
            (page.status, page.value_of("title").as_deref()),
            (200, Some("acme")),
            "still signed in, and nothing was written"
        );
        assert_eq!(owner.get("/accounts/1/history").await.rows().len(), 1);
    }
    let saved = owner.submit_shown(&form, "/accounts/1", &[("title", "Found")], &[]).await;
    assert_eq!(saved.status, 303, "the form that could not be sent is still good: {}", saved.text());
}

/// SQLite has no server to stop, and a file that is open cannot be taken away.
#[test]
fn a_database_that_goes_away_is_missed_and_found_again_on_postgres() {
    run(Engine::Postgres, a_database_that_goes_away_is_missed_and_found_again);
}

async fn a_writer_that_never_ends_refuses_the_others_in_time(app: TestApp) {
    let mut owner = owner_of_acme(&app).await;
    let form = owner.get("/accounts/1").await;
    let mut other =
        SqliteConnection::connect(&app.database_url.replacen("sqlite:", "sqlite://", 1)).await.expect("it opens");
    sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await.expect("it begins");
    is_plain(&owner.submit_shown(&form, "/accounts/1", &[("title", "Lost")], &[]).await, 503, AWAY);
    assert_eq!(owner.get("/accounts/1").await.value_of("title").as_deref(), Some("acme"), "readers wait for no writer");
    sqlx::query("ROLLBACK").execute(&mut other).await.expect("it ends");
    assert_eq!(owner.submit_shown(&form, "/accounts/1", &[("title", "Found")], &[]).await.status, 303);
}

#[test]
fn a_writer_that_never_ends_refuses_the_others_in_time_on_sqlite() {
    run(Engine::Sqlite, a_writer_that_never_ends_refuses_the_others_in_time);
}

both_databases! {
    async fn a_mistake_of_ours_shows_an_id_and_no_cause(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        app.execute("ALTER TABLE outbox RENAME TO outbox_elsewhere").await;
        is_plain(&owner.get("/outbox").await, 500, "Something went wrong. Nothing was changed");
        assert_eq!(owner.get("/accounts").await.status, 200);
        app.execute("ALTER TABLE outbox_elsewhere RENAME TO outbox").await;
        assert_eq!(owner.get("/outbox").await.status, 200);
    }

    async fn a_change_that_cannot_be_recorded_is_not_made(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        app.execute("ALTER TABLE audit RENAME TO audit_elsewhere").await;
        for (path, field) in [("/accounts/1", "title"), ("/accounts/1/freeze", "reason")] {
            is_plain(&owner.submit(path, &[(field, "Other")]).await, 500, "Something went wrong. Nothing was changed");
        }
        let made = owner.submit("/accounts/new", &[("title", "Globex"), ("name", "globex"), ("tariff", "1")]).await;
        is_plain(&made, 500, "Something went wrong. Nothing was changed");
        app.execute("ALTER TABLE audit_elsewhere RENAME TO audit").await;
        let rows = owner.get("/accounts").await.rows();
        assert_eq!(rows.len(), 1, "{rows:?}");
        assert_eq!(rows[0][4], "Active");
        assert_eq!(owner.get("/accounts/1").await.value_of("version").as_deref(), Some("1"));
    }
}
