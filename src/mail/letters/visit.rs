//! The letter that tells a user of a support visit.

use chrono::{DateTime, Utc};

use super::{LONGEST, Words, letter, zoned};
use crate::{
    error::Result,
    i18n::{Lang, Message},
    mail::{Kind, Letter},
    people::{Owner, OwnerKind, clean},
    state::State,
    zones::Zone,
};

pub struct Visited<'a> {
    pub account_id: i64,
    pub user_id: i64,
    /// `login@account`.
    pub full_login: &'a str,
    pub account_title: &'a str,
    pub name: &'a str,
    pub recipient: &'a str,
    pub lang: Lang,
    /// The account's.
    pub tz: Zone,
    /// The administrator's name.
    pub admin: &'a str,
    pub reason: &'a str,
    pub ticket: Option<&'a str>,
    pub started_at: DateTime<Utc>,
    /// None while it has only begun.
    pub ended_at: Option<DateTime<Utc>>,
    pub changes: i64,
}

pub fn visited(state: &State, of: &Visited) -> Result<Letter> {
    let lang = of.lang;
    let [login, account, name, admin, reason] =
        [of.full_login, of.account_title, of.name, of.admin, of.reason].map(|text| clean(text, 2 * LONGEST));
    let mut about = vec![(lang.t("mail-visit-who"), admin), (lang.t("mail-visit-reason"), reason)];
    if let Some(ticket) = of.ticket {
        about.push((lang.t("mail-visit-ticket"), clean(ticket, LONGEST)));
    }
    about.push((lang.t("mail-visit-began"), zoned(lang, of.tz, of.started_at)));
    if let Some(at) = of.ended_at {
        about.push((lang.t("mail-visit-ended"), zoned(lang, of.tz, at)));
        about.push((lang.t("mail-visit-changes"), of.changes.to_string()));
    }
    let said = if of.ended_at.is_some() { "mail-visit-was" } else { "mail-visit-is" };
    let list = state.config.link("/portal/visits");
    let words = Words {
        lang,
        subject: lang.say(&Message::new("mail-visit-subject").with("account", account.as_str())),
        greeting: lang.say(&Message::new("mail-greeting").with("name", name)),
        before: vec![lang.say(&Message::new(said).with("login", login).with("account", account))],
        link: None,
        about: Some((lang.t("mail-visit-about"), about)),
        after: vec![lang.say(&Message::new("mail-visit-list").with("address", list)), lang.t("mail-visit-unexpected")],
    };
    let owner = Owner { kind: OwnerKind::User, id: of.user_id };
    letter(state, Kind::Visit, (Some(of.account_id), owner), of.recipient, words)
}
