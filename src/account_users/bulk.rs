//! What can be done with many users of an account at once, and how it is taken back.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::{
    model::{AccountUser, Described, Head, NewUser, Offered},
    service,
    store::{self, Filter},
    undo::{edit, undo},
    welcome::{self, Letter},
};
use crate::{
    accounts::model::Act as AccountAct,
    change::{
        Audited, Change, Work,
        work::{Chosen, Did, Doing, Kind, Object, Recorded, Task, Within},
    },
    db::{Conn, kept_as_text},
    error::{Error, FieldErrors, Result},
    jobs::{Selection, json},
    people::Permission,
    web::{Asked, session},
};

pub const KIND: Kind = Kind { name: "users", object: Described::KIND };

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Act {
    Activate,
    Deactivate,
    Welcome,
    MustChangePassword,
    EndSessions,
    AddRole,
    RemoveRole,
    AddGroup,
    RemoveGroup,
    Delete,
}

/// What goes with the acts, as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BulkForm {
    pub role: String,
    pub group: String,
}

kept_as_text!(Act);

impl Act {
    pub fn needs(self) -> Permission {
        match self {
            Self::Welcome => Permission::SendLetters,
            Self::EndSessions => Permission::EndSessions,
            _ => Permission::EditUsers,
        }
    }

    /// Whether something is lost by it.
    pub fn destroys(self) -> bool {
        matches!(self, Self::Deactivate | Self::EndSessions | Self::Delete)
    }

    /// `role` or `group`, where it is about one.
    pub fn about(self) -> Option<&'static str> {
        match self {
            Self::AddRole | Self::RemoveRole => Some("role"),
            Self::AddGroup | Self::RemoveGroup => Some("group"),
            _ => None,
        }
    }

    /// Whether the users will have the role or the group.
    fn adds(self) -> bool {
        matches!(self, Self::AddRole | Self::AddGroup)
    }
}

impl BulkForm {
    /// Refuses what cannot be done with any user.
    pub fn checked(&self, act: Act, offered: &[Offered]) -> Result<(), FieldErrors> {
        if let Some(kind) = act.about() {
            let known = offered.iter().any(|it| it.kind == kind && it.id.to_string() == self.chosen(kind));
            if !known {
                return Err(FieldErrors::one(kind, "refused-choice"));
            }
        }
        Ok(())
    }

    fn chosen(&self, kind: &str) -> &str {
        if kind == "role" { &self.role } else { &self.group }
    }
}

pub struct Bulk;

impl Work for Bulk {
    fn kind(&self) -> Kind {
        KIND
    }

    fn needs(&self, task: &Task) -> Permission {
        task.act.parse().map_or(Permission::EditUsers, Act::needs)
    }

    fn is_undoable(&self, act: &str) -> bool {
        !matches!(act.parse(), Err(_) | Ok(Act::Welcome | Act::EndSessions | Act::Delete))
    }

    fn choose<'a>(&'a self, conn: &'a mut Conn, task: &'a Task, beyond: (i64, i64)) -> Doing<'a, Vec<Chosen>> {
        Box::pin(async move {
            let (act, form) = read(task)?;
            let account_id = task.account_id.ok_or(Error::NotFound)?;
            let account = store::head(conn, account_id).await?.ok_or(Error::NotFound)?;
            let selection: Selection<Filter> = json(&task.selection)?;
            let users = match selection.beyond(beyond) {
                None => store::beyond(conn, account_id, &selection.filter, beyond).await?,
                Some(ids) => store::these(conn, account_id, &ids).await?,
            };
            let members = match act.about() {
                Some(kind) => store::members(conn, kind, form.chosen(kind).parse().unwrap_or(0)).await?,
                None => HashSet::new(),
            };
            Ok(users.into_iter().map(|user| chosen(act, &account, &members, user)).collect())
        })
    }

    fn apply<'a>(&'a self, Within { state, change }: Within<'a>, task: &'a Task, object: Object) -> Doing<'a, Did> {
        Box::pin(async move {
            let (act, form) = read(task)?;
            let place = (task.account_id.ok_or(Error::NotFound)?, object.id);
            match act {
                Act::Welcome => welcomed(service::send_welcome_in(state, change, place).await?.letter),
                Act::EndSessions => end_sessions(change, place).await,
                Act::Delete => {
                    service::delete_in(state, change, place, &Asked::at(Some(object.version))).await?;
                    Ok(Did::Changed(0))
                }
                _ => edit(state, change, place, object.version, |new| wanted(act, &form, new)).await,
            }
        })
    }

    fn undo<'a>(&'a self, within: Within<'a>, task: &'a Task, (id, fields): (i64, &'a [Recorded])) -> Doing<'a, Did> {
        Box::pin(async move { undo(within, (task.account_id.ok_or(Error::NotFound)?, id), fields).await })
    }
}

fn read(task: &Task) -> Result<(Act, BulkForm)> {
    Ok((task.act.parse().map_err(|_| Error::NotFound)?, json(&task.params)?))
}

/// What would become of a user, by the rules that the act itself asks.
fn chosen(act: Act, account: &Head, members: &HashSet<i64>, user: AccountUser) -> Chosen {
    let frozen = account.state.allows(AccountAct::EditObjects).err();
    let deleted = account.state.allows(AccountAct::EditSettings).err();
    let settings = &user.settings;
    let changes = |is_so: bool| Ok(if is_so { Did::Already } else { Did::Changed(0) });
    let would = match (act, frozen) {
        (Act::EndSessions, _) => Ok(Did::Changed(0)),
        (Act::Welcome, _) => match welcome::closed(account, settings) {
            Some(why) => Err(why),
            None => Ok(Did::Changed(1)),
        },
        (Act::Deactivate, _) if deleted.is_none() => changes(!settings.active),
        (Act::Delete, _) if deleted.is_none() => Ok(Did::Changed(0)),
        (_, Some(why)) => Err(why),
        (Act::Activate, None) => changes(settings.active),
        (Act::Deactivate, None) => changes(!settings.active),
        (Act::MustChangePassword, None) if settings.is_ldap => Err("user-password-of-directory".into()),
        (Act::MustChangePassword, None) => changes(settings.must_change_password),
        (Act::AddRole | Act::AddGroup, None) => changes(members.contains(&user.id)),
        (Act::RemoveRole | Act::RemoveGroup, None) => changes(!members.contains(&user.id)),
        (Act::Delete, None) => Ok(Did::Changed(0)),
    };
    let label = format!("{}@{}", settings.login, account.name);
    Chosen { id: user.id, version: user.version, label, updated_at: user.updated_at, would }
}

fn welcomed(letter: Letter) -> Result<Did> {
    match letter {
        Letter::Queued => Ok(Did::Changed(1)),
        Letter::NotAsked => Ok(Did::Already),
        Letter::Refused(why) => Err(Error::Conflict(why.message())),
    }
}

/// Ends every session of the user, and records it.
pub async fn end_sessions(change: &mut Change, (account_id, id): (i64, i64)) -> Result<Did> {
    let whole = store::find(&mut change.conn, account_id, id).await?.ok_or(Error::NotFound)?;
    let ended = session::end_all(&mut change.conn, store::owner(id)).await?;
    if ended == 0 {
        return Ok(Did::Already);
    }
    let changes = vec![("sessions", ended.to_string(), String::new())];
    change.record("end-sessions", &Described::new(&whole, &[]), changes).await?;
    Ok(Did::Changed(0))
}

fn wanted(act: Act, form: &BulkForm, new: &mut NewUser) {
    match act {
        Act::Activate => new.settings.active = true,
        Act::Deactivate => new.settings.active = false,
        Act::MustChangePassword => new.settings.must_change_password = true,
        _ => {
            let Some(kind) = act.about() else { return };
            let id: i64 = form.chosen(kind).parse().unwrap_or(0);
            let list = if kind == "role" { &mut new.roles } else { &mut new.groups };
            list.retain(|known| *known != id);
            if act.adds() {
                list.push(id);
            }
            list.sort_unstable();
        }
    }
}
