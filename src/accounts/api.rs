//! Accounts over the API, by the same `service` as the panel.

mod asks;

use asks::{Act, Deactivate, Freeze, Get, List, Save};
use serde_json::{Value, json};

use super::{
    choices::Choices,
    form::{AccountForm, ActForm},
    model::Account,
    service::{self, Action, Done},
    store,
};
use crate::{
    api::{Answer, Call, Caller, Failure, Flag, Given, Int, Params, Ref, Scope, Text},
    error::Error,
    web::fields::canonical_name,
};

/// How often a change without a `version` is tried again when somebody else was quicker.
const ATTEMPTS: usize = 3;

pub fn calls() -> Vec<Call> {
    use Scope::{AccountsRead, AccountsWrite};
    vec![
        Call { path: "accounts/list", scope: AccountsRead, run: |caller, params| Box::pin(list(caller, params)) },
        Call { path: "accounts/get", scope: AccountsRead, run: |caller, params| Box::pin(get(caller, params)) },
        Call { path: "accounts/save", scope: AccountsWrite, run: |caller, params| Box::pin(save(caller, params)) },
        Call { path: "accounts/activate", scope: AccountsWrite, run: |caller, params| Box::pin(act(caller, params, Action::Activate)) },
        Call { path: "accounts/deactivate", scope: AccountsWrite, run: |caller, params| Box::pin(deactivate(caller, params)) },
        Call { path: "accounts/freeze", scope: AccountsWrite, run: |caller, params| Box::pin(freeze(caller, params)) },
        Call { path: "accounts/unfreeze", scope: AccountsWrite, run: |caller, params| Box::pin(act(caller, params, Action::Unfreeze)) },
        Call { path: "accounts/delete", scope: AccountsWrite, run: |caller, params| Box::pin(act(caller, params, Action::Delete)) },
        Call { path: "accounts/restore", scope: AccountsWrite, run: |caller, params| Box::pin(act(caller, params, Action::Restore)) },
    ]
}

async fn list(caller: &Caller, params: Params) -> Result<Answer, Failure> {
    let ask: List = params.read()?;
    let narrowing = store::api::Narrowing {
        from_id: ask.from_id.map_or(1, |it| it.0),
        limit: crate::api::limit(ask.limit)?,
        active: ask.active.map(|it| it.0),
        frozen: ask.frozen.map(|it| it.0),
        name: ask.name.map(|it| canonical_name(&it.0)),
    };
    let (rows, total) = store::api::list(&mut caller.state.db.conn().await?, &narrowing).await?;
    Ok(Answer::rows("account", rows.iter().map(row).collect(), total))
}

async fn get(caller: &Caller, params: Params) -> Result<Answer, Failure> {
    let ask: Get = params.read()?;
    let by_name = ask.name.map_or(Ref::None, |name| Ref::Name(name.0));
    let account = find(caller, if ask.id == Ref::None { &by_name } else { &ask.id }).await?;
    let choices = Choices(store::options(&mut caller.state.db.conn().await?, account.id).await?);
    Ok(Answer::data(whole(&account, &choices)))
}

async fn save(caller: &Caller, params: Params) -> Result<Answer, Failure> {
    let ask: Save = params.read()?;
    let by = || caller.actor.clone();
    if ask.id == Ref::None {
        let mut form = AccountForm { reports_day: String::new(), reports_hour: String::new(), tz: String::new(), ..AccountForm::new() };
        if let Some(active) = ask.active {
            form.active = active.form();
        }
        let choices = Choices(store::options(&mut caller.state.db.conn().await?, 0).await?);
        ask.lay_over(&mut form, &choices)?;
        return Ok(saved(&service::create(&caller.state, by(), &form).await?));
    }
    for _ in 0..ATTEMPTS {
        let account = find(caller, &ask.id).await?;
        let choices = Choices(store::options(&mut caller.state.db.conn().await?, account.id).await?);
        if ask.active.is_some_and(|it| it.0 != account.state.active) {
            return Err(Failure::field("active", &"api-active-by-its-own-call".into()));
        }
        let mut form = AccountForm::of(&account, &choices);
        ask.lay_over(&mut form, &choices)?;
        if let Some(version) = ask.version {
            form.version = version.0.to_string();
        }
        match service::update(&caller.state, by(), account.id, &form).await {
            Err(Error::Stale) if ask.version.is_none() => {}
            other => return Ok(saved(&other?)),
        }
    }
    Err(Error::Stale.into())
}

async fn deactivate(caller: &Caller, params: Params) -> Result<Answer, Failure> {
    let ask: Deactivate = params.read()?;
    let notify_users = ask.notify_users.map_or_else(String::new, Flag::form);
    carry_out(caller, (&ask.id, ask.version), Action::Deactivate, ActForm { notify_users, ..ActForm::default() }).await
}

async fn freeze(caller: &Caller, params: Params) -> Result<Answer, Failure> {
    let ask: Freeze = params.read()?;
    let details = ask.frozen_details.flatten().unwrap_or_default();
    let text = |given: Given<Text>| given.map_or_else(String::new, |it| it.0);
    let form = ActForm { payment_url: text(details.payment_url), reason: text(details.reason), ..ActForm::default() };
    carry_out(caller, (&ask.id, ask.version), Action::Freeze, form).await
}

async fn act(caller: &Caller, params: Params, action: Action) -> Result<Answer, Failure> {
    let ask: Act = params.read()?;
    carry_out(caller, (&ask.id, ask.version), action, ActForm::default()).await
}

/// What is so already is no error: the script that asks for it wants it so.
async fn carry_out(caller: &Caller, (id, version): (&Ref, Option<Int>), action: Action, form: ActForm) -> Result<Answer, Failure> {
    for _ in 0..ATTEMPTS {
        let account = find(caller, id).await?;
        let current = version.map_or(account.version, |it| it.0).to_string();
        let form = ActForm { version: current, typed_name: account.name.clone(), ..form.clone() };
        match service::act(&caller.state, caller.actor.clone(), account.id, action, &form).await {
            Err(Error::Stale) if version.is_none() => {}
            Ok(Done::Changed(_) | Done::Already(_)) => return Ok(Answer::default()),
            Err(error) => return Err(Failure::from(error)),
        }
    }
    Err(Error::Stale.into())
}

/// An account by id or name, deleted ones included: what may be done with it, its state decides.
pub async fn find(caller: &Caller, wanted: &Ref) -> Result<Account, Failure> {
    let mut conn = caller.state.db.conn().await?;
    let id = match wanted {
        Ref::None => return Err(Failure::field("id", &"refused-empty".into())),
        Ref::Id(id) => Some(*id),
        Ref::Name(name) => store::api::id_of(&mut conn, &canonical_name(name)).await?.or(name.parse().ok()),
    };
    let found = match id {
        Some(id) => store::find(&mut conn, id).await?,
        None => None,
    };
    found.ok_or_else(|| Failure::new(404, "api-no-such-account"))
}

fn saved(account: &Account) -> Answer {
    Answer {
        fields: [("saved_id".to_owned(), account.id.into()), ("version".to_owned(), account.version.into())].into_iter().collect(),
        row: "item",
    }
}

fn row(it: &store::api::Row) -> Value {
    json!({
        "id": it.id, "name": it.name, "title": it.title, "timezone": it.tz, "tariff_id": it.tariff_id, "is_active": it.active,
        "is_frozen": it.frozen, "pixels_enabled": it.enable_pixel, "pushes_enabled": it.enable_push, "is_smart": it.enable_smart_settings,
        "is_subscribers_suspend_all": false, "is_tariff_exceed": it.limit_reached, "force_2fa_auth": it.force_2fa_auth,
        "created_at": it.created_at.to_rfc3339(), "version": it.version,
    })
}

/// Every field under the name by which it is saved, and the state.
fn whole(it: &Account, choices: &Choices) -> Value {
    let external_data: Vec<i64> = choices.chosen().iter().map(|it| it.id).collect();
    json!({
        "id": it.id, "version": it.version, "active": it.state.active, "frozen": it.state.frozen, "payment_url": it.payment_url,
        "freeze_reason": it.freeze_reason, "deleted_at": it.state.deleted_at.map(|at| at.to_rfc3339()), "title": it.title, "name": it.name,
        "tariff": it.tariff_id, "tariff_name": it.tariff_name, "tz": it.tz, "account_postgresql": it.account_postgresql,
        "account_cache_clickhouse": it.account_cache_clickhouse, "external_data_connectors": external_data,
        "web_version_policy": it.web_version_policy, "save_email_web_versions": it.save_email_web_versions, "enable_pixel": it.enable_pixel,
        "enable_smart_settings": it.enable_smart_settings, "enable_push": it.enable_push,
        "enable_track_email_replies": it.enable_track_email_replies, "custom_push_domain": it.custom_push_domain,
        "reports_day": it.reports_day, "reports_hour": it.reports_hour, "force_2fa_auth": it.force_2fa_auth,
        "is_tariff_exceed": it.state.limit_reached, "user_count": it.user_count, "created_at": it.created_at.to_rfc3339(),
        "updated_at": it.updated_at.to_rfc3339(),
    })
}
