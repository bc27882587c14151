//! The account users' side: signing in, what is owed, and the pages of the portal.

mod own;

use crate::both_databases;
use crate::sign_in::{code, enrol};
use crate::support::answer::Answer;
use crate::support::app::{TestApp, signed_in_owner};
use crate::support::client::Client;
use crate::support::form::{OFF, ON};
use chrono::Duration;
use steward::change::{Actor, Change};
use steward::sign_in::{Purpose, links};

pub const PASSWORD: &str = "ninety Quiet otters by the weir";
const NEW_PASSWORD: &str = "eleven Loud geese on a roof";

both_databases! {
    async fn a_user_signs_in_with_login_and_account(app: TestApp) {
        account_with_anna(&app).await;
        let mut anna = app.client();
        let answer = sign_in(&mut anna, " Anna@ACME ", PASSWORD).await;
        assert_eq!((answer.status, answer.location()), (303, "/portal"));
        let home = anna.follow(&answer).await;
        assert_eq!(home.status, 200);
        for shown in ["Ромашка", "anna@acme", "Basic", "Active", "Anna Smirnova"] {
            assert!(home.has_text(shown), "{shown}: {}", home.text());
        }
        assert!(anna.get("/accounts").await.location().starts_with("/sign-in"), "the panel is another door");
        assert_eq!(anna.post("/portal/sign-out", &[]).await.location(), "/portal/sign-in");
        assert!(anna.get("/portal/profile").await.location().starts_with("/portal/sign-in?return_to="));
    }

    async fn unknown_users_accounts_and_wrong_passwords_are_answered_alike(app: TestApp) {
        account_with_anna(&app).await;
        let mut client = app.client();
        let wrong = sign_in(&mut client, "anna@acme", "wrong wrong wrong").await;
        assert_eq!(wrong.status, 422);
        for unknown in ["annb@acme", "anna@acmf", "annaxacme"] {
            let answer = sign_in(&mut client, unknown, "wrong wrong wrong").await;
            assert_eq!((answer.status, answer.constant().replace(unknown, "anna@acme")), (422, wrong.constant()), "{unknown}");
        }
    }

    async fn an_inactive_account_refuses_and_says_so_to_its_own_people_only(app: TestApp) {
        let mut owner = account_with_anna(&app).await;
        let mut anna = signed_in(&app).await;
        assert_eq!(owner.submit("/accounts/1/deactivate", &[]).await.status, 303);
        assert!(anna.get("/portal").await.location().starts_with("/portal/sign-in"), "live sessions end at once");
        let mut client = app.client();
        assert!(sign_in(&mut client, "anna@acme", "wrong wrong wrong").await.has_text("The login or password is wrong"));
        let right = sign_in(&mut client, "anna@acme", PASSWORD).await;
        assert_eq!(right.status, 422);
        assert!(right.has_text("This login is inactive"), "{}", right.text());
    }

    async fn a_disabled_user_is_out_at_once(app: TestApp) {
        let mut owner = account_with_anna(&app).await;
        let mut anna = signed_in(&app).await;
        assert_eq!(owner.submit("/accounts/1/users/1", &[("active", OFF)]).await.status, 303);
        assert_eq!(anna.get("/portal").await.status, 303);
        assert!(sign_in(&mut app.client(), "anna@acme", PASSWORD).await.has_text("This login is inactive"));
    }

    async fn every_page_of_a_frozen_account_says_so_and_nothing_is_edited(app: TestApp) {
        let mut owner = account_with_anna(&app).await;
        let mut anna = signed_in(&app).await;
        let shown = anna.get("/portal/profile").await;
        let freeze = [("payment_url", "https://pay.example.com/42"), ("reason", "invoice 42 is open")];
        assert_eq!(owner.submit("/accounts/1/freeze", &freeze).await.status, 303);
        for path in ["/portal", "/portal/profile", "/portal/security"] {
            let page = anna.get(path).await;
            assert!(page.has_text("frozen") && page.has_text("invoice 42 is open"), "{path}: {}", page.text());
            assert_eq!(page.link("Pay to go on"), "https://pay.example.com/42");
        }
        let refused = anna.submit_shown(&shown, "/portal/profile", &[("first_name", "Other")], &[]).await;
        assert_eq!(refused.status, 409, "{}", refused.text());
        assert_eq!(anna.get("/portal/profile").await.value_of("first_name").as_deref(), Some("Anna"));
    }

    async fn what_a_frozen_account_refuses_is_told_to_a_user(app: TestApp) {
        let mut owner = account_with_anna(&app).await;
        let mut anna = signed_in(&app).await;
        let shown = anna.get("/portal/profile").await;
        assert!(!shown.body.contains("<fieldset disabled"));
        assert_eq!(owner.submit("/accounts/1/freeze", &[]).await.status, 303);
        let refused = anna.submit_shown(&shown, "/portal/profile", &[("first_name", "Anne")], &[]).await;
        assert!(refused.status == 409 && refused.has_text("The account is frozen, so nothing was saved."), "{}", refused.text());
        assert!(!refused.has_text("Unfreeze"), "a user cannot: {}", refused.text());
        assert!(anna.get("/portal/profile").await.body.contains("<fieldset disabled>"));
    }

    async fn in_a_frozen_account_the_own_password_and_second_factor_can_be_changed(app: TestApp) {
        let mut owner = account_with_anna(&app).await;
        let mut anna = signed_in(&app).await;
        assert_eq!(owner.submit("/accounts/1/freeze", &[]).await.status, 303);
        let page = anna.get("/portal/security").await;
        assert!(page.has_text("Your own password and two-factor authentication can be changed while the account is frozen"), "{}", page.text());
        let fields = [("current_password", PASSWORD), ("password", NEW_PASSWORD), ("password_again", NEW_PASSWORD)];
        assert_eq!(anna.submit("/portal/security", &fields).await.status, 303);
        enrol(&app, &mut anna, "/portal/second-factor").await;
        assert_eq!(anna.submit("/portal/recovery-codes", &[]).await.status, 200);
        assert_eq!(anna.submit("/portal/second-factor/remove", &[]).await.status, 303);
        assert_eq!(sign_in(&mut app.client(), "anna@acme", NEW_PASSWORD).await.location(), "/portal");
    }

    async fn a_password_that_somebody_else_set_is_changed_first(app: TestApp) {
        let mut owner = account_with_anna(&app).await;
        assert_eq!(owner.submit("/accounts/1/users/1", &[("password", NEW_PASSWORD)]).await.status, 303);
        let mut anna = app.client();
        assert_eq!(sign_in(&mut anna, "anna@acme", NEW_PASSWORD).await.location(), "/portal");
        for path in ["/portal", "/portal/profile", "/portal/security"] {
            assert_eq!(anna.get(path).await.location(), "/portal/new-password", "{path}");
        }
        let same = anna.submit("/portal/new-password", &twice(NEW_PASSWORD)).await;
        assert_eq!(same.status, 422);
        assert!(same.field_error("password").is_some(), "the same again is no change");
        let changed = anna.submit("/portal/new-password", &twice(PASSWORD)).await;
        assert_eq!((changed.status, changed.location()), (303, "/portal"));
        assert_eq!(anna.follow(&changed).await.status, 200);
        assert_eq!(anna.get("/portal/new-password").await.location(), "/portal", "not a way around the current password");
        assert_eq!(anna.post("/portal/new-password", &twice(NEW_PASSWORD)).await.location(), "/portal");
        assert_eq!(sign_in(&mut app.client(), "anna@acme", PASSWORD).await.status, 303);
    }

    async fn where_the_account_forces_a_second_factor_it_is_enrolled_first(app: TestApp) {
        let mut owner = account_with_anna(&app).await;
        assert_eq!(owner.submit("/accounts/1", &[("force_2fa_auth", ON)]).await.status, 303);
        let mut anna = app.client();
        sign_in(&mut anna, "anna@acme", PASSWORD).await;
        assert_eq!(anna.get("/portal").await.location(), "/portal/second-factor");
        let (totp, codes) = enrol(&app, &mut anna, "/portal/second-factor").await;
        assert_eq!(codes.len(), 10);
        assert!(anna.get("/portal/security").await.has_text("10 recovery codes"));

        let mut again = app.client();
        assert_eq!(sign_in(&mut again, "anna@acme", PASSWORD).await.location(), "/portal/sign-in/code");
        assert!(again.get("/portal").await.location().starts_with("/portal/sign-in"));
        app.clock.advance(Duration::seconds(60));
        let right = code(&app, &totp);
        assert_eq!(again.submit("/portal/sign-in/code", &[("code", &right)]).await.location(), "/portal");
        assert_eq!(again.get("/portal").await.status, 200);
    }

    async fn setting_a_password_by_link_ends_the_sessions(app: TestApp) {
        account_with_anna(&app).await;
        let mut anna = signed_in(&app).await;
        let link = link(&app, 1).await;
        let mut client = app.client();
        for _ in 0..20 {
            assert_eq!(client.get(&link).await.status, 200);
        }
        assert!(client.get(&link).await.has_text("anna@acme"));
        assert_eq!(anna.get("/portal").await.status, 200, "looking changes nothing");
        let refused = client.submit(&link, &twice("anna.smirnova.acme")).await;
        assert_eq!(refused.status, 422);
        assert_eq!(client.submit(&link, &twice(NEW_PASSWORD)).await.location(), "/portal/sign-in");
        assert_eq!(client.get(&link).await.status, 404);
        assert_eq!(anna.get("/portal").await.status, 303);
        assert_eq!(sign_in(&mut client, "anna@acme", NEW_PASSWORD).await.location(), "/portal");
    }

    async fn the_current_password_is_needed_for_another(app: TestApp) {
        account_with_anna(&app).await;
        let (mut anna, mut elsewhere) = (signed_in(&app).await, signed_in(&app).await);
        let typed = |current| [("current_password", current), ("password", NEW_PASSWORD), ("password_again", NEW_PASSWORD)];
        let refused = anna.submit("/portal/security", &typed("wrong")).await;
        assert!(refused.field_error("current_password").is_some());
        assert_eq!(anna.submit("/portal/security", &typed(PASSWORD)).await.location(), "/portal/security");
        assert_eq!(anna.get("/portal").await.status, 200);
        assert_eq!(elsewhere.get("/portal").await.status, 303);
    }

    async fn a_user_edits_the_own_profile(app: TestApp) {
        let mut owner = account_with_anna(&app).await;
        let mut anna = signed_in(&app).await;
        let stale = anna.get("/portal/profile").await;
        let saved = anna
            .submit("/portal/profile", &[("first_name", "Анна"), ("phone", "+7 (495) 123-45-67"), ("language", "ru"), ("alert_limits", ON)])
            .await;
        assert_eq!((saved.status, saved.location()), (303, "/portal/profile"));
        let page = anna.follow(&saved).await;
        assert!(page.has_text("Профиль сохранён"), "{}", page.text());
        assert_eq!(page.value_of("phone").as_deref(), Some("+7 495 123-45-67"));
        assert_eq!(page.value_of("alert_limits").as_deref(), Some("on"));

        let refused = anna.submit("/portal/profile", &[("phone", "12"), ("first_name", &"я".repeat(81)), ("notify_email", "x")]).await;
        assert_eq!(refused.status, 422);
        for field in ["phone", "first_name", "notify_email"] {
            assert!(refused.field_error(field).is_some(), "{field}");
        }
        assert_eq!(refused.value_of("phone").as_deref(), Some("12"));
        assert_eq!(anna.submit_shown(&stale, "/portal/profile", &[("first_name", "Anne")], &[]).await.status, 409);
        assert!(owner.get("/accounts/1/history").await.has_text("anna@acme"), "who did it");
        assert!(owner.get("/accounts/1/users?q=анна").await.has_text("Анна"));
    }

    async fn a_crafted_form_cannot_change_what_the_portal_does_not_offer(app: TestApp) {
        let mut owner = account_with_anna(&app).await;
        let mut anna = signed_in(&app).await;
        let version = anna.get("/portal/profile").await.value_of("version").expect("a version");
        let crafted = [("version", version.as_str()), ("language", "en"), ("email", "evil@example.com"), ("master", ""), ("login", "root")];
        assert_eq!(anna.post("/portal/profile", &crafted).await.status, 303);
        let user = owner.get("/accounts/1/users/1").await;
        assert_eq!(user.value_of("email").as_deref(), Some("anna@example.com"));
        assert_eq!(user.value_of("login").as_deref(), Some("anna"));
    }

    async fn a_page_of_the_portal_takes_three_statements_at_most(app: TestApp) {
        account_with_anna(&app).await;
        let mut anna = signed_in(&app).await;
        for path in ["/portal", "/portal/profile", "/portal/security"] {
            let before = app.state.db.statements();
            assert_eq!(anna.get(path).await.status, 200);
            let taken = app.state.db.statements() - before;
            assert!(taken <= 3, "{path} takes {taken}");
        }
    }
}

/// The account "acme" with one master user, anna, who has chosen her password.
pub async fn account_with_anna(app: &TestApp) -> Client {
    let mut owner = signed_in_owner(app).await;
    owner.submit("/tariffs/new", &[("name", "basic"), ("title", "Basic")]).await;
    let made = owner.submit("/accounts/new", &[("title", "Ромашка"), ("name", "acme"), ("tariff", "basic")]).await;
    assert_eq!(made.status, 303, "{}", made.text());
    let anna = [
        ("login", "anna"),
        ("first_name", "Anna"),
        ("last_name", "Smirnova"),
        ("email", "anna@example.com"),
        ("master", ON),
    ];
    let made = owner.submit("/accounts/1/users/new", &anna).await;
    assert_eq!(made.status, 303, "{}", made.text());
    let link = link(app, 1).await;
    assert_eq!(app.client().submit(&link, &twice(PASSWORD)).await.status, 303);
    owner
}

async fn link(app: &TestApp, user: i64) -> String {
    let mut change = Change::begin(&app.state, Actor::system("test")).await.expect("begins");
    let token = links::issue(&mut change, Purpose::UserPassword, user, Duration::hours(24)).await.expect("issued");
    change.commit().await.expect("commits");
    format!("/portal/set-password/{token}")
}

pub async fn sign_in(client: &mut Client, login: &str, password: &str) -> Answer {
    client.submit("/portal/sign-in", &[("login", login), ("password", password)]).await
}

pub async fn signed_in(app: &TestApp) -> Client {
    let mut client = app.client();
    assert_eq!(sign_in(&mut client, "anna@acme", PASSWORD).await.location(), "/portal");
    client
}

fn twice(password: &str) -> [(&'static str, &str); 2] {
    [("password", password), ("password_again", password)]
}
