//! A database of an account, and the states of an index.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize, Serializer};
use strum::{EnumString, IntoStaticStr, VariantArray};
use utoipa::ToSchema;

use crate::{
    api,
    change::Audited,
    db::{FromRow, kept_as_text},
};

/// A database of an account, as the platform reported it last.
#[derive(Clone, Debug, FromRow, Serialize, ToSchema)]
pub struct AccountDatabase {
    pub id: i64,
    pub account_id: i64,
    pub name: String,
    /// How many customers are in it.
    pub profiles: i64,
    /// What of a profile can be indexed.
    #[sqlx(try_from = "String")]
    #[schema(value_type = Vec<DatabaseField>)]
    pub fields: Fields,
    /// How many indexes it has, those of the system and those that are only asked for among them.
    pub indexes: i64,
    /// When the platform made it; null where it does not say.
    #[schema(required)]
    pub created_at: Option<DateTime<Utc>>,
    /// When something in it changed last; null where the platform does not say.
    #[schema(required)]
    pub changed_at: Option<DateTime<Utc>>,
    /// As of when the newest report is.
    pub reported_at: DateTime<Utc>,
    #[serde(skip)]
    pub gone: bool,
    /// As of when an index of it went last.
    #[serde(skip)]
    pub indexes_gone_at: Option<DateTime<Utc>>,
    #[serde(skip)]
    pub search: String,
}

/// A field of its profiles.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DatabaseField {
    pub name: String,
    #[schema(inline)]
    pub kind: FieldKind,
    /// How many values stand in more than one profile, so that no index of them can be unique; null where the platform
    /// has not counted them.
    #[schema(required)]
    pub repeats: Option<i64>,
}

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray, ToSchema,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum FieldKind {
    Text,
    Number,
    Date,
    Switch,
}

/// Kept as JSON.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fields(pub Vec<DatabaseField>);

/// Kept as lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lines(pub Vec<String>);

/// What has become of an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, EnumString, IntoStaticStr, VariantArray)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum IndexState {
    Requested,
    Building,
    Ready,
    Failed,
    Deleting,
}

kept_as_text!(FieldKind, IndexState);

impl AccountDatabase {
    pub fn has(&self, field: &str) -> bool {
        self.fields.0.iter().any(|it| it.name == field)
    }
}

impl Fields {
    pub fn kept(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    fn said(&self) -> String {
        let said = self.0.iter().map(|field| format!("{} ({})", field.name, field.kind.as_str()));
        said.collect::<Vec<_>>().join(", ")
    }
}

impl TryFrom<String> for Fields {
    type Error = serde_json::Error;

    fn try_from(kept: String) -> Result<Self, serde_json::Error> {
        serde_json::from_str(&kept)
    }
}

impl Lines {
    pub fn kept(&self) -> String {
        self.0.join("\n")
    }

    /// "email, city"
    pub fn said(&self) -> String {
        self.0.join(", ")
    }
}

impl From<String> for Lines {
    fn from(kept: String) -> Self {
        Self(kept.lines().map(str::to_owned).collect())
    }
}

impl Serialize for Lines {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(&self.0)
    }
}

/// How many profiles there are is not recorded: it changes with each report.
impl Audited for AccountDatabase {
    const KIND: &'static str = "account_database";

    fn id(&self) -> i64 {
        self.id
    }

    fn label(&self) -> String {
        self.name.clone()
    }

    fn account(&self) -> Option<i64> {
        Some(self.account_id)
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![("name", self.name.clone()), ("fields", self.fields.said())]
    }
}

impl api::Row for AccountDatabase {}
