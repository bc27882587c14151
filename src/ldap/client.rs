//! A small client of LDAP over a guarded connection: one question at a time, with caps on the size and depth of what is
//! answered. Referrals lead nowhere.

use std::io;

use bytes::BytesMut;
use ldap3_proto::{
    LdapCodec,
    proto::{
        LdapBindCred, LdapBindRequest, LdapDerefAliases, LdapExtendedRequest, LdapFilter, LdapMsg, LdapOp, LdapResult,
        LdapResultCode, LdapSearchRequest, LdapSearchScope,
    },
};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio_util::codec::{Decoder, Encoder};

use super::{
    entry::Entry,
    model::{Security, Target},
};
use crate::{
    dial::{
        self, Cause, Distrust,
        tls::{self, Trust},
    },
    state::State,
};

const LARGEST: usize = 1024 * 1024;
const DEEPEST: usize = 32;
/// More entries than any question of ours has.
const MOST_ENTRIES: usize = 2000;
/// What a server may take for a search, in seconds.
const SEARCHING: i32 = 5;
const START_TLS: &str = "1.3.6.1.4.1.1466.20037";

pub trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

pub struct Client<S = Box<dyn Stream>> {
    stream: S,
    codec: LdapCodec,
    received: BytesMut,
    last_id: i32,
    /// The version of TLS.
    pub tls: Option<String>,
}

/// What is searched for.
pub struct Search<'a> {
    pub base: &'a str,
    pub scope: LdapSearchScope,
    pub filter: LdapFilter,
    /// As many entries are asked for.
    pub most: i32,
    pub attributes: &'a [&'a str],
}

/// What is found: as many entries as were asked for, or as the server gives.
pub struct Found {
    pub entries: Vec<Entry>,
    /// Whether there are more.
    pub is_cut: bool,
}

/// Why a question has no answer.
pub enum Refusal {
    /// Nobody was reached, or nobody who makes sense.
    Failed(Cause),
    /// The server lets nobody in so.
    Bind(LdapResult),
    /// The server does not look for that.
    Search(LdapResult),
}

impl Client {
    /// Protected as the connector says; where the server refuses that, there is no connection.
    pub async fn open(state: &State, target: &Target, (host, port): (&str, u16)) -> Result<Self, Cause> {
        let line = dial::connect(state, host, port).await?;
        let trust = Trust::Host(target.authorities());
        let line = match target.server.security {
            Security::None => return Ok(Self::over(Box::new(line), None)),
            Security::Ldaps => line,
            Security::Starttls => Client::over(line, None).start_tls().await?,
        };
        let line = tls::wrap(line, host, trust).await?;
        let version = tls::protocol(&line);
        Ok(Self::over(Box::new(line), version))
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Client<S> {
    pub fn over(stream: S, tls: Option<String>) -> Self {
        let codec = LdapCodec::new(Some(LARGEST), Some(DEEPEST));
        Self { stream, codec, received: BytesMut::new(), last_id: 0, tls }
    }

    /// The connection, ready for TLS. What was said in the clear beyond the answer is nobody's word.
    async fn start_tls(mut self) -> Result<S, Cause> {
        let request = LdapExtendedRequest { name: START_TLS.to_owned(), value: None };
        self.ask(LdapOp::ExtendedRequest(request)).await?;
        match self.answer().await? {
            LdapOp::ExtendedResponse(answer) if answer.res.code == LdapResultCode::Success => {}
            LdapOp::ExtendedResponse(_) => return Err(Cause::TlsRefused(Distrust::NotOffered)),
            _ => return Err(Cause::NotThisKind),
        }
        if self.received.is_empty() { Ok(self.stream) } else { Err(Cause::NotThisKind) }
    }

    /// Signs in as this entry. An empty password, or one of no entry, would be nobody's, and many servers say yes to it.
    pub async fn bind(&mut self, dn: &str, password: &str) -> Result<(), Refusal> {
        if password.is_empty() || dn.is_empty() {
            return Err(Refusal::Failed(Cause::WrongCredentials));
        }
        let cred = LdapBindCred::Simple(password.to_owned());
        self.ask(LdapOp::BindRequest(LdapBindRequest { version: 3, dn: dn.to_owned(), cred })).await?;
        match self.answer().await? {
            LdapOp::BindResponse(answer) if answer.res.code == LdapResultCode::Success => Ok(()),
            LdapOp::BindResponse(answer) => Err(Refusal::Bind(answer.res)),
            _ => Err(Refusal::Failed(Cause::NotThisKind)),
        }
    }

    /// An entry by its name; None of one that is not there, or not to be seen.
    pub async fn read(&mut self, dn: &str, attributes: &[&str]) -> Result<Option<Entry>, Refusal> {
        use LdapResultCode as Code;
        let filter = anything();
        let found = self.search(Search { base: dn, scope: LdapSearchScope::Base, filter, most: 1, attributes }).await;
        match found {
            Ok(found) => Ok(found.entries.into_iter().next()),
            Err(Refusal::Search(result))
                if matches!(
                    result.code,
                    Code::NoSuchObject | Code::InvalidDNSyntax | Code::InsufficentAccessRights | Code::Referral
                ) =>
            {
                Ok(None)
            }
            Err(refusal) => Err(refusal),
        }
    }

    pub async fn search(&mut self, search: Search<'_>) -> Result<Found, Refusal> {
        let request = LdapSearchRequest {
            base: search.base.to_owned(),
            scope: search.scope,
            aliases: LdapDerefAliases::Never,
            sizelimit: search.most,
            timelimit: SEARCHING,
            typesonly: false,
            filter: search.filter,
            attrs: search.attributes.iter().map(|&name| name.to_owned()).collect(),
        };
        self.ask(LdapOp::SearchRequest(request)).await?;
        let mut entries = Vec::new();
        loop {
            match self.answer().await? {
                LdapOp::SearchResultEntry(entry) if entries.len() < MOST_ENTRIES => entries.push(entry.into()),
                LdapOp::SearchResultReference(_) => {}
                LdapOp::SearchResultDone(done) => match done.code {
                    LdapResultCode::Success => return Ok(Found { entries, is_cut: false }),
                    LdapResultCode::SizeLimitExceeded => return Ok(Found { entries, is_cut: true }),
                    _ => return Err(Refusal::Search(done)),
                },
                _ => return Err(Refusal::Failed(Cause::NotThisKind)),
            }
        }
    }

    async fn ask(&mut self, op: LdapOp) -> Result<(), Cause> {
        self.last_id += 1;
        let mut bytes = BytesMut::new();
        self.codec.encode(LdapMsg::new(self.last_id, op), &mut bytes)?;
        self.stream.write_all(&bytes).await?;
        Ok(self.stream.flush().await?)
    }

    /// An answer to another question is none to this one.
    async fn answer(&mut self) -> Result<LdapOp, Cause> {
        loop {
            let decoded = self.codec.decode(&mut self.received).map_err(|_| Cause::NotThisKind)?;
            if let Some(message) = decoded {
                return if message.msgid == self.last_id { Ok(message.op) } else { Err(Cause::NotThisKind) };
            }
            if self.stream.read_buf(&mut self.received).await? == 0 {
                return Err(Cause::NotThisKind);
            }
        }
    }
}

/// What every entry is.
pub fn anything() -> LdapFilter {
    LdapFilter::Present("objectClass".to_owned())
}

impl Refusal {
    /// Whether another host may do better: nobody makes sense here, or the server itself is not well.
    pub fn is_of_the_host(&self) -> bool {
        use LdapResultCode as Code;
        match self {
            Self::Failed(cause) => *cause != Cause::WrongCredentials && !cause.is_of_a_directory(),
            Self::Bind(result) | Self::Search(result) => {
                matches!(result.code, Code::Busy | Code::Unavailable | Code::Other)
            }
        }
    }
}

impl From<Cause> for Refusal {
    fn from(cause: Cause) -> Self {
        Self::Failed(cause)
    }
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<Refusal> for Cause {
    fn from(refusal: Refusal) -> Self {
        use LdapResultCode as Code;
        match refusal {
            Refusal::Failed(cause) => cause,
            Refusal::Bind(result) => match result.code {
                Code::InvalidCredentials
                | Code::InappropriateAuthentication
                | Code::InsufficentAccessRights
                | Code::InvalidDNSyntax
                | Code::NoSuchObject
                | Code::UnwillingToPerform => Self::WrongCredentials,
                _ => of_search(&result),
            },
            Refusal::Search(result) => of_search(&result),
        }
    }
}

fn of_search(result: &LdapResult) -> Cause {
    use LdapResultCode as Code;
    match result.code {
        Code::StrongerAuthRequired | Code::ConfidentialityRequired => Cause::TlsRefused(Distrust::Demanded),
        Code::NoSuchObject | Code::InvalidDNSyntax | Code::Referral => Cause::NoSuchBase,
        // Active Directory says so to whoever has not signed in.
        Code::OperationsError | Code::InsufficentAccessRights | Code::InappropriateAuthentication => {
            Cause::WrongCredentials
        }
        Code::Busy | Code::Unavailable | Code::UnwillingToPerform | Code::TimeLimitExceeded => Cause::NoAnswer,
        Code::AdminLimitExceeded | Code::Other => Cause::NoAnswer,
        _ => Cause::NotThisKind,
    }
}
