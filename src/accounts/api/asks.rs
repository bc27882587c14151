//! What the calls about accounts are given. Field names are those of SPEC 4.2, the same for reading and for writing.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    accounts::{
        choices::{Choices, Offer},
        form::AccountForm,
    },
    api::{Failure, Flag, Int, Many, Ref, Text, given},
    web::fields::canonical_name,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct List {
    pub from_id: Option<Int>,
    pub limit: Option<Int>,
    pub active: Option<Flag>,
    pub frozen: Option<Flag>,
    pub name: Option<Text>,
}

/// By id or by name.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Get {
    #[serde(default)]
    pub id: Ref,
    pub name: Option<Text>,
}

/// With no `id` a new account, with one the changes to it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Save {
    #[serde(default)]
    pub id: Ref,
    pub version: Option<Int>,
    pub active: Option<Flag>,
    pub name: Option<Text>,
    pub title: Option<Text>,
    #[serde(default, deserialize_with = "given")]
    pub tariff: Option<Ref>,
    pub tz: Option<Text>,
    #[serde(default, deserialize_with = "given")]
    pub account_postgresql: Option<Ref>,
    #[serde(default, deserialize_with = "given")]
    pub account_cache_clickhouse: Option<Ref>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Vec<Ref>>)]
    pub external_data_connectors: Option<Many<Ref>>,
    #[serde(default, deserialize_with = "given")]
    pub web_version_policy: Option<Ref>,
    pub save_email_web_versions: Option<Flag>,
    pub enable_pixel: Option<Flag>,
    pub enable_smart_settings: Option<Flag>,
    pub enable_push: Option<Flag>,
    pub enable_track_email_replies: Option<Flag>,
    #[serde(default, deserialize_with = "given")]
    pub custom_push_domain: Option<Text>,
    pub reports_day: Option<Int>,
    pub reports_hour: Option<Int>,
    pub force_2fa_auth: Option<Flag>,
    /// Whether a letter tells users of support visits: `off`, `after`, `start`.
    pub login_as_notice: Option<Text>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Act {
    pub id: Ref,
    pub version: Option<Int>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Deactivate {
    pub id: Ref,
    pub version: Option<Int>,
    pub notify_users: Option<Flag>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Freeze {
    pub id: Ref,
    pub version: Option<Int>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<FrozenDetails>, inline)]
    pub frozen_details: Option<Option<FrozenDetails>>,
}

#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FrozenDetails {
    #[serde(default, deserialize_with = "given")]
    pub payment_url: Option<Text>,
    #[serde(default, deserialize_with = "given")]
    pub reason: Option<Text>,
}

impl Save {
    /// Puts what was given over what is there.
    pub fn lay_over(&self, form: &mut AccountForm, choices: &Choices) -> Result<(), Failure> {
        let text = |to: &mut String, given: &Option<Text>| to.clone_from(given.as_ref().map_or(&to.clone(), |it| &it.0));
        text(&mut form.title, &self.title);
        text(&mut form.tz, &self.tz);
        text(&mut form.custom_push_domain, &self.custom_push_domain);
        text(&mut form.login_as_notice, &self.login_as_notice);
        if let Some(name) = &self.name {
            form.name.clone_from(&name.0);
            // A script that sends another name means it.
            form.name_confirmed = canonical_name(&name.0);
        }
        for (to, given) in [
            (&mut form.save_email_web_versions, self.save_email_web_versions),
            (&mut form.enable_pixel, self.enable_pixel),
            (&mut form.enable_smart_settings, self.enable_smart_settings),
            (&mut form.enable_push, self.enable_push),
            (&mut form.enable_track_email_replies, self.enable_track_email_replies),
            (&mut form.force_2fa_auth, self.force_2fa_auth),
        ] {
            if let Some(flag) = given {
                *to = flag.form();
            }
        }
        if let Some(day) = self.reports_day {
            // Sunday is 0 here and 7 everywhere else.
            form.reports_day = if day.0 == 0 { 7 } else { day.0 }.to_string();
        }
        if let Some(hour) = self.reports_hour {
            form.reports_hour = hour.0.to_string();
        }
        for (field, list, to, given) in [
            ("tariff", "tariff", &mut form.tariff, &self.tariff),
            ("account_postgresql", "postgresql", &mut form.account_postgresql, &self.account_postgresql),
            ("account_cache_clickhouse", "clickhouse", &mut form.account_cache_clickhouse, &self.account_cache_clickhouse),
            ("web_version_policy", "policy", &mut form.web_version_policy, &self.web_version_policy),
        ] {
            if let Some(wanted) = given {
                *to = id_of(choices, (field, list), wanted)?;
            }
        }
        if let Some(Many(wanted)) = &self.external_data_connectors {
            let ids = wanted.iter().map(|it| id_of(choices, ("external_data_connectors", "external_data"), it));
            form.external_data_connectors = ids.collect::<Result<_, _>>()?;
        }
        Ok(())
    }
}

fn id_of(choices: &Choices, (field, list): (&str, &str), wanted: &Ref) -> Result<String, Failure> {
    if *wanted == Ref::None {
        return Ok(String::new());
    }
    let offers: Vec<&Offer> = choices.0.iter().filter(|it| it.list == list).collect();
    let found = wanted.find(&offers, |it| (it.id, it.name.as_str())).map(|it| it.id.to_string());
    found.ok_or_else(|| Failure { code: 404, ..Failure::field(field, &"api-no-such-reference".into()) })
}
