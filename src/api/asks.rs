//! What several calls are given alike.

use serde::{Deserialize, de::DeserializeOwned};
use utoipa::ToSchema;

use super::{Failure, Int, Params, Ref, Shape, shape};

/// A page of a list.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct List {
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

/// One thing that is to change, or with no id a new one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// The one to change, by its id or its name.
    #[serde(default)]
    pub id: Ref,
    /// The version that the changes are meant for; 409 when there is another by now.
    pub version: Option<Int>,
}

/// Whatever it is, it belongs to nothing.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Anywhere {}

/// Where among the accounts something is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfAccount {
    #[schema(schema_with = shape::account)]
    pub account_id: Ref,
}

/// What a call is given.
pub trait Asked: Sized {
    fn read(params: Params) -> Result<Self, Failure>;
    fn shape() -> Shape;
}

/// Parameters of two types side by side.
pub struct With<A, B>(pub A, pub B);

impl<T: DeserializeOwned + ToSchema> Asked for T {
    fn read(params: Params) -> Result<Self, Failure> {
        params.read()
    }

    fn shape() -> Shape {
        Shape::of::<Self>()
    }
}

impl<A: Asked, B: Asked> Asked for With<A, B> {
    fn read(params: Params) -> Result<Self, Failure> {
        let (one, other) = params.parted(&A::shape().names());
        // What nobody knows is among the others, and is said first.
        let other = B::read(other)?;
        Ok(Self(A::read(one)?, other))
    }

    fn shape() -> Shape {
        Shape::beside::<A, B>()
    }
}

/// What is new has no version yet; 0 is none.
pub fn no_version(version: Option<Int>) -> Result<(), Failure> {
    match version {
        Some(version) if version.0 != 0 => Err(Failure::field("version", &"api-version-of-new".into())),
        _ => Ok(()),
    }
}
