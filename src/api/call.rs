use futures_util::future::LocalBoxFuture;
use serde_json::{Map, Value};

use super::{Failure, Params};
use crate::{audit::Actor, state::State};

/// What a token may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    AccountsRead,
    AccountsWrite,
    UsersRead,
    UsersWrite,
    MailSend,
}

/// One call of a feature's `calls()`.
pub struct Call {
    /// Below [`super::ROOT`], without slashes at its ends.
    pub path: &'static str,
    pub scope: Scope,
    pub run: Run,
}

pub type Run = for<'a> fn(&'a Caller, Params) -> LocalBoxFuture<'a, Result<Answer, Failure>>;

/// Every call there is.
pub struct Calls(pub Vec<Call>);

/// Who calls; the record names the token.
pub struct Caller {
    pub state: actix_web::web::Data<State>,
    pub actor: Actor,
}

/// What a call answers beside `error` and `error_text`.
#[derive(Default)]
pub struct Answer {
    /// In the order in which it is written.
    pub fields: Map<String, Value>,
    /// What a row of `data` is called in XML.
    pub row: &'static str,
}

impl Scope {
    pub const ALL: [Self; 5] = [Self::AccountsRead, Self::AccountsWrite, Self::UsersRead, Self::UsersWrite, Self::MailSend];

    /// As stored and as named in SPEC 7.
    pub fn code(self) -> &'static str {
        match self {
            Self::AccountsRead => "accounts:read",
            Self::AccountsWrite => "accounts:write",
            Self::UsersRead => "users:read",
            Self::UsersWrite => "users:write",
            Self::MailSend => "mail:send",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.code() == code)
    }

    /// Scopes as a token keeps them, with blanks between.
    pub fn parse_all(codes: &str) -> Vec<Self> {
        codes.split(' ').filter_map(Self::parse).collect()
    }
}

impl Calls {
    pub fn find(&self, path: &str) -> Option<&Call> {
        self.0.iter().find(|call| call.path == path)
    }
}

impl Answer {
    pub fn data(data: Value) -> Self {
        Self { fields: Map::from_iter([("data".to_owned(), data)]), row: "item" }
    }

    pub fn rows(row: &'static str, rows: Vec<Value>, total: i64) -> Self {
        Self { fields: Map::from_iter([("data".to_owned(), rows.into()), ("total_count".to_owned(), total.into())]), row }
    }
}
