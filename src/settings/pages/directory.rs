use actix_web::http::StatusCode;
use askama::Template;

use crate::{
    error::{Error, FieldErrors, Result},
    forms::{Choice, Editing, Options, Stale, on},
    ldap::model::LdapConnector,
    resource::all,
    settings::{
        directory::{AdminDirectory, form::DirectoryForm, service},
        store,
    },
    web::{Html, Page, Posted},
};

const ADDRESS: &str = "/settings/directory";

#[derive(Template)]
#[template(path = "settings/directory.html")]
struct Edit<'a> {
    page: &'a Page,
    stored: AdminDirectory,
    connectors: Vec<Choice>,
    form: &'a DirectoryForm,
    editing: &'a Editing,
    errors: FieldErrors,
    stale: Option<Stale>,
}

impl Edit<'_> {
    fn changed(&self) -> String {
        let at = &self.stored.at;
        if at.updated_by.is_empty() { String::new() } else { self.page.changed(&at.updated_by, &at.updated_at) }
    }

    fn options(&self) -> Options {
        vec![("admin_ldap", self.connectors.clone())]
    }

    /// Whether it is asked if those who sign in through the directory are to be locked out.
    fn asks(&self) -> bool {
        self.errors.of("admin_ldap").iter().any(|message| message.key == "directory-asks")
    }
}

pub async fn edit(mut page: Page) -> Html {
    let (stored, connectors) = read(&page).await?;
    let editing = Editing::of(stored.at.version, ADDRESS.to_owned());
    let (form, editing) = page.kept_edit(DirectoryForm::of(&stored), editing).await;
    let errors = FieldErrors::default();
    page.html(&Edit { page: &page, stored, connectors, form: &form, editing: &editing, errors, stale: None })
}

pub async fn update(page: Page, posted: Posted<DirectoryForm>) -> Html {
    let (form, editing) = (&posted.form, posted.editing()?);
    let saved = async {
        let version = editing.edited(store::ID).1;
        service::update(&page.state, page.actor(), version, form.parse()?, on(&form.confirmed)).await
    };
    match saved.await {
        Ok(()) => page.go_saying(ADDRESS, "directory-saved"),
        Err(Error::Refused(errors)) => {
            let (stored, connectors) = read(&page).await?;
            page.refused(&Edit { page: &page, stored, connectors, form, editing: &editing, errors, stale: None })
        }
        Err(Error::Stale) => {
            let (stored, connectors) = read(&page).await?;
            let theirs = DirectoryForm::of(&stored);
            let stale = Some(editing.stale(form, &theirs, &stored.at.updated_by, stored.at.updated_at));
            let editing = editing.again(&theirs, stored.at.version);
            let errors = FieldErrors::default();
            let edit = Edit { page: &page, stored, connectors, form, editing: &editing, errors, stale };
            page.html_with(StatusCode::CONFLICT, &edit)
        }
        Err(error) => Err(error),
    }
}

async fn read(page: &Page) -> Result<(AdminDirectory, Vec<Choice>)> {
    let mut conn = page.state.db.conn().await?;
    let stored = store::directory(&mut conn).await?;
    let connectors = all::<LdapConnector>(&mut conn, ()).await?;
    let choices = connectors.iter().map(|it| Choice::of(it.id.to_string(), it.name.clone()));
    Ok((stored, choices.collect()))
}
