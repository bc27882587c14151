//! The page on which the first owner is made, while there is no administrator.

use actix_web::{http::StatusCode, web::Query};
use askama::Template;
use serde::Deserialize;

use crate::{
    admins::{form::SetupForm, model::NewAdmin, store},
    change::Change,
    error::{Error, FieldErrors, Result},
    forms::{Choice, fields},
    people::Role,
    sign_in::{self, Entered, Purpose, dead_link, links, password::Policy},
    web::{Attempt, Html, Page, SessionCookie, Stage},
};

#[derive(Template)]
#[template(path = "admins/setup.html")]
struct Setup<'a> {
    page: &'a Page,
    token: &'a str,
    form: &'a SetupForm,
    errors: FieldErrors,
    languages: Vec<Choice>,
}

#[derive(Deserialize)]
pub struct Token {
    #[serde(default)]
    token: String,
}

impl<'a> Setup<'a> {
    fn new(page: &'a Page, token: &'a str, form: &'a SetupForm, errors: FieldErrors) -> Self {
        Self { page, token, form, errors, languages: fields::languages() }
    }
}

pub async fn form(page: Page, query: Query<Token>) -> Html {
    if !is_good(&page, &query.token).await? {
        return dead_link(&page);
    }
    let form = SetupForm { language: page.lang.as_str().to_owned(), tz: "UTC".to_owned(), ..SetupForm::default() };
    page.html(&Setup::new(&page, &query.token, &form, FieldErrors::default()))
}

pub async fn create(page: Page, cookie: SessionCookie, query: Query<Token>, posted: Attempt<SetupForm>) -> Html {
    if !is_good(&page, &query.token).await? {
        return dead_link(&page);
    }
    let posted = match posted {
        Attempt::Good(posted) => posted,
        Attempt::Again(form, why) => {
            let again = Setup::new(&page, &query.token, &form, FieldErrors::whole(why));
            return page.html_with(StatusCode::FORBIDDEN, &again);
        }
    };
    match make_owner(&page, &query.token, &posted.form).await {
        Ok(entered) => {
            cookie.begin(&page, entered.owner, Stage::Done)?;
            let next = if page.state.config.admin_2fa_required { "/me/second-factor" } else { page.home() };
            page.devices.keep(page.go_saying(next, "setup-done")?, entered.owner, entered.device)
        }
        Err(Error::Refused(errors)) => page.refused(&Setup::new(&page, &query.token, &posted.form, errors)),
        Err(Error::NotFound) => dead_link(&page),
        Err(error) => Err(error),
    }
}

async fn is_good(page: &Page, token: &str) -> Result<bool> {
    let mut conn = page.state.db.conn().await?;
    Ok(links::find(&mut conn, Purpose::Setup, token, page.now()).await?.is_some())
}

async fn make_owner(page: &Page, token: &str, form: &SetupForm) -> Result<Entered> {
    let mut errors = FieldErrors::default();
    let (login, names, tz) = form.parse(&mut errors);
    let words = vec![form.login.clone(), form.email.clone(), form.first_name.clone(), form.last_name.clone()];
    let policy = Policy { with_factor: page.state.config.admin_2fa_required, words };
    let hash = sign_in::service::accept_password(&page.state, &policy, form.password.expose(), &mut errors).await?;
    let new = errors.or(NewAdmin {
        login,
        names,
        tz,
        role: Role::Owner,
        active: true,
        is_ldap: false,
        password_hash: Some(hash),
    })?;

    let mut change = Change::begin(&page.state, page.actor()).await?;
    links::spend(&mut change, Purpose::Setup, token).await?.ok_or(Error::NotFound)?;
    if !store::none_yet(&mut change.conn).await? {
        return Err(Error::NotFound);
    }
    change.by.name.clone_from(&new.login);
    let id = store::insert(&mut change, &new).await.map_err(Error::taken("login"))?;
    let admin = store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)?;
    let person = sign_in::service::find(&page.state, &mut change.conn, admin.owner()).await?.ok_or(Error::NotFound)?;
    change.by = sign_in::service::acting(page.actor(), &person);
    change.created(&admin).await?;
    let entered = sign_in::record_sign_in(page, &mut change, &person).await?;
    change.commit().await?;
    Ok(entered)
}
