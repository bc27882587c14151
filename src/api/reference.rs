//! How that to which a call refers is found: by name, and by id where nothing has the name.

use super::{Caller, Failure, Ref, body::malformed, store};
use crate::{
    forms::fields::account_name,
    i18n::{Lang, Message},
    people::clean,
};

/// So much of a name that leads nowhere is said.
const LONGEST_NAME: usize = 100;

/// What is looked up, the name before the id.
pub struct Key {
    pub name: Option<String>,
    pub id: Option<i64>,
}

/// What a reference is to lead to, as a refusal calls it.
#[derive(Clone, Copy)]
pub enum Thing {
    Account,
    User,
    Group,
    Role,
    Tariff,
    WebVersionPolicy,
    Database,
    Postgresql,
    Clickhouse,
    ExternalData,
    Ldap,
    LdapGroup,
    AccountDatabase,
    Index,
    Sender,
    SenderOrder,
    VirtualSender,
    StopList,
    Notifier,
}

impl Thing {
    /// The key in the language files of what there is none of.
    fn key(self) -> &'static str {
        match self {
            Self::Account => "api-thing-account",
            Self::User => "api-thing-user",
            Self::Group => "api-thing-group",
            Self::Role => "api-thing-role",
            Self::Tariff => "api-thing-tariff",
            Self::WebVersionPolicy => "api-thing-policy",
            Self::Database => "api-thing-database",
            Self::Postgresql => "api-thing-postgresql",
            Self::Clickhouse => "api-thing-clickhouse",
            Self::ExternalData => "api-thing-external-data",
            Self::Ldap => "api-thing-ldap",
            Self::LdapGroup => "api-thing-ldap-group",
            Self::AccountDatabase => "api-thing-account-database",
            Self::Index => "api-thing-index",
            Self::Sender => "api-thing-sender",
            Self::SenderOrder => "api-thing-sender-order",
            Self::VirtualSender => "api-thing-virtual-sender",
            Self::StopList => "api-thing-stop-list",
            Self::Notifier => "api-thing-notifier",
        }
    }

    /// That there is none, and where it may lie at the letters' case, that too.
    fn none(self, key: &'static str) -> Message {
        let cased = !matches!(self, Self::Account | Self::User);
        Message::new(key).with("what", Lang::En.t(self.key())).with("cased", if cased { "yes" } else { "no" })
    }
}

impl Ref {
    /// As a form has it: an id is marked, so that it is no name.
    pub fn typed(&self) -> String {
        match self {
            Self::None => String::new(),
            Self::Id(id) => format!("#{id}"),
            Self::Name(name) => name.clone(),
        }
    }

    /// How it is looked up. Nothing is refused at the field: something must be meant.
    pub fn key(&self, field: &str) -> Result<Key, Failure> {
        match self {
            Self::None => Err(Failure::field(field, &"refused-empty".into())),
            Self::Id(id) => Ok(Key { name: None, id: Some(*id) }),
            Self::Name(name) => Ok(Key { name: Some(name.clone()), id: name.parse().ok() }),
        }
    }

    /// The key of an account. Text that can be neither an account name nor an id is malformed.
    pub fn account_key(&self, field: &str) -> Result<Key, Failure> {
        let key = self.key(field)?;
        match key.name.as_deref().map(account_name) {
            Some(Err(_)) if key.id.is_none() => {
                Err(malformed(format!("{field}: an id or an account name is expected, not this text.")))
            }
            name => Ok(Key { name: name.and_then(Result::ok), ..key }),
        }
    }
}

impl Failure {
    /// 404 for what a field refers to: *No tariff named “Basic”. Names are case-sensitive.*
    pub fn missing(field: &str, thing: Thing, wanted: &Ref) -> Self {
        let none = |key| thing.none(key);
        let sentence = match wanted {
            Ref::None => "refused-empty".into(),
            Ref::Id(id) => none("api-none-with-id").with("id", id.to_string()),
            Ref::Name(name) if name.parse::<i64>().is_ok() => {
                none("api-none-with-name-or-id").with("name", name.as_str())
            }
            Ref::Name(name) => none("api-none-named").with("name", clean(name, LONGEST_NAME)),
        };
        Self { code: 404, text: Lang::En.say(&sentence), ..Self::field(field, &sentence) }
    }

    /// The refusal for what has no id to be called by.
    pub fn missing_name(field: &str, thing: Thing, name: &str) -> Self {
        let sentence = thing.none("api-none-named").with("name", clean(name, LONGEST_NAME));
        Self { code: 404, text: Lang::En.say(&sentence), ..Self::field(field, &sentence) }
    }
}

/// The id of an account, deleted ones included: what may be done with its things, its state decides.
pub async fn account(caller: &Caller, field: &str, wanted: &Ref) -> Result<i64, Failure> {
    let key = wanted.account_key(field)?;
    let found = store::account(&mut caller.state.db.conn().await?, &key).await?;
    found.ok_or_else(|| Failure::missing(field, Thing::Account, wanted))
}

/// The same of a filter, or of what may belong to no account: None is none, and a text that names no account names
/// nothing, whatever it looks like.
pub async fn any_account(caller: &Caller, field: &str, wanted: &Ref) -> Result<Option<i64>, Failure> {
    match wanted {
        Ref::None => Ok(None),
        named if named.account_key(field).is_err() => Err(Failure::missing(field, Thing::Account, named)),
        named => account(caller, field, named).await.map(Some),
    }
}
