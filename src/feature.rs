//! What a feature brings along. `app` lists the features once and puts the whole together from it.

use actix_web::{
    body::BoxBody,
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
};
use chrono::{DateTime, Utc};
use futures_util::future::{BoxFuture, LocalBoxFuture};

use crate::{
    api::Call,
    change::{Goes, Tells, Undoes, Work},
    db::Table,
    error::Result,
    lists::Shape,
    state::State,
    web::{Begins, MenuEntry, Route, vouch::Vouch},
};

/// Written as `Feature { routes, menu: &[…], ..Feature::NONE }`.
pub struct Feature {
    /// Its pages.
    pub routes: fn() -> Vec<Route>,
    /// Its calls of the API.
    pub calls: fn() -> Vec<Call>,
    /// Its lines of the menu, each below a section.
    pub menu: &'static [(&'static str, MenuEntry)],
    /// What of it is recorded, and where that is seen, with `{id}` and `{account}`; no address is no page.
    pub recorded: &'static [(&'static str, Option<&'static str>)],
    /// Its tables that can be searched.
    pub searched: &'static [&'static Table],
    /// What has to be known from the start.
    pub opens: Option<Sweep>,
    /// What it does by itself.
    pub schedules: &'static [Schedule],
    /// What goes with it when somebody, or an account, may do less.
    pub cascade: Option<Goes>,
    /// Writes down which operators are told of what has happened.
    pub tells: Option<Tells>,
    /// What takes back what is recorded of its objects.
    pub undoes: &'static [&'static dyn Undoes],
    /// The kinds of its jobs.
    pub jobs: &'static [&'static dyn Work],
    /// The lists whose columns can be chosen.
    pub lists: &'static [&'static Shape],
    /// Begins a job that makes a list a file, where that takes too long to wait for.
    pub long_files: Option<Begins>,
    /// Says who somebody is, where the password is kept elsewhere.
    pub vouch: Option<Vouch>,
    /// What lies around each request to the portal.
    pub around_portal: Option<Around>,
}

/// Something that Steward does by itself, again and again.
pub struct Schedule {
    /// The name that it is counted by; `schedule-{name}` says what it is.
    pub name: &'static str,
    pub does: Does,
    /// Nothing breaks while it is switched off.
    pub can_be_off: bool,
    /// When there will be something to do, where that is known.
    pub next: Option<Foresees>,
}

pub enum Does {
    /// One step after another; false when there is nothing to do at the moment.
    Steps(Step),
    /// All there is to do, every ten minutes.
    Round(Sweep),
}

/// All there are, in the order in which a round does them.
#[derive(Default)]
pub struct Schedules(pub Vec<&'static Schedule>);

/// The tables that can be searched.
#[derive(Default)]
pub struct Searched(pub Vec<&'static Table>);

pub type Sweep = for<'a> fn(&'a State) -> BoxFuture<'a, Result<()>>;
pub type Step = for<'a> fn(&'a State) -> BoxFuture<'a, Result<bool>>;
pub type Foresees = for<'a> fn(&'a State) -> BoxFuture<'a, Result<Option<DateTime<Utc>>>>;
pub type Around =
    fn(ServiceRequest, Next<BoxBody>) -> LocalBoxFuture<'static, Result<ServiceResponse<BoxBody>, actix_web::Error>>;

impl Feature {
    pub const NONE: Self = Self {
        routes: Vec::new,
        calls: Vec::new,
        menu: &[],
        recorded: &[],
        searched: &[],
        opens: None,
        schedules: &[],
        cascade: None,
        tells: None,
        undoes: &[],
        jobs: &[],
        lists: &[],
        long_files: None,
        vouch: None,
        around_portal: None,
    };
}

impl Schedule {
    pub const fn steps(name: &'static str, step: Step) -> Self {
        Self { name, does: Does::Steps(step), can_be_off: false, next: None }
    }

    pub const fn round(name: &'static str, sweep: Sweep) -> Self {
        Self { name, does: Does::Round(sweep), can_be_off: false, next: None }
    }

    #[must_use]
    pub const fn that_can_be_off(mut self) -> Self {
        self.can_be_off = true;
        self
    }

    #[must_use]
    pub const fn next(mut self, next: Foresees) -> Self {
        self.next = Some(next);
        self
    }
}
