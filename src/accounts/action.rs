//! The quick actions: each changes an account's state, and the state says whether it can be done.

use chrono::{DateTime, Duration, Utc};
use strum::{EnumString, IntoStaticStr};

use super::model::AccountState;
use crate::i18n::Message;

/// How long a deleted account can be restored.
pub const KEPT: Duration = Duration::days(30);

/// A change of an account's state. Each is an action of its own, never a flag of the edit form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum Action {
    Activate,
    Deactivate,
    Freeze,
    Unfreeze,
    Delete,
    Restore,
}

impl Action {
    /// As in the address and in the record.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Why it cannot be done, if so; for the page that asks, and for the act.
    pub fn reason_against(self, state: AccountState, now: DateTime<Utc>) -> Option<Message> {
        let deleted_at = state.deleted_at?;
        match self {
            // What housekeeping has not come to yet is over all the same.
            Self::Restore => (deleted_at < now - KEPT).then(|| "account-restore-late".into()),
            Self::Delete => None,
            Self::Activate | Self::Deactivate | Self::Freeze | Self::Unfreeze => Some("account-is-deleted".into()),
        }
    }

    /// Whether the account is already as the action would make it.
    pub fn is_done(self, state: AccountState) -> bool {
        match self {
            Self::Activate => state.active,
            Self::Deactivate => !state.active,
            Self::Freeze => state.frozen,
            Self::Unfreeze => !state.frozen,
            Self::Delete => state.deleted_at.is_some(),
            Self::Restore => state.deleted_at.is_none(),
        }
    }
}
