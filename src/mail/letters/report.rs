//! Daily and weekly reports.

use chrono::{DateTime, NaiveDate, Utc};

use super::{About, Addressee, Button, Words, greeted, zoned};
use crate::{
    db,
    i18n::Message,
    mail::{Kind, Letter, leave},
    state::State,
};

pub struct Said {
    /// Which of the two.
    pub kind: Kind,
    /// From which day to which it is.
    pub span: (NaiveDate, NaiveDate),
    /// For when it was planned, where it is late.
    pub planned_at: Option<DateTime<Utc>>,
    /// What each is, as a key, and so much of it.
    pub lines: Vec<(&'static str, String)>,
    /// Whether the reader may see more of it in the portal.
    pub to_usage: bool,
    /// Of the account, the report and the date: the same letter has the same id.
    pub identity: String,
}

pub fn report(state: &State, to: &Addressee, of: Said) -> Letter {
    let (login, account) = to.cleaned();
    let (subject, said, nothing, why) = match of.kind {
        Kind::WeeklyReport => ("mail-weekly-subject", "mail-weekly", "mail-weekly-nothing", "mail-weekly-why"),
        _ => ("mail-daily-subject", "mail-daily", "mail-daily-nothing", "mail-daily-why"),
    };
    let (first, last) = of.span;
    let filled = |key: &'static str| {
        let message = Message::new(key).with("account", account.as_str());
        message.with("first", to.lang.date(&first)).with("last", to.lang.date(&last))
    };
    let mut before = vec![filled(if of.lines.is_empty() { nothing } else { said })];
    if let Some(at) = of.planned_at {
        before.push(Message::new("mail-report-late").with("at", zoned(to.lang, to.tz, at)));
    }
    let (page, label) = match of.to_usage {
        true => ("/portal/usage", "mail-report-link"),
        false => ("/portal", "mail-report-portal"),
    };
    let words = Words {
        before,
        button: Some(Button { address: state.config.link(page), label }),
        about: (!of.lines.is_empty()).then_some(About { heading: "mail-report-about", rows: of.lines }),
        after: vec![why.into()],
        leave: Some(leave::shown(&state.config)),
        ..Words::to(state, greeted(&to.name, &login), filled(subject))
    };
    let letter = to.write(state, of.kind, words);
    let (_, domain) = letter.message_id.split_once('@').unwrap_or_default();
    let message_id = format!("<{}@{domain}", db::hash(&format!("{} {}", of.identity, to.user_id)));
    Letter { message_id, ..letter }
}
