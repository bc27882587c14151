//! The link of a letter by which its reader gets no more of its kind. It names the user and the kind, sealed, and stands
//! in no row: it is put into the letter when that goes.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::{Kind, letter::masked};
use crate::{
    config::Config,
    db::{Seal, Unsealable},
};

const PAGE: &str = "/portal/unsubscribe/";
/// What the link is bound to.
const PLACE: &str = "unsubscribe";

/// As it stands in the outbox.
pub fn shown(config: &Config) -> String {
    masked(&config.link(PAGE))
}

pub fn address(config: &Config, seal: &Seal, (user_id, kind): (i64, Kind)) -> Result<String, Unsealable> {
    let sealed = seal.seal(PLACE, &format!("{user_id} {}", kind.as_str()))?;
    Ok(config.link(&format!("{PAGE}{}", URL_SAFE_NO_PAD.encode(sealed))))
}

/// Whose letters of which kind it ends; None of what is no such link.
pub fn opened(seal: &Seal, token: &str) -> Option<(i64, Kind)> {
    let sealed = URL_SAFE_NO_PAD.decode(token).ok()?;
    let text = seal.open(PLACE, &sealed).ok()?;
    let (user_id, kind) = text.split_once(' ')?;
    Some((user_id.parse().ok()?, kind.parse().ok()?))
}
