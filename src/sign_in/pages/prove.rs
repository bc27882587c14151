//! Who is signed in proves it once more before an act of the highest risk, and then goes on with it.

use actix_web::web::Query;
use askama::Template;

use super::{
    super::{form::ProofForm, model::Person, own, service},
    go_on,
};
use crate::{
    error::{Error, FieldErrors, Result},
    web::{Html, Page, Posted, SessionCookie, own_path},
};

#[derive(Template)]
#[template(path = "sign_in/prove.html")]
struct Prove<'a> {
    page: &'a Page,
    person: &'a Person,
    form: &'a ProofForm,
    errors: FieldErrors,
}

impl Prove<'_> {
    fn way_back(&self) -> &str {
        own_path(&self.form.return_to).unwrap_or(self.page.home())
    }
}

pub async fn form(page: Page, form: Query<ProofForm>) -> Html {
    let form = ProofForm { return_to: form.into_inner().return_to, ..ProofForm::default() };
    page.html(&Prove { page: &page, person: &own(&page).await?, form: &form, errors: FieldErrors::default() })
}

pub async fn prove(page: Page, cookie: SessionCookie, posted: Posted<ProofForm>) -> Html {
    let session = page.session.as_ref().ok_or(Error::Forbidden)?;
    let person = own(&page).await?;
    let form = posted.form;
    match own::prove(&page, &person, form.current_password.expose(), form.code.expose()).await {
        Ok(()) => {
            cookie.step_up(&page, session)?;
            go_on(&page, &form.return_to)
        }
        Err(Error::Refused(errors)) => page.refused(&Prove { page: &page, person: &person, form: &form, errors }),
        Err(error) => Err(error),
    }
}

async fn own(page: &Page) -> Result<Person> {
    let session = page.session.as_ref().ok_or(Error::Forbidden)?;
    service::find(&page.state, &mut page.state.db.conn().await?, session.owner).await?.ok_or(Error::NotFound)
}
