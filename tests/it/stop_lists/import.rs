//! Files of values brought in, and hashes taken out.

use super::{add, lists, look_up};
use crate::api::Script;
use crate::both_databases;
use crate::jobs::work;
use crate::support::answer::Answer;
use crate::support::app::{TestApp, signed_in_owner};
use crate::support::client::{Client, File};
use crate::support::database::Engine;
use crate::support::dump::texts;
use chrono::Duration;
use serde_json::{Value, json};
use steward::housekeeping;

const PAGE: &str = "/stop-lists/1/import";

async fn import(client: &mut Client, fields: &[(&str, &str)], content: &[u8]) -> Answer {
    client.get(PAGE).await;
    let file = File { field: "file", name: "stop.csv", content_type: "text/csv", bytes: content };
    client.post_multipart(PAGE, fields, &[file]).await
}

/// The counts of a page that says what became of a file: imported, updated, there already, refused.
fn counts(page: &Answer) -> Vec<String> {
    let text = page.text();
    let after = |label: &str| {
        text.split(label)
            .nth(1)
            .unwrap_or_default()
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .chars()
            .take_while(char::is_ascii_digit)
            .collect::<String>()
    };
    ["Imported", "Updated", "There already", "Lines refused"].map(after).into()
}

both_databases! {
    async fn a_file_is_read_however_it_was_written_and_counted(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        add(&mut owner, 1, "there@example.com\nother@example.com").await;
        let text = "\u{FEFF}email;name\r\nAnna@Example.com;Anna\r\n\r\n\"boris@пример.рф\",x\r\n*.example.net.\r\n+49 (0)30 90 18 20\r\n23463B99B62A72F26ED677CC556C44E8\r\nthere@example.com\r\nanna@EXAMPLE.com.\r\nnobody\r\n192.0.2.1\r\nlast@example.com";
        let begun = import(&mut owner, &[("kind", "email"), ("reason", "ticket 4711")], text.as_bytes()).await;
        assert_eq!((begun.status, begun.location()), (303, "/stop-lists/1/import/1"), "{}", begun.text());
        assert!(owner.follow(&begun).await.has_text("8 values read"));
        work(&app).await;
        let page = owner.get("/stop-lists/1/import/1").await;
        assert_eq!(counts(&page), ["6", "1", "1", "2"], "{}", page.text());
        assert_eq!(page.rows(), [["10", "This is neither an email address, a phone number, a domain nor an MD5."], ["11", "This is not a phone number with its country code."]]);
        assert_eq!(lists(&mut owner).await[0][2..], ["6", "1", "1"]);
        for value in ["anna@example.com", "BORIS@xn--e1afmkfd.xn--p1ai", "x@deep.example.net", "+4930901820", "example@example.com", "last@example.com"] {
            let found = look_up(&mut owner, value).await;
            assert!(found.has_text("Yes: it is listed.") && found.has_text("Import"), "{value}: {}", found.text());
        }
        let file = owner.get("/stop-lists/1/import/1/export?format=csv").await;
        assert!(file.body.contains("10,stop-domain") && file.body.contains("11,stop-phone"), "{}", file.body);
        let record: Vec<String> = owner.get("/audit").await.rows().iter().map(|row| row.join(" | ")).collect();
        assert!(record.iter().any(|line| line.contains("Import of entries begun · stop list")), "{record:#?}");
        assert_eq!(texts(&app, "SELECT CAST(count(*) AS TEXT) FROM stop_list_import_parts").await, ["0"], "what waited is gone");
        assert_eq!(owner.get("/stop-lists/2/import/1").await.status, 404);
    }

    async fn what_is_brought_in_again_is_there_already_or_updated(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        for (reason, became) in [("one", ["2", "0", "0", "0"]), ("one", ["0", "0", "2", "0"]), ("two", ["0", "2", "0", "0"])] {
            let begun = import(&mut owner, &[("reason", reason)], b"a@example.com\nb@example.com\n").await;
            work(&app).await;
            let page = owner.get(begun.location()).await;
            assert_eq!(counts(&page), became, "{reason}: {}", page.text());
        }
        assert_eq!(lists(&mut owner).await[0][2..], ["2", "0", "0"]);
    }

    async fn a_file_with_nothing_in_it_is_refused_in_its_place(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        for (content, said) in [(&b""[..], "empty"), (b"\r\n\r\n", "no value"), (b"nobody\nnothing\n", "its 2 lines"), (&[0xFF, 0xFE, 0x61, 0x00][..], "no value")] {
            let refused = import(&mut owner, &[("reason", "kept")], content).await;
            let error = refused.field_error("file").unwrap_or_default();
            assert!(refused.status == 422 && error.contains(said), "{said}: {error}: {}", refused.text());
            assert_eq!(refused.value_of("reason").as_deref(), Some("kept"));
        }
        owner.get(PAGE).await;
        let none = owner.post_multipart(PAGE, &[("reason", "x@example.com")], &[]).await;
        assert!(none.status == 422 && none.field_error("file").is_some() && none.field_error("reason").is_some(), "{}", none.text());
        assert_eq!(texts(&app, "SELECT CAST(count(*) AS TEXT) FROM stop_list_imports").await, ["0"]);
        assert_eq!(import(&mut owner, &[("kind", "fax")], b"a@example.com").await.status, 422);
    }

    async fn a_job_that_a_node_left_goes_on_and_counts_each_line_once(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let lines: String = (0..12_000).map(|n| format!("person{n}@example.com\r\n")).collect();
        let begun = import(&mut owner, &[], lines.as_bytes()).await;
        assert_eq!(begun.status, 303, "{}", begun.text());
        assert_eq!(texts(&app, "SELECT CAST(count(*) AS TEXT) FROM stop_list_import_parts").await, ["3"]);
        // Another node takes it, and nothing that was committed is done again.
        let other = app.beside(|_| {}).await;
        steward::jobs::step(&other.state).await.expect("a turn");
        work(&app).await;
        let page = owner.get(begun.location()).await;
        assert_eq!(counts(&page)[..1], ["12"], "12,000: {}", page.text());
        assert_eq!(lists(&mut owner).await[0][2], "12,000");
    }

    async fn a_list_that_is_deleted_meanwhile_takes_nothing_more(app: TestApp) {
        let mut script = Script::new(&app).await;
        let list = script.saved("stop_lists/save", json!({"name": "Sales"})).await["saved_id"].clone();
        let begun = script.ok("stop_lists/import", json!({"id": list, "values": ["a@example.com", "?"]})).await["data"].clone();
        assert_eq!((&begun["entries"], &begun["refused"]), (&json!(1), &json!(1)));
        assert_eq!(script.owner.submit("/stop-lists/2/delete", &[]).await.status, 303);
        work(&app).await;
        let job = script.ok("jobs/get", json!({"id": begun["job_id"]})).await["data"].clone();
        assert_eq!((&job["status"], &job["refused"]), (&json!("completed"), &json!(1)), "{job}");
        assert_eq!(texts(&app, "SELECT CAST(count(*) AS TEXT) FROM stop_list_entries").await, ["0"]);
        app.clock.advance(Duration::days(31));
        housekeeping::step(&app.state).await.expect("it is swept");
        assert_eq!(texts(&app, "SELECT CAST(count(*) AS TEXT) FROM stop_list_imports").await, ["0"]);
    }

    async fn hashes_are_taken_out_with_a_fresh_proof_and_on_the_record(app: TestApp) {
        let mut script = Script::new(&app).await;
        script.ok("stop_lists/add", json!({"id": 1, "values": ["anna@example.com", "+4930901820"]})).await;
        let file = script.owner.get("/stop-lists/1/entries/export?format=csv").await;
        assert_eq!(file.status, 200, "{}", file.text());
        assert!(file.body.contains("kind,hash,source,since") && file.body.lines().count() == 3 && !file.body.contains("example"), "{}", file.body);
        let phones = script.owner.get("/stop-lists/1/entries/export?format=csv&kind=phone").await;
        assert!(phones.body.lines().count() == 2 && phones.body.contains("phone,"), "{}", phones.body);
        assert_eq!(script.record(1).await[0][0], "export");
        let all = script.ok("stop_lists/export", json!({"id": "Global", "limit": 1})).await;
        assert_eq!((&all["total_count"], &all["data"][0]["md5"], all["data"][0]["hash"].as_str().map(str::len)), (&json!(2), &Value::Null, Some(64)));
        let rest = script.ok("stop_lists/export", json!({"id": 1, "from_id": all["next_from_id"]})).await;
        assert_eq!(rest["data"][0]["kind"], "phone");
        assert_eq!(script.ok("stop_lists/export", json!({"id": 1, "kind": "domain"})).await["total_count"], 0);
        app.clock.advance(Duration::minutes(11));
        let asked = script.owner.get("/stop-lists/1/entries/export?format=csv").await;
        assert!(asked.status == 303 && asked.location().starts_with("/prove"), "{} {}", asked.status, asked.location());
    }

    async fn md5s_are_taken_out_where_they_are_kept(engine: Engine) {
        let app = TestApp::spawn_with(engine, |config| config.stop_list_md5 = true).await;
        let mut script = Script::new(&app).await;
        let begun = import(&mut script.owner, &[], b"example@example.com\nanna@example.com\n").await;
        assert_eq!(begun.status, 303, "{}", begun.text());
        work(&app).await;
        let file = script.owner.get("/stop-lists/1/entries/export?format=csv").await;
        assert!(file.body.contains("kind,hash,md5,source,since") && file.body.contains(",23463b99b62a72f26ed677cc556c44e8,import,"), "{}", file.body);
        let rows = script.ok("stop_lists/export", json!({"id": 1})).await["data"].clone();
        assert_eq!(rows[0]["md5"], "23463b99b62a72f26ed677cc556c44e8");
    }
}
