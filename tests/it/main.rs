//! One binary for all integration tests: it links once, and one PostgreSQL serves them all. A file per feature.

#![cfg(test)]

mod access;
mod account_users;
mod accounts;
mod addresses;
mod admins;
mod api;
mod confirm;
mod connectors;
mod crafted;
mod days;
mod demo;
mod email_addresses;
mod forgotten_password;
mod fuzz;
mod groups;
mod housekeeping;
mod kept_forms;
mod login_as;
mod mail;
mod nodes;
mod operator;
mod other_addresses;
mod outage;
mod peers;
mod phones;
mod portal;
mod resource;
mod roles;
mod rules;
mod schema;
mod search;
mod second_factor;
mod second_tab;
mod security_letters;
mod sessions;
mod setup;
mod sign_in;
mod stale;
mod step_up;
mod support;
mod tariffs;
mod throttling;
mod web_version_policies;
