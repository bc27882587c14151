//! The one path of every change to a user by an administrator, whether it comes from the panel or the API.

use super::{
    extras::{Avatar, Extras},
    model::{Described, Head, NewUser, Offered, Settings, Whole},
    store,
    welcome::{self, Letter},
};
use crate::{
    accounts::model::Act,
    change::{Actor, Audited, Change},
    error::{Error, FieldErrors, Result},
    i18n::Message,
    mail::letters,
    sign_in::{self, Purpose, password::Policy},
    state::State,
    web::{Asked, session},
};

/// Whether a welcome letter goes with it.
enum Wish {
    None,
    Sent,
    /// The one before was for an address that the user no longer has.
    Replaced,
}

pub struct Saved {
    pub whole: Whole,
    pub letter: Letter,
}

impl Wish {
    fn of(is_sent: bool) -> Self {
        if is_sent { Self::Sent } else { Self::None }
    }
}

/// What a password of such a user is judged by.
pub fn policy(account: &Head, has_2fa: bool, known_by: [&str; 4]) -> Policy {
    Policy::of_user(has_2fa || account.force_2fa_auth, [&account.name, &account.title], known_by)
}

pub async fn create(state: &State, by: Actor, account_id: i64, new: NewUser, extras: Extras) -> Result<Saved> {
    let mut change = Change::begin(state, by).await?;
    let saved = create_in(state, &mut change, account_id, (new, extras)).await?;
    change.commit().await?;
    Ok(saved)
}

/// The same, but for beginning and committing.
pub async fn create_in(
    state: &State,
    change: &mut Change,
    account_id: i64,
    (mut new, extras): (NewUser, Extras),
) -> Result<Saved> {
    if !store::count(change, account_id, 1).await? {
        return Err(Error::NotFound);
    }
    let account = store::head(&mut change.conn, account_id).await?.ok_or(Error::NotFound)?;
    account.state.allows(Act::EditObjects).map_err(Error::Conflict)?;
    if let Some(most) = account.max_users.filter(|most| account.user_count > *most) {
        return Err(Error::OverLimit(Message::new("tariff-limit-users").with("most", most)));
    }
    let offered = store::offered(&mut change.conn, account_id, 0).await?;
    check_offered(&offered, &new)?;
    of_directory(None, (&account, &new.settings), &extras)?;
    new.settings.must_change_password |= extras.password_hash.is_some();
    let id = store::insert(change, account_id, &new).await.map_err(Error::taken("login"))?;
    let (whole, after) = apply(change, (account_id, id), offered, (&new, &extras)).await?;
    change.created(&after).await?;
    letter(state, change, whole, Wish::of(extras.send_access_email)).await
}

/// `version` is the one the edit was made from.
pub async fn update(
    state: &State,
    by: Actor,
    place: (i64, i64),
    version: i64,
    new: (NewUser, Extras),
) -> Result<Saved> {
    let mut change = Change::begin(state, by).await?;
    let saved = update_in(state, &mut change, place, version, new).await?;
    change.commit().await?;
    Ok(saved)
}

/// The same, but for beginning and committing.
pub async fn update_in(
    state: &State,
    change: &mut Change,
    place: (i64, i64),
    version: i64,
    (mut new, extras): (NewUser, Extras),
) -> Result<Saved> {
    store::lock_account(change, place.0).await?;
    let (whole, offered) = read(change, place).await?;
    let before = Described::new(&whole, &offered);
    whole.account.state.allows(Act::EditSettings).map_err(Error::Conflict)?;
    check_offered(&offered, &new)?;
    of_directory(Some(&whole.user.settings), (&whole.account, &new.settings), &extras)?;
    let (was_ldap, is_ldap) = (whole.user.settings.is_ldap, new.settings.is_ldap);
    if was_ldap != is_ldap {
        change.by.may_hand_over()?;
        sign_in::store::forget_directory(change, store::owner(place.1)).await?;
    }
    new.settings.must_change_password |= extras.password_hash.is_some();
    if !store::update(change, place.1, version, &new).await.map_err(Error::taken("login"))? {
        return Err(Error::Stale);
    }
    let (whole, after) = apply(change, place, offered, (&new, &extras)).await?;
    if !before.only_disables(&after) {
        whole.account.state.allows(Act::EditObjects).map_err(Error::Conflict)?;
    }
    let gives_way = !whole.user.settings.active || after.password_set || was_ldap != is_ldap;
    if gives_way {
        session::end_all(&mut change.conn, store::owner(place.1)).await?;
        change.cascade(state).await?;
    }
    if after.password_set {
        let person =
            sign_in::service::find(state, &mut change.conn, store::owner(place.1)).await?.ok_or(Error::NotFound)?;
        change.by.may_hand_over()?;
        sign_in::devices::forget_all(change, store::owner(place.1)).await?;
        sign_in::notices::tell(state, change, &person, letters::password_changed).await?;
    }
    // A link from before the password was set opens nothing any more.
    if gives_way {
        sign_in::store::delete_links(change, Purpose::UserPassword, place.1).await?;
    }
    change.updated("update", &before, &after).await?;
    let owed = sign_in::notices::redirected(state, change, store::owner(place.1), (&before, &after)).await?;
    let unchanged = before.fields() == after.fields();
    // Whoever had the directory's password needs one of their own.
    let wish = if owed { Wish::Replaced } else { Wish::of(extras.send_access_email || (was_ldap && !is_ldap)) };
    let mut saved = letter(state, change, whole, wish).await?;
    if unchanged && saved.letter != Letter::Queued {
        // Nothing came of it, so the version stays.
        saved.whole.user.version = version;
    }
    Ok(saved)
}

/// In every state of the account but deleted. The record and the history of sign-ins stay; letters on the way are not
/// sent any more.
pub async fn delete(state: &State, by: Actor, (account_id, id): (i64, i64), asked: &Asked) -> Result<Whole> {
    let mut change = Change::begin(state, by).await?;
    let whole = delete_in(state, &mut change, (account_id, id), asked).await?;
    change.commit().await?;
    Ok(whole)
}

/// The same, but for beginning and committing.
pub async fn delete_in(
    state: &State,
    change: &mut Change,
    (account_id, id): (i64, i64),
    asked: &Asked,
) -> Result<Whole> {
    store::count(change, account_id, -1).await?;
    let (whole, offered) = read(change, (account_id, id)).await?;
    let before = Described::new(&whole, &offered);
    whole.account.state.allows(Act::EditSettings).map_err(Error::Conflict)?;
    asked.of(whole.user.version)?;
    sign_in::store::forget(change, store::owner(id)).await?;
    store::delete(change, id).await?;
    change.cascade(state).await?;
    change.deleted(&before).await?;
    Ok(whole)
}

/// For a user who lost phone and recovery codes.
pub async fn remove_factor(state: &State, by: Actor, place: (i64, i64), asked: &Asked) -> Result<Whole> {
    let mut change = Change::begin(state, by).await?;
    let whole = store::find(&mut change.conn, place.0, place.1).await?.ok_or(Error::NotFound)?;
    if let Some(why) = reason_against_removing_factor(&whole) {
        return Err(Error::Conflict(why));
    }
    asked.of(whole.user.version)?;
    let person =
        sign_in::service::find(state, &mut change.conn, store::owner(place.1)).await?.ok_or(Error::NotFound)?;
    sign_in::factors::remove(state, &mut change, &person, "").await?;
    change.commit().await?;
    Ok(whole)
}

/// Why that cannot be done, if so; for the page that asks, and for the act.
pub fn reason_against_removing_factor(whole: &Whole) -> Option<Message> {
    let frozen = whole.account.state.allows(Act::EditObjects).err();
    frozen.or_else(|| (!whole.user.has_2fa).then(|| "user-has-no-factor".into()))
}

/// For a user who is slowed down because of what others, or the user, got wrong: it counts no more.
pub async fn lift(state: &State, by: Actor, place: (i64, i64)) -> Result<Whole> {
    let mut change = Change::begin(state, by).await?;
    let whole = store::find(&mut change.conn, place.0, place.1).await?.ok_or(Error::NotFound)?;
    sign_in::throttle::lift(state, &mut change, store::owner(place.1)).await?;
    change.commit().await?;
    Ok(whole)
}

/// The welcome letter by itself.
pub async fn send_welcome(state: &State, by: Actor, (account_id, id): (i64, i64)) -> Result<Saved> {
    let mut change = Change::begin(state, by).await?;
    let saved = send_welcome_in(state, &mut change, (account_id, id)).await?;
    change.commit().await?;
    Ok(saved)
}

/// The same, but for beginning and committing.
pub async fn send_welcome_in(state: &State, change: &mut Change, (account_id, id): (i64, i64)) -> Result<Saved> {
    store::lock(change, account_id, id).await?;
    let whole = store::find(&mut change.conn, account_id, id).await?.ok_or(Error::NotFound)?;
    letter(state, change, whole, Wish::Sent).await
}

/// Queues the letter that goes with it.
async fn letter(state: &State, change: &mut Change, whole: Whole, wish: Wish) -> Result<Saved> {
    let letter = match wish {
        Wish::None => Letter::NotAsked,
        Wish::Sent => welcome::queue(state, change, &whole).await?,
        Wish::Replaced => welcome::replace(state, change, &whole).await?,
    };
    Ok(Saved { whole, letter })
}

/// Writes what stands in tables of its own, and reads back what has become of the user, who has had what is `offered`
/// and chosen until now.
async fn apply(
    change: &mut Change,
    place: (i64, i64),
    mut offered: Vec<Offered>,
    (new, extras): (&NewUser, &Extras),
) -> Result<(Whole, Described)> {
    let id = place.1;
    for it in &mut offered {
        let wanted = new.wants(it);
        if it.chosen != wanted {
            it.chosen = wanted;
            store::assign(change, id, it).await?;
        }
    }
    if let Some(hash) = &extras.password_hash {
        store::set_password(change, id, hash).await?;
    }
    match &extras.avatar {
        Avatar::Kept => {}
        Avatar::Removed => store::remove_avatar(change, id).await?,
        Avatar::Set(png) => store::set_avatar(change, id, png).await?,
    }
    let whole = store::find(&mut change.conn, place.0, id).await?.ok_or(Error::NotFound)?;
    let password_set = extras.password_hash.is_some();
    let avatar_set = matches!(extras.avatar, Avatar::Set(_));
    let described = Described { password_set, avatar_set, ..Described::new(&whole, &offered) };
    Ok((whole, described))
}

/// The user, and which groups and roles there are to be in.
async fn read(change: &mut Change, (account_id, id): (i64, i64)) -> Result<(Whole, Vec<Offered>)> {
    let whole = store::find(&mut change.conn, account_id, id).await?.ok_or(Error::NotFound)?;
    let offered = store::offered(&mut change.conn, account_id, id).await?;
    Ok((whole, offered))
}

/// A directory's password goes with an account that uses one, and with none of one's own.
fn of_directory(
    before: Option<&Settings>,
    (account, new): (&Head, &Settings),
    extras: &Extras,
) -> Result<(), FieldErrors> {
    let (was_ldap, owed) = before.map_or((false, false), |it| (it.is_ldap, it.must_change_password));
    let mut errors = FieldErrors::default();
    if new.is_ldap && !was_ldap && !account.use_ldap {
        errors.add("is_ldap", "refused-account-without-directory");
    }
    if new.is_ldap && extras.password_hash.is_some() {
        errors.add("password", "user-password-of-directory");
    }
    if new.is_ldap && new.must_change_password && !owed {
        errors.add("must_change_password", "user-password-of-directory");
    }
    errors.or(())
}

/// Groups and roles are those of the account; somebody else's are refused like such as do not exist.
fn check_offered(offered: &[Offered], new: &NewUser) -> Result<(), FieldErrors> {
    let mut errors = FieldErrors::default();
    for (field, kind, ids) in [("roles", "role", &new.roles), ("groups", "group", &new.groups)] {
        if !ids.iter().all(|id| offered.iter().any(|it| it.kind == kind && it.id == *id)) {
            errors.add(field, "refused-choice");
        }
    }
    errors.or(())
}
