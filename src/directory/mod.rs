//! Signing in through a directory: an account says which one ([`crate::ldap`]), a user whose password it is comes in by
//! it, and what its group map gives the user is kept in line with it.
//!
//! A directory has three answers, never two: present, absent, unknown. Unknown changes nothing for anybody: nobody is
//! locked out, switched off or counted for a wrong password while the directory is silent.

mod admins;
mod entry;
mod member;
pub mod recheck;
mod store;

use crate::{
    change::Actor,
    db::{self, Conn},
    error::Result,
    feature::{Feature, Schedule},
    ldap::{Directory, model::LdapConnector},
    resource::{all, try_stored, used_by},
    state::State,
};

pub const FEATURE: Feature = Feature {
    vouch: Some(entry::vouch),
    schedules: &[Schedule::steps("directories", |state| Box::pin(recheck::step(state)))],
    ..Feature::NONE
};

/// Whether anybody signs in through a directory.
pub async fn is_used(conn: &mut Conn) -> db::Result<bool> {
    store::is_used(conn).await
}

/// Tries each directory that people sign in through, one after the other; what each is called, and what answered.
pub async fn try_used(state: &State, by: &Actor) -> Result<Vec<(String, anyhow::Result<String>)>> {
    let mut told = Vec::new();
    for it in all::<LdapConnector>(&mut state.db.conn().await?, ()).await? {
        if !used_by::<LdapConnector>(&mut state.db.conn().await?, it.id).await?.is_empty() {
            told.push((format!("directory {}", it.name), try_stored(state, by.clone(), &it).await));
        }
    }
    Ok(told)
}

/// Who is named in the record of what a directory's word changes.
fn acting(directory: &Directory) -> Actor {
    Actor::system(&format!("directory {}", directory.name))
}
