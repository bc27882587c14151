use actix_web::{http::StatusCode, web::Path};
use askama::Template;

use super::{
    form::TariffForm,
    model::{Tariff, TariffRow},
    service, store,
};
use crate::{
    db::Select,
    error::{Error, FieldErrors, Result},
    i18n::Message,
    web::{
        Asked, Column, Confirm, Html, Kind, ListQuery, Listing, Page, Permission, Posted, Rows, Stale, grouped,
        version, was,
    },
};

const COLUMNS: [Column; 2] = [
    Column { name: "name", sql: "t.search", kind: Kind::Text },
    Column { name: "title", sql: "t.title_key", kind: Kind::Text },
];

#[derive(Template)]
#[template(path = "tariffs/list.html")]
struct List<'a> {
    page: &'a Page,
    rows: Rows<TariffRow>,
}

#[derive(Template)]
#[template(path = "tariffs/edit.html")]
struct Edit<'a> {
    page: &'a Page,
    /// None while it is being created.
    tariff: Option<&'a Tariff>,
    form: &'a TariffForm,
    errors: FieldErrors,
    stale: Option<Stale>,
}

impl List<'_> {
    fn limit(&self, limit: &Option<i64>) -> String {
        limit.map_or_else(|| "∞".to_owned(), |limit| grouped(limit, self.page.lang))
    }
}

impl Edit<'_> {
    fn changed(&self) -> String {
        self.tariff.map(|it| self.page.changed(&it.updated_by, &it.updated_at)).unwrap_or_default()
    }
}

pub async fn list(page: Page, query: ListQuery) -> Html {
    let narrowed = Select::new(store::LIST, " FROM tariffs t WHERE 1 = 1").containing("t.search", query.get("q"));
    let listing = Listing::read(query, &COLUMNS, "name").ok_or(Error::NotFound)?;
    let mut conn = page.state.db.conn().await?;
    let rows = listing.fetch(&mut conn, page.lists(), narrowed, "t.id").await?;
    page.html(&List { page: &page, rows })
}

pub async fn new(mut page: Page) -> Html {
    let form = TariffForm { return_to: page.way_back("/tariffs"), ..TariffForm::default() };
    let form = page.kept_or(form).await;
    page.html(&Edit { page: &page, tariff: None, form: &form, errors: FieldErrors::default(), stale: None })
}

pub async fn create(page: Page, posted: Posted<TariffForm>) -> Html {
    match save(&page, None, &posted.form).await {
        Ok(tariff) => page.go_saying(&posted.form.return_to, Message::new("tariff-created").with("name", tariff.name)),
        Err(Error::Refused(errors)) => {
            page.refused(&Edit { page: &page, tariff: None, form: &posted.form, errors, stale: None })
        }
        Err(error) => Err(error),
    }
}

pub async fn edit(mut page: Page, id: Path<i64>) -> Html {
    let tariff = find(&page, *id).await?;
    let form = TariffForm { return_to: page.way_back("/tariffs"), ..TariffForm::of(&tariff) };
    let form = page.kept_or(form).await;
    page.html(&Edit { page: &page, tariff: Some(&tariff), form: &form, errors: FieldErrors::default(), stale: None })
}

pub async fn update(page: Page, id: Path<i64>, posted: Posted<TariffForm>) -> Html {
    let mut form = posted.form;
    match save(&page, Some(*id), &form).await {
        Ok(tariff) => page.go_saying(&form.return_to, Message::new("tariff-saved").with("name", tariff.name)),
        Err(Error::Refused(errors)) => {
            let tariff = find(&page, *id).await?;
            page.refused(&Edit { page: &page, tariff: Some(&tariff), form: &form, errors, stale: None })
        }
        Err(Error::Stale) => {
            let tariff = find(&page, *id).await?;
            let theirs = TariffForm::of(&tariff);
            let stale = Stale::new(&form, &theirs, &tariff.updated_by, tariff.updated_at);
            (form.was, form.version) = (was(&theirs), theirs.version);
            let edit = Edit {
                page: &page,
                tariff: Some(&tariff),
                form: &form,
                errors: FieldErrors::default(),
                stale: Some(stale),
            };
            page.html_with(StatusCode::CONFLICT, &edit)
        }
        Err(Error::NotFound) => page.gone(("tariff", *id, None), "tariff", &form, "/tariffs").await,
        Err(error) => Err(error),
    }
}

async fn save(page: &Page, id: Option<i64>, form: &TariffForm) -> Result<Tariff> {
    let edited = id.map(|id| (id, version(&form.version)));
    service::save(&page.state, page.actor(), edited, &form.parse()?).await
}

pub async fn confirm_delete(page: Page, id: Path<i64>) -> Html {
    page.html(&ask_delete(&page, *id).await?)
}

pub async fn delete(page: Page, id: Path<i64>, posted: Posted<Asked>) -> Html {
    match service::delete(&page.state, page.actor(), *id, &posted.form).await {
        Ok(tariff) => page.go_saying("/tariffs", Message::new("tariff-deleted").with("name", tariff.name)),
        Err(Error::InUse(..)) => page.html_with(StatusCode::CONFLICT, &ask_delete(&page, *id).await?),
        Err(Error::Stale) => page.html_with(StatusCode::CONFLICT, &ask_delete(&page, *id).await?.stale()),
        Err(error) => Err(error),
    }
}

/// Asks; or, of one in use, says by whom.
async fn ask_delete(page: &Page, id: i64) -> Result<Confirm<'_>> {
    let tariff = find(page, id).await?;
    let used_by = store::used_by(&mut page.state.db.conn().await?, id).await?;
    let back = format!("/tariffs/{id}");
    Ok(match used_by.is_empty() {
        true => Confirm::new(page, Message::new("tariff-delete").with("name", tariff.name), back)
            .version(tariff.version)
            .danger(),
        false => {
            Confirm::new(page, service::in_use(&tariff), back).saying("used-by-accounts").because(used_by).impossible()
        }
    })
}

async fn find(page: &Page, id: i64) -> Result<Tariff> {
    store::find(&mut page.state.db.conn().await?, id).await?.ok_or(Error::NotFound)
}
