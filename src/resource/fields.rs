//! What is typed into the form of a resource, and what a call gives of it.

/// ```text
/// fields! { TariffForm, TariffGiven:
///     /// Unique; at most 64 characters.
///     name: Text,
///     …
/// }
/// ```
///
/// After `; typed` stand those that only the form has, such as the answer to a question.
///
/// Each field once, under one name for both doors, with the type of the call's parameter and what the API's description
/// says of it: makes the form as typed, where all is text, and what a call may give, where all may be left out. A macro,
/// since these are two types with the same fields.
macro_rules! fields {
    ($form:ident, $given:ident: $($(#[$said:meta])* $name:ident: $kind:ident $(<$of:ident>)?),+ $(,)? $(; typed $($typed:ident),+)?) => {
        /// As typed.
        #[derive(Default, serde::Serialize, serde::Deserialize)]
        #[serde(default)]
        pub struct $form {
            $(pub $name: <$kind $(<$of>)? as $crate::api::Parameter>::Typed,)+
            $($(pub $typed: String),+)?
        }

        /// As a call gives it.
        #[derive(serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $given {
            $($(#[$said])* #[serde(default, deserialize_with = "crate::api::parameter")]
            pub $name: Option<$kind $(<$of>)?>),+
        }
    };
}
pub(crate) use fields;
