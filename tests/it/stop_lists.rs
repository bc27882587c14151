//! Stop lists: what is entered of them, who is on them and what is told of that.

mod calls;
mod dump;
mod import;
mod letters;

use crate::admins;
use crate::api::Script;
use crate::both_databases;
use crate::support::answer::Answer;
use crate::support::app::{TestApp, signed_in_owner};
use crate::support::client::Client;
use chrono::Duration;
use serde_json::json;
use steward::housekeeping;

const LOOK_UP: &str = "/stop-lists/look-up";

/// Adds lines to a list in the panel.
pub async fn add(client: &mut Client, list: i64, values: &str) -> Answer {
    client.submit(&format!("/stop-lists/{list}/entries"), &[("values", values), ("reason", "ticket 4711")]).await
}

async fn look_up(client: &mut Client, value: &str) -> Answer {
    client.submit(LOOK_UP, &[("value", value)]).await
}

/// Name, reach and counts of each list.
async fn lists(client: &mut Client) -> Vec<Vec<String>> {
    client.get("/stop-lists").await.rows().into_iter().map(|row| row[..5].to_vec()).collect()
}

both_databases! {
    async fn one_global_list_is_there_from_the_start_and_stays(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        assert_eq!(lists(&mut owner).await, [["Global", "Global", "0", "0", "0"]]);
        let page = owner.get("/stop-lists/1").await;
        assert!(!page.has_link("Delete…"), "{}", page.text());
        let asked = owner.get("/stop-lists/1/delete").await;
        assert!(asked.has_text("The first list is always there") && !asked.body.contains("action=\"/stop-lists/1/delete\""), "{}", asked.text());
        let refused = owner.post("/stop-lists/1/delete", &[("version", "1")]).await;
        assert_eq!(refused.status, 409, "{}", refused.text());
        for (field, value, said) in [("name", "World", "keeps its name"), ("is_global", crate::support::form::OFF, "always global")] {
            let refused = owner.submit("/stop-lists/1", &[(field, value)]).await;
            assert!(refused.status == 422 && refused.field_error(field).is_some_and(|it| it.contains(said)), "{field}: {}", refused.text());
        }
        assert_eq!(owner.submit("/stop-lists/1", &[("description", "Из старой системы")]).await.status, 303);
        assert_eq!(owner.get("/stop-lists/1").await.value_of("description").as_deref(), Some("Из старой системы"));
    }

    async fn a_list_is_made_found_changed_deleted_and_restored(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        for name in ["Конкуренты 50%", "Asked for by sales"] {
            let made = owner.submit("/stop-lists/new", &[("name", name), ("description", "Ромашка")]).await;
            assert_eq!((made.status, made.location()), (303, "/stop-lists"), "{}", made.text());
        }
        for (field, value) in [("name", ""), ("name", "Global"), ("name", " \u{202E}"), ("name", &*"x".repeat(81)), ("description", &*"y".repeat(501))] {
            let mut fields = vec![("name", "Fine"), ("description", "kept")];
            fields.retain(|(name, _)| *name != field);
            fields.push((field, value));
            let refused = owner.submit("/stop-lists/new", &fields).await;
            assert!(refused.status == 422 && refused.field_error(field).is_some(), "{field}: {}", refused.text());
            assert_eq!(refused.value_of(field).as_deref(), Some(value));
        }
        let names = |page: Answer| page.rows().into_iter().map(|row| row[0].clone()).collect::<Vec<_>>();
        assert_eq!(names(owner.get("/stop-lists?q=КУРЕНТЫ").await), ["Конкуренты 50%"]);
        assert_eq!(names(owner.get("/stop-lists?sort=-name").await), ["Конкуренты 50%", "Global", "Asked for by sales"]);
        assert_eq!(add(&mut owner, 2, "anna@example.com").await.status, 303);
        let mine = owner.get("/stop-lists/2").await;
        assert_eq!(owner.clone().submit("/stop-lists/2", &[("name", "Theirs")]).await.status, 303);
        let stale = owner.submit_shown(&mine, "/stop-lists/2", &[("name", "Mine")], &[]).await;
        assert!(stale.status == 409 && stale.rows().iter().any(|row| row == &["Name", "Конкуренты 50%", "Mine", "Theirs"]), "{}", stale.text());
        let deleted = owner.submit("/stop-lists/2/delete", &[]).await;
        assert!(owner.follow(&deleted).await.has_text("It can be restored for 30 days."));
        assert_eq!(lists(&mut owner).await.len(), 2);
        assert!(look_up(&mut owner, "anna@example.com").await.has_text("No: it is on no list."), "a deleted list stops nobody");
        assert_eq!(owner.post("/stop-lists/2/entries", &[("values", "boris@example.com")]).await.status, 409);
        assert_eq!(names(owner.get("/stop-lists?state=deleted").await), ["Theirs"]);
        assert_eq!(owner.submit("/stop-lists/2/restore", &[]).await.status, 303);
        assert!(look_up(&mut owner, "anna@example.com").await.has_text("Yes: it is listed."));
        let record: Vec<String> = owner.get("/audit").await.rows().iter().map(|row| row.join(" | ")).collect();
        for said in ["Restored · stop list", "Deleted · stop list", "Changed · stop list", "Created · stop list", "Entries added · stop list"] {
            assert!(record.iter().any(|line| line.contains(said)), "{said}: {record:#?}");
        }
    }

    async fn a_deleted_list_goes_for_good_after_thirty_days_with_its_entries(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        assert_eq!(owner.submit("/stop-lists/new", &[("name", "Old")]).await.status, 303);
        assert_eq!(add(&mut owner, 2, "anna@example.com\n+49 30 901820").await.status, 303);
        assert_eq!(owner.submit("/stop-lists/2/delete", &[]).await.status, 303);
        app.clock.advance(Duration::days(31));
        housekeeping::step(&app.state).await.expect("it is swept");
        assert_eq!(crate::support::dump::texts(&app, "SELECT name FROM stop_lists").await, ["Global"]);
        assert_eq!(crate::support::dump::texts(&app, "SELECT kind FROM stop_list_entries").await, Vec::<String>::new());
    }

    async fn values_meet_in_every_spelling_and_kinds_are_counted(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let added = add(&mut owner, 1, "Anna@Пример.рф\r\n\r\n+49 (0)30 90-18-20\r\n*.Example.org.\r\nexample.net\r\n23463B99B62A72F26ED677CC556C44E8").await;
        assert_eq!((added.status, added.location()), (303, "/stop-lists/1"), "{}", added.text());
        assert!(owner.follow(&added).await.has_text("“Global”: 5 entries added, 0 updated, 0 there already."));
        assert_eq!(lists(&mut owner).await, [["Global", "Global", "2", "1", "2"]]);
        for value in [
            "anna@xn--e1afmkfd.xn--p1ai", " ANNA@ПРИМЕР.РФ. ", "+4930901820", "+49.30.901820", "any@deep.mail.example.org", "example.org",
            "a@EXAMPLE.net", "EXAMPLE.NET.", "example@example.com", "23463b99b62a72f26ed677cc556c44e8",
        ] {
            let found = look_up(&mut owner, value).await;
            assert!(found.has_text("Yes: it is listed.") && found.has_text("ticket 4711"), "{value}: {}", found.text());
        }
        for value in ["boris@пример.рф", "+4930901821", "a@mail.example.net", "notexample.org", "23463b99b62a72f26ed677cc556c44e9"] {
            let found = look_up(&mut owner, value).await;
            assert!(found.status == 200 && found.has_text("No: it is on no list."), "{value}: {}", found.text());
        }
        let again = add(&mut owner, 1, "anna@пример.рф\nANNA@пример.рф\nnew@example.com").await;
        assert!(owner.follow(&again).await.has_text("1 entry added, 0 updated, 2 there already."));
        let changed = owner.submit("/stop-lists/1/entries", &[("values", "anna@пример.рф"), ("reason", "")]).await;
        assert!(owner.follow(&changed).await.has_text("0 entries added, 1 updated, 0 there already."));
        assert_eq!(lists(&mut owner).await, [["Global", "Global", "3", "1", "2"]]);
    }

    async fn lines_that_are_nothing_are_named_and_nothing_is_added(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let many = (0..1001).map(|n| format!("a{n}@example.com\n")).collect::<String>();
        for (values, said) in [
            ("", "required"),
            ("a@example.com\nnobody\n\n12345\n@x.org", "in lines 2, 4, 5"),
            ("com", "in line 1."),
            (&*many, "At most 1000 at a time."),
        ] {
            let refused = add(&mut owner, 1, values).await;
            let error = refused.field_error("values").unwrap_or_default();
            assert!(refused.status == 422 && (said == "required" || error.contains(said)), "{error}: {}", refused.text().chars().take(300).collect::<String>());
            assert!(!error.is_empty());
        }
        for reason in ["asked by bob@example.net", "She is A@example.com", "all of A@EXAMPLE.com!", &"r".repeat(201)] {
            let refused = owner.submit("/stop-lists/1/entries", &[("values", "a@example.com"), ("reason", reason)]).await;
            assert!(refused.status == 422 && refused.field_error("reason").is_some(), "{reason}: {}", refused.text());
            assert_eq!(refused.value_of("values").as_deref(), Some("a@example.com"), "what was typed is kept");
        }
        assert_eq!(lists(&mut owner).await, [["Global", "Global", "0", "0", "0"]]);
        assert_eq!(look_up(&mut owner, "not a value").await.status, 422);
        assert_eq!(owner.get("/stop-lists/9/entries").await.status, 404);
    }

    async fn an_entry_is_removed_with_a_reason_and_a_complaint_when_somebody_is_sure(app: TestApp) {
        let mut script = Script::new(&app).await;
        script.ok("stop_lists/add", json!({"id": 1, "values": ["anna@example.com"], "source": "complaint"})).await;
        script.ok("stop_lists/add", json!({"id": 1, "values": ["boris@example.com"], "source": "hard_bounce"})).await;
        let owner = &mut script.owner;
        let found = look_up(owner, "anna@example.com").await;
        assert!(found.has_text("Complaint"), "{}", found.text());
        let remove = found.link("Remove entry…");
        let page = owner.get(&remove).await;
        let path = "/stop-lists/1/remove";
        let unsaid = owner.submit_shown(&page, path, &[("reason", " ")], &[]).await;
        assert!(unsaid.status == 422 && unsaid.field_error("reason").is_some(), "{}", unsaid.text());
        let named = owner.submit_shown(&page, path, &[("reason", "anna@example.com asks"), ("sure", "on")], &[]).await;
        assert!(named.status == 422 && named.field_error("reason").is_some(), "{}", named.text());
        let unsure = owner.submit_shown(&page, path, &[("reason", "asked twice")], &[]).await;
        assert!(unsure.status == 422 && unsure.field_error("sure").is_some(), "{}", unsure.text());
        let gone = owner.submit_shown(&page, path, &[("reason", "asked twice"), ("sure", "on")], &[]).await;
        assert_eq!(gone.status, 303, "{}", gone.text());
        assert!(look_up(owner, "anna@example.com").await.has_text("No: it is on no list."));
        assert_eq!(owner.get(&remove).await.status, 404);
        let other = look_up(owner, "boris@example.com").await.link("Remove entry…");
        let page = owner.get(&other).await;
        assert!(!page.body.contains("name=\"sure\""), "only a complaint asks a second time");
        assert_eq!(owner.submit_shown(&page, path, &[("reason", "typo")], &[]).await.status, 303);
        assert_eq!(lists(owner).await, [["Global", "Global", "0", "0", "0"]]);
        for wrong in ["", "?entry=", "?entry=zz", &format!("?entry={}", "ж".repeat(32)), &format!("?entry={}", "0".repeat(64))] {
            assert_eq!(owner.get(&format!("{path}{wrong}")).await.status, 404, "{wrong}");
        }
        let record = script.record(1).await;
        assert_eq!((&record[0][0], &record[0][1], &record[0][3]["reason"]["new"]), (&json!("remove-entries"), &json!("stop_list"), &json!("typo")));
    }

    async fn who_may_not_change_may_look_up_and_sees_no_button(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        add(&mut owner, 1, "anna@example.com").await;
        for role in ["auditor", "support", "manager"] {
            let mut other = admins::signed_in_admin(&app, &mut owner, &format!("sam-{role}"), role).await;
            let edits = role == "manager";
            let list = other.get("/stop-lists").await;
            assert_eq!((list.status, list.has_link("Create")), (200, edits), "{role}");
            let found = look_up(&mut other, "anna@example.com").await;
            assert_eq!((found.status, found.has_link("Remove entry…")), (200, edits), "{role}: {}", found.text());
            let page = other.get("/stop-lists/1").await;
            assert_eq!((page.status, page.has_link("Add entries…")), (200, edits), "{role}");
            let status = other.get("/stop-lists/1/entries").await.status;
            assert_eq!(status, if edits { 200 } else { 403 }, "{role}");
            if !edits {
                assert_eq!(other.post("/stop-lists/1/entries", &[("values", "x@example.com")]).await.status, 403);
                assert_eq!(other.post("/stop-lists/1/remove", &[("entry", "00"), ("reason", "x")]).await.status, 403);
            }
        }
    }

    async fn look_ups_are_paced_and_on_the_record_without_the_value(app: TestApp) {
        let mut script = Script::new(&app).await;
        add(&mut script.owner, 1, "anna@example.com").await;
        for _ in 0..60 {
            assert_eq!(look_up(&mut script.owner, "Anna@Example.com").await.status, 200);
        }
        let late = look_up(&mut script.owner, "anna@example.com").await;
        assert!(late.status == 429 && late.has_text("60 look-ups a minute are the most"), "{}", late.text());
        app.clock.advance(Duration::minutes(1));
        assert_eq!(look_up(&mut script.owner, "nobody@example.com").await.status, 200);
        let record = script.record(3).await;
        let told = |at: usize, field: &str| record[at][3][field]["new"].as_str().unwrap_or_default().to_owned();
        assert_eq!(record.iter().map(|it| it[0].clone()).collect::<Vec<_>>(), ["look-up", "look-up", "look-up"]);
        assert_eq!([told(1, "listed"), told(2, "listed"), told(1, "kind_of")], ["yes", "no", "email"]);
        assert_eq!((told(0, "entries"), told(1, "entries").len()), (told(1, "entries"), 16));
        assert_ne!(told(1, "entries"), told(2, "entries"));
        let shown = script.owner.get("/audit").await;
        assert!(shown.has_text("Looked up · stop list") && !shown.has_text("anna@example.com"), "{}", shown.text());
    }
}
