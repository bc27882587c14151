//! The word of somebody else, such as a directory, for who somebody is, in place of a password that is kept here.

use futures_util::future::LocalBoxFuture;

use super::Page;
use crate::error::Result;

/// What was typed to sign in, or to prove who one is.
#[derive(Clone, Copy)]
pub struct Claim<'a> {
    /// In its canonical form.
    pub login: &'a str,
    pub password: &'a str,
    /// False where so much was guessed at the login that the right password would not open either: then nobody is asked,
    /// so that no stranger has the login locked where it is kept.
    pub may_ask: bool,
}

/// What is said to a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// Nobody else knows such logins: the password that is kept here decides.
    NotAsked,
    /// It is this one of those who sign in at the page's side.
    Yes(i64),
    No,
    /// Somebody would have to be asked, and may not be.
    Held,
    /// The password is right and does not open, for a reason as it is recorded.
    Closed(&'static str),
    /// It says of the login, whatever the password, why it does not open.
    Refused(&'static str),
    /// Nobody answered. It is no wrong password.
    Unknown,
}

pub type Vouch = for<'a> fn(&'a Page, Claim<'a>) -> LocalBoxFuture<'a, Result<Word>>;

/// All who vouch for somebody.
#[derive(Default)]
pub struct Vouchers(pub Vec<Vouch>);

/// The word of the first who knows such logins.
pub async fn vouched(page: &Page, claim: Claim<'_>) -> Result<Word> {
    for vouch in &page.state.part::<Vouchers>().0 {
        match vouch(page, claim).await? {
            Word::NotAsked => {}
            word => return Ok(word),
        }
    }
    Ok(Word::NotAsked)
}
