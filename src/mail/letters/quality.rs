//! The letter that tells a user that too much of what was sent came back.

use chrono::NaiveDate;

use super::{About, Addressee, Words, greeted};
use crate::{
    i18n::Message,
    lists::grouped,
    mail::{Kind, Letter},
    state::State,
};

pub struct Said {
    /// What came back, as a key.
    pub kind: &'static str,
    /// The box that asks to be told of it, as a key.
    pub ticked: &'static str,
    pub day: NaiveDate,
    pub sent: i64,
    pub count: i64,
    /// The share that it is, and the one that is borne, in words.
    pub share: String,
    pub borne: String,
}

pub fn quality(state: &State, to: &Addressee, of: &Said) -> Letter {
    let (login, account) = to.cleaned();
    let kind = to.lang.t(of.kind);
    let share = Message::new("mail-quality-share-of").with("share", of.share.as_str()).with("borne", of.borne.as_str());
    let rows = vec![
        ("mail-quality-kind", kind.clone()),
        ("mail-quality-day", to.lang.date(&of.day)),
        ("mail-quality-sent", grouped(of.sent, to.lang)),
        ("mail-quality-count", grouped(of.count, to.lang)),
        ("mail-quality-share", to.lang.say(&share)),
    ];
    let filled = |key: &'static str| {
        Message::new(key).with("account", account.as_str()).with("kind", kind.as_str()).with("share", of.share.as_str())
    };
    let why = Message::new("mail-quality-why").with("ticked", to.lang.t(of.ticked));
    let words = Words {
        before: vec![filled("mail-quality")],
        about: Some(About { heading: "mail-quality-about", rows }),
        after: vec!["mail-quality-then".into(), why],
        ..Words::to(state, greeted(&to.name, &login), filled("mail-quality-subject"))
    };
    to.write(state, Kind::Quality, words)
}
