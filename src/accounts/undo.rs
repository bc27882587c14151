//! Taking back what a record says of an account, by the service that made it.

use std::collections::BTreeMap;

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
        Actor, Audited, Change, Undoes, is_switch,
        undo::{Given, Now, Of, Undone},
        work::{Did, Recorded, Within, reversed},
    },
    db::Conn,
    error::{Error, Result},
    people::Permission,
    state::State,
};

/// The fields that say a state and not a setting.
const STATE: [&str; 5] = ["active", "frozen", "payment_url", "reason", "deleted"];

/// The fields that name something else, and the lists that it is in.
const REFERENCES: [(&str, &str); 6] = [
    ("tariff", "tariff"),
    ("account_postgresql", "postgresql"),
    ("account_cache_clickhouse", "clickhouse"),
    ("web_version_policy", "policy"),
    ("ldap_connector", "ldap"),
    ("external_data_connectors", "external_data"),
];

pub struct Accounts;

impl Undoes for Accounts {
    fn objects(&self) -> &'static [&'static str] {
        &["account"]
    }

    fn needs(&self) -> Permission {
        Permission::EditAccounts
    }

    fn now<'a>(&'a self, conn: &'a mut Conn, of: Of<'a>) -> Undone<'a, Option<Now>> {
        Box::pin(async move {
            let Some(account) = store::find(conn, of.id).await? else { return Ok(None) };
            let choices = Choices(store::options(conn, of.id).await?);
            let names = |list: &str| choices.of(list).into_iter().map(|it| it.label).collect();
            Ok(Some(Now {
                version: account.version,
                offered: REFERENCES.iter().map(|(field, list)| (*field, names(list))).collect(),
                fields: described(account, &choices, &choices.chosen_ids()).fields(),
                is_deleted: false,
            }))
        })
    }

    fn give<'a>(&'a self, state: &'a State, by: Actor, of: Of<'a>, edit: (i64, &'a [Given])) -> Undone<'a, ()> {
        Box::pin(async move {
            let (version, given) = edit;
            let mut change = Change::begin(state, by).await?;
            let account = store::find(&mut change.conn, of.id).await?.ok_or(Error::NotFound)?;
            if account.version != version {
                return Err(Error::Stale);
            }
            let choices = Choices(store::options(&mut change.conn, of.id).await?);
            let back = given.iter().map(|(field, value)| (field.as_str(), value.as_str())).collect();
            give(Within { state, change: &mut change }, account, &choices, back).await?;
            change.commit().await
        })
    }
}

/// Gives the fields their old values, where they still have the new ones; any other is a conflict.
pub async fn undo(within: Within<'_>, id: i64, fields: &[Recorded]) -> Result<Did> {
    let conn = &mut within.change.conn;
    let account = store::find(conn, id).await?.ok_or(Error::NotFound)?;
    let choices = Choices(store::options(conn, id).await?);
    let now = described(account.clone(), &choices, &choices.chosen_ids()).fields();
    let back = reversed(&now, fields)?;
    if back.is_empty() {
        return Ok(Did::Already);
    }
    give(within, account, &choices, back).await
}

async fn give(
    Within { state, change }: Within<'_>,
    account: Account,
    choices: &Choices,
    back: BTreeMap<&str, &str>,
) -> Result<Did> {
    if back.keys().any(|field| STATE.contains(field)) {
        return switched(state, change, &account, |field| back.get(field).copied()).await;
    }
    let mut form = object(&AccountForm::of(&account, choices))?;
    for (field, old) in back {
        let value = typed(choices, field, old)?;
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
    service::save(state, change, (account, choices), &form).await?;
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
    let list = REFERENCES.iter().find(|(name, _)| *name == field).map(|(_, list)| *list);
    Ok(match list {
        // Of a name with a comma in it the record does not tell whether it is one or two.
        Some("external_data") if choices.in_list("external_data").any(|it| it.name.contains(", ")) => {
            return Err(Error::Conflict("undo-names".into()));
        }
        Some("external_data") => {
            let names = value.split(", ").filter(|name| !name.is_empty());
            names.map(|name| id("external_data", name).map(Value::from)).collect::<Result<Vec<_>>>()?.into()
        }
        Some(list) => id(list, value)?.into(),
        None if is_switch(field) && value == "yes" => "on".into(),
        None => value.into(),
    })
}

fn object(form: &AccountForm) -> Result<Map<String, Value>> {
    match serde_json::to_value(form).map_err(anyhow::Error::from)? {
        Value::Object(fields) => Ok(fields),
        _ => Ok(Map::new()),
    }
}
