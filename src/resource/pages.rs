//! The seven pages of a small resource: its list, and those to make, edit and delete one.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::StatusCode};
use askama::Template;
use serde::{Serialize, de::DeserializeOwned};

use super::{Place, Stored, delete, filled, find, in_use, save};
use crate::{
    db::{Conn, FromRow, PgRow, Select, SqliteRow},
    error::{Error, FieldErrors, Result},
    forms::{Editing, Stale},
    i18n::Message,
    lists::{Column, ListQuery, Listing, Rows},
    web::{Access, Asked, Confirm, Html, Page, Posted, Route, get, post},
};

type Frame<T> = <<T as Stored>::Of as Place>::Frame;

/// What the pages of a resource show.
pub trait Editor: Stored {
    type Form: Form<Self>;
    /// Of the list.
    type Row: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin;
    const COLUMNS: &'static [Column<Self::Row>];
    const ROW_ID: fn(&Self::Row) -> i64;

    /// The address of its list.
    fn list_path(of: Self::Of) -> String;
    /// The rows of the list whose search text has what is asked for; the text ends in a WHERE.
    fn listed(of: Self::Of, question: Option<&str>) -> Select;
    fn list<'a>(page: &'a Page, listed: Listed<Self>) -> impl Template + 'a;
    fn page<'a>(page: &'a Page, shown: Shown<'a, Self>) -> impl Template + 'a;

    /// What the record calls one of this place.
    fn kind_in(_of: Self::Of) -> &'static str {
        Self::KIND
    }

    /// What comes of its deletion, if anything.
    fn consequence(&self) -> Option<Message> {
        None
    }

    /// Where whoever does not want to delete it after all goes back to.
    fn back(of: Self::Of, id: i64) -> String {
        format!("{}/{id}", Self::list_path(of))
    }

    /// What is said after its deletion.
    fn deleted(&self) -> Message {
        Message::new(format!("{}-deleted", Self::PREFIX)).with("name", self.label())
    }
}

/// A form as typed.
pub trait Form<T: Stored>: Serialize + DeserializeOwned + Default + 'static {
    /// Of a new one.
    fn blank() -> Self {
        Self::default()
    }

    fn of(it: &T) -> Self {
        filled(it)
    }

    fn parse(&self, of: T::Of) -> Result<T::New, FieldErrors>;
}

/// A page of the list of a resource.
pub struct Listed<T: Editor> {
    pub of: T::Of,
    pub frame: Frame<T>,
    pub rows: Rows<T::Row>,
}

/// One page with the form of a resource.
pub struct Shown<'a, T: Editor> {
    pub of: T::Of,
    pub frame: Frame<T>,
    /// None while it is being created.
    pub it: Option<T>,
    pub form: &'a T::Form,
    pub editing: &'a Editing,
    pub errors: FieldErrors,
    pub stale: Option<Stale>,
}

impl<T: Editor> Listed<T> {
    /// The address of a row's page, or of what `end` names below it.
    pub fn at(&self, row: &T::Row, end: &str) -> String {
        format!("{}/{}{end}", T::list_path(self.of), T::ROW_ID(row))
    }

    /// Why nothing in it can be changed, if so.
    pub fn hindrance(&self, page: &Page) -> Option<String> {
        T::Of::frozen(&self.frame).map(|reason| page.say(&reason))
    }
}

impl<T: Editor> Shown<'_, T> {
    /// By whom and when it was changed last.
    pub fn changed(&self, page: &Page) -> String {
        self.it.as_ref().map(Stored::changed).map(|(by, at)| page.changed(by, &at)).unwrap_or_default()
    }

    /// Why it cannot be changed, if so.
    pub fn hindrance(&self, page: &Page) -> Option<String> {
        let reason = T::Of::frozen(&self.frame).or_else(|| self.it.as_ref().and_then(Stored::stays));
        reason.map(|reason| page.say(&reason))
    }
}

/// The routes of the pages: the list's, that of a new one, of one and of its deletion.
pub fn routes<T: Editor>([list, new, one, delete]: [&'static str; 4], (see, edit): (Access, Access)) -> [Route; 7] {
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

async fn pages_list<T: Editor>(page: Page, query: ListQuery, at: At<T>) -> Html {
    let mut conn = page.state.db.conn().await?;
    let frame = at.of.frame(&mut conn).await?;
    let narrowed = T::listed(at.of, query.get("q"));
    let listing = Listing::read(query, T::COLUMNS, "name").ok_or(Error::NotFound)?;
    let rows = listing.fetch(&mut conn, page.lists(), narrowed, (T::ID, T::ROW_ID)).await?;
    drop(conn);
    page.html(&T::list(&page, Listed { of: at.of, frame, rows }))
}

async fn pages_new<T: Editor>(mut page: Page, at: At<T>) -> Html {
    let (form, editing) = page.kept_edit(T::Form::blank(), Editing::back_to(page.way_back(&T::list_path(at.of)))).await;
    Sheet::<T> { page: &page, at: &at, form: &form, editing: &editing }
        .show(StatusCode::OK, FieldErrors::default())
        .await
}

async fn pages_edit<T: Editor>(mut page: Page, at: At<T>) -> Html {
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

async fn pages_create<T: Editor>(page: Page, at: At<T>, posted: Posted<T::Form>) -> Html {
    receive(&page, at, posted).await
}

async fn pages_update<T: Editor>(page: Page, at: At<T>, posted: Posted<T::Form>) -> Html {
    receive(&page, at, posted).await
}

async fn receive<T: Editor>(page: &Page, at: At<T>, posted: Posted<T::Form>) -> Html {
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

async fn pages_confirm_delete<T: Editor>(page: Page, at: At<T>) -> Html {
    page.html(&ask(&page, &at).await?)
}

async fn pages_delete<T: Editor>(page: Page, at: At<T>, posted: Posted<Asked>) -> Html {
    let id = at.id.ok_or(Error::NotFound)?;
    match delete::<T>(&page.state, page.actor(), at.of, id, &posted.form).await {
        Ok(it) => page.go_saying(&T::list_path(at.of), it.deleted()),
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
    let back = T::back(at.of, it.id());
    if !used_by.is_empty() {
        return Ok(Confirm::new(page, in_use(&it), back, it.version())
            .saying("used-by-accounts")
            .because(used_by)
            .impossible());
    }
    let question = Message::new(format!("{}-delete", T::PREFIX)).with("name", it.label());
    let confirm = Confirm::new(page, question, back, it.version()).danger();
    let confirm = it.consequence().into_iter().fold(confirm, Confirm::saying);
    Ok(confirm.unless(T::Of::frozen(&frame).or_else(|| it.stays())))
}

/// A form that is shown again.
struct Sheet<'a, T: Editor> {
    page: &'a Page,
    at: &'a At<T>,
    form: &'a T::Form,
    editing: &'a Editing,
}

impl<T: Editor> Sheet<'_, T> {
    async fn show(&self, status: StatusCode, errors: FieldErrors) -> Html {
        let Self { page, at, form, editing } = self;
        let (frame, it) = read(page, at).await?;
        page.html_with(status, &T::page(page, Shown { of: at.of, frame, it, form, editing, errors, stale: None }))
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
