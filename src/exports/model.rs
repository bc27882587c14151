//! What a job makes a file of.

use serde::{Deserialize, Serialize};
use strum::VariantArray;

use crate::{
    change::work::{Kind, Task},
    error::Result,
    files::long::PART,
    i18n::Lang,
    jobs::json,
    lists::ListQuery,
    people::Permission,
    zones::Zone,
};

pub const KIND: Kind = Kind { name: "exports", object: "export_part" };

/// Which list, and for whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Params {
    pub path: String,
    /// Filters, order and columns.
    pub pairs: Vec<(String, String)>,
    pub lang: String,
    pub tz: String,
    /// What whoever sees the list is permitted.
    pub needs: String,
}

/// How many rows there were when it was asked for.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Extent {
    pub rows: i64,
}

impl Params {
    pub fn of(task: &Task) -> Result<Self> {
        json(&task.params)
    }

    pub fn query(&self) -> ListQuery {
        ListQuery { path: self.path.clone(), pairs: self.pairs.clone() }
    }

    /// The list behind a row of it.
    pub fn query_after(&self, place: Option<String>) -> ListQuery {
        let mut query = self.query();
        query.pairs.extend(place.map(|place| ("after".to_owned(), place)));
        query
    }

    pub fn reads(&self) -> (Lang, Zone) {
        (Lang::parse(&self.lang).unwrap_or_default(), Zone::named(&self.tz))
    }

    /// What no version of the program knows nobody is permitted but owners.
    pub fn needs(&self) -> Permission {
        let known = Permission::VARIANTS.iter().find(|permission| permission.as_str() == self.needs);
        known.copied().unwrap_or(Permission::EditSettings)
    }
}

impl Extent {
    pub fn of(task: &Task) -> Result<Self> {
        json(&task.selection)
    }

    /// The parts that it takes, at least one.
    pub fn parts(self) -> i64 {
        (self.rows + PART_ROWS - 1).max(PART_ROWS) / PART_ROWS
    }

    /// The rows of a part, as people know it: "1706–3410".
    pub fn label(self, part: i64) -> String {
        format!("{}–{}", (part - 1) * PART_ROWS + 1, (part * PART_ROWS).min(self.rows))
    }
}

const PART_ROWS: i64 = PART as i64;
