//! The users of an account over the API, by the same `service` as the panel.

mod answers;
mod asks;

use answers::{UserRow, examples};
use asks::{List, Named, Save};
use serde_json::json;

use super::{
    form::UserForm,
    model::{NewUser, Offered, Whole},
    service::{self, Extras, Wishes},
    store,
    welcome::Letter,
};
use crate::{
    accounts,
    api::{Call, Caller, Failure, Nothing, Ref, Rows, Saved, Scope},
    error::{Error, FieldErrors},
    i18n::Lang,
    web::{Asked, fields::canonical_name},
};

/// How often a change without a `version` is tried again when somebody else was quicker.
const ATTEMPTS: usize = 3;
/// Fields whose name in the form is another.
const NAMES: [(&str, &str); 2] = [("login", "name"), ("send_access_email", "send_welcome")];

pub fn calls() -> Vec<Call> {
    use Scope::{MailSend, UsersRead, UsersWrite};
    let boris = || json!({"account_id": "acme", "name": "boris"});
    let (done, saved) = (|| json!({}), |version: i64| json!({"saved_id": 43, "version": version}));
    let new = json!({"account_id": "acme", "name": "clara", "email": "clara@example.com", "first_name": "Clara", "language": "en",
                     "groups": ["Main"], "send_welcome": true});
    let changes = json!({"account_id": "acme", "name": "boris", "phone": "+49 30 901820", "master": true, "notify_email": null});
    vec![
        Call::new("accounts/users/list", UsersRead, "Users of an account in the order of their ids, from an id on.", list)
            .example(json!({"account_id": "acme", "active": true}), examples()),
        Call::new("accounts/users/add", UsersWrite, "Adds a user to an account, with the welcome letter if it is asked for.", add)
            .without(&["new_name", "version"])
            .needing(&["email"])
            .example(new, saved(1)),
        Call::new("accounts/users/update", UsersWrite, "Changes what is given of a user and nothing else.", update)
            .example(changes, saved(2)),
        Call::new("accounts/users/send_welcome", MailSend, "Sends the welcome letter with a new link to set a password.", send_welcome)
            .example(boris(), done()),
        Call::new("accounts/users/delete", UsersWrite, "Deletes a user for good.", delete).example(boris(), done()),
    ]
}

async fn list(caller: &Caller, ask: List) -> Result<Rows<UserRow>, Failure> {
    let lang = match ask.lang {
        Some(lang) => Some(Lang::parse(&lang.0.to_lowercase()).ok_or_else(|| Failure::field("lang", &"refused-choice".into()))?),
        None => None,
    };
    let limit = crate::api::limit(ask.limit)?;
    let account_id = account(caller, &ask.account_id).await?;
    let narrowing = store::api::Narrowing {
        account_id,
        from_id: ask.from_id.map_or(1, |it| it.0),
        limit,
        active: ask.active.map(|it| it.0),
        master: ask.master.map(|it| it.0),
        language: lang.map(Lang::code),
    };
    let (rows, total) = store::api::list(&mut caller.state.db.conn().await?, &narrowing).await?;
    Ok(Rows { data: rows.into_iter().map(UserRow::of).collect(), total_count: total })
}

async fn add(caller: &Caller, ask: Save) -> Result<Saved, Failure> {
    let account_id = account(caller, &ask.account_id).await?;
    let mut conn = caller.state.db.conn().await?;
    let head = store::head(&mut conn, account_id).await?.ok_or(Error::NotFound)?;
    let offered = store::offered(&mut conn, account_id, 0).await?;
    drop(conn);
    let login = ask.name.0.clone();
    let mut form = UserForm { login, send_access_email: String::new(), ..UserForm::blank(&offered) };
    ask.lay_over(&mut form, &offered)?;
    let policy = service::policy(&head, false, &form.login, &form.email);
    let (new, extras) = checked(caller, &form, &policy).await?;
    let done = service::create(&caller.state, caller.actor.clone(), account_id, new, extras).await;
    done.map(|it| saved(&it)).map_err(|error| Failure::from(error).naming(&NAMES))
}

async fn update(caller: &Caller, ask: Save) -> Result<Saved, Failure> {
    let account_id = account(caller, &ask.account_id).await?;
    for _ in 0..ATTEMPTS {
        let (whole, offered) = user(caller, account_id, &ask.name.0).await?;
        let mut form = UserForm::of(&whole.user, &offered);
        if let Some(new_name) = &ask.new_name {
            form.login.clone_from(&new_name.0);
        }
        ask.lay_over(&mut form, &offered)?;
        let policy = service::policy(&whole.account, whole.user.has_2fa, &form.login, &form.email);
        let asked = checked(caller, &form, &policy).await?;
        let version = ask.version.map_or(whole.user.version, |it| it.0);
        match service::update(&caller.state, caller.actor.clone(), (account_id, whole.user.id), version, asked).await {
            Err(Error::Stale) if ask.version.is_none() => {}
            done => return done.map(|it| saved(&it)).map_err(|error| Failure::from(error).naming(&[("login", "new_name")])),
        }
    }
    Err(Error::Stale.into())
}

async fn delete(caller: &Caller, ask: Named) -> Result<Nothing, Failure> {
    let account_id = account(caller, &ask.account_id).await?;
    let (whole, _) = user(caller, account_id, &ask.name.0).await?;
    service::delete(&caller.state, caller.actor.clone(), (account_id, whole.user.id), &Asked::default()).await?;
    Ok(Nothing {})
}

async fn send_welcome(caller: &Caller, ask: Named) -> Result<Nothing, Failure> {
    let account_id = account(caller, &ask.account_id).await?;
    let (whole, _) = user(caller, account_id, &ask.name.0).await?;
    match service::send_welcome(&caller.state, caller.actor.clone(), (account_id, whole.user.id)).await?.letter {
        Letter::Refused(reason) => Err(match reason.key.as_ref() {
            "welcome-too-soon" => Failure::say(429, &reason).after(60),
            "welcome-too-many" => Failure::say(429, &reason).after(3600),
            _ => Failure::say(409, &reason),
        }),
        Letter::Queued | Letter::NotAsked => Ok(Nothing {}),
    }
}

/// Every field and everything beside the fields, refused in one pass.
async fn checked(caller: &Caller, form: &UserForm, policy: &crate::sign_in::password::Policy) -> Result<(NewUser, Extras), Failure> {
    let (new, mut errors) = match form.parse() {
        Ok(new) => (Some(new), FieldErrors::default()),
        Err(errors) => (None, errors),
    };
    let wishes = Wishes {
        password: Some(form.password.clone()).filter(|password| !password.is_empty()),
        send_access_email: crate::web::on(&form.send_access_email),
        ..Wishes::default()
    };
    let extras = service::prepare(&caller.state, policy, wishes, &mut errors).await?;
    match new {
        Some(new) if errors.is_empty() => Ok((new, extras)),
        _ => Err(Failure::from(errors).naming(&NAMES)),
    }
}

async fn account(caller: &Caller, wanted: &Ref) -> Result<i64, Failure> {
    let mut conn = caller.state.db.conn().await?;
    let id = match wanted {
        Ref::None => return Err(Failure::field("account_id", &"refused-empty".into())),
        Ref::Id(id) => Some(*id),
        Ref::Name(name) => accounts::store::api::id_of(&mut conn, &canonical_name(name)).await?.or(name.parse().ok()),
    };
    let head = match id {
        Some(id) => store::head(&mut conn, id).await?,
        None => None,
    };
    head.map(|it| it.id).ok_or_else(|| Failure::new(404, "api-no-such-account"))
}

async fn user(caller: &Caller, account_id: i64, login: &str) -> Result<(Whole, Vec<Offered>), Failure> {
    let mut conn = caller.state.db.conn().await?;
    let missing = || Failure::new(404, "api-no-such-user");
    let id = store::api::id_of(&mut conn, account_id, &canonical_name(login)).await?.ok_or_else(missing)?;
    let whole = store::find(&mut conn, account_id, id).await?.ok_or_else(missing)?;
    let offered = store::offered(&mut conn, account_id, id).await?;
    Ok((whole, offered))
}

fn saved(done: &service::Saved) -> Saved {
    Saved { saved_id: done.whole.user.id, version: done.whole.user.version }
}
