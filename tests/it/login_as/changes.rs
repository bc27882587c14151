//! What a visit may change: nothing, or what is marked, once that was confirmed.

use super::{CHANGE, END, is_inside, newest, scene, support, user, visit, visit_with_changes};
use crate::both_databases;
use crate::support::answer::Answer;
use crate::support::app::{OWNER_PASSWORD, TestApp};
use crate::support::client::Client;
use chrono::Duration;
use regex::Regex;

/// Every address of the portal that is posted to, but the visit's own.
fn posted() -> Vec<(String, bool)> {
    let parameter = Regex::new(r"\{[^}]*\}").unwrap();
    let routes = steward::app::routes();
    let posts = routes
        .iter()
        .filter(|it| it.method == "POST" && it.path.starts_with("/portal/") && !it.path.starts_with("/portal/visit/"));
    posts.map(|it| (parameter.replace_all(it.path, "1").into_owned(), it.in_visits)).collect()
}

/// With all that any of the forms might ask for.
async fn crafted(admin: &mut Client, path: &str) -> Answer {
    let version = admin.get("/portal/profile").await.value_of("version").expect("a version");
    let password = "eleven Loud geese on a roof";
    let fields = [
        ("version", version.as_str()),
        ("first_name", "Eve"),
        ("last_name", "Smirnova"),
        ("language", "en"),
        ("email", "eve@example.com"),
        ("master", "on"),
        ("current_password", super::PASSWORD),
        ("password", password),
        ("password_again", password),
        ("code", "000000"),
        ("login", "anna@acme"),
    ];
    admin.post(path, &fields).await
}

async fn profile(admin: &mut Client) -> Vec<Option<String>> {
    let page = admin.get("/accounts/1/users/1").await;
    ["first_name", "email", "master", "must_change_password", "version"].map(|name| page.value_of(name)).into()
}

both_databases! {
    async fn l06_is_read_only_until_changes_are_confirmed(app: TestApp) {
        let mut owner = scene(&app).await;
        let before = profile(&mut owner).await;
        assert!(visit(&mut owner).await.has_text("read-only"));
        let posts = posted();
        assert!(posts.len() > 6, "{posts:?}");
        for (path, _) in posts {
            let refused = crafted(&mut owner, &path).await;
            assert_eq!(refused.status, 403, "{path}: {}", refused.text());
            assert!(is_inside(&refused), "{path}: the banner stands on the refusal");
            assert!(refused.has_text("This cannot be done in a support visit"), "{path}: {}", refused.text());
            let record = newest(&mut owner, "/audit").await;
            assert!(record.contains(&format!("POST {path}")) && record.contains("owner → anna@acme") && record.contains(crate::login_as::REASON), "{record}");
        }
        assert_eq!(profile(&mut owner).await, before);
        assert!(!owner.get("/portal/profile").await.has_text("Save"), "no button leads to a refusal");

        let asked = owner.get(CHANGE).await;
        assert!(asked.has_text("Each change is recorded under your name"), "{}", asked.text());
        assert!(is_inside(&owner.get("/portal").await), "looking at the question changes nothing");
        assert_eq!(crafted(&mut owner, "/portal/profile").await.status, 403);
        let permitted = owner.submit(CHANGE, &[]).await;
        assert!(owner.follow(&permitted).await.has_text("read-write"));
        assert_eq!(crafted(&mut owner, "/portal/profile").await.status, 303);
        assert_eq!(profile(&mut owner).await[0].as_deref(), Some("Eve"));
    }

    async fn l06_confirming_asks_for_a_permission_and_a_proof_of_its_own(app: TestApp) {
        let mut owner = scene(&app).await;
        let mut sam = support(&app).await;
        let portal = visit(&mut sam).await;
        assert!(!portal.has_link("Allow changes…"), "the support has no such permission");
        assert_eq!([sam.get(CHANGE).await.status, sam.post(CHANGE, &[]).await.status], [403, 403]);
        assert_eq!(crafted(&mut sam, "/portal/profile").await.status, 403);

        let portal = visit(&mut owner).await;
        assert_eq!(portal.link("Allow changes…"), CHANGE);
        app.clock.advance(Duration::minutes(11));
        let late = owner.get(CHANGE).await;
        assert_eq!((late.status, late.location()), (303, "/prove?return_to=%2Fportal%2Fvisit%2Fchange"), "in the panel, as the administrator");
        let proved = owner.submit_on(late.location(), "/prove", &[("current_password", OWNER_PASSWORD)], &[]).await;
        assert_eq!((proved.status, proved.location()), (303, CHANGE), "the visit goes along with the session under its new id");
        assert_eq!(owner.submit(CHANGE, &[]).await.status, 303);
        assert_eq!(crafted(&mut owner, "/portal/profile").await.status, 303);
        app.execute("UPDATE admins SET role = 'support' WHERE login = 'owner'").await;
        assert!(owner.get("/portal").await.has_text("read-only"), "with the permission the changes go");
        assert_eq!(crafted(&mut owner, "/portal/profile").await.status, 403);
    }

    async fn l07_refuses_what_no_visit_may_do(app: TestApp) {
        let mut owner = scene(&app).await;
        visit_with_changes(&mut owner).await;
        let before = profile(&mut owner).await;
        for (path, may) in posted() {
            if may {
                continue;
            }
            let refused = crafted(&mut owner, &path).await;
            assert_eq!(refused.status, 403, "{path}: {}", refused.text());
            assert!(is_inside(&refused), "{path}");
            assert!(newest(&mut owner, "/audit").await.contains(&format!("POST {path}")), "{path} is on the record");
        }
        assert_eq!(profile(&mut owner).await, before);
        assert_eq!(crafted(&mut owner, "/portal/profile").await.status, 303);
        let after = profile(&mut owner).await;
        assert_eq!(after[1..4], before[1..4], "email, master flag and what is owed are no part of what may be changed");
        assert!(owner.submit_on("/portal", END, &[], &[]).await.status == 303);
        let mut anna = user(&app, "anna@acme").await;
        assert_eq!(anna.get("/portal").await.status, 200, "with the password as it was");
    }

    async fn l07_what_may_be_changed_is_the_profile_and_nothing_else(_app: TestApp) {
        let open: Vec<String> = posted().into_iter().filter(|(_, may)| *may).map(|(path, _)| path).collect();
        assert_eq!(open, ["/portal/profile"], "whoever opens another change to visits says so here, with the rule that permits it");
    }

    async fn a_frozen_account_takes_the_changes_away(app: TestApp) {
        let mut owner = scene(&app).await;
        visit_with_changes(&mut owner).await;
        assert_eq!(owner.submit("/accounts/1/freeze", &[]).await.status, 303);
        assert!(owner.get("/portal").await.has_text("read-only"));
        assert_eq!(crafted(&mut owner, "/portal/profile").await.status, 403);
    }

    async fn sessions_and_sign_ins_shown_are_the_users_and_what_asks_for_a_proof_is_not_shown(app: TestApp) {
        let mut owner = scene(&app).await;
        user(&app, "anna@acme").await;
        visit(&mut owner).await;
        let sessions = owner.get("/portal/security/sessions").await;
        assert_eq!((sessions.status, sessions.rows().len()), (200, 1), "anna's one session, not the administrator's: {}", sessions.text());
        assert!(!sessions.body.contains("name=\"session\""), "nothing to end them with");
        let sign_ins = owner.get("/portal/security/sign-ins").await;
        assert_eq!((sign_ins.status, sign_ins.rows().len()), (200, 1), "{}", sign_ins.text());
        for path in ["/portal/second-factor", "/portal/second-factor/remove", "/portal/recovery-codes", "/portal/prove", "/portal/new-password"] {
            assert_eq!(owner.get(path).await.status, 403, "{path}");
        }
    }
}
