//! Taking back what a record says of an account, by the service that made it.

use serde_json::{Map, Value};

use super::{
    choices::Choices,
    form::{AccountForm, ActForm},
    model::Account,
    service::{self, Action, described},
    store,
};
use crate::{
    change::{
        Audited, Change,
        work::{Did, Recorded, Within, reversed},
    },
    error::{Error, Result},
    state::State,
};

/// The fields that say a state and not a setting.
const STATE: [&str; 5] = ["active", "frozen", "payment_url", "reason", "deleted"];

/// Gives the fields their old values, where they still have the new ones; any other is a conflict.
pub async fn undo(Within { state, change }: Within<'_>, id: i64, fields: &[Recorded]) -> Result<Did> {
    let account = store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)?;
    let choices = Choices(store::options(&mut change.conn, id).await?);
    let now = described(account.clone(), &choices, &choices.chosen_ids()).fields();
    let back = reversed(&now, fields)?;
    if back.is_empty() {
        return Ok(Did::Already);
    }
    if back.keys().any(|field| STATE.contains(field)) {
        return switched(state, change, &account, |field| back.get(field).copied()).await;
    }
    let mut form = object(&AccountForm::of(&account, &choices))?;
    for (field, old) in back {
        let value = typed(&choices, field, old)?;
        if field == "name" {
            form.insert("name_confirmed".to_owned(), value.clone());
        }
        if field == "use_ldap" {
            form.insert("ldap_confirmed".to_owned(), "on".into());
        }
        form.insert(field.to_owned(), value);
    }
    // It was so before.
    form.insert("over_confirmed".to_owned(), "on".into());
    let form: AccountForm = serde_json::from_value(Value::Object(form)).map_err(anyhow::Error::from)?;
    let form = AccountForm { version: account.version.to_string(), ..form };
    service::save(state, change, (account, &choices), &form).await?;
    Ok(Did::Changed(0))
}

/// The action that leads back.
async fn switched<'a>(
    state: &State,
    change: &mut Change,
    account: &Account,
    old: impl Fn(&str) -> Option<&'a str>,
) -> Result<Did> {
    let or =
        |field: &str, now: &Option<String>| old(field).map_or_else(|| now.clone().unwrap_or_default(), str::to_owned);
    let was_frozen = old("frozen").map_or(account.state.frozen, |old| old == "yes");
    let action = match (old("deleted"), old("active")) {
        (Some(""), _) => Action::Restore,
        (Some(_), _) => Action::Delete,
        (None, Some("yes")) => Action::Activate,
        (None, Some(_)) => Action::Deactivate,
        (None, None) if was_frozen => Action::Freeze,
        (None, None) => Action::Unfreeze,
    };
    let form = ActForm {
        payment_url: or("payment_url", &account.payment_url),
        reason: or("reason", &account.freeze_reason),
        typed_name: account.settings.name.clone(),
        ..ActForm::of(account)
    };
    service::act_in(state, change, account.id, action, &form).await?;
    Ok(Did::Changed(0))
}

/// A recorded value as the form has it: references by their ids, switches as they are ticked.
fn typed(choices: &Choices, field: &str, value: &str) -> Result<Value> {
    let id = |list: &str, name: &str| match choices.id_of(list, name) {
        Some(id) => Ok(id.to_string()),
        None if name.is_empty() => Ok(String::new()),
        None => Err(Error::Conflict("undo-reference-gone".into())),
    };
    Ok(match field {
        "tariff" => id("tariff", value)?.into(),
        "account_postgresql" => id("postgresql", value)?.into(),
        "account_cache_clickhouse" => id("clickhouse", value)?.into(),
        "web_version_policy" => id("policy", value)?.into(),
        "ldap_connector" => id("ldap", value)?.into(),
        "external_data_connectors" => {
            let names = value.split(", ").filter(|name| !name.is_empty());
            names.map(|name| id("external_data", name).map(Value::from)).collect::<Result<Vec<_>>>()?.into()
        }
        _ if value == "yes" => "on".into(),
        _ => value.into(),
    })
}

fn object(form: &AccountForm) -> Result<Map<String, Value>> {
    match serde_json::to_value(form).map_err(anyhow::Error::from)? {
        Value::Object(fields) => Ok(fields),
        _ => Ok(Map::new()),
    }
}
