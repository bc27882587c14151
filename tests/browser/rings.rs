//! What tells where somebody is: rings around what has the focus, and lines where a system's own colours are on.

use crate::chromium::{Browser, Setup};
use crate::support::app::{OWNER_PASSWORD, TestApp, run, signed_in_owner};
use crate::support::database::Engine;
use serde_json::json;

#[test]
fn a_ring_is_whole_whatever_has_the_focus() {
    run(Engine::Sqlite, async |app: TestApp| {
        let browser = signed_in(&app).await;
        for path in ["/accounts", "/accounts/1", "/accounts/1/users/new", "/accounts/1/roles/new", "/audit", "/me"] {
            browser.go(path).await;
            assert_eq!(browser.run(CUT_RINGS).await, json!([]), "{path}");
        }
        browser.press('?').await;
        assert_eq!(browser.run(CUT_RINGS).await, json!([]), "help");
        browser.close().await;
    });
}

#[test]
fn without_colours_of_ours_a_line_tells_the_current_one() {
    run(Engine::Sqlite, async |app: TestApp| {
        let browser = signed_in(&app).await;
        let forced = json!({ "features": [{ "name": "forced-colors", "value": "active" }] });
        browser.devtools("Emulation.setEmulatedMedia", forced).await;
        browser.go("/accounts/1").await;
        for links in [".side nav a", ".tabs a", ".index a"] {
            browser.run(&format!("return new Promise((done) => {{ const look = () => document.querySelector('{links}[aria-current]') ? done() : requestAnimationFrame(look); look(); }})")).await;
            assert_eq!(
                browser.outlined(links).await,
                browser.count(&format!("{links}[aria-current]")).await,
                "{links}"
            );
            assert_eq!(browser.outlined(&format!("{links}[aria-current]")).await, 1, "{links}");
        }
        browser.go("/accounts").await;
        assert_eq!(browser.outlined("tbody tr").await, 0);
        browser.press('j').await;
        assert_eq!(browser.outlined("tbody tr.here").await, 1);
        assert_eq!(browser.outlined("tbody tr").await, 1);
        browser.close().await;
    });
}

#[test]
fn the_menu_stands_still_whichever_page_is_the_current_one() {
    run(Engine::Sqlite, async |app: TestApp| {
        signed_in_owner(&app).await;
        for language in ["English", "Русский"] {
            let browser = signed_in_again(&app).await;
            browser.submit("/me", &[("language", language)]).await;
            let mut places = Vec::new();
            for path in ["/accounts", "/web-version-policies", "/outbox"] {
                browser.go(path).await;
                places.push(browser.run(PLACES_OF_THE_MENU).await);
            }
            assert!(places.windows(2).all(|it| it[0] == it[1]), "{places:?}");
            browser.close().await;
        }
    });
}

impl Browser {
    async fn outlined(&self, elements: &str) -> u64 {
        let count = format!(
            "return [...document.querySelectorAll(\"{elements}\")].filter((it) => getComputedStyle(it).outlineStyle !== 'none').length"
        );
        self.run(&count).await.as_u64().expect("a number")
    }

    async fn count(&self, elements: &str) -> u64 {
        self.run(&format!("return document.querySelectorAll(\"{elements}\").length")).await.as_u64().expect("a number")
    }
}

/// Controls whose ring something around them cuts off.
const CUT_RINGS: &str = "
    const inside = document.querySelector('dialog[open]') || document;
    const controls = [...inside.querySelectorAll('a, button, input, select, textarea, summary')];
    const cut = controls.filter((it) => {
        it.focus();
        it.scrollIntoView({ block: 'nearest', inline: 'nearest' });
        const look = getComputedStyle(it);
        if (document.activeElement !== it || look.outlineStyle === 'none') return false;
        const ring = Math.max(0, parseFloat(look.outlineOffset) + parseFloat(look.outlineWidth));
        const boxes = [...it.getClientRects()];
        for (let around = it.parentElement; around; around = around.parentElement) {
            const clip = getComputedStyle(around);
            if (clip.overflow === 'visible' || around === document.documentElement || around === document.body) continue;
            const box = around.getBoundingClientRect();
            const out = boxes.some((b) => b.left - ring < box.left - 0.5 || b.right + ring > box.right + 0.5 || b.top - ring < box.top - 0.5 || b.bottom + ring > box.bottom + 0.5);
            if (out) return true;
        }
        return false;
    });
    return cut.slice(0, 5).map((it) => it.outerHTML.slice(0, 120));";

const PLACES_OF_THE_MENU: &str =
    "return [...document.querySelectorAll('.side nav a')].map((it) => Math.round(it.getBoundingClientRect().top))";

async fn signed_in(app: &TestApp) -> Browser {
    let mut owner = signed_in_owner(app).await;
    owner.submit("/tariffs/new", &[("name", "Basic"), ("title", "Basic")]).await;
    for (name, title) in [("alpine", "Alpine".to_owned()), ("long", "A title that takes two lines ".repeat(4))] {
        let fields = [("title", title.trim()), ("name", name), ("tariff", "Basic")];
        assert_eq!(owner.submit("/accounts/new", &fields).await.status, 303);
    }
    signed_in_again(app).await
}

async fn signed_in_again(app: &TestApp) -> Browser {
    let browser = Browser::open_with(&app.base_url, Setup { language: "en", script: true }).await;
    browser.submit("/sign-in", &[("login", "owner"), ("password", OWNER_PASSWORD)]).await;
    assert_eq!(browser.path().await, "/");
    browser.go("/accounts").await;
    browser
}
