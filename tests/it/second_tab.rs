//! Forms of people who are not signed in: in a second tab, of another day, without cookies, in a browser that says
//! little.

use crate::both_databases;
use crate::sign_in::enrol;
use crate::support::app::{OWNER_PASSWORD, TestApp, signed_in_owner};
use crate::support::client::Client;

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const AGAIN: &str = "This form was opened in another tab or a while ago";
const RIGHT: [(&str, &str); 2] = [("login", "owner"), ("password", OWNER_PASSWORD)];

/// As a browser of 2019 sends a form: with an origin, and no word of how the request came about.
async fn post_as_in_2019(app: &TestApp, client: &mut Client, page: &str, fields: &[(&str, &str)]) -> u16 {
    let form = client.get(page).await.form(page);
    let mut pairs = form.pairs();
    for (name, value) in fields {
        pairs.retain(|(known, _)| known != name);
        pairs.push(((*name).to_owned(), (*value).to_owned()));
    }
    let body = serde_html_form::to_string(&pairs).expect("a form");
    client.post_raw(&form.action, &[FORM, ("origin", &app.base_url)], body).await.status
}

both_databases! {
    async fn a_sign_in_form_in_a_second_tab_leads_on_when_the_first_has_signed_in(app: TestApp) {
        signed_in_owner(&app).await;
        let mut browser = app.client();
        let second = browser.get("/sign-in?return_to=/tariffs").await;
        assert_eq!(browser.submit("/sign-in", &RIGHT).await.status, 303);
        let led = browser.submit_shown(&second, "/sign-in", &RIGHT, &[]).await;
        assert_eq!((led.status, led.location()), (303, "/tariffs"), "{}", led.text());
        assert_eq!(browser.get("/accounts").await.status, 200);
        let evil = browser.post_raw("/sign-in", &[FORM, ("sec-fetch-site", "cross-site")], "csrf=x&login=owner").await;
        assert_eq!(evil.status, 403, "another site leads nobody anywhere");
    }

    async fn a_sign_in_form_of_another_day_comes_again_with_what_was_typed_and_then_works(app: TestApp) {
        signed_in_owner(&app).await;
        let mut browser = app.client();
        let old = browser.get("/sign-in?return_to=/tariffs").await;
        browser.forget_cookies();
        browser.get("/sign-in").await;
        let again = browser.submit_shown(&old, "/sign-in", &RIGHT, &[]).await;
        assert_eq!(again.status, 403);
        assert!(again.has_text(AGAIN), "{}", again.text());
        assert_eq!((again.value_of("login").as_deref(), again.value_of("password").as_deref()), (Some("owner"), Some("")));
        let right = browser.submit_shown(&again, "/sign-in", &[("password", OWNER_PASSWORD)], &[]).await;
        assert_eq!((right.status, right.location()), (303, "/tariffs"));
    }

    async fn the_same_where_the_first_tab_owes_a_code(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        enrol(&app, &mut owner, "/me/second-factor").await;
        let mut browser = app.client();
        let second = browser.get("/sign-in").await;
        assert_eq!(browser.submit("/sign-in", &RIGHT).await.location(), "/sign-in/code");
        let code = browser.get("/sign-in/code").await;
        let again = browser.submit_shown(&second, "/sign-in", &RIGHT, &[]).await;
        assert!(again.status == 403 && again.has_text(AGAIN), "{} {}", again.status, again.text());
        assert_eq!(browser.submit_shown(&again, "/sign-in", &[("password", OWNER_PASSWORD)], &[]).await.location(), "/sign-in/code");
        let stale = browser.submit_shown(&code, "/sign-in/code", &[("code", "000000")], &[]).await;
        assert!(stale.status == 403 && stale.has_text(AGAIN), "{} {}", stale.status, stale.text());
    }

    async fn with_cookies_off_the_page_says_so(app: TestApp) {
        signed_in_owner(&app).await;
        for path in ["/sign-in", "/portal/sign-in", "/forgot-password"] {
            let mut browser = app.client();
            let page = browser.get(path).await;
            browser.forget_cookies();
            let refused = browser.submit_shown(&page, path, &[("login", "owner")], &[]).await;
            assert_eq!(refused.status, 403, "{path}");
            assert!(refused.has_text("Your browser sent no cookie along") && refused.has_text("Allow cookies for this site"), "{path}: {}", refused.text());
            assert_eq!(refused.value_of("login").as_deref(), Some("owner"), "{path}");
            assert_eq!(refused.text().matches("Your browser sent no cookie along").count(), 1, "{path}: {}", refused.text());
            assert!(!refused.body.contains("aria-invalid"), "{path}: nothing that was typed is wrong");
        }
    }

    async fn a_link_s_form_of_another_day_spends_nothing_and_comes_again(app: TestApp) {
        let link = steward::admins::create_owner(&app.state, "fresh").await.expect("made");
        let new = "ninety Quiet otters by the weir";
        let mut browser = app.client();
        let old = browser.get(&link).await;
        browser.forget_cookies();
        browser.get("/sign-in").await;
        let twice = [("password", new), ("password_again", new)];
        let again = browser.submit_shown(&old, &link, &twice, &[]).await;
        assert!(again.status == 403 && again.has_text(AGAIN), "{} {}", again.status, again.text());
        let set = browser.submit_shown(&again, &link, &twice, &[]).await;
        assert_eq!((set.status, set.location()), (303, "/sign-in"), "{}", set.text());
    }

    async fn a_browser_of_2019_is_set_up_sets_a_password_and_signs_in(app: TestApp) {
        let setup = steward::admins::setup_link(&app.state).await.expect("the database answers").expect("nobody is there");
        let mut browser = app.client();
        let page = browser.get(&setup).await;
        assert_eq!(page.header("referrer-policy"), "strict-origin");
        let owner = [("login", "owner"), ("email", "owner@example.org"), ("password", OWNER_PASSWORD), ("password_again", OWNER_PASSWORD)];
        assert_eq!(post_as_in_2019(&app, &mut browser, &setup, &owner).await, 303);
        let new = "ninety Quiet otters by the weir";
        let link = steward::admins::create_owner(&app.state, "fresh").await.expect("made");
        let mut fresh = app.client();
        assert_eq!(fresh.get(&link).await.header("referrer-policy"), "strict-origin");
        assert_eq!(post_as_in_2019(&app, &mut fresh, &link, &[("password", new), ("password_again", new)]).await, 303);
        assert_eq!(post_as_in_2019(&app, &mut fresh, "/sign-in", &[("login", "fresh"), ("password", new)]).await, 303);
        assert_eq!(fresh.get("/accounts").await.header("referrer-policy"), "same-origin");
    }

    async fn a_hidden_origin_is_nobodys_whatever_else_is_said(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let csrf = owner.get("/me").await.csrf().expect("a token");
        for headers in [&[FORM, ("origin", "null")][..], &[FORM, ("origin", "null"), ("sec-fetch-site", "same-origin")]] {
            assert_eq!(owner.post_raw("/sign-out", headers, format!("csrf={csrf}")).await.status, 403);
        }
        assert_eq!(owner.get("/accounts").await.status, 200);
    }
}
