use super::{model::Account, store};
use crate::{change::Audited, db::written, forms::fields::shown_account_name, i18n::Lang};

/// An account with the names of what it refers to, as the record shows it.
pub struct Described {
    pub account: Account,
    pub postgresql: Option<String>,
    pub clickhouse: Option<String>,
    pub external_data: Vec<String>,
    pub policy: Option<String>,
    pub directory: Option<String>,
}

impl Audited for Described {
    const KIND: &'static str = "account";

    fn id(&self) -> i64 {
        self.account.id
    }

    fn label(&self) -> String {
        self.account.settings.title.clone()
    }

    fn account(&self) -> Option<i64> {
        Some(self.account.id)
    }

    /// What refers to something says its name.
    fn fields(&self) -> Vec<(&'static str, String)> {
        let Account { state, payment_url, freeze_reason, settings, .. } = &self.account;
        let state = written![
            active: state.active,
            frozen: state.frozen,
            payment_url: payment_url,
            reason: freeze_reason,
            deleted: state.deleted_at,
        ];
        let named = written![
            name: shown_account_name(&settings.name, Lang::En),
            tariff: &settings.tariff_name,
            account_postgresql: &self.postgresql,
            account_cache_clickhouse: &self.clickhouse,
            external_data_connectors: self.external_data.join(", "),
            web_version_policy: &self.policy,
            ldap_connector: &self.directory,
        ];
        let settings = store::written(settings).without(&["tariff_id", "tariff_name", "title_key"]);
        state.and(settings.with(named)).texts()
    }
}
