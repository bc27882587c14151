//! Two who edit the same thing: nothing is overwritten unknowingly, and nothing that was typed is lost.

use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::answer::Answer;
use crate::support::app::{TestApp, signed_in_owner};
use crate::support::client::Client;
use crate::support::form::{OFF, ON};

const ACCOUNT: &str = "/accounts/1";
const USER: &str = "/accounts/1/users/1";

both_databases! {
    async fn each_field_that_differs_is_chosen_yours_or_theirs(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        assert_eq!(owner.submit("/tariffs/new", &[("name", "Gold"), ("title", "Gold")]).await.status, 303);
        let mine = owner.get(ACCOUNT).await;
        let theirs = [("title", "Theirs"), ("tariff", "Gold"), ("enable_smart_settings", ON), ("reports_day", "5")];
        assert_eq!(owner.clone().submit(ACCOUNT, &theirs).await.status, 303);

        let stale = owner.submit_shown(&mine, ACCOUNT, &[("title", "Mine"), ("reports_day", "3"), ("force_2fa_auth", ON)], &[]).await;
        assert_eq!(stale.status, 409);
        assert!(stale.has_text("This was changed while you were editing") && stale.has_text("owner, 2 Mar 2026"), "{}", stale.text());
        for row in [
            ["Title", "acme", "Mine", "Theirs"],
            ["Tariff", "Basic", "Basic", "Gold"],
            ["Enable smart settings", "no", "no", "yes"],
            ["Send weekly reports on", "Monday", "Wednesday", "Friday"],
            ["Require 2FA", "no", "yes", "no"],
        ] {
            assert!(stale.rows().iter().any(|shown| shown == &row), "{row:?}: {:?}", stale.rows());
        }
        assert_eq!(stale.rows().len(), 5);
        let chosen = |field: &str| stale.value_of(&format!("choose.{field}"));
        for (field, whose) in [("title", "yours"), ("tariff", "theirs"), ("enable_smart_settings", "theirs"), ("force_2fa_auth", "yours")] {
            assert_eq!(chosen(field).as_deref(), Some(whose), "{field}: who left it alone wants theirs");
        }

        let choices = [("choose.title", "theirs"), ("choose.reports_day", "yours")];
        let saved = owner.submit_shown(&stale, ACCOUNT, &choices, &[]).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        let now = owner.get(ACCOUNT).await;
        for (field, value) in [("title", "Theirs"), ("reports_day", "3"), ("enable_smart_settings", "on"), ("force_2fa_auth", "on")] {
            assert_eq!(now.value_of(field).as_deref(), Some(value), "{field}");
        }
        assert!(now.body.contains("selected>Gold"), "their tariff was kept");
    }

    async fn theirs_may_be_nothing_and_lists_are_shown_by_name(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        for role in ["Readers", "Writers"] {
            assert_eq!(owner.submit("/accounts/1/roles/new", &[("name", role)]).await.status, 303);
        }
        let anna = [("login", "anna"), ("email", "a@example.com"), ("roles", "1"), ("master", ON), ("phone", "+7 495 123-45-67")];
        assert_eq!(owner.submit("/accounts/1/users/new", &anna).await.status, 303);
        let mine = owner.get(USER).await;
        assert_eq!(owner.clone().submit(USER, &[("roles", "2"), ("master", OFF), ("phone", "")]).await.status, 303);
        let stale = owner.submit_shown(&mine, USER, &[("first_name", "Anna")], &[]).await;
        assert_eq!(stale.status, 409);
        for row in [["Assigned roles", "Readers", "Readers", "Writers"], ["Master user", "yes", "yes", "no"], ["First name", "–", "Anna", "–"]] {
            assert!(stale.rows().iter().any(|shown| shown == &row), "{row:?}: {:?}", stale.rows());
        }
        assert_eq!(owner.submit_shown(&stale, USER, &[], &[]).await.status, 303);
        let now = owner.get(USER).await;
        assert_eq!((now.value_of("first_name").as_deref(), now.value_of("phone").as_deref()), (Some("Anna"), Some("")));
        assert_eq!((now.value_of("master").as_deref(), now.value_of("roles").as_deref()), (Some(""), Some("2")));
    }

    async fn a_third_save_in_between_is_asked_about_anew(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let mine = owner.get("/tariffs/1").await;
        let mut other = owner.clone();
        assert_eq!(other.submit("/tariffs/1", &[("title", "Second")]).await.status, 303);
        let stale = owner.submit_shown(&mine, "/tariffs/1", &[("title", "Mine")], &[]).await;
        assert_eq!(stale.rows(), [["Title", "Basic", "Mine", "Second"]]);
        assert_eq!(other.submit("/tariffs/1", &[("title", "Third")]).await.status, 303);
        let stale = owner.submit_shown(&stale, "/tariffs/1", &[], &[]).await;
        assert_eq!(stale.status, 409);
        assert_eq!(stale.rows(), [["Title", "Second", "Mine", "Third"]]);
        let refused = owner.submit_shown(&stale, "/tariffs/1", &[("title", ""), ("name", "")], &[]).await;
        assert_eq!(refused.status, 422);
        assert_eq!(owner.submit_shown(&refused, "/tariffs/1", &[("title", "Mine"), ("name", "Basic")], &[]).await.status, 303);
    }

    async fn a_form_that_does_not_say_what_it_was_is_still_refused(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        owner.get("/tariffs/1").await;
        let stale = owner.post("/tariffs/1", &[("name", "Basic"), ("title", "Mine"), ("warn_percent", "80"), ("hard_users", "on"), ("version", "7")]).await;
        assert_eq!(stale.status, 409);
        assert_eq!(stale.rows(), [["Title", "?", "Mine", "Basic"]]);
        assert_eq!(stale.value_of("choose.title").as_deref(), Some("yours"));
    }

    async fn what_was_typed_into_something_deleted_meanwhile_is_shown(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        for (path, fields) in [
            ("/tariffs", &[("name", "Gold"), ("title", "Gold")][..]),
            ("/databases", &[("name", "Shop"), ("host", "db.example.org"), ("database", "x"), ("user", "x")]),
            ("/web-version-policies", &[("name", "A year")]),
        ] {
            assert_eq!(owner.submit(&format!("{path}/new"), fields).await.status, 303);
            is_shown_when_gone(&mut owner, &format!("{path}/1"), ("name", "Typed in vain")).await;
        }
        assert_eq!(owner.post("/tariffs/77", &[("name", "x"), ("version", "1")]).await.status, 404, "what never was is not found");
    }

    async fn the_same_with_what_belongs_to_an_account(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        for (path, fields) in [
            ("/accounts/1/users", &[("login", "anna"), ("email", "a@example.com")][..]),
            ("/accounts/1/roles", &[("name", "Readers")]),
        ] {
            assert_eq!(owner.submit(&format!("{path}/new"), fields).await.status, 303);
            let field = if path.ends_with("users") { "first_name" } else { "name" };
            is_shown_when_gone(&mut owner, &format!("{path}/1"), (field, "Typed in vain")).await;
        }
        assert_eq!(owner.submit("/accounts/1/groups/new", &[("name", "Sales")]).await.status, 303);
        is_shown_when_gone(&mut owner, "/accounts/1/groups/2", ("name", "Typed in vain")).await;
        assert_eq!(owner.post("/accounts/2/groups/2", &[("name", "x")]).await.status, 404, "only in its own account");
    }

    async fn saving_without_a_change_changes_nothing(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        assert_eq!(owner.submit("/accounts/1/users/new", &[("login", "anna"), ("email", "a@example.com")]).await.status, 303);
        assert_eq!(owner.submit("/accounts/1/roles/new", &[("name", "Readers")]).await.status, 303);
        let records = owner.get("/audit").await.rows().len();
        for path in [ACCOUNT, USER, "/accounts/1/roles/1", "/tariffs/1", "/me"] {
            let before = owner.get(path).await.value_of("version");
            let saved = owner.submit(path, &[]).await;
            assert_eq!(saved.status, 303, "{path}: {}", saved.text());
            assert_eq!(owner.get(path).await.value_of("version"), before, "{path}");
        }
        assert_eq!(owner.get("/audit").await.rows().len(), records);
        app.clock.advance(chrono::Duration::minutes(2));
        assert_eq!(owner.submit(USER, &[("send_access_email", ON)]).await.status, 303);
        assert!(owner.get("/outbox").await.rows().len() == 2, "a letter is an effect");
    }

    async fn agreeing_to_delete_what_was_changed_meanwhile_is_asked_again(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        assert_eq!(owner.submit("/accounts/1/users/new", &[("login", "anna"), ("email", "a@example.com")]).await.status, 303);
        assert_eq!(owner.submit("/accounts/1/groups/new", &[("name", "Sales")]).await.status, 303);
        assert_eq!(owner.submit("/accounts/1/roles/new", &[("name", "Readers")]).await.status, 303);
        assert_eq!(owner.submit("/tariffs/new", &[("name", "Gold"), ("title", "Gold")]).await.status, 303);
        for (path, action, field) in [
            (USER, "delete", "first_name"),
            ("/accounts/1/groups/2", "delete", "name"),
            ("/accounts/1/roles/1", "delete", "name"),
            ("/tariffs/2", "delete", "name"),
        ] {
            let page = format!("{path}/{action}");
            let asked = owner.get(&page).await;
            assert_eq!(owner.clone().submit(path, &[(field, "Changed")]).await.status, 303, "{path}");
            let again = owner.submit_shown(&asked, &page, &[], &[]).await;
            assert_eq!(again.status, 409, "{page}");
            assert!(again.has_text("This was changed after you opened the page"), "{page}: {}", again.text());
            assert_eq!(owner.submit_shown(&again, &page, &[], &[]).await.status, 303, "{page}");
        }
    }

    async fn an_account_deleted_meanwhile_is_restored_and_saved_as_typed(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let mine = owner.get(ACCOUNT).await;
        let mut other = owner.clone();
        assert_eq!(other.submit("/accounts/1/delete", &[("typed_name", "acme")]).await.status, 303);
        let kept = owner.submit_shown(&mine, ACCOUNT, &[("title", "Typed")], &[]).await;
        assert_eq!(kept.status, 409);
        assert!(kept.has_text("Restore it first") && kept.has_link("Restore"), "{}", kept.text());
        assert_eq!(kept.value_of("title").as_deref(), Some("Typed"));
        assert_eq!(other.submit("/accounts/1/restore", &[]).await.status, 303);
        let stale = owner.submit_shown(&kept, ACCOUNT, &[], &[]).await;
        assert_eq!((stale.status, stale.rows()), (409, vec![["Title", "acme", "Typed", "acme"].map(str::to_owned).to_vec()]));
        assert_eq!(owner.submit_shown(&stale, ACCOUNT, &[], &[]).await.status, 303);
        assert_eq!(owner.get(ACCOUNT).await.value_of("title").as_deref(), Some("Typed"));
    }
}

async fn is_shown_when_gone(owner: &mut Client, path: &str, typed: (&str, &str)) {
    let mine = owner.get(path).await;
    assert_eq!(owner.clone().submit(&format!("{path}/delete"), &[]).await.status, 303, "{path}");
    let gone: Answer = owner.submit_shown(&mine, path, &[typed], &[]).await;
    assert_eq!(gone.status, 409, "{path}: {}", gone.text());
    assert!(gone.has_text("Deleted by owner") && gone.has_text(typed.1), "{path}: {}", gone.text());
    assert!(gone.has_link("Back"), "{path}");
}
