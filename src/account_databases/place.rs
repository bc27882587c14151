//! Where an index belongs: to a database of an account.

use serde::Deserialize;
use utoipa::ToSchema;

use super::{model::AccountDatabase, store};
use crate::{
    account_users::{InAccount, model::Head},
    api::{self, Caller, Failure, Ref, Thing, shape},
    change::{Actor, Change},
    db::{Conn, Written, written},
    error::{Error, Result},
    i18n::Message,
    resource::Place,
    state::State,
};

/// The account and its database, by their ids.
#[derive(Clone, Copy)]
pub struct InDatabase {
    pub account_id: i64,
    pub id: i64,
}

/// Which database of which account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfDatabase {
    #[schema(schema_with = shape::account)]
    pub account_id: Ref,
    /// The database of the account, by its id or its name.
    pub database_id: Ref,
}

/// What pages show of the place.
pub struct Around {
    pub account: Head,
    pub database: AccountDatabase,
}

impl InDatabase {
    /// By id or by name.
    pub async fn found(caller: &Caller, account_id: i64, named: &Ref) -> Result<AccountDatabase, Failure> {
        let mut conn = caller.state.db.conn().await?;
        let found = store::look_up(&mut conn, account_id, &named.key("database_id")?).await?;
        found.ok_or_else(|| Failure::missing("database_id", Thing::AccountDatabase, named))
    }
}

impl Place for InDatabase {
    type Frame = Around;
    type Named = OfDatabase;

    fn read(_: &str, ids: &[i64]) -> (Option<Self>, Option<i64>) {
        match ids {
            [account_id, id, rest @ ..] => (Some(Self { account_id: *account_id, id: *id }), rest.first().copied()),
            _ => (None, None),
        }
    }

    async fn named(caller: &Caller, named: &OfDatabase) -> std::result::Result<Self, Failure> {
        let account_id = api::account(caller, "account_id", &named.account_id).await?;
        let id = Self::found(caller, account_id, &named.database_id).await?.id;
        Ok(Self { account_id, id })
    }

    async fn frame(self, conn: &mut Conn) -> Result<Around> {
        let account = InAccount(self.account_id).frame(conn).await?;
        let database = store::find(conn, self.account_id, self.id).await?.ok_or(Error::NotFound)?;
        Ok(Around { account, database })
    }

    fn column(self) -> Written {
        written![account_id: self.account_id, database_id: self.id]
    }

    fn base(self) -> String {
        format!("/accounts/{}/databases/{}", self.account_id, self.id)
    }

    /// The list, from where they are deleted.
    fn back(self, list: String, _: i64) -> String {
        list
    }

    fn frozen(around: &Around) -> Option<Message> {
        InAccount::frozen(&around.account)
    }

    async fn begin(self, state: &State, by: Actor) -> Result<Change> {
        let mut change = InAccount(self.account_id).begin(state, by).await?;
        store::find(&mut change.conn, self.account_id, self.id).await?.ok_or(Error::NotFound)?;
        Ok(change)
    }

    fn account(self) -> Option<i64> {
        Some(self.account_id)
    }
}
