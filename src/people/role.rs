//! Who may do what: one table of roles, named beside every route, asked by every button.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// What an administrator may be permitted to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum Permission {
    /// See everything, the audit trail and the outbox included.
    View,
    /// Change one's own names, language, theme and second factor.
    Own,
    EditAccounts,
    EditUsers,
    EditResources,
    SendLetters,
    /// End the sessions of account users.
    EndSessions,
    /// Let an account user sign in who is slowed down because somebody guessed.
    LiftSlowDown,
    /// See the portal as an account user, to help.
    LogInAs,
    /// Change things in the portal as an account user.
    ActAsUser,
    /// Administrators: make, change, switch off, delete.
    EditAdmins,
    /// Tokens of the API: make, change, delete.
    EditTokens,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Role {
    Owner,
    Manager,
    Support,
    Auditor,
}

impl Role {
    pub const ALL: &'static [Self] = Self::VARIANTS;

    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Nobody gives a role that may more than their own.
    pub fn may_give(self, other: Self) -> bool {
        Permission::VARIANTS.iter().all(|permission| self.may(*permission) || !other.may(*permission))
    }

    /// The table.
    pub fn may(self, permission: Permission) -> bool {
        use Permission::{
            EditAccounts, EditResources, EditUsers, EndSessions, LiftSlowDown, LogInAs, Own, SendLetters, View,
        };
        match self {
            Self::Owner => true,
            Self::Manager => {
                let changes = matches!(permission, EditAccounts | EditUsers | EditResources);
                changes || matches!(permission, View | Own | SendLetters | EndSessions | LiftSlowDown)
            }
            Self::Support => matches!(permission, View | Own | SendLetters | EndSessions | LiftSlowDown | LogInAs),
            Self::Auditor => matches!(permission, View | Own),
        }
    }
}

impl TryFrom<String> for Role {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map_err(|_| format!("no such role: {text}"))
    }
}
