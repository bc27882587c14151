//! Web-version policies: for how long what was sent stays readable in a browser, by channel.

mod api;
pub mod store;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    change::{Audited, maybe},
    db::FromRow,
    error::FieldErrors,
    feature::Feature,
    forms::{
        fields::{number, required},
        on,
    },
    lists::Column,
    people::Permission,
    resource::{self, Editor, Form, drawn},
    web::{Access, MenuEntry, Route},
};

pub const FEATURE: Feature = Feature {
    routes,
    calls: api::calls,
    menu: &[(
        "menu-accounts",
        MenuEntry { path: "/web-version-policies", label: "menu-web-version-policies", icon: "box" },
    )],
    recorded: &[(Policy::KIND, Some("/web-version-policies/{id}"))],
    searched: &[&store::TABLE],
    ..Feature::NONE
};

fn routes() -> Vec<Route> {
    let paths = [
        "/web-version-policies",
        "/web-version-policies/new",
        "/web-version-policies/{id}",
        "/web-version-policies/{id}/delete",
    ];
    resource::routes::<Policy>(paths, (Access::May(Permission::View), Access::May(Permission::EditResources))).into()
}

#[derive(Clone, Debug, FromRow, Serialize)]
pub struct Policy {
    pub id: i64,
    #[serde(flatten)]
    #[sqlx(flatten)]
    pub settings: Settings,
    pub version: i64,
    pub updated_at: DateTime<Utc>,
    pub updated_by: String,
}

/// For how many days each channel's web versions are kept; None keeps nothing.
#[derive(Clone, Debug, FromRow, Serialize)]
pub struct Settings {
    pub name: String,
    pub email_days: Option<i64>,
    pub sms_days: Option<i64>,
    pub push_days: Option<i64>,
    pub messenger_days: Option<i64>,
}

/// A row of the list.
#[derive(FromRow)]
pub struct Row {
    #[sqlx(flatten)]
    pub policy: Policy,
    pub search: String,
    /// Accounts that have it, counted up to 1001.
    pub accounts: i64,
}

/// As typed. A channel's days count only while its switch is on.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PolicyForm {
    pub name: String,
    pub email_kept: String,
    pub email_days: String,
    pub sms_kept: String,
    pub sms_days: String,
    pub push_kept: String,
    pub push_days: String,
    pub messenger_kept: String,
    pub messenger_days: String,
}

drawn!(Policy, "web_version_policies/list.html", "web_version_policies/edit.html");

impl List<'_> {
    fn kept(&self, days: &Option<i64>) -> String {
        days.map_or_else(|| self.page.t("web-version-policy-not-kept"), |days| self.page.n("count-days", &days))
    }
}

impl Form<Policy> for PolicyForm {
    fn of(policy: &Policy) -> Self {
        let kept = |days: Option<i64>| if days.is_some() { "on".to_owned() } else { String::new() };
        let it = &policy.settings;
        Self {
            name: it.name.clone(),
            email_kept: kept(it.email_days),
            email_days: maybe(it.email_days.as_ref()),
            sms_kept: kept(it.sms_days),
            sms_days: maybe(it.sms_days.as_ref()),
            push_kept: kept(it.push_days),
            push_days: maybe(it.push_days.as_ref()),
            messenger_kept: kept(it.messenger_days),
            messenger_days: maybe(it.messenger_days.as_ref()),
        }
    }

    fn parse(&self, (): ()) -> Result<Settings, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.keep("name", required(&self.name, 64)).unwrap_or_default();
        let mut channel =
            |field, kept: &str, days: &str| if on(kept) { errors.keep(field, number(days, 1, 3650)) } else { None };
        let settings = Settings {
            name,
            email_days: channel("email_days", &self.email_kept, &self.email_days),
            sms_days: channel("sms_days", &self.sms_kept, &self.sms_days),
            push_days: channel("push_days", &self.push_kept, &self.push_days),
            messenger_days: channel("messenger_days", &self.messenger_kept, &self.messenger_days),
        };
        errors.or(settings)
    }
}

impl Editor for Policy {
    type Form = PolicyForm;
    type Row = Row;
    const COLUMNS: &'static [Column<Row>] = &store::SORTS;
    const ROW_ID: fn(&Row) -> i64 = |it| it.policy.id;
    const PATH: &'static str = "/web-version-policies";
}

impl Audited for Policy {
    const KIND: &'static str = "web_version_policy";

    fn id(&self) -> i64 {
        self.id
    }

    fn label(&self) -> String {
        self.settings.name.clone()
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        store::written(&self.settings).texts()
    }
}
