//! What no feature does but every installation needs: forgetting what has expired, and keeping searches and the query
//! planner informed.

use crate::{
    api,
    error::Result,
    feature::Searched,
    retention::Old,
    state::State,
    web::{self, session},
    zones,
};

/// Sessions, forms that were kept, and how often was called in past minutes.
pub async fn sessions(state: &State) -> Result<()> {
    let now = state.clock.now();
    let mut conn = state.db.begin().await?;
    session::sweep(&mut conn, now).await?;
    web::store::sweep_kept_forms(&mut conn, now).await?;
    api::forget_rates(&mut conn, now).await?;
    Ok(conn.commit().await?)
}

/// What calls with an `Idempotency-Key` were answered.
const ANSWERS: Old = Old {
    kind: "api-answer",
    oldest: |conn| Box::pin(api::oldest_answer(conn)),
    forget: |tx, before| Box::pin(api::forget_answers(tx, before)),
};

pub async fn answers(state: &State) -> Result<()> {
    ANSWERS.forget_after(state, Some(api::ANSWERS_KEPT)).await
}

/// Another edition of the time zones.
pub async fn zones(state: &State) -> Result<()> {
    let now = state.clock.now();
    // Reading a folder takes its time.
    tokio::task::spawn_blocking(move || zones::keep_up(now)).await.map_err(anyhow::Error::from)?;
    Ok(())
}

/// Some of the rows whose text to search an older program wrote; false when there were none.
pub async fn fold_some(state: &State) -> Result<bool> {
    let mut found = false;
    for table in &state.part::<Searched>().0 {
        found |= table.refold(&state.db).await?;
    }
    Ok(found)
}

pub async fn planner(state: &State) -> Result<()> {
    Ok(state.db.optimize().await?)
}
