use chrono::{DateTime, Utc};
use strum::{EnumString, IntoStaticStr};

use super::password::Policy;
use crate::{
    config::Config,
    db::FromRow,
    mail::{is_address, letters::Reader},
    people::{Names, Owner, OwnerKind, UserState, shown_name},
    zones::Zone,
};

/// What a one-time link does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
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
    /// How letters reach them, when they do.
    pub written_to: Reader,
    /// Whether they get letters now.
    reached: bool,
}

/// What is read of an administrator who may sign in.
#[derive(FromRow)]
pub struct AdminRow {
    pub id: i64,
    pub login: String,
    #[sqlx(flatten)]
    pub names: Names,
    pub tz: String,
    pub active: bool,
    pub is_ldap: bool,
    pub password_hash: Option<String>,
    pub totp_secret: Option<Vec<u8>>,
}

/// What is read of an account user who may sign in.
#[derive(FromRow)]
pub struct UserRow {
    pub id: i64,
    pub login: String,
    #[sqlx(flatten)]
    pub names: Names,
    #[sqlx(flatten)]
    pub state: UserState,
    pub is_ldap: bool,
    pub password_hash: Option<String>,
    pub totp_secret: Option<Vec<u8>>,
    pub account_id: i64,
    pub account_name: String,
    pub account_title: String,
    /// The account's.
    pub tz: String,
    pub force_2fa_auth: bool,
}

/// How the sign-in of a user stands, for those who help.
#[derive(Clone, Debug, FromRow)]
pub struct SignInState {
    pub codes_left: i64,
    pub live_sessions: i64,
    /// In the last 24 hours, up to 1001.
    pub refused: i64,
    pub last_refused_at: Option<DateTime<Utc>>,
    /// When the wrong password was given, or the wrong code, since which there are enough to slow down.
    pub wrong_password_at: Option<DateTime<Utc>>,
    pub wrong_code_at: Option<DateTime<Utc>>,
}

/// What became of an attempt to sign in, as recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Ok,
    UnknownLogin,
    WrongPassword,
    /// The right password, while others guess at this login, from a device that it was never used on, and without a
    /// second factor.
    UnknownDevice,
    /// Not even looked at, so much was wrong from the same network.
    TooManyFromNetwork,
    /// Too many wrong ones from somebody who is signed in and is to give the password once more.
    TooManyPasswords,
    WrongCode,
    TooManyCodes,
    /// The directory that has the password did not answer.
    DirectoryUnknown,
    /// What a directory says of the login, whatever the password.
    Refused(&'static str),
    /// Switched off or without a workspace: one of the words of [`Person::closed`], or what a directory says.
    Closed(&'static str),
}

impl Purpose {
    pub fn as_str(self) -> &'static str {
        self.into()
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
            Self::UnknownDevice => "unknown_device",
            Self::TooManyFromNetwork => "too_many_from_network",
            Self::TooManyPasswords => "too_many_passwords",
            Self::WrongCode => "wrong_code",
            Self::TooManyCodes => "too_many_codes",
            Self::DirectoryUnknown => "directory_unknown",
            Self::Refused(why) | Self::Closed(why) => why,
        }
    }
}

impl Person {
    /// How letters reach them; None while they get none.
    pub fn reader(&self) -> Option<&Reader> {
        Some(&self.written_to).filter(|it| self.reached && is_address(&it.recipient))
    }

    pub fn of_admin(admin: AdminRow, config: &Config) -> Self {
        let owner = Owner { kind: OwnerKind::Admin, id: admin.id };
        let with_factor = admin.totp_secret.is_some() || config.admin_2fa_required;
        let written_to = Reader {
            owner,
            account_id: None,
            login: admin.login.clone(),
            name: shown_name(&admin.names.first_name, &admin.names.last_name, ""),
            recipient: admin.names.email.clone(),
            lang: admin.names.language,
            tz: Zone::named(&admin.tz),
        };
        Self {
            owner,
            written_to,
            reached: admin.active,
            policy: Policy {
                with_factor,
                words: vec![admin.login.clone(), admin.names.first_name, admin.names.last_name, admin.names.email],
            },
            login: admin.login,
            password_hash: admin.password_hash,
            totp_secret: admin.totp_secret,
            closed: (!admin.active).then_some("disabled"),
            is_ldap: admin.is_ldap,
        }
    }

    pub fn of_user(user: UserRow) -> Self {
        let owner = Owner { kind: OwnerKind::User, id: user.id };
        let with_factor = user.totp_secret.is_some() || user.force_2fa_auth;
        let login = format!("{}@{}", user.login, user.account_name);
        let closed = user.state.closed();
        let written_to = Reader {
            owner,
            account_id: Some(user.account_id),
            login: login.clone(),
            name: shown_name(&user.names.first_name, &user.names.last_name, ""),
            recipient: user.names.email.clone(),
            lang: user.names.language,
            tz: Zone::named(&user.tz),
        };
        Self {
            owner,
            written_to,
            // Of an account that is inactive as well: what they are told is about their own safety.
            reached: user.state.active && user.state.deleted_at.is_none(),
            login,
            closed,
            policy: Policy::of_user(
                with_factor,
                [&user.account_name, &user.account_title],
                [&user.login, &user.names.first_name, &user.names.last_name, &user.names.email],
            ),
            password_hash: user.password_hash,
            totp_secret: user.totp_secret,
            is_ldap: user.is_ldap,
        }
    }
}
