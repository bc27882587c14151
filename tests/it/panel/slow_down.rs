//! How a user's sign-in stands, and what those who help may do about it.

use crate::both_databases;
use crate::login_as::{PASSWORD, newest, prove, scene, support};
use crate::sign_in::enrol;
use crate::support::app::TestApp;
use crate::support::client::Client;
use chrono::Duration;

const BORIS: &str = "/accounts/1/users/2";
const LIFT: &str = "/accounts/1/users/2/lift";

async fn guess(app: &TestApp, times: usize) {
    for _ in 0..times {
        let wrong = app.client().submit("/portal/sign-in", &[("login", "boris@acme"), ("password", "wrong")]).await;
        assert_eq!(wrong.status, 422, "{}", wrong.text());
    }
}

/// Boris on a device that he has never used.
async fn boris(app: &TestApp) -> u16 {
    app.client().submit("/portal/sign-in", &[("login", "boris@acme"), ("password", PASSWORD)]).await.status
}

async fn says(client: &mut Client) -> String {
    client.get(BORIS).await.texts(".standing").concat()
}

both_databases! {
    async fn the_form_says_how_the_sign_in_stands(app: TestApp) {
        let mut owner = scene(&app).await;
        let calm = says(&mut owner).await;
        assert_eq!(calm, "Two-factor authenticationoff Last sign-innever Refused in the last 24 hoursnone Sessions0 sessions · Sign-ins");
        let mut user = crate::login_as::user(&app, "boris@acme").await;
        enrol(&app, &mut user, "/portal/second-factor").await;
        guess(&app, 4).await;
        let some = says(&mut owner).await;
        for part in ["Two-factor authenticationon 10 recovery codes are left.", "4, the last one 2 Mar 2026, 12:0", "1 session"] {
            assert!(some.contains(part), "{part} in {some}");
        }
        assert!(!some.contains("Slowed down"), "{some}");
        guess(&app, 1).await;
        assert!(says(&mut owner).await.contains("Slowed downuntil 2 Mar 2026, 12:1"), "{}", says(&mut owner).await);
        app.clock.advance(Duration::minutes(16));
        assert!(!says(&mut owner).await.contains("Slowed down"));
    }

    async fn support_lifts_a_slow_down_with_a_fresh_proof_and_on_the_record(app: TestApp) {
        let mut owner = scene(&app).await;
        let mut sam = support(&app).await;
        guess(&app, 5).await;
        assert_eq!(boris(&app).await, 422, "others guessed, and the device is not known");
        app.clock.advance(Duration::minutes(11));
        let asked = sam.get(LIFT).await;
        assert_eq!((asked.status, asked.location().starts_with("/prove")), (303, true));
        prove(&mut sam).await;
        assert_eq!(sam.get(BORIS).await.link("Lift the slow-down…"), LIFT);
        let done = sam.submit(LIFT, &[]).await;
        assert_eq!((done.status, done.location()), (303, BORIS), "{}", done.text());
        assert!(sam.follow(&done).await.has_text("boris@acme can sign in as usual again."));
        assert!(!says(&mut sam).await.contains("Slowed down"));
        assert_eq!(boris(&app).await, 303, "it counts no more");
        let record = newest(&mut owner, "/accounts/1/history?who=sam").await;
        assert!(record.contains("Slow-down lifted · userboris@acme"), "{record}");
        app.clock.advance(Duration::seconds(1));
        guess(&app, 5).await;
        assert!(says(&mut sam).await.contains("Slowed down"), "what goes wrong after it counts again");
        assert_eq!(boris(&app).await, 422);
    }

    async fn a_lift_is_of_one_login(app: TestApp) {
        let mut owner = scene(&app).await;
        guess(&app, 5).await;
        assert_eq!(owner.submit("/accounts/1/users/1/lift", &[]).await.status, 303);
        assert_eq!(boris(&app).await, 422, "only anna's was lifted");
    }

    async fn an_auditor_lifts_nothing_and_support_resets_no_factor(app: TestApp) {
        let _owner = scene(&app).await;
        let mut sam = support(&app).await;
        guess(&app, 5).await;
        assert_eq!(sam.get("/accounts/1/users/2/remove-second-factor").await.status, 403);
        app.execute("UPDATE admins SET role = 'auditor' WHERE login = 'sam'").await;
        let page = sam.get(BORIS).await;
        assert!(page.texts(".standing").concat().contains("Slowed down") && !page.has_link("Lift the slow-down…"), "{}", page.text());
        assert_eq!(sam.get(LIFT).await.status, 403);
        assert_eq!(sam.post(LIFT, &[]).await.status, 403);
        assert_eq!(boris(&app).await, 422);
    }

    async fn a_letter_keeps_the_page_it_was_sent_from(app: TestApp) {
        let mut sam = { scene(&app).await; support(&app).await };
        let (welcome, home) = ("/accounts/1/users/2/welcome", app.base_url.clone());
        for (from, back) in [
            (BORIS, BORIS),
            ("/accounts/1/users/2/sign-ins", "/accounts/1/users/2/sign-ins"),
            ("/accounts/1/users?q=o&sort=-email", "/accounts/1/users?q=o&sort=-email#user-2"),
            ("/audit", BORIS),
        ] {
            app.clock.advance(Duration::minutes(2));
            let page = sam.get_with(welcome, &[("referer", &format!("{home}{from}"))]).await;
            let sent = sam.submit_shown(&page, welcome, &[], &[]).await;
            assert_eq!((sent.status, sent.location()), (303, back), "{from}");
        }
        sam.get(BORIS).await;
        let crafted = sam.post(welcome, &[("return_to", "https://evil.example")]).await;
        assert_eq!(crafted.location(), "/", "nobody is led away");
    }
}
