//! What the platform is to do with a sender's queue. Steward keeps it until the platform has fetched it and says what
//! came of it.

use serde::Serialize;
use strum::{EnumString, IntoStaticStr, VariantArray};
use utoipa::ToSchema;

use super::{
    model::Sender,
    store::{
        self,
        queue::{self, Order},
    },
};
use crate::{
    change::{Actor, Change},
    db::kept_as_text,
    error::{Error, Result},
    i18n::Message,
    resource::{Stored, Versioned, find},
    state::State,
    web::Asked,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema, EnumString, IntoStaticStr, VariantArray)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
#[schema(as = SenderOrder)]
pub enum Act {
    /// Nothing leaves; what comes waits.
    Hold,
    Release,
    /// What waits is thrown away.
    Purge,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema, EnumString, IntoStaticStr, VariantArray)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
#[schema(as = SenderOrderOutcome)]
pub enum Outcome {
    Done,
    Failed,
    /// Another order came in its place.
    Withdrawn,
}

kept_as_text!(Act, Outcome);

/// Whose queue is purged.
#[derive(Clone)]
pub enum Scope {
    All,
    Account { id: i64, name: String },
}

/// What the platform says came of an order.
pub struct Settled {
    pub outcome: Outcome,
    pub purged: Option<i64>,
    pub said: String,
}

impl Act {
    /// As the record calls that it was given.
    fn recorded(self) -> &'static str {
        match self {
            Self::Hold => "hold",
            Self::Release => "release",
            // A purge alone is that of a row whose days are over.
            Self::Purge => "purge-queue",
        }
    }

    /// What it takes the place of.
    fn opposite(self) -> Option<Self> {
        match self {
            Self::Hold => Some(Self::Release),
            Self::Release => Some(Self::Hold),
            Self::Purge => None,
        }
    }
}

impl Scope {
    fn account(&self) -> Option<i64> {
        match self {
            Self::All => None,
            Self::Account { id, .. } => Some(*id),
        }
    }

    /// As the record has it.
    fn said(&self) -> String {
        match self {
            Self::All => "all accounts".to_owned(),
            Self::Account { name, .. } => name.clone(),
        }
    }
}

/// Why the order cannot be given now, if so; `waiting` are those of the sender that wait.
pub fn reason_against(it: &Versioned<Sender>, waiting: &[Order], act: Act, account: Option<i64>) -> Option<Message> {
    if let Some(reason) = it.stays() {
        return Some(reason);
    }
    let waits = |act| waiting.iter().any(|order| order.act == act && order.account_id == account);
    let key = match act {
        _ if waits(act) => "sender-order-waits",
        Act::Hold if it.is_held() && !waits(Act::Release) => "sender-is-held",
        Act::Release if !it.is_held() && !waits(Act::Hold) => "sender-is-not-held",
        _ => return None,
    };
    Some(Message::new(key))
}

/// Leaves it for the platform; its id. What waits of the opposite is withdrawn.
pub async fn give(state: &State, by: Actor, id: i64, act: Act, (scope, asked): (Scope, &Asked)) -> Result<i64> {
    let mut change = Change::begin(state, by).await?;
    store::lock(&mut change.conn, id).await?;
    let it: Versioned<Sender> = find(&mut change.conn, (), id).await?.ok_or(Error::NotFound)?;
    let waiting = queue::waiting_of(&mut change.conn, id).await?;
    if let Some(reason) = reason_against(&it, &waiting, act, scope.account()) {
        return Err(Error::Conflict(reason));
    }
    asked.of(it.version)?;
    let at = change.at;
    for order in waiting.iter().filter(|order| Some(order.act) == act.opposite()) {
        queue::settle(&mut change.conn, order.id, (Outcome::Withdrawn, at), (None, "")).await?;
    }
    let by = change.by.name.clone();
    let order = queue::give_order(&mut change.conn, id, (act, scope.account()), (at, &by)).await?;
    let mut said = vec![];
    if act == Act::Purge {
        let queued = match it.queued {
            Some(_) => queue::queued_of(&mut change.conn, id, scope.account()).await?.to_string(),
            None => String::new(),
        };
        said = vec![("scope", String::new(), scope.said()), ("queued", queued, String::new())];
    }
    said.retain(|(_, old, new)| !old.is_empty() || !new.is_empty());
    change.record(act.recorded(), &it, said).await?;
    change.commit().await?;
    Ok(order)
}

/// What the platform says came of an order. The same again changes nothing.
pub async fn settle(state: &State, by: Actor, id: i64, settled: &Settled) -> Result<()> {
    let mut change = Change::begin(state, by).await?;
    let order = queue::order(&mut change.conn, id).await?.ok_or(Error::NotFound)?;
    let (outcome, at) = (settled.outcome, change.at);
    let said = (settled.purged, settled.said.as_str());
    if !queue::settle(&mut change.conn, id, (outcome, at), said).await? {
        let order = queue::order(&mut change.conn, id).await?.ok_or(Error::NotFound)?;
        return match order.outcome.as_deref() {
            Some(before) if before == outcome.as_str() => Ok(()),
            before => {
                let before = before.unwrap_or_default().to_owned();
                Err(Error::Conflict(Message::new("sender-order-settled").with("outcome", before)))
            }
        };
    }
    let it: Versioned<Sender> = find(&mut change.conn, (), order.sender_id).await?.ok_or(Error::NotFound)?;
    if outcome == Outcome::Done {
        match order.act {
            Act::Hold => queue::note_state(&mut change.conn, it.id, "held").await?,
            Act::Release => queue::note_state(&mut change.conn, it.id, "active").await?,
            Act::Purge => queue::empty(&mut change.conn, it.id, order.account_id).await?,
        }
    }
    let new = |field, value: String| (field, String::new(), value);
    let said = vec![
        new("order", order.act.as_str().to_owned()),
        new("result", outcome.as_str().to_owned()),
        new("purged", settled.purged.map(|it| it.to_string()).unwrap_or_default()),
        new("said", settled.said.clone()),
    ];
    change.record("order", &it, said.into_iter().filter(|(.., value)| !value.is_empty()).collect()).await?;
    change.commit().await
}
