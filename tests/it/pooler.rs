//! Behind PgBouncer in transaction mode each transaction may meet another session: with the setting everything works,
//! without it the start says so.

use crate::ready::{readiness, works};
use crate::resource::{make_account, owner_of_acme};
use crate::support::app::{TestApp, run};
use crate::support::database::Engine;
use crate::support::{postgres, scratch};
use futures_util::future::join_all;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

/// One for all tests of this file, with two sessions for however many connections; None where it is not installed.
fn pgbouncer(name: &str, more: &str) -> Option<PathBuf> {
    let program = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer"].into_iter().find(|path| Path::new(path).exists());
    let Some(program) = program else {
        eprintln!("NOT TESTED: {name}, because pgbouncer is not installed");
        return None;
    };
    let (folder, user) = postgres::folder(name);
    let server = postgres::socket();
    let server = server.parent().expect("a socket is in a folder").display();
    let settings = format!(
        "[databases]\n* = host={server} user=steward\n[pgbouncer]\nlisten_addr =\nlisten_port = 6432\nunix_socket_dir = {folder}\n\
         auth_type = any\npool_mode = transaction\ndefault_pool_size = 2\npidfile = {folder}/pid\nlogfile = {folder}/log\n{more}\n",
        folder = folder.display(),
    );
    std::fs::write(folder.join("pgbouncer.ini"), settings).expect("the scratch folder can be written");
    scratch::at_exit(&format!(
        "kill $(cat {}) 2>/dev/null",
        scratch::quoted(&folder.join("pid").display().to_string())
    ));
    user.run(std::process::Command::new(program).arg("-d").arg(folder.join("pgbouncer.ini")))
        .expect("it can be started");
    while UnixStream::connect(folder.join(".s.PGSQL.6432")).is_err() {
        std::thread::yield_now();
    }
    Some(folder)
}

fn through(folder: &Path, app: &TestApp) -> String {
    format!("postgres://steward@localhost:6432/{}?host={}", postgres::name_in(&app.database_url), folder.display())
}

#[test]
fn with_the_setting_everything_works_behind_a_pooler() {
    if Engine::Postgres.is_left_out() {
        return;
    }
    let Some(folder) = pgbouncer("pooler", "") else { return };
    run(Engine::Postgres, async move |app: TestApp| {
        let mut owner = owner_of_acme(&app).await;
        for at in 2..=10 {
            make_account(&mut owner, &format!("account-{at}")).await;
        }
        let url = through(&folder, &app);
        steward::db::migrate(&url).await.expect("there is nothing to do");
        let node = app.beside_at(&url, |config| config.database_limits.pooler = true).await;
        let there = owner.at(&node.base_url);
        for round in 0..3 {
            let (reads, writes) = tokio::join!(
                join_all(
                    (0..30).map(|at| {
                        let mut client = there.clone();
                        async move {
                            client.get(["/accounts", "/accounts?q=acc", "/accounts/1", "/audit"][at % 4]).await.status
                        }
                    })
                ),
                join_all((1..=10).map(|at| {
                    let mut client = there.clone();
                    async move {
                        client.submit(&format!("/accounts/{at}"), &[("title", &format!("{round} {at}"))]).await.status
                    }
                }))
            );
            assert!(reads.iter().all(|status| *status == 200), "{reads:?}");
            assert!(writes.iter().all(|status| *status == 303), "{writes:?}");
        }
        assert_eq!(owner.get("/accounts/7").await.value_of("title").as_deref(), Some("2 7"));
        steward::housekeeping::step(&node.state).await.expect("it works");
        assert_eq!(readiness(&node).await, works());
    });
}

#[test]
fn without_the_setting_a_start_says_that_a_pooler_is_in_between() {
    if Engine::Postgres.is_left_out() {
        return;
    }
    for (name, more) in [("refusing", ""), ("ignoring", "ignore_startup_parameters = extra_float_digits,options")] {
        let Some(folder) = pgbouncer(name, more) else { return };
        run(Engine::Postgres, async move |app: TestApp| {
            let config = steward::config::Config::for_tests(&through(&folder, &app), app.folder())
                .expect("the settings are in order");
            let opened = steward::state::State::open(config, app.clock.clone(), steward::mail::Transport::None).await;
            let sentence = format!("{:#}", opened.err().expect("it does not start"));
            assert!(
                sentence.ends_with(
                    "a pooler such as PgBouncer is between here and PostgreSQL: set STEWARD_DATABASE_POOLER=true"
                ),
                "{sentence}"
            );
        });
    }
}
