use actix_web::{HttpRequest, http::StatusCode};
use askama::Template;

use crate::{
    account_users::{
        avatar,
        profile::{Profile, ProfileForm},
        store::{remove_avatar, set_avatar},
    },
    change::Change,
    error::{Error, FieldErrors, Result},
    forms::{Choice, Options, Stale, fields::languages, on, version, was},
    i18n::Message,
    portal::{model::Member, store},
    sign_in::notices,
    web::{Html, Page, Posted, Upload, assets::picture},
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
        self.user.reason_against().is_none() && self.page.can_change()
    }
}

pub async fn edit(mut page: Page) -> Html {
    let user = own(&page).await?;
    let form = page.kept_or(ProfileForm::of(&user.profile, user.version)).await;
    page.html(&Edit::new(&page, &user, &form, FieldErrors::default()))
}

pub async fn update(page: Page, posted: Posted<ProfileForm>) -> Html {
    let chosen = posted.file("avatar").cloned();
    let mut form = posted.form;
    match save(&page, &form, chosen).await {
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

/// The user's own picture, which stands on this page.
pub async fn avatar(page: Page, req: HttpRequest) -> Html {
    let id = page.user().ok_or(Error::Forbidden)?.id;
    let found = store::avatar(&mut page.state.db.conn().await?, id).await?;
    let (png, version) = found.ok_or(Error::NotFound)?;
    Ok(picture(&req, (&format!("{id}-{version}"), "private, no-cache"), png))
}

async fn save(page: &Page, form: &ProfileForm, upload: Option<Upload>) -> Result<()> {
    let id = page.user().ok_or(Error::Forbidden)?.id;
    // Decoding takes time, so it is done before the transaction begins.
    let png = match upload {
        Some(file) => Some(avatar::make(&page.state, file).await?),
        None => None,
    };
    let mut change = Change::begin(&page.state, page.actor()).await?;
    let before = store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)?;
    if let Some(why) = before.reason_against() {
        return Err(Error::Conflict(why.into()));
    }
    let (new, png) = checked(form, png)?;
    if !store::update_profile(&mut change, &before, version(&form.version), &new).await? {
        return Err(Error::Stale);
    }
    match &png {
        Some(png) => set_avatar(&mut change, id, png).await?,
        None if on(&form.avatar_remove) => remove_avatar(&mut change, id).await?,
        None => {}
    }
    let after = store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)?;
    let after = Member { avatar_set: png.is_some(), ..after };
    change.updated("update", &before, &after).await?;
    notices::redirected(&page.state, &mut change, after.owner(), (&before, &after)).await?;
    change.commit().await
}

/// Every field and the picture, refused in one pass.
fn checked(
    form: &ProfileForm,
    png: Option<Result<Vec<u8>, Message>>,
) -> Result<(Profile, Option<Vec<u8>>), FieldErrors> {
    let mut errors = FieldErrors::default();
    let png = png.and_then(|png| errors.keep("avatar", png));
    match form.parse() {
        Ok(new) => errors.or((new, png)),
        Err(mut refused) => {
            refused.extend(errors);
            Err(refused)
        }
    }
}

async fn own(page: &Page) -> Result<Member> {
    let id = page.user().ok_or(Error::Forbidden)?.id;
    store::find(&mut page.state.db.conn().await?, id).await?.ok_or(Error::NotFound)
}
