use actix_web::{http::StatusCode, web::Query};
use askama::Template;

use super::{
    super::{
        entry::{self, Entry},
        form::{CodeForm, SignInForm},
    },
    address, go_on,
};
use crate::{
    change::Change,
    error::{Error, FieldErrors},
    people::OwnerKind,
    web::{Attempt, Html, Page, Posted, Session, SessionCookie, Stage, errors, own_path, session},
};

#[derive(Template)]
#[template(path = "sign_in/sign_in.html")]
struct SignIn<'a> {
    page: &'a Page,
    form: &'a SignInForm,
    errors: FieldErrors,
}

#[derive(Template)]
#[template(path = "sign_in/code.html")]
struct Code<'a> {
    page: &'a Page,
    form: &'a CodeForm,
    errors: FieldErrors,
}

impl SignIn<'_> {
    fn login_label(&self) -> &'static str {
        super::login_label(self.page)
    }

    fn forgot(&self) -> String {
        address(self.page, "/forgot-password")
    }

    fn title(&self) -> String {
        self.page.t(match self.page.side() {
            OwnerKind::Admin => "sign-in-title",
            OwnerKind::User => "sign-in-user-title",
        })
    }
}

impl Code<'_> {
    fn start_again(&self) -> String {
        address(self.page, "/sign-in")
    }
}

pub async fn form(page: Page, form: Query<SignInForm>) -> Html {
    if is_signed_in(&page) {
        return go_on(&page, &form.return_to);
    }
    let form = SignInForm { return_to: form.into_inner().return_to, ..SignInForm::default() };
    page.html(&SignIn { page: &page, form: &form, errors: FieldErrors::default() })
}

/// Where another tab has signed in meanwhile, on to where this one wanted to go.
pub async fn sign_in(page: Page, cookie: SessionCookie, posted: Attempt<SignInForm>) -> Html {
    let form = match posted {
        Attempt::Good(posted) => posted.form,
        Attempt::Again(form, _) if is_signed_in(&page) => return go_on(&page, &form.return_to),
        Attempt::Again(form, why) => {
            let errors = FieldErrors::whole(why);
            return page.html_with(StatusCode::FORBIDDEN, &SignIn { page: &page, form: &form, errors });
        }
    };
    let entry = match entry::give_password(&page, &form.login, form.password.expose()).await {
        Err(Error::TooMany(seconds)) => {
            let errors = FieldErrors::whole(errors::wait_until(&page, seconds));
            return errors::wait(&page, seconds, &SignIn { page: &page, form: &form, errors });
        }
        entry => entry?,
    };
    match entry {
        Entry::In(entered) => {
            cookie.begin(&page, entered.owner, Stage::Done)?;
            page.devices.keep(go_on(&page, &form.return_to)?, entered.owner, entered.device)
        }
        Entry::CodeOwed(owner) => {
            cookie.begin(&page, owner, Stage::Code)?;
            page.go(&with_return(address(&page, "/sign-in/code"), &form.return_to))
        }
        Entry::Refused(why) => {
            page.refused(&SignIn { page: &page, form: &form, errors: FieldErrors::one("login", why) })
        }
    }
}

pub async fn code_form(page: Page, form: Query<CodeForm>) -> Html {
    let form = CodeForm { return_to: form.into_inner().return_to, ..CodeForm::default() };
    page.html(&Code { page: &page, form: &form, errors: FieldErrors::default() })
}

pub async fn code(page: Page, cookie: SessionCookie, posted: Attempt<CodeForm>) -> Html {
    let session: &Session = page.session.as_ref().ok_or(Error::Forbidden)?;
    let form = match posted {
        Attempt::Good(posted) => posted.form,
        Attempt::Again(form, why) => {
            let errors = FieldErrors::whole(why);
            return page.html_with(StatusCode::FORBIDDEN, &Code { page: &page, form: &form, errors });
        }
    };
    match entry::give_code(&page, session.owner, form.code.expose()).await? {
        Entry::In(entered) => {
            cookie.begin(&page, entered.owner, Stage::Done)?;
            page.devices.keep(go_on(&page, &form.return_to)?, entered.owner, entered.device)
        }
        Entry::CodeOwed(_) => Err(Error::Forbidden),
        Entry::Refused(why) => page.refused(&Code { page: &page, form: &form, errors: FieldErrors::one("code", why) }),
    }
}

pub async fn sign_out(page: Page, cookie: SessionCookie, _: Posted<()>) -> Html {
    // With a visit its end is written down: the session goes first, since the visit hangs on it.
    if let Some(session) = page.session.as_ref().filter(|_| page.visiting().is_some()) {
        let mut change = Change::begin(&page.state, page.actor()).await?;
        session::end(&mut change.conn, &session.key_hash).await?;
        change.cascade(&page.state).await?;
        change.commit().await?;
    }
    cookie.end();
    page.go_saying(&address(&page, "/sign-in"), "signed-out")
}

fn is_signed_in(page: &Page) -> bool {
    page.session.as_ref().is_some_and(|session| session.stage == Stage::Done)
}

fn with_return(path: String, return_to: &str) -> String {
    match own_path(return_to) {
        None => path,
        Some(wanted) => {
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            query.append_pair("return_to", wanted);
            format!("{path}?{}", query.finish())
        }
    }
}
