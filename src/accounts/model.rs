use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::{action::KEPT, choices::LoginAsNotice};
use crate::{db::FromRow, i18n::Message, zones::Zone};

/// An account under the names by which the API answers it.
#[derive(Clone, Debug, FromRow, Serialize, ToSchema)]
pub struct Account {
    pub id: i64,
    pub version: i64,
    #[serde(flatten)]
    #[sqlx(flatten)]
    pub state: AccountState,
    #[serde(skip)]
    pub frozen_at: Option<DateTime<Utc>>,
    #[schema(required)]
    pub payment_url: Option<String>,
    #[schema(required)]
    pub freeze_reason: Option<String>,
    #[serde(flatten)]
    #[sqlx(flatten)]
    pub settings: Settings,
    pub user_count: i64,
    /// Users with a second factor.
    #[serde(skip)]
    pub enrolled: i64,
    /// Users whose password is the directory's, while the account uses one.
    #[serde(skip)]
    pub ldap_users: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[serde(skip)]
    pub updated_by: String,
}

/// What is set of an account, but for its external data, which stands in a table of its own.
#[derive(Clone, Debug, FromRow, Serialize, ToSchema)]
#[schema(as = AccountSettings)]
pub struct Settings {
    pub title: String,
    /// The account name: what stands behind the `@` of its users.
    pub name: String,
    /// Its id in the billing system or the CRM.
    #[schema(required)]
    pub external_id: Option<String>,
    #[serde(rename = "tariff")]
    pub tariff_id: i64,
    pub tariff_name: String,
    /// IANA name of the time zone.
    pub tz: String,
    #[schema(required)]
    pub account_postgresql: Option<i64>,
    #[schema(required)]
    pub account_cache_clickhouse: Option<i64>,
    #[schema(required)]
    pub web_version_policy: Option<i64>,
    pub save_email_web_versions: bool,
    pub enable_pixel: bool,
    pub enable_smart_settings: bool,
    pub enable_push: bool,
    pub enable_track_email_replies: bool,
    #[schema(required)]
    pub custom_push_domain: Option<String>,
    /// 1 is Monday, 7 is Sunday.
    pub reports_day: i64,
    pub reports_hour: i64,
    pub force_2fa_auth: bool,
    /// Whether users sign in through the directory.
    pub use_ldap: bool,
    #[schema(required)]
    pub ldap_connector: Option<i64>,
    /// Whether a letter tells users of support visits: `off`, `after`, `start`.
    #[sqlx(try_from = "String")]
    #[schema(value_type = String)]
    pub login_as_notice: LoginAsNotice,
}

/// `active` and `frozen` are two switches; a deleted account is in neither state until it is restored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow, Serialize, ToSchema)]
pub struct AccountState {
    pub active: bool,
    pub frozen: bool,
    #[serde(rename = "is_tariff_exceed")]
    pub limit_reached: bool,
    /// Restorable for 30 days from then on.
    #[schema(required)]
    pub deleted_at: Option<DateTime<Utc>>,
}

/// What stands above every page of an account.
pub struct Heading<'a> {
    pub id: i64,
    pub title: &'a str,
    pub tariff: &'a str,
    pub state: AccountState,
    pub frozen_at: Option<DateTime<Utc>>,
}

impl Heading<'_> {
    /// Whether it is deleted and its 30 days are not over.
    pub fn can_come_back(&self, now: DateTime<Utc>) -> bool {
        self.state.deleted_at.is_some_and(|at| at >= now - KEPT)
    }
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
    /// In the product's words, whatever language somebody reads: `active`, `inactive frozen`.
    pub fn codes(&self) -> String {
        let switched = if self.active { "active" } else { "inactive" };
        let first = if self.deleted_at.is_some() { "deleted" } else { switched };
        let more = [(self.frozen, " frozen"), (self.limit_reached, " limit")];
        more.into_iter().filter(|(is_so, _)| *is_so).fold(first.to_owned(), |codes, (_, code)| codes + code)
    }

    /// The one place that says what an account's state permits; panel, portal, API, bulk and login-as ask here. Ending
    /// sessions, disabling or deleting a user, and changing the state itself are always permitted and do not ask.
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

/// An account as it is to be, parsed.
#[derive(Clone, Debug)]
pub struct NewAccount {
    pub settings: Settings,
    pub external_data: Vec<i64>,
}

/// An account with the ids of its external data, under the names by which both are saved.
#[derive(Serialize, ToSchema)]
#[schema(as = Data)]
pub struct AccountWithData {
    #[serde(flatten)]
    pub account: Account,
    pub external_data_connectors: Vec<i64>,
}

/// A row of the list.
#[derive(FromRow)]
pub struct AccountRow {
    pub id: i64,
    pub name: String,
    pub title: String,
    pub title_key: String,
    pub tariff_name: String,
    pub tz: String,
    #[sqlx(flatten)]
    pub state: AccountState,
    pub state_rank: i64,
    pub user_count: i64,
    pub created_at: DateTime<Utc>,
    pub external_id: Option<String>,
    pub force_2fa_auth: bool,
    pub use_ldap: bool,
}

impl Account {
    pub fn zone(&self) -> Zone {
        Zone::named(&self.settings.tz)
    }

    pub fn heading(&self) -> Heading<'_> {
        let Self { id, settings, state, frozen_at, .. } = self;
        let (title, tariff) = (&settings.title, &settings.tariff_name);
        Heading { id: *id, title, tariff, state: *state, frozen_at: *frozen_at }
    }

    /// When the next daily and the next weekly report go out.
    pub fn next_reports(&self, now: DateTime<Utc>) -> (Option<DateTime<Utc>>, Option<DateTime<Utc>>) {
        let on = |day: Option<i64>| next_at(self.zone(), now, day, self.settings.reports_hour);
        (on(None), on(Some(self.settings.reports_day)))
    }
}

/// The next time after `now` at which it is `hour` in the zone, on that weekday if one is given.
fn next_at(tz: Zone, now: DateTime<Utc>, weekday: Option<i64>, hour: i64) -> Option<DateTime<Utc>> {
    let (weekday, hour) = (weekday.and_then(|it| u32::try_from(it).ok()), u32::try_from(hour).ok()?);
    tz.next_at_hour(tz.date_before(tz.date_at(now)), now, (weekday, hour)).map(|(_, at)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
    }

    #[test]
    fn the_next_report_is_in_the_account_s_zone() {
        let now = at("2026-11-21T10:00:00Z");
        assert_eq!(next_at(Zone::named("Europe/Moscow"), now, None, 9), Some(at("2026-11-22T06:00:00Z")));
        assert_eq!(next_at(Zone::named("America/Chicago"), now, None, 9), Some(at("2026-11-21T15:00:00Z")));
        assert_eq!(next_at(Zone::named("UTC"), now, Some(6), 9), Some(at("2026-11-28T09:00:00Z")));
    }

    #[test]
    fn an_hour_that_does_not_exist_comes_right_after_the_change() {
        assert_eq!(
            next_at(Zone::named("Europe/Berlin"), at("2026-03-28T12:00:00Z"), None, 2),
            Some(at("2026-03-29T01:00:00Z"))
        );
    }

    #[test]
    fn every_state_permits_what_the_table_says() {
        use Act::*;
        let acts = [SignIn, EditInPortal, EditSettings, EditObjects, LoginAs, Letters];
        let state = |active, frozen, deleted: bool| AccountState {
            active,
            frozen,
            limit_reached: false,
            deleted_at: deleted.then(|| at("2026-01-01T00:00:00Z")),
        };
        let permitted = |state: AccountState| acts.map(|act| state.allows(act).is_ok());
        assert_eq!(permitted(state(true, false, false)), [true; 6]);
        assert_eq!(permitted(state(true, true, false)), [true, false, true, false, true, true]);
        assert_eq!(permitted(state(false, false, false)), [false, false, true, true, false, false]);
        assert_eq!(permitted(state(false, true, false)), [false, false, true, false, false, false]);
        assert_eq!(permitted(state(true, false, true)), [false; 6]);
    }
}
