//! The one path of every change of the directory that administrators sign in through.

use futures_util::future::join_all;

use super::{NewAdminDirectory, RoleGroup};
use crate::{
    change::{Actor, Change},
    error::{Error, FieldErrors, Result},
    i18n::Message,
    ldap::{Known, look_up_group, model::LdapConnector},
    people::{Owner, OwnerKind},
    resource::find,
    settings::store,
    state::State,
    web::session,
};

/// `version` is the one the edit was made from. Another directory, or none, locks out those whose password is this
/// one's, which is `confirmed` first; their sessions end with it.
pub async fn update(state: &State, by: Actor, version: i64, mut new: NewAdminDirectory, confirmed: bool) -> Result<()> {
    ask(state, &mut new).await;
    let mut change = Change::begin(state, by).await?;
    let before = store::directory(&mut change.conn).await?;
    if before.at.version != version {
        return Err(Error::Stale);
    }
    if let Some(id) = new.connector_id {
        let found = find::<LdapConnector>(&mut change.conn, (), id).await?;
        found.ok_or_else(|| FieldErrors::one("admin_ldap", "refused-choice"))?;
    }
    if before.at.connector_id != new.connector_id && before.at.connector_id.is_some() {
        let admins = store::admins_of_directory(&mut change.conn).await?;
        if !admins.is_empty() && !confirmed {
            let asks = Message::new("directory-asks").with("count", admins.len() as i64);
            return Err(FieldErrors::one("admin_ldap", asks).into());
        }
        for id in admins {
            session::end_all(&mut change.conn, Owner { kind: OwnerKind::Admin, id }).await?;
        }
    }
    if before.at.connector_id == new.connector_id {
        keep_known(&before.groups, &mut new.groups);
    }
    if !store::update_directory(&mut change, version, &new).await? {
        return Err(Error::Stale);
    }
    let after = store::directory(&mut change.conn).await?;
    change.updated("update", &before, &after).await?;
    change.commit().await
}

/// What the directory knows of the groups, if it answers.
async fn ask(state: &State, new: &mut NewAdminDirectory) {
    let Some(id) = new.connector_id else { return };
    let answers = join_all(new.groups.iter().map(|group| look_up_group(state, id, &group.dn))).await;
    for (group, answer) in new.groups.iter_mut().zip(answers) {
        group.known = match &answer {
            None => Known::Unknown,
            Some(None) => Known::Missing,
            Some(Some(_)) => Known::Found,
        };
        group.id.stable_id = answer.flatten().unwrap_or_default();
    }
}

/// Of a directory that did not answer, or has a group no more, what it said before: the group may have been moved.
fn keep_known(before: &[RoleGroup], new: &mut [RoleGroup]) {
    for group in new.iter_mut().filter(|group| group.known != Known::Found) {
        let Some(same) = before.iter().find(|it| it.id.dn_key == group.id.dn_key) else { continue };
        group.id.stable_id.clone_from(&same.id.stable_id);
        if group.known == Known::Unknown {
            group.known = same.known;
        }
    }
}
