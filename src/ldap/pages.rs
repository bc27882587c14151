//! The page on which somebody is looked for in a directory.

use actix_web::{http::StatusCode, rt, web::Path};
use askama::Template;
use serde::Deserialize;

use super::{
    model::LdapConnector,
    try_user::{UserTrial, try_user},
};
use crate::{
    error::{Error, FieldErrors, Result},
    people::Permission,
    resource::{Versioned, find, too_soon},
    web::{Access, Html, Page, Posted, Route, get, post},
};

pub fn routes() -> Vec<Route> {
    let edit = Access::May(Permission::EditResources);
    vec![get("/ldap/{id}/test-user", edit, ask_user), post("/ldap/{id}/test-user", edit, test_user).proven()]
}

#[derive(Template)]
#[template(path = "ldap/test_user.html")]
struct Sheet<'a> {
    page: &'a Page,
    ldap: &'a Versioned<LdapConnector>,
    login: &'a str,
    errors: FieldErrors,
    trial: Option<UserTrial>,
}

/// Who is to be looked for, as typed.
#[derive(Default, Deserialize)]
#[serde(default)]
struct UserForm {
    login: String,
}

async fn ask_user(page: Page, id: Path<i64>) -> Html {
    let ldap = connector(&page, *id).await?;
    page.html(&Sheet { page: &page, ldap: &ldap, login: "", errors: FieldErrors::default(), trial: None })
}

/// Whoever goes away meanwhile breaks nothing off: it is on the record.
async fn test_user(page: Page, id: Path<i64>, posted: Posted<UserForm>) -> Html {
    let ldap = connector(&page, *id).await?;
    let (state, by, it, login) = (page.state.clone(), page.actor(), ldap.clone(), posted.form.login.clone());
    let trying = async move { state.running.count(try_user(&state, by, &it, &login)).await };
    let sheet =
        Sheet { page: &page, ldap: &ldap, login: &posted.form.login, errors: FieldErrors::default(), trial: None };
    match rt::spawn(trying).await.map_err(anyhow::Error::from)? {
        Ok(trial) => page.html(&Sheet { trial: Some(trial), ..sheet }),
        Err(Error::Refused(errors)) => page.html_with(StatusCode::UNPROCESSABLE_ENTITY, &Sheet { errors, ..sheet }),
        Err(Error::TooMany(seconds)) => {
            let errors = FieldErrors::whole(too_soon(seconds));
            page.html_with(StatusCode::TOO_MANY_REQUESTS, &Sheet { errors, ..sheet })
        }
        Err(error) => Err(error),
    }
}

async fn connector(page: &Page, id: i64) -> Result<Versioned<LdapConnector>> {
    find(&mut page.state.db.conn().await?, (), id).await?.ok_or(Error::NotFound)
}
