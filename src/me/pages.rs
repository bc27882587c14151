use actix_web::http::StatusCode;
use askama::Template;

use super::form::MeForm;
use crate::{
    admins::{self, model::Admin, store},
    error::{Error, FieldErrors, Result},
    forms::{Choice, Options, Stale, fields::languages, version, was},
    sign_in::{
        self,
        own::{self, NewPassword},
    },
    web::{Html, Page, Posted, SessionCookie, Theme},
};

#[derive(Template)]
#[template(path = "me/edit.html")]
struct Edit<'a> {
    page: &'a Page,
    admin: &'a Admin,
    /// How many recovery codes are left.
    codes: i64,
    form: &'a MeForm,
    errors: FieldErrors,
    stale: Option<Stale>,
    languages: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "me/password.html")]
struct ChangePassword<'a> {
    page: &'a Page,
    errors: FieldErrors,
}

impl<'a> Edit<'a> {
    fn new(page: &'a Page, (admin, codes): (&'a Admin, i64), form: &'a MeForm, errors: FieldErrors) -> Self {
        Self { page, admin, codes, form, errors, stale: None, languages: languages() }
    }

    fn options(&self) -> Options {
        vec![("language", self.languages.clone()), ("theme", self.themes())]
    }

    fn themes(&self) -> Vec<Choice> {
        let label = |theme: Theme| self.page.t(&format!("theme-{}", theme.as_str()));
        Theme::ALL
            .iter()
            .copied()
            .map(|theme| Choice { value: theme.as_str().to_owned(), label: label(theme) })
            .collect()
    }
}

pub async fn edit(mut page: Page) -> Html {
    let (admin, codes) = own(&page).await?;
    let form = page.kept_or(MeForm::of(&admin)).await;
    page.html(&Edit::new(&page, (&admin, codes), &form, FieldErrors::default()))
}

pub async fn update(page: Page, posted: Posted<MeForm>) -> Html {
    let mut form = posted.form;
    match save(&page, &form).await {
        Ok(()) => page.go_saying("/me", "me-saved"),
        Err(Error::Refused(errors)) => {
            let (admin, codes) = own(&page).await?;
            page.refused(&Edit::new(&page, (&admin, codes), &form, errors))
        }
        Err(Error::Stale) => {
            let (admin, codes) = own(&page).await?;
            let theirs = MeForm::of(&admin);
            let stale = Stale::new(&form, &theirs, &admin.updated_by, admin.updated_at);
            (form.was, form.version) = (was(&theirs), theirs.version);
            let edit = Edit { stale: Some(stale), ..Edit::new(&page, (&admin, codes), &form, FieldErrors::default()) };
            page.html_with(StatusCode::CONFLICT, &edit)
        }
        Err(error) => Err(error),
    }
}

pub async fn password_form(page: Page) -> Html {
    page.html(&ChangePassword { page: &page, errors: FieldErrors::default() })
}

pub async fn change_password(page: Page, cookie: SessionCookie, posted: Posted<NewPassword>) -> Html {
    let session = page.session.as_ref().ok_or(Error::Forbidden)?;
    let person = sign_in::service::find(&page.state, &mut page.state.db.conn().await?, session.owner)
        .await?
        .ok_or(Error::NotFound)?;
    match own::change_password(&page, &person, &posted.form).await {
        Ok(()) => {
            cookie.step_up(&page, session)?;
            page.go_saying("/me", "password-changed")
        }
        Err(Error::Refused(errors)) => page.refused(&ChangePassword { page: &page, errors }),
        Err(error) => Err(error),
    }
}

async fn save(page: &Page, form: &MeForm) -> Result<()> {
    let id = page.admin().ok_or(Error::Forbidden)?.id;
    let new = form.parse()?;
    admins::service::update_own(&page.state, page.actor(), id, version(&form.version), &new).await.map(drop)
}

async fn own(page: &Page) -> Result<(Admin, i64)> {
    let id = page.admin().ok_or(Error::Forbidden)?.id;
    let mut conn = page.state.db.conn().await?;
    let admin = store::find(&mut conn, id).await?.ok_or(Error::NotFound)?;
    let codes = sign_in::store::count_recovery_codes(&mut conn, admin.owner()).await?;
    Ok((admin, codes))
}
