//! The seven pages of a small resource: its list, and those to make, edit and delete one.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::StatusCode};

use super::{
    Place, Stored, delete,
    editor::{Drawn, Editor, Form, Frame, Listed, Shown},
    find, in_use, save,
};
use crate::{
    db::Conn,
    error::{Error, FieldErrors, Result},
    forms::Editing,
    i18n::Message,
    lists::{ListQuery, Listing},
    web::{Access, Asked, Confirm, Html, Page, Posted, Route, get, post},
};

/// The routes of the pages: the list's, that of a new one, of one and of its deletion.
pub fn routes<T: Drawn>([list, new, one, delete]: [&'static str; 4], (see, edit): (Access, Access)) -> [Route; 7] {
    [
        get(list, see, pages_list::<T>),
        get(new, edit, pages_new::<T>),
        post(new, edit, pages_create::<T>),
        get(one, see, pages_edit::<T>),
        post(one, edit, pages_update::<T>),
        get(delete, edit, pages_confirm_delete::<T>).proven(),
        post(delete, edit, pages_delete::<T>).proven(),
    ]
}

/// What the address says.
struct At<T: Stored> {
    of: T::Of,
    id: Option<i64>,
}

impl<T: Stored> FromRequest for At<T> {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let ids: Option<Vec<i64>> = req.match_info().iter().map(|(_, id)| id.parse().ok()).collect();
        let (of, id) = ids.map_or((None, None), |ids| T::Of::read(req.path(), &ids));
        ready(of.map(|of| Self { of, id }).ok_or(Error::NotFound))
    }
}

async fn pages_list<T: Drawn>(page: Page, query: ListQuery, at: At<T>) -> Html {
    let mut conn = page.state.db.conn().await?;
    let frame = at.of.frame(&mut conn).await?;
    let narrowed = T::listed(at.of).containing(T::SEARCHED, query.get("q"));
    let listing = Listing::read(query, T::COLUMNS, "name").ok_or(Error::NotFound)?;
    let rows = listing.fetch(&mut conn, page.lists(), narrowed, (T::ID, T::ROW_ID)).await?;
    drop(conn);
    page.html(&T::list(&page, Listed { of: at.of, frame, rows }))
}

async fn pages_new<T: Drawn>(mut page: Page, at: At<T>) -> Html {
    let (form, editing) = page.kept_edit(T::Form::blank(), Editing::back_to(page.way_back(&T::list_path(at.of)))).await;
    Sheet::<T> { page: &page, at: &at, form: &form, editing: &editing }
        .show(StatusCode::OK, FieldErrors::default())
        .await
}

async fn pages_edit<T: Drawn>(mut page: Page, at: At<T>) -> Html {
    let (frame, it) = read(&page, &at).await?;
    let it: T = it.ok_or(Error::NotFound)?;
    let editing = Editing::of(it.version(), page.way_back(&T::list_path(at.of)));
    let (form, editing) = page.kept_edit(T::Form::of(&it), editing).await;
    let shown = Shown {
        of: at.of,
        frame,
        it: Some(it),
        form: &form,
        editing: &editing,
        errors: FieldErrors::default(),
        stale: None,
    };
    page.html(&T::page(&page, shown))
}

async fn pages_create<T: Drawn>(page: Page, at: At<T>, posted: Posted<T::Form>) -> Html {
    receive(&page, at, posted).await
}

async fn pages_update<T: Drawn>(page: Page, at: At<T>, posted: Posted<T::Form>) -> Html {
    receive(&page, at, posted).await
}

async fn receive<T: Drawn>(page: &Page, at: At<T>, posted: Posted<T::Form>) -> Html {
    let editing = posted.editing()?;
    let sheet = Sheet { page, at: &at, form: &posted.form, editing: &editing };
    let saved = match posted.form.parse(at.of) {
        Ok(new) => save::<T>(&page.state, page.actor(), at.of, at.id.map(|id| editing.edited(id)), &new).await,
        Err(errors) => Err(errors.into()),
    };
    match saved {
        Ok(it) => {
            let done = if at.id.is_some() { "saved" } else { "created" };
            let message = Message::new(format!("{}-{done}", T::PREFIX)).with("name", it.label());
            page.go_saying(&editing.return_to, message)
        }
        Err(Error::Refused(errors)) => sheet.show(StatusCode::UNPROCESSABLE_ENTITY, errors).await,
        Err(Error::Conflict(reason)) => sheet.show(StatusCode::CONFLICT, FieldErrors::whole(reason)).await,
        Err(Error::Stale) => sheet.show_stale().await,
        Err(Error::NotFound) if let Some(id) = at.id => {
            let deleted = (T::kind_in(at.of), id, at.of.account());
            page.gone(deleted, T::PREFIX, &posted.form, &T::list_path(at.of)).await
        }
        Err(error) => Err(error),
    }
}

async fn pages_confirm_delete<T: Drawn>(page: Page, at: At<T>) -> Html {
    page.html(&ask(&page, &at).await?)
}

async fn pages_delete<T: Drawn>(page: Page, at: At<T>, posted: Posted<Asked>) -> Html {
    let id = at.id.ok_or(Error::NotFound)?;
    match delete::<T>(&page.state, page.actor(), at.of, id, &posted.form).await {
        Ok(it) => {
            let deleted = Message::new(format!("{}-deleted", T::PREFIX)).with("name", it.label());
            let deleted = it.losing().into_iter().fold(deleted, |deleted, count| deleted.with("count", count));
            page.go_saying(&T::list_path(at.of), deleted)
        }
        Err(Error::InUse(..)) => page.html_with(StatusCode::CONFLICT, &ask(&page, &at).await?),
        Err(Error::Stale) => page.html_with(StatusCode::CONFLICT, &ask(&page, &at).await?.stale()),
        Err(error) => Err(error),
    }
}

/// Asks; or, of one in use, says by whom.
async fn ask<'a, T: Editor>(page: &'a Page, at: &At<T>) -> Result<Confirm<'a>> {
    let (frame, it) = read(page, at).await?;
    let it: T = it.ok_or(Error::NotFound)?;
    let used_by = T::used_by(&mut page.state.db.conn().await?, it.id()).await?;
    let back = at.of.back(T::list_path(at.of), it.id());
    if !used_by.is_empty() {
        return Ok(Confirm::new(page, in_use(&it), back, it.version())
            .saying("used-by-accounts")
            .because(used_by)
            .impossible());
    }
    let question = Message::new(format!("{}-delete", T::PREFIX)).with("name", it.label());
    let confirm = Confirm::new(page, question, back, it.version()).danger();
    let means = it.losing().map(|count| Message::new(format!("{}-delete-means", T::PREFIX)).with("count", count));
    let confirm = means.into_iter().fold(confirm, Confirm::saying);
    Ok(confirm.unless(T::Of::frozen(&frame).or_else(|| it.stays())))
}

/// A form that is shown again.
struct Sheet<'a, T: Editor> {
    page: &'a Page,
    at: &'a At<T>,
    form: &'a T::Form,
    editing: &'a Editing,
}

impl<T: Drawn> Sheet<'_, T> {
    async fn show(&self, status: StatusCode, errors: FieldErrors) -> Html {
        let Self { page, at, form, editing } = self;
        let (frame, it) = read(page, at).await?;
        let shown = Shown { of: at.of, frame, it, form: *form, editing, errors, stale: None };
        page.html_with(status, &T::page(page, shown))
    }

    /// Somebody else has saved: both are shown, to choose from.
    async fn show_stale(&self) -> Html {
        let Self { page, at, form, editing } = self;
        let (frame, it) = read(page, at).await?;
        let it: T = it.ok_or(Error::NotFound)?;
        let theirs = T::Form::of(&it);
        let (by, changed_at) = it.changed();
        let stale = Some(editing.stale(*form, &theirs, by, changed_at));
        let editing = &editing.again(&theirs, it.version());
        let errors = FieldErrors::default();
        let shown = Shown { of: at.of, frame, it: Some(it), form, editing, errors, stale };
        page.html_with(StatusCode::CONFLICT, &T::page(page, shown))
    }
}

/// What the page is about: where, and which one.
async fn read<T: Editor>(page: &Page, at: &At<T>) -> Result<(Frame<T>, Option<T>)> {
    let mut conn: Conn = page.state.db.conn().await?;
    let frame = at.of.frame(&mut conn).await?;
    let it = match at.id {
        Some(id) => Some(find(&mut conn, at.of, id).await?.ok_or(Error::NotFound)?),
        None => None,
    };
    Ok((frame, it))
}
