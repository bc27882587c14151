use chrono::{DateTime, Utc};

use crate::{
    account_users::profile::Profile,
    accounts::model::{AccountState, Act},
    change::Audited,
    db::{FromRow, written},
    people::{Owner, OwnerKind},
};

/// A user as the portal has them: what they may change themselves.
#[derive(Clone, FromRow)]
pub struct Member {
    pub id: i64,
    pub login: String,
    pub email: String,
    #[sqlx(flatten)]
    pub profile: Profile,
    pub has_2fa: bool,
    pub must_change_password: bool,
    pub version: i64,
    pub updated_at: DateTime<Utc>,
    pub updated_by: String,
    pub account_id: i64,
    pub account_name: String,
    /// The state of the account.
    #[sqlx(flatten)]
    pub state: StateOfAccount,
}

/// The account's state, its `active` named apart from the user's.
#[derive(Clone, Copy, FromRow)]
pub struct StateOfAccount {
    pub account_active: bool,
    pub frozen: bool,
    pub deleted_at: Option<DateTime<Utc>>,
}

/// What the account's page shows.
#[derive(FromRow)]
pub struct Overview {
    pub tariff_title: String,
    pub frozen: bool,
    pub limit_reached: bool,
}

impl Member {
    pub fn owner(&self) -> Owner {
        Owner { kind: OwnerKind::User, id: self.id }
    }

    pub fn full_login(&self) -> String {
        format!("{}@{}", self.login, self.account_name)
    }

    /// Why nothing can be changed in the portal now, if so, in words for somebody who cannot help it.
    pub fn hindrance(&self) -> Option<&'static str> {
        self.account_state().allows(Act::EditInPortal).err()?;
        let closed = self.state.deleted_at.is_some() || !self.state.account_active;
        Some(if closed { "portal-account-closed" } else { "portal-account-frozen" })
    }

    pub fn account_state(&self) -> AccountState {
        let StateOfAccount { account_active, frozen, deleted_at } = self.state;
        AccountState { active: account_active, frozen, limit_reached: false, deleted_at }
    }
}

/// A user is recorded here under the kind and the names of fields that administrators change them by.
impl Audited for Member {
    const KIND: &'static str = "user";

    fn id(&self) -> i64 {
        self.id
    }

    fn label(&self) -> String {
        self.full_login()
    }

    fn account(&self) -> Option<i64> {
        Some(self.account_id)
    }

    fn addresses(&self) -> Vec<&str> {
        vec![&self.email, self.profile.notify_email.as_deref().unwrap_or(&self.email)]
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        let beside = written![must_change_password: self.must_change_password, second_factor: self.has_2fa];
        self.profile.written(&self.login).without(&["name_key"]).and(beside).texts()
    }
}
