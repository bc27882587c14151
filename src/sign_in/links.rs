//! One-time links: 256 random bits in the address, their hash in the database, spent by POST only.

use chrono::{DateTime, Duration, Utc};

use super::{model::Purpose, store};
use crate::{
    change::Change,
    db::{Conn, hash, random_token},
    error::Result,
    people::OwnerKind,
};

/// The secret of a new link; older ones of the same purpose and owner are dead from now on.
pub async fn issue(change: &mut Change, purpose: Purpose, owner_id: i64, lifetime: Duration) -> Result<String> {
    let token = random_token();
    store::delete_links(change, purpose, owner_id).await?;
    store::insert_link(change, purpose, owner_id, &hash(&token), change.at + lifetime).await?;
    Ok(token)
}

/// The owner of a link that is good; looking spends nothing.
pub async fn find(conn: &mut Conn, purpose: Purpose, token: &str, now: DateTime<Utc>) -> Result<Option<i64>> {
    Ok(store::find_link(conn, purpose, &hash(token), now).await?)
}

/// The owner of a link that was good until this moment.
pub async fn spend(change: &mut Change, purpose: Purpose, token: &str) -> Result<Option<i64>> {
    Ok(store::take_link(change, purpose, &hash(token)).await?)
}

/// The address of the page on which such a link sets a password.
pub fn password_path(kind: OwnerKind, token: &str) -> String {
    match kind {
        OwnerKind::Admin => format!("/set-password/{token}"),
        OwnerKind::User => format!("/portal/set-password/{token}"),
    }
}
