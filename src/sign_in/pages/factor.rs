use askama::Template;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::super::{
    factors,
    form::CodeForm,
    model::Person,
    second_factor::{self, Pending},
    service,
};
use crate::{
    change::Change,
    error::{Error, FieldErrors, Result},
    i18n::Message,
    people::{Owner, OwnerKind, User},
    web::{Html, Page, Posted, Session, SessionCookie},
};

#[derive(Template)]
#[template(path = "sign_in/second_factor.html")]
struct Enrol<'a> {
    page: &'a Page,
    pending: Pending,
    /// Whether one is enrolled, which the new one would take the place of.
    replaces: bool,
    errors: FieldErrors,
}

impl Enrol<'_> {
    /// Whether somebody who is here of their own will may go back; who owes one may not.
    fn may_wait(&self) -> bool {
        self.replaces || required(self.page).is_none()
    }
}

#[derive(Template)]
#[template(path = "sign_in/recovery_codes.html")]
struct RecoveryCodes<'a> {
    page: &'a Page,
    codes: Vec<String>,
}

impl RecoveryCodes<'_> {
    /// A text file of the codes, in the link itself: they are kept nowhere.
    fn file(&self) -> String {
        let session = self.page.session.as_ref();
        let head = Message::new("recovery-codes-file")
            .with("site", self.page.site())
            .with("login", session.map(login).unwrap_or_default());
        let text = format!("{}\r\n\r\n{}\r\n", self.page.say(&head), self.codes.join("\r\n"));
        format!("data:text/plain;charset=utf-8,{}", utf8_percent_encode(&text, NON_ALPHANUMERIC))
    }
}

/// Asks before something is done to the second factor; `{key}-means` and `{key}-button` say what.
#[derive(Template)]
#[template(path = "sign_in/ask.html")]
struct Ask<'a> {
    page: &'a Page,
    key: &'static str,
    /// Why it cannot be done, if so.
    reason: Option<&'static str>,
}

impl Ask<'_> {
    fn part(&self, end: &str) -> String {
        self.page.t(&format!("{}{end}", self.key))
    }
}

pub async fn form(page: Page, cookie: SessionCookie) -> Html {
    let session = session(&page)?;
    let pending = pending(&page, &cookie, session)?;
    page.html(&Enrol { page: &page, pending, replaces: has_factor(session), errors: FieldErrors::default() })
}

/// The answer shows the recovery codes, once: they cannot be read again.
pub async fn enrol(page: Page, cookie: SessionCookie, posted: Posted<CodeForm>) -> Html {
    let session = session(&page)?;
    let sealed = session.pending_totp.as_deref().unwrap_or_default();
    let (mut change, person) = begin(&page, session).await?;
    let Some(codes) =
        factors::enrol(&page.state, &mut change, &person, (sealed, posted.form.code.expose()), &session.key_hash)
            .await?
    else {
        drop(change);
        let (pending, replaces) = (pending(&page, &cookie, session)?, has_factor(session));
        return page.refused(&Enrol {
            page: &page,
            pending,
            replaces,
            errors: FieldErrors::one("code", "sign-in-wrong-code"),
        });
    };
    change.commit().await?;
    cookie.step_up(&page, session)?;
    page.html(&RecoveryCodes { page: &page, codes })
}

pub async fn confirm_remove(page: Page) -> Html {
    let reason = if has_factor(session(&page)?) { required(&page) } else { Some("second-factor-is-off") };
    page.html(&Ask { page: &page, key: "second-factor-remove", reason })
}

pub async fn remove(page: Page, cookie: SessionCookie, _: Posted<()>) -> Html {
    let session = session(&page)?;
    if let Some(reason) = required(&page) {
        return Err(Error::Conflict(reason.into()));
    }
    let (mut change, person) = begin(&page, session).await?;
    if person.totp_secret.is_none() {
        return Err(Error::Conflict("second-factor-is-off".into()));
    }
    factors::remove(&page.state, &mut change, &person, &session.key_hash).await?;
    change.commit().await?;
    cookie.step_up(&page, session)?;
    page.go_saying(security(&page), "second-factor-removed")
}

pub async fn confirm_renew_codes(page: Page) -> Html {
    let reason = (!has_factor(session(&page)?)).then_some("second-factor-is-off");
    page.html(&Ask { page: &page, key: "recovery-codes-anew", reason })
}

/// As after enrolling, the codes are shown once.
pub async fn renew_codes(page: Page, _: Posted<()>) -> Html {
    let (mut change, person) = begin(&page, session(&page)?).await?;
    let codes = factors::renew_codes(&page.state, &mut change, &person).await?;
    let codes = codes.ok_or(Error::Conflict("second-factor-is-off".into()))?;
    change.commit().await?;
    page.html(&RecoveryCodes { page: &page, codes })
}

async fn begin(page: &Page, session: &Session) -> Result<(Change, Person)> {
    let mut change = Change::begin(&page.state, page.actor()).await?;
    let person = service::find(&page.state, &mut change.conn, session.owner).await?.ok_or(Error::NotFound)?;
    Ok((change, person))
}

fn session(page: &Page) -> Result<&Session> {
    page.session.as_ref().ok_or(Error::Forbidden)
}

fn has_factor(session: &Session) -> bool {
    session.admin.as_ref().map_or_else(|| session.user.as_ref().is_some_and(|it| it.has_2fa), |it| it.has_2fa)
}

/// Why the reader must have a second factor, if so.
fn required(page: &Page) -> Option<&'static str> {
    match page.user() {
        Some(user) => user.force_2fa_auth.then_some("second-factor-forced"),
        None => page.state.config.admin_2fa_required.then_some("second-factor-required"),
    }
}

/// The page that leads here.
fn security(page: &Page) -> &'static str {
    match page.side() {
        OwnerKind::Admin => "/me",
        OwnerKind::User => "/portal/security",
    }
}

/// The secret that the session holds, or a new one.
fn pending(page: &Page, cookie: &SessionCookie, session: &Session) -> Result<Pending> {
    let login = login(session);
    let kept = session
        .pending_totp
        .as_deref()
        .and_then(|sealed| second_factor::pending(&page.state, session.owner, &login, sealed));
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
