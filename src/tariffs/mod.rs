//! Tariffs: named data and traffic limits; every account has exactly one.

mod api;
pub mod store;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    change::Audited,
    db::FromRow,
    error::FieldErrors,
    feature::Feature,
    forms::fields::{number, optional_number, required},
    i18n::Message,
    lists::{Column, grouped},
    people::Permission,
    resource::{self, Editor, Form, drawn},
    web::{Access, MenuEntry, Route},
};

pub const FEATURE: Feature = Feature {
    routes,
    calls: api::calls,
    menu: &[("menu-accounts", MenuEntry { path: "/tariffs", label: "menu-tariffs", icon: "tag" })],
    recorded: &[(Tariff::KIND, Some("/tariffs/{id}"))],
    searched: &[&store::TABLE],
    ..Feature::NONE
};

fn routes() -> Vec<Route> {
    let paths = ["/tariffs", "/tariffs/new", "/tariffs/{id}", "/tariffs/{id}/delete"];
    resource::routes::<Tariff>(paths, (Access::May(Permission::View), Access::May(Permission::EditResources))).into()
}

/// A tariff under the names by which it is saved. A limit that is null is unlimited.
#[derive(Clone, Debug, FromRow, Serialize, ToSchema)]
pub struct Tariff {
    pub id: i64,
    pub version: i64,
    #[serde(flatten)]
    #[sqlx(flatten)]
    pub settings: Settings,
    pub updated_at: DateTime<Utc>,
    /// Who changed it last: an administrator's login or a token's name.
    pub updated_by: String,
}

/// What is set of a tariff; a limit that is None is unlimited.
#[derive(Clone, Debug, Default, FromRow, Serialize, ToSchema)]
#[schema(as = TariffSettings)]
pub struct Settings {
    pub name: String,
    pub title: String,
    #[schema(required)]
    pub max_users: Option<i64>,
    #[schema(required)]
    pub max_profiles: Option<i64>,
    #[schema(required)]
    pub max_databases: Option<i64>,
    /// In bytes.
    #[schema(required)]
    pub max_storage_bytes: Option<i64>,
    #[schema(required)]
    pub emails_per_month: Option<i64>,
    #[schema(required)]
    pub sms_per_month: Option<i64>,
    #[schema(required)]
    pub pushes_per_month: Option<i64>,
    #[schema(required)]
    pub api_requests_per_day: Option<i64>,
    /// From which share of a limit, in percent, an account is warned.
    pub warn_percent: i64,
}

/// A row of the list.
#[derive(FromRow)]
pub struct Row {
    #[sqlx(flatten)]
    pub tariff: Tariff,
    pub title_key: String,
    pub search: String,
    /// Accounts on it, counted up to 1001.
    pub accounts: i64,
}

/// As typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TariffForm {
    pub name: String,
    pub title: String,
    pub max_users: String,
    pub max_profiles: String,
    pub max_databases: String,
    pub max_storage_bytes: String,
    pub emails_per_month: String,
    pub sms_per_month: String,
    pub pushes_per_month: String,
    pub api_requests_per_day: String,
    pub warn_percent: String,
}

drawn!(Tariff, "tariffs/list.html", "tariffs/edit.html");

impl List<'_> {
    fn limit(&self, limit: &Option<i64>) -> String {
        limit.map_or_else(|| self.page.t("unlimited"), |limit| grouped(limit, self.page.lang))
    }
}

impl Form<Tariff> for TariffForm {
    fn blank() -> Self {
        Self { warn_percent: "80".to_owned(), ..Self::default() }
    }

    fn parse(&self, (): ()) -> Result<Settings, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.keep("name", required(&self.name, 64)).unwrap_or_default();
        let title = errors.keep("title", required(&self.title, 120)).unwrap_or_default();
        let mut limit = |field, value: &str| {
            let parsed = optional_number(value, 0, i64::MAX).map_err(|_| Message::new("refused-limit"));
            errors.keep(field, parsed).flatten()
        };
        let settings = Settings {
            name,
            title,
            max_users: limit("max_users", &self.max_users),
            max_profiles: limit("max_profiles", &self.max_profiles),
            max_databases: limit("max_databases", &self.max_databases),
            max_storage_bytes: limit("max_storage_bytes", &self.max_storage_bytes),
            emails_per_month: limit("emails_per_month", &self.emails_per_month),
            sms_per_month: limit("sms_per_month", &self.sms_per_month),
            pushes_per_month: limit("pushes_per_month", &self.pushes_per_month),
            api_requests_per_day: limit("api_requests_per_day", &self.api_requests_per_day),
            warn_percent: errors.keep("warn_percent", number(&self.warn_percent, 1, 100)).unwrap_or_default(),
        };
        errors.or(settings)
    }
}

impl Editor for Tariff {
    type Form = TariffForm;
    type Row = Row;
    const COLUMNS: &'static [Column<Row>] = &store::SORTS;
    const ROW_ID: fn(&Row) -> i64 = |it| it.tariff.id;
    const PATH: &'static str = "/tariffs";
}

impl Audited for Tariff {
    const KIND: &'static str = "tariff";

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
