//! The directory's word for somebody who signs in to an account's portal, or proves who they are.

use futures_util::future::LocalBoxFuture;

use super::{
    acting, admins, member,
    store::{self, Way},
};
use crate::{
    account_users,
    change::{Actor, Change},
    error::{Error, Result},
    ldap::{self, Directory, Found, Reply},
    people::{Owner, OwnerKind},
    web::{
        Page,
        vouch::{Claim, Word},
    },
};

pub fn vouch<'a>(page: &'a Page, claim: Claim<'a>) -> LocalBoxFuture<'a, Result<Word>> {
    Box::pin(async move {
        match page.side() {
            OwnerKind::User => of_user(page, claim).await,
            OwnerKind::Admin => of_admin(page, claim).await,
        }
    })
}

/// Who has a password here is never asked about, whatever the directory has.
async fn of_admin(page: &Page, claim: Claim<'_>) -> Result<Word> {
    let mut conn = page.state.db.conn().await?;
    let way = store::way_of_admin(&mut conn, claim.login).await?;
    drop(conn);
    match way.filter(|way| way.is_ldap != Some(false)) {
        None => Ok(Word::NotAsked),
        Some(way) => match asked(page, way.connector_id, claim.login, claim).await? {
            Ok((directory, found)) => admins::admit(page, &way, claim.login, (&directory, &found)).await,
            Err(word) => Ok(word),
        },
    }
}

/// Of `login@account`: who has a password here is never asked about, whatever the directory has.
async fn of_user(page: &Page, claim: Claim<'_>) -> Result<Word> {
    let Some((login, account)) = claim.login.rsplit_once('@').filter(|(login, _)| !login.is_empty()) else {
        return Ok(Word::NotAsked);
    };
    let mut conn = page.state.db.conn().await?;
    let way = store::way(&mut conn, account, login).await?;
    drop(conn);
    match way.filter(|way| way.is_ldap != Some(false)) {
        None => Ok(Word::NotAsked),
        Some(way) => match asked(page, way.connector_id, login, claim).await? {
            Ok((directory, found)) => admit(page, &way, login, (&directory, &found)).await,
            Err(word) => Ok(word),
        },
    }
}

/// What the directory has of whoever gave its password, or what else it says.
async fn asked(
    page: &Page,
    connector_id: i64,
    login: &str,
    claim: Claim<'_>,
) -> Result<std::result::Result<(Directory, Box<Found>), Word>> {
    if !claim.may_ask {
        return Ok(Err(Word::Held));
    }
    let mut conn = page.state.db.conn().await?;
    let Some(directory) = ldap::directory(&page.state, &mut conn, connector_id).await? else {
        return Ok(Err(Word::Unknown));
    };
    drop(conn);
    Ok(Err(match ldap::check_password(&page.state, &directory, login, claim.password).await {
        Reply::Right(found) => return Ok(Ok((directory, found))),
        Reply::WrongPassword(said) => refused(&said).map_or(Word::No, Word::Refused),
        Reply::Refused(_) => Word::Refused("directory_refused"),
        Reply::Absent => Word::No,
        Reply::Ambiguous => {
            tracing::warn!(directory = directory.name, login, "a directory has two entries for one login");
            Word::Refused("directory_ambiguous")
        }
        Reply::Unknown(cause) => {
            tracing::warn!(directory = directory.name, ?cause, "a directory did not answer who somebody is");
            Word::Unknown
        }
    }))
}

/// Why Active Directory refuses somebody, where that is not the password.
fn refused(said: &str) -> Option<&'static str> {
    let code = said.strip_prefix("data ")?;
    Some(match code {
        "533" => "directory_disabled",
        "701" => "directory_expired",
        "532" | "773" => "directory_must_change",
        "530" | "531" | "775" => "directory_refused",
        _ => return None,
    })
}

/// Whoever gave the directory's password, if what it says of them lets them in.
async fn admit(page: &Page, way: &Way, login: &str, said: (&Directory, &Found)) -> Result<Word> {
    let (directory, found) = said;
    if let Some(why) = member::reason_against(way, said) {
        return Ok(Word::Closed(why));
    }
    let Some(id) = way.owner_id else { return first(page, way, login, said).await };
    let by = Actor { client: page.client.clone(), ..acting(directory) };
    let (mut change, owner) = (member::kept_in_line(&page.state, by, (way.account()?, id), said).await?, way.owner()?);
    store::forget_password(&mut change, owner).await?;
    store::note_present(&mut change, owner, (way.connector_id, &found.stable_id), false).await?;
    change.keep();
    change.commit().await?;
    Ok(Word::Yes(id))
}

/// The first sign-in of somebody whom the map gives something.
async fn first(page: &Page, way: &Way, login: &str, said: (&Directory, &Found)) -> Result<Word> {
    let (directory, found) = said;
    let mut change = Change::begin(&page.state, acting(directory)).await?;
    change.by.client = page.client.clone();
    let made = member::create(page, &mut change, (way.account()?, login), said).await;
    let why = match made {
        Ok(id) => {
            let owner = Owner { kind: OwnerKind::User, id };
            store::note_present(&mut change, owner, (way.connector_id, &found.stable_id), true).await?;
            change.commit().await?;
            return Ok(Word::Yes(id));
        }
        Err(Error::Refused(errors)) => {
            tracing::warn!(
                directory = directory.name,
                login,
                ?errors,
                "a user could not be made of a directory's entry"
            );
            "directory_incomplete"
        }
        Err(Error::OverLimit(_)) => "account_full",
        Err(Error::Conflict(_)) => "account_frozen",
        Err(error) => return Err(error),
    };
    drop(change);
    // Of two first sign-ins at the same moment one was quicker.
    let made = account_users::store::api::id_of(&mut page.state.db.conn().await?, way.account()?, login).await?;
    Ok(made.map_or(Word::Closed(why), Word::Yes))
}
