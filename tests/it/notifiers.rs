//! Notifiers: what is entered of them, what they are told and when, and what becomes of it where they do not listen.

mod causes;
mod entered;
mod receiver;
mod told;
mod verified;

use crate::api::Script;
use crate::support::app::TestApp;
use crate::support::database::Engine;
use receiver::Receiver;
use serde_json::{Value, json};

/// One that may tell receivers of this machine.
async fn inward(engine: Engine) -> TestApp {
    TestApp::spawn_with(engine, |config| config.notify_private = true).await
}

/// A webhook that wants to hear of everything, with what is given besides.
async fn hook(script: &mut Script, receiver: &Receiver, more: Value) -> Value {
    let mut hook = json!({"name": "Hook", "kind": "webhook", "url": receiver.url, "ca": receiver.authority});
    for (name, value) in more.as_object().expect("fields") {
        hook[name] = value.clone();
    }
    script.ok("notifiers/save", hook).await["data"].clone()
}

/// All that is due is told.
async fn work(app: &TestApp) {
    while steward::notifiers::step(&app.state).await.expect("the worker works") {}
}

async fn state(script: &mut Script, name: &str) -> Value {
    script.ok("notifiers/get", json!({"id": name})).await["data"].clone()
}
