//! The seven pages of a small resource: its list, and those to make, edit and delete one.

mod restore;
mod rework;

pub use restore::restore_routes;
pub(crate) use rework::try_paths;
pub use rework::{Reworked, try_routes};

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::StatusCode, rt};
use askama::Template;
use chrono::{DateTime, Utc};

use super::{
    Place, Row, Stored, Versioned, delete,
    editor::{Drawn, Editor, Form, Frame, Listed, Shown},
    find, save,
    service::in_use,
    store,
    trial::{Tried, too_soon, try_one},
};
use crate::{
    change::Audited,
    db::Conn,
    error::{Error, FieldErrors, Result},
    forms::{Editing, Stale},
    i18n::Message,
    lists::{ListQuery, Listing, Sought, Table},
    people::Permission,
    web::{Access, Asked, Asking, Confirm, Html, Page, Posted, Route, exported, get, post},
};

/// `paths!("/tariffs")`: the addresses of its list, of the page as a file, of a new one, of one and of its deletion. A macro, since
/// they are known when the program is compiled.
macro_rules! paths {
    ($list:literal) => {
        [
            $list,
            concat!($list, "/export"),
            concat!($list, "/new"),
            concat!($list, "/{one}"),
            concat!($list, "/{one}/delete"),
        ]
    };
}
pub(crate) use paths;

/// `trial_paths!("/databases")`: where a new one and one that is there are tried.
macro_rules! trial_paths {
    ($list:literal) => {
        [concat!($list, "/new/test"), concat!($list, "/{one}/test")]
    };
}
pub(crate) use trial_paths;

/// The routes of the pages, which whoever may see anything sees, and by which whoever has the permission edits.
pub fn routes<T: Drawn>([list, export, new, one, delete]: [&'static str; 5], edit: Permission) -> Vec<Route> {
    let mut routes = list_routes::<T>([list, export, new], edit);
    let (see, edit) = (Access::May(Permission::View), Access::May(edit));
    routes.extend([
        get(one, see, pages_edit::<T>),
        post(one, edit, pages_save::<T>),
        get(delete, edit, pages_confirm_delete::<T>).proven(),
        post(delete, edit, pages_delete::<T>).proven(),
    ]);
    routes
}

/// Those of what is made and listed, and then stays as it is.
pub fn list_routes<T: Drawn>([list, export, new]: [&'static str; 3], edit: Permission) -> Vec<Route> {
    let (see, edit) = (Access::May(Permission::View), Access::May(edit));
    vec![
        get(list, see, pages_list::<T>),
        exported(export, see, |asked, conn| Box::pin(table::<T>(asked, conn))),
        get(new, edit, pages_new::<T>),
        post(new, edit, pages_save::<T>),
    ]
}

/// By which one is tried as its form says; pages of the form too, to which it comes back from a proof.
pub fn trial_routes<T: Tried>([new, one]: [&'static str; 2], edit: Permission) -> Vec<Route> {
    let edit = Access::May(edit);
    vec![
        get(new, edit, pages_new::<T>),
        post(new, edit, pages_try::<T>).proven(),
        get(one, edit, pages_edit::<T>),
        post(one, edit, pages_try::<T>).proven(),
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
    let rows = sought::<T>(query, at.of, page.now())?.fetch(&mut conn, page.lists()).await?;
    drop(conn);
    page.html(&T::list(&page, Listed { of: at.of, frame, rows }))
}

async fn table<T: Drawn>(Asking { reader, query, ids }: Asking, conn: &mut Conn) -> Result<Box<dyn Table>> {
    let (of, _) = T::Of::read(&query.path, &ids);
    let of = of.ok_or(Error::NotFound)?;
    of.frame(conn).await?;
    Ok(sought::<T>(query, of, reader.now)?.table(reader.lang))
}

fn sought<T: Drawn>(query: ListQuery, of: T::Of, now: DateTime<Utc>) -> Result<Sought<Row<T>>> {
    let filtered = T::narrowed(store::listed::<T>(of), &query, now).containing(store::SEARCH, query.get("q"));
    let listing = Listing::read(query, T::SORTED_BY, "name").ok_or(Error::NotFound)?;
    Ok(Sought::new(listing, filtered, (store::ID, |row: &Row<T>| row.id), T::FIELDS))
}

async fn pages_new<T: Drawn>(mut page: Page, query: ListQuery, at: At<T>) -> Html {
    let (form, editing) =
        page.kept_edit(T::Form::begun(&query), Editing::back_to(page.way_back(&T::list_path(at.of)))).await;
    stand_on_form(&mut page);
    Sheet::<T> { page: &page, at: &at, form: &form, editing: &editing }
        .show(StatusCode::OK, FieldErrors::default())
        .await
}

async fn pages_edit<T: Drawn>(mut page: Page, at: At<T>) -> Html {
    let (frame, it) = read(&page, &at).await?;
    let it: Versioned<T> = it.ok_or(Error::NotFound)?;
    let editing = Editing::of(it.version, page.way_back(&T::list_path(at.of)));
    let (form, editing) = page.kept_edit(T::Form::of(&it), editing).await;
    stand_on_form(&mut page);
    let sheet = Sheet { page: &page, at: &at, form: &form, editing: &editing };
    page.html(&sheet.drawn((frame, Some(it)), FieldErrors::default(), None))
}

/// Makes one, or changes the one that the address names.
async fn pages_save<T: Drawn>(page: Page, at: At<T>, posted: Posted<T::Form>) -> Html {
    let editing = posted.editing()?;
    let sheet = Sheet { page: &page, at: &at, form: &posted.form, editing: &editing };
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
            let deleted = (T::kind(at.of), id, at.of.account());
            page.gone(deleted, T::PREFIX, &posted.form, &T::list_path(at.of)).await
        }
        Err(error) => Err(error),
    }
}

/// Shows the form again, with what came of it. Whoever goes away meanwhile breaks nothing off: a trial is on the record.
async fn pages_try<T: Tried>(mut page: Page, at: At<T>, posted: Posted<T::Form>) -> Html {
    let editing = posted.editing()?;
    stand_on_form(&mut page);
    let (_, before) = read(&page, &at).await?;
    let sheet = Sheet { page: &page, at: &at, form: &posted.form, editing: &editing };
    let tried = match posted.form.parse(at.of) {
        Ok(new) => {
            let (state, by, of) = (page.state.clone(), page.actor(), at.of);
            let trying = async move {
                let trying = try_one(&state, by, of, before.as_ref(), &new);
                state.running.count(trying).await
            };
            rt::spawn(trying).await.map_err(anyhow::Error::from)?
        }
        Err(errors) => Err(errors.into()),
    };
    match tried {
        Ok(trial) => {
            let shown =
                Shown { trial: Some(trial), ..sheet.shown(read(&page, &at).await?, FieldErrors::default(), None) };
            page.html(&T::page(&page, shown))
        }
        Err(Error::Refused(errors)) => sheet.show(StatusCode::UNPROCESSABLE_ENTITY, errors).await,
        Err(Error::TooMany(seconds)) => {
            let errors = FieldErrors::whole(too_soon(seconds));
            sheet.show(StatusCode::TOO_MANY_REQUESTS, errors).await
        }
        Err(error) => Err(error),
    }
}

/// What is tried is a form that is saved elsewhere.
fn stand_on_form(page: &mut Page) {
    if let Some(form) = page.path.strip_suffix("/test").or_else(|| page.path.strip_suffix("/try")) {
        page.path = form.to_owned();
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
            let deleted = it.losing().into_iter().fold(deleted, |deleted, (_, count)| deleted.with("count", count));
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
    let it: Versioned<T> = it.ok_or(Error::NotFound)?;
    let used_by = store::used_by::<T>(&mut page.state.db.conn().await?, it.id).await?;
    let back = at.of.back(T::list_path(at.of), it.id);
    if !used_by.is_empty() {
        return Ok(Confirm::new(page, in_use(&it), back, it.version).saying(T::USED_BY).because(used_by).impossible());
    }
    let question = Message::new(format!("{}-delete", T::PREFIX)).with("name", it.label());
    let confirm = Confirm::new(page, question, back, it.version).danger();
    let confirm = match T::RESTORABLE {
        true => confirm.saying(Message::new(format!("{}-delete-keeps", T::PREFIX))),
        false => confirm,
    };
    let means = it.losing().map(|(_, count)| Message::new(format!("{}-delete-means", T::PREFIX)).with("count", count));
    let confirm = means.into_iter().fold(confirm, Confirm::saying);
    Ok(confirm.unless(T::Of::frozen(&frame).or_else(|| it.remains())))
}

/// A form that is shown again.
struct Sheet<'a, T: Editor> {
    page: &'a Page,
    at: &'a At<T>,
    form: &'a T::Form,
    editing: &'a Editing,
}

impl<'a, T: Drawn> Sheet<'a, T> {
    async fn show(&self, status: StatusCode, errors: FieldErrors) -> Html {
        self.page.html_with(status, &self.drawn(read(self.page, self.at).await?, errors, None))
    }

    /// Somebody else has saved: both are shown, to choose from.
    async fn show_stale(&self) -> Html {
        let Self { page, at, form, editing } = *self;
        let (frame, it) = read(page, at).await?;
        let it: Versioned<T> = it.ok_or(Error::NotFound)?;
        let theirs = T::Form::of(&it);
        let stale = editing.stale(form, &theirs, &it.updated_by, it.updated_at);
        let again = Sheet { editing: &editing.again(&theirs, it.version), ..*self };
        page.html_with(StatusCode::CONFLICT, &again.drawn((frame, Some(it)), FieldErrors::default(), Some(stale)))
    }

    fn drawn(&self, read: Read<T>, errors: FieldErrors, stale: Option<Stale>) -> impl Template + 'a {
        T::page(self.page, self.shown(read, errors, stale))
    }

    fn shown(&self, (frame, it): Read<T>, errors: FieldErrors, stale: Option<Stale>) -> Shown<'a, T> {
        let Self { at, form, editing, .. } = *self;
        Shown { of: at.of, frame, it, form, editing, errors, stale, trial: None }
    }
}

type Read<T> = (Frame<T>, Option<Versioned<T>>);

/// What the page is about: where, and which one.
async fn read<T: Editor>(page: &Page, at: &At<T>) -> Result<Read<T>> {
    let mut conn: Conn = page.state.db.conn().await?;
    let frame = at.of.frame(&mut conn).await?;
    let it = match at.id {
        Some(id) => Some(find(&mut conn, at.of, id).await?.ok_or(Error::NotFound)?),
        None => None,
    };
    Ok((frame, it))
}
