//! What a directory's groups make of a user, by the connector's group map.

use std::collections::BTreeSet;

use super::store::Way;
use crate::{
    account_users::{
        self, Extras, UserForm,
        model::{NewUser, Offered},
        service, store,
    },
    change::{Actor, Change},
    error::{Error, Result},
    forms::fields::canonical_name,
    ldap::{Directory, Found, Granted},
    state::State,
    web::Page,
};

/// Creates the user of a first sign-in, with what the map gives.
pub async fn create(
    page: &Page,
    change: &mut Change,
    (account_id, login): (i64, &str),
    (directory, found): (&Directory, &Found),
) -> Result<i64> {
    let offered = store::offered(&mut change.conn, account_id, 0).await?;
    let form = UserForm {
        login: canonical_name(login),
        first_name: found.first_name.clone(),
        last_name: found.last_name.clone(),
        email: found.email.clone(),
        language: page.lang.as_str().to_owned(),
        is_ldap: "on".to_owned(),
        groups: Vec::new(),
        ..UserForm::blank(&offered)
    };
    let mut new = form.parse()?;
    decide(&mut new, &offered, &directory.granted(found), &directory.decides());
    Ok(service::create_in(&page.state, change, account_id, (new, Extras::none())).await?.whole.user.id)
}

/// Why what the directory says of somebody lets them in no more, as it is recorded; for a sign-in, and for those who are
/// in.
pub fn reason_against(way: &Way, (directory, found): (&Directory, &Found)) -> Option<&'static str> {
    match way.reason_against(found) {
        None if !way.account_active => Some("account_inactive"),
        None if way.is_made() && directory.granted(found).is_nothing() => Some("directory_nothing"),
        why => why,
    }
}

/// A change in which the user is kept in line. A frozen account keeps its users as they are; of an edit at the same moment
/// the next check takes notice.
pub async fn kept_in_line(state: &State, by: Actor, place: (i64, i64), said: (&Directory, &Found)) -> Result<Change> {
    let mut change = Change::begin(state, by.clone()).await?;
    match keep_in_line(state, &mut change, place, said).await {
        Ok(()) => Ok(change),
        Err(Error::Conflict(_) | Error::Stale) => {
            drop(change);
            Change::begin(state, by).await
        }
        Err(error) => Err(error),
    }
}

/// Gives the user what the map gives and takes what it does not, of the groups and roles that it names.
async fn keep_in_line(
    state: &State,
    change: &mut Change,
    place: (i64, i64),
    (directory, found): (&Directory, &Found),
) -> Result<()> {
    let whole = store::find(&mut change.conn, place.0, place.1).await?.ok_or(Error::NotFound)?;
    let offered = store::offered(&mut change.conn, place.0, place.1).await?;
    let (granted, decided) = (directory.granted(found), directory.decides());
    account_users::edit(state, change, place, whole.user.version, |new| decide(new, &offered, &granted, &decided))
        .await?;
    Ok(())
}

/// Whoever is in no group is in the one that is always there.
fn decide(new: &mut NewUser, offered: &[Offered], granted: &Granted, decided: &Granted) {
    let kept = |kind: &str, ids: &[i64], granted: &BTreeSet<String>, decided: &BTreeSet<String>| -> Vec<i64> {
        let of_kind = offered.iter().filter(|it| it.kind == kind);
        let wanted = of_kind
            .filter(|it| if decided.contains(&it.name) { granted.contains(&it.name) } else { ids.contains(&it.id) });
        wanted.map(|it| it.id).collect()
    };
    new.groups = kept("group", &new.groups, &granted.groups, &decided.groups);
    new.roles = kept("role", &new.roles, &granted.roles, &decided.roles);
    if decided.master {
        new.settings.master = granted.master;
    }
    if new.groups.is_empty() {
        new.groups = offered.iter().filter(|it| it.main).map(|it| it.id).collect();
    }
}
