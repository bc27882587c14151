//! Conversations with the mail server: connections stand and serve one letter after another.

use std::{
    error::Error as _,
    io,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use lettre::{
    Address, Message,
    address::Envelope,
    transport::smtp::{
        self,
        authentication::{Credentials, DEFAULT_MECHANISMS},
        client::{AsyncSmtpConnection, AsyncTokioStream, TlsParameters},
        commands::{Data, Mail, Rcpt, Rset},
        extension::{ClientId, Extension, MailBodyParameter, MailParameter},
    },
};
use tokio::net::{TcpStream, lookup_host};

use super::{
    pause::Pauses,
    refusal::{Step, is_final},
    tls::{self, Wrapper},
};

pub struct Server {
    pub host: String,
    pub port: u16,
    pub security: Security,
    pub hello: ClientId,
    pub credentials: Option<Credentials>,
    pub pauses: Pauses,
    parked: Mutex<Vec<Parked>>,
    standing: Arc<AtomicUsize>,
}

/// How a connection is protected.
#[derive(Clone)]
pub enum Security {
    None,
    /// Encrypted where the server offers it.
    Opportunistic(TlsParameters),
    /// Encrypted after a greeting in the clear.
    Required(TlsParameters),
    /// Encrypted from the first byte.
    Wrapped(Box<Wrapper>),
}

/// Why a letter did not go.
pub enum Broken {
    /// The server granted no connection, so it is of no letter.
    Away(String),
    Refused(Refused),
    /// An answer about the letter did not come in time.
    Late,
}

/// At which step the conversation about a letter ended.
pub struct Refused {
    pub step: Step,
    pub error: smtp::Error,
}

/// A connection that stands.
struct Line {
    smtp: AsyncSmtpConnection,
    standing: Arc<AtomicUsize>,
}

struct Parked {
    line: Line,
    since: Instant,
}

/// To each address of the server.
const CONNECT: Duration = Duration::from_secs(10);
/// Until a connection is ready for a letter.
const INTRODUCTION: Duration = Duration::from_secs(30);
/// One letter, from its sender to its acceptance.
const CONVERSATION: Duration = Duration::from_secs(20);
/// For so long an idle connection is kept.
const IDLE: Duration = Duration::from_secs(10);
/// What a server says that closes the connection.
const CLOSING: u16 = 421;

impl Server {
    pub fn new(host: String, port: u16, security: Security, hello: ClientId, credentials: Option<Credentials>) -> Self {
        let (pauses, parked, standing) = Default::default();
        Self { host, port, security, hello, credentials, pauses, parked, standing }
    }

    /// Whether it lets us in.
    pub async fn check(&self) -> Result<(), String> {
        let mut line = self.connect().await?;
        line.smtp.quit().await.map(drop).map_err(|error| error.to_string())
    }

    pub async fn send(&self, message: &Message) -> Result<(), Broken> {
        let text = message.formatted();
        loop {
            let parked = self.take_parked();
            let is_fresh = parked.is_none();
            let mut line = match parked {
                Some(line) => line,
                None => self.connect().await.map_err(Broken::Away)?,
            };
            match tokio::time::timeout(CONVERSATION, line.deliver(message.envelope(), &text)).await {
                Ok(Ok(())) => {
                    self.park(line);
                    return Ok(());
                }
                // It was closed while nobody used it, and nothing was said about the letter.
                Ok(Err(Refused { step: Step::Sender, error })) if is_closed(&error) => {
                    if is_fresh {
                        return Err(Broken::Away(error.to_string()));
                    }
                }
                Ok(Err(refused)) => {
                    if !is_closed(&refused.error) && line.clear().await {
                        self.park(line);
                    }
                    return Err(Broken::Refused(refused));
                }
                Err(_) => return Err(Broken::Late),
            }
        }
    }

    /// Connections that stand, whether in use or not.
    pub fn standing(&self) -> usize {
        self.standing.load(Ordering::Relaxed)
    }

    /// Says good-bye on connections that nobody has used for a while.
    pub async fn rest(&self) {
        let idle: Vec<Parked> = self.lock().extract_if(.., |parked| parked.since.elapsed() > IDLE).collect();
        for mut parked in idle {
            // Whatever it answers: it is closed.
            tokio::time::timeout(CONNECT, parked.line.smtp.quit()).await.ok();
        }
    }

    async fn connect(&self) -> Result<Line, String> {
        let ready = tokio::time::timeout(INTRODUCTION, self.introduce()).await;
        let line = ready.unwrap_or_else(|_| Err("the mail server did not answer in time".to_owned()))?;
        self.pauses.end();
        Ok(line)
    }

    async fn introduce(&self) -> Result<Line, String> {
        let said = |error: smtp::Error| tls::told(&error.to_string());
        let stream =
            self.reach().await.map_err(|error| format!("no connection to {}:{}: {error}", self.host, self.port))?;
        let stream: Box<dyn AsyncTokioStream> = match &self.security {
            Security::Wrapped(wrapper) => {
                wrapper.wrap(stream).await.map_err(|error| tls::told(&format!("TLS: {error}")))?
            }
            _ => Box::new(stream),
        };
        let mut smtp = AsyncSmtpConnection::connect_with_transport(stream, &self.hello).await.map_err(said)?;
        match &self.security {
            Security::Opportunistic(tls) if smtp.can_starttls() => {
                smtp.starttls(tls.clone(), &self.hello).await.map_err(said)?;
            }
            Security::Required(tls) => smtp.starttls(tls.clone(), &self.hello).await.map_err(said)?,
            _ => {}
        }
        if let Some(credentials) = &self.credentials {
            smtp.auth(DEFAULT_MECHANISMS, credentials).await.map_err(said)?;
        }
        self.standing.fetch_add(1, Ordering::Relaxed);
        Ok(Line { smtp, standing: Arc::clone(&self.standing) })
    }

    /// With small packets sent at once: the end of a letter is one, and would wait for the server to have acknowledged
    /// the rest.
    async fn reach(&self) -> io::Result<TcpStream> {
        let mut last = io::Error::new(io::ErrorKind::NotFound, "the host has no address");
        for address in lookup_host((self.host.as_str(), self.port)).await? {
            match tokio::time::timeout(CONNECT, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => {
                    stream.set_nodelay(true)?;
                    return Ok(stream);
                }
                Ok(Err(error)) => last = error,
                Err(_) => last = io::ErrorKind::TimedOut.into(),
            }
        }
        Err(last)
    }

    fn take_parked(&self) -> Option<Line> {
        self.lock().pop().map(|parked| parked.line)
    }

    fn park(&self, line: Line) {
        self.lock().push(Parked { line, since: Instant::now() });
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Parked>> {
        self.parked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Line {
    /// RFC 5321 3.3: MAIL, RCPT, DATA, the letter.
    async fn deliver(&mut self, envelope: &Envelope, text: &[u8]) -> Result<(), Refused> {
        let at = |step| move |error| Refused { step, error };
        let info = self.smtp.server_info();
        let is_foreign = |address: &Address| !AsRef::<str>::as_ref(address).is_ascii();
        let mut options = Vec::new();
        if envelope.to().iter().chain(envelope.from()).any(is_foreign) && info.supports_feature(Extension::SmtpUtfEight)
        {
            options.push(MailParameter::SmtpUtfEight);
        }
        if !text.is_ascii() && info.supports_feature(Extension::EightBitMime) {
            options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        self.smtp.command(Mail::new(envelope.from().cloned(), options)).await.map_err(at(Step::Sender))?;
        for recipient in envelope.to() {
            self.smtp.command(Rcpt::new(recipient.clone(), Vec::new())).await.map_err(at(Step::Recipient))?;
        }
        self.smtp.command(Data).await.map_err(at(Step::Data))?;
        self.smtp.message(text).await.map_err(at(Step::Content))?;
        Ok(())
    }

    /// Whether the server has put a refused letter aside and takes another.
    async fn clear(&mut self) -> bool {
        matches!(tokio::time::timeout(CONVERSATION, self.smtp.command(Rset)).await, Ok(Ok(_)))
    }
}

impl Refused {
    pub fn is_final(&self) -> bool {
        let text = self.error.source().map(ToString::to_string).unwrap_or_default();
        self.error.status().is_some_and(|code| is_final(self.step, code.into(), &text))
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.standing.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Whether the connection is gone: the server hung up, or says that it does.
fn is_closed(error: &smtp::Error) -> bool {
    error.status().is_none_or(|code| u16::from(code) == CLOSING)
}
