use actix_web::{http::StatusCode, web::Path};
use askama::Template;

use super::{
    form::TariffForm,
    model::{Tariff, TariffRow},
    store,
};
use crate::{
    audit::Change,
    db::Select,
    error::{Error, FieldErrors, Result},
    i18n::Message,
    web::{Asked, Column, Confirm, Html, Kind, ListQuery, Listing, Page, Permission, Posted, Rows, Stale, grouped, version, was},
};

const COLUMNS: [Column; 2] =
    [Column { name: "name", sql: "t.search", kind: Kind::Text }, Column { name: "title", sql: "t.title_key", kind: Kind::Text }];

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
        Ok(name) => page.go_saying(&posted.form.return_to, Message::new("tariff-created").with("name", name)),
        Err(Error::Refused(errors)) => page.refused(&Edit { page: &page, tariff: None, form: &posted.form, errors, stale: None }),
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
        Ok(name) => page.go_saying(&form.return_to, Message::new("tariff-saved").with("name", name)),
        Err(Error::Refused(errors)) => {
            let tariff = find(&page, *id).await?;
            page.refused(&Edit { page: &page, tariff: Some(&tariff), form: &form, errors, stale: None })
        }
        Err(Error::Stale) => {
            let tariff = find(&page, *id).await?;
            let theirs = TariffForm::of(&tariff);
            let stale = Stale::new(&form, &theirs, &tariff.updated_by, tariff.updated_at);
            (form.was, form.version) = (was(&theirs), theirs.version);
            let edit = Edit { page: &page, tariff: Some(&tariff), form: &form, errors: FieldErrors::default(), stale: Some(stale) };
            page.html_with(StatusCode::CONFLICT, &edit)
        }
        Err(Error::NotFound) => page.gone(("tariff", *id, None), "tariff", &form, "/tariffs").await,
        Err(error) => Err(error),
    }
}

async fn save(page: &Page, id: Option<i64>, form: &TariffForm) -> Result<String> {
    let new = form.parse()?;
    let mut change = Change::begin(&page.state, page.actor()).await?;
    let before = match id {
        Some(id) => Some(store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)?),
        None => None,
    };
    let id = match &before {
        None => store::insert(&mut change, &new).await.map_err(Error::taken("name"))?,
        Some(before) => {
            if !store::update(&mut change, before.id, version(&form.version), &new).await.map_err(Error::taken("name"))? {
                return Err(Error::Stale);
            }
            before.id
        }
    };
    let after = store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)?;
    match before {
        None => change.created(&after).await?,
        Some(before) => change.updated("update", &before, &after).await?,
    }
    change.commit().await?;
    Ok(after.name)
}

pub async fn confirm_delete(page: Page, id: Path<i64>) -> Html {
    let tariff = find(&page, *id).await?;
    let used_by = store::used_by(&mut page.state.db.conn().await?, *id).await?;
    page.html(&ask_delete(&page, &tariff, used_by))
}

pub async fn delete(page: Page, id: Path<i64>, posted: Posted<Asked>) -> Html {
    let mut change = Change::begin(&page.state, page.actor()).await?;
    let tariff = store::find(&mut change.conn, *id).await?.ok_or(Error::NotFound)?;
    let used_by = store::used_by(&mut change.conn, *id).await?;
    if !used_by.is_empty() {
        return page.html_with(StatusCode::CONFLICT, &ask_delete(&page, &tariff, used_by));
    }
    if posted.form.of(tariff.version).is_err() {
        return page.html_with(StatusCode::CONFLICT, &ask_delete(&page, &tariff, used_by).stale());
    }
    store::delete(&mut change, *id).await.map_err(Error::in_use(in_use(&tariff)))?;
    change.deleted(&tariff).await?;
    change.commit().await?;
    page.go_saying("/tariffs", Message::new("tariff-deleted").with("name", tariff.name))
}

/// Asks; or, of one in use, says by whom.
fn ask_delete<'a>(page: &'a Page, tariff: &Tariff, used_by: Vec<String>) -> Confirm<'a> {
    let back = format!("/tariffs/{}", tariff.id);
    if used_by.is_empty() {
        return Confirm::new(page, Message::new("tariff-delete").with("name", tariff.name.as_str()), back).version(tariff.version).danger();
    }
    Confirm::new(page, in_use(tariff), back).saying("used-by-accounts").because(used_by).impossible()
}

fn in_use(tariff: &Tariff) -> Message {
    Message::new("tariff-in-use").with("name", tariff.name.as_str())
}

async fn find(page: &Page, id: i64) -> Result<Tariff> {
    store::find(&mut page.state.db.conn().await?, id).await?.ok_or(Error::NotFound)
}
