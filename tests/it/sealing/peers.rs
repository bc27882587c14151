//! Go's `sumdb/note` and `sumdb/tlog` open our checkpoints and take our proofs.

use super::{exported, file, path, record, seal};
use crate::support::app::{TestApp, run};
use crate::support::database::Engine;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use std::fs;
use std::process::Command;
use steward::sealing::tree::{Hash, Range, Span, consistency, inclusion};

fn leaves(export: &str) -> Vec<Hash> {
    let rows = export.lines().map(|line| serde_json::from_str::<Value>(line).expect("it is JSON"));
    let leaf =
        |row: Value| Some(STANDARD.decode(row["leaf"].as_str()?).expect("it is base64").try_into().expect("32 bytes"));
    rows.filter_map(leaf).collect()
}

fn hashes(leaves: &[Hash], spans: &[Span]) -> Vec<String> {
    let root = |span: &Span| {
        let mut range = Range::default();
        leaves[span.from as usize..span.to as usize].iter().for_each(|leaf| range.push(*leaf));
        STANDARD.encode(range.root())
    };
    spans.iter().map(root).collect()
}

#[test]
#[ignore = "needs golang-go and golang-golang-x-mod-dev; tests/run.sh runs it where they are"]
fn go_opens_what_sqlite_keeps() {
    run(Engine::Sqlite, go_opens_our_checkpoints_and_takes_our_proofs);
}

#[test]
#[ignore = "needs golang-go and golang-golang-x-mod-dev; tests/run.sh runs it where they are"]
fn go_opens_what_postgresql_keeps() {
    run(Engine::Postgres, go_opens_our_checkpoints_and_takes_our_proofs);
}

async fn go_opens_our_checkpoints_and_takes_our_proofs(app: TestApp) {
    record(&app.state, 300).await;
    app.execute("UPDATE audit SET salt = NULL, mac = NULL WHERE id < 5").await;
    seal(&app).await;
    let (export, key) = exported(&app, "export.jsonl");
    let leaves = leaves(&fs::read_to_string(&export).expect("it is text"));
    let size = leaves.len() as u64;
    assert_eq!(size, 301);
    let included = (0..size)
        .map(|index| json!({"index": index, "size": size, "hashes": hashes(&leaves, &inclusion(index, size))}));
    let consistent =
        (1..size).map(|old| json!({"old": old, "size": size, "hashes": hashes(&leaves, &consistency(old, size))}));
    let made = json!({"inclusion": included.collect::<Vec<_>>(), "consistency": consistent.collect::<Vec<_>>()});
    let proofs = file(&app, "proofs.json");
    fs::write(&proofs, made.to_string()).expect("it can be written");
    let done = Command::new("go")
        .args(["run", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/go/sealed.go"), path(&export), &key, path(&proofs)])
        .envs([
            ("GO111MODULE", "off"),
            ("GOPATH", "/usr/share/gocode"),
            ("GOFLAGS", ""),
            ("GOCACHE", path(&file(&app, "go"))),
        ])
        .output()
        .expect("go can be started");
    assert_eq!(String::from_utf8_lossy(&[done.stdout, done.stderr].concat()), "301 records, 301 and 300 proofs\n");
}
