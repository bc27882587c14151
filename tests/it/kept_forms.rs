//! A session that ends while a form is open costs nothing: the typed values are back after signing in again.

use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::app::{OWNER_PASSWORD, TestApp};
use crate::support::client::{Client, File};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::Duration;
use steward::{admins, db::Statement, housekeeping};

const PASSWORD: &str = "nine Yellow otters at 6 o'clock";
const NOTE: &str = "What you entered is back";

both_databases! {
    async fn what_was_typed_is_back_after_signing_in_again(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let sign_in = post_late(&app, &mut owner, "/accounts/1", &[("title", "Рога и копыта"), ("enable_smart_settings", "on")]).await;
        let back = sign_in_as(&mut owner, &sign_in, "owner", OWNER_PASSWORD).await;
        let page = owner.get(&back).await;
        assert_eq!(page.status, 200);
        assert!(page.has_text(NOTE), "{}", page.text());
        assert_eq!(page.value_of("title").as_deref(), Some("Рога и копыта"));
        assert_eq!(page.value_of("enable_smart_settings").as_deref(), Some("on"));
        assert!(!owner.get("/accounts/1").await.has_text(NOTE), "who opens the page anew sees what is saved");
        assert!(owner.get(&back).await.has_text(NOTE), "looking again is no loss");

        let saved = owner.submit_shown(&page, "/accounts/1", &[], &[]).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        assert!(owner.get("/accounts/1").await.has_text("Рога и копыта"));
        assert!(!owner.get(&back).await.has_text(NOTE), "what has been received waits no longer");
        assert_eq!(kept(&app).await.len(), 0);
    }

    async fn a_kept_form_of_an_old_version_is_still_stale(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let sign_in = post_late(&app, &mut owner, "/accounts/1", &[("title", "Mine")]).await;
        let back = sign_in_as(&mut owner, &sign_in, "owner", OWNER_PASSWORD).await;
        let mut elsewhere = app.client();
        sign_in_as(&mut elsewhere, "/sign-in", "owner", OWNER_PASSWORD).await;
        assert_eq!(elsewhere.submit("/accounts/1", &[("title", "Theirs")]).await.status, 303);
        let page = owner.get(&back).await;
        assert_eq!(owner.submit_shown(&page, "/accounts/1", &[], &[]).await.status, 409);
    }

    async fn pages_that_ask_and_pages_of_the_portal_keep_what_was_typed(app: TestApp) {
        let mut owner = owner_with_anna(&app).await;
        let sign_in = post_late(&app, &mut owner, "/accounts/1/freeze", &[("reason", "Unpaid since March")]).await;
        let back = sign_in_as(&mut owner, &sign_in, "owner", OWNER_PASSWORD).await;
        assert_eq!(owner.get(&back).await.value_of("reason").as_deref(), Some("Unpaid since March"));

        let mut anna = app.client();
        sign_in_as(&mut anna, "/portal/sign-in", "anna@acme", PASSWORD).await;
        let sign_in = post_late(&app, &mut anna, "/portal/profile", &[("first_name", "Анна")]).await;
        assert!(sign_in.starts_with("/portal/sign-in?return_to="), "{sign_in}");
        let back = sign_in_as(&mut anna, &sign_in, "anna@acme", PASSWORD).await;
        let page = anna.get(&back).await;
        assert!(page.has_text(NOTE), "{}", page.text());
        assert_eq!(page.value_of("first_name").as_deref(), Some("Анна"));
    }

    async fn a_form_with_a_picture_keeps_its_text_and_secrets_are_not_kept(app: TestApp) {
        let mut owner = owner_with_anna(&app).await;
        owner.get("/accounts/1/users/new").await;
        app.clock.advance(Duration::minutes(31));
        let fields = [("login", "boris"), ("email", "b@example.com"), ("password", PASSWORD), ("groups", "1")];
        let picture = File { field: "avatar", name: "a.png", content_type: "image/png", bytes: b"no picture" };
        let answer = owner.post_multipart("/accounts/1/users/new", &fields, &[picture]).await;
        let back = sign_in_as(&mut owner, answer.location(), "owner", OWNER_PASSWORD).await;
        let page = owner.get(&back).await;
        assert_eq!(page.value_of("login").as_deref(), Some("boris"));
        assert_eq!(page.value_of("password").as_deref(), Some(""));
        let texts = kept(&app).await;
        assert!(texts.len() == 1 && texts[0].contains("boris"), "{texts:?}");
        for secret in ["otters", "csrf", "no picture"] {
            assert!(!texts[0].contains(secret), "{secret}: {texts:?}");
        }
    }

    async fn somebody_else_who_signs_in_does_not_get_the_values(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let link = admins::create_owner(&app.state, "second").await.expect("it is made");
        let set = app.client().submit(&link, &[("password", PASSWORD), ("password_again", PASSWORD)]).await;
        assert_eq!(set.status, 303);
        let sign_in = post_late(&app, &mut owner, "/accounts/1", &[("title", "Only mine")]).await;
        let back = sign_in_as(&mut owner, &sign_in, "second", PASSWORD).await;
        let page = owner.get(&back).await;
        assert_eq!(page.status, 200);
        assert!(!page.has_text(NOTE) && !page.body.contains("Only mine"), "{}", page.text());
    }

    async fn it_is_the_same_when_the_session_was_ended_from_elsewhere(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        owner.get("/tariffs/new").await;
        app.execute("DELETE FROM sessions").await;
        let answer = owner.post("/tariffs/new", &[("name", "Gold")]).await;
        let back = sign_in_as(&mut owner, answer.location(), "owner", OWNER_PASSWORD).await;
        assert_eq!(owner.get(&back).await.value_of("name").as_deref(), Some("Gold"));
    }

    async fn posting_twice_keeps_one(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        post_late(&app, &mut owner, "/accounts/1", &[("title", "First")]).await;
        let sign_in = owner.post("/accounts/1", &[("title", "Second")]).await;
        owner.post("/tariffs/new", &[("name", "Gold")]).await;
        assert_eq!(kept(&app).await.len(), 2, "one of each page");
        let back = sign_in_as(&mut owner, sign_in.location(), "owner", OWNER_PASSWORD).await;
        assert_eq!(owner.get(&back).await.value_of("title").as_deref(), Some("Second"));
    }

    async fn nothing_is_kept_of_other_sites_strangers_and_what_no_page_asks_for(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let csrf = owner.get("/accounts/1").await.csrf().expect("a form");
        app.clock.advance(Duration::minutes(31));
        let form = ("content-type", "application/x-www-form-urlencoded");
        let body = format!("csrf={csrf}&title=x");
        for (name, value) in [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example")] {
            let answer = owner.post_raw("/accounts/1", &[form, (name, value)], body.as_str()).await;
            assert_eq!((answer.status, answer.location()), (303, "/sign-in"), "{name}: {value}");
        }
        let mut stranger = app.client();
        stranger.get("/sign-in").await;
        let made_up = of_another(&csrf);
        for token in ["", "x", &made_up] {
            let answer = stranger.post_raw("/accounts/1", &[form], format!("csrf={token}&title=x")).await;
            assert_eq!(answer.location(), "/sign-in");
        }
        assert_eq!(stranger.post("/accounts/1", &[("title", "x")]).await.location(), "/sign-in", "a visitor's token is nobody's");
        let large = format!("csrf={csrf}&title={}", "x".repeat(70_000));
        assert_eq!(owner.post_raw("/accounts/1", &[form], large).await.location(), "/sign-in");
        assert_eq!(owner.post_raw("/sign-out", &[form], body.as_str()).await.location(), "/sign-in");
        assert_eq!(kept(&app).await.len(), 0);
        assert_eq!(owner.post_raw("/accounts/1", &[form], body.as_str()).await.location(), "/sign-in?return_to=%2Faccounts%2F1%3Fkept%3D1");
    }

    async fn no_address_fills_the_disk_and_what_nobody_came_for_is_forgotten(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        post_late(&app, &mut owner, "/accounts/1", &[]).await;
        for id in 2..40 {
            owner.post(&format!("/accounts/{id}"), &[("title", "x")]).await;
        }
        assert_eq!(kept(&app).await.len(), 20);
        app.clock.advance(Duration::minutes(31));
        housekeeping::step(&app.state).await.expect("it is done");
        assert_eq!(kept(&app).await.len(), 0);
    }
}

/// Opens a page, lets the session run out and sends the form; where that leads.
async fn post_late(app: &TestApp, client: &mut Client, path: &str, changes: &[(&str, &str)]) -> String {
    let page = client.get(path).await;
    assert_eq!(page.status, 200, "{path}");
    app.clock.advance(Duration::minutes(61));
    let answer = client.submit_shown(&page, path, changes, &[]).await;
    assert_eq!(answer.status, 303);
    assert!(answer.location().contains("sign-in"), "{}", answer.location());
    answer.location().to_owned()
}

/// Signs in on that page; where it leads.
async fn sign_in_as(client: &mut Client, page: &str, login: &str, password: &str) -> String {
    let shown = client.get(page).await;
    let action = page.split('?').next().unwrap_or(page);
    let answer = client.submit_shown(&shown, action, &[("login", login), ("password", password)], &[]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.location().to_owned()
}

async fn owner_with_anna(app: &TestApp) -> Client {
    let mut owner = owner_of_acme(app).await;
    let anna = [("login", "anna"), ("email", "anna@example.com"), ("password", PASSWORD)];
    assert_eq!(owner.submit("/accounts/1/users/new", &anna).await.status, 303);
    app.execute("UPDATE account_users SET must_change_password = FALSE").await;
    owner
}

/// What is kept, opened as only the program can.
async fn kept(app: &TestApp) -> Vec<String> {
    let query = "SELECT token_hash, path, pairs_sealed FROM kept_forms";
    let mut conn = app.state.db.conn().await.expect("the database answers");
    let rows: Result<Vec<(String, String, Vec<u8>)>, _> = conn.fetch_all(Statement::new(query)).await;
    let open = |(token, path, sealed): (String, String, Vec<u8>)| {
        app.state.seal.open(&format!("kept_forms.pairs:{token}:{path}"), &sealed).expect("it opens")
    };
    rows.expect("there is such a table").into_iter().map(open).collect()
}

/// The token "admin.1.…" made into "admin.2.…" under its mask, as whoever knows how it is laid on would.
fn of_another(token: &str) -> String {
    let mut bytes = URL_SAFE_NO_PAD.decode(token).expect("a masked token");
    let number = bytes.len() / 2 + "admin.".len();
    bytes[number] ^= b'1' ^ b'2';
    URL_SAFE_NO_PAD.encode(bytes)
}
