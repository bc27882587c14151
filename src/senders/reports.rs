//! What the platform reports of a sender: in which state it has it, and what waits.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, Utc};

use super::{
    model::Sender,
    store::{self, queue},
};
use crate::{
    change::{Actor, Change},
    error::{Error, FieldErrors, Result},
    i18n::Message,
    resource::{Versioned, find},
    state::State,
};

/// How far the platform's clock may be ahead of ours.
const AHEAD: Duration = Duration::minutes(5);
/// As many lines a report may have.
pub const MOST: usize = 10_000;

/// What waits of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub account_id: i64,
    pub campaign_id: String,
    pub isp: String,
    pub count: i64,
}

pub struct Report {
    pub state: String,
    /// As of when.
    pub at: Option<DateTime<Utc>>,
    /// None says nothing of the queue.
    pub waiting: Option<Vec<Waiting>>,
}

/// Whether it was taken, or something as new is known already.
pub async fn report(state: &State, by: Actor, id: i64, report: Report) -> Result<bool> {
    let mut change = Change::begin(state, by).await?;
    store::lock(&mut change.conn, id).await?;
    let it: Versioned<Sender> = find(&mut change.conn, (), id).await?.ok_or(Error::NotFound)?;
    let at = report.at.unwrap_or(change.at);
    if at > change.at + AHEAD {
        return Err(FieldErrors::one("at", "refused-report-ahead").into());
    }
    if it.reported_at.is_some_and(|known| known >= at) {
        return Ok(false);
    }
    let waiting = report.waiting.map(together);
    if let Some(waiting) = &waiting {
        let ids: BTreeSet<i64> = waiting.iter().map(|it| it.account_id).collect();
        let ids: Vec<i64> = ids.into_iter().collect();
        let known: BTreeSet<i64> = queue::known_accounts(&mut change.conn, &ids).await?.into_iter().collect();
        if let Some(unknown) = ids.iter().find(|id| !known.contains(id)) {
            let refusal = Message::new("refused-report-account").with("id", unknown.to_string());
            return Err(FieldErrors::one("queue", refusal).into());
        }
    }
    queue::note_report(&mut change.conn, id, (&report.state, at), waiting.as_deref()).await?;
    let before = it.reported_state.clone().unwrap_or_default();
    if before == report.state {
        // A report a minute would drown the record.
        change.keep();
    } else {
        change.record("report", &it, vec![("reported_state", before, report.state)]).await?;
    }
    change.commit().await?;
    Ok(true)
}

/// Lines of the same are one.
fn together(waiting: Vec<Waiting>) -> Vec<Waiting> {
    let mut sums: BTreeMap<(i64, String, String), i64> = BTreeMap::new();
    for Waiting { account_id, campaign_id, isp, count } in waiting {
        let sum = sums.entry((account_id, campaign_id, isp)).or_default();
        *sum = sum.saturating_add(count);
    }
    let line = |((account_id, campaign_id, isp), count)| Waiting { account_id, campaign_id, isp, count };
    sums.into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_same_are_added_up() {
        let line = |account_id, isp: &str, count| Waiting {
            account_id,
            campaign_id: String::new(),
            isp: isp.to_owned(),
            count,
        };
        let all = together(vec![line(2, "", 1), line(1, "a", 2), line(2, "", 3), line(1, "b", 4)]);
        assert_eq!(all, [line(1, "a", 2), line(1, "b", 4), line(2, "", 4)]);
    }
}
