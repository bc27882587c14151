//! An edit of a user that is made without a form, and taking back what a record says of one.

use serde_json::{Map, Value};

use super::{
    extras::Extras,
    form::UserForm,
    model::{AccountUser, Described, NewUser, Offered, Whole},
    service, store,
};
use crate::{
    change::{
        Actor, Audited, Change, Undoes, is_switch,
        undo::{Given, Now, Of, Undone},
        work::{Did, Recorded, Within, reversed},
    },
    db::Conn,
    error::{Error, Result},
    people::Permission,
    resource::merged,
    state::State,
};

/// Gives the fields their old values, where they still have the new ones; any other is a conflict.
pub async fn undo(Within { state, change }: Within<'_>, place: (i64, i64), fields: &[Recorded]) -> Result<Did> {
    let (whole, offered) = whole(change, place).await?;
    let back = reversed(&Described::new(&whole, &offered).fields(), fields)?;
    let new = given_to(&whole.user, &offered, back.into_iter())?;
    edit(state, change, place, whole.user.version, |it| *it = new).await
}

/// An edit of a user from that version, by the service that the form takes.
pub async fn edit(
    state: &State,
    change: &mut Change,
    place: (i64, i64),
    version: i64,
    wanted: impl FnOnce(&mut NewUser),
) -> Result<Did> {
    let (whole, offered) = whole(change, place).await?;
    let before = as_it_is(&whole.user, &offered);
    let mut new = before.clone();
    wanted(&mut new);
    if new == before {
        return Ok(Did::Already);
    }
    if new.groups.is_empty() {
        return Err(Error::Conflict("job-user-without-group".into()));
    }
    service::update_in(state, change, place, version, (new, Extras::none())).await?;
    Ok(Did::Changed(0))
}

pub fn as_it_is(user: &AccountUser, offered: &[Offered]) -> NewUser {
    let ids = |kind: &str| offered.iter().filter(|it| it.chosen && it.kind == kind).map(|it| it.id).collect();
    NewUser { settings: user.settings.clone(), groups: ids("group"), roles: ids("role") }
}

async fn whole(change: &mut Change, (account_id, id): (i64, i64)) -> Result<(Whole, Vec<Offered>)> {
    let whole = store::find(&mut change.conn, account_id, id).await?.ok_or(Error::NotFound)?;
    let offered = store::offered(&mut change.conn, account_id, id).await?;
    Ok((whole, offered))
}

/// Where mail goes is changed on the user's page, by whoever has shown who they are; and whose the password is, with one.
const NEVER: [(&str, &str); 3] =
    [("email", "undo-address"), ("notify_email", "undo-address"), ("is_ldap", "undo-secret")];

pub struct Users;

impl Undoes for Users {
    fn objects(&self) -> &'static [&'static str] {
        &[Described::KIND]
    }

    fn needs(&self) -> Permission {
        Permission::EditUsers
    }

    fn reason_against(&self, fields: &[&str]) -> Option<&'static str> {
        NEVER.iter().find(|(field, _)| fields.contains(field)).map(|(_, why)| *why)
    }

    fn now<'a>(&'a self, conn: &'a mut Conn, of: Of<'a>) -> Undone<'a, Option<Now>> {
        Box::pin(async move {
            let account_id = of.account_id.ok_or(Error::NotFound)?;
            let Some(whole) = store::find(conn, account_id, of.id).await? else { return Ok(None) };
            let offered = store::offered(conn, account_id, of.id).await?;
            let names = |kind: &str| offered.iter().filter(|it| it.kind == kind).map(|it| it.name.clone()).collect();
            Ok(Some(Now {
                version: whole.user.version,
                fields: Described::new(&whole, &offered).fields(),
                offered: vec![("roles", names("role")), ("groups", names("group"))],
                is_deleted: false,
            }))
        })
    }

    fn give<'a>(&'a self, state: &'a State, by: Actor, of: Of<'a>, edit: (i64, &'a [Given])) -> Undone<'a, ()> {
        Box::pin(async move {
            let (version, given) = edit;
            let account_id = of.account_id.ok_or(Error::NotFound)?;
            let mut change = Change::begin(state, by).await?;
            let (whole, offered) = whole(&mut change, (account_id, of.id)).await?;
            let new =
                given_to(&whole.user, &offered, given.iter().map(|(field, value)| (field.as_str(), value.as_str())))?;
            service::update_in(state, &mut change, (account_id, of.id), version, (new, Extras::none())).await?;
            change.commit().await
        })
    }
}

/// The user with other values in some fields, through the form.
fn given_to<'a>(
    user: &AccountUser,
    offered: &[Offered],
    given: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<NewUser> {
    let ids = |kind: &str, old: &str| -> Result<Vec<Value>> {
        let id = |name: &str| offered.iter().find(|it| it.kind == kind && it.name == name).map(|it| it.id.to_string());
        // Of a name with a comma in it the record does not tell whether it is one or two.
        if offered.iter().any(|it| it.kind == kind && it.name.contains(", ")) {
            return Err(Error::Conflict("undo-names".into()));
        }
        let names = old.split(", ").filter(|name| !name.is_empty());
        names
            .map(|name| id(name).map(Value::from).ok_or_else(|| Error::Conflict("undo-reference-gone".into())))
            .collect()
    };
    let mut fields = Map::new();
    for (field, value) in given {
        let value = match field {
            "roles" => ids("role", value)?.into(),
            "groups" => ids("group", value)?.into(),
            _ if is_switch(field) => Value::from(value == "yes"),
            _ => value.into(),
        };
        fields.insert(field.to_owned(), value);
    }
    let mut new = merged(UserForm::of(user, offered), &fields)?.parse()?;
    new.roles.sort_unstable();
    new.groups.sort_unstable();
    Ok(new)
}
