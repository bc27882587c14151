//! The forms' token as it stands in a page: other characters in each answer, so that the length of a compressed page
//! tells nothing of it, however often it is asked for.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::db::random_bytes;

/// More than the longest token has.
const PAD: usize = 128;

pub fn mask(token: &str) -> String {
    let pad = random_bytes::<PAD>();
    let pad = || pad.iter().cycle().take(token.len());
    let masked = pad().zip(token.bytes()).map(|(pad, byte)| pad ^ byte);
    URL_SAFE_NO_PAD.encode(pad().copied().chain(masked).collect::<Vec<u8>>())
}

/// What stands on no mask is left as it is: a page that the version before has made holds the token itself.
pub fn unmask(shown: &str) -> String {
    let unmasked = URL_SAFE_NO_PAD.decode(shown).ok().and_then(|bytes| {
        let (pad, masked) = bytes.split_at_checked(bytes.len() / 2)?;
        String::from_utf8(pad.iter().zip(masked).map(|(pad, byte)| pad ^ byte).collect()).ok()
    });
    unmasked.unwrap_or_else(|| shown.to_owned())
}
