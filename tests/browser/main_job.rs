//! The main job from end to end, as the three people see it who take part: the owner, the mail scanner, the new user.

use crate::both_databases;
use crate::chromium::Browser;
use crate::support::app::{OWNER_PASSWORD, TestApp};
use reqwest::Method;
use steward::mail::worker;

const PASSWORD: &str = "nine Yellow otters at 6 o'clock";
const PAY: &str = "https://pay.example.com/42";

both_databases! {
    async fn an_account_from_the_first_owner_to_its_restoration(app: TestApp) {
        let panel = Browser::open(&app.base_url).await;
        set_up(&app, &panel).await;
        resources(&panel).await;
        account(&panel).await;
        tabs(&panel).await;
        let link = welcome(&app, &panel).await;
        let portal = Browser::open(&app.base_url).await;
        first_sign_in(&app, &portal, &link).await;
        freeze_and_deactivate(&panel, &portal).await;
        delete_and_restore(&panel, &portal).await;
        portal.close().await;
        panel.close().await;
    }
}

async fn set_up(app: &TestApp, panel: &Browser) {
    let link = steward::admins::setup_link(&app.state)
        .await
        .expect("the database answers")
        .expect("there is no administrator yet");
    panel.go(&link).await;
    panel.look("setup").await;
    let owner = [("login", "owner"), ("email", "owner@example.org"), ("first_name", "Olga"), ("last_name", "Owner")];
    panel
        .send("/setup", &[&owner[..], &[("password", OWNER_PASSWORD), ("password_again", OWNER_PASSWORD)]].concat())
        .await;
    assert_eq!(panel.path().await, "/");
    panel.go(&link).await;
    panel.says("This link no longer works").await;
}

/// What an account can be given.
async fn resources(panel: &Browser) {
    panel.submit("/tariffs/new", &[("name", "Basic"), ("title", "Up to 10 users"), ("max_users", "10")]).await;
    panel
        .submit("/web-version-policies/new", &[("name", "One year"), ("email_kept", "on"), ("email_days", "365")])
        .await;
    let host = [("host", "db.example.com"), ("database", "acme"), ("user", "steward"), ("password", "hush")];
    for (path, name, kind) in [
        ("/databases/new", "Orders", "PostgreSQL"),
        ("/databases/new", "Statistics", "ClickHouse"),
        ("/external-data/new", "Warehouse", "PostgreSQL"),
    ] {
        panel.submit(path, &[&[("name", name), ("kind", kind)], &host[..]].concat()).await;
        panel.says(name).await;
    }
}

/// With every section filled in, and everything there again when the page is opened.
async fn account(panel: &Browser) {
    panel.go("/accounts").await;
    panel.leave(async || panel.click("a[href='/accounts/new']").await).await;
    let fields = [
        ("title", "Ромашка"),
        ("name", "Romashka"),
        ("tariff", "Basic"),
        ("tz", "Europe/Moscow"),
        ("account_postgresql", "Orders"),
        ("account_cache_clickhouse", "Statistics"),
        ("external_data_connectors", "on"),
        ("web_version_policy", "One year"),
        ("save_email_web_versions", "on"),
        ("enable_pixel", "on"),
        ("enable_smart_settings", "on"),
        ("enable_push", "on"),
        ("enable_track_email_replies", "on"),
        ("custom_push_domain", "ромашка.рф"),
        ("reports_day", "Friday"),
        ("reports_hour", "18:00"),
    ];
    panel.send("/accounts/new", &fields).await;
    assert_eq!(panel.path().await, "/accounts/1");
    panel.says("ромашка.рф").await;
    let shown = ["name", "tz", "custom_push_domain"].map(|name| format!("[name={name}]"));
    let mut values = Vec::new();
    for css in shown {
        values.push(panel.attribute(&css, "value").await);
    }
    assert_eq!(values, ["romashka", "Europe/Moscow", "xn--80aa3agjl3d.xn--p1ai"]);
    for switch in
        ["external_data_connectors", "save_email_web_versions", "enable_pixel", "enable_smart_settings", "enable_push"]
    {
        assert_eq!(panel.attribute(&format!("[name={switch}]"), "checked").await, "true", "{switch}");
    }
}

/// Each tab leads to a page with all of them, and says which one it is.
async fn tabs(panel: &Browser) {
    for tab in ["/overview", "/users", "/groups", "/roles", "/virtual-senders", "/databases", "/history", ""] {
        let link = format!(".tabs a[href='/accounts/1{tab}']");
        panel.leave(async || panel.click(&link).await).await;
        assert_eq!(panel.attribute(&link, "aria-current").await, "page", "{tab}");
    }
}

/// A master user, and the path of the link in the letter.
async fn welcome(app: &TestApp, panel: &Browser) -> String {
    panel.leave(async || panel.click("a[href='/accounts/1/users']").await).await;
    panel.leave(async || panel.click("a[href='/accounts/1/users/new']").await).await;
    let user = [
        ("login", "anna"),
        ("email", "anna@example.com"),
        ("first_name", "Anna"),
        ("last_name", "Smirnova"),
        ("master", "on"),
    ];
    panel.send("/accounts/1/users/new", &user).await;
    panel.says("User anna@romashka is created. The welcome letter is queued.").await;
    while worker::step(&app.state).await.expect("the worker works") {}
    let letters = app.sent.letters();
    let [letter] = letters.as_slice() else { panic!("one letter: {letters:?}") };
    assert_eq!(letter.to, "anna@example.com");
    let address = letter
        .text
        .split_whitespace()
        .find(|word| word.contains("/portal/set-password/"))
        .expect("the letter has a link");
    address.strip_prefix(&app.base_url).expect("the link leads here").to_owned()
}

/// Mail scanners look at the link first; it is good all the same, and once.
async fn first_sign_in(app: &TestApp, portal: &Browser, link: &str) {
    let scanner = reqwest::Client::builder().no_proxy().build().expect("a client can be built");
    for n in 0..20 {
        let method = if n % 2 == 0 { Method::GET } else { Method::HEAD };
        let answer = scanner.request(method, format!("{}{link}", app.base_url)).send().await.expect("an answer");
        assert_eq!(answer.status(), 200, "look {n}");
    }
    portal.go(link).await;
    portal.look("set-password").await;
    portal.send(link, &[("password", PASSWORD), ("password_again", PASSWORD)]).await;
    assert_eq!(portal.path().await, "/portal/sign-in");
    sign_in(portal).await;
    assert_eq!(portal.path().await, "/portal");
    portal.says("Ромашка").await;
    portal.says("anna@romashka").await;
}

async fn sign_in(portal: &Browser) {
    portal.submit("/portal/sign-in", &[("login", "anna@romashka"), ("password", PASSWORD)]).await;
}

async fn freeze_and_deactivate(panel: &Browser, portal: &Browser) {
    panel.submit("/accounts/1/freeze", &[("payment_url", PAY), ("reason", "invoice 42 is open")]).await;
    portal.go("/portal/profile").await;
    portal.says("This account is frozen").await;
    portal.says("invoice 42 is open").await;
    assert_eq!(portal.attribute(".note a", "href").await, PAY);
    panel.submit("/accounts/1/deactivate", &[]).await;
    panel.says("Inactive").await;
    portal.go("/portal/profile").await;
    assert_eq!(portal.path().await, "/portal/sign-in");
    sign_in(portal).await;
    portal.says("This login is inactive.").await;
}

async fn delete_and_restore(panel: &Browser, portal: &Browser) {
    panel.submit("/accounts/1/activate", &[]).await;
    panel.submit("/accounts/1/unfreeze", &[]).await;
    sign_in(portal).await;
    assert_eq!(portal.path().await, "/portal");
    panel.submit("/accounts/1/delete", &[("typed_name", "acme")]).await;
    assert_eq!((panel.path().await, panel.focused("id").await), ("/accounts/1/delete".to_owned(), "errors".to_owned()));
    panel.send("/accounts/1/delete", &[("typed_name", "romashka")]).await;
    panel.says("It can be restored for 30 days.").await;
    portal.go("/portal").await;
    assert_eq!(portal.path().await, "/portal/sign-in");
    panel.submit("/accounts/1/restore", &[]).await;
    panel.says("is restored").await;
    sign_in(portal).await;
    portal.says("Ромашка").await;
}
