//! How that to which a call refers is found: by name, and by id where nothing has the name.

use super::{Caller, Failure, Ref, body::malformed, store};
use crate::web::fields::account_name;

/// What is looked up, the name before the id.
pub struct Key {
    pub name: Option<String>,
    pub id: Option<i64>,
}

impl Ref {
    /// How it is looked up. Nothing is refused at the field: something must be meant.
    pub fn key(&self, field: &str) -> Result<Key, Failure> {
        match self {
            Self::None => Err(Failure::field(field, &"refused-empty".into())),
            Self::Id(id) => Ok(Key { name: None, id: Some(*id) }),
            Self::Name(name) => Ok(Key { name: Some(name.clone()), id: name.parse().ok() }),
        }
    }

    /// The same of an account. Text that can be neither a login name nor an id is malformed.
    pub fn account_key(&self, field: &str) -> Result<Key, Failure> {
        let key = self.key(field)?;
        match key.name.as_deref().map(account_name) {
            Some(Err(_)) if key.id.is_none() => Err(malformed(format!("{field}: an id or a login name is expected, not this text."))),
            name => Ok(Key { name: name.and_then(Result::ok), ..key }),
        }
    }
}

impl Failure {
    /// 404 for what a field refers to.
    pub fn missing(field: &str) -> Self {
        Self { code: 404, ..Self::field(field, &"api-no-such-reference".into()) }
    }
}

/// The id of an account, deleted ones included: what may be done with its things, its state decides.
pub async fn account(caller: &Caller, field: &str, wanted: &Ref) -> Result<i64, Failure> {
    let key = wanted.account_key(field)?;
    let found = store::account(&mut caller.state.db.conn().await?, &key).await?;
    found.ok_or_else(|| Failure::new(404, "api-no-such-account"))
}
