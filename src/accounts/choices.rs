//! What an account's form offers to choose from, and what it accepts.

use serde::Serialize;
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::{
    db::FromRow,
    error::FieldErrors,
    forms::{Choice, fields},
};

/// One thing an account can refer to.
#[derive(Clone, Debug, FromRow)]
pub struct Offer {
    /// `tariff`, `postgresql`, `clickhouse`, `external_data`, `policy` or `ldap`.
    pub list: String,
    pub id: i64,
    pub name: String,
    pub chosen: bool,
}

/// Whether a letter tells a user that an administrator was in the portal as them, and when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, EnumString, IntoStaticStr, VariantArray)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum LoginAsNotice {
    Off,
    #[default]
    After,
    Start,
}

pub struct Choices(pub Vec<Offer>);

impl Choices {
    pub fn of(&self, list: &str) -> Vec<Choice> {
        self.in_list(list).map(|it| Choice { value: it.id.to_string(), label: it.name.clone() }).collect()
    }

    /// The external data that the account has now.
    pub fn chosen(&self) -> impl Iterator<Item = &Offer> {
        self.0.iter().filter(|it| it.chosen)
    }

    pub fn chosen_ids(&self) -> Vec<i64> {
        self.chosen().map(|it| it.id).collect()
    }

    pub fn names_of(&self, list: &str, ids: &[i64]) -> Vec<String> {
        self.in_list(list).filter(|it| ids.contains(&it.id)).map(|it| it.name.clone()).collect()
    }

    pub fn name_of(&self, list: &str, id: Option<i64>) -> Option<String> {
        self.in_list(list).find(|it| Some(it.id) == id).map(|it| it.name.clone())
    }

    pub fn id_of(&self, list: &str, name: &str) -> Option<i64> {
        self.in_list(list).find(|it| it.name == name).map(|it| it.id)
    }

    /// The one that was chosen in the field, if any; what is not on offer is refused.
    pub fn pick(
        &self,
        errors: &mut FieldErrors,
        field: &'static str,
        list: &str,
        value: &str,
    ) -> Option<(i64, String)> {
        if value.trim().is_empty() {
            return None;
        }
        let found = fields::choice(value, |value| self.in_list(list).find(|it| it.id.to_string() == value));
        errors.keep(field, found).map(|it| (it.id, it.name.clone()))
    }

    pub fn in_list(&self, list: &str) -> impl Iterator<Item = &Offer> {
        self.0.iter().filter(move |it| it.list == list)
    }
}

impl LoginAsNotice {
    pub const ALL: &'static [Self] = Self::VARIANTS;

    pub fn as_str(self) -> &'static str {
        self.into()
    }

    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl TryFrom<String> for LoginAsNotice {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map_err(|_| format!("no such notice: {text}"))
    }
}
