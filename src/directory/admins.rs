//! Administrators whose password is the directory's that the owners chose, and what its groups make of them.
//!
//! Whom it says nothing good of any more is switched off, and everything of theirs with them: sessions, visits, tokens
//! of the API. Their next sign-in through it switches them on again, unless somebody has edited them since.

use super::{
    acting,
    store::{self, Due, Way},
};
use crate::{
    admins::{
        self,
        model::{Admin, NewAdmin},
        service,
    },
    change::Change,
    db::{Conn, Serial},
    error::Result,
    ldap::{Directory, Found},
    people::{Owner, OwnerKind, Role},
    settings,
    state::State,
    web::{Page, vouch::Word},
};

/// Whoever gave the directory's password, if what it says of them lets them in.
pub async fn admit(page: &Page, way: &Way, login: &str, (directory, found): (&Directory, &Found)) -> Result<Word> {
    let mut change = begin(&page.state, directory).await?;
    change.by.client = page.client.clone();
    let admin = admins::store::find_by_login(&mut change.conn, login).await?;
    if admin.as_ref().is_some_and(|it| !it.is_ldap) {
        return Ok(Word::No);
    }
    let role = match standing(&mut change.conn, way, admin.as_ref(), found).await? {
        Ok(role) => role,
        Err(why) => return Ok(Word::Closed(why)),
    };
    let is_new = admin.is_none();
    let id = match admin {
        Some(admin) => follow(&page.state, &mut change, &admin, role).await?,
        None => match admins::of_entry((login, [&found.first_name, &found.last_name, &found.email]), page.lang, role) {
            Ok(new) => service::create_in(&mut change, &new).await?.id,
            Err(errors) => {
                let directory = &directory.name;
                tracing::warn!(directory, login, ?errors, "an administrator could not be made of a directory's entry");
                return Ok(Word::Closed("directory_incomplete"));
            }
        },
    };
    let owner = Owner { kind: OwnerKind::Admin, id };
    store::forget_password(&mut change, owner).await?;
    store::note_present(&mut change, owner, (way.connector_id, &found.stable_id), is_new).await?;
    change.keep();
    change.commit().await?;
    Ok(Word::Yes(id))
}

/// What the directory says of somebody who is in, or whose tokens are.
pub async fn present(state: &State, due: &Due, directory: &Directory, found: &Found) -> Result<()> {
    let mut change = begin(state, directory).await?;
    let Some(admin) = admins::store::find(&mut change.conn, due.way.id()?).await? else { return Ok(()) };
    match standing(&mut change.conn, &due.way, Some(&admin), found).await? {
        Ok(role) => follow(state, &mut change, &admin, role).await.map(drop)?,
        Err(_) => switch_off(state, &mut change, &admin).await?,
    }
    store::note_present(&mut change, due.way.owner()?, (due.way.connector_id, due.way.stable_id_by(found)), false)
        .await?;
    change.keep();
    change.commit().await
}

/// Of somebody whom the directory does not have any more, which was asked twice.
pub async fn gone(state: &State, due: &Due, directory: &Directory) -> Result<()> {
    let mut change = begin(state, directory).await?;
    let Some(admin) = admins::store::find(&mut change.conn, due.way.id()?).await? else { return Ok(()) };
    switch_off(state, &mut change, &admin).await?;
    change.commit().await
}

/// One change to administrators at a time, as owners make them.
async fn begin(state: &State, directory: &Directory) -> Result<Change> {
    let mut change = Change::begin(state, acting(directory)).await?;
    change.conn.one_at_a_time(Serial::Administrators).await?;
    Ok(change)
}

/// The role that somebody has by the directory's groups, or why they have none, as it is recorded.
async fn standing(
    conn: &mut Conn,
    way: &Way,
    admin: Option<&Admin>,
    found: &Found,
) -> Result<std::result::Result<Role, &'static str>> {
    let directory = settings::store::directory(conn).await?;
    let role = directory.role(found, admin.map(|it| it.role));
    let is_closed = admin.is_some_and(|it| !it.active && way.switched_off != Some(it.version));
    Ok(match (way.reason_against(found), role) {
        (Some(why), _) => Err(why),
        _ if is_closed => Err("disabled"),
        (None, Some(role)) if directory.at.connector_id == Some(way.connector_id) => Ok(role),
        (None, _) => Err("directory_nothing"),
    })
}

/// Gives an administrator the role, and the way in again; the id.
async fn follow(state: &State, change: &mut Change, admin: &Admin, role: Role) -> Result<i64> {
    if (admin.role, admin.active) != (role, true) {
        let new = NewAdmin { role, active: true, ..NewAdmin::of(admin) };
        service::edit(state, change, (admin, admin.version), &new).await?;
    }
    Ok(admin.id)
}

async fn switch_off(state: &State, change: &mut Change, admin: &Admin) -> Result<()> {
    let new = NewAdmin { active: false, ..NewAdmin::of(admin) };
    let after = service::edit(state, change, (admin, admin.version), &new).await?;
    Ok(store::note_switched_off(change, admin.id, after.version).await?)
}
