//! Who somebody is in a directory, and whether a password is theirs. A directory that does not answer, or not as it
//! should, says nothing about anybody.

use std::time::Duration;

use futures_util::future::BoxFuture;
use tokio::time::timeout;

use super::{
    client::Refusal,
    hosts::Hosts,
    map::{Granted, Mapped},
    membership::FoundGroup,
    model::{LdapConnector, Target},
    store, talk,
};
use crate::{
    db::Conn,
    dial::{self, Cause},
    error::Result,
    resource::{Form, Versioned, find, stored_password},
    state::State,
};

/// Of the whole, however many hosts are asked.
const PATIENCE: Duration = Duration::from_millis(7_500);
/// Of a host while there is another to ask.
const WITH_ANOTHER: Duration = Duration::from_millis(4_000);
/// While somebody waits for a form to be saved.
const OF_A_GROUP: Duration = Duration::from_secs(3);
const LONGEST_LOGIN: usize = 256;

/// A directory as it is stored, ready to be asked.
pub struct Directory {
    pub id: i64,
    pub name: String,
    pub(super) target: Target,
    map: Vec<Mapped>,
}

/// What a directory says of somebody.
pub enum Presence {
    Present(Box<Found>),
    /// By a server that lets us in and shows others.
    Absent,
    /// Changes nothing for anybody.
    Unknown(Cause),
}

/// What a directory says to a login and a password.
pub enum Reply {
    Right(Box<Found>),
    /// With what is said of it, such as Active Directory's `data 52e`; empty where nothing is.
    WrongPassword(String),
    /// The entry may not sign in, whatever the password: the code of LDAP that says so.
    Refused(String),
    Absent,
    /// More than one entry has this login.
    Ambiguous,
    /// Changes nothing for anybody, and is no wrong password.
    Unknown(Cause),
}

/// Somebody as the directory has them. What stands in it is a stranger's text, cleaned and cut; the email may be none.
#[derive(Clone, Debug)]
pub struct Found {
    pub dn: String,
    /// `entryUUID` or `objectGUID`; empty where the directory does not say.
    pub stable_id: String,
    /// As the directory spells it.
    pub login: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub groups: Vec<FoundGroup>,
    /// Why they get in nowhere by it, if so: `disabled`, `expired`, `must_change_password`.
    pub closed: Option<&'static str>,
    /// Who said so.
    pub host: String,
}

/// Whom is asked for.
#[derive(Clone, Copy)]
pub(super) enum Who<'a> {
    Login(&'a str),
    Id(&'a str),
}

/// With its password unsealed, and its map.
pub async fn directory(state: &State, conn: &mut Conn, id: i64) -> Result<Option<Directory>> {
    let Some(it) = find::<LdapConnector>(conn, (), id).await? else { return Ok(None) };
    of_stored(state, conn, &it).await.map(Some)
}

pub(super) async fn of_stored(state: &State, conn: &mut Conn, it: &Versioned<LdapConnector>) -> Result<Directory> {
    let new = super::LdapForm::of(it).parse(())?;
    let password = stored_password(state, conn, it).await?;
    let map = store::map(conn, it.id).await?;
    Ok(Directory { id: it.id, name: it.name.clone(), target: Target::of(&new, password), map })
}

/// By the account that searches.
pub async fn look_up(state: &State, directory: &Directory, login: &str) -> Presence {
    presence(ask(state, directory, Who::Login(login), None).await)
}

/// Whoever has this stable id, whatever the login is by now.
pub async fn look_up_by_id(state: &State, directory: &Directory, stable_id: &str) -> Presence {
    presence(ask(state, directory, Who::Id(stable_id), None).await)
}

/// Whether the password is that of whoever has the login. An empty one is nobody's, and no directory is asked.
pub async fn check_password(state: &State, directory: &Directory, login: &str, password: &str) -> Reply {
    if password.is_empty() {
        return Reply::WrongPassword(String::new());
    }
    ask(state, directory, Who::Login(login), Some(password)).await
}

impl Directory {
    /// What the map gives to somebody.
    pub fn granted(&self, found: &Found) -> Granted {
        Granted::of(self.map.iter().filter(|line| found.groups.iter().any(|group| line.is(group))))
    }

    /// All that the map decides: nothing else is given or taken by it.
    pub fn decides(&self) -> Granted {
        Granted::of(self.map.iter())
    }

    /// Whether the map names this group.
    pub fn maps(&self, group: &FoundGroup) -> bool {
        self.map.iter().any(|line| line.is(group))
    }
}

impl Reply {
    /// In a word, for the record.
    pub fn outcome(&self) -> &'static str {
        match self {
            Self::Right(_) => "ok",
            Self::WrongPassword(_) => "wrong_password",
            Self::Refused(_) => "refused",
            Self::Absent => "absent",
            Self::Ambiguous => Cause::TwoEntries.as_str(),
            Self::Unknown(cause) => cause.as_str(),
        }
    }
}

fn presence(reply: Reply) -> Presence {
    match reply {
        Reply::Right(found) => Presence::Present(found),
        Reply::Absent => Presence::Absent,
        Reply::Ambiguous => Presence::Unknown(Cause::TwoEntries),
        Reply::Unknown(cause) => Presence::Unknown(cause),
        // Nobody was asked for a password.
        Reply::WrongPassword(_) | Reply::Refused(_) => Presence::Unknown(Cause::NotThisKind),
    }
}

/// Of a group by its name: its stable id; None inside where the directory has no such group, outside where it does not
/// answer.
pub async fn look_up_group(state: &State, id: i64, dn: &str) -> Option<Option<String>> {
    let mut conn = state.db.conn().await.ok()?;
    let directory = directory(state, &mut conn, id).await.ok()??;
    drop(conn);
    let target = &directory.target;
    let asking = at_one_host(state, target, |host| Box::pin(talk::group(state, target, host, dn)));
    dial::within(OF_A_GROUP, asking).await.ok()
}

pub(super) async fn ask(state: &State, directory: &Directory, who: Who<'_>, password: Option<&str>) -> Reply {
    if !who.can_be() {
        return Reply::Absent;
    }
    let target = &directory.target;
    let asking = at_one_host(state, target, |host| Box::pin(talk::person(state, target, host, (who, password))));
    dial::within(PATIENCE, asking).await.unwrap_or_else(Reply::Unknown)
}

/// One host after the other; only that it is not well itself is a reason to ask the next.
async fn at_one_host<'a, T>(
    state: &State,
    target: &'a Target,
    talk: impl Fn((&'a str, u16)) -> BoxFuture<'a, std::result::Result<T, Refusal>>,
) -> std::result::Result<T, Cause> {
    let hosts = state.part::<Hosts>();
    let _place = hosts.conversations.acquire().await.map_err(|_| Cause::NoAnswer)?;
    let mut order = hosts.in_order(target.hosts(), state.clock.now()).into_iter().peekable();
    let mut failed = Cause::NoAnswer;
    while let Some(host) = order.next() {
        let patience = if order.peek().is_some() { WITH_ANOTHER } else { PATIENCE };
        let told = timeout(patience, talk(host)).await.unwrap_or(Err(Cause::NoAnswer.into()));
        match told {
            Err(refusal) if refusal.is_of_the_host() => {
                hosts.failed_at(host, state.clock.now());
                failed = refusal.into();
            }
            told => {
                hosts.answered(host);
                return Ok(told?);
            }
        }
    }
    Err(failed)
}

impl Who<'_> {
    /// Of nobody else would a directory take blanks at the ends for nothing, or know control characters.
    fn can_be(self) -> bool {
        match self {
            Self::Login(login) => {
                !login.is_empty()
                    && login == login.trim()
                    && login.chars().count() <= LONGEST_LOGIN
                    && !login.chars().any(char::is_control)
            }
            Self::Id(id) => !id.is_empty() && id.len() <= 64 && id.chars().all(|c| c.is_ascii_hexdigit() || c == '-'),
        }
    }
}
