//! Every wait for the database has a limit: who hangs, hangs alone, and not for ever.

use crate::resource::{make_account, owner_of_acme};
use crate::support::app::{TestApp, run};
use crate::support::client::Client;
use crate::support::database::Engine;
use crate::support::postgres::{self, Asleep};
use crate::{both_databases, ready};
use futures_util::future::join_all;
use sqlx::{Connection, PgConnection};
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use steward::config::Config;
use steward::db::Limits;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, UnixStream};
use tokio::sync::watch;

/// Short, so that a test may wait for it.
const WORK: Duration = Duration::from_secs(2);
const SLACK: Duration = Duration::from_secs(2);

/// Where what is waited for is compared with what is not.
const LONG: Duration = Duration::from_secs(8);

fn limits(connections: u32) -> impl FnOnce(&mut Config) {
    move |config| config.database_limits = Limits { work: WORK, connections, pooler: false }
}

fn on_postgres(connections: u32, test: impl AsyncFnOnce(TestApp) + 'static) {
    run(Engine::Postgres, async move |engine: Engine| {
        test(TestApp::spawn_with(engine, limits(connections)).await).await;
    });
}

async fn all_get(client: &Client, count: usize, path: &str) -> Vec<(u16, Duration)> {
    let asked = (0..count).map(|_| {
        let mut client = client.clone();
        async move {
            let begun = Instant::now();
            (client.get(path).await.status, begun.elapsed())
        }
    });
    join_all(asked).await
}

#[test]
fn servers_that_fall_silent_cost_those_who_asked_them_and_nobody_else() {
    on_postgres(4, async |app| {
        let owner = owner_of_acme(&app).await;
        all_get(&owner, 16, "/accounts").await;
        for _ in 0..2 {
            let asleep = Asleep::in_database(&app.database_url);
            assert!(asleep.count() > 0, "somebody is there");
            let answers = all_get(&owner, 12, "/accounts").await;
            for (status, time) in &answers {
                assert!(matches!(status, 200 | 503) && *time < WORK + SLACK, "{answers:?}");
            }
            assert!(answers.iter().any(|(status, _)| *status == 200), "who waited behind them is served: {answers:?}");
            // All that were asleep have been found out, or are when somebody wants them.
            let after = all_get(&owner, 4, "/accounts").await;
            assert!(after.iter().all(|(status, _)| *status == 200), "{after:?}");
            drop(asleep);
        }
    });
}

#[test]
fn a_row_that_somebody_holds_costs_those_who_want_it_and_nobody_else() {
    run(Engine::Postgres, async |engine: Engine| {
        let app = TestApp::spawn_with(engine, |config| {
            config.database_limits = Limits { work: LONG, connections: 4, pooler: false }
        })
        .await;
        let mut owner = owner_of_acme(&app).await;
        make_account(&mut owner, "globex").await;
        let form = owner.get("/accounts/1").await;
        let mut holder = PgConnection::connect(&app.database_url).await.expect("it opens");
        sqlx::raw_sql("BEGIN; SELECT id FROM accounts WHERE id = 1 FOR UPDATE")
            .execute(&mut holder)
            .await
            .expect("it holds");
        let (done, stop) = watch::channel(false);
        let saving = join_all((0..20).map(|at| {
            let (mut client, form) = (owner.clone(), &form);
            async move {
                let begun = Instant::now();
                let title = format!("by {at}");
                let status = client.submit_shown(form, "/accounts/1", &[("title", title.as_str())], &[]).await.status;
                (status, begun.elapsed())
            }
        }));
        let mut reader = owner.clone();
        let reading = async {
            let mut slowest = Duration::ZERO;
            while !*stop.borrow() {
                let begun = Instant::now();
                assert_eq!(reader.get("/accounts").await.status, 200);
                slowest = slowest.max(begun.elapsed());
            }
            slowest
        };
        let (saved, slowest) = tokio::join!(
            async {
                let saved = saving.await;
                done.send(true).ok();
                saved
            },
            reading
        );
        assert!(saved.iter().all(|(status, time)| *status == 503 && *time < LONG + SLACK), "{saved:?}");
        assert!(slowest < LONG / 4, "the list was shown throughout, at worst after {slowest:?}");
        assert_eq!(owner.submit("/accounts/2", &[("title", "Not held")]).await.status, 303);
        holder.close().await.expect("it lets go");
        assert_eq!(owner.submit_shown(&form, "/accounts/1", &[("title", "Free")], &[]).await.status, 303);
    });
}

/// A way to PostgreSQL by TCP, on which everything stops when it is told to, as when a cable is pulled.
async fn a_way(name: &str) -> (String, watch::Sender<bool>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has a free port");
    let address: SocketAddr = listener.local_addr().expect("it has an address");
    let (hole, is_hole) = watch::channel(false);
    actix_web::rt::spawn(async move {
        let mut held = Vec::new();
        while let Ok((mut here, _)) = listener.accept().await {
            let mut is_hole = is_hole.clone();
            if *is_hole.borrow() {
                held.push(here);
                continue;
            }
            actix_web::rt::spawn(async move {
                let Ok(mut there) = UnixStream::connect(postgres::socket()).await else { return };
                tokio::select! {
                    _ = copy_bidirectional(&mut here, &mut there) => return,
                    _ = is_hole.wait_for(|hole| *hole) => {}
                }
                // Neither side hears anything any more, not even that it is over.
                std::future::pending::<()>().await;
            });
        }
    });
    (format!("postgres://steward@{address}/{name}"), hole)
}

#[test]
fn a_network_that_swallows_everything_is_an_outage_in_time_and_over_at_once() {
    on_postgres(4, async |app| {
        let (url, hole) = a_way(postgres::name_in(&app.database_url)).await;
        let mut owner = owner_of_acme(&app).await;
        let node = app.beside_at(&url, limits(4)).await;
        let form = owner.get("/accounts/1").await;
        owner = owner.at(&node.base_url);
        for _ in 0..2 {
            hole.send(true).expect("the way is there");
            let answers = all_get(&owner, 12, "/accounts").await;
            assert!(answers.iter().all(|(status, time)| *status == 503 && *time < WORK + SLACK), "{answers:?}");
            assert_eq!(ready::readiness(&node).await, ready::fails("database"));
            hole.send(false).expect("the way is there");
            let begun = Instant::now();
            assert_eq!(owner.get("/accounts").await.status, 200);
            assert!(begun.elapsed() < Duration::from_secs(1), "the first after it is served");
        }
        assert_eq!(owner.submit_shown(&form, "/accounts/1", &[("title", "Found")], &[]).await.status, 303);
    });
}

#[test]
fn fewer_connections_than_asked_for_are_enough() {
    on_postgres(16, async |app| {
        let mut owner = owner_of_acme(&app).await;
        postgres::execute("CREATE ROLE few LOGIN CONNECTION LIMIT 3");
        app.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO few").await;
        app.execute("GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO few").await;
        let other = app.beside_at(&app.database_url.replace("steward@", "few@"), |_| {}).await;
        let (few, form) = (owner.at(&other.base_url), owner.get("/accounts/1").await);
        for _ in 0..3 {
            let answers = all_get(&few, 40, "/accounts").await;
            assert!(answers.iter().all(|(status, _)| *status == 200), "{answers:?}");
        }
        let saved = few.clone().submit_shown(&form, "/accounts/1", &[("title", "Few")], &[]).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        assert_eq!(ready::readiness(&other).await, ready::works());
    });
}

async fn a_statement_without_end_is_broken_off(app: TestApp) {
    let mut owner = owner_of_acme(&app).await;
    app.execute("CREATE TABLE notes (at BIGINT)").await;
    match app.engine {
        Engine::Sqlite => {
            app.execute(
                "CREATE VIEW endless AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS at FROM n",
            )
            .await;
            app.execute(
                "CREATE TRIGGER slow AFTER INSERT ON tariffs BEGIN INSERT INTO notes SELECT at FROM endless; END",
            )
            .await;
        }
        Engine::Postgres => {
            app.execute("CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(60); RETURN NEW; END'").await;
            app.execute("CREATE TRIGGER slow AFTER INSERT ON tariffs FOR EACH ROW EXECUTE FUNCTION slow()").await;
        }
    }
    let begun = Instant::now();
    let answer = owner.submit("/tariffs/new", &[("name", "Gold"), ("title", "Gold")]).await;
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert!(begun.elapsed() < WORK + SLACK);
    let begun = Instant::now();
    assert_eq!(owner.submit("/accounts/1", &[("title", "Meanwhile")]).await.status, 303);
    assert!(begun.elapsed() < SLACK, "it does not go on behind our back");
    assert_eq!(owner.get("/tariffs").await.rows().len(), 1);
    assert_eq!(ready::readiness(&app).await, ready::works());
}

both_databases! {
    async fn a_statement_without_end_ends(engine: Engine) {
        a_statement_without_end_is_broken_off(TestApp::spawn_with(engine, limits(4)).await).await;
    }
}
