//! The password with which something leads to another system: typed, kept or taken away, sealed, never read again.

use secrecy::SecretString;

use super::{Stored, Versioned, store};
use crate::{
    change::Change,
    db::{Conn, Sealed, Value, Written},
    error::Result,
    forms::{
        fields::{Parsed, within},
        on,
        secret::Secret,
    },
    state::State,
};

const LONGEST: usize = 256;

#[derive(Debug, PartialEq, Eq)]
pub enum NewPassword {
    Keep,
    Remove,
    Set(String),
}

/// What is stored that has one. `Which` tells them apart where a row has two.
pub trait WithPassword<Which = ()>: Stored {
    const SEALED: Sealed;
    const COLUMN: &'static str = "password_sealed";

    fn has_password(&self) -> bool;

    /// That there is one by now, typed anew, or none.
    fn set_password(&mut self, is_there: bool);

    fn new_password(new: &Self::New) -> &NewPassword;
}

impl NewPassword {
    /// Taken as typed, spaces included.
    pub fn typed(password: &Secret, remove: &str) -> Parsed<Self> {
        match (password.expose(), on(remove)) {
            ("", true) => Ok(Self::Remove),
            ("", false) => Ok(Self::Keep),
            (_, true) => Err("refused-password-both".into()),
            (typed, false) if typed.chars().any(char::is_control) => Err("refused-control-characters".into()),
            (typed, false) => within(typed, LONGEST).map(|()| Self::Set(typed.to_owned())),
        }
    }
}

/// How the record has one.
pub fn password_mark(is_there: bool, is_typed_anew: bool) -> String {
    let mark = match (is_there, is_typed_anew) {
        (true, true) => "changed",
        (true, false) => "set",
        (false, _) => "",
    };
    mark.to_owned()
}

/// Seals what was typed.
pub async fn seal_password<T: WithPassword<Which>, Which>(
    mut it: Versioned<T>,
    state: &State,
    change: &mut Change,
    new: &T::New,
) -> Result<Versioned<T>> {
    let sealed = match T::new_password(new) {
        NewPassword::Keep => return Ok(it),
        NewPassword::Remove => None,
        NewPassword::Set(password) => Some(state.seal.seal(&T::SEALED.place(it.id), password)?),
    };
    T::TABLE.set(&mut change.conn, it.id, Written::of(vec![(T::COLUMN, Value::from(&sealed))])).await?;
    it.kept.set_password(sealed.is_some());
    Ok(it)
}

/// What a trial goes with: what was typed, or what is stored.
pub async fn password_of<T: WithPassword<Which>, Which>(
    state: &State,
    before: Option<&Versioned<T>>,
    new: &T::New,
) -> Result<SecretString> {
    match (T::new_password(new), before) {
        (NewPassword::Set(typed), _) => Ok(typed.clone().into()),
        (NewPassword::Keep, Some(before)) => stored_password(state, &mut state.db.conn().await?, before).await,
        _ => Ok(SecretString::default()),
    }
}

/// Empty where there is none.
pub async fn stored_password<T: WithPassword<Which>, Which>(
    state: &State,
    conn: &mut Conn,
    it: &Versioned<T>,
) -> Result<SecretString> {
    if !it.has_password() {
        return Ok(SecretString::default());
    }
    let sealed = store::sealed_password::<T>(conn, T::COLUMN, it.id).await?;
    let opened = sealed.map(|sealed| state.seal.open(&T::SEALED.place(it.id), &sealed)).transpose()?;
    Ok(opened.unwrap_or_default().into())
}
