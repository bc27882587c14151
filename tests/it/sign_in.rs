//! Signing in to the panel: set-up, password, code, links, and the way out.

mod codes;
mod links;

use crate::both_databases;
use crate::support::answer::Answer;
use crate::support::app::{OWNER_PASSWORD, TestApp, signed_in_owner};
use crate::support::client::Client;
use crate::support::database::Engine;
use chrono::{DateTime, Duration, Utc};
use steward::{admins, db::Statement};
use totp_rs::{Builder, Secret, Totp};

const NEW_PASSWORD: &str = "ninety Quiet otters by the weir";

both_databases! {
    async fn steward_is_set_up_once(app: TestApp) {
        let link = setup_link(&app).await;
        let mut stranger = app.client();
        stranger.get(&link).await;
        signed_in_owner(&app).await;
        assert_eq!(stranger.get(&link).await.status, 404);
        let fields = [("login", "second"), ("email", "b@example.org"), ("password", NEW_PASSWORD), ("password_again", NEW_PASSWORD)];
        assert_eq!(stranger.post(&link, &fields).await.status, 404);
        assert_eq!(stranger.get("/setup?token=wrong").await.status, 404);
        assert_eq!(stranger.get("/setup").await.status, 404);
        assert!(admins::setup_link(&app.state).await.expect("answers").is_none());
    }

    async fn of_two_who_set_up_at_once_one_is_the_owner(app: TestApp) {
        let link = setup_link(&app).await;
        let (mut a, mut b) = (app.client(), app.client());
        a.get(&link).await;
        b.get(&link).await;
        let fields = |login| [("login", login), ("email", "a@example.org"), ("language", "en"), ("password", NEW_PASSWORD), ("password_again", NEW_PASSWORD)];
        let (fields_a, fields_b) = (fields("anna"), fields("boris"));
        let (one, other) = tokio::join!(a.post(&link, &fields_a), b.post(&link, &fields_b));
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 404]);
    }

    async fn the_owners_password_is_judged(app: TestApp) {
        let link = setup_link(&app).await;
        for (password, again, field, part) in [
            ("short", "short", "password", "at least 15"),
            ("passwordpassword", "passwordpassword", "password", "easy to guess"),
            ("olga.smirnova-example", "olga.smirnova-example", "password", "made of your login"),
            (NEW_PASSWORD, "another", "password_again", "do not match"),
        ] {
            let typed = [("login", "olga.smirnova"), ("email", "olga@example.org"), ("password", password), ("password_again", again)];
            let refused = app.client().submit(&link, &typed).await;
            assert_eq!(refused.status, 422, "{password}");
            assert!(refused.field_error(field).is_some_and(|error| error.contains(part)), "{password}: {}", refused.text());
            assert_eq!(refused.value_of("password").as_deref(), Some(""), "a secret is not shown again");
            assert_eq!(refused.value_of("login").as_deref(), Some("olga.smirnova"));
        }
    }

    async fn an_administrator_signs_in_and_out(app: TestApp) {
        signed_in_owner(&app).await;
        let mut client = app.client();
        let answer = sign_in(&mut client, " OWNER ", OWNER_PASSWORD).await;
        assert_eq!((answer.status, answer.location()), (303, "/"));
        assert_eq!(client.get("/sign-in").await.location(), "/");

        let still_has_the_cookie = client.clone();
        client.get("/me").await;
        let out = client.post("/sign-out", &[]).await;
        assert_eq!((out.status, out.location()), (303, "/sign-in"));
        assert!(client.get("/accounts").await.location().starts_with("/sign-in"));
        assert!(still_has_the_cookie.clone().get("/accounts").await.location().starts_with("/sign-in"), "the session has ended, not only its cookie");
    }

    async fn an_unknown_login_is_answered_like_a_wrong_password(app: TestApp) {
        signed_in_owner(&app).await;
        let mut client = app.client();
        let wrong = sign_in(&mut client, "owner", "not the password at all").await;
        let unknown = sign_in(&mut client, "ownex", "not the password at all").await;
        assert_eq!((wrong.status, unknown.status), (422, 422));
        assert_eq!(wrong.constant().replace("owner", "ownex"), unknown.constant());
        assert_eq!(wrong.value_of("login").as_deref(), Some("owner"));
        assert!(wrong.title().starts_with("Error"), "{}", wrong.title());
        assert_eq!(wrong.value_of("password").as_deref(), Some(""));
    }

    async fn an_administrator_without_a_password_is_like_an_unknown_login(app: TestApp) {
        admins::create_owner(&app.state, "fresh").await.expect("made");
        let refused = sign_in(&mut app.client(), "fresh", "").await;
        assert_eq!(refused.status, 422);
        assert!(refused.has_text("The login or password is wrong"), "{}", refused.text());
    }

    async fn signing_in_leads_on_to_the_page_that_was_wanted_if_it_is_ours(app: TestApp) {
        signed_in_owner(&app).await;
        let mut client = app.client();
        let asked = client.get("/audit?who=olga").await;
        assert_eq!(asked.location(), "/sign-in?return_to=%2Faudit%3Fwho%3Dolga");
        let location = asked.location().to_owned();
        let answer = client.submit(&location, &[("login", "owner"), ("password", OWNER_PASSWORD)]).await;
        assert_eq!(answer.location(), "/audit?who=olga");

        for evil in ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/portal", "/sign-in/code"] {
            let mut client = app.client();
            client.get("/sign-in").await;
            let answer = client.post("/sign-in", &[("login", "owner"), ("password", OWNER_PASSWORD), ("return_to", evil)]).await;
            assert_eq!(answer.location(), "/", "{evil}");
        }
    }

    async fn signing_in_gives_a_new_session_id(app: TestApp) {
        let mut client = signed_in_owner(&app).await;
        let before = session_cookie(&client);
        client.get("/me").await;
        let thief = client.clone();
        let fields = [("login", "owner"), ("password", OWNER_PASSWORD)];
        assert_eq!(client.post("/sign-in", &fields).await.status, 303);
        assert_ne!(session_cookie(&client), before);
        assert_eq!(client.get("/me").await.status, 200);
        assert_eq!(thief.clone().get("/me").await.status, 303, "the old id is worth nothing");
    }

    async fn a_sign_in_without_our_forms_token_is_refused(app: TestApp) {
        signed_in_owner(&app).await;
        let body = format!("login=owner&password={}", OWNER_PASSWORD.replace(' ', "+"));
        let form = [("content-type", "application/x-www-form-urlencoded")];
        for path in ["/sign-in", "/portal/sign-in", "/set-password/x"] {
            assert_eq!(app.client().post_raw(path, &form, body.clone()).await.status, 403, "{path}");
        }
        let mut client = signed_in(&app).await;
        assert_eq!(client.post_raw("/sign-out", &form, "").await.status, 403);
        assert_eq!(client.get("/me").await.status, 200);
    }

    async fn where_a_second_factor_is_required_nothing_opens_before_it(engine: Engine) {
        let app = TestApp::spawn_with(engine, |config| config.admin_2fa_required = true).await;
        let mut owner = signed_in_owner(&app).await;
        assert_eq!(owner.get("/accounts").await.location(), "/me/second-factor");
        assert_eq!(owner.get("/me").await.location(), "/me/second-factor");
        let before = session_cookie(&owner);
        enrol(&app, &mut owner, "/me/second-factor").await;
        assert_ne!(session_cookie(&owner), before);
        assert_eq!(owner.get("/accounts").await.status, 200);
    }

    async fn a_page_is_read_while_the_database_is_busy_writing(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        app.clock.advance(Duration::minutes(2));
        let mut writing = app.state.db.begin().await.expect("the database answers");
        let held = "UPDATE sessions SET data = data";
        writing.execute(Statement::new(held)).await.expect("it is written");
        let read = tokio::time::timeout(std::time::Duration::from_secs(4), owner.get("/accounts")).await;
        assert_eq!(read.expect("nobody waits for the write").status, 200);
        drop(writing);
    }

    async fn an_administrator_changes_the_own_page(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let mut elsewhere = owner.clone();
        let stale = elsewhere.get("/me").await;
        let saved = owner.submit("/me", &[("first_name", "Ольга"), ("language", "ru"), ("tz", "Europe/Moscow"), ("theme", "dark")]).await;
        assert_eq!((saved.status, saved.location()), (303, "/me"));
        let page = owner.follow(&saved).await;
        assert!(page.has_text("Профиль сохранён"), "{}", page.text());
        assert!(page.body.contains(r#"data-theme="dark""#));

        let refused = owner.submit("/me", &[("email", "nobody"), ("tz", "Mars/Base")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.field_error("email").is_some() && refused.field_error("tz").is_some());
        assert_eq!(refused.value_of("email").as_deref(), Some("nobody"));

        let conflict = elsewhere.submit_shown(&stale, "/me", &[("first_name", "Olga II")], &[]).await;
        assert_eq!(conflict.status, 409);
        assert!(conflict.has_text("Olga II") && conflict.has_text("Ольга"));
        assert!(owner.get("/audit").await.has_text("Ольга"));
    }

    async fn a_changed_password_ends_the_other_sessions(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let mut elsewhere = signed_in(&app).await;
        let wrong = [("current_password", "wrong"), ("password", NEW_PASSWORD), ("password_again", NEW_PASSWORD)];
        let refused = owner.submit("/me/password", &wrong).await;
        assert!(refused.field_error("current_password").is_some());
        let same = [("current_password", OWNER_PASSWORD), ("password", OWNER_PASSWORD), ("password_again", OWNER_PASSWORD)];
        assert!(owner.submit("/me/password", &same).await.field_error("password").is_some());
        let right = [("current_password", OWNER_PASSWORD), ("password", NEW_PASSWORD), ("password_again", NEW_PASSWORD)];
        assert_eq!(owner.submit("/me/password", &right).await.location(), "/me");
        assert_eq!(owner.get("/me").await.status, 200);
        assert_eq!(elsewhere.get("/me").await.status, 303);
        let record = owner.get("/audit").await;
        assert!(!record.body.contains(NEW_PASSWORD) && !record.body.contains("argon2"));
    }
}

async fn setup_link(app: &TestApp) -> String {
    admins::setup_link(&app.state).await.expect("the database answers").expect("there is no administrator yet")
}

async fn sign_in(client: &mut Client, login: &str, password: &str) -> Answer {
    client.submit("/sign-in", &[("login", login), ("password", password)]).await
}

async fn signed_in(app: &TestApp) -> Client {
    let mut client = app.client();
    assert_eq!(sign_in(&mut client, "owner", OWNER_PASSWORD).await.status, 303);
    client
}

/// With the form for the code in sight.
async fn half_signed_in(app: &TestApp) -> Client {
    let mut client = app.client();
    assert_eq!(sign_in(&mut client, "owner", OWNER_PASSWORD).await.location(), "/sign-in/code");
    assert_eq!(client.get("/sign-in/code").await.status, 200);
    client
}

fn session_cookie(client: &Client) -> String {
    client.cookies().iter().find(|cookie| cookie.name() == "steward").expect("there is a session").value().to_owned()
}

/// Reads the secret from the page, as people do whose phone takes no picture; gives the recovery codes too.
pub async fn enrol(app: &TestApp, client: &mut Client, path: &str) -> (Totp, Vec<String>) {
    client.get(path).await;
    let page = client.get(path).await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(page.body.contains("data:image/png;base64,"));
    assert_eq!(client.get(path).await.text(), page.text(), "the secret stays until it is enrolled");
    let text = page.text();
    let secret: String =
        text.split("into the app:").nth(1).expect("the secret is shown").split_whitespace().take(8).collect();
    let totp = Builder::new().with_secret(Secret::try_from_base32(secret).expect("base32")).build().expect("a secret");
    assert_eq!(client.submit(path, &[("code", "000000")]).await.status, 422);
    let code = code(app, &totp);
    let shown = client.submit(path, &[("code", &code)]).await;
    assert_eq!(shown.status, 200, "{}", shown.text());
    let is_code = |word: &&str| word.len() == 14 && word.split('-').all(|group| group.len() == 4);
    (totp, shown.text().split_whitespace().filter(is_code).map(str::to_owned).collect())
}

pub fn code(app: &TestApp, totp: &Totp) -> String {
    let now: DateTime<Utc> = app.clock.now();
    totp.generate(u64::try_from(now.timestamp()).expect("after 1970")).to_string()
}
