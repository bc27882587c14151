//! The rules of signing in that need the database, one path for administrators and account users.

use chrono::Duration;
use serde::Deserialize;

use super::{
    devices,
    entry::{self, Entry},
    links,
    model::{Outcome, Person, Purpose},
    notices,
    password::{self, Verdict},
    store::{self, Attempt},
    throttle,
};
use crate::{
    admins,
    audit::{Actor, Change},
    db::{Conn, Serial},
    error::{Error, FieldErrors, Result},
    mail::letters,
    portal,
    state::State,
    web::{Owner, OwnerKind, Page, session},
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

/// The address of the page that makes the first owner, while there is no administrator; an older one is dead from now
/// on.
pub async fn setup_link(state: &State) -> Result<Option<String>> {
    let mut change = Change::begin(state, Actor::system("setup")).await?;
    // Of several that start at once the last one's link is the one that is good.
    change.conn.one_at_a_time(Serial::SetUp).await?;
    if !admins::store::none_yet(&mut change.conn).await? {
        return Ok(None);
    }
    let token = links::issue(&mut change, Purpose::Setup, 0, LINK_LIFETIME).await?;
    change.commit().await?;
    Ok(Some(format!("/setup?token={token}")))
}

pub async fn find(state: &State, conn: &mut Conn, owner: Owner) -> Result<Option<Person>> {
    Ok(match owner.kind {
        OwnerKind::Admin => admins::store::find(conn, owner.id).await?.map(|it| Person::of_admin(it, &state.config)),
        OwnerKind::User => portal::store::find(conn, owner.id).await?.map(Person::of_user),
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
    match person.owner.kind {
        OwnerKind::Admin => admins::store::set_password(change, person.owner.id, Some(hash)).await?,
        OwnerKind::User => portal::store::set_password(change, person.owner.id, hash).await?,
    }
    session::end_others(&mut change.conn, person.owner, current).await?;
    store::delete_links(change, Purpose::password_of(person.owner.kind), person.owner.id).await?;
    devices::forget_others(page, change, person.owner).await?;
    if person.password_hash.is_some() {
        notices::tell(&page.state, change, person, letters::password_changed).await?;
    }
    record(change, person.owner, "password", vec![("password", String::new(), "changed".to_owned())]).await
}

/// An audit record about an owner.
pub async fn record(
    change: &mut Change,
    owner: Owner,
    action: &str,
    changes: Vec<(&'static str, String, String)>,
) -> Result<()> {
    match owner.kind {
        OwnerKind::Admin => {
            let admin = admins::store::find(&mut change.conn, owner.id).await?.ok_or(Error::NotFound)?;
            change.record(action, &admin, changes).await
        }
        OwnerKind::User => {
            let user = portal::store::find(&mut change.conn, owner.id).await?.ok_or(Error::NotFound)?;
            change.record(action, &user, changes).await
        }
    }
}

/// Who is named when somebody acts by the proof of a link, not of a session.
pub fn actor_of(page: &Page, person: &Person) -> Actor {
    Actor { kind: person.owner.kind.as_str(), id: Some(person.owner.id), name: person.login.clone(), ..page.actor() }
}

pub async fn find_by_login(state: &State, conn: &mut Conn, kind: OwnerKind, login: &str) -> Result<Option<Person>> {
    Ok(match kind {
        OwnerKind::Admin => {
            admins::store::find_by_login(conn, login).await?.map(|it| Person::of_admin(it, &state.config))
        }
        OwnerKind::User => {
            let (login, account) = login.rsplit_once('@').unwrap_or((login, ""));
            portal::store::find_by_login(conn, login, account).await?.map(Person::of_user)
        }
    })
}
