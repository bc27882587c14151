//! Every change of a second factor goes through here, by whomever it is made: one function each, where its record is
//! written, other sessions end, and a letter tells the owner.

use super::{model::Person, notices, second_factor, service, store};
use crate::{audit::Change, error::Result, mail::letters, state::State, web::session};

/// Enrols what is pending if the code is right, in place of the factor there may be, which was good until now. Gives
/// the recovery codes, which nobody sees again. Other sessions than `current`, the one that enrols, end.
pub async fn enrol(
    state: &State,
    change: &mut Change,
    person: &Person,
    (sealed, code): (&str, &str),
    current: &str,
) -> Result<Option<Vec<String>>> {
    let Some(codes) = second_factor::enrol(state, change, person, sealed, code).await? else { return Ok(None) };
    session::end_others(&mut change.conn, person.owner, current).await?;
    notices::tell(state, change, person, letters::factor_added).await?;
    let replaced = person.totp_secret.is_some();
    let (action, before) = if replaced { ("replace-second-factor", "yes") } else { ("second-factor", "") };
    let new = if replaced { "changed" } else { "yes" };
    service::record(change, person.owner, action, vec![("second_factor", before.to_owned(), new.to_owned())]).await?;
    Ok(Some(codes))
}

/// Takes the factor and its recovery codes away, and every session but `current`, the hash of its owner's that does so;
/// empty where somebody else does.
pub async fn remove(state: &State, change: &mut Change, person: &Person, current: &str) -> Result<()> {
    store::remove_factor(change, person.owner).await?;
    session::end_others(&mut change.conn, person.owner, current).await?;
    notices::tell(state, change, person, letters::factor_removed).await?;
    service::record(
        change,
        person.owner,
        "remove-second-factor",
        vec![("second_factor", "yes".to_owned(), String::new())],
    )
    .await
}

/// New recovery codes; the older ones are dead from now on. None where there is no second factor.
pub async fn renew_codes(state: &State, change: &mut Change, person: &Person) -> Result<Option<Vec<String>>> {
    if person.totp_secret.is_none() {
        return Ok(None);
    }
    let codes = second_factor::renew_codes(state, change, person.owner).await?;
    service::record(
        change,
        person.owner,
        "recovery-codes",
        vec![("recovery_codes", String::new(), "changed".to_owned())],
    )
    .await?;
    Ok(Some(codes))
}
