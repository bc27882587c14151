//! The views that there are, and one: opened, liked, renamed, deleted.

pub mod columns;

use actix_web::{http::StatusCode, web::Path};
use askama::Template;
use serde::Deserialize;

use super::{
    around::{as_shown, pairs},
    liking::Liking,
    model::{ALL, View, ViewForm},
    service, store,
};
use crate::{
    error::{Error, FieldErrors, Result},
    forms::{Choice, Stale, on},
    i18n::Message,
    lists::{ListQuery, Shape, Shapes},
    people::{Admin, Role},
    web::{Asked, Confirm, Html, Page, Posted, own_path},
};

#[derive(Template)]
#[template(path = "views/list.html")]
struct List<'a> {
    page: &'a Page,
    views: Vec<View>,
    /// The list that the reader came from.
    from: Option<AtList>,
    form: &'a ViewForm,
    errors: FieldErrors,
}

#[derive(Template)]
#[template(path = "views/edit.html")]
struct Edit<'a> {
    page: &'a Page,
    view: &'a View,
    form: &'a ViewForm,
    errors: FieldErrors,
    stale: Option<Stale>,
}

/// An address of a list.
struct AtList {
    shape: &'static Shape,
    query: ListQuery,
    /// As it is written.
    address: String,
}

/// How the reader likes a view.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Likes {
    pinned: String,
    opens_with: String,
    return_to: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Saved {
    from: String,
}

impl AtList {
    fn read(page: &Page, address: &str) -> Option<Self> {
        let (path, query) = own_path(address)?.split_once('?').unwrap_or((address, ""));
        let shape = page.state.part::<Shapes>().at(path)?;
        Some(Self { shape, query: ListQuery::read(path, query), address: address.to_owned() })
    }

    /// What the reader saw there.
    fn shown(&self, page: &Page) -> String {
        let liking = Liking::of(page.likings(), self.shape);
        let columns = self.shape.named_in(&self.query).unwrap_or_else(|| liking.columns(self.shape));
        as_shown(self.shape, &self.query, (&columns, &liking))
    }

    fn opening(&self, view: &View) -> String {
        format!("{}?{}", self.query.path, view.fills(self.shape))
    }
}

impl List<'_> {
    fn list(&self, view: &View) -> String {
        shape(self.page, &view.list).map_or_else(|_| view.list.clone(), |shape| self.page.t(shape.label))
    }

    /// Where it is shown: in the list that the reader came from, else in the one that there is.
    fn address(&self, view: &View) -> Option<String> {
        match &self.from {
            Some(from) => Some(from.opening(view)),
            None => shape(self.page, &view.list).ok().and_then(|shape| view.address(shape)),
        }
    }

    fn is_own(&self, view: &View) -> bool {
        self.page.admin().is_some_and(|admin| view.is_of(admin))
    }

    fn liking(&self, view: &View) -> Liking {
        shape(self.page, &view.list).map(|shape| Liking::of(self.page.likings(), shape)).unwrap_or_default()
    }

    fn opens_with(&self, view: &View) -> bool {
        self.liking(view).opens_with == Some(view.id)
    }

    fn is_pinned(&self, view: &View) -> bool {
        self.liking(view).pinned.contains(&view.id)
    }

    fn with(&self, view: &View) -> String {
        with(self.page, &view.shared)
    }

    fn shared(&self) -> Vec<Choice> {
        shared(self.page)
    }

    /// Where each button leads back to.
    fn here(&self) -> String {
        let from = self.from.as_ref().map(|from| format!("/views?{}", pairs(&[("from", &from.address)])));
        from.unwrap_or_else(|| "/views".to_owned())
    }
}

impl Edit<'_> {
    fn shared(&self) -> Vec<Choice> {
        shared(self.page)
    }

    fn changed(&self) -> String {
        self.page.changed(&self.view.updated_by, &self.view.updated_at)
    }
}

/// With whom a view can be shared.
fn shared(page: &Page) -> Vec<Choice> {
    let codes = [""].into_iter().chain(Role::ALL.iter().map(|role| role.as_str())).chain([ALL]);
    codes.map(|code| Choice::of(code, with(page, code))).collect()
}

fn with(page: &Page, shared: &str) -> String {
    match shared {
        "" => page.t("view-shared-nobody"),
        ALL => page.t("view-shared-all"),
        role => page.t1("view-shared-role", "role", page.t(&format!("role-{role}"))),
    }
}

fn shape(page: &Page, name: &str) -> Result<&'static Shape> {
    page.state.part::<Shapes>().named(name).ok_or(Error::NotFound)
}

fn reader(page: &Page) -> Result<&Admin> {
    page.admin().ok_or(Error::Forbidden)
}

async fn find(page: &Page, id: i64) -> Result<View> {
    store::find(&mut page.state.db.conn().await?, reader(page)?, id).await?.ok_or(Error::NotFound)
}

pub async fn list(page: Page, query: ListQuery) -> Html {
    let from = query.get("from").and_then(|address| AtList::read(&page, address));
    show(&page, from, (&ViewForm::default(), FieldErrors::default())).await
}

async fn show(page: &Page, from: Option<AtList>, (form, errors): (&ViewForm, FieldErrors)) -> Html {
    let list = from.as_ref().map(|from| from.shape.name);
    let views = store::of(&mut page.state.db.conn().await?, reader(page)?, list).await?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page.html_with(status, &List { page, views, from, form, errors })
}

/// Gives the list's address, which the form names as `return_to`, a name.
pub async fn create(page: Page, posted: Posted<ViewForm>) -> Html {
    let from = AtList::read(&page, &posted.form.return_to).ok_or(Error::NotFound)?;
    let shown = from.shown(&page);
    match service::create(&page.state, page.actor(), (from.shape, &shown), &posted.form).await {
        Ok(view) => page.go_saying(&from.opening(&view), Message::new("view-created").with("name", view.name)),
        Err(Error::Refused(errors)) => show(&page, Some(from), (&posted.form, errors)).await,
        Err(error) => Err(error),
    }
}

/// Leads to the list as the view has it; where there is a list for each account, to the views.
pub async fn open(page: Page, id: Path<i64>) -> Html {
    let view = find(&page, *id).await?;
    page.go(&view.address(shape(&page, &view.list)?).unwrap_or_else(|| "/views".to_owned()))
}

/// Pins it and takes it off, has the list open with it and no longer.
pub async fn like(page: Page, id: Path<i64>, posted: Posted<Likes>) -> Html {
    let view = find(&page, *id).await?;
    let known = store::of(&mut page.state.db.conn().await?, reader(&page)?, Some(&view.list)).await?;
    let Likes { pinned, opens_with, return_to } = &posted.form;
    let mut refused = None;
    let likes = |liking: &mut Liking| {
        match pinned.as_str() {
            "" => {}
            it if on(it) => refused = service::pin(liking, view.id, &known).err(),
            _ => liking.pinned.retain(|pinned| *pinned != view.id),
        }
        if !opens_with.is_empty() {
            liking.opens_with = Some(view.id).filter(|_| on(opens_with));
        }
    };
    service::like(&page.state, reader(&page)?, &view.list, likes).await?;
    match refused {
        Some(reason) => Err(Error::Conflict(reason)),
        None => page.go(return_to),
    }
}

/// To whoever may only look, the view itself is shown.
pub async fn edit(page: Page, id: Path<i64>) -> Html {
    let view = find(&page, *id).await?;
    if !view.is_of(reader(&page)?) {
        return page.go(&format!("/views/{id}"));
    }
    let form = ViewForm { return_to: page.came_from("/views"), ..ViewForm::of(&view) };
    page.html(&Edit { page: &page, view: &view, form: &form, errors: FieldErrors::default(), stale: None })
}

/// A view that the reader may change.
async fn own(page: &Page, id: i64) -> Result<View> {
    let view = find(page, id).await?;
    if view.is_of(reader(page)?) { Ok(view) } else { Err(Error::Forbidden) }
}

pub async fn update(page: Page, id: Path<i64>, posted: Posted<ViewForm>) -> Html {
    let mut form = posted.form;
    match service::update(&page.state, page.actor(), *id, &form).await {
        Ok(view) => page.go_saying(&form.return_to, Message::new("view-saved").with("name", view.name)),
        Err(Error::Refused(errors)) => {
            let view = own(&page, *id).await?;
            page.refused(&Edit { page: &page, view: &view, form: &form, errors, stale: None })
        }
        Err(Error::Stale) => {
            let view = own(&page, *id).await?;
            let stale = Some(form.again(&view));
            let edit = Edit { page: &page, view: &view, form: &form, errors: FieldErrors::default(), stale };
            page.html_with(StatusCode::CONFLICT, &edit)
        }
        Err(error) => Err(error),
    }
}

/// Keeps what is shown as what the view asks for.
pub async fn save(page: Page, id: Path<i64>, posted: Posted<Saved>) -> Html {
    let from = AtList::read(&page, &posted.form.from).ok_or(Error::NotFound)?;
    let view = own(&page, *id).await?;
    if view.list != from.shape.name {
        return Err(Error::NotFound);
    }
    let view = service::save(&page.state, page.actor(), *id, &from.shown(&page)).await?;
    page.go_saying(&from.opening(&view), Message::new("view-saved").with("name", view.name))
}

pub async fn confirm_delete(page: Page, id: Path<i64>) -> Html {
    page.html(&ask_delete(&page, *id).await?)
}

pub async fn delete(page: Page, id: Path<i64>, posted: Posted<Asked>) -> Html {
    match service::delete(&page.state, page.actor(), *id, &posted.form).await {
        Ok(view) => {
            let deleted = Message::new("view-deleted").with("name", view.name);
            page.go_saying(posted.form.way_back("/views"), deleted)
        }
        Err(Error::Stale) => page.html_with(StatusCode::CONFLICT, &ask_delete(&page, *id).await?.stale()),
        Err(error) => Err(error),
    }
}

async fn ask_delete(page: &Page, id: i64) -> Result<Confirm<'_>> {
    let view = own(page, id).await?;
    let others = service::opened_by(&page.state, &view).await?;
    let question = Message::new("view-delete").with("name", view.name.as_str());
    let confirm = Confirm::new(page, question, page.came_from("/views"), view.version).danger();
    let count = i64::try_from(others).unwrap_or(0);
    let confirm = confirm.saying(if view.shared.is_empty() { "view-delete-means" } else { "view-delete-means-shared" });
    Ok(if others > 0 { confirm.saying(Message::new("view-delete-opened").with("count", count)) } else { confirm })
}
