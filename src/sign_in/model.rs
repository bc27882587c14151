use super::password::Policy;
use crate::{
    admins::model::Admin,
    config::Config,
    portal::model::Member,
    web::{Owner, OwnerKind},
};

/// What a one-time link does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Makes the first owner.
    Setup,
    AdminPassword,
    UserPassword,
}

/// Somebody who may sign in: an administrator or an account user.
#[derive(Clone)]
pub struct Person {
    pub owner: Owner,
    /// What is typed to sign in: `login`, or `login@account`.
    pub login: String,
    pub password_hash: Option<String>,
    /// Sealed.
    pub totp_secret: Option<Vec<u8>>,
    pub policy: Policy,
    /// Why the right password does not open.
    pub closed: Option<&'static str>,
    /// The password is the directory's.
    pub is_ldap: bool,
}

/// What became of an attempt to sign in, as recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Ok,
    UnknownLogin,
    WrongPassword,
    WrongCode,
    TooManyCodes,
    /// Switched off or without a workspace: one of the words of [`Person::closed`].
    Closed(&'static str),
}

impl Purpose {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Setup => "setup",
            Self::AdminPassword => "admin_password",
            Self::UserPassword => "user_password",
        }
    }

    /// The link that sets a password of such an owner.
    pub fn password_of(kind: OwnerKind) -> Self {
        match kind {
            OwnerKind::Admin => Self::AdminPassword,
            OwnerKind::User => Self::UserPassword,
        }
    }
}

impl Outcome {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::UnknownLogin => "unknown_login",
            Self::WrongPassword => "wrong_password",
            Self::WrongCode => "wrong_code",
            Self::TooManyCodes => "too_many_codes",
            Self::Closed(why) => why,
        }
    }
}

impl Person {
    pub fn of_admin(admin: Admin, config: &Config) -> Self {
        let with_factor = admin.totp_secret.is_some() || config.admin_2fa_required;
        Self {
            owner: admin.owner(),
            policy: Policy { with_factor, words: vec![admin.login.clone(), admin.first_name, admin.last_name, admin.email] },
            login: admin.login,
            password_hash: admin.password_hash,
            totp_secret: admin.totp_secret,
            closed: (!admin.active).then_some("disabled"),
            is_ldap: false,
        }
    }

    pub fn of_user(user: Member) -> Self {
        let with_factor = user.totp_secret.is_some() || user.force_2fa_auth;
        Self {
            owner: user.owner(),
            login: user.full_login(),
            closed: user.closed(),
            policy: Policy {
                with_factor,
                words: vec![user.login, user.account_name, user.account_title, user.first_name, user.last_name, user.email],
            },
            password_hash: user.password_hash,
            totp_secret: user.totp_secret,
            is_ldap: user.is_ldap,
        }
    }
}
