//! A process that is told to stop cuts nobody off, and the next one takes over the socket where somebody keeps it open.

use crate::support::database::{Database, Engine};
use std::io::{BufRead, BufReader, Lines, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

const CLIENTS: usize = 16;

/// A Steward of its own, by its program. Its output stays open, since it may have more to say.
struct Process(Child, Option<Lines<BufReader<ChildStdout>>>);

impl Process {
    /// With a socket that is open already, as systemd starts it; without, on an address.
    fn start(database: &Database, address: &str, socket: Option<&TcpListener>) -> Self {
        let program = env!("CARGO_BIN_EXE_steward");
        let mut command = Command::new("sh");
        let socket = match socket {
            Some(socket) => Stdio::from(OwnedFd::from(socket.try_clone().expect("it can be shared"))),
            None => Stdio::null(),
        };
        let handed_over = format!("exec 3<&0; export LISTEN_FDS=1 LISTEN_PID=$$; exec {program} serve");
        let script = if address.is_empty() { handed_over } else { format!("exec {program} serve") };
        command.args(["-c", &script]).stdin(socket).stdout(Stdio::piped()).env_clear();
        command
            .env("STEWARD_DATABASE_URL", &database.url)
            .env("STEWARD_SECRET_KEY_FILE", database.folder.join("secret.key"));
        command.env("STEWARD_LOG", "error");
        if !address.is_empty() {
            command.env("STEWARD_LISTEN", address);
        }
        let mut child = command.spawn().expect("it can be started");
        let told = BufReader::new(child.stdout.take().expect("its output is a pipe")).lines();
        let mut process = Self(child, Some(told));
        let ready = process.1.iter_mut().flatten().map_while(Result::ok).any(|line| line.starts_with("Steward is at"));
        assert!(ready, "it has ended: {:?}", process.0.wait());
        process
    }

    fn signal(&self, signal: &str) {
        let done = Command::new("kill").args([signal, &self.0.id().to_string()]).status();
        assert!(done.is_ok_and(|status| status.success()));
    }

    fn ends_well(mut self) {
        assert!(self.0.wait().expect("it is ours").success());
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

#[derive(Debug, PartialEq)]
enum Asked {
    Answered {
        closes: bool,
    },
    /// Nobody took the connection, so that nothing was asked.
    Refused,
    /// Somebody took it, or had it, and gave no answer.
    CutOff,
}

/// One browser's connection, kept until the other side closes it.
struct Connection<'a> {
    address: &'a str,
    open: Option<BufReader<TcpStream>>,
}

impl Connection<'_> {
    fn ask(&mut self) -> Asked {
        let mut stream = match self.open.take() {
            Some(stream) => stream,
            None => match TcpStream::connect(self.address) {
                Ok(stream) => BufReader::new(stream),
                Err(_) => return Asked::Refused,
            },
        };
        stream.get_ref().set_read_timeout(Some(Duration::from_secs(20))).expect("it can be set");
        let request = format!("GET /sign-in HTTP/1.1\r\nHost: {}\r\n\r\n", self.address);
        if stream.get_mut().write_all(request.as_bytes()).is_err() {
            return Asked::CutOff;
        }
        let Some(closes) = answer(&mut stream) else { return Asked::CutOff };
        if !closes {
            self.open = Some(stream);
        }
        Asked::Answered { closes }
    }
}

/// Whether it closes the connection; None when it does not come whole.
fn answer(stream: &mut BufReader<TcpStream>) -> Option<bool> {
    let (mut length, mut closes) = (None, false);
    for number in 0.. {
        let mut line = String::new();
        stream.read_line(&mut line).ok().filter(|read| *read > 0)?;
        let line = line.trim_end().to_ascii_lowercase();
        if number == 0 {
            assert_eq!(line, "http/1.1 200 ok");
        }
        match line.split_once(": ") {
            Some(("content-length", value)) => length = value.parse::<usize>().ok(),
            Some(("connection", value)) => closes = value == "close",
            _ if line.is_empty() => break,
            _ => {}
        }
    }
    let mut body = vec![0; length.expect("a page has a length")];
    stream.read_exact(&mut body).ok()?;
    Some(closes)
}

fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("loopback has a free port").to_string()
}

#[test]
fn whoever_asks_while_it_is_told_to_stop_is_answered() {
    for signal in ["-TERM", "-HUP", "-INT"] {
        let database = Database::migrated(Engine::Sqlite);
        let address = free_address();
        let process = Process::start(&database, &address, None);
        let answers = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            let clients: Vec<_> = (0..CLIENTS)
                .map(|_| {
                    let (address, answers) = (&address, &answers);
                    scope.spawn(move || {
                        let mut connection = Connection { address, open: None };
                        loop {
                            match connection.ask() {
                                Asked::Answered { .. } => answers.fetch_add(1, Ordering::Relaxed),
                                other => return other,
                            };
                        }
                    })
                })
                .collect();
            let goes_on = || clients.iter().all(|client| !client.is_finished());
            while answers.load(Ordering::Relaxed) < 20 * CLIENTS && goes_on() {
                std::thread::yield_now();
            }
            process.signal(signal);
            for client in clients {
                assert_eq!(client.join().expect("no client panics"), Asked::Refused, "{signal}");
            }
        });
        process.ends_well();
    }
}

#[test]
fn while_it_leaves_it_sends_others_elsewhere_and_still_answers() {
    let database = Database::migrated(Engine::Sqlite);
    let address = free_address();
    let process = Process::start(&database, &address, None);
    let mut before = Connection { address: &address, open: None };
    assert_eq!(before.ask(), Asked::Answered { closes: false });
    process.signal("-TERM");
    let mut later = Connection { address: &address, open: None };
    while later.ask() == (Asked::Answered { closes: false }) {}
    assert!(!ready(&address), "who decides where to ask is told");
    assert_eq!(before.ask(), Asked::Answered { closes: true });
    process.ends_well();
}

fn ready(address: &str) -> bool {
    let mut stream = TcpStream::connect(address).expect("it still lets people in");
    write!(stream, "GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").expect("it can be asked");
    let mut said = String::new();
    stream.read_to_string(&mut said).expect("it answers");
    said.starts_with("HTTP/1.1 200")
}

/// By itself and by the one after it, on a socket that stays open in between: nobody notices.
#[test]
fn on_a_socket_that_was_handed_over_processes_follow_each_other_unnoticed() {
    let database = Database::migrated(Engine::Sqlite);
    let socket = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    let address = socket.local_addr().expect("it has an address").to_string();
    let mut process = Process::start(&database, "", Some(&socket));
    let (answers, over) = (AtomicUsize::new(0), AtomicBool::new(false));
    std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|_| {
                let (address, answers, over) = (&address, &answers, &over);
                scope.spawn(move || {
                    let mut connection = Connection { address, open: None };
                    while !over.load(Ordering::Relaxed) {
                        match connection.ask() {
                            Asked::Answered { .. } => answers.fetch_add(1, Ordering::Relaxed),
                            other => return other,
                        };
                    }
                    Asked::Answered { closes: false }
                })
            })
            .collect();
        let more = || {
            let before = answers.load(Ordering::Relaxed);
            while answers.load(Ordering::Relaxed) < before + 20 * CLIENTS
                && clients.iter().all(|client| !client.is_finished())
            {
                std::thread::yield_now();
            }
        };
        for _ in 0..2 {
            more();
            process.signal("-TERM");
            process.0.wait().expect("it is ours");
            process = Process::start(&database, "", Some(&socket));
        }
        more();
        over.store(true, Ordering::Relaxed);
        for client in clients {
            assert_eq!(client.join().expect("no client panics"), Asked::Answered { closes: false });
        }
    });
}

/// The program is started before its database is.
#[test]
fn a_start_waits_for_a_database_that_is_not_there_yet() {
    if Engine::Postgres.is_left_out() {
        return;
    }
    let database = Database::migrated(Engine::Postgres);
    let address = free_address();
    crate::support::postgres::stop(&database.url);
    let (told, waits) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        let (database, address) = (&database, &address);
        let starting = scope.spawn(move || {
            let mut child = Command::new(env!("CARGO_BIN_EXE_steward"))
                .env_clear()
                .env("STEWARD_DATABASE_URL", &database.url)
                .env("STEWARD_SECRET_KEY_FILE", database.folder.join("secret.key"))
                .env("STEWARD_LISTEN", address)
                .env("STEWARD_LOG", "warn")
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .expect("it can be started");
            let (said, printed) = (child.stderr.take().expect("a pipe"), child.stdout.take().expect("a pipe"));
            let mut process = Process(child, Some(BufReader::new(printed).lines()));
            let first = BufReader::new(said).lines().map_while(Result::ok).next().unwrap_or_default();
            told.send(first).expect("somebody listens");
            process.1.iter_mut().flatten().map_while(Result::ok).any(|line| line.starts_with("Steward is at"))
        });
        let said = waits.recv().expect("it says something");
        assert!(said.contains("waiting for the database"), "{said}");
        crate::support::postgres::start(&database.url);
        assert!(starting.join().expect("it does not panic"), "it goes on");
    });
}
