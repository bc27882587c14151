//! A real mail server, which reads each letter back with other code than ours.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Command, Stdio};

const SERVER: &str = include_str!("smtp_server.py");
const MISSING: &str =
    "aiosmtpd is missing: install the package python3-aiosmtpd, or name a Python that has it in AIOSMTPD_PYTHON";

/// Takes letters for everybody but `nobody@` (refused for good) and `later@` (refused for now); without encryption.
pub struct SmtpServer {
    pub url: String,
    process: Child,
    told: BufReader<ChildStdout>,
}

impl SmtpServer {
    pub fn start() -> Self {
        let python =
            std::env::var("AIOSMTPD_PYTHON").ok().filter(|it| !it.is_empty()).unwrap_or_else(|| "python3".to_owned());
        let mut process = Command::new(python)
            .args(["-c", SERVER])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|_| panic!("{MISSING}"));
        let mut told = BufReader::new(process.stdout.take().expect("its output is a pipe"));
        let port: u16 = line(&mut told).trim().parse().unwrap_or_else(|_| panic!("{MISSING}"));
        Self { url: format!("smtp://127.0.0.1:{port}?tls=none"), process, told }
    }

    /// The next letter it took; one that was sent has been told already.
    pub fn letter(&mut self) -> serde_json::Value {
        serde_json::from_str(&line(&mut self.told)).expect("a letter is told as JSON")
    }

    /// Stops it, and gives the letters it took that nobody asked for.
    pub fn rest(mut self) -> Vec<serde_json::Value> {
        drop(self.process.stdin.take());
        let lines: Vec<String> = self.told.by_ref().lines().map_while(Result::ok).collect();
        lines.iter().map(|line| serde_json::from_str(line).expect("a letter is told as JSON")).collect()
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn line(told: &mut BufReader<ChildStdout>) -> String {
    let mut line = String::new();
    told.read_line(&mut line).expect("the mail server's output can be read");
    line
}
