//! Lists as they are read: empty ones, what a row leads to, what was just done.

use crate::both_databases;
use crate::login_as::{LOG_IN, REASON, scene};
use crate::resource::{make_account, owner_of_acme};
use crate::support::answer::Answer;
use crate::support::app::{TestApp, signed_in_owner};
use crate::support::client::Client;
use std::collections::BTreeSet;

/// The addresses of the links of each row.
fn links_of_rows(list: &Answer) -> Vec<Vec<String>> {
    let links = |row: usize| {
        let css = format!("tbody tr:nth-child({}) a[href]", row + 1);
        let href = |link: String| {
            link.split("href=\"").nth(1).unwrap_or_default().split('"').next().unwrap_or_default().to_owned()
        };
        list.elements(&css).into_iter().map(href).collect()
    };
    (0..list.rows().len()).map(links).collect()
}

both_databases! {
    async fn an_empty_list_says_what_it_is_for_and_leads_on(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let tariffless = owner.get("/accounts").await;
        assert_eq!(tariffless.texts(".empty h2"), ["No accounts yet"]);
        assert_eq!(tariffless.link("Create a tariff"), "/tariffs/new");
        assert!(tariffless.rows().is_empty() && !tariffless.has_text("Rows"), "{}", tariffless.text());
        let form = owner.get("/accounts/new").await;
        assert!(form.has_text("There is no tariff yet") && form.link("Create a tariff") == "/tariffs/new", "{}", form.text());
        assert_eq!(owner.get("/tariffs").await.link("Create a tariff"), "/tariffs/new");
        assert_eq!(owner.submit("/tariffs/new", &[("name", "Basic"), ("title", "Basic")]).await.status, 303);
        assert_eq!(owner.get("/accounts").await.link("Create an account"), "/accounts/new");
        assert!(!owner.get("/accounts/new").await.has_text("There is no tariff yet"));
        let mut owner = with_acme(owner).await;
        for (path, button) in [
            ("/accounts/1/users", "Add a user"),
            ("/accounts/1/roles", "Create a role"),
            ("/databases", "Create a connector"),
            ("/external-data", "Create a connector"),
            ("/web-version-policies", "Create a policy"),
            ("/api-tokens", "Create a token"),
        ] {
            let list = owner.get(path).await;
            assert_eq!((list.texts(".empty h2").len(), list.texts("table, .pager").len()), (1, 0), "{path}: {}", list.text());
            assert_eq!(list.link(button), format!("{path}/new"), "{path}");
            let searched = owner.get(&format!("{path}?q=nothing")).await;
            assert!(searched.texts(".empty h2") == ["Nothing matches this search."] && !searched.has_link(button), "{path}: {}", searched.text());
        }
        app.execute("UPDATE admins SET role = 'support'").await;
        for path in ["/databases", "/accounts/1/users"] {
            assert!(owner.get(path).await.texts(".empty a").is_empty(), "{path}: no button leads to a refusal");
        }
    }

    async fn a_row_leads_to_each_page_by_one_link(app: TestApp) {
        let mut owner = scene(&app).await;
        assert_eq!(owner.submit(LOG_IN, &[("reason", REASON)]).await.status, 303);
        assert_eq!(owner.submit("/accounts/1/users/2/welcome", &[]).await.status, 303);
        for path in ["/accounts", "/accounts/1/users", "/accounts/1/groups", "/tariffs", "/admins", "/visits", "/outbox"] {
            for links in links_of_rows(&owner.get(path).await) {
                let distinct: BTreeSet<&String> = links.iter().collect();
                assert_eq!(distinct.len(), links.len(), "{path}: {links:?}");
                assert!(!links.is_empty(), "{path}");
            }
        }
        for links in links_of_rows(&owner.get("/audit").await) {
            let distinct: BTreeSet<&String> = links.iter().collect();
            assert_eq!(distinct.len(), links.len(), "{links:?}");
        }
        let users = owner.get("/accounts/1/users").await;
        assert_eq!(users.rows()[0][2], "anna", "what stands behind the @ is the same for all of them");
        for action in ["Log in as", "Sign-ins", "Welcome letter", "Delete"] {
            assert!(users.has_link(&format!("{action}: anna")), "{action}");
        }
        assert!(users.rows()[0][1].contains("Master user") && !users.rows()[1][1].contains("Master user"), "in words too: {:?}", users.rows());
    }

    async fn a_page_with_a_list_begins_with_the_way_to_its_rows(app: TestApp) {
        let mut owner = scene(&app).await;
        for path in ["/accounts", "/accounts/1/users", "/accounts/1/groups", "/accounts/1/roles", "/tariffs", "/admins", "/audit", "/accounts/1/history", "/outbox", "/visits", "/api-tokens", "/databases", "/web-version-policies", "/me/sign-ins"] {
            let page = owner.get(path).await;
            assert_eq!(page.texts("body > a")[0], "Skip to the list", "{path}");
            assert_eq!(page.elements("#list[tabindex='-1']").len(), 1, "{path}");
        }
    }

    async fn what_was_done_is_said_beside_a_region_that_fills_later(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let done = owner.submit("/accounts/1/freeze", &[]).await;
        let page = owner.follow(&done).await;
        assert_eq!(page.texts(".flash span"), ["“acme” is frozen."]);
        assert_eq!(page.texts("[role=status]"), [""], "what is there already is not read out");
        assert!(owner.get("/accounts").await.texts(".flash").is_empty());
    }
}

async fn with_acme(mut owner: Client) -> Client {
    make_account(&mut owner, "acme").await;
    owner
}
