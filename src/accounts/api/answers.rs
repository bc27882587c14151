//! What the calls about accounts answer.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    accounts::{choices::Choices, model::Account},
    forms::fields::shown_account_name,
    i18n::Lang,
};

/// Every setting under the name by which it is saved, and the state.
#[derive(Serialize, ToSchema)]
#[schema(as = Data)]
pub struct Whole {
    id: i64,
    version: i64,
    active: bool,
    frozen: bool,
    #[schema(required)]
    payment_url: Option<String>,
    #[schema(required)]
    freeze_reason: Option<String>,
    /// Restorable for 30 days from then on.
    #[schema(required)]
    deleted_at: Option<DateTime<Utc>>,
    title: String,
    name: String,
    /// Its id in the billing system or the CRM.
    #[schema(required)]
    external_id: Option<String>,
    tariff: i64,
    tariff_name: String,
    /// IANA name of the time zone.
    tz: String,
    #[schema(required)]
    account_postgresql: Option<i64>,
    #[schema(required)]
    account_cache_clickhouse: Option<i64>,
    external_data_connectors: Vec<i64>,
    #[schema(required)]
    web_version_policy: Option<i64>,
    save_email_web_versions: bool,
    enable_pixel: bool,
    enable_smart_settings: bool,
    enable_push: bool,
    enable_track_email_replies: bool,
    #[schema(required)]
    custom_push_domain: Option<String>,
    /// 1 is Monday, 7 is Sunday.
    reports_day: i64,
    reports_hour: i64,
    force_2fa_auth: bool,
    /// Whether a letter tells users of support visits: `off`, `after`, `start`.
    login_as_notice: &'static str,
    is_tariff_exceed: bool,
    user_count: i64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl Whole {
    pub fn of(it: Account, choices: &Choices) -> Self {
        Self {
            id: it.id,
            version: it.version,
            active: it.state.active,
            frozen: it.state.frozen,
            payment_url: it.payment_url,
            freeze_reason: it.freeze_reason,
            deleted_at: it.state.deleted_at,
            title: it.title,
            name: shown_account_name(&it.name, Lang::En),
            external_id: it.external_id,
            tariff: it.tariff_id,
            tariff_name: it.tariff_name,
            tz: it.tz,
            account_postgresql: it.account_postgresql,
            account_cache_clickhouse: it.account_cache_clickhouse,
            external_data_connectors: choices.chosen().iter().map(|it| it.id).collect(),
            web_version_policy: it.web_version_policy,
            save_email_web_versions: it.save_email_web_versions,
            enable_pixel: it.enable_pixel,
            enable_smart_settings: it.enable_smart_settings,
            enable_push: it.enable_push,
            enable_track_email_replies: it.enable_track_email_replies,
            custom_push_domain: it.custom_push_domain,
            reports_day: it.reports_day,
            reports_hour: it.reports_hour,
            force_2fa_auth: it.force_2fa_auth,
            login_as_notice: it.login_as_notice.as_str(),
            is_tariff_exceed: it.state.limit_reached,
            user_count: it.user_count,
            created_at: it.created_at,
            updated_at: it.updated_at,
        }
    }
}
