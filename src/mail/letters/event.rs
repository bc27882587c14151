//! The letter that tells an operator of something that has happened.

use super::{Button, LONGEST, Words, letter};
use crate::{
    i18n::{Lang, Message},
    mail::{Kind, Letter},
    people::{Owner, OwnerKind, clean},
    state::State,
};

pub struct Told<'a> {
    /// In one sentence.
    pub text: &'a str,
    /// A path of the panel.
    pub path: &'a str,
    /// Whether nothing has happened, and somebody tries whether it would be told.
    pub is_test: bool,
}

/// To an address that is nobody's of this platform.
pub fn event(state: &State, (recipient, lang): (&str, Lang), told: &Told<'_>) -> Letter {
    let text = clean(told.text, LONGEST);
    let subject = if told.is_test { "mail-event-test-subject" } else { "mail-event-subject" };
    let words = Words {
        before: vec![Message::new("mail-event").with("text", text.as_str())],
        button: Some(Button { address: state.config.link(told.path), label: "mail-event-link" }),
        after: vec!["mail-event-why".into()],
        ..Words::to(state, clean(recipient, LONGEST), Message::new(subject).with("text", text.as_str()))
    };
    let mut letter =
        letter(state, Kind::Event, (None, Owner { kind: OwnerKind::Admin, id: 0 }), (recipient, lang), words);
    letter.admin_id = None;
    letter
}
