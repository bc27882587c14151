use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc};

use super::choices::LoginAsNotice;
use crate::{
    change::{Audited, flag, maybe},
    db::FromRow,
    forms::fields::shown_account_name,
    i18n::{Lang, Message},
    zones::Zone,
};

#[derive(Clone, Debug, FromRow)]
pub struct Account {
    pub id: i64,
    /// The login name: what stands behind the `@` of its users.
    pub name: String,
    pub title: String,
    /// Its id in the billing system or the CRM.
    pub external_id: Option<String>,
    pub tariff_id: i64,
    pub tariff_name: String,
    pub tz: String,
    #[sqlx(flatten)]
    pub state: AccountState,
    pub frozen_at: Option<DateTime<Utc>>,
    pub payment_url: Option<String>,
    pub freeze_reason: Option<String>,
    pub user_count: i64,
    pub account_postgresql: Option<i64>,
    pub account_cache_clickhouse: Option<i64>,
    pub web_version_policy: Option<i64>,
    pub save_email_web_versions: bool,
    pub enable_pixel: bool,
    pub enable_smart_settings: bool,
    pub enable_push: bool,
    pub enable_track_email_replies: bool,
    pub custom_push_domain: Option<String>,
    /// Monday is 1.
    pub reports_day: i64,
    pub reports_hour: i64,
    pub force_2fa_auth: bool,
    #[sqlx(try_from = "String")]
    pub login_as_notice: LoginAsNotice,
    /// Users with a second factor.
    pub enrolled: i64,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub updated_by: String,
}

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

/// The settings of an account, parsed.
#[derive(Clone, Debug)]
pub struct Settings {
    pub name: String,
    pub title: String,
    pub external_id: Option<String>,
    pub tariff_id: i64,
    pub tariff_name: String,
    pub tz: Zone,
    pub account_postgresql: Option<i64>,
    pub account_cache_clickhouse: Option<i64>,
    pub external_data: Vec<i64>,
    pub web_version_policy: Option<i64>,
    pub save_email_web_versions: bool,
    pub enable_pixel: bool,
    pub enable_smart_settings: bool,
    pub enable_push: bool,
    pub enable_track_email_replies: bool,
    pub custom_push_domain: Option<String>,
    pub reports_day: i64,
    pub reports_hour: i64,
    pub force_2fa_auth: bool,
    pub login_as_notice: LoginAsNotice,
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
}

/// An account with the names of what it refers to, as the record shows it.
pub struct Described {
    pub account: Account,
    pub postgresql: Option<String>,
    pub clickhouse: Option<String>,
    pub external_data: Vec<String>,
    pub policy: Option<String>,
}

impl Audited for Described {
    const KIND: &'static str = "account";

    fn id(&self) -> i64 {
        self.account.id
    }

    fn label(&self) -> String {
        self.account.title.clone()
    }

    fn account(&self) -> Option<i64> {
        Some(self.account.id)
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        let it = &self.account;
        vec![
            ("active", flag(it.state.active)),
            ("frozen", flag(it.state.frozen)),
            ("payment_url", maybe(it.payment_url.as_ref())),
            ("reason", maybe(it.freeze_reason.as_ref())),
            ("deleted", maybe(it.state.deleted_at.as_ref())),
            ("title", it.title.clone()),
            ("name", shown_account_name(&it.name, Lang::En)),
            ("external_id", maybe(it.external_id.as_ref())),
            ("tariff", it.tariff_name.clone()),
            ("tz", it.tz.clone()),
            ("account_postgresql", maybe(self.postgresql.as_ref())),
            ("account_cache_clickhouse", maybe(self.clickhouse.as_ref())),
            ("external_data_connectors", self.external_data.join(", ")),
            ("web_version_policy", maybe(self.policy.as_ref())),
            ("save_email_web_versions", flag(it.save_email_web_versions)),
            ("enable_pixel", flag(it.enable_pixel)),
            ("enable_smart_settings", flag(it.enable_smart_settings)),
            ("enable_push", flag(it.enable_push)),
            ("enable_track_email_replies", flag(it.enable_track_email_replies)),
            ("custom_push_domain", maybe(it.custom_push_domain.as_ref())),
            ("reports_day", it.reports_day.to_string()),
            ("reports_hour", it.reports_hour.to_string()),
            ("force_2fa_auth", flag(it.force_2fa_auth)),
            ("login_as_notice", it.login_as_notice.as_str().to_owned()),
        ]
    }
}

impl Account {
    pub fn zone(&self) -> Zone {
        Zone::named(&self.tz)
    }

    /// When the next daily and the next weekly report go out.
    pub fn next_reports(&self, now: DateTime<Utc>) -> (Option<DateTime<Utc>>, Option<DateTime<Utc>>) {
        let on = |day: Option<i64>| next_at(self.zone(), now, day, self.reports_hour);
        (on(None), on(Some(self.reports_day)))
    }
}

/// The next time after `now` at which it is `hour` in the zone, on that weekday if one is given. An hour that a change
/// of clocks leaves out that day comes as much later as they are put forward.
fn next_at(tz: Zone, now: DateTime<Utc>, weekday: Option<i64>, hour: i64) -> Option<DateTime<Utc>> {
    let today = now.with_timezone(&tz).date_naive();
    let hour = NaiveTime::from_hms_opt(u32::try_from(hour).ok()?, 0, 0)?;
    let is_due =
        |day: &NaiveDate| weekday.is_none_or(|weekday| i64::from(day.weekday().number_from_monday()) == weekday);
    let days = (0..=8).filter_map(|days| today.checked_add_days(Days::new(days))).filter(is_due);
    days.map(|day| tz.moment(day.and_time(hour))).find(|at| *at > now)
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
    fn an_hour_that_does_not_exist_comes_an_hour_later() {
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
