//! The letter that keeps a checkpoint of the record outside of the database.

use super::{LONGEST, Words, letter};
use crate::{
    i18n::{Lang, Message},
    mail::{Kind, Letter},
    people::{Owner, OwnerKind, clean},
    state::State,
};

/// To an address that is nobody's of this platform. The note stands there line by line.
pub fn checkpoint(state: &State, recipient: &str, (size, note): (i64, &str)) -> Letter {
    let subject = Message::new("mail-checkpoint-subject").with("size", size.to_string());
    let words = Words {
        before: vec!["mail-checkpoint".into(), Message::new("mail-event").with("text", note.trim_end())],
        after: vec!["mail-checkpoint-keep".into()],
        ..Words::to(state, clean(recipient, LONGEST), subject)
    };
    let owner = Owner { kind: OwnerKind::Admin, id: 0 };
    let letter = letter(state, Kind::Event, (None, owner), (recipient, Lang::default()), words);
    Letter { admin_id: None, ..letter }
}
