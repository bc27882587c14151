use chrono::{DateTime, Utc};

use crate::{db::FromRow, i18n::Message};

/// `active` and `frozen` are two switches; a deleted account is in neither state until it is restored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct AccountState {
    pub active: bool,
    pub frozen: bool,
    pub limit_reached: bool,
    pub deleted_at: Option<DateTime<Utc>>,
}

/// What is done with an account, as far as its state has a say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// One of its users signs in.
    SignIn,
    /// One of its users changes something in the portal.
    EditInPortal,
    /// An administrator changes the account's settings.
    EditSettings,
    /// Its users, groups, roles and other objects are made or changed.
    EditObjects,
    LoginAs,
    /// Its users get letters, other than that of its deactivation.
    Letters,
}

impl AccountState {
    /// The one place that says what an account's state permits; panel, portal, API, bulk and login-as ask here. Ending sessions, disabling or
    /// deleting a user, and changing the state itself are always permitted and do not ask.
    pub fn allows(self, act: Act) -> Result<(), Message> {
        use Act::{EditInPortal, EditObjects, EditSettings, Letters, LoginAs, SignIn};
        if self.deleted_at.is_some() {
            return Err("account-is-deleted".into());
        }
        match act {
            SignIn | EditInPortal | LoginAs | Letters if !self.active => Err("account-is-inactive".into()),
            EditInPortal | EditObjects if self.frozen => Err("account-is-frozen".into()),
            SignIn | EditInPortal | EditSettings | EditObjects | LoginAs | Letters => Ok(()),
        }
    }
}
