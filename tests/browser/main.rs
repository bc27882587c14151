//! A few walks through the panel in a real browser: what only a browser knows (layout, contrast, focus, scripts), with pictures
//! to look at in `target/shots`. SQLite is enough here; `it` tests both databases.

#![cfg(test)]

mod chromium;
#[path = "../it/support/mod.rs"]
#[expect(dead_code, reason = "a walk uses the browser, not the client")]
mod support;

use chromium::Browser;
use support::app::{OWNER_PASSWORD, TestApp, run};
use support::database::Engine;

#[test]
fn an_owner_sets_the_panel_up_and_sees_the_accounts() {
    run(Engine::Sqlite, async |app: TestApp| {
        let browser = Browser::open(&app.base_url).await;
        browser
            .go(&steward::sign_in::setup_link(&app.state).await.expect("the database answers").expect("there is no administrator yet"))
            .await;
        browser.look("setup").await;
        browser.fill("login", "owner").await;
        browser.fill("email", "owner@example.org").await;
        browser.fill("first_name", "Olga").await;
        browser.fill("last_name", "Owner").await;
        browser.fill("password", OWNER_PASSWORD).await;
        browser.fill("password_again", OWNER_PASSWORD).await;
        browser.send("/setup").await;
        assert_eq!(browser.path().await, "/accounts");
        browser.look("accounts").await;
        browser.close().await;
    });
}
