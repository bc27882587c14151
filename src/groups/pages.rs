use actix_web::{http::StatusCode, web::Path};
use askama::Template;

use super::{form::GroupForm, model::Group, service, store};
use crate::{
    account_users::{self, model::Head},
    accounts::model::Act,
    error::{Error, FieldErrors, Result},
    i18n::Message,
    web::{
        Asked, Column, Confirm, Html, Kind, ListQuery, Listing, Page, Permission, Posted, Rows, Stale, version, was,
    },
};

const COLUMNS: [Column; 1] = [Column { name: "name", sql: "g.search", kind: Kind::Text }];

#[derive(Template)]
#[template(path = "groups/list.html")]
struct List<'a> {
    page: &'a Page,
    account: Head,
    rows: Rows<Group>,
}

#[derive(Template)]
#[template(path = "groups/edit.html")]
struct Edit<'a> {
    page: &'a Page,
    account: Head,
    /// None while it is being created.
    group: Option<Group>,
    form: &'a GroupForm,
    errors: FieldErrors,
    stale: Option<Stale>,
}

impl List<'_> {
    fn at(&self, row: &Group, end: &str) -> String {
        format!("{}/{}{end}", groups(self.account.id), row.id)
    }

    fn hindrance(&self) -> Option<String> {
        self.account.state.allows(Act::EditObjects).err().map(|reason| self.page.say(&reason))
    }
}

impl Edit<'_> {
    fn changed(&self) -> String {
        self.group.as_ref().map(|it| self.page.changed(&it.updated_by, &it.updated_at)).unwrap_or_default()
    }

    /// Why it cannot be changed, if so.
    fn hindrance(&self) -> Option<String> {
        let main = self.group.as_ref().filter(|it| it.is_main).map(|_| Message::new("group-main-stays"));
        let reason = self.account.state.allows(Act::EditObjects).err().or(main);
        reason.map(|reason| self.page.say(&reason))
    }
}

pub async fn list(page: Page, query: ListQuery, id: Path<i64>) -> Html {
    let mut conn = page.state.db.conn().await?;
    let account = account_users::store::head(&mut conn, *id).await?.ok_or(Error::NotFound)?;
    let narrowed = store::listed(*id, query.get("q"));
    let listing = Listing::read(query, &COLUMNS, "name").ok_or(Error::NotFound)?;
    let rows = listing.fetch(&mut conn, page.lists(), narrowed, "g.id").await?;
    drop(conn);
    page.html(&List { page: &page, account, rows })
}

pub async fn new(mut page: Page, id: Path<i64>) -> Html {
    let form = GroupForm { return_to: page.way_back(&groups(*id)), ..GroupForm::default() };
    let form = page.kept_or(form).await;
    show(&page, (*id, None), &form, (StatusCode::OK, FieldErrors::default())).await
}

pub async fn create(page: Page, id: Path<i64>, posted: Posted<GroupForm>) -> Html {
    save(&page, (*id, None), posted.form).await
}

pub async fn edit(mut page: Page, path: Path<(i64, i64)>) -> Html {
    let (account, group) = read(&page, (path.0, Some(path.1))).await?;
    let form = group.as_ref().map(GroupForm::of).unwrap_or_default();
    let form = GroupForm { return_to: page.way_back(&groups(path.0)), ..form };
    let form = &page.kept_or(form).await;
    page.html(&Edit { page: &page, account, group, form, errors: FieldErrors::default(), stale: None })
}

pub async fn update(page: Page, path: Path<(i64, i64)>, posted: Posted<GroupForm>) -> Html {
    save(&page, (path.0, Some(path.1)), posted.form).await
}

pub async fn confirm_delete(page: Page, path: Path<(i64, i64)>) -> Html {
    page.html(&ask_delete(&page, *path).await?)
}

pub async fn delete(page: Page, path: Path<(i64, i64)>, posted: Posted<Asked>) -> Html {
    let group = match service::delete(&page.state, page.actor(), *path, &posted.form).await {
        Err(Error::Stale) => return page.html_with(StatusCode::CONFLICT, &ask_delete(&page, *path).await?.stale()),
        done => done?,
    };
    page.go_saying(&groups(path.0), Message::new("group-deleted").with("name", group.name).with("count", group.members))
}

async fn ask_delete(page: &Page, path: (i64, i64)) -> Result<Confirm<'_>> {
    let (account, group) = read(page, (path.0, Some(path.1))).await?;
    let group = group.ok_or(Error::NotFound)?;
    let question = Message::new("group-delete").with("name", group.name.as_str());
    let confirm = Confirm::new(page, question, groups(path.0)).version(group.version);
    let main = group.is_main.then(|| Message::new("group-main-stays"));
    let obstacle = account.state.allows(Act::EditObjects).err().or(main);
    Ok(confirm.saying(Message::new("group-delete-means").with("count", group.members)).danger().unless(obstacle))
}

async fn save(page: &Page, place: (i64, Option<i64>), form: GroupForm) -> Html {
    let saved = match form.parse() {
        Ok(name) => {
            let edited = place.1.map(|id| (id, version(&form.version)));
            service::save(&page.state, page.actor(), place.0, edited, &name).await
        }
        Err(errors) => Err(errors.into()),
    };
    match saved {
        Ok(group) => {
            let key = if place.1.is_some() { "group-saved" } else { "group-created" };
            page.go_saying(&form.return_to, Message::new(key).with("name", group.name))
        }
        Err(Error::Refused(errors)) => show(page, place, &form, (StatusCode::UNPROCESSABLE_ENTITY, errors)).await,
        Err(Error::Conflict(reason)) => {
            show(page, place, &form, (StatusCode::CONFLICT, FieldErrors::whole(reason))).await
        }
        Err(Error::Stale) => show_stale(page, place, form).await,
        Err(Error::NotFound) if let Some(id) = place.1 => {
            page.gone(("group", id, Some(place.0)), "group", &form, &groups(place.0)).await
        }
        Err(error) => Err(error),
    }
}

async fn show(
    page: &Page,
    place: (i64, Option<i64>),
    form: &GroupForm,
    (status, errors): (StatusCode, FieldErrors),
) -> Html {
    let (account, group) = read(page, place).await?;
    page.html_with(status, &Edit { page, account, group, form, errors, stale: None })
}

async fn show_stale(page: &Page, place: (i64, Option<i64>), mut form: GroupForm) -> Html {
    let (account, group) = read(page, place).await?;
    let current = group.as_ref().ok_or(Error::NotFound)?;
    let theirs = GroupForm::of(current);
    let stale = Some(Stale::new(&form, &theirs, &current.updated_by, current.updated_at));
    (form.was, form.version) = (was(&theirs), theirs.version);
    let errors = FieldErrors::default();
    page.html_with(StatusCode::CONFLICT, &Edit { page, account, group, form: &form, errors, stale })
}

async fn read(page: &Page, (account_id, id): (i64, Option<i64>)) -> Result<(Head, Option<Group>)> {
    let mut conn = page.state.db.conn().await?;
    let account = account_users::store::head(&mut conn, account_id).await?.ok_or(Error::NotFound)?;
    let group = match id {
        Some(id) => Some(store::find(&mut conn, account_id, id).await?.ok_or(Error::NotFound)?),
        None => None,
    };
    Ok((account, group))
}

fn groups(account_id: i64) -> String {
    format!("/accounts/{account_id}/groups")
}
