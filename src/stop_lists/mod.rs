//! Stop lists: who is not written to, by any account where a list is global. Of an entry a keyed hash is kept, and no page
//! says whose it is; whoever has a value can ask whether it is listed.

mod api;
mod export;
mod import;
mod lines;
mod model;
mod pages;
mod service;
mod store;

use chrono::{DateTime, Utc};

pub use model::StopList;

use crate::{
    api::{Flag, Text},
    db::Select,
    error::FieldErrors,
    feature::{Feature, Schedule},
    forms::{
        Choice,
        fields::{required, text},
        on,
    },
    lists::{Field, ListQuery, grouped},
    people::Permission,
    resource::{self, Editor, Form, Row, Stored, drawn, fields, paths},
    web::MenuEntry,
};

pub const FEATURE: Feature = Feature {
    routes: || {
        // Its addresses stand before those of lists by their ids.
        let mut routes = pages::routes();
        routes.extend(resource::routes::<StopList>(paths!("/stop-lists"), Permission::EditStopLists));
        routes.extend(resource::restore_routes::<StopList>("/stop-lists/{one}/restore", Permission::EditStopLists));
        routes
    },
    calls: api::calls,
    menu: &[("menu-resources", MenuEntry { path: "/stop-lists", label: "menu-stop-lists", icon: "stop" })],
    undoes: &[&resource::Edits::<StopList>::of(&[StopList::KIND], Permission::EditStopLists)],
    recorded: &[(StopList::KIND, Some("/stop-lists/{id}"))],
    searched: &[&StopList::TABLE],
    schedules: &[Schedule::round("stop-lists", |state| Box::pin(service::sweep(state))).that_can_be_off()],
    jobs: &[&import::work::Imports],
    ..Feature::NONE
};

fields! { StopListForm, StopListGiven:
    /// Unique; at most 80 characters. A deleted list keeps its name while it can be restored. That of the first list stays.
    name: Text,
    /// At most 500 characters.
    description: Text,
    /// Whether it is asked of every account. The first list is global and stays so.
    is_global: Flag,
}

drawn!(StopList, "stop_lists/list.html", "stop_lists/edit.html");

/// In the address of the list: those that are deleted.
const DELETED: &str = "deleted";

impl List<'_> {
    fn states(&self) -> Vec<Choice> {
        self.page.choices("stop-list-state", [DELETED])
    }

    fn count(&self, entries: &i64) -> String {
        grouped(*entries, self.page.lang)
    }
}

impl Edit<'_> {
    fn count(&self, entries: &i64) -> String {
        grouped(*entries, self.page.lang)
    }
}

impl Form<StopList> for StopListForm {
    fn parse(&self, (): ()) -> Result<StopList, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.keep("name", required(&self.name, 80)).unwrap_or_default();
        let description = errors.keep("description", text(&self.description, 500)).unwrap_or_default();
        errors.or(StopList { name, description, is_global: on(&self.is_global), ..StopList::default() })
    }
}

impl Editor for StopList {
    type Form = StopListForm;
    const FIELDS: &'static [Field<Row<Self>>] = &[
        Field::new("id", |row| row.id.into()),
        Field::new("name", |row| (&row.name).into()),
        Field::of("name", "description", |row| (&row.description).into()),
        Field::of("global", "is_global", |row| row.is_global.into()),
        Field::new("emails", |row| row.emails.into()),
        Field::new("phones", |row| row.phones.into()),
        Field::new("domains", |row| row.domains.into()),
    ];
    const PATH: &'static str = "/stop-lists";

    fn narrowed(listed: Select, query: &ListQuery, _: DateTime<Utc>) -> Select {
        store::deleted(listed, query.text("state") == DELETED)
    }
}
