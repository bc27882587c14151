//! What is done to a user without the edit form, each behind a page that asks; and the picture.

use actix_web::{HttpRequest, http::StatusCode, web::Path};

use crate::{
    account_users::{
        model::Whole,
        service, store,
        welcome::{self, Letter, Reason},
    },
    accounts::model::Act,
    error::{Error, Result},
    i18n::Message,
    web::{Asked, Confirm, Html, Page, Posted, assets::picture},
};

pub async fn confirm_delete(page: Page, path: Path<(i64, i64)>) -> Html {
    page.html(&ask_delete(&page, &find(&page, *path).await?))
}

pub async fn delete(page: Page, path: Path<(i64, i64)>, posted: Posted<Asked>) -> Html {
    let whole = match service::delete(&page.state, page.actor(), *path, &posted.form).await {
        Err(Error::Stale) => {
            return page.html_with(StatusCode::CONFLICT, &ask_delete(&page, &find(&page, *path).await?).stale());
        }
        done => done?,
    };
    page.go_saying(&list(path.0), about("user-deleted", &whole))
}

pub async fn confirm_remove_factor(page: Page, path: Path<(i64, i64)>) -> Html {
    page.html(&ask_remove_factor(&page, &find(&page, *path).await?))
}

pub async fn remove_factor(page: Page, path: Path<(i64, i64)>, posted: Posted<Asked>) -> Html {
    let whole = match service::remove_factor(&page.state, page.actor(), *path, &posted.form).await {
        Err(Error::Stale) => {
            return page.html_with(StatusCode::CONFLICT, &ask_remove_factor(&page, &find(&page, *path).await?).stale());
        }
        done => done?,
    };
    page.go_saying(&address(&whole), about("user-factor-removed", &whole))
}

pub async fn confirm_lift(page: Page, path: Path<(i64, i64)>) -> Html {
    let whole = find(&page, *path).await?;
    let (question, version) = (about("user-lift", &whole), whole.user.version);
    page.html(&Confirm::new(&page, question, back(&page, &whole), version).saying("user-lift-means"))
}

pub async fn lift(page: Page, path: Path<(i64, i64)>, posted: Posted<Asked>) -> Html {
    let whole = service::lift(&page.state, page.actor(), *path).await?;
    page.go_saying(posted.form.way_back(&address(&whole)), about("user-lifted", &whole))
}

pub async fn confirm_welcome(page: Page, path: Path<(i64, i64)>) -> Html {
    let whole = find(&page, *path).await?;
    let means = Message::new("user-welcome-means").with("email", whole.user.settings.email.as_str());
    let reason = welcome::reason_against(&mut page.state.db.conn().await?, &whole, page.now()).await?;
    let reason = reason.map(Reason::message);
    let (question, version) = (about("user-welcome", &whole), whole.user.version);
    let confirm = Confirm::new(&page, question, back(&page, &whole), version).saying(means);
    let is_deleted = whole.account.state.deleted_at.is_some();
    page.html(&if is_deleted { confirm.unless(reason) } else { confirm.not_yet(reason) })
}

pub async fn send_welcome(page: Page, path: Path<(i64, i64)>, posted: Posted<Asked>) -> Html {
    let saved = service::send_welcome(&page.state, page.actor(), *path).await?;
    let message = match saved.letter {
        Letter::Refused(reason) => about("user-not-welcomed", &saved.whole).with("reason", page.say(&reason.message())),
        Letter::Queued | Letter::NotAsked => {
            about("user-welcomed", &saved.whole).with("email", saved.whole.user.settings.email.as_str())
        }
    };
    page.go_saying(posted.form.way_back(&address(&saved.whole)), message)
}

/// A picture is for those who may see the user.
pub async fn avatar(page: Page, req: HttpRequest, path: Path<(i64, i64)>) -> Html {
    let found = store::avatar(&mut page.state.db.conn().await?, path.0, path.1).await?;
    let (png, version) = found.ok_or(Error::NotFound)?;
    Ok(picture(&req, (&format!("{}-{version}", path.1), "private, no-cache"), png))
}

fn ask_delete<'a>(page: &'a Page, whole: &Whole) -> Confirm<'a> {
    let confirm = Confirm::new(page, about("user-delete", whole), address(whole), whole.user.version);
    let reason = whole.account.state.allows(Act::EditSettings).err();
    confirm.saying("user-delete-means").danger().unless(reason)
}

fn ask_remove_factor<'a>(page: &'a Page, whole: &Whole) -> Confirm<'a> {
    let confirm = Confirm::new(page, about("user-remove-factor", whole), address(whole), whole.user.version);
    confirm.saying("user-remove-factor-means").danger().unless(service::reason_against_removing_factor(whole))
}

async fn find(page: &Page, (account_id, id): (i64, i64)) -> Result<Whole> {
    store::find(&mut page.state.db.conn().await?, account_id, id).await?.ok_or(Error::NotFound)
}

fn about(key: &'static str, whole: &Whole) -> Message {
    Message::new(key).with("login", whole.full_login())
}

/// The list with the user in sight, or the page of the user that it was begun from.
fn back(page: &Page, whole: &Whole) -> String {
    let row = format!("user-{}", whole.user.id);
    page.came_from_list(&list(whole.account.id), &row, &address(whole))
}

fn address(whole: &Whole) -> String {
    format!("{}/{}", list(whole.account.id), whole.user.id)
}

fn list(account_id: i64) -> String {
    format!("/accounts/{account_id}/users")
}
