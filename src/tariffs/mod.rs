//! Tariffs: named data and traffic limits; every account has exactly one.

mod api;
mod over;
pub mod store;

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    api::{Flag, Int, MaybeInt, Text},
    db::{FromRow, search_key},
    error::FieldErrors,
    feature::Feature,
    forms::{
        fields::{number, optional_number, required},
        on,
    },
    i18n::Message,
    lists::{Column, Field, grouped},
    people::Permission,
    resource::{self, Editor, Form, Row, Stored, drawn, fields, paths},
    web::MenuEntry,
};

pub const FEATURE: Feature = Feature {
    routes: || resource::routes::<Tariff>(paths!("/tariffs"), Permission::EditResources),
    calls: api::calls,
    menu: &[("menu-accounts", MenuEntry { path: "/tariffs", label: "menu-tariffs", icon: "tag" })],
    undoes: &[&resource::Edits::<Tariff>::of(&[Tariff::KIND], Permission::EditResources)],
    recorded: &[(Tariff::KIND, Some("/tariffs/{id}"))],
    searched: &[&Tariff::TABLE],
    ..Feature::NONE
};

/// A tariff under the names by which it is saved. A limit that is null is unlimited.
#[derive(Clone, Debug, Default, FromRow, Serialize, ToSchema)]
pub struct Tariff {
    pub name: String,
    pub title: String,
    /// What the list is sorted by.
    #[serde(skip)]
    pub title_key: String,
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
    /// Whether the limit of users stops, so that one more is refused; else it is only told. With those below `usage/check`
    /// answers 402 where they stop.
    pub hard_users: bool,
    pub hard_profiles: bool,
    pub hard_databases: bool,
    pub hard_storage_bytes: bool,
    pub hard_emails: bool,
    pub hard_sms: bool,
    pub hard_pushes: bool,
    pub hard_api_requests: bool,
    /// From which share of a limit, in percent, an account is warned.
    pub warn_percent: i64,
    /// Whether it was said that accounts are over its limits, and that they may be.
    #[serde(skip)]
    #[sqlx(skip)]
    pub over_confirmed: bool,
}

fields! { TariffForm, TariffGiven:
    /// Unique; at most 64 characters.
    name: Text,
    /// At most 120 characters.
    title: Text,
    /// Users of an account. This limit and those below: 0 or more, null is unlimited, and so is a new tariff where
    /// nothing is given.
    max_users: MaybeInt,
    max_profiles: MaybeInt,
    max_databases: MaybeInt,
    /// In bytes.
    max_storage_bytes: MaybeInt,
    emails_per_month: MaybeInt,
    sms_per_month: MaybeInt,
    pushes_per_month: MaybeInt,
    api_requests_per_day: MaybeInt,
    /// Whether the limit of users stops, so that one more is refused, or is only told: true for a new tariff. With those
    /// below, false for a new tariff, `usage/check` answers 402 where they stop.
    hard_users: Flag,
    hard_profiles: Flag,
    hard_databases: Flag,
    hard_storage_bytes: Flag,
    hard_emails: Flag,
    hard_sms: Flag,
    hard_pushes: Flag,
    hard_api_requests: Flag,
    /// From which share of a limit, in percent, an account is warned: 1 to 100; 80 for a new tariff.
    warn_percent: Int,
    ; typed over_confirmed
}

drawn!(Tariff, "tariffs/list.html", "tariffs/edit.html");

impl Edit<'_> {
    /// Whether it is asked if accounts may be over the limits.
    fn asks_about_over(&self) -> bool {
        let errors = &self.shown.errors;
        store::COUNTED.iter().any(|(limit, _)| errors.of(limit).iter().any(|message| message.key == over::ASKS))
    }
}

impl List<'_> {
    fn limit(&self, limit: &Option<i64>) -> String {
        limit.map_or_else(|| self.page.t("unlimited"), |limit| grouped(limit, self.page.lang))
    }
}

impl Form<Tariff> for TariffForm {
    fn blank() -> Self {
        Self { warn_percent: "80".to_owned(), hard_users: "on".to_owned(), ..Self::default() }
    }

    fn parse(&self, (): ()) -> Result<Tariff, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.keep("name", required(&self.name, 64)).unwrap_or_default();
        let title = errors.keep("title", required(&self.title, 120)).unwrap_or_default();
        let mut limit = |field, value: &str| {
            let parsed = optional_number(value, 0, i64::MAX).map_err(|_| Message::new("refused-limit"));
            errors.keep(field, parsed).flatten()
        };
        let tariff = Tariff {
            name,
            title_key: search_key(&title),
            title,
            max_users: limit("max_users", &self.max_users),
            max_profiles: limit("max_profiles", &self.max_profiles),
            max_databases: limit("max_databases", &self.max_databases),
            max_storage_bytes: limit("max_storage_bytes", &self.max_storage_bytes),
            emails_per_month: limit("emails_per_month", &self.emails_per_month),
            sms_per_month: limit("sms_per_month", &self.sms_per_month),
            pushes_per_month: limit("pushes_per_month", &self.pushes_per_month),
            api_requests_per_day: limit("api_requests_per_day", &self.api_requests_per_day),
            hard_users: on(&self.hard_users),
            hard_profiles: on(&self.hard_profiles),
            hard_databases: on(&self.hard_databases),
            hard_storage_bytes: on(&self.hard_storage_bytes),
            hard_emails: on(&self.hard_emails),
            hard_sms: on(&self.hard_sms),
            hard_pushes: on(&self.hard_pushes),
            hard_api_requests: on(&self.hard_api_requests),
            warn_percent: errors.keep("warn_percent", number(&self.warn_percent, 1, 100)).unwrap_or_default(),
            over_confirmed: on(&self.over_confirmed),
        };
        errors.or(tariff)
    }
}

impl Editor for Tariff {
    type Form = TariffForm;
    const SORTED_BY: &'static [Column<Row<Self>>] = &[Row::<Self>::BY_NAME, store::BY_TITLE];
    const FIELDS: &'static [Field<Row<Self>>] = &[
        Field::new("id", |row| row.id.into()),
        Field::new("name", |row| (&row.name).into()),
        Field::new("title", |row| (&row.title).into()),
        Field::new("max_users", |row| row.max_users.into()),
        Field::new("emails_per_month", |row| row.emails_per_month.into()),
        Field::new("max_profiles", |row| row.max_profiles.into()),
        Field::new("max_databases", |row| row.max_databases.into()),
        Field::new("max_storage_bytes", |row| row.max_storage_bytes.into()),
        Field::new("sms_per_month", |row| row.sms_per_month.into()),
        Field::new("pushes_per_month", |row| row.pushes_per_month.into()),
        Field::new("api_requests_per_day", |row| row.api_requests_per_day.into()),
        Field::new("hard_users", |row| row.hard_users.into()),
        Field::new("hard_profiles", |row| row.hard_profiles.into()),
        Field::new("hard_databases", |row| row.hard_databases.into()),
        Field::new("hard_storage_bytes", |row| row.hard_storage_bytes.into()),
        Field::new("hard_emails", |row| row.hard_emails.into()),
        Field::new("hard_sms", |row| row.hard_sms.into()),
        Field::new("hard_pushes", |row| row.hard_pushes.into()),
        Field::new("hard_api_requests", |row| row.hard_api_requests.into()),
        Field::new("warn_percent", |row| row.warn_percent.into()),
        Field::new("accounts", Row::accounts),
    ];
    const PATH: &'static str = "/tariffs";
}
