//! Acts on many accounts, each by the rules of its own page.

use super::{BULK, begin, count, make_accounts, states, work};
use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::app::TestApp;
use crate::support::form::ON;
use chrono::Duration;

both_databases! {
    async fn ticked_accounts_are_frozen_and_the_others_are_left_alone(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_accounts(&mut owner, 3).await;
        let page = begin(&mut owner, "act=freeze&id=2&id=4", &[("payment_url", "https://pay.example.com/1"), ("reason", "Unpaid")]).await;
        assert!(page.has_text("Waiting"), "{}", page.text());
        work(&app).await;
        let frozen: Vec<bool> = states(&mut owner).await.iter().map(|(_, state)| state.contains("Frozen")).collect();
        assert_eq!(frozen, [false, true, false, true]);
        let page = owner.get("/tasks/1").await;
        assert!(page.has_text("Completed") && page.has_text("2 of 2 (100%)"), "{}", page.text());
        assert_eq!((count(&page, "Done"), page.rows().len()), ("2".to_owned(), 2), "{}", page.text());
        let account = owner.get("/accounts/4/freeze").await;
        assert_eq!(account.value_of("payment_url").as_deref(), Some("https://pay.example.com/1"));
        let record = owner.get("/accounts/4/history").await.rows().swap_remove(0).join(" | ");
        assert!(record.contains("Frozen") && record.contains("owner"), "{record}");
    }

    async fn all_that_match_are_chosen_by_the_filter_of_the_list(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_accounts(&mut owner, 4).await;
        assert_eq!(owner.submit("/accounts/3/deactivate", &[]).await.status, 303);
        let preview = owner.get(&format!("{BULK}?act=deactivate&q=firm&all=on")).await;
        assert!(preview.has_text("Deactivate 4 accounts?"), "{}", preview.text());
        assert_eq!([count(&preview, "Will be changed"), count(&preview, "Already so"), count(&preview, "Will be refused")], ["3", "1", "0"]);
        begin(&mut owner, "act=deactivate&q=firm&all=on", &[]).await;
        work(&app).await;
        let inactive: Vec<bool> = states(&mut owner).await.iter().map(|(_, state)| state.contains("Inactive")).collect();
        assert_eq!(inactive, [false, true, true, true, true]);
        let page = owner.get("/tasks/1").await;
        assert_eq!([count(&page, "Done"), count(&page, "Already so")], ["3", "1"]);
    }

    async fn what_changed_after_it_was_seen_is_refused_by_name_and_the_rest_is_done(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_accounts(&mut owner, 2).await;
        let preview = owner.get(&format!("{BULK}?act=freeze&id=1&id=2&id=3")).await;
        app.clock.advance(Duration::seconds(5));
        assert_eq!(owner.submit("/accounts/2", &[("title", "Another")]).await.status, 303);
        let begun = owner.submit_shown(&preview, BULK, &[], &[]).await;
        assert_eq!(begun.status, 303, "{}", begun.text());
        work(&app).await;
        let page = owner.get("/tasks/1?outcome=refused").await;
        assert_eq!([count(&page, "Done"), count(&page, "Refused")], ["2", "1"]);
        let row = page.rows().concat().join(" | ");
        assert!(row.contains("Another") && row.contains("It was changed after you chose it"), "{row}");
        assert!(!states(&mut owner).await[1].1.contains("Frozen"));
    }

    async fn settings_of_many_are_changed_and_brought_back(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_accounts(&mut owner, 2).await;
        assert_eq!(owner.submit("/tariffs/new", &[("name", "Pro"), ("title", "Pro")]).await.status, 303);
        assert_eq!(owner.submit("/accounts/2", &[("tariff", "Pro")]).await.status, 303);
        let nothing = owner.submit_on(&format!("{BULK}?act=set&id=1&id=2&id=3"), BULK, &[], &[]).await;
        assert_eq!((nothing.status, nothing.field_error("tariff").is_some()), (422, true), "{}", nothing.text());
        begin(&mut owner, "act=set&id=1&id=2&id=3", &[("tariff", "Pro"), ("force_2fa_auth", "1")]).await;
        work(&app).await;
        let set = async |owner: &mut crate::support::client::Client| {
            let mut all = Vec::new();
            for id in 1..=3 {
                let form = owner.get(&format!("/accounts/{id}")).await;
                all.push((form.value_of("tariff").unwrap_or_default(), form.form(&format!("/accounts/{id}")).pairs().iter().any(|(name, _)| name == "force_2fa_auth")));
            }
            all
        };
        let pro = |required| ("2".to_owned(), required);
        assert_eq!(set(&mut owner).await, [pro(true), pro(true), pro(true)]);
        let undoing = owner.submit_on("/tasks/1", "/tasks/1/undo", &[], &[]).await;
        assert_eq!(undoing.location(), "/tasks/2");
        work(&app).await;
        assert_eq!(set(&mut owner).await, [("1".to_owned(), false), pro(false), ("1".to_owned(), false)]);
        let again = owner.get("/tasks/1").await;
        assert!(again.has_text("Undone by job") && !again.body.contains("/tasks/1/undo"), "{}", again.text());
        let record = owner.get("/audit?kind=account&action=update").await;
        assert_eq!(record.texts("td.title").iter().filter(|it| it.contains("takes back record")).count(), 3, "{}", record.text());
    }

    async fn accounts_that_are_frozen_keep_their_reason_where_none_is_given(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_accounts(&mut owner, 1).await;
        assert_eq!(owner.submit("/accounts/1/freeze", &[("reason", "Unpaid since May")]).await.status, 303);
        let preview = owner.get(&format!("{BULK}?act=freeze&id=1&id=2")).await;
        assert_eq!([count(&preview, "Will be changed"), count(&preview, "Already so")], ["1", "1"]);
        begin(&mut owner, "act=freeze&id=1&id=2", &[]).await;
        work(&app).await;
        assert_eq!(owner.get("/accounts/1/freeze").await.value_of("reason").as_deref(), Some("Unpaid since May"));
        let page = owner.get("/tasks/1").await;
        assert_eq!([count(&page, "Done"), count(&page, "Already so")], ["1", "1"]);
    }

    async fn an_undo_leaves_alone_what_somebody_has_changed_since(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_accounts(&mut owner, 1).await;
        begin(&mut owner, "act=freeze&id=1&id=2", &[("reason", "Unpaid")]).await;
        work(&app).await;
        assert_eq!(owner.submit("/accounts/1/freeze", &[("reason", "Something else")]).await.status, 303);
        assert_eq!(owner.submit_on("/tasks/1", "/tasks/1/undo", &[], &[]).await.status, 303);
        work(&app).await;
        let frozen: Vec<bool> = states(&mut owner).await.iter().map(|(_, state)| state.contains("Frozen")).collect();
        assert_eq!(frozen, [true, false]);
        let page = owner.get("/tasks/2").await;
        assert!(page.has_text("It was changed again since"), "{}", page.text());
    }

    async fn deleting_asks_who_one_is_and_is_undone(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_accounts(&mut owner, 1).await;
        app.clock.advance(Duration::minutes(11));
        let asked = owner.get(&format!("{BULK}?act=delete&id=1&id=2")).await;
        assert!(asked.location().starts_with("/prove"), "{} {}", asked.status, asked.location());
        let proven = owner.submit(asked.location(), &[("current_password", crate::support::app::OWNER_PASSWORD)]).await;
        assert_eq!(proven.location(), format!("{BULK}?act=delete&id=1&id=2"), "{}", proven.text());
        begin(&mut owner, "act=delete&id=1&id=2", &[]).await;
        work(&app).await;
        assert_eq!(states(&mut owner).await, []);
        assert_eq!(owner.submit_on("/tasks/1", "/tasks/1/undo", &[], &[]).await.status, 303);
        work(&app).await;
        assert_eq!(states(&mut owner).await.len(), 2);
    }

    async fn nothing_is_begun_when_the_list_is_another_by_then(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_accounts(&mut owner, 1).await;
        let preview = owner.get(&format!("{BULK}?act=freeze&q=firm&all=on")).await;
        let fields = [("title", "Firm 9"), ("name", "a9"), ("tariff", "1"), ("tz", "UTC")];
        assert_eq!(owner.submit("/accounts/new", &fields).await.status, 303);
        let again = owner.submit_shown(&preview, BULK, &[("reason", "Unpaid")], &[]).await;
        assert_eq!(again.status, 409);
        assert!(again.has_text("The list has changed since") && again.has_text("Freeze 2 accounts?"), "{}", again.text());
        assert_eq!(again.value_of("reason").as_deref(), Some("Unpaid"), "nothing typed is lost");
        assert_eq!(owner.get("/tasks/1").await.status, 404);
    }

    async fn many_at_once_are_confirmed_by_their_number(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_accounts(&mut owner, 101).await;
        let asked = format!("{BULK}?act=deactivate&q=firm&all=on");
        let refused = owner.submit_on(&asked, BULK, &[], &[]).await;
        assert_eq!((refused.status, refused.field_error("typed_count").is_some()), (422, true), "{}", refused.text());
        let begun = owner.submit_shown(&refused, BULK, &[("typed_count", "101")], &[]).await;
        assert_eq!(begun.status, 303, "{}", begun.text());
    }

    async fn letters_of_a_job_go_at_the_pace_that_was_asked_for(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_accounts(&mut owner, 1).await;
        for account in [1, 2] {
            let user = [("login", "anna"), ("email", "anna@example.com"), ("send_access_email", crate::support::form::OFF)];
            assert_eq!(owner.submit(&format!("/accounts/{account}/users/new"), &user).await.status, 303);
        }
        begin(&mut owner, "act=deactivate&id=1&id=2", &[("notify_users", ON), ("letters_per_minute", "1")]).await;
        work(&app).await;
        let letters = async |owner: &mut crate::support::client::Client| owner.get("/outbox").await.rows().len();
        assert_eq!(letters(&mut owner).await, 1);
        app.clock.advance(Duration::seconds(59));
        work(&app).await;
        assert_eq!(letters(&mut owner).await, 1);
        app.clock.advance(Duration::seconds(1));
        work(&app).await;
        assert_eq!(letters(&mut owner).await, 2);
        assert!(owner.get("/tasks/1").await.has_text("Completed"));
    }

    async fn whoever_may_not_change_accounts_is_offered_nothing_and_begins_nothing(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_accounts(&mut owner, 1).await;
        let mut sam = crate::login_as::support(&app).await;
        assert!(owner.get("/accounts").await.body.contains("id=\"bulk\""));
        assert!(!sam.get("/accounts").await.body.contains("id=\"bulk\""));
        assert_eq!(sam.get(&format!("{BULK}?act=freeze&id=1")).await.status, 403);
        assert_eq!(sam.post(BULK, &[("act", "freeze"), ("selection", "{\"ids\":[1]}"), ("expect", "1")]).await.status, 403);
        assert_eq!(owner.get(&format!("{BULK}?act=freeze")).await.status, 409, "no row is ticked");
        let crafted = [("act", "freeze"), ("selection", "{\"ids\": \"all\"}"), ("expect", "1")];
        assert_eq!(owner.post(BULK, &crafted).await.status, 400, "a choice that no page made");
        assert_eq!(owner.get(&format!("{BULK}?act=burn&id=1")).await.status, 404);
    }
}
