//! An index of a database: a small resource that is asked for here, and built and deleted by the platform.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    model::{AccountDatabase, IndexState, Lines},
    place::InDatabase,
};
use crate::{
    api::{Flag, Many, Text},
    db::FromRow,
    error::FieldErrors,
    forms::{Choice, fields::text, on},
    i18n::Message,
    lists::{Field, grouped},
    people::Permission,
    resource::{Editor, Form, Row, Shown, drawn, fields},
    web::Page,
};

/// Of those that are not the system's.
pub const MOST_OF_A_DATABASE: i64 = 20;
pub const MOST_FIELDS: usize = 5;
pub const LONGEST_NAME: usize = 120;

/// An index of a database of an account.
#[derive(Clone, Debug, FromRow, Serialize, ToSchema)]
pub struct Index {
    pub account_id: i64,
    pub database_id: i64,
    pub database_name: String,
    /// In their order.
    #[sqlx(try_from = "String")]
    #[schema(value_type = Vec<String>)]
    pub fields: Lines,
    /// Whether it goes from the end.
    pub reverse: bool,
    /// Whether no two profiles may have the same values.
    #[sqlx(rename = "is_unique")]
    pub unique: bool,
    /// Whether it holds the identifier of the activity history, by which both are searched together.
    pub history_key: bool,
    /// Whether it is the platform's own, which nobody deletes.
    #[sqlx(rename = "is_system")]
    pub system: bool,
    /// `requested`, `building`, `ready`, `failed` or `deleting`.
    #[sqlx(try_from = "String")]
    #[schema(value_type = String)]
    pub state: IndexState,
    /// How much of it is built; null where the platform has not said.
    #[schema(required)]
    pub percent: Option<i64>,
    /// Why it failed.
    pub reason: String,
    /// In bytes; null where the platform has not said.
    #[schema(required)]
    pub size: Option<i64>,
    /// Names of segments that search by it.
    #[sqlx(try_from = "String")]
    #[schema(value_type = Vec<String>)]
    pub segments: Lines,
    /// As of when the newest report is; null while there is none.
    #[schema(required)]
    pub reported_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    /// Who asked for it, or reported it first: an administrator's login or a token's name.
    pub created_by: String,
}

/// What makes an index what it is.
#[derive(Clone, Debug, PartialEq)]
pub struct NewIndex {
    pub fields: Lines,
    pub reverse: bool,
    pub unique: bool,
    pub history_key: bool,
}

fields! { IndexForm, IndexGiven:
    /// One to five different fields of the database, by their names, in their order.
    #[schema(value_type = Option<Vec<String>>)]
    fields: Many<Text>,
    /// True has it go from the end, for searches that mostly do.
    reverse: Flag,
    /// True permits no two profiles with the same values; it fails where there are some.
    unique: Flag,
    /// True adds the identifier of the activity history (the primary xxh key), for searches that join both.
    history_key: Flag,
}

drawn!(Index, "account_databases/indexes.html", "account_databases/new_index.html");

impl NewIndex {
    /// Equal for two that are alike.
    pub fn same(&self) -> String {
        let options = [(self.reverse, "reverse "), (self.unique, "unique "), (self.history_key, "history ")];
        let options = options.into_iter().filter(|(on, _)| *on).map(|(_, name)| name).collect::<String>();
        format!("{options}\n{}", self.fields.kept())
    }
}

impl Index {
    /// "Clients: email, city"
    pub fn label(&self) -> String {
        format!("{}: {}", self.database_name, self.fields.said())
    }

    pub fn same(&self) -> String {
        let Self { fields, reverse, unique, history_key, .. } = self.clone();
        NewIndex { fields, reverse, unique, history_key }.same()
    }

    /// Why it cannot be deleted, if so.
    pub fn reason_against_deletion(&self) -> Option<Message> {
        match self.state {
            _ if self.system => Some("index-system-stays".into()),
            IndexState::Deleting => Some("index-is-deleting".into()),
            _ => None,
        }
    }

    /// Why it cannot be asked for again, if so.
    pub fn reason_against_retry(&self) -> Option<Message> {
        (self.system || self.state != IndexState::Failed).then(|| "index-not-failed".into())
    }

    /// The colour and the icon of its state.
    fn look(&self) -> (&'static str, &'static str) {
        match self.state {
            IndexState::Requested => ("cold", "hourglass"),
            IndexState::Building => ("cold", "refresh"),
            IndexState::Ready => ("good", "check"),
            IndexState::Failed => ("bad", "warning"),
            IndexState::Deleting => ("inactive", "trash"),
        }
    }

    /// "Building, 60 %"
    fn shown_state(&self, page: &Page) -> String {
        let state = page.field_label("index-state", self.state.as_str());
        match self.percent.filter(|_| self.state == IndexState::Building) {
            Some(percent) => format!("{state}, {percent}\u{a0}%"),
            None => state,
        }
    }

    /// "Unique, history key"
    fn shown_options(&self, page: &Page) -> String {
        let options = [(self.unique, "index-unique-short"), (self.history_key, "index-history-key-short")];
        let said = options.into_iter().filter(|(on, _)| *on).map(|(_, key)| page.t(key));
        said.collect::<Vec<_>>().join(", ")
    }

    /// "12.4 MB", in steps of a thousand.
    fn shown_size(&self, page: &Page) -> String {
        const UNITS: [&str; 5] = ["size-b", "size-kb", "size-mb", "size-gb", "size-tb"];
        let Some(size) = self.size else { return String::new() };
        let mut unit = 1_i64;
        let mut steps = UNITS.iter().peekable();
        while size / unit >= 1_000 && steps.len() > 1 {
            unit *= 1_000;
            steps.next();
        }
        let (whole, tenth) = (size / unit, size % unit * 10 / unit);
        let number = grouped(whole, page.lang);
        let mark = page.t("decimal-mark");
        let number = if unit > 1 && whole < 100 { format!("{number}{mark}{tenth}") } else { number };
        steps.next().map(|key| page.t1(key, "size", number)).unwrap_or_default()
    }
}

impl List<'_> {
    /// "18,204 profiles. Reported on 2 Mar 2026, 14:05."
    fn about(&self, database: &AccountDatabase) -> String {
        let profiles = grouped(database.profiles, self.page.lang);
        let about = Message::new("account-database-about").with("count", database.profiles).with("profiles", profiles);
        self.page.say(&about.with("at", database.reported_at))
    }
}

impl Shown<'_, Index> {
    /// The fields of the database; of each, what is known of it.
    fn choices(&self, page: &Page) -> Vec<Choice> {
        let fields = self.frame.database.fields.0.iter().map(|field| {
            let kind = page.field_label("field-kind", field.kind.as_str());
            let known = match field.repeats {
                Some(count) => format!("{kind}, {}", page.n("field-repeats", &count)),
                None => kind,
            };
            Choice::of(&field.name, format!("{} ({known})", field.name))
        });
        fields.collect()
    }

    /// What is chosen in each of the places.
    fn places(&self) -> Vec<(i64, String)> {
        let typed = self.form.fields.iter().cloned().chain(std::iter::repeat(String::new()));
        (1..).zip(typed.take(MOST_FIELDS)).collect()
    }
}

impl Form<Index> for IndexForm {
    fn parse(&self, _: InDatabase) -> Result<NewIndex, FieldErrors> {
        let mut errors = FieldErrors::default();
        let named = self.fields.iter().filter(|field| !field.trim().is_empty());
        let named: Vec<String> = named.filter_map(|field| errors.keep("fields", text(field, LONGEST_NAME))).collect();
        let is_twice = |(at, field): (usize, &String)| named.iter().take(at).any(|other| other == field);
        if errors.is_empty() && named.is_empty() {
            errors.add("fields", "refused-empty");
        } else if named.len() > MOST_FIELDS {
            errors.add("fields", Message::new("refused-index-fields").with("most", MOST_FIELDS as i64));
        } else if named.iter().enumerate().any(is_twice) {
            errors.add("fields", "refused-index-field-twice");
        }
        let [reverse, unique, history_key] = [&self.reverse, &self.unique, &self.history_key].map(|it| on(it));
        errors.or(NewIndex { fields: Lines(named), reverse, unique, history_key })
    }
}

impl Editor for Index {
    type Form = IndexForm;
    const FIELDS: &'static [Field<Row<Self>>] = &[
        Field::new("id", |row| row.id.into()),
        Field::new("fields", |row| row.fields.said().into()),
        Field::new("reverse", |row| row.reverse.into()),
        Field::new("unique", |row| row.unique.into()),
        Field::new("history_key", |row| row.history_key.into()),
        Field::new("system", |row| row.system.into()),
        Field::new("state", |row| row.state.as_str().into()),
        Field::new("percent", |row| row.percent.into()),
        Field::new("reason", |row| (&row.reason).into()),
        Field::new("size", |row| row.size.into()),
        Field::new("created_by", |row| (&row.created_by).into()),
        Field::new("created_at", |row| row.created_at.into()),
    ];
    const PATH: &'static str = "/indexes";
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(fields: &[&str], options: [bool; 3]) -> NewIndex {
        let [reverse, unique, history_key] = options;
        NewIndex { fields: Lines(fields.iter().map(|it| (*it).to_owned()).collect()), reverse, unique, history_key }
    }

    #[test]
    fn two_are_alike_by_fields_their_order_and_options() {
        let one = new(&["email", "city"], [false, true, false]);
        assert_eq!(one.same(), one.clone().same());
        for other in [
            new(&["city", "email"], [false, true, false]),
            new(&["email"], [false, true, false]),
            new(&["email", "city"], [false; 3]),
            new(&["email", "city"], [true, true, false]),
            new(&["unique email", "city"], [false; 3]),
        ] {
            assert_ne!(one.same(), other.same());
        }
    }
}
