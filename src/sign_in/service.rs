//! The rules of signing in that need the database, one path for administrators and account users.

use chrono::Duration;
use serde::Deserialize;

use super::{
    links,
    model::{Outcome, Person, Purpose},
    password::{self, Verdict},
    second_factor, store,
};
use crate::{
    admins,
    audit::{Actor, Change},
    db::Conn,
    error::{Error, FieldErrors, Result},
    portal,
    state::State,
    web::{Owner, OwnerKind, Page, clean, fields::canonical_name, session},
};

/// How long a link that sets a password, or sets Steward up, is good.
pub const LINK_LIFETIME: Duration = Duration::hours(24);
/// The same after a reset.
pub const RESET_LIFETIME: Duration = Duration::minutes(30);

const WRONG_CODES: i64 = 10;
const WRONG_CODES_WITHIN: Duration = Duration::minutes(15);
const LONGEST_LOGIN: usize = 160;

/// A change of password by its owner, as typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct NewPassword {
    pub current_password: String,
    pub password: String,
    pub password_again: String,
}

/// Where a password or a code has brought somebody.
pub enum Entry {
    In(Person),
    CodeOwed(Person),
    /// The sentence says why.
    Refused(&'static str),
}

/// The address of the page that makes the first owner, while there is no administrator; an older one is dead from now on.
pub async fn setup_link(state: &State) -> Result<Option<String>> {
    let mut change = Change::begin(state, Actor::system("setup")).await?;
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

/// Unknown logins and wrong passwords take the same time and get the same sentence; who has the right password is told more.
pub async fn give_password(page: &Page, login: &str, typed: &str) -> Result<Entry> {
    let (state, kind) = (&page.state, page.side());
    // No login has a control character, and PostgreSQL takes no NUL.
    let login = canonical_name(&clean(login, LONGEST_LOGIN));
    let person = find_by_login(state, kind, &login).await?;
    let kept = person.as_ref().filter(|it| !it.is_ldap).and_then(|it| it.password_hash.clone());
    let verdict = password::verify(state, kept.clone(), typed).await?;
    let stronger = if verdict == Verdict::Outdated { Some(password::hash(state, typed).await?) } else { None };
    let mut change = Change::begin(state, page.actor()).await?;
    // Hashing may have waited: what was changed about the person in the meantime counts. Nobody is looked for where nobody was found, so
    // that both take the same time.
    let owner = person.as_ref().map_or(Owner { kind, id: 0 }, |it| it.owner);
    let found = find(state, &mut change.conn, owner).await?;
    let unchanged = found.as_ref().map(|it| &it.password_hash) == person.as_ref().map(|it| &it.password_hash);
    let (person, outcome) = match found {
        None => return refuse(change, (kind, None, &login), Outcome::UnknownLogin).await,
        Some(it) if verdict == Verdict::Wrong || !unchanged => {
            return refuse(change, (kind, Some(it.owner.id), &login), Outcome::WrongPassword).await;
        }
        Some(it) => {
            let outcome = it.closed.map_or(Outcome::Ok, Outcome::Closed);
            (it, outcome)
        }
    };
    if outcome != Outcome::Ok {
        return refuse(change, (kind, Some(person.owner.id), &login), outcome).await;
    }
    if let (Some(old), Some(new)) = (kept, stronger) {
        store::rehash(&mut change, person.owner, &old, &new).await?;
    }
    if person.totp_secret.is_some() {
        change.commit().await?;
        return Ok(Entry::CodeOwed(person));
    }
    let_in(change, person).await
}

/// The code of somebody who gave the password.
pub async fn give_code(page: &Page, owner: Owner, code: &str) -> Result<Entry> {
    match accept_code(page, owner, code).await? {
        Ok((change, person)) => let_in(change, person).await,
        Err(refused) => Ok(refused),
    }
}

/// A right code is used up by the change that is given back.
async fn accept_code(page: &Page, owner: Owner, code: &str) -> Result<Result<(Change, Person), Entry>> {
    let mut change = Change::begin(&page.state, page.actor()).await?;
    let person = find(&page.state, &mut change.conn, owner).await?.ok_or(Error::NotFound)?;
    let since = change.at - WRONG_CODES_WITHIN;
    let wrong = store::count_outcomes(&mut change.conn, owner.kind, &person.login, Outcome::WrongCode, since).await?;
    let who = (owner.kind, Some(owner.id), person.login.as_str());
    if wrong >= WRONG_CODES {
        return Ok(Err(refuse(change, who, Outcome::TooManyCodes).await?));
    }
    if !second_factor::accept(&page.state, &mut change, &person, code).await? {
        return Ok(Err(refuse(change, who, Outcome::WrongCode).await?));
    }
    Ok(Ok((change, person)))
}

/// A password or a code of the signed-in `person`, given once more. Wrong ones are counted with those of signing in.
pub async fn prove(page: &Page, person: &Person, password: &str, code: &str) -> Result<()> {
    if !code.trim().is_empty() {
        return match accept_code(page, person.owner, code).await? {
            Ok((change, _)) => change.commit().await,
            Err(Entry::Refused(why)) => Err(FieldErrors::one("code", why).into()),
            Err(_) => Err(Error::Forbidden),
        };
    }
    check_password(page, person, password).await
}

/// Records that the owner is signed in.
pub async fn record_sign_in(change: &mut Change, person: &Person) -> Result<()> {
    store::insert_sign_in(change, (person.owner.kind, Some(person.owner.id), &person.login), Outcome::Ok).await?;
    Ok(store::set_last_sign_in(change, person.owner).await?)
}

/// The hash to keep of a new password, or why it is refused.
pub async fn accept_password(state: &State, policy: &password::Policy, typed: &str, errors: &mut FieldErrors) -> Result<String> {
    if errors.keep("password", policy.judge(typed)).is_none() || !errors.is_empty() {
        return Ok(String::new());
    }
    password::hash(state, typed).await
}

/// A new password for the signed-in `person`, who proves themselves with the current one. Wrong ones are counted with those of signing in.
pub async fn change_password(page: &Page, person: &Person, form: &NewPassword) -> Result<()> {
    check_password(page, person, &form.current_password).await?;
    replace_password(page, person, form).await
}

async fn check_password(page: &Page, person: &Person, typed: &str) -> Result<()> {
    if password::verify(&page.state, person.password_hash.clone(), typed).await? != Verdict::Wrong {
        return Ok(());
    }
    let change = Change::begin(&page.state, page.actor()).await?;
    refuse(change, (person.owner.kind, Some(person.owner.id), &person.login), Outcome::WrongPassword).await?;
    Err(FieldErrors::one("current_password", "password-wrong").into())
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
    set_password(&mut change, person, &hash).await?;
    change.commit().await
}

/// Sets a password that its owner chose, and ends every session of theirs and every link that would set another.
pub async fn set_password(change: &mut Change, person: &Person, hash: &str) -> Result<()> {
    match person.owner.kind {
        OwnerKind::Admin => admins::store::set_password(change, person.owner.id, Some(hash)).await?,
        OwnerKind::User => portal::store::set_password(change, person.owner.id, hash).await?,
    }
    session::end_all(&mut change.conn, person.owner).await?;
    store::delete_links(change, Purpose::password_of(person.owner.kind), person.owner.id).await?;
    record(change, person.owner, "password", vec![("password", String::new(), "changed".to_owned())]).await
}

/// An audit record about an owner.
pub async fn record(change: &mut Change, owner: Owner, action: &str, changes: Vec<(&'static str, String, String)>) -> Result<()> {
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

async fn find_by_login(state: &State, kind: OwnerKind, login: &str) -> Result<Option<Person>> {
    let mut conn = state.db.conn().await?;
    Ok(match kind {
        OwnerKind::Admin => admins::store::find_by_login(&mut conn, login).await?.map(|it| Person::of_admin(it, &state.config)),
        OwnerKind::User => {
            let (login, account) = login.rsplit_once('@').unwrap_or((login, ""));
            portal::store::find_by_login(&mut conn, login, account).await?.map(Person::of_user)
        }
    })
}

async fn let_in(mut change: Change, person: Person) -> Result<Entry> {
    record_sign_in(&mut change, &person).await?;
    change.commit().await?;
    Ok(Entry::In(person))
}

async fn refuse(mut change: Change, who: (OwnerKind, Option<i64>, &str), outcome: Outcome) -> Result<Entry> {
    let (kind, id, login) = who;
    store::insert_sign_in(&mut change, (kind, id, &clean(login, LONGEST_LOGIN)), outcome).await?;
    change.commit().await?;
    Ok(Entry::Refused(match outcome {
        Outcome::WrongCode => "sign-in-wrong-code",
        Outcome::TooManyCodes => "sign-in-too-many-codes",
        Outcome::Closed(_) if kind == OwnerKind::User => "sign-in-switched-off",
        _ => "sign-in-refused",
    }))
}
