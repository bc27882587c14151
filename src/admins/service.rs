//! The one path of every change to administrators by owners in the panel, or by a directory.

use chrono::Duration;
use futures_util::future::BoxFuture;

use super::{
    model::{Admin, NewAdmin, Own},
    store,
};
use crate::{
    change::{Actor, Change},
    db::{Conn, Serial},
    error::{Error, FieldErrors, Result},
    i18n::Message,
    mail::{
        is_address,
        letters::{self, Cause, LINK_LASTS},
        outbox,
    },
    people::{OwnerKind, Permission, Role},
    sign_in::{self, Purpose, factors, links, model::Person, notices},
    state::State,
    web::{Asked, session},
};

/// Asked for again sooner, a link is not sent again.
const LINK_EVERY: Duration = Duration::minutes(1);

/// Makes an administrator, and queues the letter with the way in.
pub async fn create(state: &State, by: Actor, new: &NewAdmin) -> Result<Admin> {
    let (mut change, acting) = begin(state, by).await?;
    check_role(&acting, new)?;
    if new.is_ldap {
        check_directory(&mut change.conn).await?;
    }
    let admin = create_in(&mut change, new).await?;
    if admin.active {
        invite(state, &mut change, &admin).await?;
    }
    change.commit().await?;
    Ok(admin)
}

/// As [`create`] in a change that is under way, whoever makes it, without a letter.
pub async fn create_in(change: &mut Change, new: &NewAdmin) -> Result<Admin> {
    let id = store::insert(change, new).await.map_err(Error::taken("login"))?;
    let admin = store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)?;
    change.created(&admin).await?;
    Ok(admin)
}

/// `version` is the one the edit was made from.
pub async fn update(state: &State, by: Actor, id: i64, version: i64, new: &NewAdmin) -> Result<Admin> {
    let (mut change, acting) = begin(state, by).await?;
    let before = store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)?;
    if before.role != new.role {
        check_role(&acting, new)?;
    }
    if new.is_ldap && !before.is_ldap {
        check_directory(&mut change.conn).await?;
    }
    let after = edit(state, &mut change, (&before, version), new).await?;
    if id == acting.id && !new.active {
        return Err(FieldErrors::one("active", "admin-not-oneself").into());
    }
    change.commit().await?;
    Ok(after)
}

/// As [`update`] in a change that is under way, whoever makes it.
pub async fn edit(
    state: &State,
    change: &mut Change,
    (before, version): (&Admin, i64),
    new: &NewAdmin,
) -> Result<Admin> {
    if before.is_keeper() && !new.is_keeper() {
        let field = match new {
            _ if !new.active => "active",
            _ if new.role != Role::Owner => "role",
            _ => "is_ldap",
        };
        check_keeper_left(&mut change.conn, before.id).await?.map_err(|sentence| FieldErrors::one(field, sentence))?;
    }
    if !store::update(change, before.id, version, new).await.map_err(Error::taken("login"))? {
        return Err(Error::Stale);
    }
    let after = store::find(&mut change.conn, before.id).await?.ok_or(Error::NotFound)?;
    let comes_in_otherwise = before.is_ldap != after.is_ldap;
    if !after.active || comes_in_otherwise {
        session::end_all(&mut change.conn, after.owner()).await?;
    }
    if comes_in_otherwise {
        sign_in::store::forget_directory(change, after.owner()).await?;
    }
    // Whoever may not visit any more is out for good, even if they may again before anybody looks.
    change.cascade(state).await?;
    if !after.active || after.is_ldap {
        sign_in::store::delete_links(change, Purpose::AdminPassword, after.id).await?;
    }
    let was_on_its_way = finish(state, change, (before, &after)).await?;
    if after.active && (was_on_its_way || comes_in_otherwise) {
        invite(state, change, &after).await?;
    }
    Ok(after)
}

/// What an administrator changes about themselves; `version` is the one the edit was made from.
pub async fn update_own(state: &State, by: Actor, id: i64, version: i64, own: &Own) -> Result<Admin> {
    let mut change = Change::begin(state, by).await?;
    let before = store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)?;
    if !store::update_own(&mut change, &before, version, own).await? {
        return Err(Error::Stale);
    }
    let after = store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)?;
    finish(state, &mut change, (&before, &after)).await?;
    change.commit().await?;
    Ok(after)
}

/// The record and the history of sign-ins stay.
pub async fn delete(state: &State, by: Actor, id: i64, asked: &Asked) -> Result<Admin> {
    let (mut change, acting) = begin(state, by).await?;
    let admin = store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)?;
    if let Some(why) = reason_against_deletion(&mut change.conn, &admin, acting.id).await? {
        return Err(Error::Conflict(why));
    }
    asked.of(admin.version)?;
    sign_in::store::forget(&mut change, admin.owner()).await?;
    change.cascade(state).await?;
    store::delete(&mut change, id).await?;
    change.deleted(&admin).await?;
    change.commit().await?;
    Ok(admin)
}

/// A new link that sets a password, by letter; older ones are dead from now on.
pub async fn send_link(state: &State, by: Actor, id: i64) -> Result<Admin> {
    let (mut change, _) = begin(state, by).await?;
    let admin = store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)?;
    if let Some(why) = reason_against_link(state, &mut change.conn, &admin).await? {
        return Err(Error::Conflict(why));
    }
    queue_link(state, &mut change, &admin).await?;
    change.commit().await?;
    Ok(admin)
}

/// For an administrator who lost phone and recovery codes.
pub async fn remove_factor(state: &State, by: Actor, id: i64, asked: &Asked) -> Result<Admin> {
    let (mut change, acting) = begin(state, by).await?;
    let admin = store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)?;
    if let Some(why) = reason_against_removing_factor(&admin, acting.id) {
        return Err(Error::Conflict(why));
    }
    asked.of(admin.version)?;
    let person = person(state, &mut change, &admin).await?;
    factors::remove(state, &mut change, &person, "").await?;
    change.commit().await?;
    Ok(admin)
}

/// Names that an older program did not index.
pub fn sweep(state: &State) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move {
        let mut conn = state.db.begin().await?;
        store::index_names(&mut conn).await?;
        Ok(conn.commit().await?)
    })
}

/// One change to administrators at a time, on every node: who acts, and which owners are left, is read after the others
/// are done.
async fn begin(state: &State, by: Actor) -> Result<(Change, Admin)> {
    let mut change = Change::begin(state, by).await?;
    change.conn.one_at_a_time(Serial::Administrators).await?;
    let id = change.by.id.filter(|_| change.by.kind == OwnerKind::Admin.as_str()).ok_or(Error::Forbidden)?;
    let acting = store::find(&mut change.conn, id).await?.filter(|it| it.active && it.role.may(Permission::EditAdmins));
    Ok((change, acting.ok_or(Error::Forbidden)?))
}

/// True where a link was on its way to an address that is no longer theirs.
async fn finish(state: &State, change: &mut Change, (before, after): (&Admin, &Admin)) -> Result<bool> {
    change.updated("update", before, after).await?;
    notices::redirected(state, change, after.owner(), (before, after)).await
}

fn check_role(acting: &Admin, new: &NewAdmin) -> Result<(), FieldErrors> {
    if acting.role.may_give(new.role) { Ok(()) } else { Err(FieldErrors::one("role", "admin-role-above")) }
}

/// Why one cannot be deleted by the other, if so; for the page that asks, and for the act.
pub async fn reason_against_deletion(conn: &mut Conn, admin: &Admin, by: i64) -> Result<Option<Message>> {
    Ok(match admin.is_keeper() {
        _ if admin.id == by => Some("admin-not-oneself".into()),
        true => check_keeper_left(conn, admin.id).await?.err(),
        false => None,
    })
}

/// Why an administrator cannot be sent a link that sets a password, if so.
pub async fn reason_against_link(state: &State, conn: &mut Conn, admin: &Admin) -> Result<Option<Message>> {
    let since = state.clock.now() - LINK_EVERY;
    Ok(match is_address(&admin.names.email) {
        _ if !admin.active => Some("admin-link-inactive".into()),
        _ if admin.is_ldap => Some("user-password-of-directory".into()),
        false => Some("admin-no-email".into()),
        true if sign_in::store::has_link_since(conn, Purpose::AdminPassword, admin.id, since).await? => {
            Some("welcome-too-soon".into())
        }
        true => None,
    })
}

/// Why the second factor cannot be taken away, if so.
pub fn reason_against_removing_factor(admin: &Admin, by: i64) -> Option<Message> {
    match admin.totp_secret {
        _ if admin.id == by => Some("admin-own-factor".into()),
        None => Some("admin-has-no-factor".into()),
        Some(_) => None,
    }
}

/// The sentence that refuses what would leave no owner with an own password.
async fn check_keeper_left(conn: &mut Conn, id: i64) -> Result<std::result::Result<(), Message>> {
    let left = store::count_other_keepers(conn, id).await?;
    Ok(if left > 0 { Ok(()) } else { Err("admin-last-owner".into()) })
}

/// Nobody's password is a directory's where administrators have none.
async fn check_directory(conn: &mut Conn) -> Result<()> {
    let has_one = store::have_directory(conn).await?;
    if has_one { Ok(()) } else { Err(FieldErrors::one("is_ldap", "admin-without-directory").into()) }
}

/// The way in, by letter: with the directory's password, or by a link that sets one.
async fn invite(state: &State, change: &mut Change, admin: &Admin) -> Result<()> {
    if !admin.is_ldap {
        return queue_link(state, change, admin).await;
    }
    let person = person(state, change, admin).await?;
    let Some(reader) = person.reader() else { return Ok(()) };
    let cause = Cause { client: Some(&change.by.client), at: change.at };
    let letter = letters::admin_access_by_directory(state, reader, &cause);
    outbox::queue(change, &state.seal, letter).await.map(drop)
}

async fn queue_link(state: &State, change: &mut Change, admin: &Admin) -> Result<()> {
    let person = person(state, change, admin).await?;
    let reader = person.reader().ok_or(Error::Conflict("admin-no-email".into()))?;
    let token = links::issue(change, Purpose::AdminPassword, admin.id, LINK_LASTS).await?;
    let cause = Cause { client: Some(&change.by.client), at: change.at };
    let letter = letters::admin_access(state, reader, &cause, &state.config.link(&format!("/set-password/{token}")));
    outbox::queue(change, &state.seal, letter).await?;
    change.record("link", admin, vec![]).await
}

/// As sign-in knows them.
pub(super) async fn person(state: &State, change: &mut Change, admin: &Admin) -> Result<Person> {
    sign_in::service::find(state, &mut change.conn, admin.owner()).await?.ok_or(Error::NotFound)
}
