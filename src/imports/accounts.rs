//! A row that is about an account.

use super::model::{Became, Cells, Done, Field, Kind, On, What, flag, refuse, typed};
use crate::{
    accounts::{
        AccountForm, ActForm,
        choices::Choices,
        model::Account,
        service::{self, Action},
        store,
    },
    api::Key,
    change::Change,
    error::Result,
    forms::{self, fields::canonical_name},
    resource::merged,
    state::State,
};

pub const FIELDS: [Field; 23] = [
    Field { name: "id", what: What::Id },
    Field { name: "title", what: What::Text },
    Field { name: "name", what: What::Text },
    Field { name: "external_id", what: What::Text },
    Field { name: "tariff", what: What::Named("tariff") },
    Field { name: "tz", what: What::Text },
    Field { name: "active", what: What::Flag },
    Field { name: "account_postgresql", what: What::Named("postgresql") },
    Field { name: "account_cache_clickhouse", what: What::Named("clickhouse") },
    Field { name: "external_data_connectors", what: What::Several("external_data") },
    Field { name: "web_version_policy", what: What::Named("policy") },
    Field { name: "save_email_web_versions", what: What::Flag },
    Field { name: "enable_pixel", what: What::Flag },
    Field { name: "enable_smart_settings", what: What::Flag },
    Field { name: "enable_push", what: What::Flag },
    Field { name: "enable_track_email_replies", what: What::Flag },
    Field { name: "custom_push_domain", what: What::Text },
    Field { name: "reports_day", what: What::Text },
    Field { name: "reports_hour", what: What::Text },
    Field { name: "force_2fa_auth", what: What::Flag },
    Field { name: "use_ldap", what: What::Flag },
    Field { name: "ldap_connector", what: What::Named("ldap") },
    Field { name: "login_as_notice", what: What::Text },
];

/// The account that the cells name, if there is one. A deleted one keeps its name, which the service has its rules for.
async fn named(change: &mut Change, cells: &Cells) -> Result<Option<Account>> {
    if let Some(id) = cells.get("id") {
        let found = match id.parse() {
            Ok(id) => store::find(&mut change.conn, id).await?,
            Err(_) => None,
        };
        return found.map(Some).ok_or_else(|| refuse("id", "import-refused-id"));
    }
    let name = canonical_name(cells.get("name").map_or("", String::as_str));
    let found = store::api::find(&mut change.conn, &Key { name: Some(name), id: None }).await?;
    Ok(found.filter(|account| account.state.deleted_at.is_none()))
}

/// What a row is about, so that the same twice in a file is found.
pub async fn meant(change: &mut Change, cells: &Cells) -> Result<String> {
    Ok(match named(change, cells).await? {
        Some(account) => format!("#{}", account.id),
        None => canonical_name(cells.get("name").map_or("", String::as_str)),
    })
}

/// Does what a row says.
pub async fn apply(state: &State, change: &mut Change, cells: &Cells, on: On) -> Result<Done> {
    let account = named(change, cells).await?;
    let choices = Choices(store::options(&mut change.conn, account.as_ref().map_or(0, |it| it.id)).await?);
    let given = typed(Kind::Accounts, cells, |list, name| choices.id_of(list, name))?;
    let Some(account) = account else {
        on.nothing()?;
        service::create_in(state, change, &choices, &merged(AccountForm::new(), &given)?).await?;
        return Ok(Done { became: Became::New, object: None, redirects: false, letters: 0 });
    };
    let (id, object) = (account.id, Some((account.id, account.version)));
    let was = on.version((id, account.version))?;
    let wanted = cells.get("active").and_then(|cell| flag(cell)).map(forms::on);
    let switches = wanted.is_some_and(|active| active != account.state.active);
    let of = AccountForm::of(&account, &choices);
    let form = AccountForm { version: was.to_string(), over_confirmed: "on".to_owned(), ..of };
    let form = merged(form, &given)?;
    let edits = differs(&account, &choices, &form)?;
    if !edits && !switches {
        return Ok(Done { became: Became::Same, object, redirects: false, letters: 0 });
    }
    let mut version = was;
    if edits {
        version = service::save(state, change, (account, &choices), &form).await?.1.account.version;
    }
    if switches {
        let action = if wanted == Some(true) { Action::Activate } else { Action::Deactivate };
        let form = ActForm { version: version.to_string(), ..ActForm::default() };
        service::act_in(state, change, id, action, &form).await?;
    }
    Ok(Done { became: Became::Changed, object, redirects: false, letters: 0 })
}

/// Whether the form says anything else of the account than what is.
fn differs(account: &Account, choices: &Choices, form: &AccountForm) -> Result<bool> {
    let new = form.parse(choices)?;
    let said = |settings| serde_json::to_value(settings).map_err(anyhow::Error::from);
    let mut data = choices.chosen_ids();
    data.sort_unstable();
    Ok(said(&new.settings)? != said(&account.settings)? || new.external_data != data)
}
