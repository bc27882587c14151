//! Notifiers: where operators are told of what happens, and of what. What is told is written in the transaction of its
//! cause, and sent by a worker.

mod api;
mod form;
pub mod model;
mod pages;
mod send;
mod signing;
pub mod store;
mod sweep;
mod trial;
mod worker;

use chrono::{DateTime, Utc};

use form::Accounts;
use model::{Kind, Notifier};

use crate::{
    api::{Flag, Hidden, Int, Many, Text},
    change::Teller,
    db::Select,
    error::Result,
    events::{Event, Severity},
    feature::{Feature, Schedule},
    forms::{Choice, Options, fields::languages},
    lists::{Column, Field, ListQuery},
    people::Permission,
    resource::{self, Editor, Row, Stored, drawn, fields, paths, trial_paths},
    senders::Addresses,
    state::State,
    web::{MenuEntry, Page},
};

pub use worker::step;

pub const FEATURE: Feature = Feature {
    routes: || {
        let mut routes = resource::routes::<Notifier>(paths!("/notifiers"), Permission::EditResources);
        routes.extend(resource::trial_routes::<Notifier>(trial_paths!("/notifiers"), Permission::EditResources));
        routes.extend(pages::routes());
        routes
    },
    calls: api::calls,
    menu: &[("menu-resources", MenuEntry { path: "/notifiers", label: "menu-notifiers", icon: "bell" })],
    undoes: &[&resource::Edits::<Notifier>::of(&[Notifier::KIND], Permission::EditResources)
        .without(&["accounts", "all_accounts", "kind"])
        .in_lines(&["emails"])],
    recorded: &[(Notifier::KIND, Some("/notifiers/{id}"))],
    searched: &[&Notifier::TABLE],
    schedules: &[Schedule::steps("notices", step), Schedule::round("notices-over", sweep::sweep)],
    tells: Some(store::deliveries::tell),
    opens: Some(|state| Box::pin(refresh(state))),
    ..Feature::NONE
};

/// Learns which events anybody wants to hear of.
pub async fn refresh(state: &State) -> Result<()> {
    let heard = store::heard(&mut state.db.conn().await?).await?;
    state.part::<Teller>().wanted.set(heard.into_iter());
    Ok(())
}

fields! { NotifierForm, NotifierGiven:
    /// Unique; at most 80 characters.
    name: Text,
    /// How it tells; it stays.
    #[schema(value_type = Option<Kind>)]
    kind: Text,
    /// One that is off is told of nothing. A new one is active.
    active: Flag,
    /// In which it is told: `EN`, as of a new one, or `RU`.
    language: Text,
    /// Of what it tells, at least one; of a new one all.
    #[schema(value_type = Option<Vec<Event>>)]
    events: Many<Text>,
    /// What is less severe is not told; of a new one `info`.
    #[schema(value_type = Option<Severity>)]
    min_severity: Text,
    /// Hours in which nothing of the same kind is told of the same object again, 0 to 168; 12 of a new one.
    quiet_hours: Int,
    /// Whether it is of all accounts, as a new one is. What is of no account is told in any case.
    all_accounts: Flag,
    /// Else of these, by id, account name or title, at most 500; null is none.
    #[schema(value_type = Option<Vec<crate::api::Ref>>)]
    accounts: Accounts,
    /// Of `email`: 1 to 10 addresses.
    #[schema(value_type = Option<Vec<String>>)]
    emails: Addresses,
    /// Of `webhook`: an address with `https`. Where its host has private addresses, messages are refused, unless the
    /// installation permits them.
    url: Text,
    /// Of `webhook` and `slack`: the certificates of a private authority, in PEM, whose word is taken besides the public
    /// ones'; at most 64 kB.
    ca: Text,
    /// Of `telegram`: the number of the chat, or the name of a public channel with `@`.
    chat_id: Text,
    /// Of `telegram` the token of the bot, of `slack` the address that messages are posted to. It is never read again. Not
    /// to be empty; to keep what is stored, leave it out.
    #[schema(value_type = Option<Text>)]
    secret: Hidden,
}

drawn!(Notifier, "notifiers/list.html", "notifiers/edit.html");

impl List<'_> {
    fn kinds(&self) -> Vec<Choice> {
        kinds(self.page)
    }

    fn states(&self) -> Vec<Choice> {
        self.page.choices("notifier-state", store::STATES)
    }
}

impl Edit<'_> {
    fn kind(&self) -> Option<Kind> {
        self.shown.form.kind()
    }

    fn is(&self, kind: &str) -> bool {
        self.shown.form.kind.trim() == kind
    }

    fn kinds(&self) -> Vec<Choice> {
        kinds(self.page)
    }

    /// Each with how severe it is.
    fn events(&self) -> Vec<Choice> {
        let label = |event: &Event| {
            let severity = self.page.field_label("severity", event.severity().as_str());
            format!("{} — {}", self.page.field_label("event", event.as_str()), severity.to_lowercase())
        };
        Event::ALL.iter().map(|event| Choice::of(event.as_str(), label(event))).collect()
    }

    fn severities(&self) -> Vec<Choice> {
        self.page.choices("severity", Severity::ALL.iter().map(|it| it.as_str()))
    }

    fn languages(&self) -> Vec<Choice> {
        languages().into_iter().map(|it| Choice { value: it.value.to_uppercase(), ..it }).collect()
    }

    fn has_secret(&self) -> bool {
        self.shown.it.as_ref().is_some_and(|it| it.has_secret)
    }

    /// The hint that goes with it tells how to keep a stored one.
    fn secret_label(&self) -> &'static str {
        match (self.is("slack"), self.has_secret()) {
            (true, false) => "notifier-address",
            (true, true) => "notifier-address-stored",
            (false, false) => "notifier-token",
            (false, true) => "notifier-token-stored",
        }
    }

    /// Whether a secret was typed, which the page cannot show again.
    fn typed(&self) -> bool {
        !self.shown.form.secret.is_empty()
    }

    /// How the last trial went of what is stored.
    fn last_trial(&self) -> Option<(&str, Option<DateTime<Utc>>)> {
        let it = self.shown.it.as_ref()?;
        Some((it.tried.as_deref()?, it.tried_at))
    }

    fn options(&self) -> Options {
        vec![("events", self.events()), ("min_severity", self.severities()), ("language", self.languages())]
    }
}

fn kinds(page: &Page) -> Vec<Choice> {
    page.choices("notifier-kind", Kind::ALL.iter().map(|it| it.as_str()))
}

impl Editor for Notifier {
    type Form = NotifierForm;
    const SORTED_BY: &'static [Column<Row<Self>>] = &[Row::<Self>::BY_NAME, store::BY_KIND];
    const FIELDS: &'static [Field<Row<Self>>] = &[
        Field::new("id", |row| row.id.into()),
        Field::new("name", |row| (&row.name).into()),
        Field::new("kind", |row| row.kind.as_str().into()),
        Field::of("events", "events", |row| (&row.events).into()),
        Field::new("state", |row| (&row.state).into()),
        Field::of("sent", "last_sent_at", |row| row.last_sent_at.into()),
        Field::of("sent", "failures", |row| row.failures.into()),
        Field::of("sent", "waiting", |row| resource::counted(row.waiting)),
    ];
    const PATH: &'static str = "/notifiers";

    fn narrowed(listed: Select, query: &ListQuery, _: DateTime<Utc>) -> Select {
        store::narrowed(listed, query)
    }
}
