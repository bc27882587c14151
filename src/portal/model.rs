use chrono::{DateTime, Utc};

use crate::{
    account_users::profile::Profile,
    accounts::model::{AccountState, Act},
    brand::mailto,
    change::{Audited, flag},
    db::{FromRow, written},
    people::{Owner, OwnerKind, initials, shown_name},
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
    pub has_avatar: bool,
    /// Whether a change has given them another one.
    #[sqlx(skip)]
    pub avatar_set: bool,
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
#[derive(Clone, FromRow)]
pub struct Overview {
    pub tariff_title: String,
    pub frozen: bool,
    pub limit_reached: bool,
}

/// A user who helps the others.
pub struct Master {
    pub master_id: i64,
    pub first_name: String,
    pub last_name: String,
    pub login: String,
    pub email: String,
}

impl Master {
    pub fn shown_name(&self) -> String {
        shown_name(&self.first_name, &self.last_name, &self.login)
    }

    /// The address that opens a letter to them.
    pub fn link(&self) -> String {
        mailto(&self.email)
    }
}

impl Member {
    pub fn owner(&self) -> Owner {
        Owner { kind: OwnerKind::User, id: self.id }
    }

    /// What stands in place of a picture.
    pub fn initials(&self) -> String {
        initials(&self.profile.first_name, &self.profile.last_name, &self.login)
    }

    pub fn full_login(&self) -> String {
        format!("{}@{}", self.login, self.account_name)
    }

    /// Why nothing can be changed in the portal now, if so, in words for somebody who cannot help it.
    pub fn reason_against(&self) -> Option<&'static str> {
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
        let avatar = if self.avatar_set { "changed".to_owned() } else { flag(self.has_avatar) };
        let beside =
            written![avatar: avatar, must_change_password: self.must_change_password, second_factor: self.has_2fa];
        self.profile.written(&self.login).without(&["name_key"]).and(beside).texts()
    }
}
