use askama::Template;

use crate::{
    error::{Error, FieldErrors, Result},
    people::{Owner, OwnerKind},
    sign_in::{
        self,
        model::Person,
        own::{self, NewPassword},
    },
    web::{Html, Page, Posted, SessionCookie},
};

#[derive(Template)]
#[template(path = "portal/security.html")]
struct Security<'a> {
    page: &'a Page,
    person: &'a Person,
    /// How many recovery codes are left.
    codes: i64,
    errors: FieldErrors,
}

/// Between signing in and the portal, when the password must be changed.
#[derive(Template)]
#[template(path = "portal/new_password.html")]
struct Owed<'a> {
    page: &'a Page,
    person: &'a Person,
    errors: FieldErrors,
}

impl Security<'_> {
    /// Whether the account keeps its users from doing without a second factor.
    fn is_forced(&self) -> bool {
        self.page.user().is_some_and(|user| user.force_2fa_auth)
    }
}

pub async fn show(page: Page) -> Html {
    let (person, codes) = own(&page).await?;
    page.html(&Security { page: &page, person: &person, codes, errors: FieldErrors::default() })
}

pub async fn change_password(page: Page, cookie: SessionCookie, posted: Posted<NewPassword>) -> Html {
    let session = page.session.as_ref().ok_or(Error::Forbidden)?;
    let (person, codes) = own(&page).await?;
    match own::change_password(&page, &person, &posted.form).await {
        Ok(()) => {
            cookie.step_up(&page, session)?;
            page.go_saying("/portal/security", "password-changed")
        }
        Err(Error::Refused(errors)) => page.refused(&Security { page: &page, person: &person, codes, errors }),
        Err(error) => Err(error),
    }
}

pub async fn new_password_form(page: Page) -> Html {
    if !owes(&page) {
        return page.go("/portal");
    }
    let (person, _) = own(&page).await?;
    page.html(&Owed { page: &page, person: &person, errors: FieldErrors::default() })
}

/// The password in use was proved a moment ago, by signing in; it must not be the new one.
pub async fn new_password(page: Page, cookie: SessionCookie, posted: Posted<NewPassword>) -> Html {
    let session = page.session.as_ref().ok_or(Error::Forbidden)?;
    if !owes(&page) {
        return page.go("/portal");
    }
    let (person, _) = own(&page).await?;
    match own::replace_password(&page, &person, &posted.form).await {
        Ok(()) => {
            cookie.step_up(&page, session)?;
            page.go_saying("/portal", "password-changed")
        }
        Err(Error::Refused(errors)) => page.refused(&Owed { page: &page, person: &person, errors }),
        Err(error) => Err(error),
    }
}

/// Nobody else's session may replace a password without the current one.
fn owes(page: &Page) -> bool {
    page.user().is_some_and(|user| user.must_change_password)
}

async fn own(page: &Page) -> Result<(Person, i64)> {
    let owner = page.user().map(|user| Owner { kind: OwnerKind::User, id: user.id }).ok_or(Error::Forbidden)?;
    let mut conn = page.state.db.conn().await?;
    let person = sign_in::service::find(&page.state, &mut conn, owner).await?.ok_or(Error::NotFound)?;
    let codes = sign_in::store::count_recovery_codes(&mut conn, owner).await?;
    Ok((person, codes))
}
