//! `/readyz` goes the way that the work goes: it says in a word each what is in its way. Who reads is served all the
//! same.

use crate::api::Script;
use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::answer::Answer;
use crate::support::app::{TestApp, run};
use crate::support::database::Engine;
use crate::support::postgres;
use chrono::Duration;
use serde_json::json;
use sqlx::{Connection, SqliteConnection};
use steward::db::{Seal, key};

/// The status and the words, looked up anew.
pub async fn readiness(app: &TestApp) -> (u16, String) {
    app.clock.advance(Duration::seconds(1));
    let answer = app.client().get("/readyz").await;
    (answer.status, answer.body)
}

pub fn fails(words: &str) -> (u16, String) {
    (503, words.to_owned())
}

pub fn works() -> (u16, String) {
    (200, String::new())
}

both_databases! {
    async fn however_many_ask_one_looks(app: TestApp) {
        assert_eq!(readiness(&app).await, works());
        let before = app.state.db.statements();
        readiness(&app).await;
        let one_look = app.state.db.statements() - before;
        assert!(one_look > 0);
        app.clock.advance(Duration::seconds(1));
        let before = app.state.db.statements();
        let asked = (0..50).map(|_| {
            let mut client = app.client();
            async move { client.get("/readyz").await.status }
        });
        assert!(futures_util::future::join_all(asked).await.iter().all(|status| *status == 200));
        assert_eq!(app.state.db.statements() - before, one_look);
        app.clock.advance(Duration::milliseconds(900));
        app.client().get("/readyz").await;
        assert_eq!(app.state.db.statements() - before, one_look, "its answer is good for a second");
    }

    async fn a_schema_that_is_older_or_made_for_later_programs_is_named(app: TestApp) {
        assert_eq!(readiness(&app).await, works());
        app.execute("UPDATE _sqlx_migrations SET version = -version").await;
        assert_eq!(readiness(&app).await, fails("schema"));
        app.execute("UPDATE _sqlx_migrations SET version = -version").await;
        assert_eq!(readiness(&app).await, works());
    }

    /// As when somebody lets go of a lost key, or puts another database in, and a node with the old key goes on.
    async fn a_key_that_is_not_the_databases_any_more_is_named_and_readers_are_served(app: TestApp) {
        let mut script = Script::new(&app).await;
        assert_eq!(readiness(&app).await, works());
        belongs_to(&app, &Seal::new([7; 32])).await;
        assert_eq!(readiness(&app).await, fails("key"));
        let checked = steward::key::check(&app.state.config).await.expect("it is looked at");
        assert!(!checked.sound && checked.lines.iter().any(|line| line.starts_with("the database was sealed with another key")), "{:?}", checked.lines);
        what_reads_is_served(&mut script).await;
        belongs_to(&app, &app.state.seal).await;
        assert_eq!(readiness(&app).await, works());
    }
}

async fn belongs_to(app: &TestApp, seal: &Seal) {
    let mut conn = app.state.db.begin().await.expect("the database answers");
    key::replace(&mut conn, seal, app.clock.now()).await.expect("it is replaced");
    conn.commit().await.expect("it is kept");
}

async fn what_reads_is_served(script: &mut Script) {
    for path in ["/accounts", "/accounts/1", "/accounts/1/users", "/audit", "/tariffs"] {
        assert_eq!(script.owner.get(path).await.status, 200, "{path}");
    }
    for call in ["accounts/list", "tariffs/list", "audit/list"] {
        assert_eq!(script.json(call, json!({})).await.status, 200, "{call}");
    }
}

async fn what_reads_is_served_and_what_writes_is_an_outage(script: &mut Script) {
    what_reads_is_served(script).await;
    let form = script.owner.get("/accounts/1").await;
    let refused: [Answer; 2] = [
        script.owner.submit_shown(&form, "/accounts/1", &[("title", "Lost")], &[]).await,
        script.json("accounts/save", json!({"id": 1, "title": "Lost"})).await,
    ];
    for answer in refused {
        assert_eq!(answer.status, 503, "{}", answer.body);
    }
    assert_eq!(script.owner.get("/accounts/1").await.value_of("title").as_deref(), Some("acme"));
}

/// As a node finds itself after a failover that has left it at the old server.
async fn a_standby_is_an_outage_to_writers_and_serves_readers(app: TestApp) {
    let mut script = Script::new(&app).await;
    assert_eq!(script.json("accounts/list", json!({})).await.status, 200);
    let name = postgres::name_in(&app.database_url);
    postgres::execute(&format!("ALTER DATABASE {name} SET default_transaction_read_only = on"));
    postgres::stop(&app.database_url);
    postgres::start(&app.database_url);
    // Later than a token's or a session's last note of use, so that a note is due, and in another minute than the calls
    // that were counted.
    app.clock.advance(Duration::minutes(2));
    assert_eq!(readiness(&app).await, fails("standby"));
    what_reads_is_served_and_what_writes_is_an_outage(&mut script).await;

    postgres::execute(&format!("ALTER DATABASE {name} RESET default_transaction_read_only"));
    postgres::stop(&app.database_url);
    postgres::start(&app.database_url);
    assert_eq!(readiness(&app).await, works());
    assert_eq!(script.owner.submit("/accounts/1", &[("title", "Found")]).await.status, 303);
}

#[test]
fn a_standby_is_an_outage_to_writers_and_serves_readers_on_postgres() {
    run(Engine::Postgres, a_standby_is_an_outage_to_writers_and_serves_readers);
}

async fn somebody_who_writes_without_end_is_in_the_way_of_writers_alone(app: TestApp) {
    let mut script = Script::new(&app).await;
    assert_eq!(script.json("accounts/list", json!({})).await.status, 200);
    let mut other =
        SqliteConnection::connect(&app.database_url.replacen("sqlite:", "sqlite://", 1)).await.expect("it opens");
    sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await.expect("it begins");
    app.clock.advance(Duration::minutes(2));
    assert_eq!(readiness(&app).await, fails("write"));
    what_reads_is_served_and_what_writes_is_an_outage(&mut script).await;
    sqlx::query("ROLLBACK").execute(&mut other).await.expect("it ends");
    assert_eq!(readiness(&app).await, works());
    assert_eq!(script.owner.submit("/accounts/1", &[("title", "Found")]).await.status, 303);
}

#[test]
fn somebody_who_writes_without_end_is_in_the_way_of_writers_alone_on_sqlite() {
    run(Engine::Sqlite, async |engine: Engine| {
        let app =
            TestApp::spawn_with(engine, |config| config.database_limits.work = std::time::Duration::from_secs(4)).await;
        somebody_who_writes_without_end_is_in_the_way_of_writers_alone(app).await;
    });
}

async fn calls_are_counted_while_the_database_cannot(app: TestApp) {
    let mut script = Script::new(&app).await;
    app.execute("ALTER TABLE api_rates RENAME TO api_rates_elsewhere").await;
    let broken = script.json("accounts/list", json!({})).await;
    assert_eq!(broken.status, 500, "a mistake of ours is no outage");
    app.execute("ALTER TABLE api_rates_elsewhere RENAME TO api_rates").await;
    let mut other =
        SqliteConnection::connect(&app.database_url.replacen("sqlite:", "sqlite://", 1)).await.expect("it opens");
    sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await.expect("it begins");
    app.clock.advance(Duration::minutes(1));
    for _ in 0..3 {
        assert_eq!(script.json("accounts/list", json!({})).await.status, 200);
    }
    assert_eq!(script.json("accounts/list", json!({})).await.status, 429);
    sqlx::query("ROLLBACK").execute(&mut other).await.expect("it ends");
}

#[test]
fn calls_are_counted_while_the_database_cannot_on_sqlite() {
    run(Engine::Sqlite, async |engine: Engine| {
        let app = TestApp::spawn_with(engine, |config| {
            config.api_rate = 3;
            config.database_limits.work = std::time::Duration::from_secs(4);
        });
        calls_are_counted_while_the_database_cannot(app.await).await;
    });
}

both_databases! {
    async fn readyz_needs_neither_session_nor_host_and_says_nothing_else(app: TestApp) {
        owner_of_acme(&app).await;
        let mut stranger = app.client();
        let answer = stranger.get_with("/readyz", &[("host", "elsewhere.example")]).await;
        assert_eq!((answer.status, answer.body), works());
    }
}
