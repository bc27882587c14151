//! Values as the record has them.

use crate::db;

/// `yes` or nothing, as switches are recorded.
pub fn flag(on: bool) -> String {
    if on { "yes".to_owned() } else { String::new() }
}

/// A value that may be absent.
pub fn maybe<T: ToString>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

/// Makes sure that what is kept is what the two engines can compare.
pub fn encode(changes: &[(&'static str, String, String)]) -> db::Result<String> {
    serde_json::to_string(changes).map_err(|error| db::Error::Encode(error.into()))
}

/// What a form has a box to tick for, or is there or not.
pub fn is_switch(field: &str) -> bool {
    let named = [
        "active",
        "all_accounts",
        "frozen",
        "limit_reached",
        "save_email_web_versions",
        "force_2fa_auth",
        "use_ldap",
        "is_ldap",
        "must_change_password",
        "second_factor",
        "avatar",
        "master",
        "reverse",
        "unique",
        "history_key",
        "is_global",
        "system",
    ];
    let begins = ["enable_", "hard_", "alert_"];
    named.contains(&field) || begins.iter().any(|begin| field.starts_with(begin))
}
