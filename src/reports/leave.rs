//! What the link of a report does: whoever has it gets that report no more.

use super::model::Report;
use crate::{
    account_users,
    change::{Actor, Change},
    error::Result,
    mail::leave,
    portal,
    state::State,
};

/// Does nothing where the link is none, or it is so already. Nobody has to be signed in, and nothing else can be done
/// with it.
pub async fn leave(state: &State, by: Actor, token: &str) -> Result<()> {
    let Some((user_id, kind)) = leave::opened(&state.seal, token) else { return Ok(()) };
    let Some(report) = Report::of_letter(kind) else { return Ok(()) };
    let Some(known) = portal::store::find(&mut state.db.conn().await?, user_id).await? else { return Ok(()) };
    let by = Actor {
        kind: "user",
        id: Some(user_id),
        name: known.full_login(),
        on_behalf_of: None,
        visit: None,
        ground: None,
        ..by
    };
    let mut change = Change::begin(state, by).await?;
    account_users::store::lock(&mut change, known.account_id, user_id).await?;
    let Some(before) = portal::store::find(&mut change.conn, user_id).await? else { return Ok(()) };
    let mut new = before.profile.clone();
    *report.is_ticked(&mut new.alerts) = false;
    if new == before.profile || !portal::store::update_profile(&mut change, &before, before.version, &new).await? {
        return Ok(());
    }
    let after = portal::model::Member { profile: new, ..before.clone() };
    change.updated("update", &before, &after).await?;
    change.commit().await
}
