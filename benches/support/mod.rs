//! What the benches share: a Steward that runs as a process of its own, and a small HTTP client that costs little
//! beside it.

pub mod http;

use std::{
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
pub use http::Connection;

pub const PASSWORD: &str = "seven Purple herons at 4 o'clock";

/// A running Steward, killed when dropped.
pub struct Server {
    pub child: Child,
    pub address: String,
    /// From the start of the process to its first answer.
    pub first_answer: Duration,
}

/// Where a Steward keeps its things.
#[derive(Clone)]
pub struct Place<'a> {
    pub database_url: &'a str,
    pub folder: &'a Path,
}

impl Place<'_> {
    pub fn key_file(&self) -> std::path::PathBuf {
        self.folder.join("secret.key")
    }

    /// The program with its settings; nothing is taken from the environment but where programs are found.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_steward"));
        command
            .args(arguments)
            .env_clear()
            .env("STEWARD_DATABASE_URL", self.database_url)
            .env("STEWARD_SECRET_KEY_FILE", self.key_file());
        command
    }

    /// Runs a command to its end; returns what it printed.
    pub fn run(&self, arguments: &[&str]) -> anyhow::Result<String> {
        let output = self.command(arguments).env("STEWARD_LOG", "error").stderr(Stdio::inherit()).output()?;
        ensure!(output.status.success(), "steward {} failed", arguments.join(" "));
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Makes the administrator "bench" or gives it a new password, and signs it in: the session's cookies.
    pub fn sign_in(&self, server: &Server) -> anyhow::Result<String> {
        let made = self.command(&["admin", "create", "--login", "bench"]).stderr(Stdio::null()).output()?;
        let said = if made.status.success() {
            String::from_utf8_lossy(&made.stdout).into_owned()
        } else {
            self.run(&["admin", "reset", "bench"])?
        };
        let path = said.split("/set-password/").nth(1).context("the command prints a link")?.trim().to_owned();
        let mut client = server.connect()?;
        let answer =
            client.submit(&format!("/set-password/{path}"), &[("password", PASSWORD), ("password_again", PASSWORD)])?;
        ensure!(answer.status == 303, "the password was refused: {}", answer.status);
        let answer = client.submit("/sign-in", &[("login", "bench"), ("password", PASSWORD)])?;
        ensure!(answer.status == 303, "the sign-in was refused: {}", answer.status);
        Ok(client.cookies())
    }
}

impl Server {
    pub fn start(place: &Place, settings: &[(&str, &str)]) -> anyhow::Result<Self> {
        let mut command = place.command(&["serve"]);
        command.envs(settings.iter().copied());
        Self::spawn(command)
    }

    /// The program is told its address by `STEWARD_LISTEN`.
    pub fn spawn(mut command: Command) -> anyhow::Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let begun = Instant::now();
        let child = command.env("STEWARD_LISTEN", &address).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let mut server = Self { child, address, first_answer: Duration::ZERO };
        while !server.answers() {
            ensure!(server.child.try_wait()?.is_none(), "the server has ended");
            ensure!(begun.elapsed() < Duration::from_secs(30), "the server does not answer");
            pause(Duration::from_millis(2));
        }
        server.first_answer = begun.elapsed();
        Ok(server)
    }

    fn answers(&self) -> bool {
        Connection::open(&self.address, "")
            .and_then(|mut connection| connection.get("/healthz"))
            .is_ok_and(|answer| answer.status == 200)
    }

    /// A browser that nobody has signed in.
    pub fn connect(&self) -> anyhow::Result<Connection> {
        Connection::open(&self.address, "")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

#[expect(clippy::disallowed_methods, reason = "a bench waits for another process")]
pub fn pause(time: Duration) {
    std::thread::sleep(time);
}
