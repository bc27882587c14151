//! Whichever way the accounts that have some words are come upon, they are the same.

use super::found;
use crate::support::app::{TestApp, signed_in_owner};
use crate::support::dump::texts;
use steward::db::{Words, search_text};
use steward::housekeeping;

pub async fn find_the_same(app: &TestApp) {
    steward::demo::fill(&app.state, 200, 200).await.unwrap();
    let mut owner = signed_in_owner(app).await;
    app.execute(
        "UPDATE accounts SET external_id = 'ours' WHERE id =
             (SELECT min(id) FROM accounts WHERE deleted_at IS NULL AND search LIKE '%строй%')",
    )
    .await;
    let stored = texts(app, "SELECT CAST(id AS TEXT) || '|' || CAST(deleted_at IS NULL AS TEXT) || '|' || title || '\n' || name || '\n' || CAST(id AS TEXT) FROM accounts").await;
    let wanted = |q: &str| {
        let words = Words::of(q).expect("there are some");
        let rows = stored
            .iter()
            .filter_map(|row| row.split_once('|'))
            .filter_map(|(id, rest)| Some((id, rest.split_once('|')?)));
        let mut ids: Vec<i64> = rows
            .filter(|(_, (kept, text))| ["1", "true"].contains(kept) && words.occur_in(&search_text(text)))
            .map(|(id, _)| id.parse().expect("an id"))
            .collect();
        ids.sort_unstable();
        ids
    };
    let ids = |found: Vec<String>| {
        let mut ids: Vec<i64> = found.iter().map(|id| id.parse().expect("an id")).collect();
        ids.sort_unstable();
        ids
    };
    for round in 0..2 {
        for q in ["о", "ко", "1", "строй", "ст ой", "строй а", "а", "東", "zz", "e a", "строй о а", "qwertz"]
        {
            for list in ["/accounts", "/accounts?sort=title", "/accounts?sort=-name", "/accounts?sort=users"] {
                assert_eq!(ids(found(&mut owner, list, q).await), wanted(q), "{list} {q} in round {round}");
            }
            for list in [
                "state=active&sort=tz",
                "state=frozen",
                "tz=Europe/Moscow",
                "tz=Europe/London&sort=title",
                "external_id=none",
            ] {
                let list = format!("/accounts?{list}");
                let left = ids(found(&mut owner, &list, "").await);
                let both: Vec<i64> = wanted(q).into_iter().filter(|id| left.contains(id)).collect();
                assert_eq!(ids(found(&mut owner, &list, q).await), both, "{list} {q} in round {round}");
            }
        }
        // From here on it is known which words are common.
        housekeeping::step(&app.state).await.expect("it is done");
    }
}
