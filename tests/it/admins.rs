//! Administrators: the list, the form, the letter that lets a new one in.

mod owners;

use crate::both_databases;
use crate::support::answer::Answer;
use crate::support::app::{TestApp, signed_in_owner};
use crate::support::client::Client;
use crate::support::form::{OFF, ON};
use chrono::Duration;
use steward::mail::worker;

pub const PASSWORD: &str = "ninety Quiet otters by the weir";

pub async fn try_create(owner: &mut Client, login: &str, more: &[(&str, &str)]) -> Answer {
    let mut fields = vec![("login", login), ("email", "someone@example.com")];
    fields.retain(|(name, _)| more.iter().all(|(other, _)| name != other));
    fields.extend_from_slice(more);
    owner.submit("/admins/new", &fields).await
}

pub async fn create(owner: &mut Client, login: &str, more: &[(&str, &str)]) {
    let made = try_create(owner, login, more).await;
    assert_eq!((made.status, made.location()), (303, "/admins"), "{}", made.text());
}

/// Made by the owner, let in by the letter, signed in.
pub async fn signed_in_admin(app: &TestApp, owner: &mut Client, login: &str, role: &str) -> Client {
    create(owner, login, &[("role", role), ("email", &format!("{login}@example.com"))]).await;
    let link = link_to(app, &format!("{login}@example.com")).await;
    let mut client = app.client();
    let set = client.submit(&link, &[("password", PASSWORD), ("password_again", PASSWORD)]).await;
    assert_eq!((set.status, set.location()), (303, "/sign-in"), "{}", set.text());
    sign_in(&mut client, login).await;
    client
}

pub async fn sign_in(client: &mut Client, login: &str) {
    let answer = client.submit("/sign-in", &[("login", login), ("password", PASSWORD)]).await;
    assert_eq!((answer.status, answer.location()), (303, "/"), "{}", answer.text());
}

/// The path of the link in the newest letter to that address.
async fn link_to(app: &TestApp, to: &str) -> String {
    while worker::step(&app.state).await.expect("the worker works") {}
    let letters = app.sent.letters();
    let letter =
        letters.iter().rev().find(|it| it.to == to && it.text.contains("/set-password/")).expect("a letter went");
    let address = letter.text.split_whitespace().find(|word| word.contains("/set-password/")).expect("it has a link");
    address.strip_prefix(&app.base_url).expect("it leads here").to_owned()
}

async fn logins(client: &mut Client, query: &str) -> Vec<String> {
    let list = client.get(&format!("/admins{query}")).await;
    assert_eq!(list.status, 200);
    list.rows().into_iter().filter_map(|row| row.into_iter().next()).collect()
}

both_databases! {
    async fn the_list_is_sorted_over_two_pages(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        for n in (0..29).rev() {
            let name = if n % 2 == 0 { format!("анна {n:02}") } else { format!("АННА {n:02}") };
            create(&mut owner, &format!("admin{n:02}"), &[("first_name", &name)]).await;
        }
        let expected: Vec<String> = std::iter::once("owner".to_owned()).chain((0..29).map(|n| format!("admin{n:02}"))).collect();
        let first = owner.get("/admins?size=25").await;
        assert!(first.has_text("1–25 of 30"), "{}", first.text());
        let second = first.link("Next");
        let shown = [logins(&mut owner, "?size=25").await, logins(&mut owner, second.trim_start_matches("/admins")).await].concat();
        assert_eq!(shown, expected, "Olga comes before Анна");
        for sort in ["login", "email", "role", "has_2fa", "active", "last_sign_in"] {
            let first = owner.get(&format!("/admins?size=25&sort=-{sort}")).await.link("Next");
            let mut all = [logins(&mut owner, &format!("?size=25&sort=-{sort}")).await, logins(&mut owner, first.trim_start_matches("/admins")).await].concat();
            all.sort();
            let mut expected = expected.clone();
            expected.sort();
            assert_eq!(all, expected, "{sort}");
        }
    }

    async fn the_list_is_searched_and_filtered(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        create(&mut owner, "anna", &[("first_name", "Анна"), ("last_name", "Ёжикова"), ("role", "support"), ("email", "a.hedgehog@пример.рф")]).await;
        create(&mut owner, "boris", &[("role", "manager"), ("active", OFF)]).await;
        for (query, found) in [("q=ЁЖИК", "anna"), ("q=HEDGE", "anna"), ("q=ORI", "boris"), ("role=support", "anna"), ("active=0", "boris"), ("role=owner&has_2fa=0", "owner")] {
            assert_eq!(logins(&mut owner, &format!("?{query}")).await, [found], "{query}");
        }
        assert!(owner.get("/admins?q=nobody").await.has_link("Clear filters"));
        assert!(owner.get("/admins").await.link("Administrators") == "/admins", "in the menu");
    }

    async fn names_that_an_older_program_wrote_are_found_after_the_next_housekeeping(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        app.execute("UPDATE admins SET first_name = 'Ольга', search = '', name_key = ''").await;
        assert!(logins(&mut owner, "?q=ольга").await.is_empty());
        steward::housekeeping::step(&app.state).await.expect("the database answers");
        assert_eq!(logins(&mut owner, "?q=ольга").await, ["owner"]);
    }

    async fn a_new_administrator_is_let_in_by_letter(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let mut anna = signed_in_admin(&app, &mut owner, "anna", "support").await;
        assert!(anna.get("/me").await.has_text("support"));
        let letter = app.sent.letters().into_iter().next().expect("a letter");
        assert!(letter.text.contains("anna") && letter.html.contains("anna"), "{}", letter.text);
        let record = owner.get("/audit").await;
        assert!(record.has_text("Created · administrator") && record.has_row("Set-password link queued"), "{}", record.text());
        assert_eq!(owner.get("/outbox").await.rows().len(), 1);
        assert!(!owner.get("/outbox/1").await.body.contains("/set-password/a"), "the secret is nobody else's");
    }

    async fn the_letter_of_a_wrong_address_goes_to_the_right_one_once_that_is_corrected(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        create(&mut owner, "anna", &[("email", "wrong@example.com")]).await;
        let older = link_to(&app, "wrong@example.com").await;
        assert_eq!(owner.submit("/admins/2", &[("email", "anna@example.com")]).await.status, 303);
        assert_eq!(app.client().get(&older).await.status, 404);
        let link = link_to(&app, "anna@example.com").await;
        let set = app.client().submit(&link, &[("password", PASSWORD), ("password_again", PASSWORD)]).await;
        assert_eq!(set.status, 303, "{}", set.text());
        let record = owner.get("/audit").await.rows();
        assert_eq!(record.iter().filter(|row| row[2].starts_with("Set-password link queued")).count(), 2, "{record:?}");
    }

    async fn a_link_is_sent_again_and_the_older_one_is_dead(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        create(&mut owner, "anna", &[]).await;
        let older = link_to(&app, "someone@example.com").await;
        assert_eq!(owner.submit("/admins/2/link", &[]).await.status, 409, "one went a moment ago");
        app.clock.advance(Duration::minutes(2));
        let sent = owner.submit("/admins/2/link", &[]).await;
        assert_eq!((sent.status, sent.location()), (303, "/admins/2"));
        let newer = link_to(&app, "someone@example.com").await;
        assert_eq!((app.client().get(&older).await.status, app.client().get(&newer).await.status), (404, 200));
        app.clock.advance(Duration::hours(24));
        assert_eq!(app.client().get(&newer).await.status, 404);
    }

    async fn each_field_is_refused_with_the_input_kept(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let long = "я".repeat(81);
        for (field, value) in [("login", ""), ("login", "анна"), ("login", "owner"), ("email", "nobody"), ("first_name", &long), ("tz", "Mars/Base")] {
            let refused = try_create(&mut owner, "anna", &[("last_name", "Ёжикова"), (field, value)]).await;
            assert_eq!(refused.status, 422, "{field}={value}: {}", refused.text());
            assert!(refused.title().starts_with("Error: ") && refused.field_error(field).is_some(), "{field}={value}: {}", refused.text());
            assert_eq!((refused.value_of(field).as_deref(), refused.value_of("last_name").as_deref()), (Some(value), Some("Ёжикова")));
        }
        owner.get("/admins/new").await;
        let crafted = [("login", "anna"), ("email", "a@example.com"), ("language", "en"), ("tz", "UTC"), ("role", "god"), ("active", "on")];
        assert!(owner.post("/admins/new", &crafted).await.field_error("role").is_some());
        assert_eq!(logins(&mut owner, "").await, ["owner"]);
    }

    async fn an_edit_is_saved_recorded_and_never_lost(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        create(&mut owner, "anna", &[]).await;
        let stale = owner.get("/admins/2").await;
        let saved = owner.submit("/admins/2", &[("login", "anna.s"), ("role", "manager"), ("language", "ru"), ("tz", "Europe/Moscow")]).await;
        assert_eq!((saved.status, saved.location()), (303, "/admins"), "{}", saved.text());
        let page = owner.get("/admins/2").await;
        let shown = |field: &str| page.value_of(field).unwrap_or_default();
        assert_eq!([shown("login"), shown("role"), shown("language"), shown("tz"), shown("active")], ["anna.s", "manager", "ru", "Europe/Moscow", "on"]);
        assert!(owner.get("/audit").await.has_text("auditor → manager"));
        let conflict = owner.submit_shown(&stale, "/admins/2", &[("login", "anna.x")], &[]).await;
        assert_eq!(conflict.status, 409);
        assert!(conflict.has_text("anna.x") && conflict.has_text("anna.s"), "{}", conflict.text());
        assert_eq!(logins(&mut owner, "?q=anna").await, ["anna.s"]);
    }

    async fn all_administrators_see_the_list_and_owners_alone_change_it(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let mut manager = signed_in_admin(&app, &mut owner, "boris", "manager").await;
        let list = manager.get("/admins").await;
        assert_eq!((list.status, list.rows().len(), list.has_link("Create")), (200, 2, false));
        let page = manager.get("/admins/1").await;
        assert_eq!((page.status, page.has_text("Save"), page.has_link("Delete…"), page.has_link("Send a link…")), (200, false, false, false));
        for path in ["/admins/new", "/admins/1/delete", "/admins/1/link", "/admins/1/remove-second-factor"] {
            assert_eq!(manager.get(path).await.status, 403, "{path}");
            manager.get("/me").await;
            assert_eq!(manager.post(path, &[]).await.status, 403, "{path}");
        }
        let fields = [("login", "boris"), ("email", "b@example.com"), ("language", "en"), ("tz", "UTC"), ("role", "owner"), ("active", "on"), ("version", "1")];
        assert_eq!(manager.post("/admins/2", &fields).await.status, 403);
        assert_eq!(owner.get("/admins/2").await.value_of("role").as_deref(), Some("manager"));
    }

    async fn changes_ask_for_a_fresh_proof(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        create(&mut owner, "anna", &[]).await;
        let shown = owner.get("/admins/2").await;
        app.clock.advance(Duration::minutes(11));
        let late = owner.submit_shown(&shown, "/admins/2", &[("role", "owner")], &[]).await;
        assert!(late.location().starts_with("/prove?return_to=%2Fadmins%2F2"), "{}", late.location());
        for path in ["/admins/new", "/admins/2/delete", "/admins/2/link", "/admins/2/remove-second-factor"] {
            assert!(owner.get(path).await.location().starts_with("/prove?"), "{path}");
            assert!(owner.post(path, &[]).await.location().starts_with("/prove?"), "{path}");
        }
        assert_eq!(owner.get("/admins/2").await.value_of("role").as_deref(), Some("auditor"));
    }

    async fn no_page_takes_more_than_three_statements(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        create(&mut owner, "anna", &[("active", ON)]).await;
        for path in ["/admins", "/admins?q=a&sort=-email&role=owner", "/admins/new", "/admins/2", "/admins/2/sessions", "/admins/2/sign-ins", "/me", "/me/sessions", "/me/sign-ins"] {
            let before = app.state.db.statements();
            assert_eq!(owner.get(path).await.status, 200, "{path}");
            let taken = app.state.db.statements() - before;
            assert!(taken <= 3, "{path} took {taken} statements");
        }
    }
}
