//! What taking a record back comes to: each field goes to what it was, where it is still what it became. Where it is not,
//! whoever takes it back chooses, field by field, and nothing is chosen for them.

use super::store::Record;
use crate::{
    change::undo::{Given, Now},
    db::hash,
};

/// A field of the record, and how it stands.
pub struct Line {
    pub field: String,
    pub was: String,
    pub became: String,
    pub now: String,
    pub stands: Stands,
    /// What it can be given by name, where what it was is there no more.
    pub instead: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// As the record left it: it goes back.
    AsLeft,
    /// As it was before.
    AsBefore,
    /// Somebody changed it again, or what it was is gone: it is asked.
    Asked,
    /// There is no such field any more.
    Unknown,
}

/// What was chosen for a field.
enum Choice {
    Leave,
    Give(String),
}

/// What several are named in, with commas between.
const LISTS: [&str; 3] = ["roles", "groups", "external_data"];

/// How each field of a record stands; of what is brought back as a whole, none.
pub fn lines(record: &Record, now: &Now) -> Vec<Line> {
    if now.is_deleted {
        return Vec::new();
    }
    record.changes().into_iter().map(|(field, was, became)| line(field, (was, became), now)).collect()
}

fn line(field: String, (was, became): (String, String), now: &Now) -> Line {
    let Some((_, current)) = now.fields.iter().find(|(name, _)| *name == field) else {
        return Line { field, was, became, now: String::new(), stands: Stands::Unknown, instead: Vec::new() };
    };
    let offered = now.offered.iter().find(|(name, _)| *name == field).map(|(_, names)| names);
    let is_list = LISTS.contains(&field.as_str());
    let is_there = offered.is_none_or(|names| {
        let is_known = |name: &str| name.is_empty() || names.iter().any(|it| it == name);
        if is_list { was.split(", ").all(is_known) } else { is_known(&was) }
    });
    let stands = match current {
        current if *current == was => Stands::AsBefore,
        current if *current == became && is_there => Stands::AsLeft,
        _ => Stands::Asked,
    };
    let instead = match offered {
        Some(names) if !is_there && is_list => {
            let left = was.split(", ").filter(|name| names.iter().any(|it| it == name));
            vec![left.collect::<Vec<_>>().join(", ")]
        }
        Some(names) if !is_there => names.clone(),
        _ => Vec::new(),
    };
    Line { field, was, became, now: current.clone(), stands, instead }
}

/// What is given to which field; None while something is still to be chosen.
pub fn given(lines: &[Line], chosen: &[(String, String)]) -> Option<Vec<Given>> {
    let mut given = Vec::new();
    for line in lines {
        match line.stands {
            Stands::AsLeft => given.push((line.field.clone(), line.was.clone())),
            Stands::AsBefore | Stands::Unknown => {}
            Stands::Asked => match line.choice(chosen)? {
                Choice::Leave => {}
                Choice::Give(value) => given.push((line.field.clone(), value)),
            },
        }
    }
    Some(given)
}

impl Line {
    /// What was chosen, of what the field still is.
    fn choice(&self, chosen: &[(String, String)]) -> Option<Choice> {
        let said = |what: &str| {
            let name = format!("{what}.{}", self.field);
            chosen.iter().find(|(it, _)| *it == name).map(|(_, value)| value.as_str())
        };
        if said("seen")? != self.seen() {
            return None;
        }
        match said("take")? {
            "now" => Some(Choice::Leave),
            "was" if self.instead.is_empty() => Some(Choice::Give(self.was.clone())),
            "other" => {
                let name = said("other")?;
                self.instead.iter().any(|it| it == name).then(|| Choice::Give(name.to_owned()))
            }
            _ => None,
        }
    }

    /// As what the field was shown, in short.
    pub fn seen(&self) -> String {
        hash(&self.now)
    }

    pub fn is_asked(&self) -> bool {
        self.stands == Stands::Asked
    }

    /// A key.
    pub fn hint(&self) -> &'static str {
        match self.stands {
            Stands::AsLeft => "undo-goes-back",
            Stands::AsBefore => "undo-as-before",
            Stands::Asked => "undo-choose",
            Stands::Unknown => "undo-no-field",
        }
    }

    pub fn is_chosen(&self, chosen: &[(String, String)], what: &str) -> bool {
        let name = format!("take.{}", self.field);
        chosen.iter().any(|(it, value)| *it == name && value == what)
    }
}
