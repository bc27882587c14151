//! PostgreSQL's own `pg_dump` and `pg_restore`, which alone know all that a database holds.

use std::{
    env, fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    str::FromStr,
    thread,
};

use anyhow::{Context, bail, ensure};
use percent_encoding::percent_decode_str;
use sqlx::{
    Connection, PgConnection,
    postgres::{PgConnectOptions, PgSslMode},
};
use url::Url;

use super::One;

/// How to reach a server, and how old the programs may be that do.
pub struct Tools {
    options: PgConnectOptions,
    environment: Vec<(&'static str, String)>,
    server: u32,
}

/// Debian keeps those of each version in a folder of its own.
const VERSIONS: &str = "/usr/lib/postgresql";
/// Whoever owns what there, and what may be done with it, is another server's business; a comment can be made by an
/// owner only.
const DATA_ALONE: [&str; 3] = ["--no-owner", "--no-privileges", "--no-comments"];

impl Tools {
    pub async fn of(url: &str) -> anyhow::Result<Self> {
        let options = PgConnectOptions::from_str(url)?;
        let mut connection = PgConnection::connect_with(&options).await?;
        let (version,): One<String> = sqlx::query_as("SHOW server_version_num").fetch_one(&mut connection).await?;
        connection.close().await?;
        let server = version.parse::<u32>().context("the server does not tell its version")? / 10_000;
        Ok(Self { environment: environment(&options, url), options, server })
    }

    pub fn dump(&self, out: &mut impl Write) -> anyhow::Result<()> {
        let mut child = self.start("pg_dump", &["--format=custom"], Stdio::null(), Stdio::piped())?;
        let copied = child.stdout.take().map(|mut stdout| io::copy(&mut stdout, out)).transpose();
        finish("pg_dump", child)?;
        copied?;
        Ok(())
    }

    /// All of it, or nothing.
    pub fn restore(&self, copy: &mut impl Read) -> anyhow::Result<()> {
        let database = format!("--dbname={}", self.options.get_database().unwrap_or(self.options.get_username()));
        let arguments = ["--exit-on-error", "--single-transaction", database.as_str()];
        let mut child = self.start("pg_restore", &arguments, Stdio::piped(), Stdio::null())?;
        let copied = child.stdin.take().map(|mut stdin| io::copy(copy, &mut stdin)).transpose();
        // If it ended early, its own words say more than that nobody read on.
        finish("pg_restore", child)?;
        copied?;
        Ok(())
    }

    fn start(&self, name: &str, arguments: &[&str], stdin: Stdio, stdout: Stdio) -> anyhow::Result<Child> {
        let program = self.find(name, arguments)?;
        let mut command = Command::new(&program);
        command.args(arguments).args(DATA_ALONE).envs(self.environment.iter().map(|(name, value)| (name, value)));
        let started = command.stdin(stdin).stdout(stdout).stderr(Stdio::piped()).spawn();
        started.with_context(|| format!("{} cannot be run", program.display()))
    }

    /// Of those that are not older than the server the oldest: a newer one may write what the server does not know.
    fn find(&self, name: &str, arguments: &[&str]) -> anyhow::Result<PathBuf> {
        let programs = folders().into_iter().map(|folder| folder.join(name)).filter(|path| path.is_file());
        let mut known: Vec<(u32, PathBuf)> = programs.filter_map(|path| Some((major(&path)?, path))).collect();
        known.sort();
        let fit = known.iter().find(|(version, _)| *version >= self.server);
        if let Some((_, path)) = fit {
            return Ok(path.clone());
        }
        let found = known
            .last()
            .map_or("none".to_owned(), |(version, path)| format!("{} of version {version}", path.display()));
        let line = [&[name], arguments, &DATA_ALONE[..]].concat().join(" ");
        bail!(
            "the server is PostgreSQL {}, and no {name} of that version or newer was found ({found}): install the package postgresql-client, or \
             run `{line}` where there is one",
            self.server
        )
    }
}

/// What the programs are told beside their arguments, which everybody on the machine can read.
fn environment(options: &PgConnectOptions, url: &str) -> Vec<(&'static str, String)> {
    let host =
        options.get_socket().map_or_else(|| options.get_host().to_owned(), |folder| folder.display().to_string());
    let ssl = match options.get_ssl_mode() {
        PgSslMode::Disable => "disable",
        PgSslMode::Allow => "allow",
        PgSslMode::Prefer => "prefer",
        PgSslMode::Require => "require",
        PgSslMode::VerifyCa => "verify-ca",
        PgSslMode::VerifyFull => "verify-full",
    };
    let mut all = vec![
        ("PGHOST", host),
        ("PGPORT", options.get_port().to_string()),
        ("PGUSER", options.get_username().to_owned()),
        ("PGDATABASE", options.get_database().unwrap_or(options.get_username()).to_owned()),
        ("PGSSLMODE", ssl.to_owned()),
    ];
    let Ok(url) = Url::parse(url) else { return all };
    let password = url.password().map(|password| percent_decode_str(password).decode_utf8_lossy().into_owned());
    all.extend(password.map(|password| ("PGPASSWORD", password)));
    for (name, value) in url.query_pairs() {
        let variable = match &*name {
            "password" => "PGPASSWORD",
            "sslrootcert" | "ssl-root-cert" | "ssl-ca" => "PGSSLROOTCERT",
            "sslcert" | "ssl-cert" => "PGSSLCERT",
            "sslkey" | "ssl-key" => "PGSSLKEY",
            _ => continue,
        };
        all.push((variable, value.into_owned()));
    }
    all
}

fn folders() -> Vec<PathBuf> {
    let in_path = env::var_os("PATH").map(|path| env::split_paths(&path).collect::<Vec<_>>()).unwrap_or_default();
    let versions = fs::read_dir(VERSIONS).into_iter().flatten().flatten().map(|entry| entry.path().join("bin"));
    versions.chain(in_path).collect()
}

/// "pg_dump (PostgreSQL) 15.18 (Debian …)"
fn major(program: &Path) -> Option<u32> {
    let output = Command::new(program).arg("--version").output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.split_once("(PostgreSQL) ")?.1.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// Waits for its end; what it complained of is the cause.
fn finish(name: &str, mut child: Child) -> anyhow::Result<()> {
    let stderr = child.stderr.take();
    let reader = thread::spawn(move || stderr.map(io::read_to_string).and_then(Result::ok).unwrap_or_default());
    let status = child.wait()?;
    let said = reader.join().unwrap_or_default();
    ensure!(status.success(), "{name} failed: {}", said.split_whitespace().collect::<Vec<_>>().join(" "));
    Ok(())
}
