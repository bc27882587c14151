//! Which groups an entry is in, and how.

use std::collections::HashSet;

use ldap3_proto::proto::{LdapFilter, LdapMatchingRuleAssertion, LdapSearchScope};
use serde::Serialize;
use strum::IntoStaticStr;
use utoipa::ToSchema;

use super::{
    about::About,
    client::{Client, Refusal, Search},
    dn,
    entry::Entry,
};
use crate::dial::Cause;

const DEEPEST: usize = 8;
const MOST: usize = 500;
/// As many as a ticket of Windows can hold.
const MOST_SIDS: usize = 1015;
/// Asked for in one question.
const AT_ONCE: usize = 50;
/// The rule of Active Directory by which a member's member is one.
const IN_CHAIN: &str = "1.2.840.113556.1.4.1941";

/// What is asked of an entry whose groups are sought.
pub const ATTRIBUTES: [&str; 5] = ["memberOf", "uid", "gidNumber", "objectSid", "primaryGroupID"];
const OF_GROUPS: [&str; 6] = ["memberOf", "gidNumber", "objectSid", "entryUUID", "objectGUID", "nsUniqueId"];

/// A group of the directory that somebody is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundGroup {
    pub dn: String,
    /// By which the directory knows it when it is moved or renamed; empty where it does not say.
    pub stable_id: String,
    pub how: How,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema, IntoStaticStr)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum How {
    Direct,
    /// By a group that is in it.
    Nested,
    /// Without being listed among its members.
    Primary,
}

/// All groups of an entry that was read with these [`ATTRIBUTES`].
pub async fn groups(
    client: &mut Client,
    (about, base_dn): (&About, &str),
    entry: Entry,
    login: &str,
) -> Result<Vec<FoundGroup>, Refusal> {
    let most = if about.is_active_directory { MOST_SIDS } else { MOST };
    let mut climb = Climb { client, base: about.context(base_dn), most, seen: HashSet::new(), groups: Vec::new() };
    match about.is_active_directory {
        true => climb.active_directory(&entry).await?,
        false => climb.up(entry, login).await?,
    }
    Ok(climb.groups)
}

struct Climb<'a> {
    client: &'a mut Client,
    base: &'a str,
    most: usize,
    /// Keys of names.
    seen: HashSet<String>,
    groups: Vec<FoundGroup>,
}

impl Climb<'_> {
    /// From the entry to its groups, to theirs, and so on: a step higher with each question.
    async fn up(&mut self, entry: Entry, login: &str) -> Result<(), Refusal> {
        let mut own = own_filters(&entry, login);
        let primary = entry.text("gidNumber");
        let (mut level, mut is_first) = (vec![entry], true);
        for _ in 0..DEEPEST {
            let mut next = Vec::new();
            for parent in self.parents(&level, std::mem::take(&mut own)).await? {
                let how = match is_first {
                    true if !primary.is_empty() && parent.text("gidNumber") == primary => How::Primary,
                    true => How::Direct,
                    false => How::Nested,
                };
                if self.add(&parent, how)? {
                    next.push(parent);
                }
            }
            if next.is_empty() {
                break;
            }
            (level, is_first) = (next, false);
        }
        Ok(())
    }

    /// The groups that list one of these, and those that these say they are in.
    async fn parents(&mut self, level: &[Entry], own: Vec<LdapFilter>) -> Result<Vec<Entry>, Refusal> {
        let lists = |entry: &Entry| {
            ["member", "uniqueMember"].map(|name| LdapFilter::Equality(name.to_owned(), entry.dn.clone()))
        };
        let filters: Vec<LdapFilter> = level.iter().flat_map(lists).chain(own).collect();
        let mut parents = Vec::new();
        for some in filters.chunks(AT_ONCE) {
            parents.extend(self.matching(LdapFilter::Or(some.to_vec())).await?);
        }
        let mut known: HashSet<String> = parents.iter().filter_map(|it| dn::key(&it.dn)).collect();
        for claimed in level.iter().flat_map(|entry| entry.texts("memberOf")) {
            let is_new = dn::key(&claimed).is_some_and(|key| !self.seen.contains(&key) && known.insert(key));
            if is_new {
                self.room(known.len())?;
                parents.push(self.read(claimed).await?);
            }
        }
        Ok(parents)
    }

    /// Active Directory tells all at once, as numbers, and only of groups that stand for rights; those that are not
    /// among them are told by the entry.
    async fn active_directory(&mut self, entry: &Entry) -> Result<(), Refusal> {
        let direct: Vec<String> = entry.texts("memberOf").collect();
        let keys: HashSet<String> = direct.iter().filter_map(|name| dn::key(name)).collect();
        let primary = primary_sid(entry);
        for group in self.all_of(entry, primary.as_deref()).await? {
            let is_primary = primary.is_some() && group.sids("objectSid").first() == primary.as_ref();
            let is_direct = dn::key(&group.dn).is_some_and(|key| keys.contains(&key));
            let how = match (is_primary, is_direct) {
                (true, _) => How::Primary,
                (_, true) => How::Direct,
                _ => How::Nested,
            };
            self.add(&group, how)?;
        }
        for name in direct {
            if dn::key(&name).is_some_and(|key| !self.seen.contains(&key)) {
                let group = self.read(name).await?;
                self.add(&group, How::Direct)?;
            }
        }
        Ok(())
    }

    async fn all_of(&mut self, entry: &Entry, primary: Option<&str>) -> Result<Vec<Entry>, Refusal> {
        let told = self.client.read(&entry.dn, &["tokenGroups"]).await?;
        let told = told.map(|it| it.sids("tokenGroups")).unwrap_or_default();
        if told.is_empty() {
            // Not everybody may read them. The long way finds them too, but for the groups of the primary one.
            return self.in_chain(entry, primary).await;
        }
        if told.len() > MOST_SIDS {
            return Err(Cause::TooManyGroups.into());
        }
        let mut groups = Vec::new();
        for some in told.chunks(AT_ONCE) {
            let sids = some.iter().map(|sid| LdapFilter::Equality("objectSid".to_owned(), sid.clone())).collect();
            groups.extend(self.matching(LdapFilter::Or(sids)).await?);
        }
        Ok(groups)
    }

    async fn in_chain(&mut self, entry: &Entry, primary: Option<&str>) -> Result<Vec<Entry>, Refusal> {
        let primary = match primary {
            Some(sid) => self.matching(LdapFilter::Equality("objectSid".to_owned(), sid.to_owned())).await?,
            None => Vec::new(),
        };
        let above = |entry: &Entry| {
            LdapFilter::Extensible(LdapMatchingRuleAssertion {
                matching_rule: Some(IN_CHAIN.to_owned()),
                type_: Some("member".to_owned()),
                match_value: entry.dn.clone(),
                dn_attributes: false,
            })
        };
        let filter = LdapFilter::Or(primary.iter().chain([entry]).map(above).collect());
        let mut groups = self.matching(filter).await?;
        groups.extend(primary);
        Ok(groups)
    }

    async fn matching(&mut self, filter: LdapFilter) -> Result<Vec<Entry>, Refusal> {
        let scope = LdapSearchScope::Subtree;
        let most = i32::try_from(self.most).unwrap_or(i32::MAX);
        let search = Search { base: self.base, scope, filter, most, attributes: &OF_GROUPS };
        let found = self.client.search(search).await?;
        if found.is_cut { Err(Cause::TooManyGroups.into()) } else { Ok(found.entries) }
    }

    /// A group that may not be looked at is one all the same.
    async fn read(&mut self, name: String) -> Result<Entry, Refusal> {
        Ok(self.client.read(&name, &OF_GROUPS).await?.unwrap_or(Entry::bare(name)))
    }

    /// Whether it was not there yet.
    fn add(&mut self, group: &Entry, how: How) -> Result<bool, Refusal> {
        let Some(key) = dn::key(&group.dn) else { return Ok(false) };
        if !self.seen.insert(key) {
            return Ok(false);
        }
        self.room(self.seen.len())?;
        self.groups.push(FoundGroup { dn: group.dn.clone(), stable_id: group.stable_id(), how });
        Ok(true)
    }

    /// Of too many, nobody knows which were left out.
    fn room(&self, count: usize) -> Result<(), Refusal> {
        if count > self.most { Err(Cause::TooManyGroups.into()) } else { Ok(()) }
    }
}

/// Groups of Unix list logins, and know those of whom they are the first group by its number alone.
fn own_filters(entry: &Entry, login: &str) -> Vec<LdapFilter> {
    let named = entry.texts("uid").chain([login.to_owned()]);
    let named = named.map(|name| LdapFilter::Equality("memberUid".to_owned(), name));
    let number = entry.texts("gidNumber").map(|number| {
        LdapFilter::And(vec![
            LdapFilter::Equality("objectClass".to_owned(), "posixGroup".to_owned()),
            LdapFilter::Equality("gidNumber".to_owned(), number),
        ])
    });
    named.chain(number).collect()
}

/// The primary group is of the entry's own domain.
fn primary_sid(entry: &Entry) -> Option<String> {
    let own = entry.sids("objectSid").into_iter().next()?;
    let (domain, _) = own.rsplit_once('-')?;
    let number: u32 = entry.text("primaryGroupID").parse().ok()?;
    Some(format!("{domain}-{number}"))
}
