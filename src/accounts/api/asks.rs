//! What the calls about accounts are given. Field names are those of SPEC 4.2, the same for reading and for writing.

use serde::{Deserialize, Serialize};
use utoipa::{
    ToSchema,
    openapi::{
        RefOr, Schema,
        schema::{AnyOfBuilder, ObjectBuilder},
    },
};

use crate::{
    accounts::{
        choices::{Choices, Offer},
        form::AccountForm,
    },
    api::{Failure, Flag, Int, Many, Ref, Text, Thing, given, object, shape},
    forms::fields::canonical_name,
    resource::merged,
};

/// Which accounts of the list.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Only {
    /// Only those that are switched on, or off.
    pub active: Option<Flag>,
    /// Only those that are frozen, or not.
    pub frozen: Option<Flag>,
    /// Only the one with this account name.
    pub name: Option<Text>,
    /// Only the one with this `external_id`.
    pub external_id: Option<Text>,
}

/// By id, by name or by `external_id`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Get {
    #[schema(schema_with = account_by_id)]
    #[serde(default)]
    pub id: Ref,
    #[schema(schema_with = account_by_name)]
    pub name: Option<Text>,
    /// Its id in the billing system or the CRM, as it was given.
    pub external_id: Option<Text>,
}

/// With no `id` a new account, with one the changes to it.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Save {
    #[schema(schema_with = account_to_change)]
    #[serde(default)]
    pub id: Ref,
    /// Refused with 409 unless it is the account's current one. Without it the newest is changed.
    pub version: Option<Int>,
    /// Of a new account, true if it is left out; later it has calls of its own.
    pub active: Option<Flag>,
    /// The account name, 2 to 63 of a–z, 0–9, `.`, `_` and `-`. A new account needs it.
    pub name: Option<Text>,
    /// With true, a deleted account that holds `name` gives it up; it can be restored by another. Without, such a name
    /// is taken.
    pub release_name: Option<Flag>,
    #[schema(schema_with = title)]
    pub title: Option<Text>,
    /// Its id in the billing system or the CRM, unique where given; at most 128 characters. Null for none.
    #[serde(default, deserialize_with = "given")]
    pub external_id: Option<Text>,
    /// A new account needs it.
    #[serde(default, deserialize_with = "given")]
    pub tariff: Option<Ref>,
    /// IANA name of the time zone. A new account needs it.
    pub tz: Option<Text>,
    /// The database of orders and products; null for none.
    #[serde(default, deserialize_with = "given")]
    pub account_postgresql: Option<Ref>,
    /// The database of history, statistics and reports; null for none.
    #[serde(default, deserialize_with = "given")]
    pub account_cache_clickhouse: Option<Ref>,
    /// All of them: those that are left out are taken away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Vec<Ref>>)]
    pub external_data_connectors: Option<Many<Ref>>,
    /// Null for none.
    #[serde(default, deserialize_with = "given")]
    pub web_version_policy: Option<Ref>,
    pub save_email_web_versions: Option<Flag>,
    /// Needs `custom_push_domain`.
    pub enable_pixel: Option<Flag>,
    pub enable_smart_settings: Option<Flag>,
    /// Needs `custom_push_domain`.
    pub enable_push: Option<Flag>,
    pub enable_track_email_replies: Option<Flag>,
    /// A public host name; null for none.
    #[serde(default, deserialize_with = "given")]
    pub custom_push_domain: Option<Text>,
    #[schema(schema_with = day)]
    pub reports_day: Option<Int>,
    #[schema(schema_with = hour)]
    pub reports_hour: Option<Int>,
    pub force_2fa_auth: Option<Flag>,
    /// Whether users sign in through `ldap_connector`, which it needs. With false, those whose password is the
    /// directory's are locked out.
    pub use_ldap: Option<Flag>,
    /// The directory; null for none.
    #[serde(default, deserialize_with = "given")]
    pub ldap_connector: Option<Ref>,
    /// Whether a letter tells users of support visits: `off`, `after`, `start`.
    pub login_as_notice: Option<Text>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Act {
    #[schema(schema_with = shape::account)]
    pub id: Ref,
    /// Refused with 409 unless it is the account's current one.
    pub version: Option<Int>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Activate {
    #[schema(schema_with = shape::account)]
    pub id: Ref,
    /// Refused with 409 unless it is the account's current one.
    pub version: Option<Int>,
    /// Whether each active user who has never had a welcome letter, nor signed in, gets it now; false if it is left
    /// out. At most 500 at once.
    pub send_welcome: Option<Flag>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Deactivate {
    #[schema(schema_with = shape::account)]
    pub id: Ref,
    /// Refused with 409 unless it is the account's current one.
    pub version: Option<Int>,
    /// Whether a letter tells each of its users; false if it is left out.
    pub notify_users: Option<Flag>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Restore {
    #[schema(schema_with = shape::account)]
    pub id: Ref,
    /// Refused with 409 unless it is the account's current one.
    pub version: Option<Int>,
    /// Another account name; needed where the account has given up its own (`release_name` of accounts/save), and only
    /// there.
    pub name: Option<Text>,
}

/// Also what `accounts/unfreeze` is given, so that one body serves for both.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Freeze {
    #[schema(schema_with = shape::account)]
    pub id: Ref,
    /// Refused with 409 unless it is the account's current one.
    pub version: Option<Int>,
    /// What users are shown. Given for a frozen account, it takes the place of what they are shown now; unfreezing
    /// takes no notice of it.
    #[serde(default, deserialize_with = "object")]
    #[schema(inline)]
    pub frozen_details: Option<FrozenDetails>,
}

#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FrozenDetails {
    /// Where to pay, http or https; shown to users while the account is frozen.
    #[serde(default, deserialize_with = "given")]
    pub payment_url: Option<Text>,
    /// For administrators.
    #[serde(default, deserialize_with = "given")]
    pub reason: Option<Text>,
}

// A schema of its own takes the place of the field's comment as well, so what there is to say is said with it.

fn title() -> impl Into<RefOr<Schema>> {
    shape::text(120).description(Some("A new account needs it."))
}

fn day() -> impl Into<RefOr<Schema>> {
    shape::whole(0..=7)
        .description(Some("Of the weekly report: 1 is Monday, 7 or 0 is Sunday. A new account needs it."))
}

fn hour() -> impl Into<RefOr<Schema>> {
    shape::whole(0..=23).description(Some("Of the daily report, in the account's time zone. A new account needs it."))
}

fn account_by_id() -> AnyOfBuilder {
    shape::account()
        .description(Some("The account, by its id or its account name. If it is left out, `name` says which."))
}

fn account_by_name() -> ObjectBuilder {
    shape::account_name().description(Some("The account name, never an id."))
}

fn account_to_change() -> AnyOfBuilder {
    shape::account().description(Some(
        "The account to change, by its id or its account name. If it is left out or 0, one is created.",
    ))
}

impl Save {
    /// The form with what was given in place of what is there.
    pub fn over(&self, form: AccountForm, choices: &Choices) -> Result<AccountForm, Failure> {
        let mut form = merged(form, self)?;
        if let Some(name) = &self.name {
            // A script that sends another name means it.
            form.name_confirmed = canonical_name(&name.0);
        }
        form.over_confirmed = "on".to_owned();
        if self.use_ldap.is_some() {
            form.ldap_confirmed = "on".to_owned();
        }
        if self.reports_day == Some(Int(0)) {
            // Sunday is 0 here and 7 everywhere else.
            form.reports_day = 7.to_string();
        }
        for (field, list, to, given) in [
            ("tariff", "tariff", &mut form.tariff, &self.tariff),
            ("account_postgresql", "postgresql", &mut form.account_postgresql, &self.account_postgresql),
            (
                "account_cache_clickhouse",
                "clickhouse",
                &mut form.account_cache_clickhouse,
                &self.account_cache_clickhouse,
            ),
            ("web_version_policy", "policy", &mut form.web_version_policy, &self.web_version_policy),
            ("ldap_connector", "ldap", &mut form.ldap_connector, &self.ldap_connector),
        ] {
            if let Some(wanted) = given {
                *to = id_of(choices, (field, list), wanted)?;
            }
        }
        if let Some(wanted) = &self.external_data_connectors {
            let ids = wanted.named().map(|it| id_of(choices, ("external_data_connectors", "external_data"), it));
            form.external_data_connectors = ids.collect::<Result<_, _>>()?;
        }
        Ok(form)
    }
}

pub fn id_of(choices: &Choices, (field, list): (&str, &str), wanted: &Ref) -> Result<String, Failure> {
    if *wanted == Ref::None {
        return Ok(String::new());
    }
    let offers: Vec<&Offer> = choices.0.iter().filter(|it| it.list == list).collect();
    let found = wanted.find(&offers, |it| (it.id, it.name.as_str())).map(|it| it.id.to_string());
    found.ok_or_else(|| Failure::missing(field, thing(list), wanted))
}

/// What a list of choices holds.
fn thing(list: &str) -> Thing {
    match list {
        "tariff" => Thing::Tariff,
        "policy" => Thing::WebVersionPolicy,
        "postgresql" => Thing::Postgresql,
        "clickhouse" => Thing::Clickhouse,
        _ => Thing::ExternalData,
    }
}
