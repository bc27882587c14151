//! A mail server that says what it is told to: one command gets another reply than all others, which it takes.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// The command (`CONNECT` is the greeting, `.` the end of a letter), what it gets, and how often that has been said
/// anew.
type Script = Arc<Mutex<(&'static str, &'static str, u32)>>;

pub struct ScriptedServer {
    pub url: String,
    script: Script,
    /// Of each connection, what it was asked.
    asked: Arc<Mutex<Vec<Vec<String>>>>,
}

impl ScriptedServer {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
        let port = listener.local_addr().expect("it has an address").port();
        let (script, asked) = (Script::default(), Arc::<Mutex<Vec<Vec<String>>>>::default());
        let (told, seen) = (Arc::clone(&script), Arc::clone(&asked));
        // Ends with the process: nobody waits for it.
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (told, seen) = (Arc::clone(&told), Arc::clone(&seen));
                std::thread::spawn(move || converse(stream, &told, &seen));
            }
        });
        Self { url: format!("smtp://anna:secret@127.0.0.1:{port}?tls=none"), script, asked }
    }

    /// From now on, and on connections that are made from now on: the others are told to go.
    pub fn answer(&self, command: &'static str, reply: &'static str) {
        let mut script = self.script.lock().expect("nobody panics with it");
        *script = (command, reply, script.2 + 1);
    }

    /// The commands of each connection since the last time.
    pub fn asked(&self) -> Vec<Vec<String>> {
        std::mem::take(&mut *self.asked.lock().expect("nobody panics with it"))
    }
}

fn converse(stream: TcpStream, script: &Script, asked: &Mutex<Vec<Vec<String>>>) -> Option<()> {
    let mut out = stream.try_clone().ok()?;
    let mut commands = BufReader::new(stream).lines().map_while(Result::ok);
    let connection = {
        let mut all = asked.lock().ok()?;
        all.push(Vec::new());
        all.len() - 1
    };
    let begun = script.lock().ok()?.2;
    let mut say = |command: &str, usual: &str| -> Option<bool> {
        let (other, reply, now) = *script.lock().ok()?;
        let usual =
            if matches!(command, "NOOP" | "MAIL") && now != begun { "421 4.4.2 you were away too long" } else { usual };
        if let Some(told) = asked.lock().ok()?.get_mut(connection) {
            told.push(command.to_owned());
        }
        let reply = if other == command { reply } else { usual };
        write!(out, "{reply}\r\n").ok()?;
        Some(reply.starts_with(['2', '3']))
    };
    say("CONNECT", "220 mail.test")?;
    while let Some(line) = commands.next() {
        let command = line.split([' ', ':']).next()?.to_uppercase();
        match command.as_str() {
            "EHLO" => say("EHLO", "250-mail.test\r\n250-ENHANCEDSTATUSCODES\r\n250 AUTH PLAIN")?,
            "AUTH" => say("AUTH", "235 2.7.0 welcome")?,
            "DATA" => {
                if say("DATA", "354 go on")? {
                    commands.by_ref().find(|line| line == ".")?;
                    say(".", "250 2.0.0 taken")?;
                }
                true
            }
            "QUIT" => return say("QUIT", "221 2.0.0 bye").map(drop),
            other => say(other, "250 2.0.0 fine")?,
        };
    }
    Some(())
}
