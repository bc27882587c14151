//! How many statements each page, save and call takes, on both databases alike: what reads the session or the token is
//! among them, the beginnings and ends of transactions are not.

mod calls;
mod table;

use crate::accounts::owner_with_choices;
use crate::api::{ALL_SCOPES, describe, make_token};
use crate::both_databases;
use crate::login_as::{self, END, visit, visit_with_changes};
use crate::support::app::{OWNER_PASSWORD, TestApp};
use crate::support::client::Client;
use calls::CALLS;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use steward::web::Access;
use table::{PAGES, SAVES};

const PASSWORD: &str = "nine Yellow otters at 6 o'clock";

/// An owner in the panel and Anna in the portal, in one browser, with one of each behind the addresses.
async fn everybody(app: &TestApp) -> Client {
    let mut client = owner_with_choices(app).await;
    let anna = [("login", "anna"), ("email", "anna@example.com"), ("password", PASSWORD)];
    assert_eq!(client.submit("/accounts/1/users/new", &anna).await.status, 303);
    assert_eq!(client.submit("/accounts/1/roles/new", &[("name", "Readers")]).await.status, 303);
    assert_eq!(client.submit("/accounts/1/groups/new", &[("name", "Readers")]).await.status, 303);
    let directory = [("name", "Office"), ("host", "ldap.example.org"), ("base_dn", "dc=example,dc=org")];
    assert_eq!(client.submit("/ldap/new", &directory).await.status, 303);
    let group = [("dn", "cn=staff,dc=example,dc=org"), ("groups", "Readers")];
    assert_eq!(client.submit("/ldap/1/groups/new", &group).await.status, 303);
    let sender = [("name", "Own channel"), ("accounts", "acme")];
    assert_eq!(client.submit_on("/senders/new?type=custom", "/senders/new", &sender, &[]).await.status, 303);
    assert_eq!(client.submit("/accounts/1/virtual-senders/new", &[("name", "Main")]).await.status, 303);
    let notifier = [("name", "Operators"), ("emails", "operators@example.com"), ("events", "guessing")];
    assert_eq!(client.submit_on("/notifiers/new?kind=email", "/notifiers/new", &notifier, &[]).await.status, 303);
    make_token(&mut client, "Billing", &ALL_SCOPES).await;
    crate::account_databases::an_index(app, &mut client).await;
    let view = [("name", "All"), ("return_to", "/accounts")];
    assert_eq!(client.post("/views", &view).await.status, 303);
    app.execute("UPDATE account_users SET must_change_password = FALSE").await;
    visit(&mut client).await;
    assert_eq!(client.submit_on("/portal", END, &[], &[]).await.status, 303);
    login_as::again(&mut client, "/portal/sign-in", "anna@acme", PASSWORD).await;
    client
}

async fn of_page(app: &TestApp, client: &mut Client, path: &str) -> u64 {
    client.get(path).await;
    let before = app.state.db.statements();
    let answer = client.get(path).await;
    assert!(answer.status < 500, "{path}: {} {}", answer.status, answer.text());
    app.state.db.statements() - before
}

async fn of_save(app: &TestApp, client: &mut Client, path: &str, changes: &[(&str, &str)]) -> u64 {
    let page = client.get(path).await;
    let before = app.state.db.statements();
    let answer = client.submit_shown(&page, path, changes, &[]).await;
    assert_eq!(answer.status, 303, "{path}: {}", answer.text());
    app.state.db.statements() - before
}

both_databases! {
    async fn a_page_takes_as_many_statements_as_the_table_says(app: TestApp) {
        let (mut somebody, mut visitor) = (everybody(&app).await, app.client());
        let mut found = BTreeMap::new();
        for route in steward::app::routes().into_iter().filter(|route| route.method.as_str() == Method::GET.as_str() && !route.path.ends_with("/export")) {
            let number = if route.path.starts_with("/external-data") { "3" } else { "1" };
            let path: Vec<&str> = route.path.split('/').map(|part| if part.starts_with('{') { number } else { part }).collect();
            let path = path.join("/");
            let client = if route.access == Access::Open { &mut visitor } else { &mut somebody };
            let count = of_page(&app, client, &path).await;
            found.insert(path, count);
        }
        let listed: BTreeMap<String, u64> = PAGES.iter().map(|(path, count)| ((*path).to_owned(), *count)).collect();
        assert_eq!(found, listed);
    }

    async fn a_list_takes_the_same_whatever_is_asked_of_it(app: TestApp) {
        let mut client = everybody(&app).await;
        for (path, count) in [("/accounts", 3), ("/accounts/1/users", 3), ("/tariffs", 2), ("/audit", 2), ("/outbox", 2)] {
            for query in ["?q=a", "?q=acme&sort=-name", "?q=nobody", "?sort=name&place=last", "?size=25"] {
                assert_eq!(of_page(&app, &mut client, &format!("{path}{query}")).await, count, "{path}{query}");
            }
        }
    }

    async fn a_save_takes_as_many_statements_as_the_table_says(app: TestApp) {
        let mut client = everybody(&app).await;
        let mut found = Vec::new();
        for (path, changes, _) in SAVES {
            found.push((*path, *changes, of_save(&app, &mut client, path, changes).await));
        }
        assert_eq!(found, SAVES);
    }

    async fn a_save_in_a_visit_takes_two_more(app: TestApp) {
        let (mut somebody, profile) = (everybody(&app).await, "/portal/profile");
        let by_the_user = of_save(&app, &mut somebody, profile, &[("first_name", "Annie")]).await;
        let mut owner = login_as::signed_in(&app, "/sign-in", "owner", OWNER_PASSWORD).await;
        visit_with_changes(&mut owner).await;
        let in_a_visit = of_save(&app, &mut owner, profile, &[("first_name", "Ann")]).await;
        assert_eq!(in_a_visit - by_the_user, 2, "that it goes on is made sure of");
    }

    async fn a_call_takes_as_many_statements_as_the_table_says(app: TestApp) {
        let mut script = describe::prepared(&app).await;
        // The first of a minute notes that the token was used.
        script.ok("audit/list", json!({})).await;
        let mut found = Vec::new();
        for call in steward::app::calls().0 {
            let ask = call.example.expect("each has one").ask;
            let before = app.state.db.statements();
            script.ok(call.path, Value::Object(ask)).await;
            found.push((call.path, app.state.db.statements() - before));
        }
        assert_eq!(found, CALLS);
    }

    async fn to_change_an_account_takes_five_over_the_api_as_well(app: TestApp) {
        let mut script = describe::prepared(&app).await;
        script.ok("accounts/save", json!({"id": "acme", "title": "One"})).await;
        for ask in [json!({"id": 1, "title": "Two"}), json!({"id": "acme", "tz": "Asia/Tokyo", "tariff": "Basic"})] {
            let before = app.state.db.statements();
            script.ok("accounts/save", ask.clone()).await;
            assert_eq!(app.state.db.statements() - before, 5, "{ask}");
        }
    }
}
