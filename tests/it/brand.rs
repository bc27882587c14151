//! How the platform appears to account users: who may change it, and where it is seen.

mod letters;
mod logo;

use crate::both_databases;
use crate::portal::{account_with_anna, signed_in};
use crate::support::app::{OWNER_PASSWORD, TestApp, signed_in_owner};
use crate::support::client::Client;
use chrono::Duration;

pub const PAGE: &str = "/settings/brand";

pub async fn set(owner: &mut Client, fields: &[(&str, &str)]) {
    let saved = owner.submit(PAGE, fields).await;
    assert_eq!((saved.status, saved.location()), (303, PAGE), "{}", saved.text());
}

both_databases! {
    async fn owners_alone_see_and_change_it(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let shown = owner.get(PAGE).await;
        assert_eq!(shown.status, 200);
        assert!(owner.get("/accounts").await.has_link("Brand"));
        for role in ["UPDATE admins SET role = 'manager'", "UPDATE admins SET role = 'support'", "UPDATE admins SET role = 'auditor'"] {
            app.execute(role).await;
            assert_eq!(owner.get(PAGE).await.status, 403, "{role}");
            assert_eq!(owner.submit_shown(&shown, PAGE, &[("name", "Evil")], &[]).await.status, 403, "{role}");
            assert!(!owner.get("/accounts").await.has_link("Brand"), "no link leads to a refusal: {role}");
        }
        app.execute("UPDATE admins SET role = 'owner'").await;
        assert_eq!(owner.get(PAGE).await.value_of("name").as_deref(), Some(""));
    }

    async fn it_is_on_the_portal_and_at_its_door_and_not_in_the_panel(app: TestApp) {
        let mut owner = account_with_anna(&app).await;
        let mut anna = signed_in(&app).await;
        assert!(anna.get("/portal").await.title().ends_with("· Steward"));
        set(&mut owner, &[("name", "Acme Mail"), ("support", "help@acme.com"), ("colour", "#7a1fa2")]).await;
        for path in ["/portal/sign-in", "/portal/forgot-password", "/portal/nothing"] {
            let page = app.client().get(path).await;
            assert!(page.title().ends_with("· Acme Mail") && page.body.contains("/brand/accent/7a1fa2.css"), "{path}: {}", page.body);
        }
        let home = anna.get("/portal").await;
        assert!(home.title().ends_with("· Acme Mail"), "{}", home.title());
        assert_eq!(home.link("help@acme.com"), "mailto:help@acme.com");
        assert!(home.body.contains("/brand/accent/7a1fa2.css"));
        assert!(anna.get("/portal/nothing").await.has_text("Acme Mail"));
        let css = anna.get("/brand/accent/7a1fa2.css").await;
        assert_eq!((css.status, css.header("content-type")), (200, "text/css; charset=utf-8"));
        assert!(css.body.contains("--accent: light-dark(#7a1fa2, "), "{}", css.body);
        for page in [owner.get("/accounts").await, app.client().get("/sign-in").await] {
            assert!(page.title().ends_with("· Steward") && !page.body.contains("/brand/accent"), "{}", page.title());
        }
        for none in ["/brand/accent/red.css", "/brand/accent/7a1fa2", "/brand/accent/%23fff.css", "/brand/logo.png"] {
            assert_eq!(app.client().get(none).await.status, 404, "{none}");
        }
    }

    async fn what_one_node_saves_the_other_shows_with_the_next_request(app: TestApp) {
        let other = app.beside(|_| {}).await;
        let mut owner = account_with_anna(&app).await;
        let anna = signed_in(&app).await;
        let (mut there, mut stranger) = (anna.at(&other.base_url), other.client());
        for name in ["Acme Mail", "Zen Post"] {
            there.get("/portal").await;
            stranger.get("/portal/sign-in").await;
            set(&mut owner, &[("name", name)]).await;
            assert!(there.get("/portal").await.title().ends_with(name));
            assert!(stranger.get("/portal/sign-in").await.title().ends_with(name));
        }
    }

    async fn each_field_that_is_refused_says_so_and_nothing_typed_is_lost(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let long = "a".repeat(61);
        let wrong = [("name", long.as_str()), ("support", "nowhere"), ("reply_to", "a@b@c"), ("colour", "#12345g")];
        let refused = owner.submit(PAGE, &wrong).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        for (field, typed) in wrong {
            assert!(refused.field_error(field).is_some(), "{field}: {}", refused.text());
            assert_eq!(refused.value_of(field).as_deref(), Some(typed));
        }
        assert!(refused.title().starts_with("Error: "));
        set(&mut owner, &[("name", " Acme "), ("support", "Help@ACME.com"), ("colour", "RGB(255, 212, 0)")]).await;
        let page = owner.get(PAGE).await;
        let values = ["name", "support", "colour"].map(|field| page.value_of(field).unwrap_or_default());
        assert_eq!(values, ["Acme", "Help@acme.com", "#ffd400"]);
    }

    async fn of_two_edits_the_second_is_told_and_both_are_on_the_record(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let old = owner.get(PAGE).await;
        set(&mut owner, &[("name", "Acme"), ("colour", "#0a0")]).await;
        let stale = owner.submit_shown(&old, PAGE, &[("name", "Zen")], &[]).await;
        assert_eq!(stale.status, 409);
        assert!(stale.has_text("Acme") && stale.has_text("Zen"), "{}", stale.text());
        assert_eq!(owner.get(PAGE).await.value_of("name").as_deref(), Some("Acme"));
        let resolved = owner.submit_shown(&stale, PAGE, &[], &[]).await;
        assert_eq!(resolved.status, 303);
        let page = owner.get(PAGE).await;
        assert_eq!((page.value_of("name").as_deref(), page.value_of("colour").as_deref()), (Some("Zen"), Some("#00aa00")));
        let record: Vec<String> = owner.get("/audit").await.rows().into_iter().map(|row| row.join(" ")).collect();
        assert!(record.iter().any(|row| row.contains("brand") && row.contains("Platform name")), "{record:#?}");
        set(&mut owner, &[]).await;
        let again: Vec<String> = owner.get("/audit").await.rows().into_iter().map(|row| row.join(" ")).collect();
        assert_eq!(again.len(), record.len(), "an edit that changes nothing is none");
    }

    async fn where_users_write_to_changes_after_a_fresh_proof_only(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let shown = owner.get(PAGE).await;
        app.clock.advance(Duration::minutes(11));
        let saved = owner.submit_shown(&shown, PAGE, &[("name", "Acme")], &[]).await;
        assert_eq!((saved.status, saved.location()), (303, PAGE), "a name needs none");
        for field in ["support", "reply_to"] {
            let asked = owner.submit(PAGE, &[(field, "help@acme.com")]).await;
            assert!(asked.location().starts_with("/prove"), "{field}: {} {}", asked.status, asked.location());
            let page = owner.get(PAGE).await;
            assert_eq!(page.value_of(field).as_deref(), Some(""), "{field}");
        }
        let asked = owner.submit(PAGE, &[("support", "help@acme.com")]).await;
        let proved = owner.submit_on(asked.location(), "/prove", &[("current_password", OWNER_PASSWORD)], &[]).await;
        let form = owner.follow(&proved).await;
        assert_eq!(form.value_of("support").as_deref(), Some("help@acme.com"), "what was typed waited");
        assert_eq!(owner.submit_shown(&form, PAGE, &[], &[]).await.status, 303);
        assert_eq!(owner.get(PAGE).await.value_of("support").as_deref(), Some("help@acme.com"));
    }
}
