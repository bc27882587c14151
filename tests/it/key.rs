//! The key file and the database belong together; a lost key is told, listed, and let go of only when somebody says so.

use crate::both_databases;
use crate::portal::{PASSWORD, account_with_anna, sign_in};
use crate::sign_in::{code, enrol};
use crate::support::app::{OWNER_PASSWORD, TestApp, signed_in_owner};
use crate::support::client::Client;
use crate::support::database::{Database, Engine};
use crate::support::dump::{differences, dump, texts};
use crate::support::scratch;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use steward::clock::Clock;
use steward::config::Config;
use steward::key;
use steward::mail::Transport;
use steward::state::State;

/// Where another node keeps its key.
fn elsewhere() -> tempfile::TempDir {
    tempfile::tempdir_in(scratch::folder()).expect("the scratch folder can be written")
}

fn config(url: &str, folder: &Path) -> Config {
    Config::for_tests(url, folder).expect("the settings of tests are in order")
}

fn key_in(folder: &Path) -> PathBuf {
    folder.join("secret.key")
}

async fn start(url: &str, folder: &Path, clock: &Clock) -> Result<Arc<State>, String> {
    State::open(config(url, folder), clock.clone(), Transport::None).await.map_err(|error| format!("{error:#}"))
}

async fn connector(owner: &mut Client) {
    let fields = [
        ("name", "orders"),
        ("kind", "postgresql"),
        ("host", "db.example.org"),
        ("port", "6432"),
        ("database", "orders"),
    ];
    let made = owner
        .submit(
            "/databases/new",
            &[&fields[..], &[("user", "steward"), ("password", "s3cret"), ("tls", "required")]].concat(),
        )
        .await;
    assert_eq!(made.status, 303, "{}", made.text());
}

/// The account acme with anna, who has a second factor, a connector with a password, and a welcome letter that waits.
async fn sealed_things(app: &TestApp) -> Client {
    let mut owner = account_with_anna(app).await;
    connector(&mut owner).await;
    let mut anna = app.client();
    sign_in(&mut anna, "anna@acme", PASSWORD).await;
    enrol(app, &mut anna, "/portal/second-factor").await;
    let boris = [("login", "boris"), ("email", "boris@example.com"), ("send_access_email", "on")];
    assert_eq!(owner.submit("/accounts/1/users/new", &boris).await.status, 303);
    owner
}

both_databases! {
    async fn a_start_with_another_key_or_none_stops_with_one_sentence(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        connector(&mut owner).await;
        let other = elsewhere();
        let refused = start(&app.database_url, other.path(), &app.clock).await.err().expect("there is no key");
        assert!(refused.starts_with("STEWARD_SECRET_KEY_FILE: ") && refused.contains("is not there") && !refused.contains('\n'), "{refused}");
        assert!(!key_in(other.path()).exists(), "no key is made where one is missing");
        std::fs::write(key_in(other.path()), [7; 32]).expect("it can be written");
        let refused = start(&app.database_url, other.path(), &app.clock).await.err().expect("it is another key");
        assert!(refused.contains("is not the key") && refused.contains("steward key forget"), "{refused}");
        assert!(start(&app.database_url, app.folder(), &app.clock).await.is_ok());
    }

    async fn of_two_first_starts_with_keys_of_their_own_one_wins(engine: Engine) {
        let database = Database::migrated(engine);
        let (one, other, clock) = (elsewhere(), elsewhere(), Clock::System);
        let (a, b) = tokio::join!(start(&database.url, one.path(), &clock), start(&database.url, other.path(), &clock));
        let outcomes = [a.is_ok(), b.is_ok()];
        assert!(outcomes == [true, false] || outcomes == [false, true], "{:?} {:?}", a.err(), b.err());
        let loser = if outcomes[0] { other.path() } else { one.path() };
        assert!(!key_in(loser).exists(), "a key that seals nothing is not left behind");
    }

    async fn an_installation_without_the_mark_opens_something_first(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        connector(&mut owner).await;
        app.execute("DELETE FROM secret_key").await;
        let other = elsewhere();
        for with_file in [false, true] {
            if with_file {
                std::fs::write(key_in(other.path()), [7; 32]).expect("it can be written");
            }
            assert!(start(&app.database_url, other.path(), &app.clock).await.is_err());
            assert_eq!(texts(&app, "SELECT fingerprint FROM secret_key").await, Vec::<String>::new());
        }
        start(&app.database_url, app.folder(), &app.clock).await.expect("the right key opens it");
        assert_eq!(texts(&app, "SELECT fingerprint FROM secret_key").await, [app.state.seal.fingerprint()]);
    }

    async fn checking_says_what_opens_and_makes_nothing(app: TestApp) {
        sealed_things(&app).await;
        let sound = key::check(&config(&app.database_url, app.folder())).await.expect("it is looked at");
        assert!(sound.sound, "{:?}", sound.lines);
        for line in ["passwords of connectors: 1 sealed, 1 open", "second factors of users: 1 sealed, 1 open", "links of letters that wait: 2 sealed, 2 open"] {
            assert!(sound.lines.iter().any(|it| it == line), "{:?}", sound.lines);
        }
        let other = elsewhere();
        let lost = key::check(&config(&app.database_url, other.path())).await.expect("it is looked at");
        assert!(!lost.sound && lost.lines.iter().any(|it| it == "passwords of connectors: 1 sealed, 0 open"), "{:?}", lost.lines);
        assert!(!key_in(other.path()).exists());
    }

    async fn what_a_lost_key_sealed_is_listed_first_and_goes_on_the_record(app: TestApp) {
        sealed_things(&app).await;
        let other = elsewhere();
        // The planner's statistics are brought up to date when a connection is closed.
        let statistics = ["sqlite_stat1", "sqlite_stat4"];
        let before = dump(&app, &statistics).await;
        let listed = key::forget(config(&app.database_url, other.path()), app.clock.clone(), false).await.expect("it lists");
        let text = listed.lines.join("\n");
        for named in ["orders", "anna@acme", "boris@example.com: "] {
            assert!(text.contains(named), "{text}");
        }
        assert!(!listed.sound && !key_in(other.path()).exists());
        assert_eq!(differences(&before, &dump(&app, &statistics).await), Vec::<String>::new(), "listing changes nothing");

        let done = key::forget(config(&app.database_url, other.path()), app.clock.clone(), true).await.expect("it lets go");
        assert!(done.sound, "{:?}", done.lines);
        let state = start(&app.database_url, other.path(), &app.clock).await.expect("a start works again");
        assert!(start(&app.database_url, app.folder(), &app.clock).await.is_err(), "and not with the key that was lost");
        assert_eq!(texts(&app, "SELECT name FROM connectors WHERE password_sealed IS NOT NULL").await, Vec::<String>::new());
        assert_eq!(texts(&app, "SELECT DISTINCT status || ' ' || last_error FROM outbox WHERE kind = 'welcome'").await, ["failed key-lost"]);
        let records = texts(&app, "SELECT object_kind || ' ' || action || ' ' || object_name FROM audit WHERE actor_name = 'steward key forget'").await;
        for record in ["database forget-key orders", "user remove-second-factor anna@acme", "letter forget-key", "key forget-key"] {
            assert!(records.iter().any(|it| it.starts_with(record)), "{record}: {records:?}");
        }
        assert!(key::check(&state.config).await.expect("it is looked at").sound);
        let again = key::forget(config(&app.database_url, other.path()), app.clock.clone(), true).await.expect("it looks");
        assert_eq!(again.lines, ["Nothing is lost: all that is sealed opens."]);
    }

    async fn who_had_a_second_factor_under_a_lost_key_signs_in_with_the_password(app: TestApp) {
        let mut owner = sealed_things(&app).await;
        let (_, _) = enrol(&app, &mut owner, "/me/second-factor").await;
        let other = elsewhere();
        key::forget(config(&app.database_url, other.path()), app.clock.clone(), true).await.expect("it lets go");
        let node = app.with_key_in(other.path()).await;
        assert_eq!(sign_in(&mut node.client(), "anna@acme", PASSWORD).await.location(), "/portal");
        let entered = node.client().submit("/sign-in", &[("login", "owner"), ("password", OWNER_PASSWORD)]).await;
        assert_eq!((entered.status, entered.location().contains("code")), (303, false), "{}", entered.text());
    }

    async fn a_second_factor_works_on_with_the_key_it_was_sealed_with(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let (totp, _) = enrol(&app, &mut owner, "/me/second-factor").await;
        app.clock.advance(chrono::Duration::seconds(60));
        let node = app.beside(|_| {}).await;
        let mut client = node.client();
        assert_eq!(client.submit("/sign-in", &[("login", "owner"), ("password", OWNER_PASSWORD)]).await.location(), "/sign-in/code");
        assert_eq!(client.submit("/sign-in/code", &[("code", &code(&app, &totp))]).await.status, 303);
    }
}
