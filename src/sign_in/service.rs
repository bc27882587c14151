//! The rules of signing in that need the database, one path for administrators and account users.

use chrono::Duration;
use futures_util::future::BoxFuture;
use serde::Deserialize;

use super::{
    devices,
    entry::{self, Entry},
    forgot,
    model::{Outcome, Person, Purpose},
    notices,
    password::{self, Verdict},
    store::{self, Attempt},
    throttle,
};
use crate::{
    audit::{Actor, Change, store::About},
    db::Conn,
    error::{Error, FieldErrors, Result},
    mail::letters,
    state::State,
    web::{DEVICE_LASTS, Owner, OwnerKind, Page, session},
};

/// How long a link that sets a password, or sets Steward up, is good.
pub const LINK_LIFETIME: Duration = Duration::hours(24);
/// The same after a reset.
pub const RESET_LIFETIME: Duration = letters::RESET_LASTS;

/// More of what is typed is not looked at.
pub const LONGEST_LOGIN: usize = 160;

/// A change of password by its owner, as typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct NewPassword {
    pub current_password: String,
    pub password: String,
    pub password_again: String,
}

pub async fn find(state: &State, conn: &mut Conn, owner: Owner) -> Result<Option<Person>> {
    Ok(match owner.kind {
        OwnerKind::Admin => store::find_admin(conn, owner.id).await?.map(|it| Person::of_admin(it, &state.config)),
        OwnerKind::User => store::find_user(conn, owner.id).await?.map(Person::of_user),
    })
}

/// A password or a code of the signed-in `person`, given once more. Wrong ones are counted with those of signing in.
pub async fn prove(page: &Page, person: &Person, password: &str, code: &str) -> Result<()> {
    if !code.trim().is_empty() {
        return match entry::accept_code(page, person.owner, code).await? {
            Ok((change, _)) => change.commit().await,
            Err(Entry::Refused(why)) => Err(FieldErrors::one("code", why).into()),
            Err(_) => Err(Error::Forbidden),
        };
    }
    check_password(page, person, password).await
}

/// The hash to keep of a new password, or why it is refused.
pub async fn accept_password(
    state: &State,
    policy: &password::Policy,
    typed: &str,
    errors: &mut FieldErrors,
) -> Result<String> {
    if errors.keep("password", policy.judge(typed)).is_none() || !errors.is_empty() {
        return Ok(String::new());
    }
    password::hash(state, typed).await
}

/// A new password for the signed-in `person`, who proves themselves with the current one.
pub async fn change_password(page: &Page, person: &Person, form: &NewPassword) -> Result<()> {
    check_password(page, person, &form.current_password).await?;
    replace_password(page, person, form).await
}

/// Wrong ones are counted with those of signing in.
async fn check_password(page: &Page, person: &Person, typed: &str) -> Result<()> {
    let (state, owner) = (&page.state, person.owner);
    let right = password::verify(state, person.password_hash.clone(), typed).await? != Verdict::Wrong;
    let mut change = Change::begin(state, page.actor()).await?;
    store::lock(&mut change, owner).await?;
    let (outcome, sentence) = match throttle::may_prove(&mut change.conn, owner, &person.login, page.now()).await? {
        true if right => return Ok(()),
        true => (Outcome::WrongPassword, "password-wrong"),
        false => (Outcome::TooManyPasswords, "password-too-many"),
    };
    entry::refuse(state, change, Attempt::of_session(owner, &person.login), outcome).await?;
    Err(FieldErrors::one("current_password", sentence).into())
}

/// The same, where the current one was given a moment ago.
pub async fn replace_password(page: &Page, person: &Person, form: &NewPassword) -> Result<()> {
    let mut errors = FieldErrors::default();
    if form.password != form.password_again {
        errors.add("password_again", "password-not-same");
    }
    if password::verify(&page.state, person.password_hash.clone(), &form.password).await? != Verdict::Wrong {
        errors.add("password", "password-not-new");
    }
    let hash = accept_password(&page.state, &person.policy, &form.password, &mut errors).await?;
    errors.or(())?;
    let mut change = Change::begin(&page.state, page.actor()).await?;
    let current = page.session.as_ref().map_or("", |session| &session.key_hash);
    set_password(page, &mut change, person, &hash, current).await?;
    change.commit().await
}

/// Sets a password that its owner chose, and ends every session of theirs but `current`, every link that would set another, and all
/// that other devices are trusted with.
pub async fn set_password(page: &Page, change: &mut Change, person: &Person, hash: &str, current: &str) -> Result<()> {
    store::set_password(change, person.owner, hash).await?;
    session::end_others(&mut change.conn, person.owner, current).await?;
    store::delete_links(change, Purpose::password_of(person.owner.kind), person.owner.id).await?;
    devices::forget_others(page, change, person.owner).await?;
    if person.password_hash.is_some() {
        notices::tell(&page.state, change, person, letters::password_changed).await?;
    }
    record(change, person, "password", vec![("password", String::new(), "changed".to_owned())]).await
}

/// A record of what was done to somebody's sign-in.
pub async fn record(
    change: &mut Change,
    person: &Person,
    action: &str,
    changes: Vec<(&'static str, String, String)>,
) -> Result<()> {
    let Owner { kind, id } = person.owner;
    let account_id = person.written_to.account_id;
    change
        .note(action, About { kind: kind.as_str(), id: Some(id), name: person.login.clone(), account_id }, changes)
        .await
}

/// Who is named when somebody acts by the proof of a link, not of a session.
pub fn actor_of(page: &Page, person: &Person) -> Actor {
    Actor { kind: person.owner.kind.as_str(), id: Some(person.owner.id), name: person.login.clone(), ..page.actor() }
}

pub async fn find_by_login(state: &State, conn: &mut Conn, kind: OwnerKind, login: &str) -> Result<Option<Person>> {
    Ok(match kind {
        OwnerKind::Admin => {
            store::find_admin_by_login(conn, login).await?.map(|it| Person::of_admin(it, &state.config))
        }
        OwnerKind::User => {
            let (login, account) = login.rsplit_once('@').unwrap_or((login, ""));
            store::find_user_by_login(conn, login, account).await?.map(Person::of_user)
        }
    })
}

/// Forgets what has expired: links, requests for new passwords, devices.
pub fn sweep(state: &State) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move {
        let now = state.clock.now();
        let mut conn = state.db.begin().await?;
        store::sweep_links(&mut conn, now).await?;
        forgot::sweep(&mut conn, now).await?;
        store::sweep_devices(&mut conn, now - DEVICE_LASTS).await?;
        Ok(conn.commit().await?)
    })
}
