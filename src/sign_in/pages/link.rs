use actix_web::{http::StatusCode, web::Path};
use askama::Template;

use super::{
    super::{
        devices,
        form::PasswordForm,
        links,
        model::{Person, Purpose},
        own, service,
    },
    address,
};
use crate::{
    change::Change,
    error::{Error, FieldErrors, Result},
    people::Owner,
    web::{Attempt, Html, Page},
};

#[derive(Template)]
#[template(path = "sign_in/set_password.html")]
struct SetPassword<'a> {
    page: &'a Page,
    person: &'a Person,
    errors: FieldErrors,
}

/// One page for a link that never was, that was spent, that is too old, or that a newer one replaced.
#[derive(Template)]
#[template(path = "sign_in/dead_link.html")]
struct DeadLink<'a> {
    page: &'a Page,
}

pub fn dead_link(page: &Page) -> Html {
    page.html_with(StatusCode::NOT_FOUND, &DeadLink { page })
}

/// Looking spends nothing, as often as mail scanners may look.
pub async fn form(page: Page, token: Path<String>) -> Html {
    match owner(&page, &token).await? {
        Some(person) => page.html(&SetPassword { page: &page, person: &person, errors: FieldErrors::default() }),
        None => dead_link(&page),
    }
}

pub async fn set_password(page: Page, token: Path<String>, posted: Attempt<PasswordForm>) -> Html {
    let Some(person) = owner(&page, &token).await? else {
        return dead_link(&page);
    };
    let posted = match posted {
        Attempt::Good(posted) => posted,
        Attempt::Again(_, why) => {
            let errors = FieldErrors::whole(why);
            return page.html_with(StatusCode::FORBIDDEN, &SetPassword { page: &page, person: &person, errors });
        }
    };
    match spend(&page, &token, &person, &posted.form).await {
        Ok(device) => {
            page.devices.keep(page.go_saying(&address(&page, "/sign-in"), "password-set")?, person.owner, device)
        }
        Err(Error::Refused(errors)) => page.refused(&SetPassword { page: &page, person: &person, errors }),
        Err(Error::NotFound) => dead_link(&page),
        Err(error) => Err(error),
    }
}

/// Whose password the link sets; None also where there is no password to set any more.
async fn owner(page: &Page, token: &str) -> Result<Option<Person>> {
    let kind = page.side();
    let mut conn = page.state.db.conn().await?;
    let Some(id) = links::find(&mut conn, Purpose::password_of(kind), token, page.now()).await? else {
        return Ok(None);
    };
    let person = service::find(&page.state, &mut conn, Owner { kind, id }).await?;
    Ok(person.filter(|it| !it.is_ldap && it.closed != Some("account_deleted")))
}

/// Gives what the browser is known by from now on: who reads the owner's letters is no stranger, and can sign in
/// however many guess.
async fn spend(page: &Page, token: &str, person: &Person, form: &PasswordForm) -> Result<String> {
    let mut errors = FieldErrors::default();
    form.check_again(&mut errors);
    let hash = service::accept_password(&page.state, &person.policy, form.password.expose(), &mut errors).await?;
    errors.or(())?;
    let mut change = Change::begin(&page.state, service::acting(page.actor(), person)).await?;
    links::spend(&mut change, Purpose::password_of(person.owner.kind), token).await?.ok_or(Error::NotFound)?;
    own::set_password(page, &mut change, person, &hash, "").await?;
    let device = devices::remember(page, &mut change, person.owner).await?;
    change.commit().await?;
    Ok(device.token)
}
