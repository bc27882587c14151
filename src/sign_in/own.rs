//! What somebody who is signed in does about their own sign-in, at their own browser: proves who they are, takes
//! another password.

use serde::Deserialize;

use super::{
    devices,
    entry::{self, Entry},
    model::{Outcome, Person, Purpose},
    notices,
    password::{self, Verdict},
    service,
    store::{self, Attempt},
    throttle,
};
use crate::{
    change::Change,
    error::{Error, FieldErrors, Result},
    forms::Secret,
    mail::letters,
    web::{
        Page, session,
        vouch::{Claim, Word, vouched},
    },
};

/// A change of password by its owner, as typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct NewPassword {
    pub current_password: Secret,
    pub password: Secret,
    pub password_again: Secret,
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

/// A new password for the signed-in `person`, who proves themselves with the current one.
pub async fn change_password(page: &Page, person: &Person, form: &NewPassword) -> Result<()> {
    check_is_ours(person)?;
    check_password(page, person, form.current_password.expose()).await?;
    replace_password(page, person, form).await
}

/// Like [`change_password`], where the current one was given a moment ago.
pub async fn replace_password(page: &Page, person: &Person, form: &NewPassword) -> Result<()> {
    check_is_ours(person)?;
    let mut errors = FieldErrors::default();
    if form.password != form.password_again {
        errors.add("password_again", "password-not-same");
    }
    if password::verify(&page.state, person.password_hash.clone(), form.password.expose()).await? != Verdict::Wrong {
        errors.add("password", "password-not-new");
    }
    let hash = service::accept_password(&page.state, &person.policy, form.password.expose(), &mut errors).await?;
    errors.or(())?;
    let mut change = Change::begin(&page.state, page.actor()).await?;
    let current = page.session.as_ref().map_or("", |session| &session.key_hash);
    set_password(page, &mut change, person, &hash, current).await?;
    change.commit().await
}

/// Sets a password that its owner chose, and ends every session of theirs but `current`, every link that would set
/// another, and all that other devices are trusted with.
pub async fn set_password(page: &Page, change: &mut Change, person: &Person, hash: &str, current: &str) -> Result<()> {
    store::set_password(change, person.owner, hash).await?;
    session::end_others(&mut change.conn, person.owner, current).await?;
    store::delete_links(change, Purpose::password_of(person.owner.kind), person.owner.id).await?;
    devices::forget_others(page, change, person.owner).await?;
    if person.password_hash.is_some() {
        notices::tell(&page.state, change, person, letters::password_changed).await?;
    }
    service::record(change, person, "password", vec![("password", String::new(), "changed".to_owned())]).await
}

/// A directory's password is changed there, and there is none here beside it.
fn check_is_ours(person: &Person) -> Result<(), FieldErrors> {
    if person.is_ldap { Err(FieldErrors::one("password", "user-password-of-directory")) } else { Ok(()) }
}

/// Wrong ones are counted with those of signing in.
async fn check_password(page: &Page, person: &Person, typed: &str) -> Result<()> {
    let (state, owner) = (&page.state, person.owner);
    let may_ask = throttle::may_prove(&mut state.db.conn().await?, owner, &person.login, page.now()).await?;
    let right = match vouched(page, Claim { login: &person.login, password: typed, may_ask }).await? {
        Word::NotAsked if person.is_ldap => false,
        Word::NotAsked => password::verify(state, person.password_hash.clone(), typed).await? != Verdict::Wrong,
        Word::Yes(id) => id == owner.id,
        Word::Unknown => return Err(FieldErrors::one("current_password", "prove-directory-unknown").into()),
        Word::No | Word::Held | Word::Closed(_) | Word::Refused(_) => false,
    };
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
