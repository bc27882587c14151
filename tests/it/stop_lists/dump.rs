//! Nobody who has the database has the addresses.

use super::{add, look_up};
use crate::api::Script;
use crate::both_databases;
use crate::support::app::{OWNER_PASSWORD, TestApp};
use crate::support::database::Engine;
use crate::support::dump::{dump, texts};
use md5::{Digest, Md5};
use serde_json::json;
use std::sync::Arc;
use steward::config::Config;
use steward::key;
use steward::mail::Transport;
use steward::state::State;

fn md5(text: &str) -> String {
    Md5::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A hundred of each, added, asked for and refused in every way there is.
async fn listed(app: &TestApp) -> (Script, Vec<String>) {
    let mut script = Script::new(app).await;
    let all: Vec<String> = (0..100).map(|n| format!("person.{n}@listed-{n}.example.com")).collect();
    assert_eq!(add(&mut script.owner, 1, &all[..40].join("\n")).await.status, 303);
    let keyed = [("idempotency-key", "once")];
    let by_call = json!({"id": 1, "values": all[40..]});
    assert_eq!(script.json_with("stop_lists/add", &keyed, by_call).await.status, 200);
    let check = json!({"values": all});
    assert_eq!(script.json_with("stop_lists/check", &[("idempotency-key", "twice")], check).await.status, 200);
    // What was brought in and waits for its job.
    script.ok("stop_lists/import", json!({"id": 1, "values": all[..10]})).await;
    for value in &all[..3] {
        assert_eq!(look_up(&mut script.owner, value).await.status, 200);
    }
    // A form that waits for its person is sealed.
    let mut late = script.owner.clone();
    let page = late.get("/stop-lists/1/entries").await;
    app.execute("DELETE FROM sessions").await;
    let asked = late.submit_shown(&page, "/stop-lists/1/entries", &[("values", &all[5])], &[]).await;
    assert_eq!(asked.status, 303);
    (script, all)
}

/// Whether a piece of text is anywhere in the database, as text or as bytes.
async fn found(app: &TestApp, sought: &[String]) -> Vec<String> {
    let all: Vec<String> = dump(app, &[]).await.into_values().flatten().map(|row| row.to_lowercase()).collect();
    assert!(all.iter().any(|row| row.contains("global")), "the dump has the lists in it");
    let hex = |text: &String| text.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
    let is_there = |text: &String| all.iter().any(|row| row.contains(text.as_str()) || row.contains(&hex(text)));
    sought.iter().filter(|it| is_there(it)).cloned().collect()
}

both_databases! {
    async fn a_dump_tells_no_address_and_no_md5_of_one(app: TestApp) {
        let (_, all) = listed(&app).await;
        let md5s: Vec<String> = all.iter().map(|it| md5(it)).collect();
        assert_eq!(texts(&app, "SELECT CAST(count(*) AS TEXT) FROM stop_list_entries").await, ["100"]);
        assert_eq!(found(&app, &[all, md5s].concat()).await, Vec::<String>::new());
    }

    async fn where_md5s_are_kept_they_are_sealed(engine: Engine) {
        let app = TestApp::spawn_with(engine, |config| config.stop_list_md5 = true).await;
        let (mut script, all) = listed(&app).await;
        let md5s: Vec<String> = all.iter().map(|it| md5(it)).collect();
        for _ in 0..2 {
            let out = script.json_with("stop_lists/export", &[("idempotency-key", "out")], json!({"id": 1})).await;
            assert!(out.status == 200 && out.body.contains(&md5s[0]), "{}", out.body);
        }
        assert_eq!(texts(&app, "SELECT CAST(count(md5_sealed) AS TEXT) FROM stop_list_entries").await, ["100"]);
        assert_eq!(found(&app, &[all, md5s].concat()).await, Vec::<String>::new());
    }

    async fn md5s_are_kept_of_what_is_added_again_once_the_setting_says_so(app: TestApp) {
        let mut script = Script::new(&app).await;
        script.ok("stop_lists/add", json!({"id": 1, "values": ["anna@example.com"]})).await;
        let keeping = app.beside(|config| config.stop_list_md5 = true).await;
        script.client = keeping.client();
        script.ok("stop_lists/add", json!({"id": 1, "values": ["boris@example.com"], "source": "complaint"})).await;
        app.execute("UPDATE stop_list_entries SET md5_sealed = NULL").await;
        script.ok("stop_lists/add", json!({"id": 1, "values": ["boris@example.com"], "source": "hard_bounce"})).await;
        let sources = texts(&app, "SELECT source FROM stop_list_entries WHERE md5_sealed IS NOT NULL").await;
        assert_eq!(sources, ["complaint"], "a complaint that gains its MD5 stays one");
        app.execute("DELETE FROM stop_list_entries WHERE source = 'complaint'").await;
        let again = json!({"id": 1, "values": ["anna@example.com"]});
        assert_eq!(script.ok("stop_lists/add", again.clone()).await["data"]["updated"], 1);
        assert_eq!(script.ok("stop_lists/add", again).await["data"]["duplicated"], 1);
        let kept = async || texts(&app, "SELECT CAST(count(md5_sealed) AS TEXT) FROM stop_list_entries").await;
        assert_eq!(kept().await, ["1"]);
        steward::housekeeping::step(&keeping.state).await.expect("the database answers");
        assert_eq!(kept().await, ["1"]);
        steward::housekeeping::step(&app.state).await.expect("the database answers");
        assert_eq!(kept().await, ["0"], "where none are kept any more, those that there are go");
    }

    async fn two_nodes_and_a_restart_know_the_same_entries(app: TestApp) {
        let mut script = Script::new(&app).await;
        let other = app.beside(|_| {}).await;
        let asked = json!({"values": ["anna@example.com"]});
        script.client = other.client();
        assert_eq!(script.ok("stop_lists/check", asked.clone()).await["data"][0]["outcome"], "not_listed");
        script.client = app.client();
        script.ok("stop_lists/add", json!({"id": 1, "values": ["Anna@example.com"]})).await;
        for node in [&other, &app.beside(|_| {}).await] {
            script.client = node.client();
            assert_eq!(script.ok("stop_lists/check", asked.clone()).await["data"][0]["outcome"], "listed");
        }
    }

    async fn with_a_lost_key_the_entries_go_when_somebody_says_so(app: TestApp) {
        let (_, all) = listed(&app).await;
        let other = tempfile::tempdir_in(crate::support::scratch::folder()).expect("the scratch folder can be written");
        let config = || Config::for_tests(&app.database_url, other.path()).expect("the settings of tests are in order");
        let told = key::forget(config(), app.clock.clone(), false).await.expect("it is looked at");
        assert!(told.lines.iter().any(|line| line.contains("100 entries, to be imported again")), "{:?}", told.lines);
        assert_eq!(texts(&app, "SELECT CAST(count(*) AS TEXT) FROM stop_list_entries").await, ["100"], "nothing is lost before somebody says so");
        let gone = key::forget(config(), app.clock.clone(), true).await.expect("it is done");
        assert!(gone.sound, "{:?}", gone.lines);
        assert_eq!(texts(&app, "SELECT CAST(count(*) AS TEXT) FROM stop_list_imports").await, ["0"], "what waits is of the lost key, too");
        assert_eq!(texts(&app, "SELECT CAST(emails AS TEXT) FROM stop_lists").await, ["0"]);
        assert_eq!(texts(&app, "SELECT changes FROM audit WHERE action = 'forget-key' AND object_kind = 'stop_list'").await.len(), 1);
        let state: Arc<State> = State::open(config(), app.clock.clone(), Transport::None).await.expect("it starts with its new key");
        drop(state);
        let node = app.with_key_in(other.path()).await;
        let mut owner = crate::login_as::signed_in(&node, "/sign-in", "owner", OWNER_PASSWORD).await;
        assert!(look_up(&mut owner, &all[0]).await.has_text("No: it is on no list."));
        assert_eq!(add(&mut owner, 1, &all[0]).await.status, 303);
        assert!(look_up(&mut owner, &all[0]).await.has_text("Yes: it is listed."));
    }
}
