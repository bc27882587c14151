//! How many statements each page, save and call takes, on both databases alike: what reads the session or the token is
//! among them, the beginnings and ends of transactions are not.

use crate::accounts::owner_with_choices;
use crate::api::{ALL_SCOPES, describe, make_token};
use crate::both_databases;
use crate::login_as::{self, END, visit, visit_with_changes};
use crate::support::app::{OWNER_PASSWORD, TestApp};
use crate::support::client::Client;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use steward::web::Access;

const PASSWORD: &str = "nine Yellow otters at 6 o'clock";

/// What anybody may see is seen by a visitor.
const PAGES: &[(&str, u64)] = &[
    ("/setup", 1),
    ("/sign-in", 0),
    ("/sign-in/code", 1),
    ("/prove", 2),
    ("/forgot-password", 0),
    ("/set-password/1", 1),
    ("/me/second-factor", 1),
    ("/me/second-factor/remove", 1),
    ("/me/recovery-codes", 1),
    ("/portal/sign-in", 1),
    ("/portal/sign-in/code", 1),
    ("/portal/prove", 2),
    ("/portal/forgot-password", 1),
    ("/portal/set-password/1", 2),
    ("/portal/second-factor", 1),
    ("/portal/second-factor/remove", 1),
    ("/portal/recovery-codes", 1),
    ("/me", 3),
    ("/me/password", 1),
    ("/admins", 2),
    ("/admins/new", 1),
    ("/admins/1", 3),
    ("/admins/1/delete", 3),
    ("/admins/1/link", 3),
    ("/admins/1/remove-second-factor", 2),
    ("/me/sessions", 2),
    ("/me/sign-ins", 2),
    ("/admins/1/sessions", 3),
    ("/admins/1/sign-ins", 3),
    ("/accounts/1/users/1/sessions", 3),
    ("/accounts/1/users/1/sign-ins", 3),
    ("/portal/security/sessions", 2),
    ("/portal/security/sign-ins", 2),
    ("/", 3),
    ("/search", 2),
    ("/views", 2),
    ("/views/columns", 1),
    ("/views/1", 2),
    ("/views/1/edit", 2),
    ("/views/1/delete", 3),
    ("/accounts", 3),
    ("/accounts/new", 2),
    ("/accounts/bulk", 2),
    ("/accounts/import", 1),
    ("/accounts/import/template", 1),
    ("/accounts/import/1", 2),
    ("/accounts/1", 3),
    ("/accounts/1/overview", 5),
    ("/accounts/1/activate", 2),
    ("/accounts/1/deactivate", 2),
    ("/accounts/1/freeze", 2),
    ("/accounts/1/unfreeze", 2),
    ("/accounts/1/delete", 2),
    ("/accounts/1/restore", 2),
    ("/accounts/1/users", 3),
    ("/accounts/1/users/new", 3),
    ("/accounts/1/users/bulk", 2),
    ("/accounts/1/users/import", 2),
    ("/accounts/1/users/import/template", 2),
    ("/accounts/1/users/import/1", 2),
    ("/accounts/1/users/1", 3),
    ("/accounts/1/users/1/avatar", 2),
    ("/accounts/1/users/1/delete", 2),
    ("/accounts/1/users/1/remove-second-factor", 2),
    ("/accounts/1/users/1/lift", 2),
    ("/accounts/1/users/1/welcome", 3),
    ("/accounts/1/groups", 3),
    ("/accounts/1/groups/new", 2),
    ("/accounts/1/groups/1", 3),
    ("/accounts/1/groups/1/delete", 3),
    ("/accounts/1/roles", 3),
    ("/accounts/1/roles/new", 2),
    ("/accounts/1/roles/1", 3),
    ("/accounts/1/roles/1/delete", 3),
    ("/tariffs", 2),
    ("/tariffs/new", 1),
    ("/tariffs/1", 2),
    ("/tariffs/1/delete", 3),
    ("/web-version-policies", 2),
    ("/web-version-policies/new", 1),
    ("/web-version-policies/1", 2),
    ("/web-version-policies/1/delete", 3),
    ("/databases", 2),
    ("/databases/new", 1),
    ("/databases/1", 2),
    ("/ldap", 2),
    ("/ldap/1", 2),
    ("/ldap/1/delete", 2),
    ("/ldap/1/test", 2),
    ("/ldap/new", 1),
    ("/ldap/new/test", 1),
    ("/databases/1/delete", 3),
    ("/databases/new/test", 1),
    ("/databases/1/test", 2),
    ("/external-data", 2),
    ("/external-data/new", 1),
    ("/external-data/3", 2),
    ("/external-data/3/delete", 3),
    ("/external-data/new/test", 1),
    ("/external-data/3/test", 2),
    ("/audit", 2),
    ("/accounts/1/history", 3),
    ("/outbox", 2),
    ("/outbox/1", 2),
    ("/outbox/1/html", 2),
    ("/settings/brand", 2),
    ("/settings/brand/sample", 3),
    ("/brand/logo.png", 1),
    ("/brand/accent/1", 0),
    ("/api-tokens", 2),
    ("/api-tokens/new", 1),
    ("/api-tokens/1", 2),
    ("/api-tokens/1/rotate", 2),
    ("/api-tokens/1/delete", 2),
    ("/api/docs", 1),
    ("/portal", 3),
    ("/portal/profile", 2),
    ("/portal/avatar", 2),
    ("/portal/security", 3),
    ("/portal/new-password", 1),
    ("/accounts/1/users/1/log-in", 3),
    ("/visits", 2),
    ("/tasks", 2),
    ("/tasks/1", 2),
    ("/tasks/1/events", 2),
    ("/visits/1", 4),
    ("/portal/visit/change", 1),
    ("/portal/visits", 2),
    ("/portal/visits/1", 4),
];

/// The page, what is changed on it, and how many it takes.
type Save = (&'static str, &'static [(&'static str, &'static str)], u64);

/// What an owner saves, and in the portal Anna.
const SAVES: &[Save] = &[
    ("/portal/profile", &[("first_name", "Anna-Maria")], 5),
    ("/accounts/1", &[("title", "Acme & Co")], 5),
    ("/accounts/1", &[("tariff", "Pro"), ("tz", "Europe/Berlin")], 5),
    ("/accounts/1", &[("external_data_connectors", "3")], 7),
    ("/accounts/1/freeze", &[("reason", "Unpaid")], 6),
    ("/accounts/1/unfreeze", &[], 6),
    ("/accounts/1/deactivate", &[], 7),
    ("/accounts/1/activate", &[], 7),
    ("/accounts/1/users/1", &[("first_name", "Ann")], 9),
    ("/accounts/1/groups/2", &[("name", "Chief")], 7),
    ("/accounts/1/roles/1", &[("name", "Writers")], 7),
    ("/tariffs/1", &[("title", "Base")], 5),
    ("/web-version-policies/1", &[("name", "Two years")], 5),
    ("/databases/1", &[("name", "Sales")], 5),
    ("/api-tokens/1", &[("name", "Ledger")], 5),
    ("/me", &[("first_name", "Olga")], 4),
    ("/accounts/new", &[("title", "Globex"), ("name", "globex"), ("tariff", "Pro")], 8),
    ("/accounts/1/users/new", &[("login", "boris"), ("email", "boris@example.com")], 19),
    ("/settings/brand", &[("name", "Acme Mail")], 5),
    ("/tariffs/new", &[("name", "Enterprise"), ("title", "Enterprise")], 4),
];

/// The example of each call, in the order of the calls.
const CALLS: &[(&str, u64)] = &[
    ("accounts/list", 2),
    ("accounts/get", 3),
    ("accounts/save", 9),
    ("accounts/deactivate", 11),
    ("accounts/activate", 8),
    ("accounts/freeze", 7),
    ("accounts/unfreeze", 7),
    ("accounts/delete", 8),
    ("accounts/restore", 7),
    ("accounts/bulk", 8),
    ("accounts/users/list", 3),
    ("accounts/users/add", 20),
    ("accounts/users/update", 11),
    ("accounts/users/send_welcome", 16),
    ("accounts/users/bulk", 12),
    ("accounts/users/delete", 16),
    ("accounts/groups/list", 3),
    ("accounts/groups/save", 7),
    ("accounts/groups/delete", 9),
    ("accounts/roles/list", 4),
    ("accounts/roles/save", 7),
    ("accounts/roles/delete", 8),
    ("tariffs/list", 2),
    ("tariffs/get", 2),
    ("tariffs/save", 4),
    ("tariffs/delete", 6),
    ("web_version_policies/list", 2),
    ("web_version_policies/get", 2),
    ("web_version_policies/save", 4),
    ("web_version_policies/delete", 6),
    ("connectors/list", 2),
    ("connectors/get", 2),
    ("connectors/save", 5),
    ("connectors/test", 3),
    ("connectors/delete", 6),
    ("ldap/list", 2),
    ("ldap/get", 2),
    ("ldap/save", 5),
    ("ldap/test", 3),
    ("ldap/delete", 6),
    ("audit/list", 2),
    ("jobs/list", 2),
    ("jobs/get", 2),
    ("jobs/outcomes", 3),
    ("jobs/cancel", 5),
    ("jobs/undo", 6),
    ("tasks/status", 2),
];

/// An owner in the panel and Anna in the portal, in one browser, with one of each behind the addresses.
async fn everybody(app: &TestApp) -> Client {
    let mut client = owner_with_choices(app).await;
    let anna = [("login", "anna"), ("email", "anna@example.com"), ("password", PASSWORD)];
    assert_eq!(client.submit("/accounts/1/users/new", &anna).await.status, 303);
    assert_eq!(client.submit("/accounts/1/roles/new", &[("name", "Readers")]).await.status, 303);
    assert_eq!(client.submit("/accounts/1/groups/new", &[("name", "Readers")]).await.status, 303);
    let directory = [("name", "Office"), ("host", "ldap.example.org"), ("base_dn", "dc=example,dc=org")];
    assert_eq!(client.submit("/ldap/new", &directory).await.status, 303);
    make_token(&mut client, "Billing", &ALL_SCOPES).await;
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
