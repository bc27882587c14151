//! A small client of LDAP over a guarded connection: one question at a time, with caps on the size and depth of what is
//! answered. Referrals lead nowhere.

use bytes::BytesMut;
use ldap3_proto::{
    LdapCodec,
    proto::{
        LdapBindCred, LdapBindRequest, LdapDerefAliases, LdapExtendedRequest, LdapFilter, LdapMsg, LdapOp, LdapResult,
        LdapResultCode, LdapSearchRequest, LdapSearchResultEntry, LdapSearchScope,
    },
};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio_util::codec::{Decoder, Encoder};

use super::model::{Security, Target};
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
const MOST_ENTRIES: usize = 1000;
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

    /// Signs in as this entry. An empty password would be nobody's, and many servers say yes to it.
    pub async fn bind(&mut self, dn: &str, password: &str) -> Result<(), Cause> {
        if password.is_empty() {
            return Err(Cause::WrongCredentials);
        }
        let cred = LdapBindCred::Simple(password.to_owned());
        self.ask(LdapOp::BindRequest(LdapBindRequest { version: 3, dn: dn.to_owned(), cred })).await?;
        match self.answer().await? {
            LdapOp::BindResponse(answer) => match answer.res.code {
                LdapResultCode::Success => Ok(()),
                LdapResultCode::InvalidCredentials
                | LdapResultCode::InappropriateAuthentication
                | LdapResultCode::InsufficentAccessRights
                | LdapResultCode::InvalidDNSyntax
                | LdapResultCode::NoSuchObject
                | LdapResultCode::UnwillingToPerform => Err(Cause::WrongCredentials),
                _ => Err(refusal(&answer.res)),
            },
            _ => Err(Cause::NotThisKind),
        }
    }

    /// The entries that are found, no more than were asked for.
    pub async fn search(&mut self, search: Search<'_>) -> Result<Vec<LdapSearchResultEntry>, Cause> {
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
        let mut found = Vec::new();
        loop {
            match self.answer().await? {
                LdapOp::SearchResultEntry(entry) if found.len() < MOST_ENTRIES => found.push(entry),
                LdapOp::SearchResultReference(_) => {}
                LdapOp::SearchResultDone(done) => match done.code {
                    LdapResultCode::Success | LdapResultCode::SizeLimitExceeded => return Ok(found),
                    _ => return Err(refusal(&done)),
                },
                _ => return Err(Cause::NotThisKind),
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

fn refusal(result: &LdapResult) -> Cause {
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
