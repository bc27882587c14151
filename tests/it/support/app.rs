//! The real application, on a free port, with a clock that stands still until it is moved and letters kept in memory.

use super::client::Client;
use super::database::{Database, Engine};
use actix_web::dev::ServerHandle;
use chrono::{DateTime, Utc};
use std::cell::RefCell;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use steward::clock::Clock;
use steward::config::Config;
use steward::db::Statement;
use steward::mail::{Sent, Transport};
use steward::state::State;
use steward::web::connections::Connections;

/// When every test begins: a Monday, at noon.
pub const START: &str = "2026-03-02T12:00:00Z";

pub struct TestApp {
    /// For what no page shows: the counter of statements, a step of the letters' worker.
    pub state: Arc<State>,
    pub clock: Clock,
    pub sent: Sent,
    /// `http://127.0.0.1:PORT`
    pub base_url: String,
    pub engine: Engine,
    pub database_url: String,
    folder: PathBuf,
}

impl TestApp {
    pub async fn spawn(engine: Engine) -> Self {
        Self::spawn_with(engine, |_| {}).await
    }

    /// With other settings than a test's usual ones.
    pub async fn spawn_with(engine: Engine, change: impl FnOnce(&mut Config)) -> Self {
        Self::spawn_sending(engine, Transport::memory(), change).await
    }

    /// With letters going somewhere else than into memory.
    pub async fn spawn_sending(
        engine: Engine,
        (mail, sent): (Transport, Sent),
        change: impl FnOnce(&mut Config),
    ) -> Self {
        Self::spawn_on(Database::migrated(engine), engine, (mail, sent), change).await
    }

    /// On a database that the test has made.
    pub async fn spawn_on(
        database: Database,
        engine: Engine,
        (mail, sent): (Transport, Sent),
        change: impl FnOnce(&mut Config),
    ) -> Self {
        let start: DateTime<Utc> = START.parse().expect("it is a time");
        let (database_url, folder) = (database.url.clone(), database.folder.clone());
        let app = Self::serve((engine, database_url, folder), (mail, sent), Clock::fixed(start), change).await;
        DATABASES.with_borrow_mut(|databases| databases.push(database));
        app
    }

    /// At an address of this machine of its own, `[::]:0` for one.
    pub async fn spawn_at(engine: Engine, address: &str, change: impl FnOnce(&mut Config)) -> Self {
        let listener = TcpListener::bind(address).expect("there is a free port");
        let database = Database::migrated(engine);
        let place = (engine, database.url.clone(), database.folder.clone());
        let start: DateTime<Utc> = START.parse().expect("it is a time");
        let app = Self::serve_at(listener, place, Transport::memory(), Clock::fixed(start), change).await;
        DATABASES.with_borrow_mut(|databases| databases.push(database));
        app
    }

    /// Where its key is, and on SQLite its database.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Another node, with the key in another folder.
    pub async fn with_key_in(&self, folder: &Path) -> Self {
        let place = (self.engine, self.database_url.clone(), folder.to_owned());
        Self::serve(place, Transport::memory(), self.clock.clone(), |_| {}).await
    }

    /// Another installation on a database of its own, with this one's key and time.
    pub async fn on(&self, database_url: &str) -> Self {
        let place = (self.engine, database_url.to_owned(), self.folder.clone());
        Self::serve(place, Transport::memory(), self.clock.clone(), |_| {}).await
    }

    /// Another node: a second application on the same database, with the same key and the same time.
    pub async fn beside(&self, change: impl FnOnce(&mut Config)) -> Self {
        let place = (self.engine, self.database_url.clone(), self.folder.clone());
        Self::serve(place, Transport::memory(), self.clock.clone(), change).await
    }

    /// Another node that reaches the database in another way.
    pub async fn beside_at(&self, database_url: &str, change: impl FnOnce(&mut Config)) -> Self {
        let place = (self.engine, database_url.to_owned(), self.folder.clone());
        Self::serve(place, Transport::memory(), self.clock.clone(), change).await
    }

    async fn serve(
        place: (Engine, String, PathBuf),
        mail: (Transport, Sent),
        clock: Clock,
        change: impl FnOnce(&mut Config),
    ) -> Self {
        // The port is taken before anything starts, so nobody has to wait for the server: the kernel queues the first
        // requests.
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
        Self::serve_at(listener, place, mail, clock, change).await
    }

    async fn serve_at(
        listener: TcpListener,
        (engine, database_url, folder): (Engine, String, PathBuf),
        (mail, sent): (Transport, Sent),
        clock: Clock,
        change: impl FnOnce(&mut Config),
    ) -> Self {
        let port = listener.local_addr().expect("a bound socket has an address").port();
        let base_url = format!("http://127.0.0.1:{port}");

        let mut config = Config::for_tests(&database_url, &folder).expect("the settings of tests are in order");
        config.base_url = base_url.parse().expect("it is an address");
        config.hosts = vec![format!("127.0.0.1:{port}")];
        change(&mut config);

        let state = steward::app::open(config, clock.clone(), mail).await.expect("the application opens its database");
        let connections = Connections::new(&state.config);
        let server = steward::app::serve(Arc::clone(&state), listener, connections).expect("the application serves");
        RUNNING.with_borrow_mut(|running| running.push(server.handle()));
        actix_web::rt::spawn(server);
        Self { state, clock, sent, base_url, engine, database_url, folder }
    }

    /// For what no page can do: one statement, straight to the database.
    pub async fn execute(&self, statement: &'static str) {
        let mut conn = self.state.db.begin().await.expect("the database answers");
        let done = conn.execute(Statement::new(statement)).await;
        done.unwrap_or_else(|error| panic!("{statement}: {error}"));
        conn.commit().await.expect("the statement is committed");
    }

    /// Somebody who has never been here.
    pub fn client(&self) -> Client {
        Client::new(&self.base_url)
    }
}

/// The first owner, made through the set-up link as a person would.
pub async fn signed_in_owner(app: &TestApp) -> Client {
    let mut client = app.client();
    let link = steward::admins::setup_link(&app.state)
        .await
        .expect("the database answers")
        .expect("there is no administrator yet");
    let answer = client
        .submit(
            &link,
            &[
                ("login", "owner"),
                ("email", "owner@example.org"),
                ("first_name", "Olga"),
                ("last_name", "Owner"),
                ("password", OWNER_PASSWORD),
                ("password_again", OWNER_PASSWORD),
            ],
        )
        .await;
    assert_eq!(answer.status, 303, "setting up the owner was refused: {}", answer.text());
    client
}

pub const OWNER_PASSWORD: &str = "seven Purple herons at 4 o'clock";

/// What a test asks for in its one argument: the application, or only the engine to start it with other settings.
pub trait Argument {
    async fn make(engine: Engine) -> Self;
}

impl Argument for TestApp {
    async fn make(engine: Engine) -> Self {
        Self::spawn(engine).await
    }
}

impl Argument for Engine {
    async fn make(engine: Engine) -> Self {
        engine
    }
}

/// Runs one test on one engine, in a runtime of its own. What it started is stopped before the database goes, passed or
/// failed.
pub fn run<A: Argument + 'static, F: Future<Output = ()> + 'static>(
    engine: Engine,
    test: impl FnOnce(A) -> F + 'static,
) {
    if engine.is_left_out() {
        return;
    }
    actix_web::rt::System::new().block_on(async move {
        let outcome = actix_web::rt::spawn(async move { test(A::make(engine).await).await }).await;
        for server in RUNNING.take() {
            server.stop(false).await;
        }
        DATABASES.take();
        if let Err(failure) = outcome {
            std::panic::resume_unwind(failure.into_panic());
        }
    });
}

thread_local! {
    /// The servers of the test on this thread: a test that fails halfway cannot stop them itself.
    static RUNNING: RefCell<Vec<ServerHandle>> = const { RefCell::new(Vec::new()) };
    static DATABASES: RefCell<Vec<Database>> = const { RefCell::new(Vec::new()) };
}
