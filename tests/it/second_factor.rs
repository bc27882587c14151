//! The second factor after it is enrolled: another in its place, new recovery codes, none any more.

use crate::both_databases;
use crate::portal::{PASSWORD, account_with_anna, sign_in, signed_in};
use crate::sign_in::{code, enrol};
use crate::support::answer::Answer;
use crate::support::app::{OWNER_PASSWORD, TestApp, signed_in_owner};
use crate::support::client::Client;
use crate::support::database::Engine;
use crate::support::form::{OFF, ON};
use chrono::Duration;

/// Who does it, and where.
struct Side {
    factor: &'static str,
    codes: &'static str,
    security: &'static str,
    sign_in: &'static str,
    login: (&'static str, &'static str),
}

const PANEL: Side = Side {
    factor: "/me/second-factor",
    codes: "/me/recovery-codes",
    security: "/me",
    sign_in: "/sign-in",
    login: ("owner", OWNER_PASSWORD),
};
const PORTAL: Side = Side {
    factor: "/portal/second-factor",
    codes: "/portal/recovery-codes",
    security: "/portal/security",
    sign_in: "/portal/sign-in",
    login: ("anna@acme", PASSWORD),
};

impl Side {
    async fn give_password(&self, app: &TestApp) -> (Client, Answer) {
        let mut client = app.client();
        let answer = client.submit(self.sign_in, &[("login", self.login.0), ("password", self.login.1)]).await;
        (client, answer)
    }

    /// Whether that code opens, after the password.
    async fn opens(&self, app: &TestApp, code: &str) -> bool {
        let (mut client, owed) = self.give_password(app).await;
        let path = format!("{}/code", self.sign_in);
        assert_eq!(owed.location(), path);
        client.submit(&path, &[("code", code)]).await.status == 303
    }
}

fn codes_on(page: &Answer) -> Vec<String> {
    let is_code = |word: &&str| word.len() == 14 && word.split('-').count() == 3;
    page.text().split_whitespace().filter(is_code).map(str::to_owned).collect()
}

async fn another_takes_its_place(app: &TestApp, client: &mut Client, side: &Side) {
    let (old, old_codes) = enrol(app, client, side.factor).await;
    let (mut elsewhere, _) = side.give_password(app).await;
    elsewhere.submit(&format!("{}/code", side.sign_in), &[("code", &old_codes[0])]).await;
    assert_eq!(elsewhere.get(side.security).await.status, 200);
    let page = client.get(side.factor).await;
    assert!(
        page.has_text("Two-factor authentication is on.") && page.body.contains("data:image/png"),
        "{}",
        page.text()
    );
    app.clock.advance(Duration::seconds(60));
    assert!(side.opens(app, &code(app, &old)).await, "the old one works until the new one is proven");
    let (new, new_codes) = enrol(app, client, side.factor).await;
    assert_eq!(client.get(side.security).await.status, 200);
    assert_eq!(elsewhere.get(side.security).await.status, 303, "the other sessions end");
    app.clock.advance(Duration::seconds(60));
    assert!(!side.opens(app, &code(app, &old)).await && !side.opens(app, &old_codes[1]).await);
    assert!(side.opens(app, &code(app, &new)).await && side.opens(app, &new_codes[0]).await);
}

async fn new_codes_kill_the_old(app: &TestApp, client: &mut Client, side: &Side) {
    assert_eq!(client.post(side.codes, &[]).await.status, 409, "there is no second factor");
    let (_, old) = enrol(app, client, side.factor).await;
    assert!(client.get(side.codes).await.has_text("stop working"));
    let shown = client.submit(side.codes, &[]).await;
    let new = codes_on(&shown);
    assert_eq!((shown.status, new.len()), (200, 10), "{}", shown.text());
    assert!(!codes_on(&client.get(side.codes).await).iter().any(|code| new.contains(code)), "shown once");
    assert!(!side.opens(app, &old[0]).await && side.opens(app, &new[0]).await);
    assert!(client.get(side.security).await.has_text("9 recovery codes are left"));
    let (mut one, mut other) = (client.clone(), client.clone());
    let (one, other) = tokio::join!(one.post(side.codes, &[]), other.post(side.codes, &[]));
    assert_eq!((one.status, other.status), (200, 200));
    assert!(client.get(side.security).await.has_text("10 recovery codes are left"), "of two at once one counts");
}

async fn it_is_removed(app: &TestApp, client: &mut Client, side: &Side) {
    enrol(app, client, side.factor).await;
    let remove = format!("{}/remove", side.factor);
    assert!(client.get(side.security).await.has_link("Turn off…"));
    let removed = client.submit(&remove, &[]).await;
    assert_eq!((removed.status, removed.location()), (303, side.security));
    let page = client.follow(&removed).await;
    assert!(
        page.has_text("Two-factor authentication is off. Your other sessions have ended.")
            && page.text().matches("Two-factor authentication is off.").count() > 1,
        "{}",
        page.text()
    );
    let (mut again, entered) = side.give_password(app).await;
    assert_eq!(entered.status, 303);
    assert_eq!(again.get(side.security).await.status, 200, "no code is asked for");
    assert!(client.get(&remove).await.has_text("is off"));
    assert_eq!(client.post(&remove, &[]).await.status, 409);
}

both_databases! {
    async fn an_administrator_puts_another_in_its_place(app: TestApp) {
        another_takes_its_place(&app, &mut signed_in_owner(&app).await, &PANEL).await;
    }

    async fn a_user_puts_another_in_its_place(app: TestApp) {
        account_with_anna(&app).await;
        another_takes_its_place(&app, &mut signed_in(&app).await, &PORTAL).await;
    }

    async fn an_administrators_new_recovery_codes_kill_the_old(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        owner.get("/me").await;
        new_codes_kill_the_old(&app, &mut owner, &PANEL).await;
        let record = owner.get("/audit").await;
        assert!(record.has_row("Two-factor authentication turned on") && record.has_row("New recovery codes created"), "{}", record.text());
    }

    async fn a_users_new_recovery_codes_kill_the_old(app: TestApp) {
        account_with_anna(&app).await;
        let mut anna = signed_in(&app).await;
        anna.get("/portal").await;
        new_codes_kill_the_old(&app, &mut anna, &PORTAL).await;
    }

    async fn an_administrator_removes_it_where_it_is_optional(app: TestApp) {
        it_is_removed(&app, &mut signed_in_owner(&app).await, &PANEL).await;
    }

    async fn a_user_removes_it(app: TestApp) {
        account_with_anna(&app).await;
        it_is_removed(&app, &mut signed_in(&app).await, &PORTAL).await;
    }

    async fn where_it_is_required_it_stays(engine: Engine) {
        let app = TestApp::spawn_with(engine, |config| config.admin_2fa_required = true).await;
        let mut owner = signed_in_owner(&app).await;
        enrol(&app, &mut owner, "/me/second-factor").await;
        assert!(!owner.get("/me").await.has_link("Turn off…"));
        assert!(owner.get("/me/second-factor/remove").await.has_text("Two-factor authentication is required for administrators here"));
        assert_eq!(owner.post("/me/second-factor/remove", &[]).await.status, 409);
        assert!(owner.get("/me").await.has_text("Two-factor authentication is on."));
    }

    async fn where_the_account_forces_it_it_stays(app: TestApp) {
        let mut owner = account_with_anna(&app).await;
        let mut anna = signed_in(&app).await;
        enrol(&app, &mut anna, "/portal/second-factor").await;
        assert_eq!(owner.submit("/accounts/1", &[("force_2fa_auth", ON)]).await.status, 303);
        assert!(!anna.get("/portal/security").await.has_link("Turn off…"));
        assert!(anna.get("/portal/second-factor/remove").await.has_text("requires two-factor authentication"));
        assert_eq!(anna.post("/portal/second-factor/remove", &[]).await.status, 409);
        assert_eq!(owner.submit("/accounts/1", &[("force_2fa_auth", OFF)]).await.status, 303);
        assert_eq!(anna.post("/portal/second-factor/remove", &[]).await.location(), "/portal/security");
    }

    async fn forcing_it_leads_who_is_signed_in_without_one_to_enrolment_with_the_next_request(app: TestApp) {
        let mut owner = account_with_anna(&app).await;
        let mut anna = signed_in(&app).await;
        assert_eq!(anna.get("/portal").await.status, 200);
        assert_eq!(owner.submit("/accounts/1", &[("force_2fa_auth", ON)]).await.status, 303);
        assert!(owner.get("/accounts/1").await.has_text("1 user of 1 does not have 2FA yet."));
        for path in ["/portal", "/portal/profile", "/portal/security", "/portal/security/sessions"] {
            assert_eq!(anna.get(path).await.location(), "/portal/second-factor", "{path}");
        }
        app.clock.advance(Duration::minutes(11));
        let asked = anna.get("/portal/second-factor").await;
        assert_eq!(asked.location(), "/portal/prove?return_to=%2Fportal%2Fsecond-factor");
        let proven = anna.submit_on(asked.location(), "/portal/prove", &[("current_password", PASSWORD)], &[]).await;
        assert_eq!(proven.location(), "/portal/second-factor");
        enrol(&app, &mut anna, "/portal/second-factor").await;
        assert_eq!(anna.get("/portal").await.status, 200);
        assert!(owner.get("/accounts/1").await.has_text("All users have 2FA."));
    }

    async fn who_has_nothing_to_prove_it_with_is_not_asked_for_ever(app: TestApp) {
        let mut owner = account_with_anna(&app).await;
        let mut anna = signed_in(&app).await;
        assert_eq!(owner.submit("/accounts/1", &[("force_2fa_auth", ON)]).await.status, 303);
        app.execute("UPDATE account_users SET password_hash = NULL").await;
        app.clock.advance(Duration::minutes(11));
        enrol(&app, &mut anna, "/portal/second-factor").await;
        app.clock.advance(Duration::minutes(11));
        assert!(anna.get("/portal/recovery-codes").await.location().starts_with("/portal/prove?"), "now there is a code to ask for");
    }

    async fn every_change_of_it_asks_for_a_fresh_proof(app: TestApp) {
        account_with_anna(&app).await;
        let mut anna = signed_in(&app).await;
        enrol(&app, &mut anna, "/portal/second-factor").await;
        app.clock.advance(Duration::minutes(11));
        anna.get("/portal").await;
        for path in ["/portal/second-factor", "/portal/second-factor/remove", "/portal/recovery-codes"] {
            assert!(anna.get(path).await.location().starts_with("/portal/prove?"), "{path}");
            assert!(anna.post(path, &[]).await.location().starts_with("/portal/prove?"), "{path}");
        }
        let mut again = app.client();
        assert_eq!(sign_in(&mut again, "anna@acme", PASSWORD).await.location(), "/portal/sign-in/code", "nothing has changed");
    }

    async fn a_step_up_is_a_new_session_id_and_the_old_one_is_worth_nothing(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let thief = owner.clone();
        assert_eq!(owner.submit("/prove", &[("current_password", OWNER_PASSWORD)]).await.status, 303);
        assert_eq!((owner.get("/me").await.status, thief.clone().get("/me").await.status), (200, 303));
        let thief = owner.clone();
        enrol(&app, &mut owner, "/me/second-factor").await;
        assert_eq!((owner.get("/me").await.status, thief.clone().get("/me").await.status), (200, 303));
        let thief = owner.clone();
        assert_eq!(owner.submit("/me/second-factor/remove", &[]).await.status, 303);
        assert_eq!((owner.get("/me").await.status, thief.clone().get("/me").await.status), (200, 303));
    }
}
