//! The record sealed: what is altered in the database is found, from a file and one checkpoint that was kept elsewhere.

mod attacks;
mod files;
mod followed;
mod kept;
mod keys;
mod peers;

use crate::support::app::TestApp;
use crate::support::dump::texts;
use chrono::Duration;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use steward::change::store::About;
use steward::change::{Actor, Change};
use steward::state::State;

/// What a command has said, and whether it found all in order.
#[derive(Debug, PartialEq)]
pub struct Said {
    pub sound: bool,
    pub text: String,
}

/// As many records as are made, each by a change of its own.
pub async fn record(state: &Arc<State>, count: usize) {
    for number in 0..count {
        note(state, &format!("thing {number}")).await;
    }
}

pub async fn note(state: &Arc<State>, name: &str) {
    let mut change = Change::begin(state, Actor::system("test")).await.expect("it begins");
    let about = About { kind: "tariff", id: Some(7), name: name.to_owned(), account_id: None };
    change.note("update", about, vec![("title", "a".to_owned(), name.to_owned())]).await.expect("it is noted");
    change.commit().await.expect("it is committed");
}

/// Lets the sealer do all there is to do, and sign; whatever runs in other databases of the server may hold it up.
pub async fn seal(app: &TestApp) {
    for _ in 0..2000 {
        seal_what_can_be(app).await;
        if count(app, "SELECT CAST(count(*) AS TEXT) FROM audit WHERE seq IS NULL").await == 0 {
            return;
        }
    }
    panic!("something is never sealed");
}

pub async fn seal_what_can_be(app: &TestApp) {
    app.clock.advance(Duration::seconds(11));
    while steward::sealing::step(&app.state).await.expect("it seals") {}
}

pub fn steward(app: &TestApp, arguments: &[&str]) -> Said {
    let done = Command::new(env!("CARGO_BIN_EXE_steward"))
        .arg("audit")
        .args(arguments)
        .env_clear()
        .env("STEWARD_DATABASE_URL", &app.database_url)
        .env("STEWARD_SECRET_KEY_FILE", app.folder().join("secret.key"))
        .env("STEWARD_LOG", "off")
        .output()
        .expect("it can be started");
    let text = [done.stdout, done.stderr].concat();
    Said { sound: done.status.success(), text: String::from_utf8(text).expect("it is text") }
}

pub fn said(sound: bool, text: &str) -> Said {
    Said { sound, text: format!("{text}\n") }
}

/// A new file in the application's folder.
pub fn file(app: &TestApp, name: &str) -> PathBuf {
    let path = app.folder().join(name);
    std::fs::remove_file(&path).ok();
    path
}

pub fn path(it: &Path) -> &str {
    it.to_str().expect("it is text")
}

/// An export, and the key by which it is verified.
pub fn exported(app: &TestApp, name: &str) -> (PathBuf, String) {
    let file = file(app, name);
    let done = steward(app, &["export", path(&file)]);
    assert!(done.sound, "{done:?}");
    let key = steward(app, &["key"]).text.lines().last().expect("there is a key").to_owned();
    (file, key)
}

/// The newest checkpoint, as a letter has it.
pub async fn letter(app: &TestApp, name: &str) -> PathBuf {
    let notes = texts(app, "SELECT note FROM audit_checkpoints ORDER BY size DESC LIMIT 1").await;
    let letter = file(app, name);
    std::fs::write(&letter, format!("Hello,\r\n\r\nthe record today:\r\n\r\n{}\r\nGood night\r\n", notes[0]))
        .expect("it can be written");
    letter
}

pub async fn count(app: &TestApp, text: &'static str) -> i64 {
    texts(app, text).await[0].parse().expect("it is a number")
}
