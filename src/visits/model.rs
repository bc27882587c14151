use chrono::{DateTime, Duration, Utc};
use strum::{EnumString, IntoStaticStr};

use crate::{
    change::{Audited, maybe},
    config::{Config, LoginAs},
    db::FromRow,
    lists::Field,
    people::{OwnerKind, Permission, Role},
    web::VisitMode,
};

/// How long a visit may last in all, and unused.
pub const LASTS: Duration = Duration::minutes(60);
pub const IDLE: Duration = Duration::minutes(15);

/// Why a visit is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Why {
    /// The administrator ended it, an owner did, or the user's side did.
    Ended,
    EndedByOwner,
    EndedByUser,
    TimeOver,
    Idle,
    /// The administrator's session is over.
    SignedOut,
    /// The administrator was switched off or has another role.
    AdminLost,
    UserLost,
    AccountClosed,
    SwitchedOff,
}

/// What decides whether a visit goes on and what it permits: the visit's own limits, and how the administrator's
/// session, the administrator, the user and the account stand at this moment. None is what is not there any more.
#[derive(Clone, FromRow)]
pub struct Facts {
    #[sqlx(try_from = "String")]
    pub mode: VisitMode,
    pub seen_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    pub ended_why: Option<String>,
    pub session_seen_at: Option<DateTime<Utc>>,
    pub session_expires_at: Option<DateTime<Utc>>,
    pub admin_active: Option<bool>,
    pub admin_role: Option<String>,
    pub admin_has_2fa: bool,
    pub user_active: Option<bool>,
    pub account_active: Option<bool>,
    pub account_frozen: Option<bool>,
    pub account_deleted_at: Option<DateTime<Utc>>,
}

/// A visit as people read about it.
#[derive(Clone, FromRow)]
pub struct Record {
    pub id: i64,
    pub admin_id: i64,
    pub admin_login: String,
    pub admin_name: String,
    pub user_id: i64,
    /// `login@account`, as it was then.
    pub user_login: String,
    pub account_id: i64,
    pub account_title: Option<String>,
    pub reason: String,
    pub ticket: Option<String>,
    /// The account's policy when the visit began.
    pub notice: String,
    pub ip: String,
    /// The list or page it was begun from.
    pub return_to: Option<String>,
    pub started_at: DateTime<Utc>,
    #[sqlx(flatten)]
    pub facts: Facts,
    pub page_count: i64,
    pub change_count: i64,
}

/// What the list shows of a visit.
pub const FIELDS: [Field<Record>; 13] = [
    Field::new("id", |it| it.id.into()),
    Field::of("when", "started_at", |it| it.started_at.into()),
    Field::of("who", "admin_login", |it| (&it.admin_login).into()),
    Field::of("who", "admin_name", |it| (&it.admin_name).into()),
    Field::of("user", "user_login", |it| (&it.user_login).into()),
    Field::of("user", "account_id", |it| it.account_id.into()),
    Field::new("reason", |it| (&it.reason).into()),
    Field::of("reason", "ticket", |it| it.ticket.as_ref().into()),
    Field::new("mode", |it| it.facts.mode.as_str().into()),
    Field::of("lasted", "ended_at", |it| it.facts.ended_at.into()),
    Field::of("lasted", "ended_why", |it| it.facts.ended_why.as_ref().into()),
    Field::of("done", "page_count", |it| it.page_count.into()),
    Field::of("done", "change_count", |it| it.change_count.into()),
];

/// A page that was looked at.
#[derive(FromRow)]
pub struct Viewed {
    pub path: String,
    pub views: i64,
    pub first_at: DateTime<Utc>,
}

impl Why {
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

impl Facts {
    /// Why and since when the visit is over, whether or not that was written down yet: the one judge of L9 and L14.
    pub fn end(&self, now: DateTime<Utc>, config: &Config) -> Option<(Why, DateTime<Utc>)> {
        if let Some(at) = self.ended_at {
            let why = self.ended_why.as_deref().and_then(|why| why.parse().ok());
            return Some((why.unwrap_or(Why::Ended), at));
        }
        let unused = OwnerKind::Admin.limits().1;
        let limits = [
            (Why::TimeOver, Some(self.expires_at)),
            (Why::Idle, Some(self.seen_at + IDLE)),
            (Why::SignedOut, self.session_expires_at),
            (Why::SignedOut, self.session_seen_at.map(|at| at + unused)),
        ];
        let passed = limits
            .into_iter()
            .filter_map(|(why, at)| Some((why, at?)))
            .filter(|(_, at)| *at <= now)
            .min_by_key(|(_, at)| *at);
        passed.or_else(|| self.lost(config).map(|why| (why, now)))
    }

    /// What the visit permits while it goes on.
    pub fn mode_now(&self, config: &Config) -> VisitMode {
        if self.mode == VisitMode::ReadWrite && self.can_widen(config) && self.may(Permission::ActAsUser) {
            VisitMode::ReadWrite
        } else {
            VisitMode::ReadOnly
        }
    }

    /// Whether installation and account would permit changes.
    pub fn can_widen(&self, config: &Config) -> bool {
        config.login_as == LoginAs::ReadWrite && self.account_frozen == Some(false)
    }

    fn lost(&self, config: &Config) -> Option<Why> {
        let admin_holds = self.admin_active == Some(true) && (self.admin_has_2fa || !config.admin_2fa_required);
        match self {
            _ if config.login_as == LoginAs::Off => Some(Why::SwitchedOff),
            _ if !admin_holds || !self.may(Permission::LogInAs) => Some(Why::AdminLost),
            _ if self.account_active != Some(true) || self.account_deleted_at.is_some() => Some(Why::AccountClosed),
            _ if self.user_active != Some(true) => Some(Why::UserLost),
            _ if self.session_expires_at.is_none() => Some(Why::SignedOut),
            _ => None,
        }
    }

    fn may(&self, permission: Permission) -> bool {
        self.admin_role.clone().and_then(|role| Role::try_from(role).ok()).is_some_and(|role| role.may(permission))
    }
}

impl Record {
    /// In minutes begun, up to its end or to now.
    pub fn minutes(&self, end: DateTime<Utc>) -> i64 {
        ((end - self.started_at).num_seconds().max(1) + 59) / 60
    }
}

impl Audited for Record {
    const KIND: &'static str = "visit";

    fn id(&self) -> i64 {
        self.id
    }

    fn label(&self) -> String {
        format!("{} → {}", self.admin_login, self.user_login)
    }

    fn account(&self) -> Option<i64> {
        Some(self.account_id)
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![
            ("mode", self.facts.mode.as_str().to_owned()),
            ("reason", self.reason.clone()),
            ("ticket", maybe(self.ticket.as_ref())),
        ]
    }
}
