//! Nodes are replaced one after the other: a schema that is newer than a program serves it as long as nothing was taken
//! away that it needs.

use crate::both_databases;
use crate::ready::{fails, readiness, works};
use crate::resource::owner_of_acme;
use crate::support::app::TestApp;
use crate::support::block_on;
use crate::support::database::{Database, Engine};
use std::process::Command;

/// What a program that knows one migration more does at its start.
async fn migrated_by_a_newer_program(app: &TestApp) {
    app.execute("ALTER TABLE tariffs ADD COLUMN colour TEXT").await;
    app.execute(match app.engine {
        Engine::Sqlite => {
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9000, 'colours', TRUE, x'00', 1)"
        }
        Engine::Postgres => {
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9000, 'colours', TRUE, '\\x00', 1)"
        }
    })
    .await;
}

/// What `steward check` prints.
fn check(app: &TestApp) -> (bool, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_steward"))
        .arg("check")
        .env_clear()
        .env("STEWARD_DATABASE_URL", &app.database_url)
        .env("STEWARD_SECRET_KEY_FILE", app.folder().join("secret.key"))
        .env("STEWARD_LOG", "error")
        .output()
        .expect("it can be started");
    (done.status.success(), String::from_utf8_lossy(&done.stdout).into_owned())
}

both_databases! {
    async fn a_newer_schema_that_took_nothing_away_serves_running_nodes_and_new_ones(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let (sound, said) = check(&app);
        assert!(sound && said.contains("database: ok, its schema is current\n"), "{said}");
        migrated_by_a_newer_program(&app).await;
        assert_eq!(readiness(&app).await, works());
        steward::db::migrate(&app.database_url).await.expect("there is nothing to do");
        let other = app.beside(|_| {}).await;
        assert_eq!(readiness(&other).await, works());
        for node in [&app, &other] {
            assert_eq!(owner.at(&node.base_url).submit("/tariffs/1", &[("title", &node.base_url)]).await.status, 303);
        }
        assert_eq!(owner.submit("/accounts/1", &[("title", "Acme")]).await.status, 303);
        let (sound, said) = check(&app);
        assert!(sound && said.contains("database: ok, its schema is newer than this program, and fit for it\n"), "{said}");
    }

    async fn a_newer_schema_that_took_something_away_is_none_for_this_program(app: TestApp) {
        migrated_by_a_newer_program(&app).await;
        app.execute("UPDATE schema_fit SET oldest = 9000").await;
        assert_eq!(readiness(&app).await, fails("schema"));
        let config = steward::config::Config::for_tests(&app.database_url, app.folder()).expect("the settings are in order");
        let opened = steward::state::State::open(config, app.clock.clone(), steward::mail::Transport::None).await;
        let sentence = opened.err().expect("it does not start").to_string();
        assert_eq!(sentence, "the database cannot be used: its schema is newer than this program, and not fit for it: that takes a program that knows migration 9000");
        let (sound, said) = check(&app);
        assert!(!sound && said.contains("newer than this program, and not fit for it"), "{said}");
    }
}

#[test]
fn of_many_who_migrate_at_once_one_does_and_all_find_it_done() {
    for engine in [Engine::Sqlite, Engine::Postgres].into_iter().filter(|engine| !engine.is_left_out()) {
        let database = Database::empty(engine);
        let at_once = (0..4).map(|_| steward::db::migrate(&database.url));
        for done in block_on(futures_util::future::join_all(at_once)) {
            done.expect("it is migrated");
        }
    }
}
