//! Work on many: chosen from a list, previewed, begun, done an object at a time, stopped and taken back.

mod accounts;
mod api;
mod pages;
mod platform;
mod users;
mod worker;

use crate::support::answer::Answer;
use crate::support::app::TestApp;
use crate::support::client::Client;

pub const BULK: &str = "/accounts/bulk";

/// Lets the worker do all there is to do at this moment.
pub async fn work(app: &TestApp) {
    while steward::jobs::step(&app.state).await.expect("the worker works") {}
}

/// Makes so many accounts, `a1`, `a2` …, beside Acme.
pub async fn make_accounts(owner: &mut Client, count: usize) {
    for number in 1..=count {
        let (title, name) = (format!("Firm {number}"), format!("a{number}"));
        let fields = [("title", title.as_str()), ("name", &name), ("tariff", "1"), ("tz", "UTC")];
        assert_eq!(owner.submit("/accounts/new", &fields).await.status, 303, "{name}");
    }
}

/// Opens the preview of an act from the accounts list, fills its form, and starts; the page of the job.
pub async fn begin(owner: &mut Client, asked: &str, fields: &[(&str, &str)]) -> Answer {
    let begun = owner.submit_on(&format!("{BULK}?{asked}"), BULK, fields, &[]).await;
    assert_eq!(begun.status, 303, "{}", begun.text());
    owner.follow(&begun).await
}

/// The states of the accounts in the list, by title.
pub async fn states(owner: &mut Client) -> Vec<(String, String)> {
    let list = owner.get("/accounts?sort=id").await;
    let (titles, states) = (list.texts("td.title b"), list.texts("td.states"));
    titles.into_iter().zip(states).collect()
}

/// What a page of a job says of an outcome.
pub fn count(page: &Answer, label: &str) -> String {
    let (names, values) = (page.texts("dl.facts dt"), page.texts("dl.facts dd"));
    let at = names.iter().position(|name| name == label);
    at.and_then(|at| values.get(at).cloned()).unwrap_or_default()
}
