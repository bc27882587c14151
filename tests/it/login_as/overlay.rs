//! A visit lies over the administrator's session: take it away, and nothing of the user is left.

use super::{PASSWORD, REASON, again, is_inside, is_plain, scene, user, visit, visit_with_changes};
use crate::both_databases;
use crate::support::app::{OWNER_PASSWORD, TestApp};
use crate::support::client::Client;
use actix_web::cookie::Cookie;

/// The cookies as one header, one of them given another value, or left out.
fn cookies(client: &Client, name: &str, value: Option<&str>) -> String {
    let of = |it: &Cookie| {
        if it.name() == name { value.map(|value| format!("{name}={value}")) } else { Some(it.stripped().to_string()) }
    };
    client.cookies().iter().filter_map(of).collect::<Vec<_>>().join("; ")
}

fn cookie(client: &Client, name: &str) -> String {
    client.cookies().iter().find(|it| it.name() == name).expect("there is one").value().to_owned()
}

both_databases! {
    async fn l05_is_an_overlay_over_the_administrators_session(app: TestApp) {
        let mut owner = scene(&app).await;
        visit(&mut owner).await;
        app.execute("DELETE FROM visit_pages").await;
        app.execute("DELETE FROM visits").await;
        is_plain(&mut owner, "the overlay's row is deleted").await;
        assert!(owner.get("/accounts").await.has_text("Olga Owner"));
        let sessions = owner.clone().get("/portal").await;
        assert_eq!(sessions.status, 303);
    }

    async fn no_cookie_alone_and_no_changed_one_opens_the_portal(app: TestApp) {
        let mut owner = scene(&app).await;
        visit(&mut owner).await;
        let (steward, token) = (cookie(&owner, "steward"), cookie(&owner, "visit"));
        let turned = |text: &str| if text.starts_with('A') { text.replacen('A', "B", 1) } else { format!("A{}", text.chars().skip(1).collect::<String>()) };
        let attempts = [
            cookies(&owner, "steward", None),
            cookies(&owner, "visit", None),
            cookies(&owner, "steward", Some(&turned(&steward))),
            cookies(&owner, "visit", Some(&turned(&token))),
            cookies(&owner, "visit", Some("")),
            format!("portal={steward}"),
            format!("portal={token}; visit={token}"),
            format!("portal={steward}; visit={token}"),
            format!("steward={token}; visit={token}"),
        ];
        for attempt in attempts {
            let answer = app.client().get_with("/portal", &[("cookie", &attempt)]).await;
            assert_eq!(answer.status, 303, "{attempt}");
        }
        let whole = format!("steward={steward}; visit={token}");
        assert_eq!(app.client().get_with("/portal", &[("cookie", &whole)]).await.status, 200, "both together do");
        assert_eq!(app.client().get_with("/portal", &[("cookie", &format!("visit={token}; {}", cookies(&owner, "visit", None)))]).await.status, 200);
        assert!(is_inside(&owner.get("/portal").await), "and what others tried ends nothing");
    }

    async fn the_cookie_of_one_visit_does_not_fit_another_session(app: TestApp) {
        let mut owner = scene(&app).await;
        let mut sam = crate::login_as::support(&app).await;
        visit(&mut owner).await;
        let begun = sam.submit("/accounts/1/users/2/log-in", &[("reason", REASON)]).await;
        assert_eq!(begun.status, 303);
        let swapped = format!("steward={}; visit={}", cookie(&sam, "steward"), cookie(&owner, "visit"));
        assert_eq!(app.client().get_with("/portal", &[("cookie", &swapped)]).await.status, 303);
        let elsewhere = crate::login_as::signed_in(&app, "/sign-in", "owner", OWNER_PASSWORD).await;
        let other_session = format!("steward={}; visit={}", cookie(&elsewhere, "steward"), cookie(&owner, "visit"));
        assert_eq!(app.client().get_with("/portal", &[("cookie", &other_session)]).await.status, 303, "not even the same person's");
        assert!(is_inside(&owner.get("/portal").await) && is_inside(&sam.get("/portal").await));
    }

    async fn a_real_session_of_the_portal_in_the_same_browser_is_never_mixed_with_a_visit(app: TestApp) {
        let mut owner = scene(&app).await;
        again(&mut owner, "/portal/sign-in", "boris@acme", PASSWORD).await;
        let own = owner.get("/portal/profile").await;
        assert!(own.has_text("boris@") && !is_inside(&own));
        visit_with_changes(&mut owner).await;
        let inside = owner.get("/portal/profile").await;
        assert_eq!(inside.value_of("first_name").as_deref(), Some("Anna"));
        assert_eq!(owner.submit_shown(&own, "/portal/profile", &[("first_name", "Eve")], &[]).await.status, 403, "boris's form is not anna's");
        app.execute("UPDATE account_users SET active = FALSE WHERE login = 'anna'").await;
        let late = owner.submit_shown(&inside, "/portal/profile", &[("first_name", "Eve")], &[]).await;
        assert_eq!(late.status, 403, "anna's form is not boris's: {}", late.text());
        let left = owner.get("/portal/profile").await;
        assert!(left.status == 200 && !is_inside(&left), "what is left is the browser's own session");
        assert_eq!(left.value_of("first_name").as_deref(), Some("Boris"));
        for login in ["anna", "boris"] {
            assert!(!owner.get(&format!("/accounts/1/users?q={login}")).await.has_text("Eve"), "{login}");
        }
        assert_eq!(owner.submit_shown(&left, "/portal/sign-out", &[], &[]).await.location(), "/portal/sign-in");
        is_plain(&mut owner, "signed out of the portal").await;
    }

    async fn a_visit_makes_no_session_of_the_user(app: TestApp) {
        let mut owner = scene(&app).await;
        visit_with_changes(&mut owner).await;
        for path in ["/portal", "/portal/profile", "/portal/security", "/portal/second-factor", "/portal/new-password", "/portal/sign-in", "/portal/prove"] {
            owner.get(path).await;
            assert!(owner.cookies().iter().all(|it| it.name() != "portal"), "{path} makes a cookie of the portal");
        }
        let only = "DELETE FROM sessions WHERE owner_kind = 'admin'";
        app.execute(only).await;
        assert!(owner.get("/portal").await.location().starts_with("/portal/sign-in"), "there was no other");
        assert!(owner.get("/accounts").await.location().starts_with("/sign-in"));
        assert!(user(&app, "anna@acme").await.get("/portal").await.status == 200);
    }

    async fn a_visit_goes_along_when_the_session_gets_a_new_id(app: TestApp) {
        let mut owner = scene(&app).await;
        visit(&mut owner).await;
        let before = cookie(&owner, "steward");
        let proved = owner.submit_on("/prove", "/prove", &[("current_password", OWNER_PASSWORD)], &[]).await;
        assert_eq!(proved.status, 303);
        assert_ne!(cookie(&owner, "steward"), before);
        assert!(is_inside(&owner.get("/portal").await));
        let old = format!("steward={before}; visit={}", cookie(&owner, "visit"));
        assert_eq!(app.client().get_with("/portal", &[("cookie", &old)]).await.status, 303, "the old id opens nothing");
    }
}
