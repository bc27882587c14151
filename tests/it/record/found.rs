//! How the record is found: each filter, periods, networks, one record, files.

use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::database::Engine;
use chrono::Duration;
use steward::db::{One, Statement};
use steward::housekeeping;

/// 2,400 records from a month before to an hour ago, by people, programs and strangers, from two networks.
const MANY: &str = "INSERT INTO audit (at, actor_kind, actor_name, visit_id, ip, user_agent, request_id, action, object_kind, object_id, object_name, account_id, changes)
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 2399)
    SELECT t.at, CASE i % 5 WHEN 0 THEN 'system' WHEN 1 THEN 'token' ELSE 'admin' END, 'who' || (i % 7), CASE WHEN i % 50 = 0 THEN i % 3 + 1 END,
      CASE WHEN i % 2 = 0 THEN '10.1.' || (i % 4) || '.7' ELSE '2001:db8::' || (i % 4) END, 'made', 'r' || (i / 3), CASE WHEN i % 11 = 0 THEN 'refused' WHEN i % 3 = 0 THEN 'delete' ELSE 'update' END,
      CASE WHEN i % 4 = 0 THEN 'tariff' ELSE 'account' END, i % 13, 'thing ' || i, 1 + i % 2, '[[\"title\",\"a\",\"b\"]]'
    FROM n JOIN days t ON t.n = i / 80";

async fn filled(app: &TestApp) -> Client {
    let owner = owner_of_acme(app).await;
    app.execute("CREATE TABLE days (n BIGINT PRIMARY KEY NOT NULL, at TEXT NOT NULL)").await;
    let mut conn = app.state.db.begin().await.expect("it answers");
    for day in 0..30_i64 {
        let at = app.clock.now() - Duration::hours(24 * (30 - day) - 23);
        let row = Statement::new("INSERT INTO days VALUES ($1, $2)")
            .bind(day)
            .bind(at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, false));
        conn.execute(row).await.expect("it is written");
    }
    conn.commit().await.expect("it is kept");
    match app.engine {
        Engine::Sqlite => app.execute(MANY).await,
        Engine::Postgres => {
            app.execute("ALTER TABLE days ALTER COLUMN at TYPE TIMESTAMPTZ USING at::timestamptz").await;
            app.execute(MANY).await;
        }
    }
    app.execute("UPDATE audit SET at = (SELECT at FROM days WHERE n = 0) WHERE user_agent <> 'made'").await;
    owner
}

/// How many rows the page says that there are.
async fn count(owner: &mut Client, query: &str) -> usize {
    let file = owner.get(&format!("/audit/export?format=jsonl&{query}")).await;
    assert_eq!(file.status, 200, "{query}: {}", file.text());
    file.body.lines().filter(|line| line.contains("\"made\"")).count()
}

async fn number(app: &TestApp, text: &'static str) -> i64 {
    let mut conn = app.state.db.conn().await.expect("it answers");
    conn.fetch_one::<One<i64>>(Statement::new(text)).await.expect("a number").0
}

both_databases! {
    async fn each_filter_leaves_what_fits_with_spans_and_without(app: TestApp) {
        let mut owner = filled(&app).await;
        app.execute("UPDATE audit SET mark = 'factor' WHERE id % 100 = 0").await;
        let expected = [
            ("period=all", 2400), ("period=all&marked=1", 24),
            ("period=all&by=token", 480), ("period=all&by=system", 480), ("period=all&who=who3", 343), ("period=all&kind=tariff", 600), ("period=all&kind=account", 1800),
            ("period=all&action=delete", 727), ("period=all&refused=1", 219), ("object=5&kind=account", 139), ("visit=1", 16), ("account=2", 1200), ("period=all&ip=10.1.2.7", 600),
            ("period=all&ip=10.0.0.0/8", 1200), ("period=all&ip=10.1.2.0/24", 600), ("period=all&ip=2001:db8::/32", 1200), ("period=all&ip=192.0.2.0/24", 0),
            ("", 560), ("from=2026-02-10&to=2026-02-11", 160), ("from=2026-02-10&to=2026-02-10&by=token", 16), ("to=2026-02-05", 400), ("from=2026-02-28", 240), ("from=2026-02-11&to=2026-02-10", 0),
        ];
        for spans in [0, 2] {
            assert_eq!(number(&app, "SELECT count(*) FROM audit_spans").await, spans);
            for (query, rows) in expected {
                assert_eq!(count(&mut owner, query).await, rows, "{query} with {spans} spans");
            }
            housekeeping::step(&app.state).await.expect("it sweeps");
        }
        let spans = number(&app, "SELECT count(*) FROM audit_spans WHERE last_id - first_id >= 999").await;
        assert_eq!(spans, 2, "what is not an hour old is in none");
    }

    async fn what_is_there_by_a_clock_that_was_set_back_is_found(app: TestApp) {
        let mut owner = filled(&app).await;
        app.execute("UPDATE audit SET at = (SELECT at FROM days WHERE n = 2) WHERE object_name = 'thing 2390'").await;
        app.execute("UPDATE audit SET at = (SELECT at FROM days WHERE n = 29) WHERE object_name = 'thing 3'").await;
        housekeeping::step(&app.state).await.expect("it sweeps");
        assert_eq!(number(&app, "SELECT count(*) FROM audit_spans").await, 2);
        for (query, name) in [("to=2026-02-05", "\"thing 2390\""), ("from=2026-03-02", "\"thing 3\"")] {
            let file = owner.get(&format!("/audit/export?format=jsonl&{query}")).await;
            assert!(file.body.contains(name), "{name} by {query}");
        }
        assert_eq!((count(&mut owner, "to=2026-02-05").await, count(&mut owner, "from=2026-03-02").await), (400, 80));
    }

    async fn a_page_is_of_the_last_days_and_says_so(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        assert!(owner.get("/audit").await.has_text("The last 7 days."));
        app.clock.advance(Duration::days(9));
        let mut owner = app.client();
        crate::record::undone::signed_in_again(&mut owner).await;
        let page = owner.get("/audit?kind=tariff").await;
        assert!(page.has_text("Nothing in this time") && page.rows().is_empty(), "{}", page.text());
        let back = page.elements(".empty a").concat();
        assert!(back.contains("period=all") && back.contains("kind=tariff"), "what was asked for is kept: {back}");
        assert_eq!(owner.get("/audit?kind=tariff&period=all").await.rows().len(), 1);
        assert_eq!(owner.get("/audit?kind=tariff&object=1").await.rows().len(), 1, "of one object all there is");
        let history = owner.get("/accounts/1/history").await;
        assert!(!history.rows().is_empty() && !history.has_text("The last 7 days."), "{}", history.text());
    }

    async fn what_cannot_be_read_is_said_and_comes_back_as_typed(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        for (query, said) in [("ip=10.0.0.0/99", "Address or network"), ("from=yesterday", "From"), ("to=2026-02-31", "to"), ("object=x", "Object by number"), ("visit=-", "Visit by number"), ("account=acme", "Account by number")] {
            let page = owner.get(&format!("/audit?period=all&{query}")).await;
            assert_eq!(page.status, 200, "{query}");
            assert!(page.texts(".note").iter().any(|note| note.contains(said)), "{query}: {:?}", page.texts(".note"));
        }
        let page = owner.get("/audit?ip=10.0.0.0%2F99&who=%3Cb%3E&from=2026-02-01&by=token&refused=1&action=delete").await;
        for (name, value) in [("ip", "10.0.0.0/99"), ("who", "<b>"), ("from", "2026-02-01"), ("by", "token"), ("action", "delete")] {
            assert_eq!(page.value_of(name).as_deref(), Some(value), "{name}");
        }
    }

    async fn one_record_says_all_of_it_and_leads_on(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let long = "x".repeat(120);
        assert_eq!(owner.submit("/tariffs/1", &[("title", &long), ("max_users", "5")]).await.status, 303);
        let id = number(&app, "SELECT max(id) FROM audit").await;
        let page = owner.get(&format!("/audit/{id}")).await;
        let values: Vec<Vec<String>> = page.rows().into_iter().map(|row| row[1..].to_vec()).collect();
        assert_eq!(values, [["Basic", long.as_str()], ["∅", "5"]], "{}", page.text());
        assert!(page.elements("form button").concat().contains("Undo"), "{}", page.text());
        let undone = owner.submit_shown(&page, &format!("/audit/{id}/undo"), &[], &[]).await;
        assert_eq!((undone.status, undone.location()), (303, format!("/audit/{id}").as_str()), "{}", undone.text());
        let page = owner.get(&format!("/audit/{id}")).await;
        assert!(page.has_text("Taken back by") && page.has_link(&format!("Record {}", id + 1)), "{}", page.text());
        let back = owner.get(&format!("/audit/{}", id + 1)).await;
        assert!(back.has_text("Takes back") && back.has_link(&format!("Record {id}")), "{}", back.text());
        assert_eq!(owner.get("/audit/999999").await.status, 404);
        assert_eq!(owner.get("/audit/x").await.status, 404);
        app.execute("UPDATE audit SET request_id = 'same' WHERE id <= 3").await;
        let first = owner.get("/audit/2").await;
        assert_eq!(first.texts(".lines li").len(), 2, "{}", first.text());
        assert!(first.texts(".hint").concat().len() > 10, "what is not taken back says why: {}", first.text());
    }

    async fn lines_of_json_are_objects_of_what_is_filtered(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        assert_eq!(owner.submit("/tariffs/1", &[("title", "=1+1")]).await.status, 303);
        let file = owner.get("/audit/export?format=jsonl&kind=tariff&action=update").await;
        assert_eq!(file.header("content-type"), "application/jsonl; charset=utf-8");
        assert!(file.header("content-disposition").contains(".jsonl"));
        let lines: Vec<serde_json::Value> = file.body.lines().map(|line| serde_json::from_str(line).expect("an object")).collect();
        assert_eq!(lines.len(), 1, "{}", file.body);
        assert_eq!((&lines[0]["object_kind"], &lines[0]["object_id"], &lines[0]["changes"]), (&"tariff".into(), &1.into(), &serde_json::json!([["title", "Basic", "=1+1"]])));
        assert_eq!(owner.get("/audit/export?format=json").await.status, 400);
        assert!(owner.get("/audit").await.has_text("jsonl"), "the file is on the record");
    }

    async fn a_program_asks_for_a_period(app: TestApp) {
        let mut script = crate::api::Script::new(&app).await;
        let all = script.ok("audit/list", serde_json::json!({})).await["data"].as_array().expect("rows").len();
        app.clock.advance(Duration::minutes(5));
        script.ok("tariffs/save", serde_json::json!({"name": "Later", "title": "Later"})).await;
        let rows = async |script: &mut crate::api::Script, ask: serde_json::Value| script.ok("audit/list", ask).await["data"].as_array().expect("rows").len();
        assert_eq!(rows(&mut script, serde_json::json!({"from": "2026-03-02T12:05:00Z"})).await, 1);
        assert_eq!(rows(&mut script, serde_json::json!({"to": "2026-03-02T12:05:00Z"})).await, all);
        assert_eq!(rows(&mut script, serde_json::json!({"from": "2026-03-02T14:04:59+02:00", "to": "2026-03-02T12:06:00Z"})).await, 1);
        for ask in [serde_json::json!({"from": "yesterday"}), serde_json::json!({"to": "2026-13-01T00:00:00Z"})] {
            assert_eq!(script.refused("audit/list", ask).await.0, 422);
        }
    }
}
