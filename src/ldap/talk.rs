//! A conversation with one host of a directory about one person.

use std::time::Duration;

use ldap3_proto::proto::{LdapFilter, LdapResultCode, LdapSearchScope};
use unicode_normalization::UnicodeNormalization;

use super::{
    about::About,
    client::{self, Client, Refusal, Search},
    dn,
    entry::{Entry, STABLE_IDS},
    membership::{self, groups},
    model::Target,
    person::{Found, Reply, Who},
};
use crate::{
    dial::{Cause, host::with_port, within},
    people::clean,
    state::State,
};

/// Until the directory has let us in.
const OPENING: Duration = Duration::from_secs(3);
/// Directories take more for the same login than we do, such as other accents.
const ALIKE: i32 = 8;
const LONGEST_DN: usize = 1024;
const LONGEST_NAME: usize = 80;
const LONGEST_EMAIL: usize = 254;
/// What tells whether an entry lets anybody in.
const CLOSING: [&str; 5] =
    ["userAccountControl", "accountExpires", "pwdLastSet", "pwdAccountLockedTime", "nsAccountLock"];

enum Sought {
    One(Entry),
    Nobody,
    Several,
}

/// Searches, lets the password be tried on a connection of its own, and reads the groups.
pub async fn person(
    state: &State,
    target: &Target,
    host: (&str, u16),
    (who, password): (Who<'_>, Option<&str>),
) -> Result<Reply, Refusal> {
    let mut client = open(state, target, host).await?;
    let about = client.about().await?;
    let entry = match sought(&mut client, target, &about, who).await? {
        Sought::One(entry) => entry,
        Sought::Several => return Ok(Reply::Ambiguous),
        Sought::Nobody if client.sees_people(target).await? => return Ok(Reply::Absent),
        Sought::Nobody => return Err(Cause::NobodySeen.into()),
    };
    if let Some(password) = password {
        let refused = try_password(state, target, host, (&entry.dn, password)).await?;
        if let Some(refused) = refused {
            return Ok(refused);
        }
    }
    let attributes = &target.attributes;
    let login = entry.shown(&attributes.login, LONGEST_NAME);
    let mut found = Found {
        dn: clean(&entry.dn, LONGEST_DN),
        stable_id: entry.stable_id(),
        first_name: entry.shown(&attributes.first_name, LONGEST_NAME),
        last_name: entry.shown(&attributes.last_name, LONGEST_NAME),
        email: entry.shown(&attributes.email, LONGEST_EMAIL),
        groups: Vec::new(),
        closed: entry.closed(about.is_active_directory, state.clock.now()),
        host: with_port(host.0, i64::from(host.1)),
        login,
    };
    let login = match who {
        Who::Login(login) => login.to_owned(),
        Who::Id(_) => entry.text(&attributes.login),
    };
    found.groups = groups(&mut client, (&about, &target.base_dn), entry, &login).await?;
    Ok(Reply::Right(Box::new(found)))
}

/// The stable id of a group by its name, if there is one.
pub async fn group(state: &State, target: &Target, host: (&str, u16), dn: &str) -> Result<Option<String>, Refusal> {
    let found = open(state, target, host).await?.read(dn, &STABLE_IDS).await?;
    Ok(found.map(|group| group.stable_id()))
}

/// As the account that searches, or as nobody.
async fn open(state: &State, target: &Target, host: (&str, u16)) -> Result<Client, Refusal> {
    let opening = async {
        let mut client = Client::open(state, target, host).await?;
        let server = &target.server;
        let bound = match server.bind_dn.is_empty() {
            true => Ok(()),
            false => client.bind(&server.bind_dn, target.password()).await,
        };
        Ok((client, bound))
    };
    let (client, bound) = within(OPENING, opening).await?;
    bound.map(|()| client)
}

async fn sought(client: &mut Client, target: &Target, about: &About, who: Who<'_>) -> Result<Sought, Refusal> {
    let by_id = match who {
        Who::Id(id) => format!("<GUID={id}>"),
        Who::Login(_) => String::new(),
    };
    let equal = |name: &str, value: &str| LdapFilter::Equality(name.to_owned(), value.to_owned());
    let (base, scope, filter) = match who {
        Who::Login(login) => (&*target.base_dn, LdapSearchScope::Subtree, equal(&target.attributes.login, login)),
        Who::Id(_) if about.is_active_directory => (&*by_id, LdapSearchScope::Base, client::anything()),
        Who::Id(id) => {
            let filter = LdapFilter::Or(vec![equal("entryUUID", id), equal("nsUniqueId", id)]);
            (&*target.base_dn, LdapSearchScope::Subtree, filter)
        }
    };
    let names = &target.attributes;
    let wanted = [&*names.login, &names.first_name, &names.last_name, &names.email];
    let attributes: Vec<&str> = [&wanted[..], &STABLE_IDS, &membership::ATTRIBUTES, &CLOSING]
        .concat()
        .into_iter()
        .filter(|name| !name.is_empty())
        .collect();
    let filter = target.people(filter);
    let is_one = scope == LdapSearchScope::Base;
    let found = match client.search(Search { base, scope, filter, most: ALIKE, attributes: &attributes }).await {
        // Nothing is known by this id any more.
        Err(Refusal::Search(result)) if is_one && result.code == LdapResultCode::NoSuchObject => {
            return Ok(Sought::Nobody);
        }
        found => found?,
    };
    if found.is_cut {
        return Ok(Sought::Several);
    }
    chosen(found.entries, target, who)
}

/// The one that is meant, and not what a directory takes for the same.
fn chosen(entries: Vec<Entry>, target: &Target, who: Who<'_>) -> Result<Sought, Refusal> {
    let base = dn::key(&target.base_dn).unwrap_or_default();
    let is_meant = |entry: &Entry| match who {
        Who::Login(login) => entry.texts(&target.attributes.login).any(|value| folded(&value) == folded(login)),
        Who::Id(_) => dn::key(&entry.dn).is_some_and(|key| dn::is_below(&key, &base)),
    };
    let shows_none = entries.iter().any(|entry| entry.text(&target.attributes.login).is_empty());
    let mut meant: Vec<Entry> = entries.into_iter().filter(is_meant).collect();
    match (meant.pop(), meant.is_empty()) {
        _ if shows_none => Err(Cause::NoLogin.into()),
        (None, _) => Ok(Sought::Nobody),
        (Some(_), false) => Ok(Sought::Several),
        // To sign in as an entry without a name is to sign in as nobody.
        (Some(entry), true) if dn::key(&entry.dn).is_none() => Err(Cause::NotThisKind.into()),
        (Some(entry), true) => Ok(Sought::One(entry)),
    }
}

fn folded(login: &str) -> String {
    login.nfkc().collect::<String>().to_lowercase()
}

/// None is the right one.
async fn try_password(
    state: &State,
    target: &Target,
    host: (&str, u16),
    (dn, password): (&str, &str),
) -> Result<Option<Reply>, Refusal> {
    use LdapResultCode as Code;
    let opening = Client::open(state, target, host);
    let mut client = within(OPENING, opening).await?;
    match client.bind(dn, password).await {
        Ok(()) => Ok(None),
        Err(Refusal::Bind(result)) => match result.code {
            Code::InvalidCredentials => Ok(Some(Reply::WrongPassword(reason(&result.message)))),
            Code::InappropriateAuthentication
            | Code::InsufficentAccessRights
            | Code::UnwillingToPerform
            | Code::ConstraintViolation
            | Code::NoSuchObject => Ok(Some(Reply::Refused(format!("code {}", result.code as i32)))),
            _ => Err(Refusal::Bind(result)),
        },
        Err(refusal) => Err(refusal),
    }
}

/// Active Directory's own code, such as `data 52e`.
fn reason(message: &str) -> String {
    let code = message.split_once("data ").map(|(_, rest)| rest).unwrap_or_default();
    let code: String = code.chars().take_while(char::is_ascii_hexdigit).take(8).collect();
    if code.is_empty() { code } else { format!("data {code}") }
}
