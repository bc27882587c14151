//! How many rows a list says it has.

use crate::both_databases;
use crate::support::answer::Answer;
use crate::support::app::{TestApp, signed_in_owner};
use crate::support::dump::texts;

/// Each with what it holds.
const LISTS: [(&str, &str); 3] = [
    ("/accounts", "TRUE"),
    ("/accounts?state=active&sort=title", "state_rank < 3"),
    ("/accounts?q=%D0%BE&sort=-users&place=last", "search LIKE '%о%'"),
];

/// "1–50 of 1,201".
fn total(page: &Answer) -> String {
    let caption = page.texts("caption").concat();
    caption.rsplit(' ').next().unwrap_or_default().replace(',', "")
}

both_databases! {
    async fn the_number_of_rows_is_right_after_whatever_was_written_and_wherever(app: TestApp) {
        steward::demo::fill(&app.state, 900, 0).await.expect("accounts are made");
        let mut owner = signed_in_owner(&app).await;
        let other = app.beside(|_| {}).await;
        let change = [
            "UPDATE accounts SET updated_by = 'somebody' WHERE id = 1",
            "UPDATE accounts SET deleted_at = created_at WHERE id = (SELECT max(id) FROM accounts WHERE deleted_at IS NULL AND state_rank = 0 AND search LIKE '%о%')",
            "UPDATE accounts SET active = FALSE WHERE id = (SELECT max(id) FROM accounts WHERE deleted_at IS NULL AND state_rank = 0)",
        ];
        for (at, statement) in change.into_iter().enumerate() {
            other.execute(statement).await;
            for (list, holds) in LISTS {
                let count = format!("SELECT CAST(count(*) AS TEXT) FROM accounts WHERE deleted_at IS NULL AND {holds}");
                let counted = texts(&app, &count).await.concat();
                // Often enough that it is believed the last time.
                for time in 1..=9 {
                    assert_eq!(total(&owner.get(list).await), counted, "{list} after {at} changes, time {time}");
                }
            }
        }
    }
}
