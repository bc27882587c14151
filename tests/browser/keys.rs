//! What the script adds, and that nothing needs it.

use crate::chromium::{Browser, Setup};
use crate::support::app::{OWNER_PASSWORD, TestApp, run, signed_in_owner};
use crate::support::database::Engine;
use std::time::Duration;

const PHONE: (u32, u32) = (360, 740);

#[test]
fn keys_reach_the_search_the_rows_and_every_page() {
    run(Engine::Sqlite, async |app: TestApp| {
        with_accounts(&app).await;
        let browser = signed_in(&app, true).await;
        browser.press('/').await;
        assert_eq!(browser.focused("name").await, "q");
        browser.go("/accounts").await;
        let mut rows = Vec::new();
        for key in ['j', 'j', 'j', 'k'] {
            browser.press(key).await;
            rows.push(browser.focused("href").await);
        }
        assert_eq!(rows, [3, 2, 1, 2].map(|id| format!("/accounts/{id}/overview")));
        browser.press_with_control('k').await;
        assert!(browser.is_in_sight("dialog[open]").await);
        browser.run(&until("overview")).await;
        for key in "alpine".chars() {
            browser.press(key).await;
        }
        browser.leave(async || browser.press(ENTER).await).await;
        assert_eq!(browser.path().await, "/accounts/1/overview", "the answer to what was typed last is waited for");
        browser.press_with_control('k').await;
        for key in "cedar".chars() {
            browser.press(key).await;
        }
        browser.run(&until("cedar")).await;
        browser.look("palette").await;
        browser.press(DOWN).await;
        assert_eq!(browser.focused("href").await, "/accounts/3/overview");
        assert_eq!(browser.run("return document.querySelector('dialog [role=status]').textContent").await, "1 result");
        browser.go("/me").await;
        browser.press('/').await;
        assert_eq!(browser.focused("name").await, "q", "where there is no list, everything is searched");
        browser.submit("/me", &[("first_name", "Olga-Maria")]).await;
        browser.press_with_control('k').await;
        assert!(browser.is_in_sight("dialog[open]").await, "beside the answer to what was just done as well");
        browser.close().await;
    });
}

#[test]
fn a_double_click_saves_once() {
    run(Engine::Sqlite, async |app: TestApp| {
        signed_in_owner(&app).await;
        let browser = signed_in(&app, true).await;
        browser.go("/tariffs/new").await;
        browser.fill("name", "Basic").await;
        browser.fill("title", "Basic").await;
        // Both clicks come while the first is still being answered: saving waits for the database's one writer.
        let busy = app.state.db.begin().await.expect("the database answers");
        actix_web::rt::spawn(async move {
            actix_web::rt::time::timeout(BUSY, std::future::pending::<()>()).await.ok();
            drop(busy);
        });
        browser.leave(async || drop(browser.run(TWO_CLICKS).await)).await;
        assert_eq!(
            browser.path().await,
            "/tariffs",
            "a second one of that name would have been refused: {}",
            browser.text().await
        );
        browser.close().await;
    });
}

#[test]
fn a_refusal_is_read_out_at_once() {
    run(Engine::Sqlite, async |app: TestApp| {
        signed_in_owner(&app).await;
        let browser = signed_in(&app, true).await;
        browser.submit("/tariffs/new", &[("max_users", "many")]).await;
        assert_eq!(browser.focused("id").await, "errors");
        assert!(browser.session.title().await.expect("the page has a title").starts_with("Error:"));
        browser.click("#errors a[href='#max_users']").await;
        assert_eq!(browser.focused("id").await, "max_users");
        browser.close().await;
    });
}

#[test]
fn a_zone_is_found_by_some_of_its_name() {
    run(Engine::Sqlite, async |app: TestApp| {
        with_accounts(&app).await;
        let browser = signed_in(&app, true).await;
        for (path, field) in [("/accounts", "input[name=tz]"), ("/accounts/new", "#tz"), ("/me", "#tz")] {
            browser.go(path).await;
            browser.click(field).await;
            for key in "mosc".chars() {
                browser.press(key).await;
            }
            assert_eq!(browser.run(&format!("return document.querySelector('{field}').value")).await, "mosc", "{path}");
            browser.run(UNTIL_ALL_ZONES).await;
            let matching = browser.run("return [...document.querySelector('#zones').options].map((it) => it.value).filter((it) => it.toLowerCase().includes('mosc'))").await;
            assert_eq!(matching, serde_json::json!(["Europe/Moscow"]), "{path}");
        }
        browser.look("zones").await;
        browser.close().await;
    });
}

#[test]
fn everything_works_without_scripts() {
    run(Engine::Sqlite, async |app: TestApp| {
        signed_in_owner(&app).await;
        let browser = signed_in(&app, false).await;
        browser.press('/').await;
        assert_eq!(browser.focused("name").await, "", "the script did run");
        browser.resize(PHONE).await;
        assert!(!browser.is_in_sight(".side nav").await);
        browser.click(".menu summary").await;
        assert!(browser.is_in_sight(".side nav").await);
        browser.leave(async || browser.click(".side nav a[href='/tariffs']").await).await;
        browser.leave(async || browser.click("a[href='/tariffs/new']").await).await;
        browser.send("/tariffs/new", &[("name", "Basic"), ("title", "For beginners")]).await;
        assert_eq!(browser.path().await, "/tariffs");
        browser.says("For beginners").await;
        browser.go("/accounts/new").await;
        assert!(browser.is_in_sight("noscript a[href^='/static/']").await, "all time zones are a link");
        browser.close().await;
    });
}

/// The palette shows something that says so.
fn until(words: &str) -> String {
    format!(
        "const found = document.querySelector('dialog .found');
        const there = () => found.textContent.toLowerCase().includes('{words}');
        if (there()) return;
        return new Promise((done) => new MutationObserver(() => there() && done()).observe(found, {{ childList: true }}))"
    )
}

/// They are fetched when the field is entered.
const UNTIL_ALL_ZONES: &str = "
    const zones = document.querySelector('#zones');
    if (zones.options.length > 400) return;
    return new Promise((done) => new MutationObserver(() => zones.options.length > 400 && done()).observe(zones, { childList: true }))";

const ENTER: char = '\u{E007}';
const DOWN: char = '\u{E015}';

/// Longer than both clicks take, shorter than anybody's patience.
const BUSY: Duration = Duration::from_millis(800);

const TWO_CLICKS: &str = "
    const button = document.querySelector('main .bar button');
    button.click();
    setTimeout(() => button.click(), 150)";

async fn with_accounts(app: &TestApp) {
    let mut owner = signed_in_owner(app).await;
    owner.submit("/tariffs/new", &[("name", "Basic"), ("title", "Basic")]).await;
    for name in ["alpine", "birch", "cedar"] {
        owner.submit("/accounts/new", &[("title", name), ("name", name), ("tariff", "Basic")]).await;
    }
}

/// The owner at the list of accounts.
async fn signed_in(app: &TestApp, script: bool) -> Browser {
    let browser = Browser::open_with(&app.base_url, Setup { language: "en", script }).await;
    browser.submit("/sign-in", &[("login", "owner"), ("password", OWNER_PASSWORD)]).await;
    assert_eq!(browser.path().await, "/");
    browser.go("/accounts").await;
    browser
}
