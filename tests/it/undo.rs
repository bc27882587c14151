//! What was just done is taken back by the notice that says it, as an ordinary change.

use crate::admins::signed_in_admin;
use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::answer::Answer;
use crate::support::app::TestApp;
use crate::support::client::Client;

/// Where the notice's button posts to.
fn button(page: &Answer) -> Option<String> {
    let form = page.elements(".flash form").into_iter().next()?;
    Some(form.split("action=\"").nth(1)?.split('"').next()?.to_owned())
}

/// Does it by its page; the page that follows.
async fn done(client: &mut Client, path: &str, fields: &[(&str, &str)]) -> Answer {
    let answer = client.submit(path, fields).await;
    assert_eq!(answer.status, 303, "{path}: {}", answer.text());
    client.follow(&answer).await
}

/// Presses the button of the notice; the page that follows.
async fn taken_back(client: &mut Client, page: &Answer) -> Answer {
    let address = button(page).unwrap_or_else(|| panic!("no button in {:?}", page.texts(".flash")));
    let answer = client.submit_shown(page, &address, &[], &[]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    client.follow(&answer).await
}

async fn state(client: &mut Client, path: &str) -> String {
    client.get(path).await.rows().concat().join(" | ")
}

both_databases! {
    async fn a_quick_action_is_taken_back_by_its_notice_and_that_again(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let before = state(&mut owner, "/accounts").await;
        for (act, fields) in [("freeze", vec![("reason", "unpaid"), ("payment_url", "https://pay.example.com/7")]), ("deactivate", vec![])] {
            let page = done(&mut owner, &format!("/accounts/1/{act}"), &fields).await;
            let after = state(&mut owner, "/accounts").await;
            assert_ne!(after, before, "{act}");
            let back = taken_back(&mut owner, &page).await;
            assert_eq!(back.texts(".flash span"), ["It is as it was before."], "{act}");
            assert_eq!(state(&mut owner, "/accounts").await, before, "{act}");
            let again = taken_back(&mut owner, &back).await;
            assert_eq!(state(&mut owner, "/accounts").await, after, "taken back, the undo is a redo: {act}");
            taken_back(&mut owner, &again).await;
            assert_eq!(state(&mut owner, "/accounts").await, before, "{act}");
        }
        let record = owner.get("/audit?action=unfreeze").await;
        assert_eq!(record.rows().len(), 2, "each is on the record as what it is");
        assert!(record.has_text("takes back record"), "{}", record.text());
    }

    async fn a_deleted_account_comes_back_with_one_press(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let before = state(&mut owner, "/accounts").await;
        let page = done(&mut owner, "/accounts/1/delete", &[("typed_name", "acme")]).await;
        assert!(!state(&mut owner, "/accounts").await.contains("acme"));
        let back = taken_back(&mut owner, &page).await;
        assert_eq!(state(&mut owner, "/accounts").await, before);
        assert_eq!(button(&back), None, "to delete it, its name is asked for");
    }

    async fn an_edit_is_taken_back_in_what_it_changed_and_nothing_else(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let page = done(&mut owner, "/accounts/1", &[("title", "Acme Ltd"), ("tz", "Asia/Tokyo")]).await;
        done(&mut owner, "/accounts/1", &[("reports_hour", "17")]).await;
        taken_back(&mut owner, &page).await;
        let form = owner.get("/accounts/1").await;
        assert_eq!(["title", "tz", "reports_hour"].map(|name| form.value_of(name).unwrap_or_default()), ["acme", "UTC", "17"]);
    }

    async fn what_was_changed_again_since_stays(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let page = done(&mut owner, "/accounts/1", &[("title", "Second")]).await;
        done(&mut owner, "/accounts/1", &[("title", "Third")]).await;
        let address = button(&page).expect("there is one");
        let answer = owner.submit_shown(&page, &address, &[], &[]).await;
        assert_eq!(answer.status, 409);
        assert!(answer.has_text("It was changed again since."), "{}", answer.text());
        assert_eq!(owner.get("/accounts/1").await.value_of("title").as_deref(), Some("Third"));
    }

    async fn nobody_takes_back_what_they_may_not_do(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let mut support = signed_in_admin(&app, &mut owner, "sam", "support").await;
        let address = button(&done(&mut owner, "/accounts/1/freeze", &[]).await).expect("there is one");
        support.get("/accounts").await;
        assert_eq!(support.post(&address, &[("return_to", "/accounts")]).await.status, 403);
        assert!(state(&mut owner, "/accounts").await.contains("Frozen"));
        assert_eq!(owner.post("/audit/999999/undo", &[]).await.status, 404);
        let created = owner.post("/audit/1/undo", &[]).await;
        assert_eq!(created.status, 409, "what is no act on one account or user stays");
    }

    async fn of_a_user_switches_roles_and_groups_are_taken_back_and_addresses_are_not(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        owner.submit("/accounts/1/users/new", &[("login", "anna"), ("email", "anna@example.com")]).await;
        let page = done(&mut owner, "/accounts/1/users/1", &[("master", "on")]).await;
        taken_back(&mut owner, &page).await;
        assert_eq!(owner.get("/accounts/1/users?master=1").await.rows().len(), 0);
        let renamed = done(&mut owner, "/accounts/1/users/1", &[("first_name", "Anna"), ("master", "on")]).await;
        taken_back(&mut owner, &renamed).await;
        assert_eq!(owner.get("/accounts/1/users/1").await.value_of("first_name").as_deref(), Some(""));
        let moved = done(&mut owner, "/accounts/1/users/1", &[("email", "anna@example.org")]).await;
        assert_eq!(button(&moved), None, "where mail goes: {}", moved.text());
    }
}
