//! The types of parameters and answers, as OpenAPI schemas.

use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr, Schema,
        schema::{AnyOfBuilder, ObjectBuilder, Type},
    },
};

use super::params::{Flag, Int, MaybeInt, Ref, Text};

/// What is given to a call, or answered by one.
#[derive(Clone, Copy)]
pub struct Shape {
    pub schema: fn() -> RefOr<Schema>,
    /// Adds the schemas that [`Self::schema`] refers to, by name.
    pub parts: fn(&mut Vec<(String, RefOr<Schema>)>),
}

impl Shape {
    pub fn of<T: ToSchema>() -> Self {
        Self { schema: T::schema, parts: T::schemas }
    }
}

fn of_type(kind: Type) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(kind)
}

impl PartialSchema for Text {
    fn schema() -> RefOr<Schema> {
        AnyOfBuilder::new().item(of_type(Type::String)).item(of_type(Type::Null)).into()
    }
}

impl PartialSchema for Flag {
    fn schema() -> RefOr<Schema> {
        let digits = of_type(Type::Integer).enum_values(Some([0, 1]));
        let words = of_type(Type::String).enum_values(Some(["true", "false", "1", "0"]));
        AnyOfBuilder::new().item(of_type(Type::Boolean)).item(digits).item(words).into()
    }
}

impl PartialSchema for Int {
    fn schema() -> RefOr<Schema> {
        AnyOfBuilder::new().item(of_type(Type::Integer)).item(of_type(Type::String).pattern(Some("^-?[0-9]+$"))).into()
    }
}

impl PartialSchema for MaybeInt {
    fn schema() -> RefOr<Schema> {
        let digits = of_type(Type::String).pattern(Some("^(-?[0-9]+)?$"));
        AnyOfBuilder::new().item(of_type(Type::Integer)).item(digits).item(of_type(Type::Null)).into()
    }
}

impl PartialSchema for Ref {
    fn schema() -> RefOr<Schema> {
        AnyOfBuilder::new().item(of_type(Type::Integer)).item(of_type(Type::String)).item(of_type(Type::Null)).into()
    }
}

impl ToSchema for Text {}
impl ToSchema for Flag {}
impl ToSchema for Int {}
impl ToSchema for MaybeInt {}
impl ToSchema for Ref {}
