use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
};

use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
use lettre::{
    AsyncFileTransport, AsyncTransport, Tokio1Executor,
    transport::smtp::{self, authentication::Credentials, client::TlsParameters, extension::ClientId},
};
use percent_encoding::percent_decode_str;
use url::{Host, Url};

use super::{
    message::{self, Outgoing},
    pause::Pause,
    smtp::{Broken, Security, Server},
    tls::Wrapper,
};
use crate::{config::Config, people::clean, state::Parts};

/// Where letters go.
#[derive(Clone, Default)]
pub enum Transport {
    /// Nowhere: letters stay in the outbox.
    #[default]
    None,
    /// A list that tests read.
    Memory(Sent),
    /// A file for each letter in a folder.
    File(PathBuf),
    Smtp(Arc<Server>),
}

#[derive(Clone, Default)]
pub struct Sent(Arc<Mutex<Vec<SentLetter>>>);

#[derive(Clone, Debug)]
pub struct SentLetter {
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub message_id: String,
    /// As it would have gone over the wire.
    pub raw: String,
}

/// Why a letter did not go; a lasting refusal is of this letter, and trying again is no use.
#[derive(Debug, PartialEq)]
pub struct Failure {
    pub lasting: bool,
    pub cause: String,
}

/// Why a letter is still here.
#[derive(Debug, PartialEq)]
pub enum Unsent {
    Refused(Failure),
    /// No letter goes at the moment, whichever it is.
    Away(String),
}

const LONGEST_CAUSE: usize = 500;
const FORM: &str = "STEWARD_SMTP_URL: must be smtp://USER:PASS@HOST:PORT?tls=required, smtps://HOST or file:FOLDER";

impl Transport {
    pub fn memory() -> (Self, Sent) {
        let sent = Sent::default();
        (Self::Memory(sent.clone()), sent)
    }

    pub fn from_config(config: &Config) -> anyhow::Result<Self> {
        let hello = match config.base_url.host() {
            Some(Host::Ipv4(ip)) => ClientId::Ipv4(ip),
            Some(Host::Ipv6(ip)) => ClientId::Ipv6(ip),
            Some(Host::Domain(name)) => ClientId::Domain(name.to_owned()),
            None => ClientId::default(),
        };
        config.smtp_url().map_or(Ok(Self::None), |url| Self::open(url, hello))
    }

    /// `smtp://USER:PASS@HOST:PORT?tls=required|opportunistic|none`, `smtps://…` or `file:FOLDER`; connects to nothing
    /// yet.
    pub fn open(url: &str, hello: ClientId) -> anyhow::Result<Self> {
        if let Some(folder) = url.strip_prefix("file:") {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("STEWARD_SMTP_URL: the folder {folder} cannot be made"))?;
            return Ok(Self::File(folder.into()));
        }
        let url = Url::parse(url).ok().context(FORM)?;
        let host = url.host_str().context(FORM)?.trim_matches(['[', ']']);
        let (security, port) = security(&url, host)?;
        let credentials = match url.username() {
            "" => None,
            name => Some(Credentials::new(decoded(name), decoded(url.password().unwrap_or("")))),
        };
        Ok(Self::Smtp(Arc::new(Server::new(host.to_owned(), url.port().unwrap_or(port), security, hello, credentials))))
    }

    pub fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }

    /// Whether the mail server lets us in, or the folder is there.
    pub async fn check(&self) -> anyhow::Result<()> {
        match self {
            Self::None | Self::Memory(_) => Ok(()),
            Self::File(folder) if folder.is_dir() => Ok(()),
            Self::File(folder) => bail!("the folder {} does not exist", folder.display()),
            Self::Smtp(server) => server.check().await.map_err(|cause| anyhow::anyhow!("the mail server: {cause}")),
        }
    }

    /// How many letters may be in hand, of `most`.
    pub fn room(&self, now: DateTime<Utc>, most: usize) -> usize {
        match self {
            Self::None => 0,
            Self::Memory(_) | Self::File(_) => most,
            Self::Smtp(server) => server.pauses.room(now, most),
        }
    }

    /// Since when, and why, the mail server takes no letters, if so.
    pub fn pause(&self) -> Option<Pause> {
        match self {
            Self::Smtp(server) => server.pauses.current().filter(|pause| pause.standing == 0),
            _ => None,
        }
    }

    /// A pause is over: somebody knows that the server is back, or wants to.
    pub fn ask_again(&self) {
        if let Self::Smtp(server) = self {
            server.pauses.end();
        }
    }

    /// The server granted no connection: it is left alone for a while.
    pub(super) fn begin_pause(&self, now: DateTime<Utc>, cause: String) {
        if let Self::Smtp(server) = self {
            server.pauses.begin(now, cause, server.standing());
        }
    }

    /// For when there is nothing to send.
    pub(super) async fn rest(&self) {
        if let Self::Smtp(server) = self {
            server.rest().await;
        }
    }

    pub(super) async fn send(&self, letter: &Outgoing<'_>) -> Result<(), Unsent> {
        let message = message::build(letter).map_err(|error| Failure::lasting(&error))?;
        match self {
            Self::None => Err(Unsent::Away("no mail server is set".to_owned())),
            Self::Memory(sent) => {
                sent.push(letter, &message.formatted());
                Ok(())
            }
            Self::File(folder) => {
                let file = AsyncFileTransport::<Tokio1Executor>::new(folder);
                Ok(file.send(message).await.map(drop).map_err(|error| Failure::passing(&error))?)
            }
            Self::Smtp(server) => server.send(&message).await.map_err(|broken| match broken {
                Broken::Away(cause) => Unsent::Away(clean(&cause, LONGEST_CAUSE)),
                Broken::Refused(refused) if refused.is_final() => Failure::lasting(&refused.error).into(),
                Broken::Refused(refused) => Failure::passing(&refused.error).into(),
                Broken::Late => Failure::passing(&"the mail server did not answer in time").into(),
            }),
        }
    }
}

impl From<Failure> for Unsent {
    fn from(failure: Failure) -> Self {
        Self::Refused(failure)
    }
}

impl Sent {
    pub fn letters(&self) -> Vec<SentLetter> {
        self.0.lock().map(|all| all.clone()).unwrap_or_default()
    }

    fn push(&self, letter: &Outgoing<'_>, raw: &[u8]) {
        let sent = SentLetter {
            to: letter.recipient.to_owned(),
            subject: letter.subject.to_owned(),
            text: letter.text.to_owned(),
            html: letter.html.to_owned(),
            message_id: letter.message_id.to_owned(),
            raw: String::from_utf8_lossy(raw).into_owned(),
        };
        if let Ok(mut all) = self.0.lock() {
            all.push(sent);
        }
    }
}

impl Failure {
    fn lasting(error: &dyn std::fmt::Display) -> Self {
        Self { lasting: true, cause: clean(&error.to_string(), LONGEST_CAUSE) }
    }

    fn passing(error: &dyn std::fmt::Display) -> Self {
        Self { lasting: false, cause: clean(&error.to_string(), LONGEST_CAUSE) }
    }
}

/// How the connection is protected, and the port that goes with it.
fn security(url: &Url, host: &str) -> anyhow::Result<(Security, u16)> {
    let mut asked = None;
    for (name, value) in url.query_pairs() {
        match name.as_ref() {
            "tls" if asked.is_none() => asked = Some(value.into_owned()),
            _ => bail!("STEWARD_SMTP_URL: {name:?} is not an option, or is given twice; there is only tls"),
        }
    }
    let no_tls = "STEWARD_SMTP_URL: no TLS with this host name";
    let parameters = || TlsParameters::new(host.to_owned()).context(no_tls);
    match (url.scheme(), asked.as_deref().unwrap_or("required")) {
        ("smtps", "required") => {
            Ok((Security::Wrapped(Box::new(Wrapper::for_host(host).context(no_tls)?)), smtp::SUBMISSIONS_PORT))
        }
        ("smtp", "required") => Ok((Security::Required(parameters()?), smtp::SUBMISSION_PORT)),
        ("smtp", "opportunistic") => Ok((Security::Opportunistic(parameters()?), smtp::SUBMISSION_PORT)),
        ("smtp", "none") => Ok((Security::None, smtp::SMTP_PORT)),
        ("smtp", other) => bail!("STEWARD_SMTP_URL: tls={other} is not one of required, opportunistic, none"),
        ("smtps", other) => bail!("STEWARD_SMTP_URL: tls={other} does not go with smtps, which always has TLS"),
        _ => bail!(FORM),
    }
}

/// A state is opened with it.
impl From<Transport> for Parts {
    fn from(transport: Transport) -> Self {
        Self::default().with(transport)
    }
}

/// User and password may hold any character, percent-encoded.
fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(url: &str) -> anyhow::Result<Transport> {
        Transport::open(url, ClientId::default())
    }

    #[tokio::test]
    async fn a_mail_server_address_means_what_it_says() {
        for good in [
            "smtp://mail.example.com",
            "smtp://u%40x:p%3Ass@mail.example.com:2525?tls=opportunistic",
            "smtps://[::1]",
            "smtp://h?tls=none",
        ] {
            assert!(matches!(open(good), Ok(Transport::Smtp(_))), "{good}");
        }
        for bad in [
            "smtp://h?tls=maybe",
            "smtps://h?tls=none",
            "smtp://h?pool=3",
            "smtp://h?tls=none&tls=required",
            "http://h",
            "nothing",
        ] {
            let sentence = open(bad).err().expect(bad).to_string();
            assert!(sentence.starts_with("STEWARD_SMTP_URL: "), "{sentence}");
        }
        assert_eq!(decoded("p%3A+s%26"), "p:+s&");
    }

    #[tokio::test]
    async fn a_server_that_is_away_is_no_fault_of_the_letter() {
        let transport = open("smtp://127.0.0.1:1?tls=none").expect("opens");
        let unsent =
            transport.send(&message::tests::letter("anna@example.com", "Hello")).await.expect_err("nobody listens");
        assert!(matches!(unsent, Unsent::Away(_)), "{unsent:?}");
    }
}
