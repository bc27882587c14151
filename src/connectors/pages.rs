use actix_web::{http::StatusCode, web::Path};
use askama::Template;

use super::{
    form::ConnectorForm,
    model::{Class, Connector, ConnectorRow, Tls},
    service, store,
};
use crate::{
    error::{Error, FieldErrors, Result},
    i18n::Message,
    web::{
        Asked, Choice, Column, Confirm, Html, Kind, ListQuery, Listing, Options, Page, Permission, Posted, Rows, Stale,
        version, was,
    },
};

const COLUMNS: [Column; 3] = [
    Column { name: "name", sql: "c.search", kind: Kind::Text },
    Column { name: "kind", sql: "c.kind", kind: Kind::Text },
    Column { name: "host", sql: "c.host", kind: Kind::Text },
];

#[derive(Template)]
#[template(path = "connectors/list.html")]
struct List<'a> {
    page: &'a Page,
    class: Class,
    rows: Rows<ConnectorRow>,
}

#[derive(Template)]
#[template(path = "connectors/edit.html")]
struct Edit<'a> {
    page: &'a Page,
    class: Class,
    /// None while it is being created.
    connector: Option<&'a Connector>,
    form: &'a ConnectorForm,
    errors: FieldErrors,
    stale: Option<Stale>,
}

impl List<'_> {
    fn title(&self) -> String {
        list_title(self.page, self.class)
    }

    fn tls(&self, row: &ConnectorRow) -> String {
        self.page.field_label("tls", row.connector.tls.as_str())
    }
}

impl Edit<'_> {
    fn changed(&self) -> String {
        self.connector.map(|it| self.page.changed(&it.updated_by, &it.updated_at)).unwrap_or_default()
    }

    fn list_title(&self) -> String {
        list_title(self.page, self.class)
    }

    fn has_password(&self) -> bool {
        self.connector.is_some_and(|it| it.has_password)
    }

    /// The hint that goes with it tells how to keep a stored one.
    fn password_label(&self) -> &'static str {
        if self.has_password() { "connector-password-stored" } else { "connector-password" }
    }

    fn options(&self) -> Options {
        vec![("kind", self.kinds()), ("tls", self.tls_modes())]
    }

    fn kinds(&self) -> Vec<Choice> {
        self.class
            .kinds()
            .iter()
            .map(|kind| Choice { value: kind.as_str().to_owned(), label: kind.label().to_owned() })
            .collect()
    }

    fn tls_modes(&self) -> Vec<Choice> {
        let label = |tls: Tls| self.page.field_label("tls", tls.as_str());
        Tls::ALL.into_iter().map(|tls| Choice { value: tls.as_str().to_owned(), label: label(tls) }).collect()
    }
}

pub async fn list(page: Page, query: ListQuery) -> Html {
    let class = Class::at(&page.path);
    let narrowed = store::listed(class).containing("c.search", query.get("q"));
    let listing = Listing::read(query, &COLUMNS, "name").ok_or(Error::NotFound)?;
    let mut conn = page.state.db.conn().await?;
    let rows = listing.fetch(&mut conn, page.lists(), narrowed, "c.id").await?;
    page.html(&List { page: &page, class, rows })
}

pub async fn new(mut page: Page) -> Html {
    let class = Class::at(&page.path);
    let form = ConnectorForm { return_to: page.way_back(class.path()), ..ConnectorForm::default() };
    let form = page.kept_or(form).await;
    page.html(&Edit { page: &page, class, connector: None, form: &form, errors: FieldErrors::default(), stale: None })
}

pub async fn create(page: Page, posted: Posted<ConnectorForm>) -> Html {
    let (class, form) = (Class::at(&page.path), &posted.form);
    let created = match form.parse(class) {
        Ok(new) => service::create(&page.state, page.actor(), &new).await,
        Err(errors) => Err(errors.into()),
    };
    match created {
        Ok(connector) => {
            page.go_saying(&form.return_to, Message::new("connector-created").with("name", connector.name))
        }
        Err(Error::Refused(errors)) => {
            page.refused(&Edit { page: &page, class, connector: None, form, errors, stale: None })
        }
        Err(error) => Err(error),
    }
}

pub async fn edit(mut page: Page, id: Path<i64>) -> Html {
    let connector = find(&page, *id).await?;
    let class = connector.class;
    let form = ConnectorForm { return_to: page.way_back(class.path()), ..ConnectorForm::of(&connector) };
    let form = page.kept_or(form).await;
    page.html(&Edit {
        page: &page,
        class,
        connector: Some(&connector),
        form: &form,
        errors: FieldErrors::default(),
        stale: None,
    })
}

pub async fn update(page: Page, id: Path<i64>, posted: Posted<ConnectorForm>) -> Html {
    let (class, mut form) = (Class::at(&page.path), posted.form);
    let updated = match form.parse(class) {
        Ok(new) => service::update(&page.state, page.actor(), (*id, version(&form.version)), &new).await,
        Err(errors) => Err(errors.into()),
    };
    match updated {
        Ok(connector) => page.go_saying(&form.return_to, Message::new("connector-saved").with("name", connector.name)),
        Err(Error::Refused(errors)) => {
            let connector = find(&page, *id).await?;
            page.refused(&Edit { page: &page, class, connector: Some(&connector), form: &form, errors, stale: None })
        }
        Err(Error::Stale) => {
            let connector = find(&page, *id).await?;
            let theirs = ConnectorForm::of(&connector);
            let stale = Some(Stale::new(&form, &theirs, &connector.updated_by, connector.updated_at));
            (form.was, form.version) = (was(&theirs), theirs.version);
            let edit = Edit {
                page: &page,
                class,
                connector: Some(&connector),
                form: &form,
                errors: FieldErrors::default(),
                stale,
            };
            page.html_with(StatusCode::CONFLICT, &edit)
        }
        Err(Error::NotFound) => page.gone((class.as_str(), *id, None), "connector", &form, class.path()).await,
        Err(error) => Err(error),
    }
}

pub async fn confirm_delete(page: Page, id: Path<i64>) -> Html {
    page.html(&ask_delete(&page, *id).await?)
}

pub async fn delete(page: Page, id: Path<i64>, posted: Posted<Asked>) -> Html {
    let class = Class::at(&page.path);
    match service::delete(&page.state, page.actor(), (class, *id), &posted.form).await {
        Ok(connector) => page.go_saying(class.path(), Message::new("connector-deleted").with("name", connector.name)),
        Err(Error::InUse(..)) => page.html_with(StatusCode::CONFLICT, &ask_delete(&page, *id).await?),
        Err(Error::Stale) => page.html_with(StatusCode::CONFLICT, &ask_delete(&page, *id).await?.stale()),
        Err(error) => Err(error),
    }
}

fn list_title(page: &Page, class: Class) -> String {
    page.t(match class {
        Class::Database => "menu-databases",
        Class::ExternalData => "menu-external-data",
    })
}

/// Asks; or, of one in use, says by whom.
async fn ask_delete(page: &Page, id: i64) -> Result<Confirm<'_>> {
    let connector = find(page, id).await?;
    let used_by = store::used_by(&mut page.state.db.conn().await?, id).await?;
    let back = format!("{}/{id}", connector.class.path());
    Ok(match used_by.is_empty() {
        true => Confirm::new(page, Message::new("connector-delete").with("name", connector.name), back)
            .version(connector.version)
            .danger(),
        false => Confirm::new(page, service::in_use(&connector), back)
            .saying("used-by-accounts")
            .because(used_by)
            .impossible(),
    })
}

/// The connector of this id, of the class whose pages these are.
async fn find(page: &Page, id: i64) -> Result<Connector> {
    store::find(&mut page.state.db.conn().await?, Class::at(&page.path), id).await?.ok_or(Error::NotFound)
}
