//! Web-version policies: for how long what was sent stays readable in a browser, by channel.

mod api;
mod store;

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    api::{Flag, MaybeInt, Text},
    db::FromRow,
    error::FieldErrors,
    feature::Feature,
    forms::{
        fields::{number, required},
        on,
    },
    lists::Field,
    people::Permission,
    resource::{self, Editor, Form, Row, Stored, drawn, fields, paths},
    web::MenuEntry,
};

pub const FEATURE: Feature = Feature {
    routes: || resource::routes::<Policy>(paths!("/web-version-policies"), Permission::EditResources),
    calls: api::calls,
    menu: &[(
        "menu-accounts",
        MenuEntry { path: "/web-version-policies", label: "menu-web-version-policies", icon: "box" },
    )],
    undoes: &[&resource::Edits::<Policy>::of(&[Policy::KIND], Permission::EditResources).boxes(&BOXES)],
    recorded: &[(Policy::KIND, Some("/web-version-policies/{id}"))],
    searched: &[&Policy::TABLE],
    ..Feature::NONE
};

/// How long a channel is kept is asked where it is kept.
const BOXES: [(&str, &str); 4] = [
    ("email_days", "email_kept"),
    ("sms_days", "sms_kept"),
    ("push_days", "push_kept"),
    ("messenger_days", "messenger_kept"),
];

/// A web-version policy under the names by which it is saved. The days of a channel that is not kept are null.
#[derive(Clone, Debug, Default, FromRow, Serialize, ToSchema)]
#[schema(as = WebVersionPolicy)]
pub struct Policy {
    pub name: String,
    pub email_kept: bool,
    #[schema(required)]
    pub email_days: Option<i64>,
    pub sms_kept: bool,
    #[schema(required)]
    pub sms_days: Option<i64>,
    pub push_kept: bool,
    #[schema(required)]
    pub push_days: Option<i64>,
    pub messenger_kept: bool,
    #[schema(required)]
    pub messenger_days: Option<i64>,
}

fields! { PolicyForm, PolicyGiven:
    /// Unique; at most 64 characters.
    name: Text,
    /// Whether web versions of this channel's messages are kept; with true, for how many days must be said or known.
    email_kept: Flag,
    /// 1 to 3650. Refused where the channel is not kept, as the three below are.
    email_days: MaybeInt,
    sms_kept: Flag,
    sms_days: MaybeInt,
    push_kept: Flag,
    push_days: MaybeInt,
    messenger_kept: Flag,
    messenger_days: MaybeInt,
}

drawn!(Policy, "web_version_policies/list.html", "web_version_policies/edit.html");

impl List<'_> {
    fn kept(&self, days: &Option<i64>) -> String {
        days.map_or_else(|| self.page.t("web-version-policy-not-kept"), |days| self.page.n("count-days", &days))
    }
}

impl Form<Policy> for PolicyForm {
    /// A channel's days count only while its switch is on.
    fn parse(&self, (): ()) -> Result<Policy, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.keep("name", required(&self.name, 64)).unwrap_or_default();
        let mut channel =
            |field, kept: &str, days: &str| if on(kept) { errors.keep(field, number(days, 1, 3650)) } else { None };
        let policy = Policy {
            name,
            email_kept: on(&self.email_kept),
            email_days: channel("email_days", &self.email_kept, &self.email_days),
            sms_kept: on(&self.sms_kept),
            sms_days: channel("sms_days", &self.sms_kept, &self.sms_days),
            push_kept: on(&self.push_kept),
            push_days: channel("push_days", &self.push_kept, &self.push_days),
            messenger_kept: on(&self.messenger_kept),
            messenger_days: channel("messenger_days", &self.messenger_kept, &self.messenger_days),
        };
        errors.or(policy)
    }
}

impl Editor for Policy {
    type Form = PolicyForm;
    const FIELDS: &'static [Field<Row<Self>>] = &[
        Field::new("id", |row| row.id.into()),
        Field::new("name", |row| (&row.name).into()),
        Field::of("email", "email_days", |row| row.email_days.into()),
        Field::of("sms", "sms_days", |row| row.sms_days.into()),
        Field::of("push", "push_days", |row| row.push_days.into()),
        Field::of("messenger", "messenger_days", |row| row.messenger_days.into()),
        Field::new("accounts", Row::accounts),
    ];
    const PATH: &'static str = "/web-version-policies";
}
