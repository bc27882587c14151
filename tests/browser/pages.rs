//! Every kind of page with ugly data, in both languages: nothing sticks out, axe finds nothing, and pictures to judge
//! by eye.

use crate::chromium::{Browser, Setup};
use crate::opened::PAGES;
use crate::scene::{self, ACCOUNT, USER_PASSWORD};
use crate::support::app::{OWNER_PASSWORD, TestApp, run};
use crate::support::client::Client;
use crate::support::database::Engine;
use totp_rs::{Builder, Secret};

#[test]
fn every_page_holds_in_english() {
    run(Engine::Sqlite, async |app: TestApp| every_page(&app, "English", "en").await);
}

#[test]
fn every_page_holds_in_russian() {
    run(Engine::Sqlite, async |app: TestApp| every_page(&app, "Русский", "ru").await);
}

/// Wrong passwords of the second user of the ugly account, a moment ago; the first one still signs in.
const SLOWED: &str = "INSERT INTO sign_ins (owner_kind, owner_id, login, outcome, known_device, ip, network, user_agent, at)
    SELECT 'user', u.id, u.login || '@' || a.name, 'wrong_password', FALSE, '198.51.100.7', '198.51.100.7', '', s.last_seen_at
    FROM account_users u JOIN accounts a ON a.id = u.account_id JOIN sessions s ON s.owner_kind = 'admin'
    JOIN (SELECT id FROM accounts LIMIT 7) n ON n.id = n.id WHERE u.id = 122";

/// Somebody's walk, and what was wrong on it.
struct Walk {
    browser: Browser,
    complaints: Vec<String>,
}

async fn every_page(app: &TestApp, language: &str, code: &str) {
    let mut owner = scene::set(app, language).await;
    let mut panel = Walk::begin(app, code).await;
    panel.sign_in().await;
    for (name, path) in PAGES {
        panel.see(name, path).await;
    }
    panel.refusals(&mut owner).await;
    panel.only_looking(app).await;
    panel.visit().await;
    panel.token().await;
    let mut portal = Walk::begin(app, code).await;
    portal.portal(&mut owner).await;
    // Last, because it ends the owner's other sessions.
    panel.second_factor(app).await;
    let complaints = [panel.end().await, portal.end().await].concat();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

impl Walk {
    async fn begin(app: &TestApp, code: &str) -> Self {
        let browser = Browser::open_with(&app.base_url, Setup { language: code, script: true }).await;
        Self { browser, complaints: Vec::new() }
    }

    async fn end(self) -> Vec<String> {
        self.browser.close().await;
        self.complaints
    }

    async fn see(&mut self, name: &str, path: &str) {
        self.browser.go(path).await;
        self.look(name).await;
    }

    async fn look(&mut self, name: &str) {
        self.complaints.extend(self.browser.complaints(name).await);
    }

    async fn sign_in(&mut self) {
        self.see("sign-in", "/sign-in").await;
        self.see("forgot-password", "/forgot-password").await;
        self.browser.submit("/sign-in", &[("login", "owner"), ("password", "wrong")]).await;
        self.look("sign-in-refused").await;
        self.browser.send("/sign-in", &[("login", "owner"), ("password", OWNER_PASSWORD)]).await;
    }

    /// A form that is refused, and one that somebody else was quicker with.
    async fn refusals(&mut self, owner: &mut Client) {
        let wrong = [
            ("title", ""),
            ("name", "Ромашка"),
            ("tz", "Moon/Sea"),
            ("enable_pixel", "on"),
            ("custom_push_domain", ""),
        ];
        self.browser.submit(ACCOUNT, &wrong).await;
        self.look("account-refused").await;
        self.browser.go(ACCOUNT).await;
        assert_eq!(owner.submit(ACCOUNT, &[("tz", "Asia/Tokyo"), ("reports_hour", "7")]).await.status, 303);
        self.browser.send(ACCOUNT, &[("title", "Mine")]).await;
        self.look("account-stale").await;
    }

    /// The forms as those see them who may not change them, a user who is slowed down, and the offer of letters.
    async fn only_looking(&mut self, app: &TestApp) {
        app.execute(SLOWED).await;
        for (role, statement) in
            [("support", "UPDATE admins SET role = 'support'"), ("auditor", "UPDATE admins SET role = 'auditor'")]
        {
            app.execute(statement).await;
            for (name, path) in [
                ("account", ACCOUNT),
                ("account-overview", "/accounts/41/overview"),
                ("users", "/accounts/41/users"),
                ("user", "/accounts/41/users/122"),
                ("group", "/accounts/41/groups/42"),
                ("tariff", "/tariffs/1"),
                ("database", "/databases/1"),
                ("admin", "/admins/1"),
            ] {
                self.see(&format!("{name}-{role}"), path).await;
            }
        }
        app.execute("UPDATE admins SET role = 'owner'").await;
        for (name, path) in [
            ("user-frozen", "/accounts/42/users/new"),
            ("user-lift", "/accounts/41/users/122/lift"),
            ("activate", "/accounts/45/activate"),
        ] {
            self.see(name, path).await;
        }
    }

    /// Logged in as a user, in the panel's own tab.
    async fn visit(&mut self) {
        let log_in = format!("{ACCOUNT}/users/121/log-in");
        self.see("log-in-as", &log_in).await;
        self.browser.in_new_tab(async || self.browser.click("main form button").await).await;
        self.look("log-in-as-refused").await;
        self.browser.go(&log_in).await;
        let reason = "Посмотреть, почему не открывается отчёт: the customer asked in HD-42 on the phone";
        let fields = [("reason", reason), ("ticket", "HD-42")];
        self.browser
            .in_new_tab(async || {
                for (name, value) in fields {
                    self.browser.fill(name, value).await;
                }
                self.browser.click("main form button").await;
            })
            .await;
        self.look("visit-portal").await;
        for (name, path) in [
            ("visit-profile", "/portal/profile"),
            ("visit-security", "/portal/security"),
            ("visit-refused", "/portal/new-password"),
            ("visit-change", "/portal/visit/change"),
        ] {
            self.see(name, path).await;
        }
        self.browser.send("/portal/visit/change", &[]).await;
        self.look("visit-with-changes").await;
        for (name, path) in [
            ("portal-visits", "/portal/visits"),
            ("portal-visit", "/portal/visits/1"),
            ("visits", "/visits"),
            ("visit", "/visits/1"),
            ("log-in-as-second", &format!("{ACCOUNT}/users/122/log-in")),
        ] {
            self.see(name, path).await;
        }
        self.browser.go("/visits/1").await;
        self.browser.send("/visits/1/end", &[]).await;
        self.see("audit-with-visit", "/audit").await;
    }

    /// A token of the API: its secret is shown once.
    async fn token(&mut self) {
        let name = "Sign-up page with a name of eighty characters, which is the longest one it takes";
        self.browser.submit("/api-tokens/new", &[("name", name), ("scopes", "on")]).await;
        assert_eq!(self.browser.attribute("code.secret", "id").await, "secret", "it is shown");
        self.look("token-secret").await;
        self.see("tokens", "/api-tokens").await;
        self.see("token", "/api-tokens/1").await;
        self.see("token-rotate", "/api-tokens/1/rotate").await;
    }

    async fn second_factor(&mut self, app: &TestApp) {
        self.see("second-factor", "/me/second-factor").await;
        let secret = self.browser.run("return document.querySelector('.mono').textContent.replace(/ /g, '')").await;
        let secret = Secret::try_from_base32(secret.as_str().expect("the secret is shown")).expect("base32");
        let totp = Builder::new().with_secret(secret).build().expect("a secret");
        let now = u64::try_from(app.clock.now().timestamp()).expect("after 1970");
        self.browser.send("/me/second-factor", &[("code", &totp.generate(now).to_string())]).await;
        self.look("recovery-codes").await;
        self.see("second-factor-anew", "/me/second-factor").await;
        self.see("second-factor-remove", "/me/second-factor/remove").await;
        self.see("recovery-codes-anew", "/me/recovery-codes").await;
        self.browser.go("/me").await;
        self.browser.send("/sign-out", &[]).await;
        self.browser.submit("/sign-in", &[("login", "owner"), ("password", OWNER_PASSWORD)]).await;
        self.look("code").await;
    }

    async fn portal(&mut self, owner: &mut Client) {
        self.see("portal-sign-in", "/portal/sign-in").await;
        self.see("dead-link", "/portal/set-password/no-such-link").await;
        let login = format!("anna@{}", "l".repeat(63));
        self.browser.submit("/portal/sign-in", &[("login", &login), ("password", USER_PASSWORD)]).await;
        self.browser.go("/portal").await;
        self.look("portal-new-password").await;
        let new = "eleven Loud geese on a roof";
        self.browser.send("/portal/new-password", &[("password", new), ("password_again", new)]).await;
        let brand = [("name", "Северный ветер & Partners"), ("support", "help@example.com"), ("colour", "#ffd400")];
        assert_eq!(owner.submit("/settings/brand", &brand).await.status, 303);
        self.see("portal", "/portal").await;
        self.see("portal-not-found", "/portal/nothing").await;
        self.see("portal-profile", "/portal/profile").await;
        self.see("portal-security", "/portal/security").await;
        self.see("portal-sessions", "/portal/security/sessions").await;
        self.see("portal-sign-ins", "/portal/security/sign-ins").await;
        let reason = [("payment_url", "https://pay.example.com/42"), ("reason", "The invoice of February is open.")];
        assert_eq!(owner.submit(&format!("{ACCOUNT}/freeze"), &reason).await.status, 303);
        self.see("portal-frozen", "/portal").await;
    }
}
