use chrono::{DateTime, Utc};

use crate::{
    accounts::model::{AccountState, Act},
    change::{Audited, flag, maybe},
    config::{Config, LoginAs},
    db::{FromRow, search_key},
    forms::fields::shown_phone,
    i18n::{Lang, Message},
    people::shown_name,
    zones::Zone,
};

/// What the pages and rules of an account's objects need of the account itself; read together with them.
#[derive(Clone, Debug, FromRow)]
pub struct Head {
    #[sqlx(rename = "account_id")]
    pub id: i64,
    /// The login name.
    #[sqlx(rename = "account_name")]
    pub name: String,
    pub title: String,
    pub tz: String,
    #[sqlx(flatten)]
    pub state: AccountState,
    pub force_2fa_auth: bool,
    pub user_count: i64,
    /// By the tariff; None is unlimited.
    pub max_users: Option<i64>,
}

#[derive(Clone, Debug, FromRow)]
pub struct AccountUser {
    pub id: i64,
    pub account_id: i64,
    pub login: String,
    pub first_name: String,
    pub last_name: String,
    pub name_key: String,
    pub email: String,
    pub language: String,
    /// E.164.
    pub phone: Option<String>,
    /// None is the contact email.
    pub notify_email: Option<String>,
    #[sqlx(flatten)]
    pub alerts: Alerts,
    #[sqlx(rename = "user_active")]
    pub active: bool,
    pub master: bool,
    pub is_ldap: bool,
    pub must_change_password: bool,
    pub has_2fa: bool,
    pub has_avatar: bool,
    pub last_sign_in_at: Option<DateTime<Utc>>,
    pub version: i64,
    pub updated_at: DateTime<Utc>,
    pub updated_by: String,
}

/// What a user is told of by letter.
#[derive(Clone, Debug, Default, PartialEq, FromRow)]
pub struct Alerts {
    pub alert_limits: bool,
    pub alert_complaints: bool,
    pub alert_hard_bounces: bool,
    pub alert_soft_bounces: bool,
    pub alert_daily_report: bool,
    pub alert_weekly_report: bool,
}

/// A user with the account.
#[derive(Clone, Debug, FromRow)]
pub struct Whole {
    #[sqlx(flatten)]
    pub user: AccountUser,
    #[sqlx(flatten)]
    pub account: Head,
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

/// What is stored of a user by an edit, parsed.
#[derive(Clone, Debug)]
pub struct NewUser {
    pub active: bool,
    pub login: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub language: Lang,
    pub phone: Option<String>,
    pub notify_email: Option<String>,
    pub alerts: Alerts,
    pub must_change_password: bool,
    pub master: bool,
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
pub fn visit_obstacle(config: &Config, account: AccountState, user_active: bool) -> Option<Message> {
    if config.login_as == LoginAs::Off {
        return Some("visit-switched-off".into());
    }
    account.allows(Act::LoginAs).err().or_else(|| (!user_active).then(|| "visit-user-inactive".into()))
}

impl Head {
    pub fn zone(&self) -> Zone {
        Zone::named(&self.tz)
    }
}

impl AccountUser {
    pub fn shown_name(&self) -> String {
        shown_name(&self.first_name, &self.last_name, &self.login)
    }

    /// Two letters in place of an avatar.
    pub fn initials(&self) -> String {
        let first = |text: &str| text.chars().next();
        let letters = match (first(&self.first_name), first(&self.last_name)) {
            (None, None) => self.login.chars().take(2).collect(),
            (one, two) => one.into_iter().chain(two).collect::<String>(),
        };
        letters.to_uppercase()
    }

    pub fn lang(&self) -> Lang {
        Lang::parse(&self.language).unwrap_or_default()
    }

    pub fn shown_phone(&self) -> String {
        self.phone.as_deref().map(shown_phone).unwrap_or_default()
    }
}

impl Whole {
    /// What the user signs in with.
    pub fn full_login(&self) -> String {
        format!("{}@{}", self.user.login, self.account.name)
    }
}

impl NewUser {
    /// By which the list is sorted.
    pub fn name_key(&self) -> String {
        search_key(&shown_name(&self.first_name, &self.last_name, &self.login))
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
        vec![&self.user.email, self.user.notify_email.as_deref().unwrap_or(&self.user.email)]
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        let (it, alerts) = (&self.user, &self.user.alerts);
        let changed = || "changed".to_owned();
        vec![
            ("active", flag(it.active)),
            ("login", it.login.clone()),
            ("first_name", it.first_name.clone()),
            ("last_name", it.last_name.clone()),
            ("email", it.email.clone()),
            ("language", it.language.clone()),
            ("phone", maybe(it.phone.as_ref())),
            ("avatar", if self.avatar_set { changed() } else { flag(it.has_avatar) }),
            ("notify_email", maybe(it.notify_email.as_ref())),
            ("alert_limits", flag(alerts.alert_limits)),
            ("alert_complaints", flag(alerts.alert_complaints)),
            ("alert_hard_bounces", flag(alerts.alert_hard_bounces)),
            ("alert_soft_bounces", flag(alerts.alert_soft_bounces)),
            ("alert_daily_report", flag(alerts.alert_daily_report)),
            ("alert_weekly_report", flag(alerts.alert_weekly_report)),
            ("password", if self.password_set { changed() } else { String::new() }),
            ("must_change_password", flag(it.must_change_password)),
            ("second_factor", flag(it.has_2fa)),
            ("roles", self.roles.join(", ")),
            ("groups", self.groups.join(", ")),
            ("master", flag(it.master)),
        ]
    }
}
