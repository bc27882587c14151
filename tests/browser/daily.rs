//! What is done all day: the list by keys, the answer to a quick action, the users list at a desk's width, new things.

use crate::chromium::{Browser, Setup};
use crate::scene;
use crate::support::app::{OWNER_PASSWORD, TestApp, run};
use crate::support::database::Engine;
use serde_json::{Value, json};

const TAB: char = '\u{E004}';
const ENTER: char = '\u{E007}';
const DESK: (u32, u32) = (1280, 800);

async fn owner(app: &TestApp, language: &str) -> Browser {
    let browser = Browser::open_with(&app.base_url, Setup { language, script: true }).await;
    browser.submit("/sign-in", &[("login", "owner"), ("password", OWNER_PASSWORD)]).await;
    assert_eq!(browser.path().await, "/");
    browser
}

#[test]
fn three_keys_lead_to_the_first_row() {
    run(Engine::Sqlite, async |app: TestApp| {
        scene::set(&app, "English").await;
        let browser = owner(&app, "en").await;
        for path in ["/accounts", "/accounts/41/users", "/tariffs"] {
            browser.go(path).await;
            for key in [TAB, ENTER, TAB] {
                browser.press(key).await;
            }
            let row = browser
                .run("return document.activeElement.closest('tbody tr') === document.querySelector('tbody tr')")
                .await;
            assert_eq!(row, json!(true), "{path}");
        }
        browser.close().await;
    });
}

#[test]
fn the_answer_to_a_quick_action_is_in_sight_read_out_and_the_row_has_the_focus() {
    run(Engine::Sqlite, async |app: TestApp| {
        scene::set(&app, "English").await;
        let browser = owner(&app, "en").await;
        browser.resize(DESK).await;
        browser.go("/accounts?sort=title&q=a").await;
        let id = browser.run("return [...document.querySelectorAll('tbody tr')].at(-1).id.split('-')[1]").await;
        let id = id.as_str().expect("it has an id").to_owned();
        let button = format!("#account-{id} a:is([href$='/freeze'], [href$='/unfreeze'])");
        browser.leave(async || browser.click(&button).await).await;
        browser.leave(async || browser.click("main form button.primary").await).await;
        assert_eq!(browser.path().await, "/accounts");
        let focused = browser.run("return document.activeElement.closest('tr')?.id").await;
        assert_eq!(focused, json!(format!("account-{id}")));
        let said = browser.run(SAID).await;
        assert_eq!(said, json!(true), "it is in the region that is read out, and inside the window");
        assert_eq!(browser.run(IN_SIGHT).await, json!(true), "so is the row");
        browser.look("quick-action").await;
        browser.click(".flash button.icon").await;
        assert_eq!(browser.run("return document.querySelector('.flash')").await, Value::Null);
        browser.close().await;
    });
}

const SAID: &str = "
    const region = document.querySelector('[role=status]');
    const done = () => { const it = region.querySelector('.flash'); return it && it.getBoundingClientRect().bottom <= innerHeight; };
    return new Promise((answer) => {
        if (done()) return answer(true);
        new MutationObserver(() => answer(done())).observe(region, { childList: true });
    });";

const IN_SIGHT: &str = "
    const row = document.activeElement.closest('tr').getBoundingClientRect();
    return row.top >= 0 && row.bottom <= innerHeight";

#[test]
fn lists_fit_a_desk_with_all_their_buttons_and_rows_of_one_height_in_english() {
    run(Engine::Sqlite, async |app: TestApp| lists_fit(&app, "English", "en").await);
}

#[test]
fn lists_fit_a_desk_with_all_their_buttons_and_rows_of_one_height_in_russian() {
    run(Engine::Sqlite, async |app: TestApp| lists_fit(&app, "Русский", "ru").await);
}

async fn lists_fit(app: &TestApp, language: &str, code: &str) {
    scene::set(app, language).await;
    app.execute("UPDATE account_users SET master = TRUE, totp_secret = x'00', last_sign_in_at = updated_at WHERE account_id = 41").await;
    let browser = owner(app, code).await;
    browser.resize(DESK).await;
    for (path, buttons) in [("/accounts?sort=-id", 5), ("/accounts/41/users", 4)] {
        browser.go(path).await;
        let found = browser.run(LAID_OUT).await;
        assert_eq!(found["outside"], json!([]), "{path}");
        assert_eq!(found["buttons"], json!(buttons), "{path}");
        assert_eq!(found["heights"].as_array().map(Vec::len), Some(1), "{path}: {}", found["heights"]);
        assert_eq!(found["scrolls"], json!(false), "{path}");
    }
    browser.go("/schedule-jobs").await;
    assert_eq!(browser.run(LAID_OUT).await["scrolls"], json!(false), "buttons in words wrap");
    browser.go("/accounts?size=200").await;
    browser.run("scrollTo(0, 900)").await;
    let head = browser.run("return document.querySelector('thead th').getBoundingClientRect().top").await;
    assert_eq!(head, json!(0), "the head stays in sight");
    browser.close().await;
}

const LAID_OUT: &str = "
    const all = (css) => [...document.querySelectorAll(css)], box = (it) => it.getBoundingClientRect();
    const table = document.querySelector('.table');
    return {
        outside: all('td.actions a').filter((it) => box(it).right > innerWidth || box(it).width < 24).map((it) => it.outerHTML),
        buttons: Math.max(...all('td.actions').map((it) => it.children.length)),
        heights: [...new Set(all('tbody tr').map((it) => Math.round(box(it).height)))],
        scrolls: table.scrollWidth > table.clientWidth + 1,
    }";

#[test]
fn a_login_is_proposed_until_another_is_typed_and_a_secret_can_be_looked_at() {
    run(Engine::Sqlite, async |app: TestApp| {
        scene::small(&app).await;
        let browser = owner(&app, "en").await;
        browser.go("/accounts/new").await;
        assert_eq!(browser.focused("id").await, "title");
        browser.fill("title", "ООО «Ромашка» Zürich & Søn").await;
        assert_eq!(value(&browser, "name").await, "ooo-romashka-zurich-son");
        browser.fill("name", "daisy").await;
        browser.fill("title", "Another").await;
        assert_eq!(value(&browser, "name").await, "daisy");
        browser.run("dirty = false").await;
        browser.submit("/me/password", &[]).await;
        browser.fill("password", "something long enough").await;
        browser.click("#password + button").await;
        assert_eq!(browser.attribute("#password", "type").await, "text");
        browser.click("#password + button").await;
        assert_eq!(browser.attribute("#password", "type").await, "password");
        browser.close().await;
    });
}

async fn value(browser: &Browser, name: &str) -> String {
    let value = browser.run(&format!("return document.querySelector('[name={name}]').value")).await;
    value.as_str().unwrap_or_default().to_owned()
}
