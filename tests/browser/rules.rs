//! Rules of a virtual sender are arranged by buttons, keys and the mouse, and by buttons alone where no script runs.

use crate::chromium::{Browser, Setup};
use crate::support::app::{OWNER_PASSWORD, TestApp, run, signed_in_owner};
use crate::support::client::Client;
use crate::support::database::Engine;

const LIST: &str = "/accounts/1/virtual-senders";
const DOWN: char = '\u{E015}';

/// The conditions of the rules, from the first on.
const VALUES: &str = "return [...document.querySelectorAll('[name=rule_value]')].map((it) => it.value).join(' ')";

/// As a mouse does it, which cannot be moved between the two.
const DRAG_LAST_TO_FIRST: &str = "
    const rules = [...document.querySelectorAll('[data-rule]')];
    const said = (rule, kind) => rule.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: new DataTransfer() }));
    said(rules.at(-1).querySelector('legend'), 'dragstart');
    said(rules[0], 'dragover');
    said(rules[0], 'drop')";

#[test]
fn rules_are_moved_by_keys_and_by_the_mouse() {
    run(Engine::Sqlite, async |app: TestApp| {
        let mut owner = with_senders(&app).await;
        let rules = [
            ("name", "Main"),
            ("spread", "message"),
            ("when_off", "hold"),
            ("rule", "email:0:"),
            ("rule", "email:1:"),
            ("rule", "email:2:"),
            ("rule_type", "from_domain"),
            ("rule_type", "from_domain"),
            ("rule_type", "default"),
            ("rule_value", "a.com"),
            ("rule_value", "b.com"),
            ("rule_value", ""),
            ("share_of", "email:0:"),
            ("share_of", "email:1:"),
            ("share_of", "email:2:"),
            ("share_sender", "#1"),
            ("share_sender", "#2"),
            ("share_sender", "#1"),
            ("share_percent", "100"),
            ("share_percent", "100"),
            ("share_percent", "100"),
        ];
        assert_eq!(owner.post(&format!("{LIST}/new"), &rules).await.status, 303);
        let browser = signed_in(&app, true).await;
        browser.go(&format!("{LIST}/1")).await;
        browser.run("document.querySelector('[name=rule_value]').focus()").await;
        browser.leave(async || browser.press_with_alt(DOWN).await).await;
        assert_eq!(browser.run(VALUES).await, "b.com a.com ");
        assert_eq!(browser.focused("id").await, "email-1-up", "one goes on with the rule that was moved");
        browser.leave(async || drop(browser.run(DRAG_LAST_TO_FIRST).await)).await;
        assert_eq!(browser.run(VALUES).await, "a.com b.com ");
        browser.fill("try_to", "anna@example.com").await;
        browser.leave(async || browser.click("button[value=compare]").await).await;
        browser.says("Against what is saved").await;
        browser.look("virtual-sender-compared").await;
        browser.leave(async || browser.click("#email-0-down").await).await;
        browser.leave(async || browser.click(".bar .primary").await).await;
        browser.go(&format!("{LIST}/1")).await;
        assert_eq!(browser.run(VALUES).await, "b.com a.com ");
        browser.close().await;
    });
}

#[test]
fn a_virtual_sender_is_made_and_tried_without_a_script() {
    run(Engine::Sqlite, async |app: TestApp| {
        with_senders(&app).await;
        let browser = signed_in(&app, false).await;
        browser.go(&format!("{LIST}/new")).await;
        browser.leave(async || browser.click("#email-add").await).await;
        browser.fill("name", "Main").await;
        browser.fill("share_sender", "Mailer").await;
        browser.fill("try_to", "anna@example.com").await;
        browser.leave(async || browser.click("button[value=try]").await).await;
        browser.says("Rule 1: Mailer").await;
        browser.says("10,000 made-up recipients at example.com").await;
        browser.leave(async || browser.click(".bar .primary").await).await;
        browser.says("Virtual sender “Main” is created.").await;
        browser.leave(async || browser.click("button[title=Clone]").await).await;
        browser.says("Clone of Main").await;
        browser.close().await;
    });
}

async fn with_senders(app: &TestApp) -> Client {
    let mut owner = signed_in_owner(app).await;
    owner.submit("/tariffs/new", &[("name", "Basic"), ("title", "Basic")]).await;
    owner.submit("/accounts/new", &[("title", "Acme"), ("name", "acme"), ("tariff", "Basic")]).await;
    for (name, address) in [("Mailer", "91.198.174.20"), ("Bulk", "91.198.174.21")] {
        let fields = [("name", name), ("ips", address), ("accounts", "acme")];
        let made = owner.submit_on("/senders/new?type=akmta", "/senders/new", &fields, &[]).await;
        assert_eq!(made.status, 303, "{}", made.text());
    }
    owner
}

async fn signed_in(app: &TestApp, script: bool) -> Browser {
    let browser = Browser::open_with(&app.base_url, Setup { language: "en", script }).await;
    browser.submit("/sign-in", &[("login", "owner"), ("password", OWNER_PASSWORD)]).await;
    browser
}
