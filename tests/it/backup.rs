//! A backup that was restored is the installation as it was; nothing is restored over what is there, or from what is
//! damaged.

use crate::both_databases;
use crate::portal::{account_with_anna, signed_in};
use crate::support::app::{OWNER_PASSWORD, TestApp};
use crate::support::database::{Database, Engine};
use crate::support::dump::{dump, texts};
use crate::support::scratch;
use std::path::{Path, PathBuf};
use steward::backup::{self, Header, Restored};
use steward::config::Config;

/// A folder for the file of one test.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in(scratch::folder()).expect("the scratch folder can be written")
}

fn config(app: &TestApp, url: &str) -> Config {
    Config::for_tests(url, app.folder()).expect("the settings of tests are in order")
}

async fn make(app: &TestApp, file: &Path) -> anyhow::Result<Header> {
    backup::make(&config(app, &app.database_url), file, app.clock.now()).await
}

async fn restore(app: &TestApp, url: &str, file: &Path, end_sessions: bool) -> anyhow::Result<Restored> {
    backup::restore(&config(app, url), file, end_sessions, app.clock.now()).await
}

async fn refusal(app: &TestApp, url: &str, file: &Path) -> String {
    format!("{:#}", restore(app, url, file, false).await.err().expect("it is refused"))
}

/// What stands in the database, but for what restoring writes there.
async fn content(app: &TestApp) -> std::collections::BTreeMap<String, Vec<String>> {
    dump(app, &["audit", "sqlite_sequence", "sqlite_stat1", "sqlite_stat4", "_sqlx_migrations"]).await
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder).expect("it can be read").map(|entry| entry.expect("it is there").path()).collect()
}

both_databases! {
    async fn a_restored_backup_is_the_installation_as_it_was_and_people_sign_in(app: TestApp) {
        account_with_anna(&app).await;
        let (folder, empty) = (folder(), Database::empty(app.engine));
        let file = folder.path().join("steward.backup");
        let header = make(&app, &file).await.expect("it is made");
        assert_eq!((header.key, files_in(folder.path())), (Some(app.state.seal.fingerprint()), vec![file.clone()]), "nothing else is left");
        let key = std::fs::read(app.folder().join("secret.key")).expect("there is a key");
        let bytes = std::fs::read(&file).expect("it can be read");
        assert!(!bytes.windows(key.len()).any(|window| window == key), "the key is not in it");

        let done = restore(&app, &empty.url, &file, false).await.expect("it is restored");
        assert_eq!((done.sessions, done.key_fits), (None, Some(true)));
        let restored = app.on(&empty.url).await;
        assert_eq!(content(&restored).await, content(&app).await);
        let mut owner = restored.client();
        assert_eq!(owner.submit("/sign-in", &[("login", "owner"), ("password", OWNER_PASSWORD)]).await.status, 303);
        assert!(owner.get("/accounts?q=%D0%BE%D0%BC%D0%B0%D1%88").await.has_text("Ромашка"), "what is searched in came along");
        assert!(owner.get("/audit").await.rows().iter().any(|row| row.join(" ").contains("Restored")));
        signed_in(&restored).await;
        assert_eq!(owner.submit("/accounts/1", &[("title", "Ромашка и сыновья")]).await.status, 303, "and it can be written");
    }

    async fn sessions_of_then_go_on_unless_they_are_ended(app: TestApp) {
        let owner = account_with_anna(&app).await;
        let (folder, kept, ended) = (folder(), Database::empty(app.engine), Database::empty(app.engine));
        let file = folder.path().join("steward.backup");
        make(&app, &file).await.expect("it is made");
        restore(&app, &kept.url, &file, false).await.expect("it is restored");
        let done = restore(&app, &ended.url, &file, true).await.expect("it is restored");
        assert_eq!(done.sessions, Some(1));
        let status = async |url: &str| {
            let node = app.on(url).await;
            owner.clone().going_to(&node.base_url).get("/accounts").await.status
        };
        assert_eq!([status(&kept.url).await, status(&ended.url).await], [200, 303]);
    }

    async fn a_backup_is_made_while_others_write(app: TestApp) {
        let mut owner = account_with_anna(&app).await;
        let (folder, empty) = (folder(), Database::empty(app.engine));
        let file = folder.path().join("steward.backup");
        let writing = async {
            for number in 0..10 {
                let name = format!("during-{number}");
                assert_eq!(owner.submit("/tariffs/new", &[("name", name.as_str()), ("title", "During")]).await.status, 303);
            }
        };
        let (made, ()) = tokio::join!(make(&app, &file), writing);
        made.expect("it is made");
        restore(&app, &empty.url, &file, false).await.expect("it is whole");
        assert_eq!(texts(&app.on(&empty.url).await, "SELECT name FROM accounts").await, ["acme"]);
    }

    async fn nothing_is_restored_over_what_is_there(app: TestApp) {
        account_with_anna(&app).await;
        let folder = folder();
        let file = folder.path().join("steward.backup");
        make(&app, &file).await.expect("it is made");
        let before = dump(&app, &[]).await;
        assert!(refusal(&app, &app.database_url, &file).await.contains("is not empty"));
        let migrated = Database::migrated(app.engine);
        assert!(refusal(&app, &migrated.url, &file).await.contains("is not empty"));
        assert!(make(&app, &file).await.is_err_and(|error| error.to_string().contains("is there already")));
        assert_eq!(dump(&app, &[]).await, before);
    }

    async fn a_damaged_file_is_told_before_anything_is_written(app: TestApp) {
        account_with_anna(&app).await;
        let (folder, empty) = (folder(), Database::empty(app.engine));
        let whole = folder.path().join("steward.backup");
        make(&app, &whole).await.expect("it is made");
        let bytes = std::fs::read(&whole).expect("it can be read");
        let mut changed = bytes.clone();
        changed[bytes.len() / 2] ^= 1;
        let cut = bytes[..bytes.len() - 1].to_vec();
        let newer = String::from_utf8_lossy(&bytes[..1024]).replacen("\"schema\":", "\"schema\":9", 1);
        let newer = [newer.as_bytes()[..1023].to_vec(), b"\n".to_vec(), bytes[1024..].to_vec()].concat();
        let damages = [("changed", changed, "is damaged"), ("cut", cut, "is damaged"), ("newer", newer, "newer Steward"), ("other", b"PNG".to_vec(), "no backup")];
        for (name, bytes, sentence) in damages {
            let file = folder.path().join(name);
            std::fs::write(&file, bytes).expect("it can be written");
            let refused = refusal(&app, &empty.url, &file).await;
            assert!(refused.contains(sentence), "{name}: {refused}");
        }
        restore(&app, &empty.url, &whole, false).await.expect("the database is still empty");
    }

    async fn the_other_engines_backup_is_refused(app: TestApp) {
        let folder = folder();
        let file = folder.path().join("steward.backup");
        make(&app, &file).await.expect("it is made");
        let (other, name) = match app.engine {
            Engine::Sqlite => ("postgres://nobody@127.0.0.1:1/nothing".to_owned(), "SQLite"),
            Engine::Postgres => (format!("sqlite:{}", folder.path().join("new.db").display()), "PostgreSQL"),
        };
        assert!(refusal(&app, &other, &file).await.contains(&format!("is a backup of {name}")));
    }
}
