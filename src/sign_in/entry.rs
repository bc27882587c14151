//! The way in: a password, then the code where one is owed; one path for administrators and account users.

use super::{
    devices,
    model::{Outcome, Person},
    notices,
    password::{self, Verdict},
    second_factor,
    service::{LONGEST_LOGIN, acting, find, find_by_login},
    store::{self, Attempt},
    throttle::{self, Standing},
};
use crate::{
    change::Change,
    error::{Error, Result},
    forms::fields::canonical_name,
    mail::letters,
    people::{Owner, OwnerKind, clean},
    state::State,
    web::{
        Page,
        vouch::{Claim, Word, vouched},
    },
};

/// Somebody who is signed in.
pub struct Entered {
    pub owner: Owner,
    /// By which the browser is known again, for it to keep.
    pub device: String,
}

/// Where a password or a code has brought somebody.
pub enum Entry {
    In(Entered),
    CodeOwed(Owner),
    /// The sentence says why.
    Refused(&'static str),
}

/// Unknown logins and wrong passwords take the same time and get the same sentence; who has the right password is told
/// more, unless the login is being guessed at.
pub async fn give_password(page: &Page, login: &str, typed: &str) -> Result<Entry> {
    let (state, kind) = (&page.state, page.side());
    // No login has a control character, and PostgreSQL takes no NUL.
    let login = canonical_name(&clean(login, LONGEST_LOGIN));
    let mut conn = state.db.conn().await?;
    let person = find_by_login(state, &mut conn, kind, &login).await?;
    // Where nobody was found, nobody is looked for as well, so that both take the same time.
    let owner = person.as_ref().map_or(Owner { kind, id: 0 }, |it| it.owner);
    let standing = throttle::standing(&mut conn, page, owner, &login).await?;
    drop(conn);
    let kept = person.as_ref().filter(|it| !it.is_ldap).and_then(|it| it.password_hash.clone());
    let (word, verdict) = said(page, (person.as_ref(), kept.clone()), standing, (&login, typed)).await?;
    let owner = if let Word::Yes(id) = word { Owner { kind, id } } else { owner };
    let stronger = if verdict == Verdict::Outdated { Some(password::hash(state, typed).await?) } else { None };
    let mut change = Change::begin(state, page.actor()).await?;
    // Hashing may have waited: what was changed about the person, and what others got wrong, in the meantime counts.
    let found = find(state, &mut change.conn, owner).await?;
    let standing = throttle::standing(&mut change.conn, page, owner, &login).await?;
    let unchanged = match word {
        Word::Yes(_) => found.as_ref().is_some_and(|it| it.is_ldap),
        _ => found.as_ref().map(|it| &it.password_hash) == person.as_ref().map(|it| &it.password_hash),
    };
    let outcome = match word {
        Word::Unknown => Outcome::DirectoryUnknown,
        Word::Closed(why) => Outcome::Closed(why),
        Word::Refused(why) => Outcome::Refused(why),
        Word::Held if found.is_some() && standing.network_opens.is_none() => Outcome::UnknownDevice,
        _ => judge(found.as_ref(), verdict != Verdict::Wrong && unchanged, standing),
    };
    let entry = match found {
        Some(person) if outcome == Outcome::Ok => {
            if let (Some(old), Some(new)) = (kept, stronger) {
                store::rehash(&mut change, person.owner, &old, &new).await?;
            }
            if person.totp_secret.is_none() {
                let_in(page, change, person).await?
            } else {
                owe_code(change, owner).await?
            }
        }
        found => {
            let attempt = Attempt {
                kind,
                owner_id: found.map(|it| it.owner.id),
                login: &login,
                known_device: standing.known_device,
            };
            refuse(state, change, attempt, outcome).await?
        }
    };
    if let Some(opens) = standing.network_opens {
        return Err(throttle::until(opens, page.now()));
    }
    state.clock.wait(standing.delay()).await;
    Ok(entry)
}

/// What is said to a password by whoever keeps it: we, or somebody else in our place.
async fn said(
    page: &Page,
    (person, kept): (Option<&Person>, Option<String>),
    standing: Standing,
    (login, typed): (&str, &str),
) -> Result<(Word, Verdict)> {
    let has_factor = person.is_some_and(|it| it.totp_secret.is_some());
    let may_ask = standing.network_opens.is_none() && (has_factor || !standing.asks_for_more());
    let word = vouched(page, Claim { login, password: typed, may_ask }).await?;
    let verdict = match (word, standing.network_opens) {
        (Word::Yes(_), _) => Verdict::Right,
        (_, Some(_)) => Verdict::Wrong,
        (Word::NotAsked, None) => password::verify(&page.state, kept, typed).await?,
        // As long as it takes here.
        _ => password::verify(&page.state, None, typed).await?,
    };
    Ok((word, verdict))
}

/// What a password leads to; all that is told to somebody without the right one is told to those with it whom nothing
/// else vouches for.
fn judge(person: Option<&Person>, right: bool, standing: Standing) -> Outcome {
    match person {
        _ if standing.network_opens.is_some() => Outcome::TooManyFromNetwork,
        None => Outcome::UnknownLogin,
        Some(_) if !right => Outcome::WrongPassword,
        Some(it) if standing.asks_for_more() && (it.totp_secret.is_none() || it.closed.is_some()) => {
            Outcome::UnknownDevice
        }
        Some(it) => it.closed.map_or(Outcome::Ok, Outcome::Closed),
    }
}

/// The code of somebody who gave the password.
pub async fn give_code(page: &Page, owner: Owner, code: &str) -> Result<Entry> {
    match accept_code(page, owner, code).await? {
        Ok((change, person)) => let_in(page, change, person).await,
        Err(refused) => Ok(refused),
    }
}

/// A right code is used up by the change that is given back.
pub(super) async fn accept_code(page: &Page, owner: Owner, code: &str) -> Result<Result<(Change, Person), Entry>> {
    let mut change = Change::begin(&page.state, page.actor()).await?;
    store::lock(&mut change, owner).await?;
    let person = find(&page.state, &mut change.conn, owner).await?.ok_or(Error::NotFound)?;
    let known_device = devices::is_known(&mut change.conn, page, owner).await?;
    let attempt = Attempt { kind: owner.kind, owner_id: Some(owner.id), login: &person.login, known_device };
    if !throttle::may_give_code(&mut change.conn, owner, &person.login, page.now()).await? {
        return Ok(Err(refuse(&page.state, change, attempt, Outcome::TooManyCodes).await?));
    }
    if !second_factor::accept(&page.state, &mut change, &person, code).await? {
        notices::wrong_code(&page.state, &mut change, &person).await?;
        return Ok(Err(refuse(&page.state, change, attempt, Outcome::WrongCode).await?));
    }
    Ok(Ok((change, person)))
}

/// Records that the owner is signed in, on a device that is known from now on.
pub async fn record_sign_in(page: &Page, change: &mut Change, person: &Person) -> Result<Entered> {
    let owner = person.owner;
    let device = devices::remember(page, change, owner).await?;
    let attempt =
        Attempt { kind: owner.kind, owner_id: Some(owner.id), login: &person.login, known_device: device.was_known };
    let is_first = !store::has_signed_in(&mut change.conn, owner).await?;
    store::insert_sign_in(change, attempt, Outcome::Ok).await?;
    store::set_last_sign_in(change, owner).await?;
    if device.is_news && !is_first {
        notices::tell(&page.state, change, person, letters::new_device).await?;
    }
    Ok(Entered { owner, device: device.token })
}

async fn owe_code(change: Change, owner: Owner) -> Result<Entry> {
    change.commit().await?;
    Ok(Entry::CodeOwed(owner))
}

async fn let_in(page: &Page, mut change: Change, person: Person) -> Result<Entry> {
    change.by = acting(page.actor(), &person);
    let entered = record_sign_in(page, &mut change, &person).await?;
    change.commit().await?;
    Ok(Entry::In(entered))
}

/// The attempt as recorded, and what is said to it.
pub(super) async fn refuse(state: &State, mut change: Change, attempt: Attempt<'_>, outcome: Outcome) -> Result<Entry> {
    store::insert_sign_in(&mut change, attempt, outcome).await?;
    change.commit().await?;
    state.metrics.sign_in_refused(attempt.kind.as_str(), outcome.as_str());
    Ok(Entry::Refused(match outcome {
        Outcome::WrongCode => "sign-in-wrong-code",
        Outcome::TooManyCodes => "sign-in-too-many-codes",
        Outcome::DirectoryUnknown => "sign-in-directory-unknown",
        Outcome::Closed(_) if attempt.kind == OwnerKind::User => "sign-in-switched-off",
        _ => "sign-in-refused",
    }))
}
