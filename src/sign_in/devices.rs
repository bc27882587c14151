//! Browsers that an owner has signed in with: what strangers get wrong does not count against them, and an unknown one
//! is told of by letter.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::store;
use crate::{
    change::Change,
    db::{Conn, random_token},
    error::Result,
    people::Owner,
    state::State,
    web::{DEVICE_LASTS, Page},
};

/// What became of the browser that somebody has signed in with.
pub struct Remembered {
    /// For the browser to keep.
    pub token: String,
    pub was_known: bool,
    /// It was not, and others were.
    pub is_news: bool,
}

pub async fn is_known(conn: &mut Conn, page: &Page, owner: Owner) -> Result<bool> {
    Ok(store::is_device(conn, owner, &shown(page, owner), page.now() - DEVICE_LASTS).await?)
}

/// From now on this browser is known.
pub async fn remember(page: &Page, change: &mut Change, owner: Owner) -> Result<Remembered> {
    if store::use_device(change, owner, &shown(page, owner), change.at - DEVICE_LASTS).await? {
        return Ok(Remembered { token: page.devices.token(owner).to_owned(), was_known: true, is_news: false });
    }
    let is_news = store::has_devices(&mut change.conn, owner).await?;
    let token = random_token();
    store::insert_device(change, owner, &hash(&page.state, owner, &token)).await?;
    Ok(Remembered { token, was_known: false, is_news })
}

/// No browser is known any more but the one that shows itself to be.
pub async fn forget_others(page: &Page, change: &mut Change, owner: Owner) -> Result<()> {
    Ok(store::delete_devices(change, owner, &shown(page, owner)).await?)
}

/// Nor that one.
pub async fn forget_all(change: &mut Change, owner: Owner) -> Result<()> {
    Ok(store::delete_devices(change, owner, "").await?)
}

fn shown(page: &Page, owner: Owner) -> String {
    hash(&page.state, owner, page.devices.token(owner))
}

/// Keyed and bound to the owner, so that neither a cookie can be made up nor a row be of use elsewhere.
fn hash(state: &State, owner: Owner, token: &str) -> String {
    URL_SAFE_NO_PAD.encode(state.seal.sign("device", format!("{}:{}:{token}", owner.kind.as_str(), owner.id)))
}
