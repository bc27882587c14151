//! What was recorded of a field, as people know it from its form: the record keeps codes, and times in UTC.

use chrono::{DateTime, Utc};

use crate::{change::is_switch, forms::fields::shown_phone, i18n::Lang, web::Page};

/// A value of a field of such an object, for the reader of the page. What is not known stays as it was recorded: of an
/// older program, or of a thing that has changed its fields since.
pub fn shown(page: &Page, kind: &str, field: &str, value: &str) -> String {
    let said = match (kind, field) {
        _ if value.is_empty() => None,
        ("account", "deleted") => time(value).map(|at| page.date_time(&at)),
        ("token", "expires_at") => time(value).map(|at| page.date(&at)),
        ("account", "reports_day") => page.lang.find(&format!("day-{value}")),
        ("account", "reports_hour") => value.parse::<u8>().ok().map(|hour| format!("{hour:02}:00")),
        ("account", "login_as_notice") => label(page, "login-as-notice", value),
        ("user" | "admin", "language") => Lang::parse(value).map(|lang| lang.own_name().to_owned()),
        ("user", "phone") => Some(shown_phone(value)),
        ("admin", "role") => label(page, "role", value),
        ("admin", "theme") => label(page, "theme", value),
        ("role", "actions") => Some(each(page, "permitted", value)),
        ("letter", "status") => label(page, "letter-status", value),
        ("index", "state") => label(page, "index-state", value),
        ("visit", "mode") => label(page, "visit-mode", value),
        ("visit", "ended_why") => label(page, "visit-why", value),
        ("account" | "usage", "metric") => label(page, "metric", value),
        ("account", "came_back") => label(page, "quality", value),
        ("usage", "window") => time(value).map(|at| page.date_time(&at)),
        ("sender", "type") => label(page, "sender-type", value),
        ("sender", "tls") => label(page, "sender-tls", value),
        ("sender", "domain_type") => label(page, "sender-domain-type", value),
        ("sender", "reported_state") => label(page, "sender-state", value),
        ("sender", "order") => label(page, "sender-order", value),
        ("sender", "result") => label(page, "sender-outcome", value),
        ("sender", "scope") if value == "all accounts" => Some(page.t("sender-order-all")),
        ("stop_list", "source") => label(page, "stop-list-source", value),
        ("stop_list", "kind_of") => label(page, "stop-list-kind", value),
        ("stop_list", "listed") => Some(page.t(value)),
        ("notifier", "kind") => label(page, "notifier-kind", value),
        ("notifier", "events") => Some(each(page, "event", value)),
        ("notifier", "min_severity") => label(page, "severity", value),
        ("notifier", "signing") if value != "yes" => label(page, "recorded", value),
        (_, "tls") => label(page, "tls", value),
        ("ldap", "security") => label(page, "security", value),
        (_, "outcome") => label(page, "tried", value),
        (_, "password" | "secret" | "api_token" | "recovery_codes" | "avatar") if value != "yes" => {
            label(page, "recorded", value)
        }
        (_, field) if value == "yes" && is_switch(field) => Some(page.t("yes")),
        _ => None,
    };
    said.unwrap_or_else(|| value.to_owned())
}

/// The words of the forms: `role-owner`, `visit-mode-read-only`.
fn label(page: &Page, prefix: &str, value: &str) -> Option<String> {
    page.lang.find(&format!("{prefix}-{value}").replace('_', "-"))
}

fn each(page: &Page, prefix: &str, values: &str) -> String {
    let said = values.split(", ").map(|value| label(page, prefix, value).unwrap_or_else(|| value.to_owned()));
    said.collect::<Vec<_>>().join(", ")
}

/// "2026-11-26 12:56:05.109824 UTC", or as in JSON.
fn time(value: &str) -> Option<DateTime<Utc>> {
    value.strip_suffix(" UTC").map_or_else(|| value.parse(), |value| format!("{value}Z").parse()).ok()
}
