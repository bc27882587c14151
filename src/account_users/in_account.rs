//! What belongs to an account beside its users: its groups and roles.

use super::{model::Head, store};
use crate::{
    accounts::model::Act,
    api::{self, Caller, Failure, asks::OfAccount},
    change::{Actor, Change},
    db::{Conn, Written, written},
    error::{Error, Result},
    i18n::Message,
    resource::Place,
    state::State,
};

/// The account that something belongs to, by its id.
#[derive(Clone, Copy)]
pub struct InAccount(pub i64);

impl Place for InAccount {
    type Frame = Head;
    type Named = OfAccount;

    fn read(_: &str, ids: &[i64]) -> (Option<Self>, Option<i64>) {
        (ids.first().copied().map(Self), ids.get(1).copied())
    }

    fn recorded(_: &str, account_id: Option<i64>) -> Option<Self> {
        account_id.map(Self)
    }

    async fn named(caller: &Caller, named: &OfAccount) -> std::result::Result<Self, Failure> {
        api::account(caller, "account_id", &named.account_id).await.map(Self)
    }

    async fn frame(self, conn: &mut Conn) -> Result<Head> {
        store::head(conn, self.0).await?.ok_or(Error::NotFound)
    }

    fn column(self) -> Written {
        written![account_id: self.0]
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
