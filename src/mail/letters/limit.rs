//! The letter that tells a user of a limit of the tariff: that it is near, or reached.

use chrono::{DateTime, Utc};

use super::{About, Addressee, Words, greeted, zoned};
use crate::{
    i18n::Message,
    lists::grouped,
    mail::{Kind, Letter},
    state::State,
};

pub struct Said {
    /// What it is of, as a key.
    pub metric: &'static str,
    pub used: i64,
    pub limit: i64,
    pub percent: i64,
    /// Else it is only near.
    pub reached: bool,
    /// When it begins anew; None where it does not.
    pub until: Option<DateTime<Utc>>,
}

pub fn limit(state: &State, to: &Addressee, of: &Said) -> Letter {
    let (login, account) = to.cleaned();
    let metric = to.lang.t(of.metric);
    let mut rows = vec![
        ("mail-limit-metric", metric.clone()),
        ("mail-limit-used", grouped(of.used, to.lang)),
        ("mail-limit-limit", grouped(of.limit, to.lang)),
    ];
    if let Some(until) = of.until {
        rows.push(("mail-limit-until", zoned(to.lang, to.tz, until)));
    }
    let (subject, said) = match of.reached {
        true => ("mail-limit-reached-subject", "mail-limit-reached"),
        false => ("mail-limit-near-subject", "mail-limit-near"),
    };
    let filled = |key: &'static str| {
        let message = Message::new(key).with("account", account.as_str()).with("metric", metric.as_str());
        message.with("percent", of.percent)
    };
    let words = Words {
        before: vec![filled(said)],
        about: Some(About { heading: "mail-limit-about", rows }),
        after: vec!["mail-limit-then".into(), "mail-limit-why".into()],
        ..Words::to(state, greeted(&to.name, &login), filled(subject))
    };
    to.write(state, Kind::Limit, words)
}
