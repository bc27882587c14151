//! The way in from the command line, and back in.

use super::{model::NewAdmin, service::person, store};
use crate::{
    change::{Actor, Change},
    db::Serial,
    error::{Error, FieldErrors, Result},
    forms::fields::{canonical_name, login_name},
    i18n::Lang,
    mail::letters::{self, LINK_LASTS, RESET_LASTS},
    people::{Names, Role},
    sign_in::{Purpose, devices, factors, links, notices},
    state::State,
    web::session,
    zones::Zone,
};

/// The address of the page that makes the first owner, while there is no administrator; an older one is dead from now
/// on.
pub async fn setup_link(state: &State) -> Result<Option<String>> {
    let mut change = Change::begin(state, Actor::system("setup")).await?;
    // Of several that start at once the last one's link is the one that is good.
    change.conn.one_at_a_time(Serial::SetUp).await?;
    if !store::none_yet(&mut change.conn).await? {
        return Ok(None);
    }
    let token = links::issue(&mut change, Purpose::Setup, 0, LINK_LASTS).await?;
    change.commit().await?;
    Ok(Some(format!("/setup?token={token}")))
}

/// Makes an owner without a password, and the path of the link that sets one.
pub async fn create_owner(state: &State, login: &str) -> Result<String> {
    let login = login_name(login, 1, 64).map_err(|refused| FieldErrors::one("login", refused))?;
    let names =
        Names { first_name: String::new(), last_name: String::new(), email: String::new(), language: Lang::default() };
    let new = NewAdmin {
        login,
        names,
        tz: Zone::utc(),
        role: Role::Owner,
        active: true,
        is_ldap: false,
        password_hash: None,
    };
    let mut change = Change::begin(state, Actor::system("steward admin create")).await?;
    let id = store::insert(&mut change, &new).await.map_err(Error::taken("login"))?;
    let admin = store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)?;
    change.created(&admin).await?;
    let token = links::issue(&mut change, Purpose::AdminPassword, id, LINK_LASTS).await?;
    change.commit().await?;
    Ok(format!("/set-password/{token}"))
}

/// The way back in: drops the password, the second factor and every session, and gives the path of the link
/// that sets a new password. [`Error::NotFound`] when there is no such login.
pub async fn reset(state: &State, login: &str) -> Result<String> {
    let mut change = Change::begin(state, Actor::system("steward admin reset")).await?;
    let before = store::find_by_login(&mut change.conn, &canonical_name(login)).await?.ok_or(Error::NotFound)?;
    let person = person(state, &mut change, &before).await?;
    store::drop_password(&mut change, before.id).await?;
    notices::tell(state, &mut change, &person, letters::password_changed).await?;
    if before.totp_secret.is_some() {
        factors::remove(state, &mut change, &person, "").await?;
    }
    session::end_all(&mut change.conn, before.owner()).await?;
    devices::forget_all(&mut change, before.owner()).await?;
    let changes = vec![("password", String::new(), "changed".to_owned())];
    change.record("reset", &before, changes).await?;
    let token = links::issue(&mut change, Purpose::AdminPassword, before.id, RESET_LASTS).await?;
    change.commit().await?;
    Ok(format!("/set-password/{token}"))
}
