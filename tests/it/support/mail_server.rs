//! A mail server on loopback that counts connections, takes letters until it is told not to, and hangs up when a test
//! wants it.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinSet;

#[derive(Default)]
pub struct Manner {
    /// Greets with 421 and hangs up.
    pub away: AtomicBool,
    /// As many connections are granted at a time; 0 is any number.
    pub most: AtomicUsize,
    /// After so many letters a connection is closed without a word; 0 is never.
    pub letters_each: AtomicUsize,
    pub connections: AtomicUsize,
    open: AtomicUsize,
    letters: Mutex<Vec<String>>,
    came: Notify,
}

pub struct MailServer {
    pub manner: Arc<Manner>,
    pub address: SocketAddr,
    _serving: JoinSet<()>,
}

impl Manner {
    fn kept(&self) -> MutexGuard<'_, Vec<String>> {
        self.letters.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl MailServer {
    pub async fn start() -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (manner, mut serving) = (Arc::new(Manner::default()), JoinSet::new());
        let all = Arc::clone(&manner);
        serving.spawn(async move {
            let mut conversations = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let manner = Arc::clone(&all);
                conversations.spawn(async move { converse(stream, &manner).await.unwrap_or_default() });
            }
        });
        Ok(Self { manner, address, _serving: serving })
    }

    pub fn url(&self) -> String {
        format!("smtp://{}?tls=none", self.address)
    }

    pub fn connections(&self) -> usize {
        self.manner.connections.load(Ordering::SeqCst)
    }

    /// Each letter as it came over the wire, in the order of their coming.
    pub fn letters(&self) -> Vec<String> {
        self.manner.kept().clone()
    }

    /// Waits until there are so many letters.
    pub async fn have(&self, count: usize) {
        loop {
            let came = self.manner.came.notified();
            if self.manner.kept().len() >= count {
                return;
            }
            came.await;
        }
    }
}

async fn converse(stream: TcpStream, manner: &Manner) -> std::io::Result<()> {
    manner.connections.fetch_add(1, Ordering::SeqCst);
    let open = manner.open.fetch_add(1, Ordering::SeqCst) + 1;
    let most = manner.most.load(Ordering::SeqCst);
    let done = if manner.away.load(Ordering::SeqCst) || (most > 0 && open > most) {
        BufReader::new(stream).write_all(b"421 4.3.2 not now\r\n").await
    } else {
        take(stream, manner).await
    };
    manner.open.fetch_sub(1, Ordering::SeqCst);
    done
}

async fn take(stream: TcpStream, manner: &Manner) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let (mut stream, mut taken) = (BufReader::new(stream), 0);
    stream.write_all(b"220 mail.test ESMTP\r\n").await?;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let answer = match line.trim_end().get(..4).unwrap_or_default() {
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await?;
                let text = read_text(&mut stream).await?;
                manner.kept().push(text);
                manner.came.notify_waiters();
                taken += 1;
                "250 taken"
            }
            "QUIT" => "221 bye",
            _ => "250 fine",
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
        let letters_each = manner.letters_each.load(Ordering::SeqCst);
        if answer == "221 bye" || (letters_each > 0 && taken >= letters_each) {
            return Ok(());
        }
    }
}

async fn read_text(stream: &mut BufReader<TcpStream>) -> std::io::Result<String> {
    let mut text = String::new();
    loop {
        let begin = text.len();
        if stream.read_line(&mut text).await? == 0 || text.get(begin..) == Some(".\r\n") {
            text.truncate(begin);
            return Ok(text);
        }
    }
}
