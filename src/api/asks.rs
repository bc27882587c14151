//! What several calls are given alike.

use serde::Deserialize;
use utoipa::ToSchema;

use super::{Failure, Int, Ref, shape};

/// A page of a list.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// The first id of the page, 1 unless given. The next page begins after the last id of this one.
    pub from_id: Option<Int>,
    #[schema(schema_with = shape::rows)]
    pub limit: Option<Int>,
}

/// A page of a list of one account's things.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ListOf {
    #[schema(schema_with = shape::account)]
    pub account_id: Ref,
    /// The first id of the page, 1 unless given. The next page begins after the last id of this one.
    pub from_id: Option<Int>,
    #[schema(schema_with = shape::rows)]
    pub limit: Option<Int>,
}

/// One thing.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Get {
    /// Its id or its name.
    pub id: Ref,
}

/// One thing that is not to be there any more.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Delete {
    /// Its id or its name.
    pub id: Ref,
    /// The version that may be deleted; 409 when there is another by now. Without it, any.
    pub version: Option<Int>,
}

/// One thing of an account that is not to be there any more.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeleteOf {
    #[schema(schema_with = shape::account)]
    pub account_id: Ref,
    /// Its id or its name.
    pub id: Ref,
    /// The version that may be deleted; 409 when there is another by now. Without it, any.
    pub version: Option<Int>,
}

/// What is new has no version yet; 0 is none.
pub fn no_version(version: Option<Int>) -> Result<(), Failure> {
    match version {
        Some(version) if version.0 != 0 => Err(Failure::field("version", &"api-version-of-new".into())),
        _ => Ok(()),
    }
}
