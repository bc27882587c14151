//! Which objects are chosen, and what would become of them.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    change::{
        Kinds,
        work::{Did, Task},
    },
    error::{Error, Result},
    i18n::Message,
    lists::ListQuery,
    state::State,
};

/// How long a preview counts.
const READING: Duration = Duration::from_secs(4);
const AT_ONCE: i64 = 5_000;
/// So many of the objects are named.
const EXAMPLES: usize = 20;

/// Those that were ticked, or where there are none, all that the filter of a list leaves.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Selection<F> {
    pub ids: Vec<i64>,
    pub filter: F,
}

/// What would become of a selection.
#[derive(Default)]
pub struct Found {
    pub total: i64,
    pub changed: i64,
    pub already: i64,
    /// Why, and how many for that reason.
    pub refused: Vec<(Message, i64)>,
    /// What is told of those that would be changed, and of how many.
    pub warned: Vec<(Message, i64)>,
    /// What objects are known by, and why some of them would be refused.
    pub examples: Vec<(String, Result<Did, Message>)>,
    /// Whether all were counted; else there are at least so many.
    pub is_whole: bool,
}

impl Found {
    /// Counts what would become of the objects of a task.
    pub async fn of(state: &State, task: &Task) -> Result<Self> {
        let work = state.part::<Kinds>().of(&task.kind).ok_or(Error::NotFound)?;
        let begun = Instant::now();
        let (mut found, mut after) = (Self::default(), 0);
        while begun.elapsed() < READING {
            let chosen = work.choose(&mut state.db.conn().await?, task, (after, AT_ONCE)).await?;
            let Some(last) = chosen.last() else {
                found.is_whole = true;
                break;
            };
            after = last.id;
            let changed = chosen.iter().filter(|it| matches!(it.would, Ok(Did::Changed(_))));
            let changed: Vec<i64> = changed.map(|it| it.id).collect();
            for (_, what) in work.warns(&mut state.db.conn().await?, task, &changed).await? {
                add(&mut found.warned, &what);
            }
            for it in chosen {
                found.count(it.label, it.would);
            }
        }
        Ok(found)
    }

    fn count(&mut self, label: String, would: Result<Did, Message>) {
        self.total += 1;
        match &would {
            Ok(Did::Changed(_)) => self.changed += 1,
            Ok(Did::Already) => self.already += 1,
            Err(why) => add(&mut self.refused, why),
        }
        if self.examples.len() < EXAMPLES {
            self.examples.push((label, would));
        }
    }

    pub fn warned(&self) -> i64 {
        self.warned.iter().map(|(_, count)| count).sum()
    }

    /// Whether it is another number than was shown, by more than one in a hundred.
    pub fn has_drifted(&self, expected: i64) -> bool {
        (self.total - expected).abs() * 100 > expected
    }
}

/// One more of the same.
fn add(counts: &mut Vec<(Message, i64)>, what: &Message) {
    match counts.iter_mut().find(|(known, _)| known == what) {
        Some((_, count)) => *count += 1,
        None => counts.push((what.clone(), 1)),
    }
}

impl<F: Default> Selection<F> {
    /// What the address of a list's page names: rows by `id`, or with `all=on` all that its filter leaves.
    pub fn of(query: &ListQuery, filter: impl FnOnce() -> F) -> Result<Self> {
        if query.is("all", "on") {
            return Ok(Self { ids: Vec::new(), filter: filter() });
        }
        let ids: Vec<i64> =
            query.pairs.iter().filter(|(name, _)| name == "id").filter_map(|(_, id)| id.parse().ok()).collect();
        if ids.is_empty() {
            Err(Error::Conflict("job-none-ticked".into()))
        } else {
            Ok(Self { ids, filter: F::default() })
        }
    }

    /// One of the two ways to say which; nothing at all is not all.
    pub fn either(ids: Vec<i64>, filter: Option<F>) -> Option<Self> {
        match (filter, ids.is_empty()) {
            (None, false) => Some(Self { ids, filter: F::default() }),
            (Some(filter), true) => Some(Self { ids, filter }),
            _ => None,
        }
    }

    /// Of the ticked ones, the next beyond an id, by id; None where it is the filter that counts.
    pub fn beyond(&self, (after, most): (i64, i64)) -> Option<Vec<i64>> {
        if self.ids.is_empty() {
            return None;
        }
        let mut ids: Vec<i64> = self.ids.iter().copied().filter(|id| *id > after).collect();
        ids.sort_unstable();
        ids.dedup();
        ids.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        Some(ids)
    }
}

/// What a task keeps as JSON; a form carries it too, and a form may be made up.
pub fn json<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|_| Error::Malformed("a choice of objects that cannot be read"))
}

pub fn kept(it: &impl Serialize) -> Result<String> {
    Ok(serde_json::to_string(it).map_err(anyhow::Error::from)?)
}
