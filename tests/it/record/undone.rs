//! What one record says is taken back from its page, and what stands in the way is asked about.

use crate::admins::signed_in_admin;
use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::answer::Answer;
use crate::support::app::{OWNER_PASSWORD, TestApp};
use crate::support::client::Client;
use crate::support::form::{OFF, ON};
use steward::db::{One, Statement};

pub async fn signed_in_again(client: &mut Client) {
    let answer = client.submit("/sign-in", &[("login", "owner"), ("password", OWNER_PASSWORD)]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
}

async fn newest(app: &TestApp) -> i64 {
    let mut conn = app.state.db.conn().await.expect("it answers");
    conn.fetch_one::<One<i64>>(Statement::new("SELECT max(id) FROM audit")).await.expect("an id").0
}

/// Changes something by its form; the record of it.
async fn changed(app: &TestApp, client: &mut Client, path: &str, fields: &[(&str, &str)]) -> i64 {
    let answer = client.submit(path, fields).await;
    assert_eq!(answer.status, 303, "{path}: {}", answer.text());
    newest(app).await
}

/// Presses *Undo* on the record's page, or on the page that asked, with these chosen.
async fn undo(client: &mut Client, id: i64, chosen: Option<(&Answer, &[(&str, &str)])>) -> Answer {
    let action = format!("/audit/{id}/undo");
    match chosen {
        Some((page, chosen)) => client.submit_shown(page, &action, chosen, &[]).await,
        None => {
            let page = client.get(&format!("/audit/{id}")).await;
            client.submit_shown(&page, &action, &[], &[]).await
        }
    }
}

both_databases! {
    async fn every_small_resource_goes_back_and_forth(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        type Fields = &'static [(&'static str, &'static str)];
        let things: [(&str, &str, Fields, Fields); 6] = [
            ("/tariffs", "/tariffs/2", &[("name", "yes"), ("title", "Gold"), ("max_users", "7")], &[("name", "no, never"), ("title", "A, b"), ("max_users", ""), ("hard_sms", ON), ("hard_users", OFF)]),
            ("/web-version-policies", "/web-version-policies/1", &[("name", "A year"), ("email_kept", ON), ("email_days", "365")], &[("email_kept", OFF), ("email_days", ""), ("sms_kept", ON), ("sms_days", "7")]),
            ("/accounts/1/groups", "/accounts/1/groups/2", &[("name", "Sales")], &[("name", "on")]),
            ("/accounts/1/roles", "/accounts/1/roles/1", &[("name", "Readers"), ("actions", "view_profiles")], &[("name", "Writers"), ("actions", "edit_profiles"), ("actions", "view_reports")]),
            ("/stop-lists", "/stop-lists/2", &[("name", "Ours"), ("description", "x")], &[("name", "Theirs"), ("description", ""), ("is_global", ON)]),
            ("/external-data", "/external-data/1", &[("name", "Shop"), ("kind", "mysql"), ("host", "db.example.org"), ("database", "x"), ("user", "x")], &[("name", "Shops"), ("database", "y"), ("tls", "off")]),
        ];
        for (list, page, first, second) in things {
            assert_eq!(owner.submit(&format!("{list}/new"), first).await.status, 303, "{list}");
            let shown = async |owner: &mut Client| owner.get(page).await.form(page).pairs().into_iter().filter(|(name, _)| !matches!(name.as_str(), "csrf" | "version" | "was" | "return_to")).collect::<Vec<_>>();
            let before = shown(&mut owner).await;
            let id = changed(&app, &mut owner, page, second).await;
            let after = shown(&mut owner).await;
            assert_ne!(before, after, "{page}");
            for (record, expected) in [(id, &before), (id + 1, &after), (id + 2, &before)] {
                let answer = undo(&mut owner, record, None).await;
                assert_eq!(answer.status, 303, "{page}: {}", answer.text());
                assert_eq!(&shown(&mut owner).await, expected, "{page}: record {record}");
                assert_eq!(newest(&app).await, record + 1, "one more record: {page}");
            }
        }
    }

    async fn what_was_changed_again_is_asked_about_with_nothing_chosen(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let id = changed(&app, &mut owner, "/tariffs/1", &[("title", "Second"), ("max_users", "5")]).await;
        changed(&app, &mut owner, "/tariffs/1", &[("title", "Third")]).await;
        let asked = undo(&mut owner, id, None).await;
        assert_eq!(asked.status, 409);
        assert!(asked.has_text("It was changed again since."), "{}", asked.text());
        assert_eq!(asked.rows()[0][1..4], ["Basic", "Second", "Third"]);
        assert!(asked.elements("input[type=radio][checked]").is_empty(), "nothing is chosen for anybody");
        let again = undo(&mut owner, id, Some((&asked, &[]))).await;
        assert_eq!(again.status, 409, "and nothing done without a choice");
        let title = async |owner: &mut Client| { let page = owner.get("/tariffs/1").await; [page.value_of("title"), page.value_of("max_users")].map(Option::unwrap_or_default) };
        assert_eq!(title(&mut owner).await, ["Third", "5"]);
        changed(&app, &mut owner, "/tariffs/1", &[("title", "Fourth")]).await;
        let stale = undo(&mut owner, id, Some((&asked, &[("take.title", "was")]))).await;
        assert_eq!(stale.status, 409, "what was chosen was of another value");
        assert_eq!(title(&mut owner).await, ["Fourth", "5"]);
        let left = undo(&mut owner, id, Some((&stale, &[("take.title", "now")]))).await;
        assert_eq!(left.status, 303, "{}", left.text());
        assert_eq!(title(&mut owner).await, ["Fourth", ""], "the other field goes back");
        let back = undo(&mut owner, id, Some((&stale, &[("take.title", "was")]))).await;
        assert_eq!(back.status, 303, "{}", back.text());
        assert_eq!(title(&mut owner).await, ["Basic", ""]);
        let already = undo(&mut owner, id, None).await;
        let page = owner.follow(&already).await;
        assert!(page.has_text("It is as it was before already."), "{}", page.text());
        changed(&app, &mut owner, "/tariffs/1", &[("title", "Fifth")]).await;
        let made_up = owner.post(&format!("/audit/{id}/undo"), &[("take.title", "sideways")]).await;
        assert_eq!(made_up.status, 409, "{}", made_up.text());
    }

    async fn a_reference_that_is_gone_is_chosen_anew(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        for name in ["Gold", "Silver"] {
            assert_eq!(owner.submit("/tariffs/new", &[("name", name), ("title", name)]).await.status, 303);
        }
        let id = changed(&app, &mut owner, "/accounts/1", &[("tariff", "2")]).await;
        assert_eq!(owner.submit("/tariffs/1/delete", &[]).await.status, 303);
        let asked = undo(&mut owner, id, None).await;
        assert_eq!(asked.status, 409);
        assert!(asked.has_text("What it referred to is no longer there."), "{}", asked.text());
        let made_up = owner.post(&format!("/audit/{id}/undo"), &[("take.tariff", "was")]).await;
        assert_eq!(made_up.status, 409, "{}", made_up.text());
        let done = undo(&mut owner, id, Some((&asked, &[("take.tariff", "other"), ("other.tariff", "Silver")]))).await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert_eq!(owner.get("/accounts/1").await.value_of("tariff").as_deref(), Some("3"));
    }

    async fn a_login_name_that_was_taken_is_an_error_of_its_field(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        assert_eq!(owner.submit("/accounts/1/users/new", &[("login", "anna"), ("email", "a@example.com")]).await.status, 303);
        let id = changed(&app, &mut owner, "/accounts/1/users/1", &[("login", "anne"), ("first_name", "yes"), ("phone", "+4930123456")]).await;
        assert_eq!(owner.submit("/accounts/1/users/new", &[("login", "anna"), ("email", "b@example.com")]).await.status, 303);
        let refused = undo(&mut owner, id, None).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        assert!(refused.texts("#errors li").concat().contains("Login"), "{:?}", refused.texts("#errors li"));
        assert_eq!(owner.get("/accounts/1/users/1").await.value_of("first_name").as_deref(), Some("yes"), "nothing was done");
        changed(&app, &mut owner, "/accounts/1/users/2", &[("login", "bert")]).await;
        assert_eq!(undo(&mut owner, id, None).await.status, 303);
        let user = owner.get("/accounts/1/users/1").await;
        assert_eq!(["login", "first_name", "phone"].map(|name| user.value_of(name).unwrap_or_default()), ["anna", "", ""]);
        changed(&app, &mut owner, "/accounts/1/users/1", &[("email", "c@example.com")]).await;
        let moved = owner.get("/audit?kind=user&action=update").await.elements("tbody tr").swap_remove(0);
        let moved = moved.split("/audit/").nth(1).and_then(|it| it.split('"').next()).expect("a link").to_owned();
        let page = owner.get(&format!("/audit/{moved}")).await;
        assert!(page.has_text("Where mail goes is changed on the user’s page"), "{}", page.text());
    }

    async fn what_was_deleted_comes_back_and_rights_are_those_of_the_edit(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let new = [("name", "Mail"), ("type", "custom")];
        assert_eq!(owner.submit_on("/senders/new?type=custom", "/senders/new", &new, &[]).await.status, 303);
        let id = changed(&app, &mut owner, "/senders/1/delete", &[]).await;
        let mut support = signed_in_admin(&app, &mut owner, "sam", "support").await;
        let page = support.get(&format!("/audit/{id}")).await;
        assert!(page.elements("main form").is_empty(), "no button: {}", page.text());
        assert_eq!(support.post(&format!("/audit/{id}/undo"), &[]).await.status, 403);
        assert_eq!(support.get(&format!("/audit/{id}/undo")).await.status, 403);
        assert_eq!(undo(&mut owner, id, None).await.status, 303);
        assert_eq!(owner.get("/senders").await.rows().len(), 1);
        let record = owner.get("/audit?action=restore").await;
        assert!(record.has_text(&format!("takes back record {id}")), "{}", record.text());
        let page = owner.get(&format!("/audit/{}", newest(&app).await)).await;
        assert!(page.has_text("It is deleted again on its own page"), "{}", page.text());
        let gone = changed(&app, &mut owner, "/tariffs/new", &[("name", "Gold"), ("title", "Gold")]).await;
        let renamed = changed(&app, &mut owner, "/tariffs/2", &[("title", "Golden")]).await;
        assert_eq!(owner.submit("/tariffs/2/delete", &[]).await.status, 303);
        let refused = owner.post(&format!("/audit/{renamed}/undo"), &[]).await;
        assert_eq!(refused.status, 409);
        assert!(refused.has_text("What was changed is no longer there."), "{}", refused.text());
        assert_eq!(owner.post(&format!("/audit/{gone}/undo"), &[]).await.status, 409, "what was made");
    }

    async fn a_frozen_account_refuses_and_fields_that_are_no_more_stay(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let id = changed(&app, &mut owner, "/accounts/1", &[("title", "Acme Ltd")]).await;
        changed(&app, &mut owner, "/accounts/1/groups/new", &[("name", "Sales")]).await;
        let group = changed(&app, &mut owner, "/accounts/1/groups/2", &[("name", "Buyers")]).await;
        changed(&app, &mut owner, "/accounts/1/freeze", &[]).await;
        let refused = undo(&mut owner, group, None).await;
        assert_eq!(refused.status, 409, "{}", refused.text());
        assert!(refused.texts("#errors").concat().contains("frozen"), "{:?}", refused.texts("#errors"));
        changed(&app, &mut owner, "/accounts/1/unfreeze", &[]).await;
        assert_eq!(undo(&mut owner, group, None).await.status, 303);
        app.execute("UPDATE audit SET changes = '[[\"title\",\"acme\",\"Acme Ltd\"],[\"colour\",\"red\",\"blue\"]]' WHERE id = (SELECT max(id) FROM audit WHERE action = 'update' AND object_kind = 'account')").await;
        let asked = owner.get(&format!("/audit/{id}/undo")).await;
        assert!(asked.rows().iter().any(|row| row[4].contains("no field any more")), "{:?}", asked.rows());
        assert_eq!(undo(&mut owner, id, Some((&asked, &[]))).await.status, 303);
        assert_eq!(owner.get("/accounts/1").await.value_of("title").as_deref(), Some("acme"));
        app.execute("UPDATE audit SET changes = '[[\"reports_day\",\"someday\",\"1\"]]' WHERE id = (SELECT max(id) FROM audit WHERE action = 'update' AND object_kind = 'account')").await;
        let parsed = undo(&mut owner, newest(&app).await, None).await;
        assert!(matches!(parsed.status, 409 | 422), "an old code goes through the parser: {} {}", parsed.status, parsed.text());
    }
}
