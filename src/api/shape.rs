//! The types of parameters and answers, as OpenAPI schemas.

use std::ops::RangeInclusive;

use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        KnownFormat, RefOr, Schema, SchemaFormat,
        schema::{AnyOfBuilder, ObjectBuilder, Type},
    },
};

use super::{
    asks::Asked,
    params::{Flag, Int, MaybeInt, Ref, Text},
};

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

    /// The shape of what holds the parameters of both.
    pub fn beside<A: Asked, B: Asked>() -> Self {
        let parts = |parts: &mut Vec<(String, RefOr<Schema>)>| {
            (A::shape().parts)(parts);
            (B::shape().parts)(parts);
        };
        Self { schema: || joined((A::shape().schema)(), (B::shape().schema)()), parts }
    }

    /// What the parameters are called.
    pub fn names(self) -> Vec<String> {
        match (self.schema)() {
            RefOr::T(Schema::Object(it)) => it.properties.into_keys().collect(),
            _ => Vec::new(),
        }
    }

    /// The shape of a type around `T`, whose own parts do not have `T`.
    pub fn around<W: ToSchema, T: ToSchema>() -> Self {
        let parts = |parts: &mut Vec<(String, RefOr<Schema>)>| {
            W::schemas(parts);
            parts.push((T::name().into_owned(), T::schema()));
            T::schemas(parts);
        };
        Self { schema: W::schema, parts }
    }
}

/// With the parameters of both.
fn joined(one: RefOr<Schema>, other: RefOr<Schema>) -> RefOr<Schema> {
    match (one, other) {
        (RefOr::T(Schema::Object(mut one)), RefOr::T(Schema::Object(other))) => {
            one.properties.extend(other.properties);
            one.required.extend(other.required);
            one.into()
        }
        (_, other) => other,
    }
}

/// Text of so many characters, for `#[schema(schema_with = …)]`.
pub fn text(longest: usize) -> ObjectBuilder {
    of_type(Type::String).max_length(Some(longest))
}

/// An [`Int`] of this range.
pub fn whole(range: RangeInclusive<i64>) -> AnyOfBuilder {
    let number = integer().minimum(Some(*range.start())).maximum(Some(*range.end()));
    AnyOfBuilder::new().item(number).item(digits())
}

/// An account, by its id or its account name.
pub fn account() -> AnyOfBuilder {
    let about = "The account, by its id or its account name. A string of digits is tried as a name first.";
    let id = of_type(Type::String).pattern(Some("^[0-9]{1,18}$"));
    AnyOfBuilder::new().description(Some(about)).item(integer()).item(account_name()).item(id)
}

/// An account by its account name alone; empty, it is not given.
pub fn account_name() -> ObjectBuilder {
    of_type(Type::String).pattern(Some("^([A-Za-z0-9][A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$"))
}

/// How many rows are asked for.
pub fn rows() -> AnyOfBuilder {
    let most = super::params::MOST_ROWS;
    let about = format!("How many rows at most; {most} if it is left out, and never more.");
    // Of any length: more than there are is as many as there are.
    let (number, digits) = (of_type(Type::Integer).minimum(Some(1)), of_type(Type::String).pattern(Some("^[0-9]+$")));
    AnyOfBuilder::new().description(Some(about)).item(number).item(digits)
}

fn of_type(kind: Type) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(kind)
}

fn integer() -> ObjectBuilder {
    of_type(Type::Integer).format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
}

/// As many as always fit into 64 bits.
fn digits() -> ObjectBuilder {
    of_type(Type::String).pattern(Some("^-?[0-9]{1,18}$"))
}

impl PartialSchema for Text {
    fn schema() -> RefOr<Schema> {
        of_type(Type::String).into()
    }
}

impl PartialSchema for Flag {
    fn schema() -> RefOr<Schema> {
        let digits = of_type(Type::Integer).enum_values(Some([0, 1]));
        let words = of_type(Type::String).enum_values(Some(["true", "false", "1", "0"]));
        AnyOfBuilder::new().description(Some("A switch.")).item(of_type(Type::Boolean)).item(digits).item(words).into()
    }
}

impl PartialSchema for Int {
    fn schema() -> RefOr<Schema> {
        AnyOfBuilder::new().description(Some("A whole number.")).item(integer()).item(digits()).into()
    }
}

impl PartialSchema for MaybeInt {
    fn schema() -> RefOr<Schema> {
        let digits = of_type(Type::String).pattern(Some("^(-?[0-9]{1,18})?$"));
        AnyOfBuilder::new().item(integer()).item(digits).item(of_type(Type::Null)).into()
    }
}

impl PartialSchema for Ref {
    fn schema() -> RefOr<Schema> {
        let about = "A thing by its id or its name: a number is an id, text a name. Of text of digits a name wins; where none has it, it is an id. 0 is none.";
        let text = of_type(Type::String);
        AnyOfBuilder::new().description(Some(about)).item(integer()).item(text).item(of_type(Type::Null)).into()
    }
}

impl ToSchema for Text {}
impl ToSchema for Flag {}
impl ToSchema for Int {}
impl ToSchema for MaybeInt {}
impl ToSchema for Ref {}
