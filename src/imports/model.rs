//! What is brought in, which columns it may have, and what each row comes to.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use serde_json::{Map, Value};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::{
    db::{FromRow, kept_as_text},
    error::{Error, FieldErrors, Result},
    i18n::Message,
    people::Permission,
};

/// How long a file is kept that was brought in.
pub const KEPT: Duration = Duration::days(7);

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum Kind {
    Accounts,
    Users,
}

kept_as_text!(Kind);

/// A column that a file may have, by the name that the form and the API know it by.
pub struct Field {
    pub name: &'static str,
    pub what: What,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// What is not typed but found.
    Id,
    Text,
    Flag,
    /// One of the things that the form offers, by its name.
    Named(&'static str),
    /// Several of them.
    Several(&'static str),
}

/// A file that was brought in.
#[derive(Clone, Debug, FromRow)]
pub struct Import {
    pub id: i64,
    #[sqlx(try_from = "String")]
    pub kind: Kind,
    pub account_id: Option<i64>,
    pub heads: String,
    pub mapping: String,
    pub total: i64,
    pub created_at: DateTime<Utc>,
    pub try_job: Option<i64>,
    pub import_job: Option<i64>,
}

#[derive(Clone, Debug, FromRow)]
pub struct ImportRow {
    pub ordinal: i64,
    pub cells: String,
    pub object_id: Option<i64>,
    pub version: Option<i64>,
    pub field: Option<String>,
    pub reason: Option<String>,
}

/// What a row comes to that was not refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    New,
    Changed,
    Same,
}

/// What a row is done on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// Whatever there is: it is tried, for this import.
    Any(i64),
    /// Nothing, as when it was tried.
    Nothing,
    /// What there was when it was tried: its id and version.
    Object(i64, i64),
}

/// What a row did, or would do.
pub struct Done {
    pub became: Became,
    /// What there was before.
    pub object: Option<(i64, i64)>,
    /// Whether mail of somebody who was there goes elsewhere from now on.
    pub redirects: bool,
    pub letters: i64,
}

/// The cells of a row that say something, by the fields' names.
pub type Cells = BTreeMap<&'static str, String>;

impl Kind {
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Accounts => &super::accounts::FIELDS,
            Self::Users => &super::users::FIELDS,
        }
    }

    pub fn needs(self) -> Permission {
        match self {
            Self::Accounts => Permission::EditAccounts,
            Self::Users => Permission::EditUsers,
        }
    }

    /// What the keys of its fields' labels begin with.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Accounts => "account",
            Self::Users => "user",
        }
    }

    /// What a row is known by, beside its id.
    pub fn name(self) -> &'static str {
        match self {
            Self::Accounts => "name",
            Self::Users => "login",
        }
    }
}

impl Became {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Same => "same",
        }
    }
}

impl On {
    /// That nothing is there; what was there when it was tried has gone since.
    pub fn nothing(self) -> Result<()> {
        if matches!(self, Self::Object(..)) { Err(Error::Stale) } else { Ok(()) }
    }

    /// The version that an edit of what was found is made from.
    pub fn version(self, (id, version): (i64, i64)) -> Result<i64> {
        match self {
            Self::Any(_) => Ok(version),
            Self::Object(tried, version) if tried == id => Ok(version),
            Self::Object(..) | Self::Nothing => Err(Error::Stale),
        }
    }
}

impl ImportRow {
    pub fn why(&self) -> Option<Message> {
        self.reason.as_deref().and_then(|json| serde_json::from_str(json).ok())
    }

    /// As it was tried.
    pub fn on(&self) -> On {
        self.object_id.zip(self.version).map_or(On::Nothing, |(id, version)| On::Object(id, version))
    }
}

impl Import {
    pub fn heads(&self) -> Vec<String> {
        serde_json::from_str(&self.heads).unwrap_or_default()
    }

    /// The field of each column, or nothing.
    pub fn mapping(&self) -> Vec<String> {
        serde_json::from_str(&self.mapping).unwrap_or_default()
    }

    /// What a row says: an empty cell says nothing.
    pub fn cells(&self, row: &ImportRow) -> Cells {
        let cells: Vec<String> = serde_json::from_str(&row.cells).unwrap_or_default();
        let field = |name: &String| self.kind.fields().iter().find(|field| field.name == name);
        let said = self.mapping().into_iter().zip(cells).filter(|(_, cell)| !cell.trim().is_empty());
        said.filter_map(|(name, cell)| Some((field(&name)?.name, cell.trim().to_owned()))).collect()
    }

    /// Where its page is.
    pub fn address(&self) -> String {
        format!("{}/{}", list(self.kind, self.account_id), self.id)
    }
}

/// Where files of a kind are brought in.
pub fn list(kind: Kind, account_id: Option<i64>) -> String {
    match (kind, account_id) {
        (Kind::Users, Some(id)) => format!("/accounts/{id}/users/import"),
        _ => "/accounts/import".to_owned(),
    }
}

/// What the cells say, as a form would send it; `id_of` finds what is named.
pub fn typed(kind: Kind, cells: &Cells, id_of: impl Fn(&str, &str) -> Option<i64>) -> Result<Map<String, Value>> {
    let mut given = Map::new();
    for field in kind.fields() {
        let Some(cell) = cells.get(field.name) else { continue };
        let cell = if cell == "-" { "" } else { cell.as_str() };
        let found = |list, name: &str| id_of(list, name).map(|id| id.to_string());
        let value = match field.what {
            What::Id => continue,
            What::Text => cell.into(),
            What::Flag => flag(cell).ok_or_else(|| refuse(field.name, "import-refused-flag"))?.into(),
            What::Named(_) if cell.is_empty() => "".into(),
            What::Named(list) => found(list, cell).ok_or_else(|| refuse(field.name, "import-refused-name"))?.into(),
            What::Several(list) => {
                let names = cell.split([',', ';']).map(str::trim).filter(|name| !name.is_empty());
                let ids: Option<Vec<String>> = names.map(|name| found(list, name)).collect();
                ids.ok_or_else(|| refuse(field.name, "import-refused-name"))?.into()
            }
        };
        given.insert(field.name.to_owned(), value);
    }
    Ok(given)
}

/// That a cell is refused.
pub fn refuse(field: &'static str, why: impl Into<Message>) -> Error {
    FieldErrors::one(field, why).into()
}

/// As a switch of a form sends it.
pub fn flag(cell: &str) -> Option<&'static str> {
    match cell.to_lowercase().as_str() {
        "true" | "1" | "yes" | "on" | "да" | "истина" => Some("on"),
        "" | "false" | "0" | "no" | "off" | "нет" | "ложь" => Some(""),
        _ => None,
    }
}
