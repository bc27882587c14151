//! Sessions and sign-ins: of oneself in the panel and the portal, of users and administrators for those who look after
//! them.

use crate::admins::{self, signed_in_admin};
use crate::both_databases;
use crate::portal::{PASSWORD, account_with_anna, sign_in, signed_in};
use crate::support::answer::{Answer, attribute};
use crate::support::app::{OWNER_PASSWORD, TestApp, signed_in_owner};
use crate::support::client::Client;
use chrono::Duration;
use scraper::{Html, Selector};
use steward::db::{One, Statement};

const USER: &str = "/accounts/1/users/1";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";

/// What the buttons that end a session send, in the order of the rows.
fn buttons(page: &Answer) -> Vec<String> {
    let html = Html::parse_document(&page.body);
    let selector = Selector::parse("button[name=session]").unwrap();
    html.select(&selector).map(|button| attribute(button, "value").to_owned()).filter(|value| value != "all").collect()
}

/// With the headers of that browser.
async fn sign_in_with(app: &TestApp, agent: &str) -> Client {
    let mut client = app.client();
    let page = client.get("/portal/sign-in").await;
    let csrf = page.csrf().expect("there is a form");
    let body = format!("csrf={csrf}&login=anna%40acme&password={}", PASSWORD.replace(' ', "+"));
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("user-agent", agent)];
    assert_eq!(client.post_raw("/portal/sign-in", &headers, body).await.location(), "/portal");
    client
}

async fn key_hashes(app: &TestApp) -> Vec<String> {
    let mut conn = app.state.db.conn().await.expect("answers");
    let text = "SELECT key_hash FROM sessions";
    let rows = conn.fetch_all::<One<String>>(Statement::new(text)).await.expect("read");
    rows.into_iter().map(|(hash,)| hash).collect()
}

async fn is_in(client: &mut Client, path: &str) -> bool {
    client.get(path).await.status == 200
}

both_databases! {
    async fn a_user_sees_where_they_are_signed_in_and_ends_one(app: TestApp) {
        account_with_anna(&app).await;
        let mut phone = sign_in_with(&app, PHONE).await;
        app.clock.advance(Duration::minutes(2));
        let mut anna = sign_in_with(&app, FIREFOX).await;
        let page = anna.get("/portal/security/sessions").await;
        let rows = page.rows();
        assert_eq!(rows.len(), 2, "{}", page.text());
        assert_eq!(rows[0][..4], ["Computer", "Firefox, Linux", "127.0.0.1", "unknown"]);
        assert_eq!((rows[1][0].as_str(), rows[0][6].as_str(), rows[1][6].as_str()), ("Phone", "This session", "End"));
        assert!(rows[1][4].contains("12:00") && rows[0][4].contains("12:02"), "{rows:?}");

        let meant = buttons(&page);
        let [id] = meant.as_slice() else { panic!("one can be ended: {meant:?}") };
        let ended = anna.post("/portal/security/sessions", &[("session", id)]).await;
        assert_eq!((ended.status, ended.location()), (303, "/portal/security/sessions"));
        assert!(anna.follow(&ended).await.has_text("1 session has ended."));
        assert!(!is_in(&mut phone, "/portal").await && is_in(&mut anna, "/portal").await);
        let again = anna.post("/portal/security/sessions", &[("session", id)]).await;
        assert!(anna.follow(&again).await.has_text("ended already"));
    }

    async fn the_others_end_and_the_one_it_is_said_with_stays(app: TestApp) {
        let mut owner = account_with_anna(&app).await;
        let (mut one, mut two, mut anna) = (signed_in(&app).await, signed_in(&app).await, signed_in(&app).await);
        anna.get("/portal/security/sessions").await;
        let ended = anna.post("/portal/security/sessions", &[("session", "all")]).await;
        assert!(anna.follow(&ended).await.has_text("2 sessions have ended."));
        assert!(!is_in(&mut one, "/portal").await && !is_in(&mut two, "/portal").await && is_in(&mut anna, "/portal").await);

        let mut elsewhere = app.client();
        elsewhere.submit("/sign-in", &[("login", "owner"), ("password", OWNER_PASSWORD)]).await;
        assert_eq!(owner.get("/me/sessions").await.rows().len(), 2);
        assert_eq!(owner.post("/me/sessions", &[("session", "all")]).await.location(), "/me/sessions");
        assert!(is_in(&mut owner, "/me").await && !is_in(&mut elsewhere, "/me").await);
        assert!(owner.get("/audit").await.has_row("Sessions ended"));
        app.clock.advance(Duration::minutes(11));
        assert!(owner.post("/me/sessions", &[("session", "all")]).await.location().starts_with("/prove?"), "one's own ask for a fresh proof");
        anna.get("/portal").await;
        assert!(anna.post("/portal/security/sessions", &[("session", "all")]).await.location().starts_with("/portal/prove?"));
    }

    async fn an_administrator_ends_the_sessions_of_a_user_in_every_state_of_the_account(app: TestApp) {
        let mut owner = account_with_anna(&app).await;
        let mut support = signed_in_admin(&app, &mut owner, "sam", "support").await;
        let (mut one, mut two) = (signed_in(&app).await, signed_in(&app).await);
        let user = support.get(USER).await;
        assert_eq!((user.link("Sessions"), user.link("Sign-ins")), (format!("{USER}/sessions"), format!("{USER}/sign-ins")));
        assert_eq!(owner.submit("/accounts/1/freeze", &[]).await.status, 303);
        let page = support.get(&format!("{USER}/sessions")).await;
        assert!(page.has_text("anna@acme") && page.rows().len() == 2 && !page.has_text("This session"), "{}", page.text());
        let id = buttons(&page).into_iter().next().expect("a button");
        assert_eq!(support.post(&format!("{USER}/sessions"), &[("session", &id)]).await.status, 303);
        assert_ne!(is_in(&mut one, "/portal").await, is_in(&mut two, "/portal").await, "one of the two");
        assert_eq!(support.post(&format!("{USER}/sessions"), &[("session", "all")]).await.status, 303);
        assert!(!is_in(&mut one, "/portal").await && !is_in(&mut two, "/portal").await);
        assert!(support.get(&format!("{USER}/sessions")).await.has_text("Nobody is signed in"));
        assert!(owner.get("/accounts/1/history").await.has_text("Sessions ended"));
        assert_eq!(owner.submit("/accounts/1/deactivate", &[]).await.status, 303);
        assert_eq!(support.post(&format!("{USER}/sessions"), &[("session", "all")]).await.status, 303);
        assert_eq!(support.get("/accounts/2/users/1/sessions").await.status, 404, "the account decides");
        assert_eq!(support.post("/accounts/2/users/1/sessions", &[("session", "all")]).await.status, 404);
    }

    async fn owners_end_the_sessions_of_other_administrators(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let mut boris = signed_in_admin(&app, &mut owner, "boris", "manager").await;
        let seen = boris.get("/admins/1/sessions").await;
        assert_eq!((seen.rows().len(), buttons(&seen).len()), (1, 0), "{}", seen.text());
        assert_eq!(boris.post("/admins/1/sessions", &[("session", "all")]).await.status, 403);
        owner.get("/admins/2/sessions").await;
        assert_eq!(owner.post("/admins/2/sessions", &[("session", "all")]).await.location(), "/admins/2/sessions");
        assert!(!is_in(&mut boris, "/me").await && is_in(&mut owner, "/me").await);
        let own = owner.get("/admins/1/sessions").await;
        assert!(own.has_text("This session"), "{}", own.text());
    }

    async fn a_session_of_somebody_else_cannot_be_ended_as_ones_own(app: TestApp) {
        let mut owner = account_with_anna(&app).await;
        let (mut anna, mut other) = (signed_in(&app).await, signed_in(&app).await);
        let id = buttons(&owner.get(&format!("{USER}/sessions")).await).into_iter().next().expect("a button");
        assert_eq!(owner.post("/me/sessions", &[("session", &id)]).await.status, 303);
        assert!(is_in(&mut anna, "/portal").await && is_in(&mut other, "/portal").await);
        for session in ["", "1", "a\0b", "' OR 1=1"] {
            anna.get("/portal/security/sessions").await;
            assert_eq!(anna.post("/portal/security/sessions", &[("session", session)]).await.status, 303, "{session:?}");
        }
        assert!(is_in(&mut other, "/portal").await);
    }

    async fn no_page_shows_what_a_session_is_kept_under(app: TestApp) {
        let mut owner = account_with_anna(&app).await;
        let mut anna = signed_in(&app).await;
        let pages = [owner.get("/me/sessions").await, owner.get(&format!("{USER}/sessions")).await, anna.get("/portal/security/sessions").await];
        let hashes = key_hashes(&app).await;
        assert_eq!(hashes.len(), 2);
        for page in pages {
            assert!(hashes.iter().all(|hash| !page.body.contains(hash)));
            for id in buttons(&page) {
                assert_eq!(app.client().get_with("/portal", &[("cookie", &format!("portal={id}"))]).await.status, 303);
            }
        }
    }

    async fn half_a_sign_in_and_one_that_ran_out_are_no_sessions(app: TestApp) {
        let mut owner = account_with_anna(&app).await;
        signed_in(&app).await;
        assert_eq!(owner.get(&format!("{USER}/sessions")).await.rows().len(), 1);
        app.clock.advance(Duration::minutes(20));
        owner.get("/me").await;
        app.clock.advance(Duration::minutes(20));
        owner.get("/me").await;
        app.clock.advance(Duration::minutes(20));
        assert!(owner.get(&format!("{USER}/sessions")).await.rows().is_empty(), "unused for an hour");
    }

    async fn every_attempt_to_sign_in_is_in_the_history_with_its_reason(app: TestApp) {
        let mut owner = account_with_anna(&app).await;
        sign_in(&mut app.client(), "anna@acme", "wrong wrong wrong").await;
        let mut anna = sign_in_with(&app, FIREFOX).await;
        assert_eq!(owner.submit("/accounts/1/deactivate", &[]).await.status, 303);
        sign_in(&mut app.client(), "anna@acme", PASSWORD).await;
        assert_eq!(owner.submit("/accounts/1/activate", &[]).await.status, 303);
        let outcomes = |page: &Answer| page.rows().into_iter().map(|row| row[1].clone()).collect::<Vec<_>>();
        let expected = ["Blocked: the account is inactive", "Signed in", "Wrong password"];
        let seen = owner.get(&format!("{USER}/sign-ins")).await;
        assert_eq!(outcomes(&seen), expected);
        assert_eq!(seen.rows()[1][2..], ["Computer", "Firefox, Linux", "127.0.0.1", "unknown"]);
        sign_in(&mut anna, "anna@acme", PASSWORD).await;
        assert_eq!(outcomes(&anna.get("/portal/security/sign-ins").await)[1..], expected);
        assert_eq!(outcomes(&owner.get("/me/sign-ins").await), ["Signed in"]);
        assert_eq!(owner.get("/accounts/2/users/1/sign-ins").await.status, 404);
    }

    async fn a_long_history_has_pages(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        admins::create(&mut owner, "anna", &[]).await;
        app.execute("INSERT INTO sign_ins (owner_kind, owner_id, login, outcome, ip, user_agent, at) SELECT 'admin', 2, 'anna', 'wrong_password', '', '', created_at FROM (SELECT a.created_at FROM admins a, admins b, admins c, admins d, admins e, admins f) x").await;
        let first = owner.get("/admins/2/sign-ins?size=25").await;
        assert!(first.has_text("1–25 of 64"), "{}", first.text());
        let second = owner.get(&first.link("Next")).await;
        assert!(second.has_text("26–50 of 64"), "{}", second.text());
    }
}
