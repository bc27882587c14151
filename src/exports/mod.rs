//! Files out that are too long to wait for: a list as a workbook, made by a job a part at a time and kept for a while.
//!
//! A part is some thousand rows, written and packed by itself, so that a node that dies loses no more than one, and
//! whichever node goes on begins where the last part ends.

mod model;
mod pages;
mod service;
mod store;
mod work;

use crate::{
    feature::{Feature, Schedule},
    people::Permission,
    web::{Access, Route, get},
};

pub const FEATURE: Feature = Feature {
    routes,
    jobs: &[&work::Workbooks],
    schedules: &[Schedule::round("exports", service::sweep)],
    long_files: Some(pages::begin),
    ..Feature::NONE
};

fn routes() -> Vec<Route> {
    vec![get("/tasks/{id}/file", Access::May(Permission::View), pages::file)]
}
