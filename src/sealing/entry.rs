//! A record as it is sealed, exported and verified.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::tree::{Hash, leaf};
use crate::{
    change::attest,
    db::{FromRow, Seal, Written, written},
};

/// What is not there is null; a file that says more, or less, is none of ours.
#[derive(Clone, Debug, Default, PartialEq, FromRow, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// 0 until it is sealed.
    pub seq: i64,
    pub id: i64,
    pub format: i64,
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub at: DateTime<Utc>,
    pub actor_id: Option<i64>,
    pub actor_kind: String,
    pub actor_name: String,
    pub job_id: Option<i64>,
    pub visit_id: Option<i64>,
    pub on_behalf_of: Option<String>,
    pub request_id: String,
    pub ip: String,
    pub user_agent: String,
    pub account_id: Option<i64>,
    pub action: String,
    pub object_id: Option<i64>,
    pub object_kind: String,
    pub object_name: String,
    pub undoes: Option<i64>,
    pub mark: Option<String>,
    pub changes: String,
    #[serde(with = "base64_or_null")]
    pub salt: Option<Vec<u8>>,
    #[serde(skip)]
    pub mac: Option<Vec<u8>>,
    /// Its hash as the tree has it; in files.
    #[serde(with = "base64_or_null")]
    #[sqlx(skip)]
    pub leaf: Option<Vec<u8>>,
}

impl Entry {
    fn written(&self) -> Written {
        written![
            id: self.id,
            at: self.at,
            actor_kind: &self.actor_kind,
            actor_id: self.actor_id,
            actor_name: &self.actor_name,
            on_behalf_of: &self.on_behalf_of,
            visit_id: self.visit_id,
            job_id: self.job_id,
            ip: &self.ip,
            user_agent: &self.user_agent,
            request_id: &self.request_id,
            action: &self.action,
            object_kind: &self.object_kind,
            object_id: self.object_id,
            object_name: &self.object_name,
            account_id: self.account_id,
            changes: &self.changes,
            undoes: self.undoes,
            mark: &self.mark,
            salt: &self.salt,
        ]
    }

    /// Its hash by what it says.
    pub fn hash(&self) -> Hash {
        leaf(&attest::bytes(self.format, &self.written()))
    }

    /// What only the key makes of it.
    pub fn marked(&self, seal: &Seal) -> Hash {
        attest::mac(seal, &self.written())
    }

    pub fn is_by(&self, seal: &Seal) -> bool {
        self.mac.as_deref() == Some(&self.marked(seal))
    }

    /// What a restore writes while the key may not be in its place yet.
    pub fn is_of_restore(&self) -> bool {
        (self.mac.is_none() && self.salt.is_some())
            && (self.actor_kind == "system" && self.object_kind == "backup" && self.action == "restore")
    }

    /// Up to which number it says that records were removed.
    pub fn removes(&self) -> Option<u64> {
        let changes: Vec<(String, String, String)> = serde_json::from_str(&self.changes).ok()?;
        let is_removal =
            self.format == attest::OURS && self.object_kind == super::KIND && self.action == super::REMOVED;
        let upto = changes.into_iter().find(|(field, ..)| is_removal && field == super::UP_TO)?;
        upto.2.parse().ok()
    }
}

mod base64_or_null {
    use base64::{Engine, engine::general_purpose::STANDARD};
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    pub fn serialize<S: Serializer>(bytes: &Option<Vec<u8>>, serializer: S) -> Result<S::Ok, S::Error> {
        bytes.as_ref().map(|bytes| STANDARD.encode(bytes)).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<u8>>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| STANDARD.decode(text).map_err(D::Error::custom)).transpose()
    }
}
