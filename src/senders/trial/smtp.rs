//! A mail server is greeted, protected as the sender says, signed in to and taken leave of. No letter is begun.

use std::time::Instant;

use base64::{Engine, engine::general_purpose::STANDARD};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use url::Host;

use super::Target;
use crate::{
    dial::{
        self, Cause, Distrust,
        tls::{self, Trust},
    },
    resource::Found,
    senders::model::Tls,
    state::State,
};

/// Of a line, and of the lines of an answer; real ones are far shorter.
const LONGEST: usize = 2_000;
const MOST_LINES: usize = 100;

pub async fn ask(state: &State, target: &Target) -> Result<Found, Cause> {
    let port = target.way.port.and_then(|port| u16::try_from(port).ok()).unwrap_or_default();
    let line = dial::connect(state, &target.way.host, port).await?;
    let us = match state.config.base_url.host() {
        Some(Host::Domain(name)) => name.to_owned(),
        _ => "localhost".to_owned(),
    };
    let trust = || Trust::Host(target.authorities());
    match Tls::try_from(target.way.tls.clone()) {
        Ok(Tls::Tls) => {
            let line = tls::wrap(line, &target.way.host, trust()).await?;
            let version = tls::protocol(&line);
            let mut talk = Talk::over(line);
            talk.greeted().await?;
            finish(talk, target, &us, version).await
        }
        Ok(Tls::Starttls) => {
            let mut talk = Talk::over(line);
            talk.greeted().await?;
            let line = talk.start_tls(&us).await?;
            let line = tls::wrap(line, &target.way.host, trust()).await?;
            let version = tls::protocol(&line);
            finish(Talk::over(line), target, &us, version).await
        }
        _ => {
            let mut talk = Talk::over(line);
            talk.greeted().await?;
            finish(talk, target, &us, None).await
        }
    }
}

async fn finish<S>(mut talk: Talk<S>, target: &Target, us: &str, tls: Option<String>) -> Result<Found, Cause>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let sent = Instant::now();
    let offers = talk.hello(us).await?;
    let took = sent.elapsed();
    let signs_in = !target.way.user.is_empty();
    if signs_in {
        let has_starttls = offers.iter().any(|offer| offer == "STARTTLS");
        if tls.is_none() && has_starttls && mechanism(&offers).is_none() {
            return Err(Cause::TlsRefused(Distrust::Demanded));
        }
        let mechanism = mechanism(&offers).ok_or(Cause::NoSignIn)?;
        talk.sign_in(mechanism, &target.way.user, target.password()).await?;
    }
    talk.say("QUIT").await.ok();
    let said = if signs_in { "trial-sign-in-done" } else { "trial-sign-in-nobody" };
    Ok(Found::new("SMTP", "", tls, None, took).remarking("trial-sign-in", said.into()))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mechanism {
    Plain,
    Login,
}

/// The first of ours that is offered.
fn mechanism(offers: &[String]) -> Option<Mechanism> {
    let of_auth = |offer: &String| offer.strip_prefix("AUTH").map(|rest| rest.replace('=', " "));
    let offered: Vec<String> = offers.iter().filter_map(of_auth).collect();
    let has = |name: &str| offered.iter().any(|it| it.split_whitespace().any(|word| word == name));
    [("PLAIN", Mechanism::Plain), ("LOGIN", Mechanism::Login)].into_iter().find(|(name, _)| has(name)).map(|(_, it)| it)
}

struct Talk<S> {
    stream: S,
    received: Vec<u8>,
}

/// An answer: its code, and the text of each line.
struct Reply {
    code: u16,
    lines: Vec<String>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Talk<S> {
    fn over(stream: S) -> Self {
        Self { stream, received: Vec::new() }
    }

    async fn greeted(&mut self) -> Result<(), Cause> {
        match self.reply().await?.code {
            220 => Ok(()),
            421 | 450..=454 | 554 => Err(Cause::NoAnswer),
            _ => Err(Cause::NotThisKind),
        }
    }

    /// What the server offers.
    async fn hello(&mut self, us: &str) -> Result<Vec<String>, Cause> {
        let reply = self.asked(&format!("EHLO {us}")).await?;
        match reply.code {
            250 => Ok(reply.lines.into_iter().skip(1).map(|line| line.to_ascii_uppercase()).collect()),
            400..=499 => Err(Cause::NoAnswer),
            530 => Err(Cause::TlsRefused(Distrust::Demanded)),
            _ => Err(Cause::NotThisKind),
        }
    }

    /// The connection, ready for TLS. What was said in the clear beyond the answer is nobody's word.
    async fn start_tls(mut self, us: &str) -> Result<S, Cause> {
        if !self.hello(us).await?.iter().any(|offer| offer == "STARTTLS") {
            return Err(Cause::TlsRefused(Distrust::NotOffered));
        }
        match self.asked("STARTTLS").await?.code {
            220 if self.received.is_empty() => Ok(self.stream),
            220 => Err(Cause::NotThisKind),
            _ => Err(Cause::TlsRefused(Distrust::NotOffered)),
        }
    }

    async fn sign_in(&mut self, mechanism: Mechanism, user: &str, password: &str) -> Result<(), Cause> {
        let reply = match mechanism {
            Mechanism::Plain => {
                let who = STANDARD.encode(format!("\0{user}\0{password}"));
                self.asked(&format!("AUTH PLAIN {who}")).await?
            }
            Mechanism::Login => {
                let mut reply = self.asked("AUTH LOGIN").await?;
                for said in [user, password] {
                    if reply.code != 334 {
                        break;
                    }
                    reply = self.asked(&STANDARD.encode(said)).await?;
                }
                reply
            }
        };
        match reply.code {
            235 => Ok(()),
            400..=499 => Err(Cause::NoAnswer),
            530 | 538 => Err(Cause::TlsRefused(Distrust::Demanded)),
            502..=504 => Err(Cause::NoSignIn),
            500..=599 => Err(Cause::WrongCredentials),
            _ => Err(Cause::NotThisKind),
        }
    }

    async fn asked(&mut self, command: &str) -> Result<Reply, Cause> {
        self.say(command).await?;
        self.reply().await
    }

    async fn say(&mut self, command: &str) -> Result<(), Cause> {
        self.stream.write_all(format!("{command}\r\n").as_bytes()).await?;
        Ok(self.stream.flush().await?)
    }

    async fn reply(&mut self) -> Result<Reply, Cause> {
        let mut lines = Vec::new();
        while lines.len() < MOST_LINES {
            let line = self.line().await?;
            let code = line.get(..3).and_then(|code| code.parse::<u16>().ok()).filter(|code| (200..600).contains(code));
            let code = code.ok_or(Cause::NotThisKind)?;
            lines.push(line.get(4..).unwrap_or_default().trim().to_owned());
            match line.as_bytes().get(3) {
                Some(b'-') => {}
                None | Some(b' ') => return Ok(Reply { code, lines }),
                Some(_) => break,
            }
        }
        Err(Cause::NotThisKind)
    }

    async fn line(&mut self) -> Result<String, Cause> {
        loop {
            if let Some(end) = self.received.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.received.drain(..=end).collect();
                return Ok(String::from_utf8_lossy(&line).trim_end().to_owned());
            }
            if self.received.len() > LONGEST || self.stream.read_buf(&mut self.received).await? == 0 {
                return Err(Cause::NotThisKind);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_is_offered_the_first_known_way_is_taken() {
        let offers = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
        assert_eq!(mechanism(&offers(&["SIZE", "AUTH CRAM-MD5 LOGIN PLAIN"])), Some(Mechanism::Plain));
        assert_eq!(mechanism(&offers(&["AUTH=LOGIN"])), Some(Mechanism::Login));
        assert_eq!(mechanism(&offers(&["AUTH XOAUTH2", "STARTTLS"])), None);
    }
}
