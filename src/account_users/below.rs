//! What belongs to an account beside its users: its groups and roles.

use super::{model::Head, store};
use crate::{
    accounts::model::Act,
    api::{self, Caller, Failure, Ref},
    change::{Actor, Change},
    db::Conn,
    error::{Error, Result},
    i18n::Message,
    resource::Place,
    state::State,
};

/// The account that something belongs to, by its id.
#[derive(Clone, Copy)]
pub struct Below(pub i64);

impl Below {
    /// The one that a call names.
    pub async fn asked(caller: &Caller, account: &Ref) -> std::result::Result<Self, Failure> {
        api::account(caller, "account_id", account).await.map(Self)
    }
}

impl Place for Below {
    type Frame = Head;

    fn read(_: &str, ids: &[i64]) -> (Option<Self>, Option<i64>) {
        (ids.first().copied().map(Self), ids.get(1).copied())
    }

    async fn frame(self, conn: &mut Conn) -> Result<Head> {
        store::head(conn, self.0).await?.ok_or(Error::NotFound)
    }

    fn base(self) -> String {
        format!("/accounts/{}", self.0)
    }

    /// The list, from where most are deleted.
    fn back(self, list: String, _: i64) -> String {
        list
    }

    fn frozen(account: &Head) -> Option<Message> {
        account.state.allows(Act::EditObjects).err()
    }

    async fn begin(self, state: &State, by: Actor) -> Result<Change> {
        let mut change = Change::begin(state, by).await?;
        store::lock_account(&mut change, self.0).await?;
        let account = self.frame(&mut change.conn).await?;
        account.state.allows(Act::EditObjects).map_err(Error::Conflict)?;
        Ok(change)
    }

    fn account(self) -> Option<i64> {
        Some(self.0)
    }
}
