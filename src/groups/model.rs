use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{audit::Audited, db::FromRow, web::Sorted};

/// What the group is called that every account has from its beginning to its end.
pub const MAIN: &str = "Main";

/// A group of an account.
#[derive(Clone, Debug, FromRow, Serialize, ToSchema)]
pub struct Group {
    pub id: i64,
    pub account_id: i64,
    pub name: String,
    /// What the list is searched and sorted by.
    #[serde(skip)]
    pub search: String,
    /// Always there: neither renamed nor deleted.
    pub is_main: bool,
    /// How many users are in it.
    pub members: i64,
    pub version: i64,
    pub updated_at: DateTime<Utc>,
    /// Who changed it last: an administrator's login or a token's name.
    pub updated_by: String,
}

impl Sorted for Group {
    fn id(&self) -> i64 {
        self.id
    }

    fn key(&self, _: &str) -> String {
        self.search.clone()
    }
}

impl Audited for Group {
    const KIND: &'static str = "group";

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
        vec![("name", self.name.clone())]
    }
}
