//! Microsoft SQL Server as far as it is asked: a double, written after MS-TDS apart from what it tests, that the clients
//! of FreeTDS take for a server.

use super::servers::Certified;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::{ServerConfig, ServerConnection, version::TLS12};
use tokio_rustls::server::TlsStream;

const BATCH: u8 = 0x01;
const ANSWER: u8 = 0x04;
const LOGIN: u8 = 0x10;
const PRELOGIN: u8 = 0x12;

/// How a server is set up, and what it makes of whoever signs in.
#[derive(Clone, Default)]
pub struct Server {
    pub tls: Option<Arc<ServerConfig>>,
    /// Nobody without TLS.
    pub demands_tls: bool,
    pub welcome: Welcome,
}

#[derive(Clone, Default)]
pub enum Welcome {
    #[default]
    Honest,
    /// These bytes, and then the line is dead.
    Bytes(Vec<u8>),
    /// Tells changes of the environment, one after the other, in a message that never ends.
    Endless,
    /// A large packet, a byte a second.
    Dripping,
    /// Lets everybody in, and answers questions with this message.
    Answering(Vec<u8>),
}

pub struct Mssql {
    port: u16,
    signed_in: Arc<Mutex<Vec<String>>>,
}

impl Mssql {
    pub fn port(&self) -> String {
        self.port.to_string()
    }

    /// `user:password@database` of each login.
    pub fn logins(&self) -> Vec<String> {
        self.signed_in.lock().expect("no test holds it").clone()
    }
}

/// For [`Server::tls`]: no server spoke 1.3 in packets of TDS.
pub fn under(certified: &Certified) -> Option<Arc<ServerConfig>> {
    Some(super::servers::config(certified, &[&TLS12]))
}

pub async fn mssql(server: Server) -> Mssql {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let signed_in = Arc::<Mutex<Vec<String>>>::default();
    let heard = Arc::clone(&signed_in);
    actix_web::rt::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (server, heard) = (server.clone(), Arc::clone(&heard));
            actix_web::rt::spawn(async move { greet(&server, stream, &heard).await });
        }
    });
    Mssql { port, signed_in }
}

/// None is said to whoever hangs up.
async fn greet(server: &Server, mut stream: TcpStream, heard: &Mutex<Vec<String>>) -> Option<()> {
    let wanted = encryption(&message(&mut stream, PRELOGIN).await?)?;
    let agreed = match (&server.tls, wanted, server.demands_tls) {
        (None, ..) | (Some(_), 2, false) => 2,
        (Some(_), 1 | 3, _) => 1,
        (Some(_), _, true) => 3,
        (Some(_), ..) => 0,
    };
    // Its version, encryption, the instance, no thread, one question at a time.
    let table = [0, 0, 26, 0, 6, 1, 0, 32, 0, 1, 2, 0, 33, 0, 1, 3, 0, 34, 0, 0, 4, 0, 34, 0, 1, 255];
    let offer = [&table[..], &[16, 0, 3, 232, 0, 0, agreed, 0, 0]].concat();
    send(&mut stream, ANSWER, &offer).await?;
    match (&server.tls, agreed) {
        (_, 2) => converse(server, stream, heard).await,
        (Some(config), 1) => converse(server, protect(config, stream).await?, heard).await,
        _ => None,
    }
}

/// The beginning of TLS in packets, cut small.
async fn protect(config: &Arc<ServerConfig>, mut stream: TcpStream) -> Option<TlsStream<TcpStream>> {
    let mut session = ServerConnection::new(Arc::clone(config)).expect("it can be set up");
    while session.is_handshaking() {
        let heard = message(&mut stream, PRELOGIN).await?;
        let mut rest = &heard[..];
        while !rest.is_empty() {
            session.read_tls(&mut rest).ok()?;
            session.process_new_packets().ok()?;
        }
        let mut said = Vec::new();
        while session.wants_write() {
            session.write_tls(&mut said).expect("a vector takes it");
        }
        let parts = said.chunks(300).count();
        for (at, part) in said.chunks(300).enumerate() {
            packet(&mut stream, PRELOGIN, at + 1 == parts, part).await?;
        }
    }
    TlsAcceptor::from(Arc::clone(config)).accept_with(stream, |fresh| *fresh = session).await.ok()
}

async fn converse<S>(server: &Server, mut stream: S, heard: &Mutex<Vec<String>>) -> Option<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let login = message(&mut stream, LOGIN).await?;
    assert_eq!(login.len(), u32::from_le_bytes(*login.first_chunk()?) as usize, "a login says how long it is");
    let [user, password, database] = [40, 44, 68].map(|at| field(&login, at));
    let plain = password.iter().map(|byte| (byte ^ 0xA5).rotate_left(4)).collect::<Vec<u8>>();
    let [user, password, database] = [&user, &plain, &database].map(|it| text(it));
    heard.lock().expect("no test holds it").push(format!("{user}:{password}@{database}"));
    match &server.welcome {
        Welcome::Bytes(bytes) => {
            stream.write_all(bytes).await.ok()?;
            stream.shutdown().await.ok()?;
            return None;
        }
        Welcome::Endless => loop {
            packet(&mut stream, ANSWER, false, &change_of(1, "master", "").repeat(100)).await?;
        },
        Welcome::Dripping => {
            let mut every = tokio::time::interval(Duration::from_secs(1));
            for byte in [ANSWER, 1, 0x10, 0, 0, 51, 1, 0].into_iter().chain([0; 4088]) {
                every.tick().await;
                stream.write_all(&[byte]).await.ok()?;
                stream.flush().await.ok()?;
            }
        }
        Welcome::Honest | Welcome::Answering(_) => {}
    }
    send(&mut stream, ANSWER, &verdict(&user, &password, &database)).await?;
    loop {
        let question = message(&mut stream, BATCH).await?;
        let headers = u32::from_le_bytes(*question.first_chunk()?) as usize;
        let question = text(question.get(headers..)?);
        let answer = match &server.welcome {
            Welcome::Answering(answer) => answer.clone(),
            _ if question.contains("SERVERPROPERTY") => {
                let updateability = if database == "archive" { "READ_ONLY" } else { "READ_WRITE" };
                [row(&["16.0.1000.6", updateability]), done(0x10, 1)].concat()
            }
            _ => done(0, 0),
        };
        send(&mut stream, ANSWER, &answer).await?;
    }
}

/// What is said to a login.
fn verdict(user: &str, password: &str, database: &str) -> Vec<u8> {
    let welcome = [change_of(1, database, "master"), information(5701, "Changed database context."), acknowledged()];
    match (user, password, database) {
        (_, "wrong", _) => [error(18456, 14, "Login failed for user."), done(2, 0)].concat(),
        (.., "none") => {
            let said = [error(4060, 11, "Cannot open database."), error(18456, 14, "Login failed for user.")];
            [said.concat(), done(2, 0)].concat()
        }
        ("full", ..) => [error(10928, 20, "The limit for the database is 60."), done(2, 0)].concat(),
        ("moved", ..) => {
            let elsewhere = [&[20, 0x22, 0, 0, 0x99, 5, 15, 0][..], &utf16("169.254.169.254"), &[0, 0]].concat();
            [welcome.concat(), sized(0xE3, &elsewhere), done(0, 0)].concat()
        }
        _ => [welcome.concat(), change_of(4, "4096", "4096"), done(0, 0)].concat(),
    }
}

fn acknowledged() -> Vec<u8> {
    sized(0xAD, &[&[1, 0x74, 0, 0, 4][..], &short("Microsoft SQL Server"), &[16, 0, 3, 232]].concat())
}

fn change_of(what: u8, new: &str, old: &str) -> Vec<u8> {
    sized(0xE3, &[&[what][..], &short(new), &short(old)].concat())
}

pub fn error(number: i32, class: u8, said: &str) -> Vec<u8> {
    notice(0xAA, number, class, said)
}

fn information(number: i32, said: &str) -> Vec<u8> {
    notice(0xAB, number, 0, said)
}

fn notice(token: u8, number: i32, class: u8, said: &str) -> Vec<u8> {
    let length = u16::try_from(said.encode_utf16().count()).expect("a sentence").to_le_bytes();
    let where_from = [&short("DOUBLE")[..], &short(""), &1_u32.to_le_bytes()].concat();
    sized(token, &[&number.to_le_bytes()[..], &[1, class], &length, &utf16(said), &where_from].concat())
}

/// A result of one row of text.
pub fn row(values: &[&str]) -> Vec<u8> {
    let column = [&[0, 0, 0, 0, 9, 0, 0xE7, 128, 0, 9, 4, 208, 0, 52][..], &short("it")].concat();
    let count = u16::try_from(values.len()).expect("few").to_le_bytes();
    let sized = |value: &&str| {
        let value = utf16(value);
        [&u16::try_from(value.len()).expect("short").to_le_bytes()[..], &value].concat()
    };
    let values: Vec<u8> = values.iter().flat_map(sized).collect();
    [&[0x81][..], &count, &column.repeat(count[0].into()), &[0xD1], &values].concat()
}

pub fn done(status: u8, rows: u8) -> Vec<u8> {
    vec![0xFD, status, 0, 193, 0, rows, 0, 0, 0, 0, 0, 0, 0]
}

pub fn sized(token: u8, content: &[u8]) -> Vec<u8> {
    [&[token][..], &u16::try_from(content.len()).expect("short").to_le_bytes(), content].concat()
}

/// With its length in front, in units.
fn short(value: &str) -> Vec<u8> {
    let units = utf16(value);
    [&[u8::try_from(units.len() / 2).expect("short")][..], &units].concat()
}

fn utf16(value: &str) -> Vec<u8> {
    value.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn text(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|it| u16::from_le_bytes([it[0], it[1]])).collect();
    String::from_utf16(&units).expect("it is text")
}

/// What a login holds where the entry of its table says.
fn field(login: &[u8], entry: usize) -> Vec<u8> {
    let number = |at: usize| usize::from(u16::from_le_bytes([login[at], login[at + 1]]));
    let (at, units) = (number(entry), number(entry + 2));
    login[at..at + 2 * units].to_vec()
}

/// What a client wants of it.
fn encryption(prelogin: &[u8]) -> Option<u8> {
    let mut options = prelogin.chunks(5).take_while(|it| it[0] != 255);
    let option = options.find(|it| it[0] == 1)?;
    prelogin.get(usize::from(u16::from_be_bytes([option[1], option[2]]))).copied()
}

async fn send(stream: &mut (impl AsyncWrite + Unpin), kind: u8, message: &[u8]) -> Option<()> {
    packet(stream, kind, true, message).await
}

async fn packet(stream: &mut (impl AsyncWrite + Unpin), kind: u8, is_last: bool, carried: &[u8]) -> Option<()> {
    let length = u16::try_from(carried.len() + 8).expect("it fits").to_be_bytes();
    let header = [kind, u8::from(is_last), length[0], length[1], 0, 51, 1, 0];
    stream.write_all(&[&header[..], carried].concat()).await.ok()?;
    stream.flush().await.ok()
}

/// A whole message of this kind, and of no other.
async fn message(stream: &mut (impl AsyncRead + Unpin), kind: u8) -> Option<Vec<u8>> {
    let mut message = Vec::new();
    loop {
        let mut header = [0; 8];
        stream.read_exact(&mut header).await.ok()?;
        if header[0] != kind {
            return None;
        }
        let mut part = vec![0; usize::from(u16::from_be_bytes([header[2], header[3]])).checked_sub(8)?];
        stream.read_exact(&mut part).await.ok()?;
        message.extend(part);
        if header[1] & 1 == 1 {
            return Some(message);
        }
    }
}
