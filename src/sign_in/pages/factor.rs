use askama::Template;

use super::super::{
    form::CodeForm,
    notices,
    second_factor::{self, Pending},
    service,
};
use crate::{
    audit::Change,
    error::{Error, FieldErrors, Result},
    mail::letters,
    web::{Html, Owner, OwnerKind, Page, Posted, Session, SessionCookie, User, session},
};

#[derive(Template)]
#[template(path = "sign_in/second_factor.html")]
struct Enrol<'a> {
    page: &'a Page,
    /// None where one is enrolled.
    pending: Option<Pending>,
    errors: FieldErrors,
}

#[derive(Template)]
#[template(path = "sign_in/recovery_codes.html")]
struct RecoveryCodes<'a> {
    page: &'a Page,
    codes: Vec<String>,
}

pub async fn form(page: Page, cookie: SessionCookie) -> Html {
    let session = session(&page)?;
    if has_factor(session) {
        return page.html(&Enrol { page: &page, pending: None, errors: FieldErrors::default() });
    }
    let pending = pending(&page, &cookie, session)?;
    page.html(&Enrol { page: &page, pending: Some(pending), errors: FieldErrors::default() })
}

/// The answer shows the recovery codes, once: they cannot be read again.
pub async fn enrol(page: Page, cookie: SessionCookie, posted: Posted<CodeForm>) -> Html {
    let session = session(&page)?;
    if has_factor(session) {
        return page.go(&page.path);
    }
    let sealed = session.pending_totp.as_deref().unwrap_or_default();
    let mut change = Change::begin(&page.state, page.actor()).await?;
    let Some(codes) = second_factor::enrol(&page.state, &mut change, session.owner, sealed, &posted.form.code).await? else {
        drop(change);
        let pending = pending(&page, &cookie, session)?;
        return page.refused(&Enrol { page: &page, pending: Some(pending), errors: FieldErrors::one("code", "sign-in-wrong-code") });
    };
    session::end_all(&mut change.conn, session.owner).await?;
    let person = service::find(&page.state, &mut change.conn, session.owner).await?.ok_or(Error::NotFound)?;
    notices::tell(&page.state, &mut change, &person, letters::factor_added).await?;
    service::record(&mut change, session.owner, "second-factor", vec![("second_factor", String::new(), "yes".to_owned())]).await?;
    change.commit().await?;
    cookie.step_up(&page, session)?;
    page.html(&RecoveryCodes { page: &page, codes })
}

fn session(page: &Page) -> Result<&Session> {
    page.session.as_ref().ok_or(Error::Forbidden)
}

fn has_factor(session: &Session) -> bool {
    session.admin.as_ref().map_or_else(|| session.user.as_ref().is_some_and(|it| it.has_2fa), |it| it.has_2fa)
}

/// The secret that the session holds, or a new one.
fn pending(page: &Page, cookie: &SessionCookie, session: &Session) -> Result<Pending> {
    let login = login(session);
    let kept = session.pending_totp.as_deref().and_then(|sealed| second_factor::pending(&page.state, session.owner, &login, sealed));
    if let Some(pending) = kept {
        return Ok(pending);
    }
    let sealed = second_factor::begin(&page.state, session.owner)?;
    let pending = second_factor::pending(&page.state, session.owner, &login, &sealed);
    cookie.keep_pending(session, sealed)?;
    Ok(pending.ok_or_else(|| anyhow::anyhow!("no QR code for the login {login:?}"))?)
}

/// What the authenticator lists the secret under.
fn login(session: &Session) -> String {
    let Owner { kind, .. } = session.owner;
    match kind {
        OwnerKind::Admin => session.admin.as_ref().map(|it| it.login.clone()),
        OwnerKind::User => session.user.as_ref().map(User::full_login),
    }
    .unwrap_or_default()
}
