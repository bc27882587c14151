//! What the calls about users are given. Field names are those of SPEC 5; `name` is the login.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    account_users::{form::UserForm, model::Offered},
    api::{Failure, Flag, Int, Many, Ref, Text, given},
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct List {
    pub account_id: Ref,
    pub active: Option<Flag>,
    pub master: Option<Flag>,
    pub lang: Option<Text>,
    pub from_id: Option<Int>,
    pub limit: Option<Int>,
}

/// One user of an account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Named {
    pub account_id: Ref,
    pub name: Text,
}

/// A new user, or the changes to one: what is not given stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Save {
    pub account_id: Ref,
    /// The login.
    pub name: Text,
    /// Of an update.
    pub new_name: Option<Text>,
    /// Of an update.
    pub version: Option<Int>,
    pub active: Option<Flag>,
    pub first_name: Option<Text>,
    pub last_name: Option<Text>,
    pub email: Option<Text>,
    #[serde(alias = "lang")]
    pub language: Option<Text>,
    #[serde(default, deserialize_with = "given")]
    pub phone: Option<Text>,
    #[serde(default, deserialize_with = "given")]
    pub notify_email: Option<Text>,
    pub alert_limits: Option<Flag>,
    pub alert_complaints: Option<Flag>,
    pub alert_hard_bounces: Option<Flag>,
    pub alert_soft_bounces: Option<Flag>,
    pub alert_daily_report: Option<Flag>,
    pub alert_weekly_report: Option<Flag>,
    pub password: Option<Text>,
    pub must_change_password: Option<Flag>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Vec<Ref>>)]
    pub roles: Option<Many<Ref>>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Vec<Ref>>)]
    pub groups: Option<Many<Ref>>,
    pub master: Option<Flag>,
    pub send_welcome: Option<Flag>,
}

impl Save {
    /// A new user has no other name and no version.
    pub fn check_new(&self) -> Result<(), Failure> {
        let given = [("new_name", self.new_name.is_some()), ("version", self.version.is_some())];
        match given.into_iter().find(|(_, given)| *given) {
            Some((field, _)) => Err(Failure::field(field, &"api-unknown-field".into())),
            None => Ok(()),
        }
    }

    /// Puts what was given over what is there.
    pub fn lay_over(&self, form: &mut UserForm, offered: &[Offered]) -> Result<(), Failure> {
        for (to, given) in [
            (&mut form.first_name, &self.first_name),
            (&mut form.last_name, &self.last_name),
            (&mut form.email, &self.email),
            (&mut form.phone, &self.phone),
            (&mut form.notify_email, &self.notify_email),
            (&mut form.password, &self.password),
        ] {
            if let Some(text) = given {
                to.clone_from(&text.0);
            }
        }
        if let Some(language) = &self.language {
            form.language = language.0.to_lowercase();
        }
        for (to, given) in [
            (&mut form.active, self.active),
            (&mut form.alert_limits, self.alert_limits),
            (&mut form.alert_complaints, self.alert_complaints),
            (&mut form.alert_hard_bounces, self.alert_hard_bounces),
            (&mut form.alert_soft_bounces, self.alert_soft_bounces),
            (&mut form.alert_daily_report, self.alert_daily_report),
            (&mut form.alert_weekly_report, self.alert_weekly_report),
            (&mut form.must_change_password, self.must_change_password),
            (&mut form.master, self.master),
            (&mut form.send_access_email, self.send_welcome),
        ] {
            if let Some(flag) = given {
                *to = flag.form();
            }
        }
        for (to, given, kind, field) in
            [(&mut form.roles, &self.roles, "role", "roles"), (&mut form.groups, &self.groups, "group", "groups")]
        {
            if let Some(Many(wanted)) = given {
                *to = wanted.iter().map(|it| id_of(offered, (field, kind), it)).collect::<Result<_, _>>()?;
            }
        }
        Ok(())
    }
}

fn id_of(offered: &[Offered], (field, kind): (&str, &str), wanted: &Ref) -> Result<String, Failure> {
    let of_kind: Vec<&Offered> = offered.iter().filter(|it| it.kind == kind).collect();
    let found = wanted.find(&of_kind, |it| (it.id, it.name.as_str())).map(|it| it.id.to_string());
    found.ok_or_else(|| Failure { code: 404, ..Failure::field(field, &"api-no-such-reference".into()) })
}
