//! The second factor: time-based codes (RFC 6238) and ten recovery codes, of administrators and account users alike.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use totp_rs::{Algorithm, Builder, Secret, Totp};

use super::{model::Person, notices, store};
use crate::{
    change::Change,
    db::{Sealed, random_bytes},
    error::Result,
    mail::letters,
    people::{Owner, OwnerKind},
    state::State,
};

const RECOVERY_CODES: usize = 10;
/// 32 letters and digits that are not taken for one another: five random bits each.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
const RECOVERY_LENGTH: usize = 12;

/// A second factor that is being enrolled, as its page shows it.
pub struct Pending {
    /// Base32, in groups of four.
    pub secret: String,
    /// A PNG in base64.
    pub qr: String,
}

/// A new secret, sealed for the session of its owner until a code has proved that the owner has it.
pub fn begin(state: &State, owner: Owner) -> Result<String> {
    let secret = Secret::new_stack(random_bytes()).to_base32();
    Ok(URL_SAFE_NO_PAD.encode(state.seal.seal(&pending_place(owner), &secret)?))
}

/// None when it was sealed for somebody else or under another key.
pub fn pending(state: &State, owner: Owner, login: &str, sealed: &str) -> Option<Pending> {
    let secret = open_pending(state, owner, sealed)?;
    let qr = totp(&secret, login)?.to_qr_base64().ok()?;
    let groups: Vec<String> =
        secret.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    Some(Pending { secret: groups.join(" "), qr })
}

/// Enrols what is pending if the code is right, and gives the recovery codes, which nobody sees again. None also where
/// the factor is no longer the one that `person` was read with.
pub(super) async fn enrol(
    state: &State,
    change: &mut Change,
    person: &Person,
    sealed: &str,
    code: &str,
) -> Result<Option<Vec<String>>> {
    let owner = person.owner;
    let Some(secret) = open_pending(state, owner, sealed) else { return Ok(None) };
    let Some(step) = check(&secret, code, change.at) else { return Ok(None) };
    let kept = state.seal.seal(&place(owner), &secret)?;
    if !store::enrol(change, owner, person.totp_secret.as_deref(), (&kept, step)).await? {
        return Ok(None);
    }
    renew_codes(state, change, owner).await.map(Some)
}

/// Recovery codes in place of those there are.
pub(super) async fn renew_codes(state: &State, change: &mut Change, owner: Owner) -> Result<Vec<String>> {
    // Of two at the same time the second waits, and its codes are those that count.
    store::lock(change, owner).await?;
    store::delete_recovery_codes(change, owner).await?;
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| recovery_code()).collect();
    for code in &codes {
        store::insert_recovery_code(change, owner, &recovery_hash(state, owner, code)).await?;
    }
    Ok(codes)
}

/// Whether the code is right, time-based or for recovery; a right one is used up by it.
pub async fn accept(state: &State, change: &mut Change, person: &Person, code: &str) -> Result<bool> {
    let Some(sealed) = &person.totp_secret else { return Ok(false) };
    let code = plain(code);
    if code.len() == RECOVERY_LENGTH {
        let used = store::take_recovery_code(change, person.owner, &recovery_hash(state, person.owner, &code)).await?;
        if used {
            let left = store::count_recovery_codes(&mut change.conn, person.owner).await?;
            notices::tell(state, change, person, |state, to, cause| {
                letters::recovery_code_used(state, to, cause, left)
            })
            .await?;
        }
        return Ok(used);
    }
    let secret = state.seal.open(&place(person.owner), sealed)?;
    match check(&secret, &code, change.at) {
        Some(step) => Ok(store::use_step(change, person.owner, step).await?),
        None => Ok(false),
    }
}

fn open_pending(state: &State, owner: Owner, sealed: &str) -> Option<String> {
    state.seal.open(&pending_place(owner), &URL_SAFE_NO_PAD.decode(sealed).ok()?).ok()
}

/// The time step of a right code: the current one, or one before or after.
fn check(secret: &str, code: &str, at: DateTime<Utc>) -> Option<i64> {
    let time = u64::try_from(at.timestamp()).ok()?;
    i64::try_from(totp(secret, "")?.check(&plain(code), time)?).ok()
}

fn totp(secret: &str, login: &str) -> Option<Totp> {
    let secret = Secret::try_from_base32(secret).ok()?;
    let totp = Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(30)
        .with_secret(secret);
    totp.with_issuer(Some("Steward")).with_account_name(login).build().ok()
}

/// `k3fm-8xqa-w2pz`
fn recovery_code() -> String {
    let letters = random_bytes::<RECOVERY_LENGTH>()
        .map(|byte| char::from(*ALPHABET.get(usize::from(byte % 32)).unwrap_or(&b'a')));
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

/// Keyed, because sixty bits are fewer than a stolen table should have to withstand.
fn recovery_hash(state: &State, owner: Owner, code: &str) -> String {
    let text = format!("{}:{}:{}", owner.kind.as_str(), owner.id, plain(code));
    URL_SAFE_NO_PAD.encode(state.seal.sign("recovery-code", &text))
}

/// As compared: people type spaces, dashes and capitals.
fn plain(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).take(64).collect::<String>().to_ascii_lowercase()
}

fn place(owner: Owner) -> String {
    match owner.kind {
        OwnerKind::Admin => Sealed::AdminFactor.place(owner.id),
        OwnerKind::User => Sealed::UserFactor.place(owner.id),
    }
}

fn pending_place(owner: Owner) -> String {
    format!("sessions.data:{}:{}", owner.kind.as_str(), owner.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_right_in_its_step_and_the_ones_beside_it() {
        let secret = Secret::new_stack(*b"12345678901234567890").to_base32();
        let at = |seconds| DateTime::from_timestamp(seconds, 0).expect("a time");
        // RFC 6238, appendix B: at 59 s the code ends in 287082.
        assert_eq!(check(&secret, "287 082", at(59)), Some(1));
        assert_eq!(check(&secret, "287082", at(89)), Some(1));
        assert_eq!(check(&secret, "287082", at(91)), None);
    }

    #[test]
    fn a_recovery_code_can_be_typed_as_people_type() {
        let code = recovery_code();
        assert_eq!(code.len(), 14);
        assert_eq!(plain(&code.to_uppercase().replace('-', " ")), plain(&code));
    }
}
