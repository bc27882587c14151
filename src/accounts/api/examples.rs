//! Answers as the description shows them. A test compares their fields with those of real answers.

use serde_json::{Value, json};

/// The answer of `accounts/list`.
pub fn rows() -> Value {
    let row = json!({
        "id": 17,
        "name": "acme",
        "title": "Acme",
        "timezone": "Europe/Berlin",
        "tariff_id": 1,
        "is_active": true,
        "is_frozen": false,
        "pixels_enabled": true,
        "pushes_enabled": false,
        "is_smart": false,
        "is_subscribers_suspend_all": false,
        "is_tariff_exceed": false,
        "force_2fa_auth": false,
        "created_at": "2026-03-01T09:30:00Z",
        "version": 3,
    });
    json!({"data": [row], "total_count": 1})
}

/// The answer of `accounts/get`.
pub fn one() -> Value {
    let account = json!({
        "id": 17,
        "version": 3,
        "active": true,
        "frozen": false,
        "is_tariff_exceed": false,
        "deleted_at": null,
        "payment_url": null,
        "freeze_reason": null,
        "title": "Acme",
        "name": "acme",
        "external_id": "C-10172",
        "tariff": 1,
        "tariff_name": "Basic",
        "tz": "Europe/Berlin",
        "account_postgresql": 2,
        "account_cache_clickhouse": null,
        "web_version_policy": null,
        "save_email_web_versions": false,
        "enable_pixel": true,
        "enable_smart_settings": false,
        "enable_push": false,
        "enable_track_email_replies": false,
        "custom_push_domain": "news.example.com",
        "reports_day": 1,
        "reports_hour": 9,
        "force_2fa_auth": false,
        "use_ldap": false,
        "ldap_connector": null,
        "login_as_notice": "after",
        "user_count": 12,
        "created_at": "2026-03-01T09:30:00Z",
        "updated_at": "2026-03-04T16:02:11Z",
        "external_data_connectors": [4, 5],
    });
    json!({"data": account})
}
