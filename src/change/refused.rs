//! What was not done, since whoever asked may not.

use super::{Actor, Change, Mark, store};
use crate::{error::Result, state::State};

/// A refused permission, written on its own since the request changes nothing. A database that is down must not turn
/// the refusal into another error.
pub async fn refused(state: &State, by: Actor, about: store::About, changes: &[(&'static str, String, String)]) {
    let request = by.request_id.clone();
    let written: Result<()> = async {
        let mut change = Change::begin(state, by).await?;
        let mark = Mark::of_refusal(&mut change.conn, &change.by, change.at).await?;
        let record = store::marked(&change, ("refused", &about, changes), mark)?;
        store::insert(&mut change.conn, record).await?;
        change.commit().await
    }
    .await;
    if let Err(error) = written {
        tracing::error!(request, %error, "a refused permission was not recorded");
    }
}
