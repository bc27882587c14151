//! The page that asks before what is deleted is restored.

use actix_web::http::StatusCode;

use super::At;
use crate::{
    change::Audited,
    error::{Error, Result},
    i18n::Message,
    people::Permission,
    resource::{Drawn, Place, Versioned, find, restore, restore::too_late},
    web::{Access, Asked, Confirm, Html, Page, Posted, Route, get, post},
};

/// `restore_routes::<Sender>("/senders/{one}/restore", …)`
pub fn restore_routes<T: Drawn>(path: &'static str, edit: Permission) -> [Route; 2] {
    [get(path, Access::May(edit), confirm::<T>), post(path, Access::May(edit), bring_back::<T>)]
}

async fn confirm<T: Drawn>(page: Page, at: At<T>) -> Html {
    page.html(&asking(&page, &at).await?)
}

async fn bring_back<T: Drawn>(page: Page, at: At<T>, posted: Posted<Asked>) -> Html {
    let id = at.id.ok_or(Error::NotFound)?;
    match restore::<T>(&page.state, page.actor(), at.of, id, &posted.form).await {
        Ok(it) => {
            let message = Message::new(format!("{}-restored", T::PREFIX)).with("name", it.label());
            page.go_saying(&at.of.back(T::list_path(at.of), id), message)
        }
        Err(Error::Stale) => page.html_with(StatusCode::CONFLICT, &asking(&page, &at).await?.stale()),
        Err(Error::Conflict(_)) => page.html_with(StatusCode::CONFLICT, &asking(&page, &at).await?),
        Err(error) => Err(error),
    }
}

/// Asks; or says why it is too late, or needless.
async fn asking<'a, T: Drawn>(page: &'a Page, at: &At<T>) -> Result<Confirm<'a>> {
    let id = at.id.ok_or(Error::NotFound)?;
    let it: Versioned<T> = find(&mut page.state.db.conn().await?, at.of, id).await?.ok_or(Error::NotFound)?;
    let said = |end: &str| Message::new(format!("{}-{end}", T::PREFIX)).with("name", it.label());
    let against = match it.deleted_at() {
        None => Some(said("not-deleted")),
        Some(_) => too_late(&*it, page.now()),
    };
    let back = at.of.back(T::list_path(at.of), id);
    Ok(Confirm::new(page, said("restore"), back, it.version).saying(said("restore-means")).unless(against))
}
