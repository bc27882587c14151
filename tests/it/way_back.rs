//! What the engine ended by itself leaves nothing behind: the connection is thrown away, and the next save works as
//! soon as the cause has gone.

use crate::both_databases;
use crate::ready::{fails, readiness, works};
use crate::resource::owner_of_acme;
use crate::support::app::{TestApp, run};
use crate::support::client::Client;
use crate::support::database::{Database, Engine};
use crate::support::disk::Disk;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use steward::config::Config;
use steward::db::Limits;
use steward::mail::Transport;

/// What a save may take once the cause has gone.
const SOON: Duration = Duration::from_secs(1);
/// Short, so that a test may wait for it.
const WORK: Duration = Duration::from_secs(2);
const LOST: &str = "Nothing was changed";

async fn is_refused(owner: &mut Client) {
    let form = owner.get("/accounts/1").await;
    assert_eq!(form.status, 200, "what only reads is served");
    let title = form.value_of("title");
    let answer = owner.submit_shown(&form, "/accounts/1", &[("title", "Lost")], &[]).await;
    assert!(answer.status == 503 && answer.has_text(LOST), "{} {}", answer.status, answer.text());
    assert_eq!(owner.get("/accounts/1").await.value_of("title"), title);
}

async fn is_saved(owner: &mut Client, title: &str) {
    assert_eq!(owner.submit("/accounts/1", &[("title", title)]).await.status, 303);
    assert_eq!(owner.get("/accounts/1").await.value_of("title").as_deref(), Some(title));
}

both_databases! {
    /// A constraint that is looked at when the transaction ends leaves SQLite in the transaction, and PostgreSQL out of
    /// it.
    async fn a_commit_that_is_refused_leaves_a_connection_that_nobody_gets(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        app.execute("CREATE TABLE elders (id BIGINT PRIMARY KEY)").await;
        app.execute("CREATE TABLE heirs (elder BIGINT REFERENCES elders (id) DEFERRABLE INITIALLY DEFERRED)").await;
        match app.engine {
            Engine::Sqlite => app.execute("CREATE TRIGGER orphan AFTER INSERT ON tariffs BEGIN INSERT INTO heirs VALUES (1); END").await,
            Engine::Postgres => {
                app.execute("CREATE FUNCTION orphan() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO heirs VALUES (1); RETURN NEW; END'").await;
                app.execute("CREATE TRIGGER orphan AFTER INSERT ON tariffs FOR EACH ROW EXECUTE FUNCTION orphan()").await;
            }
        }
        for _ in 0..3 {
            let refused = owner.submit("/tariffs/new", &[("name", "Gold"), ("title", "Gold")]).await;
            assert_eq!(refused.status, 500, "{}", refused.text());
            is_saved(&mut owner, "between").await;
        }
        app.execute(match app.engine {
            Engine::Sqlite => "DROP TRIGGER orphan",
            Engine::Postgres => "DROP TRIGGER orphan ON tariffs",
        }).await;
        assert_eq!(owner.submit("/tariffs/new", &[("name", "Gold"), ("title", "Gold")]).await.status, 303);
        // Seen by somebody else, so really kept.
        let other = app.beside(|_| {}).await;
        let rows = owner.at(&other.base_url).get("/tariffs").await.rows();
        assert_eq!(rows.len(), 2, "{rows:?}");
        assert_eq!(readiness(&app).await, works());
    }

    async fn a_save_whose_browser_has_gone_holds_nothing_up(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        for round in 0..20 {
            let begun = app.state.db.begin().await.expect("the database answers");
            // Given up while it waits on SQLite, and on PostgreSQL perhaps in the middle of the statement that begins
            // it.
            let given_up = tokio::time::timeout(Duration::from_micros(50 * round), app.state.db.begin()).await;
            drop((given_up, begun));
            is_saved(&mut owner, &format!("round {round}")).await;
        }
    }
}

async fn on(folder: &Path) -> TestApp {
    TestApp::spawn_on(Database::in_folder(folder.to_owned()), Engine::Sqlite, Transport::memory(), |_| {}).await
}

#[test]
fn a_full_disk_refuses_saves_until_there_is_room_again_on_sqlite() {
    let Some(disk) = Disk::of_14_mb("full") else { return };
    run(Engine::Sqlite, async move |_: Engine| {
        let app = on(disk.folder()).await;
        let mut owner = owner_of_acme(&app).await;
        for round in 0..3 {
            assert_eq!(readiness(&app).await, works());
            let filler = disk.fill();
            // What the log had room for already may still be written.
            let mut saved = 0;
            while owner.submit("/accounts/1", &[("title", &format!("{round} {saved}"))]).await.status == 303 {
                saved += 1;
                assert!(saved < 2000, "the disk is full");
            }
            for _ in 0..3 {
                is_refused(&mut owner).await;
            }
            assert_eq!(readiness(&app).await, fails("room write"));
            assert_eq!(app.client().get("/healthz").await.status, 200);
            std::fs::remove_file(filler).expect("it is there");
            is_saved(&mut owner, &format!("found {round}")).await;
            assert_eq!(readiness(&app).await, works());
        }
    });
}

/// In two ways that have a way back: a file system with files open for writing is not remounted read-only.
#[test]
fn a_database_that_may_not_be_written_any_more_refuses_saves_until_it_may_on_sqlite() {
    let Some(disk) = Disk::on_a_device("read-only") else { return };
    run(Engine::Sqlite, async move |_: Engine| {
        let app = on(disk.folder()).await;
        let mut owner = owner_of_acme(&app).await;
        let ways: [fn(&Disk, bool); 2] = [Disk::protect, Disk::cover];
        for (round, forbid) in ways.into_iter().cycle().take(6).enumerate() {
            assert_eq!(readiness(&app).await, works());
            forbid(&disk, true);
            for _ in 0..3 {
                is_refused(&mut owner).await;
            }
            assert_eq!(readiness(&app).await, fails("write"));
            assert_eq!(app.client().get("/healthz").await.status, 200);
            forbid(&disk, false);
            let begun = Instant::now();
            is_saved(&mut owner, &format!("found {round}")).await;
            assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
            assert_eq!(readiness(&app).await, works());
        }
    });
}

/// The kernel lets nobody write there again before it has been unmounted, and so not before the program has been
/// stopped: until then it is read.
#[test]
fn a_file_system_that_turned_itself_read_only_is_read_and_keeps_what_was_acknowledged_on_sqlite() {
    let Some(disk) = Disk::on_a_device("broken") else { return };
    run(Engine::Sqlite, async move |_: Engine| {
        let app = on(disk.folder()).await;
        let mut owner = owner_of_acme(&app).await;
        is_saved(&mut owner, "acknowledged").await;
        disk.breaks();
        for _ in 0..3 {
            is_refused(&mut owner).await;
            assert_eq!(readiness(&app).await, fails("write"));
        }
        assert_eq!(app.client().get("/healthz").await.status, 200);
        assert_eq!(owner.get("/accounts/1").await.value_of("title").as_deref(), Some("acknowledged"));
    });
}

/// As while somebody takes a snapshot of it: nothing fails there, it only does not end.
#[test]
fn a_frozen_file_system_is_an_outage_in_time_and_over_when_it_thaws_on_sqlite() {
    let Some(disk) = Disk::on_a_device("frozen") else { return };
    run(Engine::Sqlite, async move |_: Engine| {
        let database = Database::in_folder(disk.folder().to_owned());
        let limits = |config: &mut Config| config.database_limits = Limits { work: WORK, ..config.database_limits };
        let app = TestApp::spawn_on(database, Engine::Sqlite, Transport::memory(), limits).await;
        let mut owner = owner_of_acme(&app).await;
        for round in 0..2 {
            let form = owner.get("/accounts/1").await;
            disk.freeze(true);
            let mut is_sure = true;
            for _ in 0..4 {
                let begun = Instant::now();
                let read = owner.get("/accounts").await.status;
                assert!(matches!(read, 200 | 503) && begun.elapsed() < WORK + SOON, "{read} {:?}", begun.elapsed());
                let begun = Instant::now();
                let answer = owner.submit_shown(&form, "/accounts/1", &[("title", "Lost")], &[]).await;
                assert!(
                    matches!(answer.status, 500 | 503) && begun.elapsed() < WORK + SOON,
                    "{} {:?}",
                    answer.status,
                    begun.elapsed()
                );
                assert_eq!(answer.has_text(LOST), answer.status == 503, "{}", answer.text());
                is_sure &= answer.status == 503;
            }
            let (status, words) = readiness(&app).await;
            assert!(status == 503 && ["write", "database"].contains(&words.as_str()), "{status} {words}");
            disk.freeze(false);
            let (begun, title) = (Instant::now(), format!("found {round}"));
            // What nobody knew about may come to its end just now.
            while owner.submit("/accounts/1", &[("title", &title)]).await.status != 303 {
                assert!(!is_sure && begun.elapsed() < SOON, "{:?}", begun.elapsed());
            }
            assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
            let history = format!("{:?}", owner.get("/accounts/1/history").await.rows());
            assert!(!(is_sure && history.contains("Lost")), "what was said not to be kept is not: {history}");
            assert_eq!(readiness(&app).await, works());
        }
    });
}

async fn a_file_that_was_moved_away_takes_no_saves_until_it_is_back(app: TestApp) {
    let mut owner = owner_of_acme(&app).await;
    let file = PathBuf::from(app.database_url.trim_start_matches("sqlite:"));
    let elsewhere = file.with_extension("moved");
    for round in 0..3 {
        std::fs::rename(&file, &elsewhere).expect("it can be moved");
        is_refused(&mut owner).await;
        assert_eq!(readiness(&app).await, fails("file"));
        assert!(!file.exists(), "nobody made another one");
        std::fs::rename(&elsewhere, &file).expect("it can be moved");
        is_saved(&mut owner, &format!("found {round}")).await;
        assert_eq!(readiness(&app).await, works());
    }
    std::fs::rename(&file, &elsewhere).expect("it can be moved");
    std::fs::copy(&elsewhere, &file).expect("it can be copied");
    is_refused(&mut owner).await;
    assert_eq!(readiness(&app).await, fails("file"), "another file is not the one that was opened");
    std::fs::rename(&elsewhere, &file).expect("it can be moved");
    is_saved(&mut owner, "found").await;
}

#[test]
fn a_file_that_was_moved_away_takes_no_saves_until_it_is_back_on_sqlite() {
    run(Engine::Sqlite, a_file_that_was_moved_away_takes_no_saves_until_it_is_back);
}
