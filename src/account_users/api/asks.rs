//! What the calls about users are given. Field names are those of SPEC 5; `name` is the login.

use serde::{Deserialize, Serialize};
use utoipa::{
    ToSchema,
    openapi::{RefOr, Schema},
};

use crate::{
    account_users::{form::UserForm, model::Offered},
    api::{Failure, Flag, Int, Many, Ref, Text, Thing, given, shape},
    forms::fields::canonical_name,
    resource::merged,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct List {
    #[schema(schema_with = shape::account)]
    pub account_id: Ref,
    /// Only those that are switched on, or off.
    pub active: Option<Flag>,
    /// Only master users, or only others.
    pub master: Option<Flag>,
    /// Only those whose password is the directory's, or only others.
    pub is_ldap: Option<Flag>,
    /// Only those who read `EN` or `RU`.
    pub lang: Option<Text>,
    /// The smallest id; 1 if it is left out. For the next page, one more than the last id of this one.
    pub from_id: Option<Int>,
    #[schema(schema_with = shape::rows)]
    pub limit: Option<Int>,
}

/// One user of an account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Named {
    #[schema(schema_with = shape::account)]
    pub account_id: Ref,
    /// The login.
    pub name: Option<Text>,
    /// Another name of `name`, as the list calls it. One of the two is needed.
    pub username: Option<Text>,
    /// The version that may be deleted; 409 when there is another by now. Without it, any.
    pub version: Option<Int>,
}

/// A new user, or the changes to one: what is not given stays as it is.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Save {
    #[schema(schema_with = shape::account)]
    pub account_id: Ref,
    /// The login.
    pub name: Option<Text>,
    /// Another name of `name`, as the list calls it. One of the two is needed.
    pub username: Option<Text>,
    /// Another login.
    pub new_name: Option<Text>,
    /// Refused with 409 unless it is the user's current one.
    pub version: Option<Int>,
    /// Of a new user, true if it is left out.
    pub active: Option<Flag>,
    #[schema(schema_with = short)]
    pub first_name: Option<Text>,
    #[schema(schema_with = short)]
    pub last_name: Option<Text>,
    /// The contact address. A new user needs it; a welcome letter whose link is still good goes anew to another.
    pub email: Option<Text>,
    /// `en` or `ru`, in any letter case. Of a new user, English if it is left out.
    pub language: Option<Text>,
    /// Another name of `language`.
    pub lang: Option<Text>,
    /// With the country's code; null for none.
    #[serde(default, deserialize_with = "given")]
    pub phone: Option<Text>,
    /// Where alerts and reports go, if not to `email`; null for none.
    #[serde(default, deserialize_with = "given")]
    pub notify_email: Option<Text>,
    pub alert_limits: Option<Flag>,
    pub alert_complaints: Option<Flag>,
    pub alert_hard_bounces: Option<Flag>,
    pub alert_soft_bounces: Option<Flag>,
    pub alert_daily_report: Option<Flag>,
    pub alert_weekly_report: Option<Flag>,
    /// To be changed at the next sign-in. Better none: the welcome letter lets people set their own.
    pub password: Option<Text>,
    pub must_change_password: Option<Flag>,
    /// Of the account, all of them: those that are left out are taken away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Vec<Ref>>)]
    pub roles: Option<Many<Ref>>,
    /// Of the account, all of them: those that are left out are taken away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Vec<Ref>>)]
    pub groups: Option<Many<Ref>>,
    pub master: Option<Flag>,
    /// Whether the password is the directory's; only in an account that uses one. With false, a letter lets the user
    /// set a password again.
    pub is_ldap: Option<Flag>,
    /// Whether the welcome letter goes with it; false if it is left out.
    pub send_welcome: Option<Flag>,
}

/// By either of its two names, empty where there is none: whoever needs a login refuses that.
fn login<'a>(name: &'a Option<Text>, username: &'a Option<Text>) -> Result<&'a str, Failure> {
    let given = |it: &'a Option<Text>| it.as_ref().map_or("", |text| text.0.trim());
    match (given(name), given(username)) {
        (name, username)
            if !name.is_empty() && !username.is_empty() && canonical_name(name) != canonical_name(username) =>
        {
            Err(Failure::field("username", &"api-names-differ".into()))
        }
        ("", username) => Ok(username),
        (name, _) => Ok(name),
    }
}

impl Named {
    pub fn login(&self) -> Result<&str, Failure> {
        login(&self.name, &self.username)
    }
}

fn short() -> impl Into<RefOr<Schema>> {
    shape::text(80)
}

impl Save {
    pub fn login(&self) -> Result<&str, Failure> {
        login(&self.name, &self.username)
    }

    /// The form with what was given in place of what is there.
    pub fn over(&self, form: UserForm, offered: &[Offered]) -> Result<UserForm, Failure> {
        if let (Some(_), Some(_)) = (&self.language, &self.lang) {
            return Err(Failure::field("lang", &"api-given-twice".into()));
        }
        let mut form = merged(form, self)?;
        if let Some(language) = self.language.as_ref().or(self.lang.as_ref()) {
            form.language = language.0.to_lowercase();
        }
        if let Some(flag) = self.send_welcome {
            form.send_access_email = flag.form();
        }
        for (to, given, kind, field) in
            [(&mut form.roles, &self.roles, "role", "roles"), (&mut form.groups, &self.groups, "group", "groups")]
        {
            if let Some(wanted) = given {
                *to = wanted.named().map(|it| id_of(offered, (field, kind), it)).collect::<Result<_, _>>()?;
            }
        }
        Ok(form)
    }
}

fn id_of(offered: &[Offered], (field, kind): (&str, &str), wanted: &Ref) -> Result<String, Failure> {
    let of_kind: Vec<&Offered> = offered.iter().filter(|it| it.kind == kind).collect();
    let found = wanted.find(&of_kind, |it| (it.id, it.name.as_str())).map(|it| it.id.to_string());
    let thing = if kind == "group" { Thing::Group } else { Thing::Role };
    found.ok_or_else(|| Failure::missing(field, thing, wanted))
}
