use chrono::{DateTime, Utc};

use crate::{
    api::Scope,
    change::{Audited, flag},
    db::FromRow,
    people::Role,
};

#[derive(Clone, Debug, FromRow)]
pub struct ApiToken {
    pub id: i64,
    pub name: String,
    pub search: String,
    /// The first characters of the secret, to tell tokens apart.
    pub prefix: String,
    /// Codes with blanks between.
    pub scopes: String,
    pub active: bool,
    pub expires_at: DateTime<Utc>,
    /// Until when the secret before a rotation is still good.
    pub previous_until: Option<DateTime<Utc>>,
    pub last_used_at: Option<DateTime<Utc>>,
    /// When it was seen in an address.
    pub leaked_at: Option<DateTime<Utc>>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    /// The administrator whose being switched off stops it.
    pub created_by: String,
    pub creator_active: bool,
    /// Now; None where there is no such administrator any more.
    pub creator_role: Option<String>,
    pub updated_at: DateTime<Utc>,
    pub updated_by: String,
}

/// Why a token does not work, if it does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenState {
    Good,
    Off,
    Expired,
    CreatorOff,
}

/// Parsed.
#[derive(Clone, Debug)]
pub struct NewToken {
    pub name: String,
    pub scopes: Vec<Scope>,
    pub active: bool,
    pub expires_at: DateTime<Utc>,
}

impl ApiToken {
    /// Those of its scopes that it would lose with a creator of that role.
    pub fn lost_with(&self, role: Role) -> Vec<Scope> {
        Scope::parse_all(&self.scopes).into_iter().filter(|scope| !role.may(scope.needs())).collect()
    }

    /// Those that it has lost.
    pub fn lost(&self) -> Vec<Scope> {
        let role = self.creator_role.clone().and_then(|role| Role::try_from(role).ok());
        role.map_or_else(|| Scope::parse_all(&self.scopes), |role| self.lost_with(role))
    }

    pub fn standing(&self, now: DateTime<Utc>) -> TokenState {
        match self {
            _ if !self.active => TokenState::Off,
            _ if self.expires_at <= now => TokenState::Expired,
            _ if !self.creator_active => TokenState::CreatorOff,
            _ => TokenState::Good,
        }
    }
}

impl NewToken {
    pub fn scope_codes(&self) -> String {
        self.scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" ")
    }
}

impl Audited for ApiToken {
    const KIND: &'static str = "token";

    fn id(&self) -> i64 {
        self.id
    }

    fn label(&self) -> String {
        self.name.clone()
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![
            ("name", self.name.clone()),
            ("scopes", self.scopes.clone()),
            ("active", flag(self.active)),
            ("expires_at", self.expires_at.to_rfc3339()),
        ]
    }
}
