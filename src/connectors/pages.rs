//! What the pages of connectors show.

use super::{
    form::ConnectorForm,
    model::{Class, Connector, ConnectorRow, Tls},
    store,
};
use crate::{
    forms::{Choice, Options},
    lists::Column,
    people::Permission,
    resource::{Editor, drawn},
    web::Page,
};

drawn!(Connector, "connectors/list.html", "connectors/edit.html");

impl List<'_> {
    fn title(&self) -> String {
        list_title(self.page, self.listed.of)
    }

    fn tls(&self, row: &ConnectorRow) -> String {
        self.page.field_label("tls", row.connector.tls.as_str())
    }
}

impl Edit<'_> {
    fn list_title(&self) -> String {
        list_title(self.page, self.shown.of)
    }

    fn has_password(&self) -> bool {
        self.shown.it.as_ref().is_some_and(|it| it.has_password)
    }

    /// The hint that goes with it tells how to keep a stored one.
    fn password_label(&self) -> &'static str {
        if self.has_password() { "connector-password-stored" } else { "connector-password" }
    }

    fn options(&self) -> Options {
        vec![("kind", self.kinds()), ("tls", self.tls_modes())]
    }

    fn kinds(&self) -> Vec<Choice> {
        self.shown
            .of
            .kinds()
            .iter()
            .map(|kind| Choice { value: kind.as_str().to_owned(), label: kind.label().to_owned() })
            .collect()
    }

    fn tls_modes(&self) -> Vec<Choice> {
        let label = |tls: Tls| self.page.field_label("tls", tls.as_str());
        Tls::ALL.iter().copied().map(|tls| Choice { value: tls.as_str().to_owned(), label: label(tls) }).collect()
    }
}

impl Editor for Connector {
    type Form = ConnectorForm;
    type Row = ConnectorRow;
    const COLUMNS: &'static [Column<ConnectorRow>] = &store::SORTS;
    const ROW_ID: fn(&ConnectorRow) -> i64 = |it| it.connector.id;
    const PATH: &'static str = "";

    fn kind_in(class: Class) -> &'static str {
        class.as_str()
    }
}

fn list_title(page: &Page, class: Class) -> String {
    page.t(match class {
        Class::Database => "menu-databases",
        Class::ExternalData => "menu-external-data",
    })
}
