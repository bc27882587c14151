//! Which accounts may send through a sender: named in any way, added and taken away.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    model::Sender,
    store::{
        self,
        accounts::{AT_ONCE, Candidate},
    },
};
use crate::{
    change::{Actor, Change},
    db::{Conn, search_key},
    error::{Error, FieldErrors, Result},
    forms::fields::canonical_name,
    i18n::Message,
    people::clean,
    resource::{Stored, Versioned, find},
    state::State,
};

/// So many names stand in a record.
const NAMED: usize = 20;

/// What has become of a sender's accounts: ids and names.
#[derive(Default)]
pub struct Assigned {
    added: Vec<(i64, String)>,
    removed: Vec<(i64, String)>,
}

impl Assigned {
    /// By how many there are more now.
    pub fn balance(&self) -> i64 {
        let count = |all: &[(i64, String)]| i64::try_from(all.len()).unwrap_or(i64::MAX);
        count(&self.added) - count(&self.removed)
    }

    pub fn counts(&self) -> (usize, usize) {
        (self.added.len(), self.removed.len())
    }

    pub fn added(&self) -> String {
        names(&self.added)
    }

    pub fn removed(&self) -> String {
        names(&self.removed)
    }
}

/// "acme, beta"; of many the first few, and how many more.
fn names(all: &[(i64, String)]) -> String {
    let mut said = all.iter().take(NAMED).map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ");
    if let Some(more) = all.len().checked_sub(NAMED).filter(|more| *more > 0) {
        said.push_str(&format!(" +{more}"));
    }
    said
}

/// Adds accounts to a sender and takes others away, each as somebody names them; of what is so already nothing changes.
pub async fn assign(
    state: &State,
    by: Actor,
    id: i64,
    (add, remove): (&[String], &[String]),
) -> Result<(Versioned<Sender>, Assigned)> {
    let mut change = Change::begin(state, by).await?;
    let it: Versioned<Sender> = find(&mut change.conn, (), id).await?.ok_or(Error::NotFound)?;
    if let Some(reason) = it.stays() {
        return Err(Error::Conflict(reason));
    }
    store::lock(&mut change.conn, id).await?;
    let add = meant(&mut change.conn, "add", add).await?;
    let remove = meant(&mut change.conn, "remove", remove).await?;
    if let Some(both) = add.keys().find(|id| remove.contains_key(*id)) {
        let name = add.get(both).map(|it| it.name.clone()).unwrap_or_default();
        return Err(FieldErrors::one("remove", Message::new("refused-sender-account-both").with("name", name)).into());
    }
    let named: Vec<i64> = add.keys().chain(remove.keys()).copied().collect();
    let there: BTreeSet<i64> = store::accounts::assigned_of(&mut change.conn, id, &named).await?.into_iter().collect();
    let gone = remove.into_iter().filter(|(id, _)| there.contains(id)).map(|(id, it)| (id, it.name)).collect();
    let assigned = write(&mut change, id, (add, &there), gone).await?;
    if assigned.counts() != (0, 0) {
        let of = |field, said: String| (field, String::new(), said);
        let said = [of("accounts_added", assigned.added()), of("accounts_removed", assigned.removed())];
        change.record("assign", &it, said.into_iter().filter(|(.., said)| !said.is_empty()).collect()).await?;
        change.commit().await?;
    }
    Ok((it, assigned))
}

/// These and no others, in a change that is under way.
pub async fn replace(change: &mut Change, id: i64, accounts: &[String]) -> Result<Assigned> {
    store::lock(&mut change.conn, id).await?;
    let wanted = meant(&mut change.conn, "accounts", accounts).await?;
    let all = store::accounts::all(&mut change.conn, id).await?;
    let there = all.iter().map(|(id, _)| *id).collect();
    let gone = all.into_iter().filter(|(id, _)| !wanted.contains_key(id)).collect();
    write(change, id, (wanted, &there), gone).await
}

/// The one place where accounts are added to a sender and taken away from it.
async fn write(
    change: &mut Change,
    sender_id: i64,
    (wanted, there): (BTreeMap<i64, Candidate>, &BTreeSet<i64>),
    removed: Vec<(i64, String)>,
) -> Result<Assigned> {
    let new: Vec<Candidate> = wanted.into_values().filter(|it| !there.contains(&it.id)).collect();
    if let Some(deleted) = new.iter().find(|it| it.deleted) {
        return Err(Error::Conflict(Message::new("sender-account-is-deleted").with("name", deleted.name.as_str())));
    }
    for some in removed.chunks(AT_ONCE) {
        let ids: Vec<i64> = some.iter().map(|(id, _)| *id).collect();
        if let Some(user) = store::accounts::user_among(&mut change.conn, sender_id, &ids).await? {
            let said = Message::new("sender-account-in-use").with("name", user.account).with("virtual", user.name);
            return Err(Error::Conflict(said.with("rule", user.rule)));
        }
    }
    let added: Vec<(i64, String)> = new.into_iter().map(|it| (it.id, it.name)).collect();
    store::accounts::add(&mut change.conn, sender_id, added.iter().map(|(id, _)| *id)).await?;
    store::accounts::remove(&mut change.conn, sender_id, removed.iter().map(|(id, _)| *id)).await?;
    Ok(Assigned { added, removed })
}

/// The accounts that are meant, each once: by `#id`, by name, by id where none has the name, or by a title that only
/// one has.
/// The accounts that are meant, each as somebody names it.
pub async fn meant(conn: &mut Conn, field: &'static str, typed: &[String]) -> Result<BTreeMap<i64, Candidate>> {
    let mut found = BTreeMap::new();
    for some in typed.chunks(AT_ONCE) {
        let ids: Vec<i64> = some.iter().filter_map(|it| it.trim_start_matches('#').parse().ok()).collect();
        let texts = || some.iter().filter(|it| !it.starts_with('#'));
        let names: Vec<String> = texts().map(|it| canonical_name(it)).collect();
        let titles: Vec<String> = texts().map(|it| search_key(it)).collect();
        let candidates = store::accounts::candidates(conn, &ids, (&names, &titles)).await?;
        for typed in some {
            let it = choose(&candidates, typed).map_err(|refusal| FieldErrors::one(field, refusal))?;
            found.insert(it.id, it.clone());
        }
    }
    Ok(found)
}

fn choose<'a>(candidates: &'a [Candidate], typed: &str) -> Result<&'a Candidate, Message> {
    let id = typed.trim_start_matches('#').parse::<i64>().ok();
    let by_id = || candidates.iter().find(|it| Some(it.id) == id);
    let named = |key: &'static str| Message::new(key).with("name", clean(typed, 100));
    if typed.starts_with('#') && id.is_some() {
        return by_id().ok_or_else(|| named("refused-sender-account"));
    }
    let name = canonical_name(typed);
    if let Some(it) = candidates.iter().find(|it| it.name == name).or_else(by_id) {
        return Ok(it);
    }
    let title = search_key(typed);
    let mut titled = candidates.iter().filter(|it| !it.deleted && it.title_key == title);
    match (titled.next(), titled.next()) {
        (Some(it), None) => Ok(it),
        (Some(_), Some(_)) => Err(named("refused-sender-account-several")),
        (None, _) => Err(named("refused-sender-account")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_comes_before_an_id_and_both_before_a_title() {
        let account = |id: i64, name: &str, title: &str| Candidate {
            id,
            name: name.to_owned(),
            title_key: search_key(title),
            deleted: id == 9,
        };
        let all = [
            account(7, "acme", "Acme"),
            account(8, "7", "Seven"),
            account(9, "x", "Twin"),
            account(10, "y", "Twin"),
            account(11, "z", "Two"),
            account(12, "w", "two"),
        ];
        let id = |typed: &str| choose(&all, typed).map(|it| it.id).ok();
        assert_eq!(
            [id("acme"), id("ACME"), id("7"), id("#7"), id("10"), id("twin"), id("seven")],
            [7, 7, 8, 7, 10, 10, 8].map(Some)
        );
        assert_eq!([id("Two"), id("#acme"), id("99"), id("")], [None; 4]);
    }
}
