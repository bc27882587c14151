use actix_web::{http::StatusCode, web::Path};
use askama::Template;

use super::{
    form::PolicyForm,
    model::{Policy, PolicyRow},
    service, store,
};
use crate::{
    db::Select,
    error::{Error, FieldErrors, Result},
    i18n::Message,
    web::{
        Asked, Column, Confirm, Html, Kind, ListQuery, Listing, Page, Permission, Posted, Rows, Stale, version, was,
    },
};

const COLUMNS: [Column; 1] = [Column { name: "name", sql: "p.search", kind: Kind::Text }];

#[derive(Template)]
#[template(path = "web_version_policies/list.html")]
struct List<'a> {
    page: &'a Page,
    rows: Rows<PolicyRow>,
}

#[derive(Template)]
#[template(path = "web_version_policies/edit.html")]
struct Edit<'a> {
    page: &'a Page,
    /// None while it is being created.
    policy: Option<&'a Policy>,
    form: &'a PolicyForm,
    errors: FieldErrors,
    stale: Option<Stale>,
}

impl List<'_> {
    fn kept(&self, days: &Option<i64>) -> String {
        days.map_or_else(|| self.page.t("web-version-policy-not-kept"), |days| self.page.n("count-days", &days))
    }
}

impl Edit<'_> {
    fn changed(&self) -> String {
        self.policy.map(|it| self.page.changed(&it.updated_by, &it.updated_at)).unwrap_or_default()
    }
}

pub async fn list(page: Page, query: ListQuery) -> Html {
    let narrowed =
        Select::new(store::LIST, " FROM web_version_policies p WHERE 1 = 1").containing("p.search", query.get("q"));
    let listing = Listing::read(query, &COLUMNS, "name").ok_or(Error::NotFound)?;
    let mut conn = page.state.db.conn().await?;
    let rows = listing.fetch(&mut conn, page.lists(), narrowed, "p.id").await?;
    page.html(&List { page: &page, rows })
}

pub async fn new(mut page: Page) -> Html {
    let form = PolicyForm { return_to: page.way_back("/web-version-policies"), ..PolicyForm::default() };
    let form = page.kept_or(form).await;
    page.html(&Edit { page: &page, policy: None, form: &form, errors: FieldErrors::default(), stale: None })
}

pub async fn create(page: Page, posted: Posted<PolicyForm>) -> Html {
    match save(&page, None, &posted.form).await {
        Ok(policy) => {
            page.go_saying(&posted.form.return_to, Message::new("web-version-policy-created").with("name", policy.name))
        }
        Err(Error::Refused(errors)) => {
            page.refused(&Edit { page: &page, policy: None, form: &posted.form, errors, stale: None })
        }
        Err(error) => Err(error),
    }
}

pub async fn edit(mut page: Page, id: Path<i64>) -> Html {
    let policy = find(&page, *id).await?;
    let form = PolicyForm { return_to: page.way_back("/web-version-policies"), ..PolicyForm::of(&policy) };
    let form = page.kept_or(form).await;
    page.html(&Edit { page: &page, policy: Some(&policy), form: &form, errors: FieldErrors::default(), stale: None })
}

pub async fn update(page: Page, id: Path<i64>, posted: Posted<PolicyForm>) -> Html {
    let mut form = posted.form;
    match save(&page, Some(*id), &form).await {
        Ok(policy) => {
            page.go_saying(&form.return_to, Message::new("web-version-policy-saved").with("name", policy.name))
        }
        Err(Error::Refused(errors)) => {
            let policy = find(&page, *id).await?;
            page.refused(&Edit { page: &page, policy: Some(&policy), form: &form, errors, stale: None })
        }
        Err(Error::Stale) => {
            let policy = find(&page, *id).await?;
            let theirs = PolicyForm::of(&policy);
            let stale = Stale::new(&form, &theirs, &policy.updated_by, policy.updated_at);
            (form.was, form.version) = (was(&theirs), theirs.version);
            let edit = Edit {
                page: &page,
                policy: Some(&policy),
                form: &form,
                errors: FieldErrors::default(),
                stale: Some(stale),
            };
            page.html_with(StatusCode::CONFLICT, &edit)
        }
        Err(Error::NotFound) => {
            page.gone(("web_version_policy", *id, None), "web-version-policy", &form, "/web-version-policies").await
        }
        Err(error) => Err(error),
    }
}

async fn save(page: &Page, id: Option<i64>, form: &PolicyForm) -> Result<Policy> {
    let edited = id.map(|id| (id, version(&form.version)));
    service::save(&page.state, page.actor(), edited, &form.parse()?).await
}

pub async fn confirm_delete(page: Page, id: Path<i64>) -> Html {
    page.html(&ask_delete(&page, *id).await?)
}

pub async fn delete(page: Page, id: Path<i64>, posted: Posted<Asked>) -> Html {
    match service::delete(&page.state, page.actor(), *id, &posted.form).await {
        Ok(policy) => page
            .go_saying("/web-version-policies", Message::new("web-version-policy-deleted").with("name", policy.name)),
        Err(Error::InUse(..)) => page.html_with(StatusCode::CONFLICT, &ask_delete(&page, *id).await?),
        Err(Error::Stale) => page.html_with(StatusCode::CONFLICT, &ask_delete(&page, *id).await?.stale()),
        Err(error) => Err(error),
    }
}

/// Asks; or, of one in use, says by whom.
async fn ask_delete(page: &Page, id: i64) -> Result<Confirm<'_>> {
    let policy = find(page, id).await?;
    let used_by = store::used_by(&mut page.state.db.conn().await?, id).await?;
    let back = format!("/web-version-policies/{id}");
    Ok(match used_by.is_empty() {
        true => Confirm::new(page, Message::new("web-version-policy-delete").with("name", policy.name), back)
            .version(policy.version)
            .danger(),
        false => {
            Confirm::new(page, service::in_use(&policy), back).saying("used-by-accounts").because(used_by).impossible()
        }
    })
}

async fn find(page: &Page, id: i64) -> Result<Policy> {
    store::find(&mut page.state.db.conn().await?, id).await?.ok_or(Error::NotFound)
}
