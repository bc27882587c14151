//! A few walks through the panel in a real browser: what only a browser knows (layout, contrast, focus, scripts), with
//! pictures to look at in `target/shots`.

#![cfg(test)]

mod chromium;
mod daily;
mod eyes;
mod hands;
mod keys;
mod main_job;
mod opened;
mod pages;
mod plain_http;
mod rings;
mod rules;
mod scene;
#[path = "../it/support/mod.rs"]
#[expect(dead_code, reason = "a walk uses the browser more than the client")]
mod support;
mod visit;
