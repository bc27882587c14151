//! Numbers without gaps in the order of commits, whoever writes at the same time.

use super::{count, note, record, said, seal, seal_what_can_be, steward};
use crate::api::Script;
use crate::both_databases;
use crate::support::app::{TestApp, run};
use crate::support::database::Engine;
use crate::support::dump::texts;
use chrono::Duration;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use steward::change::store::About;
use steward::change::{Actor, Change};

/// Reads on from where the last page ended; the names.
async fn followed(script: &mut Script, from: &mut i64) -> Vec<String> {
    let mut names = Vec::new();
    loop {
        let page = script
            .ok("audit/list", json!({"from_seq": *from, "limit": 2, "object_kind": "tariff", "object_id": 7}))
            .await;
        let rows = page["data"].as_array().expect("rows").clone();
        names.extend(rows.iter().filter_map(|row| row["object_name"].as_str().map(str::to_owned)));
        *from = rows.last().and_then(|row| row["seq"].as_i64()).map_or(*from, |seq| seq + 1);
        match page.get("next_from_seq") {
            Some(next) => assert!(next.as_i64() >= Some(*from), "{page}"),
            None => return names,
        }
    }
}

/// Without time going on.
async fn wait_and_seal(app: &TestApp) {
    while count(app, "SELECT CAST(count(*) AS TEXT) FROM audit WHERE seq IS NULL").await > 0 {
        while steward::sealing::step(&app.state).await.expect("it seals") {}
    }
}

both_databases! {
    async fn a_record_gets_its_number_when_it_is_sealed(app: TestApp) {
        let mut script = Script::new(&app).await;
        let rows = |page: Value| page["data"].as_array().expect("rows").clone();
        let unsealed = rows(script.ok("audit/list", json!({})).await);
        assert!(unsealed.iter().all(|row| row["seq"].is_null()) && !unsealed.is_empty(), "{unsealed:?}");
        assert!(rows(script.ok("audit/list", json!({"from_seq": 1})).await).is_empty());
        seal(&app).await;
        let sealed = rows(script.ok("audit/list", json!({"from_seq": 1})).await);
        let numbers: Vec<i64> = sealed.iter().filter_map(|row| row["seq"].as_i64()).collect();
        assert_eq!(numbers, (1..=unsealed.len() as i64).collect::<Vec<_>>());
        let next = sealed[1]["id"].clone();
        let both = rows(script.ok("audit/list", json!({"from_seq": 1, "from_id": next})).await);
        assert_eq!(both.len(), sealed.len() - 1);
        let page = script.ok("audit/list", json!({"from_seq": 1, "limit": 1})).await;
        assert_eq!((page["next_from_seq"].clone(), page.get("next_from_id")), (json!(2), None));
    }

    async fn a_quiet_record_costs_one_look(app: TestApp) {
        record(&app.state, 3).await;
        seal(&app).await;
        let before = app.state.db.statements();
        assert!(!steward::sealing::step(&app.state).await.expect("it looks"));
        assert_eq!(app.state.db.statements() - before, 1);
    }

    async fn checkpoints_are_ten_seconds_apart_and_one_follows_the_other(app: TestApp) {
        for _ in 0..5 {
            record(&app.state, 2).await;
            app.clock.advance(Duration::seconds(4));
            wait_and_seal(&app).await;
        }
        let chain = "SELECT CAST(count(*) AS TEXT) || ' ' || CAST(sum(CASE WHEN previous IN (SELECT 0 UNION ALL SELECT size FROM audit_checkpoints) THEN 1 ELSE 0 END) AS TEXT) FROM audit_checkpoints";
        assert_eq!(texts(&app, chain).await, ["2 2"]);
        app.clock.advance(Duration::seconds(-3600));
        record(&app.state, 1).await;
        wait_and_seal(&app).await;
        assert_eq!(texts(&app, chain).await, ["3 3"], "a clock that was set back holds nothing up");
        assert_eq!(steward(&app, &["verify"]), said(true, "intact 1…11"));
    }

    async fn eight_writers_at_two_nodes_leave_no_gap(app: TestApp) {
        let other = app.beside(|_| {}).await;
        let is_over = Arc::new(AtomicBool::new(false));
        let sealers: Vec<_> = [&app, &other].map(|node| {
            let (state, is_over) = (Arc::clone(&node.state), Arc::clone(&is_over));
            tokio::spawn(async move {
                while !is_over.load(Ordering::Relaxed) {
                    steward::sealing::step(&state).await.expect("it seals");
                    tokio::task::yield_now().await;
                }
            })
        }).into();
        let writers: Vec<_> = (0..8).map(|writer| {
            let state = Arc::clone(if writer % 2 == 0 { &app.state } else { &other.state });
            tokio::spawn(async move { record(&state, 150).await })
        }).collect();
        for writer in writers {
            writer.await.expect("it has written");
        }
        is_over.store(true, Ordering::Relaxed);
        for sealer in sealers {
            sealer.await.expect("it has sealed");
        }
        seal(&app).await;
        let numbers = texts(&app, "SELECT CAST(count(*) AS TEXT) || ' ' || CAST(min(seq) AS TEXT) || ' ' || CAST(max(seq) AS TEXT) || ' ' || CAST(count(DISTINCT seq) AS TEXT) FROM audit").await;
        assert_eq!(numbers, ["1200 1 1200 1200"]);
        assert_eq!(steward(&app, &["verify"]), said(true, "intact 1…1200"));
    }
}

#[test]
fn a_slow_change_holds_back_what_was_committed_before_it_and_a_follower_misses_nothing() {
    run(Engine::Postgres, async |app: TestApp| {
        let mut script = Script::new(&app).await;
        let mut slow = Change::begin(&app.state, Actor::system("slow")).await.expect("it begins");
        let about = About { kind: "tariff", id: Some(7), name: "slow".to_owned(), account_id: None };
        slow.note("update", about, vec![]).await.expect("it is noted");
        note(&app.state, "quick").await;
        let mut from = 1;
        seal_what_can_be(&app).await;
        assert!(followed(&mut script, &mut from).await.is_empty(), "the quick one waits for the slow one");
        slow.commit().await.expect("it is committed");
        seal(&app).await;
        assert_eq!(followed(&mut script, &mut from).await, ["slow", "quick"]);
        note(&app.state, "third").await;
        seal(&app).await;
        assert_eq!(followed(&mut script, &mut from).await, ["third"]);
        assert_eq!(count(&app, "SELECT CAST(count(*) AS TEXT) FROM audit WHERE seq IS NULL").await, 0);
    });
}

#[test]
fn a_record_from_a_copy_of_another_cluster_counts_as_committed() {
    run(Engine::Postgres, async |app: TestApp| {
        note(&app.state, "copied").await;
        app.execute("UPDATE audit SET tx = 9000000000000000000").await;
        note(&app.state, "new").await;
        seal(&app).await;
        let names = texts(&app, "SELECT object_name FROM audit WHERE seq IS NOT NULL ORDER BY object_name").await;
        assert_eq!(names, ["copied", "new"]);
        assert_eq!(steward(&app, &["verify"]), said(true, "intact 1…2"));
    });
}
