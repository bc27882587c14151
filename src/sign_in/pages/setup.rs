use actix_web::{http::StatusCode, web::Query};
use askama::Template;
use serde::Deserialize;

use super::{
    super::{
        entry::{self, Entered},
        form::SetupForm,
        links,
        model::{Person, Purpose},
        password::Policy,
        service,
    },
    link::DeadLink,
};
use crate::{
    admins::{self, model::NewAdmin},
    audit::Change,
    error::{Error, FieldErrors, Result},
    web::{Attempt, Choice, Html, Page, Role, SessionCookie, Stage, fields},
};

#[derive(Template)]
#[template(path = "sign_in/setup.html")]
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
        return dead(&page);
    }
    let form = SetupForm { language: page.lang.code().to_owned(), tz: "UTC".to_owned(), ..SetupForm::default() };
    page.html(&Setup::new(&page, &query.token, &form, FieldErrors::default()))
}

pub async fn create(page: Page, cookie: SessionCookie, query: Query<Token>, posted: Attempt<SetupForm>) -> Html {
    if !is_good(&page, &query.token).await? {
        return dead(&page);
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
            let next = if page.state.config.admin_2fa_required { "/me/second-factor" } else { "/accounts" };
            page.devices.keep(page.go_saying(next, "setup-done")?, entered.owner, entered.device)
        }
        Err(Error::Refused(errors)) => page.refused(&Setup::new(&page, &query.token, &posted.form, errors)),
        Err(Error::NotFound) => dead(&page),
        Err(error) => Err(error),
    }
}

async fn is_good(page: &Page, token: &str) -> Result<bool> {
    let mut conn = page.state.db.conn().await?;
    Ok(links::find(&mut conn, Purpose::Setup, token, page.now()).await?.is_some())
}

fn dead(page: &Page) -> Html {
    page.html_with(StatusCode::NOT_FOUND, &DeadLink { page })
}

async fn make_owner(page: &Page, token: &str, form: &SetupForm) -> Result<Entered> {
    let mut errors = FieldErrors::default();
    let (login, names, tz) = form.parse(&mut errors);
    let words = vec![form.login.clone(), form.email.clone(), form.first_name.clone(), form.last_name.clone()];
    let policy = Policy { with_factor: page.state.config.admin_2fa_required, words };
    form.passwords().check_again(&mut errors);
    let hash = service::accept_password(&page.state, &policy, &form.password, &mut errors).await?;
    let new = errors.or(NewAdmin { login, names, tz, role: Role::Owner, active: true, password_hash: Some(hash) })?;

    let mut change = Change::begin(&page.state, page.actor()).await?;
    links::spend(&mut change, Purpose::Setup, token).await?.ok_or(Error::NotFound)?;
    if !admins::store::none_yet(&mut change.conn).await? {
        return Err(Error::NotFound);
    }
    change.by.name.clone_from(&new.login);
    let id = admins::store::insert(&mut change, &new).await.map_err(Error::taken("login"))?;
    let admin = admins::store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)?;
    let person = Person::of_admin(admin.clone(), &page.state.config);
    change.by = service::actor_of(page, &person);
    change.created(&admin).await?;
    let entered = entry::record_sign_in(page, &mut change, &person).await?;
    change.commit().await?;
    Ok(entered)
}
