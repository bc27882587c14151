use actix_web::{http::StatusCode, web::Path};
use askama::Template;

use crate::{
    account_users::{
        extras::{self, Extras, Wishes},
        form::UserForm,
        model::{AccountUser, Head, Inspected, NewUser, Offered},
        service::{self, Saved},
        store,
        welcome::Letter,
    },
    accounts::model::Act,
    error::{Error, FieldErrors, Result},
    forms::{Choice, Options, Stale, on, version, was},
    i18n::{Lang, Message},
    people::Permission,
    sign_in::model::SignInState,
    web::{Html, Page, Posted},
};

#[derive(Template)]
#[template(path = "account_users/edit.html")]
struct Edit<'a> {
    page: &'a Page,
    account: &'a Head,
    /// None while it is being created.
    user: Option<&'a AccountUser>,
    sign_in: Option<&'a SignInState>,
    form: &'a UserForm,
    offered: &'a [Offered],
    errors: FieldErrors,
    stale: Option<Stale>,
}

/// What a page about a user, or about one to be, is made of.
struct Subject {
    account: Head,
    user: Option<AccountUser>,
    sign_in: Option<SignInState>,
    offered: Vec<Offered>,
}

impl Edit<'_> {
    fn changed(&self) -> String {
        self.user.map(|it| self.page.changed(&it.updated_by, &it.updated_at)).unwrap_or_default()
    }

    fn choices(&self, kind: &str) -> Vec<Choice> {
        let of_kind = self.offered.iter().filter(|it| it.kind == kind);
        of_kind.map(|it| Choice { value: it.id.to_string(), label: it.name.clone() }).collect()
    }

    fn options(&self) -> Options {
        vec![("language", self.languages()), ("roles", self.choices("role")), ("groups", self.choices("group"))]
    }

    fn languages(&self) -> Vec<Choice> {
        Lang::ALL.map(|lang| Choice { value: lang.as_str().into(), label: lang.own_name().into() }).into()
    }

    /// Why the state of the account permits no changes here, if so.
    fn reason_against(&self) -> Option<String> {
        self.account.state.allows(Act::EditObjects).err().map(|reason| self.page.say(&reason))
    }

    /// Why less than everything can be done here, if so.
    fn why(&self) -> String {
        let only_disabling = (self.can_save() && !self.is_open()).then(|| self.page.t("user-only-disabling"));
        let parts = [self.reason_against(), only_disabling].into_iter().flatten().collect::<Vec<_>>();
        self.page.only_reads_for(Permission::EditUsers, Some(parts.join(" ")))
    }

    /// Whether everything can be changed. What was typed before that changed can be, until it is refused again.
    fn is_open(&self) -> bool {
        let is_refused = !self.errors.is_empty() || self.stale.is_some();
        self.page.may(Permission::EditUsers) && (self.reason_against().is_none() || is_refused)
    }

    /// Whether saving can come to anything: in a frozen account a user can still be disabled.
    fn can_save(&self) -> bool {
        self.is_open() || (self.can_delete() && self.user.is_some_and(|user| user.settings.active))
    }

    fn can_delete(&self) -> bool {
        self.page.may(Permission::EditUsers) && self.account.state.allows(Act::EditSettings).is_ok()
    }

    fn can_reset_factor(&self) -> bool {
        let has_factor = self.user.is_some_and(|user| user.has_2fa);
        has_factor && self.page.may(Permission::EditUsers) && self.reason_against().is_none()
    }

    fn can_send_letter(&self) -> bool {
        self.page.may(Permission::SendLetters) && self.account.state.deleted_at.is_none()
    }

    /// Whether there is no password here to set, or to have changed.
    fn is_of_directory(&self) -> bool {
        self.errors.is_empty() && self.user.is_some_and(|user| user.settings.is_ldap)
    }

    /// Why no letter goes with it, if so.
    fn no_letter(&self) -> String {
        if self.account.state.active { String::new() } else { self.page.t("user-letter-later") }
    }

    /// The field that the login of a new user is proposed from.
    fn proposes(&self) -> &'static str {
        if self.user.is_none() { "email" } else { "" }
    }

    fn signs_in_as(&self) -> String {
        format!("login@{}", self.page.account_name(&self.account.name))
    }
}

pub async fn new(mut page: Page, id: Path<i64>) -> Html {
    let subject = read(&page, *id, None).await?;
    let form = UserForm { return_to: page.way_back(&users(*id)), ..UserForm::blank(&subject.offered) };
    let form = page.kept_or(form).await;
    show(&page, &subject, &form, StatusCode::OK, FieldErrors::default())
}

pub async fn create(page: Page, id: Path<i64>, posted: Posted<UserForm>) -> Html {
    let saved = match checked(&page, (*id, None), &posted).await {
        Ok((new, extras)) => service::create(&page.state, page.actor(), *id, new, extras).await,
        Err(error) => Err(error),
    };
    match saved {
        Ok(saved) => say(&page, &posted.form, "user-created", &saved),
        Err(error) => again(&page, (*id, None), &posted.form, error).await,
    }
}

pub async fn edit(mut page: Page, path: Path<(i64, i64)>) -> Html {
    let (account_id, id) = *path;
    let subject = read(&page, account_id, Some(id)).await?;
    let user = subject.user.as_ref().ok_or(Error::NotFound)?;
    let form = UserForm { return_to: page.way_back(&users(account_id)), ..UserForm::of(user, &subject.offered) };
    let form = page.kept_or(form).await;
    show(&page, &subject, &form, StatusCode::OK, FieldErrors::default())
}

pub async fn update(page: Page, path: Path<(i64, i64)>, mut posted: Posted<UserForm>) -> Html {
    let (account_id, id) = *path;
    if on(&posted.form.only_active) {
        posted.form = only_active(&page, *path, posted.form).await?;
    }
    let saved = match checked(&page, (account_id, Some(id)), &posted).await {
        Ok(asked) => service::update(&page.state, page.actor(), *path, version(&posted.form.version), asked).await,
        Err(error) => Err(error),
    };
    match saved {
        Ok(saved) => say(&page, &posted.form, "user-saved", &saved),
        Err(Error::Stale) => show_stale(&page, *path, posted.form).await,
        Err(Error::NotFound) => {
            page.gone(("user", id, Some(account_id)), "user", &posted.form, &users(account_id)).await
        }
        Err(error) => again(&page, (account_id, Some(id)), &posted.form, error).await,
    }
}

/// The page of a frozen account sends nothing but whether the user is active: everything else stays as it is.
async fn only_active(page: &Page, (account_id, id): (i64, i64), form: UserForm) -> Result<UserForm> {
    let subject = read(page, account_id, Some(id)).await?;
    let user = subject.user.as_ref().ok_or(Error::NotFound)?;
    let UserForm { active, version, was, return_to, .. } = form;
    Ok(UserForm { active, version, was, return_to, ..UserForm::of(user, &subject.offered) })
}

/// Every field and everything beside the fields, refused in one pass.
async fn checked(
    page: &Page,
    (account_id, id): (i64, Option<i64>),
    posted: &Posted<UserForm>,
) -> Result<(NewUser, Extras)> {
    let form = &posted.form;
    let subject = read(page, account_id, id).await?;
    let (new, mut errors) = match form.parse() {
        Ok(new) => (Some(new), FieldErrors::default()),
        Err(errors) => (None, errors),
    };
    let wishes = Wishes {
        password: Some(form.password.expose().to_owned()).filter(|password| !password.is_empty()),
        picture: posted.file("avatar").cloned(),
        remove_picture: on(&form.avatar_remove),
        send_access_email: on(&form.send_access_email),
    };
    let policy = service::policy(&subject.account, subject.user.is_some_and(|user| user.has_2fa), form.known_by());
    let extras = extras::prepare(&page.state, &policy, wishes, &mut errors).await?;
    match new {
        Some(new) if errors.is_empty() => Ok((new, extras)),
        _ => Err(errors.into()),
    }
}

/// What was done, and what became of the letter.
fn say(page: &Page, form: &UserForm, key: &'static str, saved: &Saved) -> Html {
    let letter = match saved.letter.clone() {
        Letter::NotAsked => String::new(),
        Letter::Queued => page.t("welcome-queued"),
        Letter::Refused(reason) => format!("{} {}", page.t("welcome-not-queued"), page.say(&reason.message())),
    };
    page.go_saying(&form.return_to, Message::new(key).with("login", saved.whole.full_login()).with("letter", letter))
}

/// The page again with everything as typed: 422 with the fields that are refused, or 409 with what the account's state
/// or tariff forbids.
async fn again(page: &Page, (account_id, id): (i64, Option<i64>), form: &UserForm, error: Error) -> Html {
    let (status, errors) = match error {
        Error::Refused(errors) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
        Error::Conflict(reason) | Error::OverLimit(reason) => (StatusCode::CONFLICT, FieldErrors::whole(reason)),
        error => return Err(error),
    };
    show(page, &read(page, account_id, id).await?, form, status, errors)
}

fn show(page: &Page, subject: &Subject, form: &UserForm, status: StatusCode, errors: FieldErrors) -> Html {
    let Subject { account, user, sign_in, offered } = subject;
    let (user, sign_in) = (user.as_ref(), sign_in.as_ref());
    page.html_with(status, &Edit { page, account, user, sign_in, form, offered, errors, stale: None })
}

async fn show_stale(page: &Page, (account_id, id): (i64, i64), mut form: UserForm) -> Html {
    let subject = read(page, account_id, Some(id)).await?;
    let user = subject.user.as_ref().ok_or(Error::NotFound)?;
    let theirs = UserForm::of(user, &subject.offered);
    let stale = Some(Stale::new(&form, &theirs, &user.updated_by, user.updated_at));
    (form.was, form.version) = (was(&theirs), theirs.version);
    let errors = FieldErrors::default();
    let Subject { account, sign_in, offered, .. } = &subject;
    let sign_in = sign_in.as_ref();
    let edit = Edit { page, account, user: Some(user), sign_in, form: &form, offered, errors, stale };
    page.html_with(StatusCode::CONFLICT, &edit)
}

async fn read(page: &Page, account_id: i64, id: Option<i64>) -> Result<Subject> {
    let mut conn = page.state.db.conn().await?;
    let (account, user, sign_in) = match id {
        Some(id) => {
            let found = store::inspect(&mut conn, (account_id, id), page.now()).await?;
            let Inspected { whole, sign_in } = found.ok_or(Error::NotFound)?;
            (whole.account, Some(whole.user), Some(sign_in))
        }
        None => (store::head(&mut conn, account_id).await?.ok_or(Error::NotFound)?, None, None),
    };
    let offered = store::offered(&mut conn, account_id, id.unwrap_or(0)).await?;
    Ok(Subject { account, user, sign_in, offered })
}

fn users(account_id: i64) -> String {
    format!("/accounts/{account_id}/users")
}
