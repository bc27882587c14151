use actix_web::http::StatusCode;
use askama::Template;

use crate::{
    account_users::profile::ProfileForm,
    change::Change,
    error::{Error, FieldErrors, Result},
    forms::{Choice, Options, Stale, fields::languages, version, was},
    portal::{model::Member, store},
    sign_in::notices,
    web::{Html, Page, Posted},
};

#[derive(Template)]
#[template(path = "portal/profile.html")]
struct Edit<'a> {
    page: &'a Page,
    user: &'a Member,
    form: &'a ProfileForm,
    errors: FieldErrors,
    stale: Option<Stale>,
    languages: Vec<Choice>,
}

impl<'a> Edit<'a> {
    fn new(page: &'a Page, user: &'a Member, form: &'a ProfileForm, errors: FieldErrors) -> Self {
        Self { page, user, form, errors, stale: None, languages: languages() }
    }

    fn options(&self) -> Options {
        vec![("language", self.languages.clone())]
    }

    /// Nothing is edited in the portal of a frozen account.
    fn may_save(&self) -> bool {
        self.user.hindrance().is_none() && self.page.can_change()
    }
}

pub async fn edit(mut page: Page) -> Html {
    let user = own(&page).await?;
    let form = page.kept_or(ProfileForm::of(&user.profile, user.version)).await;
    page.html(&Edit::new(&page, &user, &form, FieldErrors::default()))
}

pub async fn update(page: Page, posted: Posted<ProfileForm>) -> Html {
    let mut form = posted.form;
    match save(&page, &form).await {
        Ok(()) => page.go_saying("/portal/profile", "profile-saved"),
        Err(Error::Refused(errors)) => page.refused(&Edit::new(&page, &own(&page).await?, &form, errors)),
        Err(Error::Stale) => {
            let user = own(&page).await?;
            let theirs = ProfileForm::of(&user.profile, user.version);
            let stale = Stale::new(&form, &theirs, &user.updated_by, user.updated_at);
            (form.was, form.version) = (was(&theirs), theirs.version);
            let edit = Edit { stale: Some(stale), ..Edit::new(&page, &user, &form, FieldErrors::default()) };
            page.html_with(StatusCode::CONFLICT, &edit)
        }
        Err(error) => Err(error),
    }
}

async fn save(page: &Page, form: &ProfileForm) -> Result<()> {
    let id = page.user().ok_or(Error::Forbidden)?.id;
    let mut change = Change::begin(&page.state, page.actor()).await?;
    let before = store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)?;
    if let Some(why) = before.hindrance() {
        return Err(Error::Conflict(why.into()));
    }
    let new = form.parse()?;
    if !store::update_profile(&mut change, &before, version(&form.version), &new).await? {
        return Err(Error::Stale);
    }
    let after = store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)?;
    change.updated("update", &before, &after).await?;
    notices::redirected(&page.state, &mut change, after.owner(), (&before, &after)).await?;
    change.commit().await
}

async fn own(page: &Page) -> Result<Member> {
    let id = page.user().ok_or(Error::Forbidden)?.id;
    store::find(&mut page.state.db.conn().await?, id).await?.ok_or(Error::NotFound)
}
