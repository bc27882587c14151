//! The letter that tells a user of a support visit.

use chrono::{DateTime, Utc};

use super::{About, Addressee, Button, LONGEST, Words, greeted, zoned};
use crate::{
    i18n::Message,
    mail::{Kind, Letter},
    people::clean,
    state::State,
};

pub struct Visited<'a> {
    /// The administrator's name.
    pub admin: &'a str,
    pub reason: &'a str,
    pub ticket: Option<&'a str>,
    pub started_at: DateTime<Utc>,
    /// None while it has only begun.
    pub ended_at: Option<DateTime<Utc>>,
    pub changes: i64,
}

pub fn visited(state: &State, to: &Addressee, of: &Visited) -> Letter {
    let (login, account) = to.cleaned();
    let [admin, reason] = [of.admin, of.reason].map(|text| clean(text, 2 * LONGEST));
    let mut rows = vec![("mail-visit-who", admin), ("mail-visit-reason", reason)];
    if let Some(ticket) = of.ticket {
        rows.push(("mail-visit-ticket", clean(ticket, LONGEST)));
    }
    rows.push(("mail-visit-began", zoned(to.lang, to.tz, of.started_at)));
    if let Some(at) = of.ended_at {
        rows.push(("mail-visit-ended", zoned(to.lang, to.tz, at)));
        rows.push(("mail-visit-changes", of.changes.to_string()));
    }
    let said = if of.ended_at.is_some() { "mail-visit-was" } else { "mail-visit-is" };
    let subject = Message::new("mail-visit-subject").with("account", account.as_str());
    let words = Words {
        before: vec![Message::new(said).with("login", login.as_str()).with("account", account)],
        button: Some(Button { address: state.config.link("/portal/visits"), label: "mail-visit-link" }),
        about: Some(About { heading: "mail-visit-about", rows }),
        after: vec!["mail-visit-unexpected".into()],
        ..Words::to(state, greeted(&to.name, &login), subject)
    };
    to.write(state, Kind::Visit, words)
}
