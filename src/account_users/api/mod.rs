//! The users of an account over the API, by the same `service` as the panel.

mod answers;
mod asks;
mod bulk;

use answers::{UserRow, examples};
use asks::{List, Named, Save};
use serde_json::json;

use super::{
    extras::{self, Extras, Wishes},
    form::UserForm,
    model::{AccountUser, NewUser, Offered, Whole},
    service, store,
    welcome::{Letter, Reason},
};
use crate::{
    api::{Call, Caller, Failure, Nothing, Part, Rows, Saved, Scope, Thing, account, retry, rows},
    error::{Error, FieldErrors},
    forms::fields::canonical_name,
    i18n::Lang,
    web::Asked,
};

/// Fields whose name in the form is another, of a new user and of one that changes.
const NEW: [(&str, &str); 1] = [("login", "name")];
const THERE: [(&str, &str); 1] = [("login", "new_name")];

pub fn calls() -> Vec<Call> {
    use Scope::{MailSend, UsersRead, UsersWrite};
    let boris = || json!({"account_id": "acme", "name": "boris"});
    let (done, saved) = (|| json!({}), |version: i64| json!({"data": {"saved_id": 43, "version": version}}));
    let new = json!({"account_id": "acme", "name": "clara", "email": "clara@example.com", "first_name": "Clara", "language": "en",
                     "groups": ["Main"], "send_welcome": true});
    let changes =
        json!({"account_id": "acme", "name": "boris", "phone": "+49 30 901820", "master": true, "notify_email": null});
    vec![
        Call::new(
            "accounts/users/list",
            UsersRead,
            "Users of an account in the order of their ids, from an id on.",
            list,
        )
        .example(json!({"account_id": "acme", "active": true}), examples()),
        Call::new(
            "accounts/users/add",
            UsersWrite,
            "Adds a user to an account, with the welcome letter if it is asked for.",
            add,
        )
        .without(&["new_name", "version"])
        .needing(&["email"])
        .example(new, saved(1)),
        Call::new("accounts/users/update", UsersWrite, "Changes what is given of a user and nothing else.", update)
            .example(changes, saved(2)),
        Call::new(
            "accounts/users/send_welcome",
            MailSend,
            "Sends the welcome letter with a new link to set a password.",
            send_welcome,
        )
        .without(&["version"])
        .example(boris(), done()),
        bulk::call(),
        Call::new("accounts/users/delete", UsersWrite, "Deletes a user for good.", delete).example(boris(), done()),
    ]
}

async fn list(caller: &Caller, ask: List) -> Result<Rows<UserRow>, Failure> {
    let lang = match ask.lang {
        Some(lang) => {
            Some(Lang::parse(&lang.0.to_lowercase()).ok_or_else(|| Failure::field("lang", &"refused-choice".into()))?)
        }
        None => None,
    };
    let part = Part::of(ask.from_id, ask.limit)?;
    let account_id = account(caller, "account_id", &ask.account_id).await?;
    let switches = [ask.active, ask.master, ask.is_ldap].map(|it| it.map(|it| it.0));
    let filtered = store::api::filtered(account_id, switches, lang.map(Lang::as_str));
    let found = rows::<AccountUser>(&mut caller.state.db.conn().await?, filtered, store::ROW, part).await?;
    Ok(Rows::of(found, UserRow::of))
}

async fn add(caller: &Caller, ask: Save) -> Result<Saved, Failure> {
    let account_id = account(caller, "account_id", &ask.account_id).await?;
    let mut conn = caller.state.db.conn().await?;
    let head = store::head(&mut conn, account_id).await?.ok_or(Error::NotFound)?;
    let offered = store::offered(&mut conn, account_id, 0).await?;
    drop(conn);
    let login = ask.login()?.to_owned();
    let form = UserForm { login, send_access_email: String::new(), ..UserForm::blank(&offered) };
    let form = ask.over(form, &offered)?;
    let policy = service::policy(&head, false, form.known_by());
    let (new, extras) = checked(caller, &form, &policy).await.map_err(|failure| failure.naming(&NEW))?;
    let done = service::create(&caller.state, caller.actor.clone(), account_id, new, extras).await;
    done.map(|it| saved(&it)).map_err(|error| Failure::from(error).naming(&NEW))
}

async fn update(caller: &Caller, ask: Save) -> Result<Saved, Failure> {
    let account_id = account(caller, "account_id", &ask.account_id).await?;
    let login = ask.login()?;
    let done = retry(caller, ask.version, async || {
        let (whole, offered) = user(caller, account_id, login).await?;
        let mut form = ask.over(UserForm::of(&whole.user, &offered), &offered)?;
        if let Some(new_name) = &ask.new_name {
            form.login.clone_from(&new_name.0);
        }
        let policy = service::policy(&whole.account, whole.user.has_2fa, form.known_by());
        let asked = checked(caller, &form, &policy).await.map_err(|failure| failure.naming(&THERE))?;
        let version = ask.version.map_or(whole.user.version, |it| it.0);
        Ok(service::update(&caller.state, caller.actor.clone(), (account_id, whole.user.id), version, asked).await)
    });
    done.await?.map(|it| saved(&it)).map_err(|error| Failure::from(error).naming(&THERE))
}

async fn delete(caller: &Caller, ask: Named) -> Result<Nothing, Failure> {
    let account_id = account(caller, "account_id", &ask.account_id).await?;
    let (whole, _) = user(caller, account_id, ask.login()?).await?;
    service::delete(
        &caller.state,
        caller.actor.clone(),
        (account_id, whole.user.id),
        &Asked::at(ask.version.map(|it| it.0)),
    )
    .await?;
    Ok(Nothing {})
}

async fn send_welcome(caller: &Caller, ask: Named) -> Result<Nothing, Failure> {
    let account_id = account(caller, "account_id", &ask.account_id).await?;
    let (whole, _) = user(caller, account_id, ask.login()?).await?;
    match service::send_welcome(&caller.state, caller.actor.clone(), (account_id, whole.user.id)).await?.letter {
        Letter::Refused(Reason::TooMany(said, seconds)) => Err(Failure::say(429, &said).after(seconds.into())),
        Letter::Refused(Reason::Closed(said)) => Err(Failure::say(409, &said)),
        Letter::Queued | Letter::NotAsked => Ok(Nothing {}),
    }
}

/// Every field and everything beside the fields, refused in one pass.
async fn checked(
    caller: &Caller,
    form: &UserForm,
    policy: &crate::sign_in::password::Policy,
) -> Result<(NewUser, Extras), Failure> {
    let (new, mut errors) = match form.parse() {
        Ok(new) => (Some(new), FieldErrors::default()),
        Err(errors) => (None, errors),
    };
    let wishes = Wishes {
        password: Some(form.password.expose().to_owned()).filter(|password| !password.is_empty()),
        send_access_email: crate::forms::on(&form.send_access_email),
        ..Wishes::default()
    };
    let extras = extras::prepare(&caller.state, policy, wishes, &mut errors).await?;
    match new {
        Some(new) if errors.is_empty() => Ok((new, extras)),
        _ => Err(errors.into()),
    }
}

async fn user(caller: &Caller, account_id: i64, login: &str) -> Result<(Whole, Vec<Offered>), Failure> {
    if login.is_empty() {
        return Err(Failure::field("name", &"refused-empty".into()));
    }
    let mut conn = caller.state.db.conn().await?;
    let missing = || Failure::missing_name("name", Thing::User, login);
    let id = store::api::id_of(&mut conn, account_id, &canonical_name(login)).await?.ok_or_else(missing)?;
    let whole = store::find(&mut conn, account_id, id).await?.ok_or_else(missing)?;
    let offered = store::offered(&mut conn, account_id, id).await?;
    Ok((whole, offered))
}

fn saved(done: &service::Saved) -> Saved {
    Saved::of(done.whole.user.id, done.whole.user.version)
}
