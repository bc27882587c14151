//! Connectors: named ways to reach a database. One feature serves two classes, each with an address of its own:
//! databases, which accounts keep their data in, and external data, which they read from.

mod api;
pub mod model;
mod store;
mod trial;

pub use trial::try_all;

use chrono::{DateTime, Utc};

use model::{Class, Connector, ConnectorKind, NewConnector, Tls};

use crate::{
    api::{Flag, Hidden, MaybeInt, Text},
    dial,
    error::FieldErrors,
    feature::{Feature, Schedule},
    forms::{
        Choice, Options,
        fields::{choice, number, required},
    },
    lists::{Column, Field},
    people::Permission,
    resource::{self, Editor, Form, NewPassword, Row, Stored, drawn, fields, paths, trial_paths},
    web::MenuEntry,
};

pub const FEATURE: Feature = Feature {
    // The pages tell the class by their path.
    routes: || {
        let classes = [paths!("/databases"), paths!("/external-data")].into_iter();
        let trials = [trial_paths!("/databases"), trial_paths!("/external-data")].into_iter();
        let trials = trials.flat_map(|paths| resource::trial_routes::<Connector>(paths, Permission::EditResources));
        classes
            .flat_map(|paths| resource::routes::<Connector>(paths, Permission::EditResources))
            .chain(trials)
            .collect()
    },
    calls: api::calls,
    menu: &[
        ("menu-resources", MenuEntry { path: "/databases", label: "menu-databases", icon: "database" }),
        ("menu-resources", MenuEntry { path: "/external-data", label: "menu-external-data", icon: "external" }),
    ],
    undoes: &[
        &resource::Edits::<Connector>::of(&["database", "external_data"], Permission::EditResources).without(&["kind"])
    ],
    recorded: &[("database", Some("/databases/{id}")), ("external_data", Some("/external-data/{id}"))],
    searched: &[&Connector::TABLE],
    schedules: &[Schedule::round("trials", |state| Box::pin(resource::sweep_trials(state)))],
    ..Feature::NONE
};

fields! { ConnectorForm, ConnectorGiven:
    /// Unique within the class; at most 64 characters.
    name: Text,
    /// The server spoken to: of a database `postgresql` or `clickhouse`, of external data `mysql` or `mssql` as well.
    /// The kind of a database that accounts use stays.
    #[schema(value_type = Option<ConnectorKind>)]
    kind: Text,
    /// A host name or an IP address, without a port. Addresses that answer a machine about itself are refused.
    host: Text,
    /// 1 to 65535; null, or nothing for a new connector, is the usual port of the kind.
    port: MaybeInt,
    /// At most 128 characters.
    database: Text,
    /// At most 128 characters.
    user: Text,
    /// At most 256 characters, taken as they are. It is never read again. A stored one must be given anew when `host`,
    /// `port`, `user`, `tls` or `ca` change, so that it reaches nobody for whom it was not meant. Not to be empty; to keep
    /// what is stored, leave it out.
    #[schema(value_type = Option<Text>)]
    password: Hidden,
    /// True takes the stored password away.
    password_remove: Flag,
    /// `off`, `required` (encrypted, whoever answers) or `verified` (the certificate must be good for the host), as a
    /// new connector is.
    #[schema(value_type = Option<Tls>)]
    tls: Text,
    /// The certificates of a private authority, in PEM, whose word is taken besides the public ones'; at most 64 kB.
    ca: Text,
}

drawn!(Connector, "connectors/list.html", "connectors/edit.html");

impl Edit<'_> {
    fn has_password(&self) -> bool {
        self.shown.it.as_ref().is_some_and(|it| it.has_password)
    }

    /// The hint that goes with it tells how to keep a stored one.
    fn password_label(&self) -> &'static str {
        if self.has_password() { "connector-password-stored" } else { "connector-password" }
    }

    /// How the last trial went of what is stored.
    fn last_trial(&self) -> Option<(&str, Option<DateTime<Utc>>)> {
        let it = self.shown.it.as_ref()?;
        Some((it.tried.as_deref()?, it.tried_at))
    }

    fn options(&self) -> Options {
        vec![("kind", self.kinds()), ("tls", self.tls_modes())]
    }

    fn kinds(&self) -> Vec<Choice> {
        self.shown.of.kinds().iter().map(|kind| Choice::of(kind.as_str(), kind.label())).collect()
    }

    fn tls_modes(&self) -> Vec<Choice> {
        self.page.choices("tls", Tls::ALL.iter().map(|tls| tls.as_str()))
    }
}

impl Form<Connector> for ConnectorForm {
    fn blank() -> Self {
        Self { kind: "postgresql".to_owned(), tls: "verified".to_owned(), ..Self::default() }
    }

    fn parse(&self, class: Class) -> Result<NewConnector, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.keep("name", required(&self.name, 64));
        let kind = errors
            .keep("kind", choice(&self.kind, |code| class.kinds().iter().copied().find(|kind| kind.as_str() == code)));
        let host = errors.keep("host", dial::host::parse(&self.host));
        let tls = errors.keep("tls", choice(&self.tls, |code| code.to_owned().try_into().ok()));
        let default_port =
            kind.zip(tls).filter(|_| self.port.trim().is_empty()).map(|(kind, tls)| Ok(kind.default_port(tls)));
        let port = errors.keep("port", default_port.unwrap_or_else(|| number(&self.port, 1, 65_535)));
        let database = errors.keep("database", required(&self.database, 128));
        let user = errors.keep("user", required(&self.user, 128));
        let ca = errors.keep("ca", dial::tls::parse_authorities(&self.ca));
        let password = errors.keep("password", NewPassword::typed(&self.password, &self.password_remove));
        match (name, kind, host, port, database, user, tls.zip(ca), password) {
            (
                Some(name),
                Some(kind),
                Some(host),
                Some(port),
                Some(database),
                Some(user),
                Some((tls, ca)),
                Some(password),
            ) => Ok(NewConnector { name, kind, host, port, database, user, tls, ca, password }),
            _ => Err(errors),
        }
    }
}

impl Editor for Connector {
    type Form = ConnectorForm;
    const SORTED_BY: &'static [Column<Row<Self>>] = &[Row::<Self>::BY_NAME, store::BY_KIND, store::BY_HOST];
    const FIELDS: &'static [Field<Row<Self>>] = &[
        Field::new("id", |row| row.id.into()),
        Field::new("name", |row| (&row.name).into()),
        Field::new("kind", |row| row.kind.as_str().into()),
        Field::new("host", |row| (&row.host).into()),
        Field::of("host", "port", |row| row.port.into()),
        Field::new("database", |row| (&row.database).into()),
        Field::new("tls", |row| row.tls.as_str().into()),
        Field::new("tried", |row| row.tried.as_deref().unwrap_or_default().into()),
        Field::of("tried", "tried_at", |row| row.tried_at.into()),
        Field::new("accounts", Row::accounts),
    ];
    const PATH: &'static str = "";
}
