use serde::{Deserialize, Serialize};

use super::{
    choices::{Choices, LoginAsNotice},
    model::{Account, AccountWithData, NewAccount, Settings},
};
use crate::{
    change::maybe,
    error::FieldErrors,
    forms::{
        fields::{account_name, choice, host_name, number, optional, required, zone},
        on,
    },
    resource::filled,
};

/// The editor, as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AccountForm {
    pub active: String,
    pub title: String,
    pub name: String,
    pub external_id: String,
    pub tariff: String,
    pub tz: String,
    pub account_postgresql: String,
    pub account_cache_clickhouse: String,
    pub external_data_connectors: Vec<String>,
    pub web_version_policy: String,
    pub save_email_web_versions: String,
    pub enable_pixel: String,
    pub enable_smart_settings: String,
    pub enable_push: String,
    pub enable_track_email_replies: String,
    pub custom_push_domain: String,
    pub reports_day: String,
    pub reports_hour: String,
    pub force_2fa_auth: String,
    pub use_ldap: String,
    pub ldap_connector: String,
    pub login_as_notice: String,
    /// The new account name again, once the question about changing it was answered with yes.
    pub name_confirmed: String,
    /// A tick, once it was said that users who sign in through the directory are to be locked out.
    pub ldap_confirmed: String,
    /// A tick, once it was said which limits of the new tariff the account would be over.
    pub over_confirmed: String,
    /// The account name again, or a tick, where a deleted account is to give it up.
    pub release_name: String,
    pub version: String,
    pub was: String,
    pub return_to: String,
}

impl AccountForm {
    pub fn new() -> Self {
        Self {
            active: "on".into(),
            tz: "UTC".into(),
            reports_day: "1".into(),
            reports_hour: "9".into(),
            login_as_notice: LoginAsNotice::default().as_str().into(),
            ..Self::default()
        }
    }

    pub fn of(account: &Account, choices: &Choices) -> Self {
        filled(&AccountWithData { account: account.clone(), external_data_connectors: choices.chosen_ids() })
    }

    pub fn parse(&self, choices: &Choices) -> Result<NewAccount, FieldErrors> {
        let mut errors = FieldErrors::default();
        let title = errors.keep("title", required(&self.title, 120));
        let name = errors.keep("name", account_name(&self.name));
        let external_id = errors.keep("external_id", optional(&self.external_id, 128)).flatten();
        let tariff = choices.pick(&mut errors, "tariff", "tariff", &self.tariff);
        if self.tariff.trim().is_empty() {
            errors.add("tariff", "refused-no-tariff");
        }
        let tz = errors.keep("tz", zone(&self.tz));
        let mut pick = |field, list: &str, value: &str| choices.pick(&mut errors, field, list, value).map(|(id, _)| id);
        let account_postgresql = pick("account_postgresql", "postgresql", &self.account_postgresql);
        let account_cache_clickhouse = pick("account_cache_clickhouse", "clickhouse", &self.account_cache_clickhouse);
        let web_version_policy = pick("web_version_policy", "policy", &self.web_version_policy);
        let ldap_connector = pick("ldap_connector", "ldap", &self.ldap_connector);
        let mut external_data: Vec<i64> = self
            .external_data_connectors
            .iter()
            .filter_map(|id| pick("external_data_connectors", "external_data", id))
            .collect();
        external_data.sort_unstable();
        external_data.dedup();
        if on(&self.use_ldap) && self.ldap_connector.trim().is_empty() {
            errors.add("ldap_connector", "refused-no-directory");
        }
        let custom_push_domain = self.cookie_domain(&mut errors);
        let reports_day = errors.keep("reports_day", number(&self.reports_day, 1, 7)).unwrap_or(1);
        let reports_hour = errors.keep("reports_hour", number(&self.reports_hour, 0, 23)).unwrap_or(9);
        let notice = Some(self.login_as_notice.as_str()).filter(|typed| !typed.is_empty());
        let notice = notice.map(|typed| choice(typed, LoginAsNotice::parse)).transpose();
        let login_as_notice = errors.keep("login_as_notice", notice).flatten().unwrap_or_default();
        let (tariff_id, tariff_name) = tariff.unwrap_or_default();
        let settings = Settings {
            title: title.unwrap_or_default(),
            name: name.unwrap_or_default(),
            external_id,
            tariff_id,
            tariff_name,
            tz: tz.unwrap_or_default().name().to_owned(),
            account_postgresql,
            account_cache_clickhouse,
            web_version_policy,
            save_email_web_versions: on(&self.save_email_web_versions),
            enable_pixel: on(&self.enable_pixel),
            enable_smart_settings: on(&self.enable_smart_settings),
            enable_push: on(&self.enable_push),
            enable_track_email_replies: on(&self.enable_track_email_replies),
            custom_push_domain,
            reports_day,
            reports_hour,
            force_2fa_auth: on(&self.force_2fa_auth),
            use_ldap: on(&self.use_ldap),
            ldap_connector,
            login_as_notice,
        };
        errors.or(NewAccount { settings, external_data })
    }

    /// Whether a deleted account is to give this name up. On a page the answer is about the name that the page
    /// asked about.
    pub fn releases(&self, name: &str) -> bool {
        on(&self.release_name) || self.release_name.trim() == name
    }

    /// Pixel and push set cookies under this name and cannot do without it.
    fn cookie_domain(&self, errors: &mut FieldErrors) -> Option<String> {
        let domain = errors.keep("custom_push_domain", host_name(&self.custom_push_domain)).flatten();
        let empty = self.custom_push_domain.trim().is_empty();
        if empty && on(&self.enable_pixel) {
            errors.add("custom_push_domain", "refused-no-domain-for-pixel");
        } else if empty && on(&self.enable_push) {
            errors.add("custom_push_domain", "refused-no-domain-for-push");
        }
        domain
    }
}

/// What the pages of the quick actions ask for, as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ActForm {
    pub notify_users: String,
    /// Activating offers a welcome letter to those who have never had one.
    pub send_welcome: String,
    pub payment_url: String,
    pub reason: String,
    /// Deleting asks for the account name, typed out.
    pub typed_name: String,
    /// Restoring asks for another account name where the old one was given up.
    pub name: String,
    pub version: String,
    pub return_to: String,
}

impl ActForm {
    /// As the account is now.
    pub fn of(account: &Account) -> Self {
        let (payment_url, reason) = (maybe(account.payment_url.as_ref()), maybe(account.freeze_reason.as_ref()));
        Self { payment_url, reason, version: account.version.to_string(), ..Self::default() }
    }
}
