//! One private PostgreSQL per test process: made with `initdb` on first use, reached through a socket in the scratch
//! folder (no port to collide, nothing open to the network), stopped by the watchdog.

use super::{block_on, scratch};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::fmt::Write as _;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

const MISSING: &str = "PostgreSQL's initdb is neither in PATH nor in /usr/lib/postgresql/*/bin: install the package postgresql, \
                       or set STEWARD_TEST_SQLITE_ONLY=1 to test on SQLite alone";

/// Speed, because the data is gone in a minute anyway; the rest is as PostgreSQL ships.
const SETTINGS: &str = "
listen_addresses = ''
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
max_connections = 200
";

const TEMPLATE: &str = "steward_template";

/// A new database with the current schema and nothing in it; the name must be new too.
pub fn create(name: &str) -> String {
    let server = server();
    // FILE_COPY would have PostgreSQL write a checkpoint twice for each test.
    server.execute(&format!("CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY wal_log"));
    server.url(name)
}

/// A new database without any schema.
pub fn create_empty(name: &str) -> String {
    let server = server();
    server.execute(&format!("CREATE DATABASE {name}"));
    server.url(name)
}

/// By force: a connection of the application may still be on its way out.
pub fn drop(name: &str) {
    server().execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
}

/// As if the server were gone, for this database alone: nobody gets in, and who is in is thrown out.
pub fn stop(url: &str) {
    let name = name_in(url);
    server().execute(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false"));
    server().execute(&format!("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'"));
}

pub fn start(url: &str) {
    server().execute(&format!("ALTER DATABASE {} ALLOW_CONNECTIONS true", name_in(url)));
}

/// All who are in this database, asleep until dropped: to whoever waits for them they are not there, though nobody says
/// so.
pub struct Asleep(Vec<String>);

impl Asleep {
    pub fn in_database(url: &str) -> Self {
        let name = name_in(url);
        let all = server()
            .ask(&format!("SELECT CAST(pid AS TEXT) FROM pg_stat_activity WHERE datname = '{name}' AND backend_type = 'client backend'"));
        kill("-STOP", &all);
        Self(all)
    }

    pub fn count(&self) -> usize {
        self.0.len()
    }
}

impl Drop for Asleep {
    fn drop(&mut self) {
        kill("-CONT", &self.0);
    }
}

fn kill(signal: &str, processes: &[String]) {
    let done = Command::new("kill").arg(signal).args(processes).status();
    assert!(processes.is_empty() || done.is_ok_and(|status| status.success()), "kill {signal} {processes:?}");
}

/// The address of an empty database, up to date, whose character type knows more letters than ASCII's.
pub fn with_trigrams_of_all_letters() -> String {
    let name = "all_letters";
    server().execute(&format!(
        "CREATE DATABASE {name} TEMPLATE template0 LOCALE_PROVIDER libc LC_CTYPE 'C.UTF-8' LC_COLLATE 'C.UTF-8'"
    ));
    let url = server().url(name);
    block_on(steward::db::migrate(&url)).expect("the migrations run");
    url
}

/// For what concerns the server rather than an application.
pub fn execute(sql: &str) {
    server().execute(sql);
}

/// A new folder, and the user that it and the server belong to.
pub fn folder(name: &str) -> (PathBuf, OsUser) {
    let folder = scratch::folder().join(name);
    std::fs::create_dir(&folder).expect("the scratch folder can be written");
    let user = OsUser::owning(&folder).expect("it can be given away");
    (folder, user)
}

/// The socket of the server, for a way to it that the test makes itself.
pub fn socket() -> PathBuf {
    server().socket_folder.join(".s.PGSQL.5432")
}

pub fn name_in(url: &str) -> &str {
    url.split('?').next().and_then(|address| address.rsplit('/').next()).expect("the address names a database")
}

struct Server {
    socket_folder: PathBuf,
}

fn server() -> &'static Server {
    // The failure is kept, so that every test says the same sentence and none tries for a second time.
    static SERVER: OnceLock<Result<Server, String>> = OnceLock::new();
    match SERVER.get_or_init(Server::start) {
        Ok(server) => server,
        Err(sentence) => panic!("{sentence}"),
    }
}

impl Server {
    fn start() -> Result<Self, String> {
        let programs = programs().ok_or(MISSING)?;
        let folder = scratch::folder().join("postgres");
        std::fs::create_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let os_user = OsUser::owning(&folder)?;
        let data = folder.join("data");

        // Sorted as a language sorts, not by bytes, as on most servers: a query that forgot COLLATE "C" shows it.
        os_user.run(
            Command::new(programs.join("initdb"))
                .args(["--username=steward", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C"])
                .args(["--locale-provider=icu", "--icu-locale=und", "--pgdata"])
                .arg(&data),
        )?;
        let mut settings = std::fs::read_to_string(data.join("postgresql.conf")).map_err(|error| error.to_string())?;
        let _ = writeln!(settings, "{SETTINGS}unix_socket_directories = '{}'", folder.display());
        std::fs::write(data.join("postgresql.conf"), settings).map_err(|error| error.to_string())?;

        let pg_ctl = |action: &[&str]| {
            let mut command = Command::new(programs.join("pg_ctl"));
            command.args(action).arg("--pgdata").arg(&data);
            command
        };
        scratch::at_exit(&os_user.shell_line(&pg_ctl(&["stop", "--mode=immediate"])));
        // The log is a file, because a pipe of ours would stay open in the server.
        os_user.run(pg_ctl(&["start", "--wait"]).arg("--log").arg(folder.join("log")))?;

        let server = Server { socket_folder: folder };
        server.execute(&format!("CREATE DATABASE {TEMPLATE}"));
        block_on(steward::db::migrate(&server.url(TEMPLATE)))
            .map_err(|error| format!("PostgreSQL migrations: {error:#}"))?;
        Ok(server)
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://steward@localhost/{database}?host={}", self.socket_folder.display())
    }

    /// The first column of the rows.
    fn ask(&self, sql: &str) -> Vec<String> {
        let found = block_on(async {
            let mut connection = PgConnection::connect(&self.url("postgres")).await?;
            let rows = sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_all(&mut connection).await?;
            connection.close().await.map(|()| rows)
        });
        found.unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// Through a connection of its own each time: a pool belongs to one runtime, and every test brings another.
    fn execute(&self, sql: &str) {
        let done = block_on(async {
            let mut connection = PgConnection::connect(&self.url("postgres")).await?;
            sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await?;
            connection.close().await
        });
        done.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
}

/// The folder of initdb, pg_ctl and postgres; Debian keeps them out of PATH, the newest version wins.
fn programs() -> Option<PathBuf> {
    let in_path = std::env::split_paths(&std::env::var_os("PATH")?).find(|folder| folder.join("initdb").is_file());
    in_path.or_else(|| {
        let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
        let version = |folder: &PathBuf| folder.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok());
        let newest =
            versions.map(|entry| entry.path()).filter(|path| path.join("bin/initdb").is_file()).max_by_key(version);
        newest.map(|folder| folder.join("bin"))
    })
}

/// PostgreSQL refuses to run as root, so root lends it to the user `postgres`, which the package has made.
pub enum OsUser {
    Ourselves,
    Postgres,
}

impl OsUser {
    /// Gives the new folder to that user.
    fn owning(folder: &Path) -> Result<Self, String> {
        let created_by = std::fs::metadata(folder).map_err(|error| error.to_string())?.uid();
        if created_by != 0 {
            return Ok(Self::Ourselves);
        }
        finish(Command::new("chown").arg("postgres").arg(folder))?;
        Ok(Self::Postgres)
    }

    pub fn run(&self, command: &Command) -> Result<(), String> {
        // From the root folder, because `postgres` may not enter the one we are in, and says so.
        finish(Command::new("sh").arg("-c").arg(self.shell_line(command)).current_dir("/"))
    }

    pub fn shell_line(&self, command: &Command) -> String {
        let words = std::iter::once(command.get_program()).chain(command.get_args());
        let line: Vec<String> = words.map(|word| scratch::quoted(&word.to_string_lossy())).collect();
        let prefix = match self {
            Self::Ourselves => "",
            Self::Postgres => "setpriv --reuid=postgres --regid=postgres --init-groups -- ",
        };
        format!("{prefix}{}", line.join(" "))
    }
}

fn finish(command: &mut Command) -> Result<(), String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{command:?}: {}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)))
}
