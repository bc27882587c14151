//! Steward: the admin panel of a multi-tenant platform.
//!
//! One binary, server-rendered pages, SQLite or PostgreSQL. What an administrator calls a thing is the name of its
//! folder here, of its table, its address and its template folder.
//!
//! - [`app`] builds everything once and mounts the whole route table; [`state::State`] is what a handler may use.
//! - A feature (`accounts`, `tariffs`, `portal` …) has `mod.rs` (its routes, each with the permission it needs),
//!   `model.rs` (types and rules, no I/O), `form.rs` (the form as typed, and its parsing), `store.rs` (its SQL),
//!   `service.rs` where a change has rules that need the database, and `pages.rs` (handlers).
//! - A small resource (`tariffs`, `web_version_policies`, `connectors`, `groups`, `roles`) has `mod.rs` (types, form,
//!   pages), `store.rs` and `api.rs`; what they do alike (save, delete, seven pages, what the calls do) stands in
//!   `resource` once.
//! - A row is written by name, `written![title: &new.title, …]`; [`db`] makes INSERT and UPDATE from it and adds the
//!   version, who wrote it when, and the search text.
//! - Machinery that knows no feature: [`web`] (pages, forms, lists, sessions, permissions), [`db`] (the two databases),
//!   [`mail`] (the outbox), [`api`] (what all calls of the API share), [`change`] (the record), [`i18n`], [`config`],
//!   [`clock`], [`zones`], [`email`], [`error`].
//!
//! Every write goes one way: permission (by the route) → parse → begin → rules → store → audit → letters → commit →
//! notice → 303.
//!
//! A feature may use another's `store`, `model` or `service`, never its `pages` or `form`. `sqlx` is named only where
//! SQL is, `actix_web` only where HTTP is; `tests/it/rules.rs` reads the source and holds to it.

pub mod account_users;
pub mod accounts;
pub mod admins;
pub mod api;
pub mod api_docs;
pub mod api_tokens;
pub mod app;
pub mod backup;
pub mod change;
pub mod clock;
pub mod config;
pub mod connectors;
pub mod db;
pub mod demo;
pub mod email;
pub mod error;
pub mod feature;
pub mod forms;
pub mod groups;
pub mod history;
pub mod housekeeping;
pub mod i18n;
pub mod key;
pub mod lists;
pub mod mail;
pub mod me;
pub mod metrics;
pub mod monitoring;
pub mod outbox;
pub mod people;
pub mod portal;
mod resource;
pub mod roles;
pub mod sessions;
pub mod sign_in;
pub mod state;
pub mod supervisor;
pub mod tariffs;
pub mod terminal;
pub mod visits;
pub mod web;
pub mod web_version_policies;
pub mod workers;
pub mod zones;
