use actix_web::http::StatusCode;
use askama::Template;

use crate::{
    brand::{
        Brand,
        store::{self, ID, Stored},
    },
    error::{Error, FieldErrors, Result},
    forms::{Editing, NO_OPTIONS, Stale, on},
    i18n::Message,
    mail::letters::shown,
    settings::brand::{
        form::BrandForm,
        logo::{self, NewLogo},
        model::NewBrand,
        service::{self, Logo},
    },
    web::{Html, Page, Posted, letter},
};

const ADDRESS: &str = "/settings/brand";

#[derive(Template)]
#[template(path = "settings/brand.html")]
struct Edit<'a> {
    page: &'a Page,
    stored: Stored,
    form: &'a BrandForm,
    editing: &'a Editing,
    errors: FieldErrors,
    stale: Option<Stale>,
}

/// In place of a sample that cannot be shown.
#[derive(Template)]
#[template(path = "mail/no_sample.html")]
struct NoSample<'a> {
    page: &'a Page,
    errors: &'a FieldErrors,
}

impl Edit<'_> {
    fn changed(&self) -> String {
        let Stored { updated_by, updated_at, .. } = &self.stored;
        if updated_by.is_empty() { String::new() } else { self.page.changed(updated_by, updated_at) }
    }
}

pub async fn edit(mut page: Page) -> Html {
    let stored = read(&page).await?;
    let editing = Editing::of(stored.version, ADDRESS.to_owned());
    let (form, editing) = page.kept_edit(BrandForm::of(&stored.brand), editing).await;
    let errors = FieldErrors::default();
    page.html(&Edit { page: &page, stored, form: &form, editing: &editing, errors, stale: None })
}

pub async fn update(page: Page, posted: Posted<BrandForm>) -> Html {
    let (form, editing) = (&posted.form, posted.editing()?);
    match save(&page, &posted, editing.edited(ID).1).await {
        Ok(()) => page.go_saying(ADDRESS, "brand-saved"),
        Err(Error::Refused(errors)) => {
            let stored = read(&page).await?;
            page.refused(&Edit { page: &page, stored, form, editing: &editing, errors, stale: None })
        }
        Err(Error::Stale) => {
            let stored = read(&page).await?;
            let theirs = BrandForm::of(&stored.brand);
            let stale = Some(editing.stale(form, &theirs, &stored.updated_by, stored.updated_at));
            let editing = editing.again(&theirs, stored.version);
            let errors = FieldErrors::default();
            page.html_with(StatusCode::CONFLICT, &Edit { page: &page, stored, form, editing: &editing, errors, stale })
        }
        Err(error) => Err(error),
    }
}

/// A letter with the brand as it is kept.
pub async fn sample(page: Page) -> Html {
    let mut conn = page.state.db.conn().await?;
    let brand = store::find(&mut conn).await?;
    let png = store::current_logo(&mut conn).await?.map(|(_, png)| png);
    drop(conn);
    show(&page, &brand, png.as_deref())
}

/// A letter with the brand as it is typed, its logo among it, of which nothing is kept.
pub async fn sample_of(page: Page, posted: Posted<BrandForm>) -> Html {
    let (new, logo, errors) = checked(&page, &posted).await?;
    if !errors.is_empty() {
        let html = NoSample { page: &page, errors: &errors }.render().map_err(anyhow::Error::from)?;
        return Ok(letter(StatusCode::UNPROCESSABLE_ENTITY, html));
    }
    let stored = read(&page).await?.brand;
    match logo {
        Logo::Kept => {
            let png = store::current_logo(&mut page.state.db.conn().await?).await?.map(|(_, png)| png);
            show(&page, &new.with_logo_of(&stored), png.as_deref())
        }
        Logo::Removed => show(&page, &new.with_logo_of(&Brand::default()), None),
        Logo::Set(NewLogo { png, width, height }) => {
            let typed =
                Brand { logo_id: Some(0), logo_width: Some(width), logo_height: Some(height), ..Brand::default() };
            show(&page, &new.with_logo_of(&typed), Some(&png))
        }
    }
}

pub async fn send_test(page: Page, _: Posted<()>) -> Html {
    let owner = page.session.as_ref().ok_or(Error::Forbidden)?.owner;
    let email = service::send_test(&page.state, page.actor(), owner).await?;
    page.go_saying(ADDRESS, Message::new("brand-test-queued").with("email", email))
}

fn show(page: &Page, brand: &Brand, png: Option<&[u8]>) -> Html {
    let admin = page.admin().ok_or(Error::Forbidden)?;
    let paper = service::sample(&page.state, &page.actor(), admin, (brand, page.tz))?;
    Ok(letter(StatusCode::OK, shown(&paper.html, png)))
}

async fn save(page: &Page, posted: &Posted<BrandForm>, version: i64) -> Result<()> {
    let (new, logo, errors) = checked(page, posted).await?;
    errors.or(())?;
    service::update(&page.state, page.actor(), version, (&new, logo)).await
}

/// Every field and the file, refused in one pass.
async fn checked(page: &Page, posted: &Posted<BrandForm>) -> Result<(NewBrand, Logo, FieldErrors)> {
    let (new, mut errors) = posted.form.read();
    let logo = match posted.file("logo") {
        Some(file) => errors.keep("logo", logo::make(&page.state, file.clone()).await?).map_or(Logo::Kept, Logo::Set),
        None if on(&posted.form.logo_remove) => Logo::Removed,
        None => Logo::Kept,
    };
    Ok((new, logo, errors))
}

async fn read(page: &Page) -> Result<Stored> {
    Ok(store::stored(&mut page.state.db.conn().await?).await?)
}
