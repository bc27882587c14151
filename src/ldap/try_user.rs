//! What a directory would make of somebody: asked of it and on the record, and nothing else is changed.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    map::Granted,
    membership::{FoundGroup, How},
    model::LdapConnector,
    person::{Directory, Found, Reply, Who, ask, of_stored},
};
use crate::{
    api::{Caller, Failure, One, Ref, Thing},
    change::{Actor, Change},
    dial::Cause,
    error::{Error, FieldErrors, Result},
    forms::fields::required,
    i18n::{Lang, Message},
    resource::{Versioned, claim_trial, look_up, too_soon},
    state::State,
};

const LONGEST_LOGIN: usize = 256;

/// What came of it.
pub struct UserTrial {
    directory: Directory,
    reply: Reply,
}

/// Who is to be looked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TestUser {
    /// The LDAP connector, by its id or its name.
    pub id: Ref,
    /// As it would be typed to sign in, without the account's name; at most 256 characters.
    pub login: String,
}

/// What a directory says of somebody, and what they would get.
#[derive(Serialize, ToSchema)]
pub struct UserTrialView {
    /// `ok` is that they could sign in; else `nothing_given` (the map names none of their groups), `disabled`, `expired`,
    /// `must_change_password`, `absent`, `two_entries`, `no_login`, `nobody_seen`, `too_many_groups`, or as in `ldap/test`.
    outcome: &'static str,
    /// The same in a sentence.
    text: String,
    /// The host that answered; null where no entry was found.
    #[schema(required)]
    host: Option<String>,
    /// The name of the entry.
    #[schema(required)]
    dn: Option<String>,
    /// `entryUUID` or `objectGUID` of the entry; empty where the directory does not say.
    #[schema(required)]
    stable_id: Option<String>,
    #[schema(required)]
    first_name: Option<String>,
    #[schema(required)]
    last_name: Option<String>,
    #[schema(required)]
    email: Option<String>,
    /// All groups of the entry.
    #[schema(required)]
    directory_groups: Option<Vec<GroupView>>,
    /// Names of groups that the map gives.
    #[schema(required)]
    groups: Option<Vec<String>>,
    /// Names of roles that the map gives.
    #[schema(required)]
    roles: Option<Vec<String>>,
    /// Whether the map makes a master of them.
    #[schema(required)]
    master: Option<bool>,
}

/// A group that somebody is in.
#[derive(Serialize, ToSchema)]
pub struct GroupView {
    /// Its name in the directory.
    dn: String,
    /// By which the directory knows it when it is moved or renamed; empty where it does not say.
    stable_id: String,
    /// `direct`, `nested` in one of the others, or `primary`.
    #[schema(value_type = String)]
    how: How,
    /// Whether the map names it.
    mapped: bool,
}

impl UserTrial {
    pub fn found(&self) -> Option<&Found> {
        if let Reply::Right(found) = &self.reply { Some(found) } else { None }
    }

    pub fn granted(&self) -> Granted {
        self.found().map(|found| self.directory.granted(found)).unwrap_or_default()
    }

    /// Each group with how somebody is in it, and whether the map names it.
    pub fn groups(&self) -> Vec<(&str, How, bool)> {
        let groups = self.found().map(|found| &*found.groups).unwrap_or_default();
        groups.iter().map(|group| (&*group.dn, group.how, self.directory.maps(group))).collect()
    }

    pub fn outcome(&self) -> &'static str {
        match &self.reply {
            Reply::Right(found) => found.closed.unwrap_or_else(|| match self.granted().is_nothing() {
                true => "nothing_given",
                false => "ok",
            }),
            reply => reply.outcome(),
        }
    }

    /// In a sentence.
    pub fn message(&self) -> Message {
        match &self.reply {
            Reply::Unknown(cause) => cause.message(),
            Reply::Ambiguous => Cause::TwoEntries.message(),
            _ => Message::new(format!("ldap-user-{}", self.outcome().replace('_', "-"))),
        }
    }

    fn view(&self) -> UserTrialView {
        let found = self.found();
        let told = |of: fn(&Found) -> &String| found.map(|found| of(found).clone());
        let granted = found.map(|found| self.directory.granted(found));
        UserTrialView {
            outcome: self.outcome(),
            text: Lang::En.say(&self.message()),
            host: told(|it| &it.host),
            dn: told(|it| &it.dn),
            stable_id: told(|it| &it.stable_id),
            first_name: told(|it| &it.first_name),
            last_name: told(|it| &it.last_name),
            email: told(|it| &it.email),
            directory_groups: found.map(|found| found.groups.iter().map(|group| self.group(group)).collect()),
            master: granted.as_ref().map(|it| it.master),
            groups: granted.as_ref().map(|it| it.groups.iter().cloned().collect()),
            roles: granted.map(|it| it.roles.into_iter().collect()),
        }
    }

    fn group(&self, group: &FoundGroup) -> GroupView {
        let FoundGroup { dn, stable_id, how } = group.clone();
        GroupView { dn, stable_id, how, mapped: self.directory.maps(group) }
    }
}

/// Asks the directory as it is stored; as seldom as a connector is tried. A rehearsal asks nobody.
pub async fn try_user(state: &State, by: Actor, it: &Versioned<LdapConnector>, login: &str) -> Result<UserTrial> {
    let login = required(login, LONGEST_LOGIN).map_err(|reason| FieldErrors::one("login", reason))?;
    let directory = of_stored(state, &mut state.db.conn().await?, it).await?;
    let is_rehearsal = by.watch.as_ref().is_some_and(|watch| watch.rehearses());
    let reply = match is_rehearsal {
        true => Reply::Unknown(Cause::NoAnswer),
        false => {
            claim_trial(state, &format!("ldap_user:{}", it.id)).await?;
            ask(state, &directory, Who::Login(&login), None).await
        }
    };
    let trial = UserTrial { directory, reply };
    let mut said = vec![("login", String::new(), login)];
    if !is_rehearsal {
        said.push(("outcome", String::new(), trial.outcome().to_owned()));
    }
    let mut change = Change::begin(state, by).await?;
    change.record("test_user", it, said).await?;
    change.commit().await?;
    Ok(trial)
}

/// As a call.
pub async fn test_user(caller: &Caller, ask: TestUser) -> Result<One<UserTrialView>, Failure> {
    let key = ask.id.key("id")?;
    let found = look_up::<LdapConnector>(&mut caller.state.db.conn().await?, (), &key).await?;
    let it = found.ok_or_else(|| Failure::missing("id", Thing::Ldap, &ask.id))?;
    match try_user(&caller.state, caller.actor.clone(), &it, &ask.login).await {
        Err(Error::TooMany(seconds)) => Err(Failure::say(429, &too_soon(seconds)).after(seconds)),
        trial => Ok(One { data: trial?.view() }),
    }
}
