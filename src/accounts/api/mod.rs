//! Accounts over the API, by the same `service` as the panel.

mod asks;
mod bulk;
mod examples;

use asks::{Act, Activate, Deactivate, Freeze, Get, Only, Restore, Save};
use serde_json::json;

use super::{
    choices::Choices,
    form::{AccountForm, ActForm},
    model::{Account, AccountWithData, Settings},
    service::{self, Action, Done},
    store,
};
use crate::{
    api::{
        Call, Caller, Failure, Flag, Int, Nothing, One, Part, Ref, Row, Rows, Saved, Scope, Text, Thing,
        asks::{List, With, no_version},
        retry, rows_of_many,
    },
    forms::fields::{canonical_name, optional, shown_account_name},
    i18n::Lang,
    lists::LongLists,
};

pub fn calls() -> Vec<Call> {
    use Scope::{AccountsRead, AccountsWrite};
    let (acme, done) = (|| json!({"id": "acme"}), || json!({}));
    let new = json!({"name": "beta", "title": "Beta", "tz": "Europe/Berlin", "tariff": "Basic", "reports_day": 1, "reports_hour": 9,
                     "enable_pixel": true, "custom_push_domain": "news.example.com"});
    let unpaid =
        json!({"id": "acme", "frozen_details": {"payment_url": "https://pay.example.com/1017", "reason": "Unpaid"}});
    vec![
        Call::new("accounts/list", AccountsRead, "Accounts in the order of their ids, from an id on.", list)
            .example(json!({"from_id": 1, "limit": 100, "active": true}), examples::rows()),
        Call::new(
            "accounts/get",
            AccountsRead,
            "One account with all its settings, under the names by which they are saved.",
            get,
        )
        .example(acme(), examples::one()),
        Call::new(
            "accounts/save",
            AccountsWrite,
            "Creates an account, or with an id changes what is given of it and nothing else.",
            save,
        )
        .example(new, json!({"data": {"saved_id": 18, "version": 1}})),
        Call::new(
            "accounts/deactivate",
            AccountsWrite,
            "Switches an account off; its users are signed out.",
            deactivate,
        )
        .example(json!({"id": "acme", "notify_users": true}), done()),
        Call::new("accounts/activate", AccountsWrite, "Switches an account on.", activate).example(acme(), done()),
        Call::new(
            "accounts/freeze",
            AccountsWrite,
            "Freezes an account: its users may look and change nothing. Of a frozen one the details are set anew.",
            freeze,
        )
        .example(unpaid, done()),
        Call::new("accounts/unfreeze", AccountsWrite, "Ends the freeze.", unfreeze).example(acme(), done()),
        Call::new(
            "accounts/delete",
            AccountsWrite,
            "Deletes an account; for 30 days it can be restored.",
            async |caller, ask| act(caller, ask, Action::Delete).await,
        )
        .example(acme(), done()),
        Call::new("accounts/restore", AccountsWrite, "Brings a deleted account back, as it was.", restore)
            .example(acme(), done()),
        bulk::call(),
    ]
}

/// There may be very many, so how many is counted once a minute at most.
async fn list(caller: &Caller, With(page, ask): With<List, Only>) -> Result<Rows<store::api::Row>, Failure> {
    let part = Part::of(page.from_id, page.limit)?;
    let (active, frozen) = (ask.active.map(|it| it.0), ask.frozen.map(|it| it.0));
    let (name, reference) = (ask.name.map(|it| canonical_name(&it.0)), ask.external_id.and_then(|it| typed(&it)));
    let filtered = store::api::filtered(active, frozen, name.as_deref(), reference.as_deref());
    let list = format!("accounts/list active={active:?} frozen={frozen:?} name={name:?} external_id={reference:?}");
    let long_lists = caller.state.part::<LongLists>();
    let known = (&*long_lists, list, caller.state.clock.now());
    let found = rows_of_many(&mut caller.state.db.conn().await?, filtered, store::api::ROW, part, known).await?;
    Ok(Rows::of(found, |it| it))
}

async fn get(caller: &Caller, ask: Get) -> Result<One<AccountWithData>, Failure> {
    let by_name = ask.name.as_ref().and_then(typed).map_or(Ref::None, Ref::Name);
    let account = match (&ask.id, &by_name, ask.external_id.as_ref().and_then(typed)) {
        (Ref::None, Ref::None, Some(reference)) => find_by_reference(caller, reference).await?,
        (Ref::None, name, None) if *name != Ref::None => find(caller, "name", name).await?,
        (id, Ref::None, None) => find(caller, "id", id).await?,
        (_, Ref::None, Some(_)) => return Err(Failure::field("external_id", &"api-id-or-name".into())),
        _ => return Err(Failure::field("name", &"api-id-or-name".into())),
    };
    let choices = Choices(store::options(&mut caller.state.db.conn().await?, account.id).await?);
    let name = shown_account_name(&account.settings.name, Lang::En);
    let account = Account { settings: Settings { name, ..account.settings }, ..account };
    Ok(One { data: AccountWithData { account, external_data_connectors: choices.chosen_ids() } })
}

async fn save(caller: &Caller, ask: Save) -> Result<Saved, Failure> {
    let by = || caller.actor.clone();
    if ask.id == Ref::None {
        no_version(ask.version)?;
        let form = AccountForm {
            reports_day: String::new(),
            reports_hour: String::new(),
            tz: String::new(),
            ..AccountForm::new()
        };
        let choices = Choices(store::options(&mut caller.state.db.conn().await?, 0).await?);
        let form = ask.over(form, &choices)?;
        return Ok(saved(&service::create(&caller.state, by(), &form).await?));
    }
    let done = retry(caller, ask.version, async || {
        let edit = service::edit(&caller.state, by(), &ask.id.account_key("id")?).await?;
        let edit = edit.ok_or_else(|| Failure::missing("id", Thing::Account, &ask.id))?;
        let service::Edit { account, choices, .. } = &edit;
        if ask.active.is_some_and(|it| it.0 != account.state.active) {
            return Err(Failure::field("active", &"api-active-by-its-own-call".into()));
        }
        let form = ask.over(AccountForm::of(account, choices), choices)?;
        Ok(edit.save(&caller.state, &form).await)
    });
    Ok(saved(&done.await??))
}

async fn activate(caller: &Caller, ask: Activate) -> Result<Nothing, Failure> {
    let send_welcome = ask.send_welcome.map_or_else(String::new, Flag::form);
    act_with(caller, (&ask.id, ask.version), Action::Activate, |_| ActForm {
        send_welcome: send_welcome.clone(),
        ..ActForm::default()
    })
    .await
}

async fn deactivate(caller: &Caller, ask: Deactivate) -> Result<Nothing, Failure> {
    let notify_users = ask.notify_users.map_or_else(String::new, Flag::form);
    act_with(caller, (&ask.id, ask.version), Action::Deactivate, |_| ActForm {
        notify_users: notify_users.clone(),
        ..ActForm::default()
    })
    .await
}

/// Without details those of an account that is frozen already stay.
async fn freeze(caller: &Caller, ask: Freeze) -> Result<Nothing, Failure> {
    let text = |given: &Option<Text>| given.as_ref().map_or_else(String::new, |it| it.0.clone());
    let form = |account: &Account| match &ask.frozen_details {
        Some(details) => {
            ActForm { payment_url: text(&details.payment_url), reason: text(&details.reason), ..ActForm::default() }
        }
        None => ActForm::of(account),
    };
    act_with(caller, (&ask.id, ask.version), Action::Freeze, form).await
}

async fn unfreeze(caller: &Caller, ask: Freeze) -> Result<Nothing, Failure> {
    act(caller, Act { id: ask.id, version: ask.version }, Action::Unfreeze).await
}

async fn restore(caller: &Caller, ask: Restore) -> Result<Nothing, Failure> {
    let name = ask.name.map_or_else(String::new, |it| it.0);
    act_with(caller, (&ask.id, ask.version), Action::Restore, |_| ActForm { name: name.clone(), ..ActForm::default() })
        .await
}

async fn act(caller: &Caller, ask: Act, action: Action) -> Result<Nothing, Failure> {
    act_with(caller, (&ask.id, ask.version), action, |_| ActForm::default()).await
}

/// What is so already is no error: the script that asks for it wants it so.
async fn act_with(
    caller: &Caller,
    (id, version): (&Ref, Option<Int>),
    action: Action,
    form: impl Fn(&Account) -> ActForm,
) -> Result<Nothing, Failure> {
    let done = retry(caller, version, async || {
        let account = find(caller, "id", id).await?;
        let current = version.map_or(account.version, |it| it.0).to_string();
        let form = ActForm { version: current, typed_name: account.settings.name.clone(), ..form(&account) };
        Ok(service::act(&caller.state, caller.actor.clone(), account.id, action, &form).await)
    });
    match done.await?? {
        Done::Changed(..) | Done::Already(_) => Ok(Nothing {}),
    }
}

/// An account by id or name, deleted ones included: what may be done with it, its state decides.
async fn find(caller: &Caller, field: &str, wanted: &Ref) -> Result<Account, Failure> {
    let key = wanted.account_key(field)?;
    let found = store::api::find(&mut caller.state.db.conn().await?, &key).await?;
    found.ok_or_else(|| Failure::missing(field, Thing::Account, wanted))
}

async fn find_by_reference(caller: &Caller, reference: String) -> Result<Account, Failure> {
    let found = store::api::by_reference(&mut caller.state.db.conn().await?, &reference).await?;
    found.ok_or_else(|| Failure::missing("external_id", Thing::Account, &Ref::Name(reference)))
}

/// As it would be stored; an empty text is none.
fn typed(text: &Text) -> Option<String> {
    optional(&text.0, usize::MAX).ok().flatten()
}

fn saved(account: &Account) -> Saved {
    Saved::of(account.id, account.version)
}

impl Row for store::api::Row {}
