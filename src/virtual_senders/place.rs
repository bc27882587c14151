//! Where a virtual sender belongs: to an account, with the groups and the senders that it has to choose from.

use super::{model::CHANNELS, store};
use crate::{
    account_users::{InAccount, model::Head},
    api::{Caller, Failure, asks::OfAccount},
    change::{Actor, Change},
    db::{Conn, FromRow, Written},
    error::Result,
    i18n::Message,
    resource::Place,
    senders::model::Channel,
    state::State,
};

/// The account, by its id.
#[derive(Clone, Copy)]
pub struct InSenders(pub i64);

/// What pages show of the place.
pub struct Around {
    pub account: Head,
    pub choices: Choices,
}

/// What rules may name.
pub struct Choices {
    /// Ids and names.
    pub groups: Vec<(i64, String)>,
    /// Those that are assigned to the account.
    pub senders: Vec<Assigned>,
}

/// A sender that is assigned to the account.
#[derive(Clone, Debug, FromRow)]
pub struct Assigned {
    pub id: i64,
    pub name: String,
    #[sqlx(try_from = "String")]
    pub channel: Channel,
    pub active: bool,
    pub held: bool,
}

/// Whether a sender can be chosen for a rule of a channel.
pub enum Usable {
    Yes,
    /// It is switched off.
    Off,
    OfAnotherChannel,
}

impl Assigned {
    pub fn usable(&self, channel: Channel) -> Usable {
        match self.channel == channel {
            false => Usable::OfAnotherChannel,
            true if self.active => Usable::Yes,
            true => Usable::Off,
        }
    }

    /// Whether messages go through it now.
    pub fn is_on(&self) -> bool {
        self.active && !self.held
    }
}

/// The one of these that is meant by `#7`, a name, or an id where none has the name.
fn named<'a, T>(all: &'a [T], key: impl Fn(&T) -> (i64, &str), typed: &str) -> Option<&'a T> {
    let typed = typed.trim();
    let by_id = |id: &str| id.parse().ok().and_then(|id: i64| all.iter().find(|it| key(it).0 == id));
    match typed.strip_prefix('#').filter(|id| id.bytes().all(|byte| byte.is_ascii_digit())) {
        Some(id) => by_id(id),
        None => all.iter().find(|it| key(it).1 == typed).or_else(|| by_id(typed)),
    }
}

impl Choices {
    pub fn group(&self, typed: &str) -> Option<i64> {
        named(&self.groups, |(id, name)| (*id, name.as_str()), typed).map(|(id, _)| *id)
    }

    pub fn sender(&self, typed: &str) -> Option<&Assigned> {
        named(&self.senders, |it| (it.id, it.name.as_str()), typed)
    }

    pub fn sender_of_id(&self, id: i64) -> Option<&Assigned> {
        self.senders.iter().find(|it| it.id == id)
    }

    pub fn group_name(&self, id: i64) -> &str {
        self.groups.iter().find(|it| it.0 == id).map(|(_, name)| name.as_str()).unwrap_or_default()
    }

    /// What a sender is called; one that the account has no more, by its id.
    pub fn sender_name(&self, id: i64) -> String {
        self.sender_of_id(id).map_or_else(|| format!("#{id}"), |it| it.name.clone())
    }

    pub fn is_on(&self, id: i64) -> bool {
        self.sender_of_id(id).is_some_and(Assigned::is_on)
    }

    /// Those of a channel.
    pub fn of(&self, channel: Channel) -> impl Iterator<Item = &Assigned> {
        self.senders.iter().filter(move |it| it.channel == channel && CHANNELS.contains(&channel))
    }
}

impl Place for InSenders {
    type Frame = Around;
    type Named = OfAccount;

    fn read(path: &str, ids: &[i64]) -> (Option<Self>, Option<i64>) {
        let (of, id) = InAccount::read(path, ids);
        (of.map(|InAccount(id)| Self(id)), id)
    }

    async fn named(caller: &Caller, named: &OfAccount) -> std::result::Result<Self, Failure> {
        let InAccount(id) = InAccount::named(caller, named).await?;
        Ok(Self(id))
    }

    async fn frame(self, conn: &mut Conn) -> Result<Around> {
        let account = InAccount(self.0).frame(conn).await?;
        Ok(Around { account, choices: store::choices(conn, self.0).await? })
    }

    fn column(self) -> Written {
        InAccount(self.0).column()
    }

    fn base(self) -> String {
        InAccount(self.0).base()
    }

    fn back(self, list: String, id: i64) -> String {
        InAccount(self.0).back(list, id)
    }

    fn frozen(around: &Around) -> Option<Message> {
        InAccount::frozen(&around.account)
    }

    async fn begin(self, state: &State, by: Actor) -> Result<Change> {
        InAccount(self.0).begin(state, by).await
    }

    fn account(self) -> Option<i64> {
        Some(self.0)
    }
}
