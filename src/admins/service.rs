//! The way in, and back in, from the command line.

use chrono_tz::Tz;

use super::{
    model::{Names, NewAdmin},
    store,
};
use crate::{
    audit::{Actor, Change},
    error::{Error, Result},
    i18n::Lang,
    mail::letters,
    sign_in::{
        Purpose, devices, links,
        model::Person,
        notices, second_factor,
        service::{LINK_LIFETIME, RESET_LIFETIME},
    },
    state::State,
    web::{
        Role,
        fields::{canonical_name, login_name},
        session,
    },
};

/// Makes an owner without a password, and the path of the link that sets one.
pub async fn create_owner(state: &State, login: &str) -> Result<String> {
    let login = login_name(login, 1, 64).map_err(|refused| crate::error::FieldErrors::one("login", refused))?;
    let names = Names { first_name: String::new(), last_name: String::new(), email: String::new(), language: Lang::default() };
    let new = NewAdmin { login, names, tz: Tz::UTC, role: Role::Owner, password_hash: None };
    let mut change = Change::begin(state, Actor::system("steward admin create")).await?;
    let id = store::insert(&mut change, &new).await.map_err(Error::taken("login"))?;
    let admin = store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)?;
    change.created(&admin).await?;
    let token = links::issue(&mut change, Purpose::AdminPassword, id, LINK_LIFETIME).await?;
    change.commit().await?;
    Ok(format!("/set-password/{token}"))
}

/// The way back in: drops the password, the second factor and every session, and gives the path of the link
/// that sets a new password. [`Error::NotFound`] when there is no such login.
pub async fn reset(state: &State, login: &str) -> Result<String> {
    let mut change = Change::begin(state, Actor::system("steward admin reset")).await?;
    let before = store::find_by_login(&mut change.conn, &canonical_name(login)).await?.ok_or(Error::NotFound)?;
    let person = Person::of_admin(before.clone(), &state.config);
    store::set_password(&mut change, before.id, None).await?;
    notices::tell(state, &mut change, &person, letters::password_changed).await?;
    if before.totp_secret.is_some() {
        second_factor::remove(state, &mut change, &person).await?;
    }
    session::end_all(&mut change.conn, before.owner()).await?;
    devices::forget_all(&mut change, before.owner()).await?;
    let mut changes = vec![("password", String::new(), "changed".to_owned())];
    if before.totp_secret.is_some() {
        changes.push(("second_factor", "yes".to_owned(), String::new()));
    }
    change.record("reset", &before, changes).await?;
    let token = links::issue(&mut change, Purpose::AdminPassword, before.id, RESET_LIFETIME).await?;
    change.commit().await?;
    Ok(format!("/set-password/{token}"))
}
