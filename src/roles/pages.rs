use actix_web::{http::StatusCode, web::Path};
use askama::Template;

use super::{
    form::RoleForm,
    model::{ACTIONS, Role},
    service, store,
};
use crate::{
    account_users::{self, model::Head},
    accounts::model::Act,
    error::{Error, FieldErrors, Result},
    i18n::Message,
    web::{
        Asked, Choice, Column, Confirm, Html, Kind, ListQuery, Listing, Options, Page, Permission, Posted, Rows, Stale,
        version, was,
    },
};

const COLUMNS: [Column; 1] = [Column { name: "name", sql: "r.search", kind: Kind::Text }];

#[derive(Template)]
#[template(path = "roles/list.html")]
struct List<'a> {
    page: &'a Page,
    account: Head,
    rows: Rows<Role>,
}

#[derive(Template)]
#[template(path = "roles/edit.html")]
struct Edit<'a> {
    page: &'a Page,
    account: Head,
    /// None while it is being created.
    role: Option<Role>,
    form: &'a RoleForm,
    errors: FieldErrors,
    stale: Option<Stale>,
}

impl List<'_> {
    fn at(&self, row: &Role, end: &str) -> String {
        format!("{}/{}{end}", roles(self.account.id), row.id)
    }

    fn permitted(&self, role: &Role) -> String {
        let label = |action| self.page.field_label("permitted", action);
        role.actions().into_iter().map(label).collect::<Vec<_>>().join(", ")
    }

    fn hindrance(&self) -> Option<String> {
        self.account.state.allows(Act::EditObjects).err().map(|reason| self.page.say(&reason))
    }
}

impl Edit<'_> {
    fn changed(&self) -> String {
        self.role.as_ref().map(|it| self.page.changed(&it.updated_by, &it.updated_at)).unwrap_or_default()
    }

    /// Why it cannot be changed, if so.
    fn hindrance(&self) -> Option<String> {
        self.account.state.allows(Act::EditObjects).err().map(|reason| self.page.say(&reason))
    }

    fn options(&self) -> Options {
        vec![("actions", self.actions())]
    }

    fn actions(&self) -> Vec<Choice> {
        let label = |action: &str| self.page.field_label("permitted", action);
        ACTIONS.map(|action| Choice { value: action.to_owned(), label: label(action) }).into()
    }
}

pub async fn list(page: Page, query: ListQuery, id: Path<i64>) -> Html {
    let mut conn = page.state.db.conn().await?;
    let account = account_users::store::head(&mut conn, *id).await?.ok_or(Error::NotFound)?;
    let narrowed = store::listed(*id, query.get("q"));
    let listing = Listing::read(query, &COLUMNS, "name").ok_or(Error::NotFound)?;
    let rows = listing.fetch(&mut conn, page.lists(), narrowed, "r.id").await?;
    drop(conn);
    page.html(&List { page: &page, account, rows })
}

pub async fn new(mut page: Page, id: Path<i64>) -> Html {
    let form = RoleForm { return_to: page.way_back(&roles(*id)), ..RoleForm::default() };
    let form = page.kept_or(form).await;
    show(&page, (*id, None), &form, (StatusCode::OK, FieldErrors::default())).await
}

pub async fn create(page: Page, id: Path<i64>, posted: Posted<RoleForm>) -> Html {
    save(&page, (*id, None), posted.form).await
}

pub async fn edit(mut page: Page, path: Path<(i64, i64)>) -> Html {
    let (account, role) = read(&page, (path.0, Some(path.1))).await?;
    let form = role.as_ref().map(RoleForm::of).unwrap_or_default();
    let form = RoleForm { return_to: page.way_back(&roles(path.0)), ..form };
    let form = &page.kept_or(form).await;
    page.html(&Edit { page: &page, account, role, form, errors: FieldErrors::default(), stale: None })
}

pub async fn update(page: Page, path: Path<(i64, i64)>, posted: Posted<RoleForm>) -> Html {
    save(&page, (path.0, Some(path.1)), posted.form).await
}

pub async fn confirm_delete(page: Page, path: Path<(i64, i64)>) -> Html {
    page.html(&ask_delete(&page, *path).await?)
}

pub async fn delete(page: Page, path: Path<(i64, i64)>, posted: Posted<Asked>) -> Html {
    let role = match service::delete(&page.state, page.actor(), *path, &posted.form).await {
        Err(Error::Stale) => return page.html_with(StatusCode::CONFLICT, &ask_delete(&page, *path).await?.stale()),
        done => done?,
    };
    page.go_saying(&roles(path.0), Message::new("role-deleted").with("name", role.name).with("count", role.users))
}

async fn ask_delete(page: &Page, path: (i64, i64)) -> Result<Confirm<'_>> {
    let (account, role) = read(page, (path.0, Some(path.1))).await?;
    let role = role.ok_or(Error::NotFound)?;
    let question = Message::new("role-delete").with("name", role.name.as_str());
    let means = Message::new("role-delete-means").with("count", role.users);
    let obstacle = account.state.allows(Act::EditObjects).err();
    Ok(Confirm::new(page, question, roles(path.0)).version(role.version).saying(means).danger().unless(obstacle))
}

async fn save(page: &Page, place: (i64, Option<i64>), form: RoleForm) -> Html {
    let saved = match form.parse() {
        Ok(new) => {
            let edited = place.1.map(|id| (id, version(&form.version)));
            service::save(&page.state, page.actor(), place.0, edited, &new).await
        }
        Err(errors) => Err(errors.into()),
    };
    match saved {
        Ok(role) => {
            let key = if place.1.is_some() { "role-saved" } else { "role-created" };
            page.go_saying(&form.return_to, Message::new(key).with("name", role.name))
        }
        Err(Error::Refused(errors)) => show(page, place, &form, (StatusCode::UNPROCESSABLE_ENTITY, errors)).await,
        Err(Error::Conflict(reason)) => {
            show(page, place, &form, (StatusCode::CONFLICT, FieldErrors::whole(reason))).await
        }
        Err(Error::Stale) => show_stale(page, place, form).await,
        Err(Error::NotFound) if let Some(id) = place.1 => {
            page.gone(("role", id, Some(place.0)), "role", &form, &roles(place.0)).await
        }
        Err(error) => Err(error),
    }
}

async fn show(
    page: &Page,
    place: (i64, Option<i64>),
    form: &RoleForm,
    (status, errors): (StatusCode, FieldErrors),
) -> Html {
    let (account, role) = read(page, place).await?;
    page.html_with(status, &Edit { page, account, role, form, errors, stale: None })
}

async fn show_stale(page: &Page, place: (i64, Option<i64>), mut form: RoleForm) -> Html {
    let (account, role) = read(page, place).await?;
    let current = role.as_ref().ok_or(Error::NotFound)?;
    let theirs = RoleForm::of(current);
    let stale = Some(Stale::new(&form, &theirs, &current.updated_by, current.updated_at));
    (form.was, form.version) = (was(&theirs), theirs.version);
    let errors = FieldErrors::default();
    page.html_with(StatusCode::CONFLICT, &Edit { page, account, role, form: &form, errors, stale })
}

async fn read(page: &Page, (account_id, id): (i64, Option<i64>)) -> Result<(Head, Option<Role>)> {
    let mut conn = page.state.db.conn().await?;
    let account = account_users::store::head(&mut conn, account_id).await?.ok_or(Error::NotFound)?;
    let role = match id {
        Some(id) => Some(store::find(&mut conn, account_id, id).await?.ok_or(Error::NotFound)?),
        None => None,
    };
    Ok((account, role))
}

fn roles(account_id: i64) -> String {
    format!("/accounts/{account_id}/roles")
}
