use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{profile::Profile, store};
use crate::{
    accounts::{
        choices::LoginAsNotice,
        model::{AccountState, Act, Heading},
    },
    change::{Audited, flag},
    config::{Config, LoginAs},
    db::{FromRow, written},
    i18n::{Lang, Message},
    mail::letters::Addressee,
    people::{initials, shown_name},
    sign_in::model::SignInState,
    zones::Zone,
};

/// What the pages and rules of an account's objects need of the account itself; read together with them.
#[derive(Clone, Debug, FromRow)]
pub struct Head {
    #[sqlx(rename = "account_id")]
    pub id: i64,
    /// What users sign in with behind the `@`.
    #[sqlx(rename = "account_name")]
    pub name: String,
    pub title: String,
    pub tz: String,
    #[sqlx(flatten)]
    pub state: AccountState,
    pub frozen_at: Option<DateTime<Utc>>,
    pub tariff_name: String,
    pub force_2fa_auth: bool,
    pub use_ldap: bool,
    #[sqlx(try_from = "String")]
    pub login_as_notice: LoginAsNotice,
    pub user_count: i64,
    /// By the tariff, where its limit stops; None is any number.
    pub max_users: Option<i64>,
}

#[derive(Clone, Debug, FromRow)]
pub struct AccountUser {
    pub id: i64,
    pub account_id: i64,
    #[sqlx(flatten)]
    pub settings: Settings,
    pub name_key: String,
    pub has_2fa: bool,
    pub has_avatar: bool,
    pub last_sign_in_at: Option<DateTime<Utc>>,
    pub version: i64,
    pub updated_at: DateTime<Utc>,
    pub updated_by: String,
}

/// What is set of a user, but for groups and roles, which stand in tables of their own.
#[derive(Clone, Debug, PartialEq, FromRow, Serialize)]
pub struct Settings {
    #[sqlx(rename = "user_active")]
    pub active: bool,
    pub login: String,
    pub email: String,
    #[sqlx(flatten)]
    #[serde(flatten)]
    pub profile: Profile,
    pub must_change_password: bool,
    pub master: bool,
    /// The password is the directory's; what is kept here of one is not used meanwhile.
    pub is_ldap: bool,
}

/// A user with the account.
#[derive(Clone, Debug, FromRow)]
pub struct Whole {
    #[sqlx(flatten)]
    pub user: AccountUser,
    #[sqlx(flatten)]
    pub account: Head,
}

/// A user as the form shows them: with the account, and how their sign-in stands.
#[derive(Clone, Debug, FromRow)]
pub struct Inspected {
    #[sqlx(flatten)]
    pub whole: Whole,
    #[sqlx(flatten)]
    pub sign_in: SignInState,
}

/// A group or a role of the account, and whether the user has it.
#[derive(Clone, Debug, FromRow)]
pub struct Offered {
    /// `group` or `role`.
    pub kind: String,
    pub id: i64,
    pub name: String,
    /// The group that is always there.
    pub main: bool,
    pub chosen: bool,
}

/// A user as an edit wants it, parsed.
#[derive(Clone, Debug, PartialEq)]
pub struct NewUser {
    pub settings: Settings,
    pub groups: Vec<i64>,
    pub roles: Vec<i64>,
}

/// A user as the record shows it, with the marks of what is secret or no text.
pub struct Described {
    pub user: AccountUser,
    pub full_login: String,
    pub groups: Vec<String>,
    pub roles: Vec<String>,
    pub password_set: bool,
    pub avatar_set: bool,
}

/// Why nobody can log in as such a user here, if so; the one place that says it, for buttons and for the act.
pub fn reason_against_visit(config: &Config, account: AccountState, user_active: bool) -> Option<Message> {
    if config.login_as == LoginAs::Off {
        return Some("visit-switched-off".into());
    }
    account.allows(Act::LoginAs).err().or_else(|| (!user_active).then(|| "visit-user-inactive".into()))
}

impl Head {
    pub fn zone(&self) -> Zone {
        Zone::named(&self.tz)
    }

    /// Whether "Log in as" leads anywhere.
    pub fn can_be_visited(&self, config: &Config, user: &AccountUser) -> bool {
        reason_against_visit(config, self.state, user.settings.active).is_none()
    }

    /// What stands above every page of the account.
    pub fn heading(&self) -> Heading<'_> {
        let Self { id, title, tariff_name, state, frozen_at, .. } = self;
        Heading { id: *id, title, tariff: tariff_name, state: *state, frozen_at: *frozen_at }
    }
}

impl AccountUser {
    pub fn shown_name(&self) -> String {
        let Settings { login, profile, .. } = &self.settings;
        shown_name(&profile.first_name, &profile.last_name, login)
    }

    /// Two letters in place of an avatar.
    pub fn initials(&self) -> String {
        let Settings { login, profile, .. } = &self.settings;
        initials(&profile.first_name, &profile.last_name, login)
    }

    /// Of the user's page.
    pub fn address(&self) -> String {
        format!("/accounts/{}/users/{}", self.account_id, self.id)
    }

    pub fn lang(&self) -> Lang {
        self.settings.profile.language
    }
}

impl Whole {
    /// As letters about the account have them.
    pub fn addressee(&self) -> Addressee {
        let (user, account) = (&self.user, &self.account);
        Addressee {
            account_id: account.id,
            user_id: user.id,
            full_login: self.full_login(),
            account_title: account.title.clone(),
            name: user.shown_name(),
            recipient: user.settings.email.clone(),
            lang: user.lang(),
            tz: account.zone(),
        }
    }

    /// What the user signs in with.
    pub fn full_login(&self) -> String {
        format!("{}@{}", self.user.settings.login, self.account.name)
    }
}

impl NewUser {
    /// Whether this group or role is among those that the user is to have.
    pub fn wants(&self, it: &Offered) -> bool {
        if it.kind == "group" { self.groups.contains(&it.id) } else { self.roles.contains(&it.id) }
    }
}

impl Described {
    pub fn new(whole: &Whole, offered: &[Offered]) -> Self {
        let names =
            |kind: &str| offered.iter().filter(|it| it.chosen && it.kind == kind).map(|it| it.name.clone()).collect();
        Self {
            user: whole.user.clone(),
            full_login: whole.full_login(),
            groups: names("group"),
            roles: names("role"),
            password_set: false,
            avatar_set: false,
        }
    }

    /// Whether going from `self` to `after` does nothing but disable the user, which is permitted in every state of the
    /// account.
    pub fn only_disables(&self, after: &Self) -> bool {
        let pairs = self.fields().into_iter().zip(after.fields());
        pairs.filter(|(old, new)| old.1 != new.1).all(|(_, new)| new.0 == "active" && new.1.is_empty())
    }
}

impl Audited for Described {
    const KIND: &'static str = "user";

    fn id(&self) -> i64 {
        self.user.id
    }

    fn label(&self) -> String {
        self.full_login.clone()
    }

    fn account(&self) -> Option<i64> {
        Some(self.user.account_id)
    }

    fn addresses(&self) -> Vec<&str> {
        let Settings { email, profile, .. } = &self.user.settings;
        vec![email, profile.notify_email.as_deref().unwrap_or(email)]
    }

    /// A value that is secret or no text says whether it is there, or was set.
    fn fields(&self) -> Vec<(&'static str, String)> {
        let it = &self.user;
        let said = |set: bool, there: bool| if set { "changed".to_owned() } else { flag(there) };
        let beside = written![
            avatar: said(self.avatar_set, it.has_avatar),
            password: said(self.password_set, false),
            second_factor: it.has_2fa,
            roles: self.roles.join(", "),
            groups: self.groups.join(", "),
        ];
        store::written(&it.settings).without(&["name_key"]).and(beside).texts()
    }
}
