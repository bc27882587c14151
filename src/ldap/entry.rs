//! What a directory says of an entry.

use chrono::{DateTime, Utc};
use ldap3_proto::proto::{LdapPartialAttribute, LdapSearchResultEntry};

use crate::people::clean;

/// From 1601 to 1970.
const SECONDS_BEFORE_1970: i64 = 11_644_473_600;
/// Locked until an administrator unlocks it, in OpenLDAP's policy of passwords.
const LOCKED_FOR_GOOD: &str = "000001010000Z";
const LONGEST_ID: usize = 64;
/// By which servers know an entry that is moved or renamed.
pub const STABLE_IDS: [&str; 3] = ["entryUUID", "objectGUID", "nsUniqueId"];

pub struct Entry {
    pub dn: String,
    attributes: Vec<LdapPartialAttribute>,
}

impl From<LdapSearchResultEntry> for Entry {
    fn from(entry: LdapSearchResultEntry) -> Self {
        Self { dn: entry.dn, attributes: entry.attributes }
    }
}

impl Entry {
    /// One of which nothing but the name is known.
    pub fn bare(dn: String) -> Self {
        Self { dn, attributes: Vec::new() }
    }

    /// Of an attribute with very many values Active Directory gives a first part, `memberOf;range=0-1499`.
    pub fn bytes(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        let is_named = move |it: &&LdapPartialAttribute| {
            let named = it.atype.split_once(";range=").map_or(&*it.atype, |(named, _)| named);
            named.eq_ignore_ascii_case(name)
        };
        self.attributes.iter().filter(is_named).flat_map(|it| it.vals.iter().map(Vec::as_slice))
    }

    pub fn texts(&self, name: &str) -> impl Iterator<Item = String> {
        self.bytes(name).map(|value| String::from_utf8_lossy(value).into_owned())
    }

    /// The first of its values, or nothing.
    pub fn text(&self, name: &str) -> String {
        self.texts(name).next().unwrap_or_default()
    }

    /// The same, fit to be shown.
    pub fn shown(&self, name: &str, longest: usize) -> String {
        clean(self.text(name).trim(), longest)
    }

    /// By which it is known when it is moved or renamed; empty where the directory does not say.
    pub fn stable_id(&self) -> String {
        let guid = self.bytes("objectGUID").find_map(guid);
        guid.unwrap_or_else(|| {
            let told = ["entryUUID", "nsUniqueId"].into_iter().map(|name| self.shown(name, LONGEST_ID));
            told.filter(|id| !id.is_empty()).map(|id| id.to_lowercase()).next().unwrap_or_default()
        })
    }

    /// Why nobody gets in by it, whatever the password, if so.
    pub fn closed(&self, is_active_directory: bool, now: DateTime<Utc>) -> Option<&'static str> {
        let number = |name| self.text(name).parse::<i64>().ok();
        let is_locked = self.texts("pwdAccountLockedTime").any(|at| at == LOCKED_FOR_GOOD);
        if is_locked || self.text("nsAccountLock").eq_ignore_ascii_case("true") {
            return Some("disabled");
        }
        if !is_active_directory {
            return None;
        }
        if number("userAccountControl").is_some_and(|flags| flags & 2 != 0) {
            return Some("disabled");
        }
        // 0 and the largest number are never.
        let expires = number("accountExpires").filter(|at| *at > 0 && *at < i64::MAX);
        if expires.is_some_and(|at| at / 10_000_000 - SECONDS_BEFORE_1970 <= now.timestamp()) {
            return Some("expired");
        }
        (number("pwdLastSet") == Some(0)).then_some("must_change_password")
    }

    /// Of Active Directory: those of its groups, nested ones and the primary one among them.
    pub fn sids(&self, name: &str) -> Vec<String> {
        self.bytes(name).filter_map(sid).collect()
    }
}

/// `S-1-5-21-…`
fn sid(bytes: &[u8]) -> Option<String> {
    let (head, parts) = bytes.split_at_checked(8)?;
    let (&[revision, count], authority) = head.split_first_chunk::<2>()?;
    let authority = authority.iter().fold(0_u64, |all, byte| all << 8 | u64::from(*byte));
    let (parts, rest) = parts.as_chunks::<4>();
    if parts.len() != usize::from(count) || !rest.is_empty() {
        return None;
    }
    let parts = parts.iter().map(|part| format!("-{}", u32::from_le_bytes(*part)));
    Some(format!("S-{revision}-{authority}{}", parts.collect::<String>()))
}

/// As Windows writes it: its first three numbers have their bytes the other way round.
fn guid(bytes: &[u8]) -> Option<String> {
    let bytes: [u8; 16] = bytes.try_into().ok()?;
    let id = u128::from_be_bytes(bytes);
    let (a, b, c) = ((id >> 96) as u32, (id >> 80) as u16, (id >> 64) as u16);
    let (d, e) = ((id >> 48) as u16, id as u64 & 0xffff_ffff_ffff);
    Some(format!("{:08x}-{:04x}-{:04x}-{d:04x}-{e:012x}", a.swap_bytes(), b.swap_bytes(), c.swap_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_active_directory_are_read_as_it_writes_them() {
        let bytes = [1, 4, 0, 0, 0, 0, 0, 5, 21, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1, 2, 0, 0];
        assert_eq!(sid(&bytes).as_deref(), Some("S-1-5-21-1-2-513"));
        assert_eq!([sid(&bytes[..20]), sid(&[]), sid(&[1, 9])], [None, None, None]);
        let bytes = [0x78, 0x56, 0x34, 0x12, 0xbc, 0x9a, 0xf0, 0xde, 1, 2, 3, 4, 5, 6, 7, 8];
        assert_eq!(guid(&bytes).as_deref(), Some("12345678-9abc-def0-0102-030405060708"));
    }
}
