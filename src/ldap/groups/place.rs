//! Where a line of the map belongs: to a connector.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    api::{Caller, Failure, Ref, Thing},
    change::{Actor, Change},
    db::{Conn, Written, written},
    error::{Error, Result},
    ldap::model::LdapConnector,
    resource::{Place, Versioned, find, look_up},
    state::State,
};

/// The connector that something belongs to, by its id.
#[derive(Clone, Copy)]
pub struct InDirectory(pub i64);

/// Which connector's.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfDirectory {
    /// The LDAP connector, by its id or its name.
    pub ldap_id: Ref,
}

impl Place for InDirectory {
    type Frame = Versioned<LdapConnector>;
    type Named = OfDirectory;

    fn read(_: &str, ids: &[i64]) -> (Option<Self>, Option<i64>) {
        (ids.first().copied().map(Self), ids.get(1).copied())
    }

    async fn named(caller: &Caller, named: &OfDirectory) -> std::result::Result<Self, Failure> {
        let mut conn = caller.state.db.conn().await?;
        let found: Option<Versioned<LdapConnector>> = look_up(&mut conn, (), &named.ldap_id.key("ldap_id")?).await?;
        let found = found.ok_or_else(|| Failure::missing("ldap_id", Thing::Ldap, &named.ldap_id))?;
        Ok(Self(found.id))
    }

    async fn frame(self, conn: &mut Conn) -> Result<Self::Frame> {
        find(conn, (), self.0).await?.ok_or(Error::NotFound)
    }

    fn column(self) -> Written {
        written![connector_id: self.0]
    }

    fn base(self) -> String {
        format!("/ldap/{}", self.0)
    }

    /// The list, from where most are deleted.
    fn back(self, list: String, _: i64) -> String {
        list
    }

    async fn begin(self, state: &State, by: Actor) -> Result<Change> {
        let mut change = Change::begin(state, by).await?;
        self.frame(&mut change.conn).await?;
        Ok(change)
    }
}
