//! What the engine ended by itself leaves nothing behind: the connection is thrown away, and the next save works as
//! soon as the cause has gone.

use crate::both_databases;
use crate::ready::{fails, readiness, works};
use crate::resource::owner_of_acme;
use crate::support::app::{TestApp, run};
use crate::support::client::Client;
use crate::support::database::{Database, Engine};
use crate::support::scratch;
use std::path::{Path, PathBuf};
use std::process::Command;
use steward::mail::Transport;

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
            let given_up = tokio::time::timeout(std::time::Duration::from_micros(50 * round), app.state.db.begin()).await;
            drop((given_up, begun));
            is_saved(&mut owner, &format!("round {round}")).await;
        }
    }
}

/// A file system of 14 MB. None where we may not mount one.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(name: &str) -> Option<Self> {
        let folder = scratch::folder().join(name);
        std::fs::create_dir(&folder).expect("the scratch folder can be written");
        let done = Command::new("mount").args(["-t", "tmpfs", "-o", "size=14m", "tmpfs"]).arg(&folder).output();
        if !done.is_ok_and(|done| done.status.success()) {
            eprintln!("NOT TESTED: {name}, because no file system may be mounted here");
            return None;
        }
        scratch::at_exit(&format!("umount -l {} 2>/dev/null", scratch::quoted(&folder.display().to_string())));
        Some(Self(folder))
    }

    /// Until not a byte is free.
    fn fill(&self) -> PathBuf {
        let filler = self.0.join("filler");
        std::fs::write(&filler, vec![b'x'; 20 << 20]).expect_err("that is more than there is");
        let mut file = std::fs::OpenOptions::new().append(true).open(&filler).expect("it is there");
        while std::io::Write::write_all(&mut file, b"x").is_ok() {}
        filler
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        Command::new("umount").arg("-l").arg(&self.0).status().ok();
    }
}

async fn on(folder: &Path) -> TestApp {
    TestApp::spawn_on(Database::in_folder(folder.to_owned()), Engine::Sqlite, Transport::memory(), |_| {}).await
}

#[test]
fn a_full_disk_refuses_saves_until_there_is_room_again_on_sqlite() {
    let Some(disk) = SmallDisk::mount("full") else { return };
    run(Engine::Sqlite, async move |_: Engine| {
        let app = on(&disk.0).await;
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
