//! Who may do what: one table of roles, named beside every route, asked by every button.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// What an administrator may be permitted to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Permission {
    /// See everything, the audit trail and the outbox included.
    View,
    /// Change one's own names, language, theme and second factor.
    Own,
    EditAccounts,
    EditUsers,
    EditResources,
    /// Who is not written to: lists, entries, what is brought in and taken out.
    EditStopLists,
    /// Ask whether one value is on a stop list.
    LookUpStops,
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
    /// The settings of the installation, such as the brand.
    EditSettings,
}

impl Permission {
    pub fn as_str(self) -> &'static str {
        self.into()
    }
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
            EditAccounts, EditResources, EditStopLists, EditUsers, EndSessions, LiftSlowDown, LogInAs, LookUpStops,
            Own, SendLetters, View,
        };
        match self {
            Self::Owner => true,
            Self::Manager => {
                let changes = matches!(permission, EditAccounts | EditUsers | EditResources | EditStopLists);
                changes || matches!(permission, View | Own | LookUpStops | SendLetters | EndSessions | LiftSlowDown)
            }
            Self::Support => {
                matches!(permission, View | Own | LookUpStops | SendLetters | EndSessions | LiftSlowDown | LogInAs)
            }
            Self::Auditor => matches!(permission, View | Own | LookUpStops),
        }
    }
}

impl TryFrom<String> for Role {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map_err(|_| format!("no such role: {text}"))
    }
}
