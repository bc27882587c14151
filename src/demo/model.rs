//! One made-up account, one made-up user.

use chrono::{DateTime, Duration, Utc};

use super::{
    dice::Dice,
    names::{Names, Words},
    resources::Resources,
};
use crate::{
    account_users::{
        self,
        profile::{Alerts, Profile},
    },
    accounts::model::{NewAccount, Settings},
    i18n::Lang,
    zones::Zone,
};

/// What everything is made from.
pub struct World {
    pub names: Names,
    pub resources: Resources,
    pub accounts: i64,
    /// Every time is somewhat before this one.
    pub now: DateTime<Utc>,
}

pub struct DemoAccount {
    pub id: i64,
    pub settings: Settings,
    pub external_data: Vec<i64>,
    pub active: bool,
    pub frozen_at: Option<DateTime<Utc>>,
    pub payment_url: Option<String>,
    pub freeze_reason: Option<&'static str>,
    pub limit_reached: bool,
    pub deleted_at: Option<DateTime<Utc>>,
    pub users: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

pub struct DemoUser {
    pub id: i64,
    pub account_id: i64,
    pub settings: account_users::model::Settings,
    pub last_sign_in_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// The oldest account.
const SPAN: Duration = Duration::days(8 * 365);
const REASONS: [&str; 3] =
    ["The invoice of last month is not paid", "Оплата не поступила", "The contract is being renewed"];
const AREAS: [&str; 12] = ["202", "212", "213", "312", "415", "503", "512", "602", "617", "704", "808", "919"];

impl World {
    /// Its name is not yet known to be unique.
    pub fn account(&self, id: i64, users: i64) -> Option<DemoAccount> {
        let dice = &mut Dice::of("account", id);
        let words = self.names.script(dice)?;
        let title = words.title(dice);
        let NewAccount { settings, external_data } = self.settings(dice, words, (title.title, title.latin), users);
        let age = (SPAN / i32::try_from(self.accounts).ok()?) * i32::try_from(self.accounts - id).ok()?;
        let created_at = self.now - age - Duration::seconds(dice.between(3_600, 80_000));
        let fate = dice.below(100);
        let frozen_at = (4..7).contains(&fate).then(|| later(dice, created_at, self.now));
        let unpaid = frozen_at.is_some() && dice.percent(80);
        Some(DemoAccount {
            id,
            active: fate >= 4,
            frozen_at,
            payment_url: unpaid.then(|| format!("https://pay.example.com/invoices/{}", 20_000 + id)),
            freeze_reason: frozen_at.and_then(|_| dice.pick(&REASONS).copied()),
            limit_reached: (7..10).contains(&fate),
            deleted_at: (fate == 10).then(|| self.now - Duration::minutes(dice.between(60, 25 * 24 * 60))),
            users,
            created_at,
            updated_at: later(dice, created_at, self.now),
            settings,
            external_data,
        })
    }

    fn settings(&self, dice: &mut Dice, words: &Words, (title, name): (String, String), users: i64) -> NewAccount {
        let resources = &self.resources;
        let (tariff_id, tariff_name) = resources.tariff(dice, users);
        let cookies = dice.percent(35);
        let external = if dice.percent(12) { resources.one(dice, "external_data") } else { None };
        let settings = Settings {
            external_id: None,
            custom_push_domain: cookies.then(|| format!("track.{name}.example.com")),
            name,
            title,
            tariff_id,
            tariff_name: tariff_name.to_owned(),
            tz: dice.prefer(words.script.zones).map(|name| Zone::named(name)).unwrap_or_default().name().to_owned(),
            account_postgresql: if dice.percent(40) { resources.one(dice, "postgresql") } else { None },
            account_cache_clickhouse: if dice.percent(40) { resources.one(dice, "clickhouse") } else { None },
            web_version_policy: if dice.percent(50) { resources.one(dice, "policy") } else { None },
            save_email_web_versions: dice.percent(20),
            enable_pixel: cookies && dice.percent(70),
            enable_smart_settings: dice.percent(25),
            enable_push: cookies && dice.percent(50),
            enable_track_email_replies: dice.percent(15),
            reports_day: dice.between(1, 7).min(5),
            reports_hour: dice.between(6, 11),
            force_2fa_auth: dice.percent(15),
            use_ldap: false,
            ldap_connector: None,
            login_as_notice: Default::default(),
        };
        NewAccount { settings, external_data: external.into_iter().collect() }
    }

    /// The user of that number in an account; the first is a master.
    pub fn user(&self, account: &DemoAccount, id: i64, number: i64) -> Option<DemoUser> {
        let words = self.names.script(&mut Dice::of("account", account.id))?;
        let dice = &mut Dice::of("user", id);
        let person = words.person(dice);
        let login = match dice.below(3) {
            0 => format!("{}.{}", person.latin_first, person.latin_last),
            1 => format!("{}{}", person.latin_first.get(..1).unwrap_or("x"), person.latin_last),
            _ => person.latin_first.to_owned(),
        };
        let active = number == 0 || !dice.percent(5);
        let created_at = if number == 0 { account.created_at } else { later(dice, account.created_at, self.now) };
        let seen = active && dice.percent(80);
        let reports = dice.percent(30);
        let phone = |area: &&str, dice: &mut Dice| format!("+1{area}55501{:02}", dice.below(100));
        let profile = Profile {
            first_name: person.first,
            last_name: person.last,
            language: Lang::parse(words.script.language).unwrap_or_default(),
            phone: if dice.percent(60) { dice.pick(&AREAS).map(|area| phone(area, dice)) } else { None },
            notify_email: None,
            alerts: Alerts {
                alert_limits: number == 0,
                alert_daily_report: reports,
                alert_weekly_report: reports,
                ..Alerts::default()
            },
        };
        let settings = account_users::model::Settings {
            active,
            email: format!("{login}@{}.example.com", account.settings.name),
            login,
            profile,
            must_change_password: !seen,
            master: number == 0 || dice.percent(5),
            is_ldap: false,
        };
        let last_sign_in_at = seen.then(|| later(dice, created_at, self.now));
        Some(DemoUser { id, account_id: account.id, settings, last_sign_in_at, created_at })
    }
}

/// How many users each account has: half of them spread evenly, half in few large accounts.
pub fn spread(users: i64, accounts: i64) -> Vec<i64> {
    let mut counts = vec![0; usize::try_from(accounts).unwrap_or(0)];
    for user in 1..=users {
        let dice = &mut Dice::of("spread", user);
        let at =
            if user % 2 == 0 { dice.below(accounts) } else { dice.skewed(accounts).wrapping_mul(7_919) % accounts };
        if let Some(count) = usize::try_from(at).ok().and_then(|at| counts.get_mut(at)) {
            *count += 1;
        }
    }
    counts
}

/// A time after `begin`, in whole seconds, but not after `end`.
fn later(dice: &mut Dice, begin: DateTime<Utc>, end: DateTime<Utc>) -> DateTime<Utc> {
    begin + Duration::seconds(dice.below((end - begin).num_seconds()))
}
