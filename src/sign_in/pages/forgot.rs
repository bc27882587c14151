use actix_web::http::StatusCode;
use askama::Template;

use super::{
    super::{forgot, form::ForgotForm},
    address,
};
use crate::{
    error::{Error, FieldErrors},
    web::{Attempt, Html, Page, errors},
};

#[derive(Template)]
#[template(path = "sign_in/forgot.html")]
struct Forgot<'a> {
    page: &'a Page,
    form: &'a ForgotForm,
    errors: FieldErrors,
}

impl Forgot<'_> {
    fn login_label(&self) -> &'static str {
        super::login_label(self.page)
    }

    fn sign_in(&self) -> String {
        address(self.page, "/sign-in")
    }
}

pub async fn form(page: Page) -> Html {
    page.html(&Forgot { page: &page, form: &ForgotForm::default(), errors: FieldErrors::default() })
}

/// Answers the same whatever was typed.
pub async fn ask(page: Page, posted: Attempt<ForgotForm>) -> Html {
    let posted = match posted {
        Attempt::Good(posted) => posted,
        Attempt::Again(form, why) => {
            let errors = FieldErrors::whole(why);
            return page.html_with(StatusCode::FORBIDDEN, &Forgot { page: &page, form: &form, errors });
        }
    };
    if let Err(error) = forgot::ask(&page, &posted.form.login).await {
        let Error::TooMany(seconds) = error else { return Err(error) };
        let errors = FieldErrors::whole(errors::wait_until(&page, seconds));
        return errors::wait(&page, seconds, &Forgot { page: &page, form: &posted.form, errors });
    }
    page.go_saying(&address(&page, "/sign-in"), "forgot-asked")
}
