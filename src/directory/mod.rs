//! Signing in through a directory: an account says which one ([`crate::ldap`]), a user whose password it is comes in by
//! it, and what its group map gives the user is kept in line with it.
//!
//! A directory has three answers, never two: present, absent, unknown. Unknown changes nothing for anybody: nobody is
//! locked out, switched off or counted for a wrong password while the directory is silent.

mod entry;
mod member;
pub mod recheck;
mod store;

use crate::{change::Actor, feature::Feature, ldap::Directory};

pub const FEATURE: Feature = Feature {
    vouch: Some(entry::vouch),
    runs: Some(("directories", |state| Box::pin(recheck::step(state)))),
    ..Feature::NONE
};

/// Who is named in the record of what a directory's word changes.
fn acting(directory: &Directory) -> Actor {
    Actor::system(&format!("directory {}", directory.name))
}
