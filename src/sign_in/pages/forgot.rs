use askama::Template;

use super::{
    super::{forgot, form::ForgotForm},
    address,
};
use crate::{
    error::FieldErrors,
    web::{Html, Page, Posted},
};

#[derive(Template)]
#[template(path = "sign_in/forgot.html")]
struct Forgot<'a> {
    page: &'a Page,
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
    page.html(&Forgot { page: &page, errors: FieldErrors::default() })
}

/// The same answer whatever was typed.
pub async fn ask(page: Page, posted: Posted<ForgotForm>) -> Html {
    forgot::ask(&page, &posted.form.login).await?;
    page.go_saying(&address(&page, "/sign-in"), "forgot-asked")
}
