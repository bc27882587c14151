//! Steward: the admin panel of a multi-tenant platform.
//!
//! One binary, server-rendered pages, SQLite or PostgreSQL. What an administrator calls a thing is the name of its
//! folder here, of its table, its address and its template folder.
//!
//! # The map
//!
//! From the top down; a module imports what stands below it, features import each other without a circle, and
//! `tests/it/rules` holds both (`the_modules_and_their_arrows_can_be_read` prints the picture).
//!
//! - `main` reads the command line; `check` and `safekeeping` are commands of its own, outside this library.
//!   [`housekeeping`], [`backup`], [`demo`] and [`key`] do what commands and clocks ask for beside serving.
//! - [`app`] lists the features, once, and mounts the whole.
//! - Features with rules of their own: [`accounts`], [`account_users`], [`account_databases`], [`usage`], [`quality`], [`reports`], [`account_overview`], [`sign_in`], [`admins`],
//!   [`directory`], [`overview`], [`search`], [`me`], [`portal`], [`views`], [`visits`], [`history`], [`sealing`], [`outbox`], [`sessions`], [`imports`],
//!   [`exports`], [`settings`], [`api_tokens`],
//!   [`api_docs`], [`monitoring`]. Each has `mod.rs` (what it brings along: routes with their permissions, menu, calls), `model.rs`
//!   (types and rules, no I/O), `form.rs` (the form as typed, and its parsing), `store.rs` (its SQL), `service.rs` where
//!   a change has rules that need the database, and `pages.rs` (handlers).
//! - Small resources: [`tariffs`], [`web_version_policies`], [`connectors`], [`ldap`], [`senders`], [`virtual_senders`], [`stop_lists`], [`notifiers`], [`groups`], [`roles`]. Each has `mod.rs`
//!   (its type, the fields of its form and of its calls, its pages), `store.rs` and `api.rs`; what they do alike stands
//!   in `resource` once.
//! - [`feature`] says what a feature brings along.
//! - [`api`] is what all calls share, [`web`] what all pages share, [`mail`] the outbox and the letters.
//! - [`stops`] knows who is not written to, [`events`] what operators can be told of.
//! - [`dial`] is the one way out to what an administrator names: databases, directories.
//! - [`change`] is how anything is written, [`forms`] how what is typed becomes what is meant, [`lists`] how rows are
//!   asked for.
//! - [`state`] is what a running Steward consists of; [`people`] are those who act in it, [`brand`] is how it appears to
//!   account users.
//! - [`files`] has tables as CSV and XLSX.
//! - [`workers`], [`zones`], [`config`], [`error`], [`db`] (the only place that knows there are two databases),
//!   [`email`], `picture`, [`i18n`], [`metrics`], [`clock`], [`supervisor`] and [`terminal`] know nothing of the above.
//!
//! Every write goes one way: permission (by the route) → parse → begin → rules → store → audit → letters → commit →
//! notice → 303. A row is written by name, `written![title: &new.title, …]`; [`db`] makes INSERT and UPDATE from it and
//! adds the version, who wrote it when, and the search text.
//!
//! # Glossary
//!
//! - **Account**: a tenant of the platform. **User**: somebody who signs in to an account's portal, `login@account`.
//!   **Administrator**: somebody who signs in to the panel. **Owner**: whom a session, a link or a second factor belongs
//!   to, an administrator or a user; also the administrators' highest role.
//! - **Panel** and **portal**: the two sides of the site, each with its own cookie.
//! - **Permission**: what a route asks of an administrator; a **role** is a set of them. An account's own roles are
//!   another thing: what its users may do in the product.
//! - **Scope**: what a token of the API may be used for.
//! - **Change**: a transaction with its record and letters. **Actor**: who makes it. **Ground**: what it stands on and
//!   what must hold when it is committed. **Cascade**: what ends with it when somebody may do less. **Watch**: what
//!   whoever asked for it learns beside the result; a **rehearsal** is a change that is taken back at its end.
//! - **Record**: who did what to which object, from where, each field as old → new; its pages are the **history**.
//! - **Sealed**: of a record, that it has its number in the order of commits and its hash in the **tree** over all of them.
//!   A **checkpoint** is that tree at a size, signed; an **anchor** is one that is kept elsewhere.
//! - **Version**: the number of an edit; one that is made from another than the current version is **stale**.
//! - **Report**: what the platform says there is, as of a time. **Order**: what it is asked to do, and reports done.
//! - **Visit**: an administrator in the portal as a user, to help, for a time and on the record.
//! - **Proof**: a password or code given a moment ago, which acts of high risk ask for.
//! - **Brand**: the platform's name, colour, logo and support address, in the portal and in letters. A letter's **words**
//!   are what it says; put on **paper** they stand in the one layout, with the brand.
//! - **Letter**: a row of the outbox, written with the change that promises it. **Notice**: what a page says once.
//! - **Seal**: encryption with the installation's key, bound to the place where what is sealed is kept.
//! - **Fold**: to bring text into the form in which it is searched.
//! - **Resource**: what accounts refer to or hold several of, edited by one form. Its **place** is what it belongs to:
//!   nothing, a class, an account. A row of it is **versioned**: what is kept of it in the midst of what every row has.
//! - **Field** of a list: a named value of its rows, as a file has it; a column of the page shows one or several.
//! - **Given**: what a call says of something; it is **merged** into the form, field by field, as if it had been typed.
//! - **Order**: what the platform is to do with a sender's queue; it waits until the platform has **settled** it. A **report** is
//!   what the platform says of itself.
//! - **Virtual sender**: rules of an account by which its messages go through senders; a **share** is what a rule gives one of
//!   them, in **slots** of a hundred.
//! - **Reason**: the sentence that says why something cannot be done; `reason_against` tells it, if there is one.
//! - **Claim**: that a call is being done under an idempotency key; it is **settled** by the answer.
//! - **View**: a list's address under a name, for oneself or for others. **Liking**: how somebody has a list: columns,
//!   density, rows a page, pinned views. **Shape**: what there is to choose of a list.
//! - **Metric**: what of an account's tariff has a limit and is reported: emails, profiles. **Window**: the day or month in
//!   which that is counted. **Gauge**: a metric of which there is so much at a time. A limit is **hard** where it stops, and
//!   **soft** where it is only told.
//! - **Occurrence**: a report of a local date: planned, sent, late or skipped. **Quality**: how well what was sent arrived.
//! - **Event**: what operators can be told of; a **notifier** is where and of what they are told, a **delivery** one event
//!   on its way to it.
//! - **Part**: what a module keeps in the state, which does not know it.

pub mod account_databases;
pub mod account_overview;
pub mod account_users;
pub mod accounts;
pub mod admins;
pub mod api;
pub mod api_docs;
pub mod api_tokens;
pub mod app;
pub mod backup;
pub mod brand;
pub mod change;
pub mod clock;
pub mod config;
pub mod connectors;
pub mod db;
pub mod demo;
pub mod dial;
pub mod directory;
pub mod email;
pub mod error;
pub mod events;
pub mod exports;
pub mod feature;
pub mod files;
pub mod forms;
pub mod groups;
pub mod history;
pub mod housekeeping;
pub mod i18n;
pub mod imports;
pub mod jobs;
pub mod key;
pub mod ldap;
pub mod lists;
pub mod mail;
pub mod me;
pub mod metrics;
pub mod monitoring;
pub mod notifiers;
pub mod outbox;
pub mod overview;
pub mod people;
mod picture;
pub mod portal;
pub mod quality;
pub mod reports;
mod resource;
mod retention;
pub mod roles;
pub mod schedule_jobs;
pub mod sealing;
pub mod search;
pub mod senders;
pub mod sessions;
pub mod settings;
pub mod sign_in;
pub mod state;
pub mod stop_lists;
pub mod stops;
pub mod supervisor;
pub mod tariffs;
pub mod terminal;
pub mod usage;
pub mod views;
pub mod virtual_senders;
pub mod visits;
pub mod web;
pub mod web_version_policies;
pub mod workers;
pub mod zones;
