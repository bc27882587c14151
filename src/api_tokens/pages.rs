use actix_web::{http::StatusCode, web::Path};
use askama::Template;
use chrono::{DateTime, Utc};

use super::{
    form::{RotateForm, TokenForm},
    model::{ApiToken, TokenState},
    service::{self, Issued, OVERLAPS},
    store,
};
use crate::{
    api::Scope,
    db::Conn,
    error::{Error, FieldErrors, Result},
    forms::{Choice, Stale, version, was},
    i18n::Message,
    lists::{ListQuery, Listing, Rows, Sought, Table},
    people::Permission,
    web::{Asked, Asking, Confirm, Html, Page, Posted},
};

#[derive(Template)]
#[template(path = "api_tokens/list.html")]
struct List<'a> {
    page: &'a Page,
    rows: Rows<ApiToken>,
    states: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "api_tokens/edit.html")]
struct Edit<'a> {
    page: &'a Page,
    /// None while it is being created.
    token: Option<&'a ApiToken>,
    form: &'a TokenForm,
    errors: FieldErrors,
    stale: Option<Stale>,
}

#[derive(Template)]
#[template(path = "api_tokens/rotate.html")]
struct Rotate<'a> {
    page: &'a Page,
    token: &'a ApiToken,
    form: &'a RotateForm,
    errors: FieldErrors,
}

/// The one time that the secret is seen.
#[derive(Template)]
#[template(path = "api_tokens/secret.html")]
struct Secret<'a> {
    page: &'a Page,
    issued: &'a Issued,
}

impl List<'_> {
    fn standing(&self, token: &ApiToken) -> TokenState {
        token.standing(self.page.now())
    }

    /// Each scope, and whether the role of the token's creator still permits it.
    fn scopes(&self, token: &ApiToken) -> Vec<(&'static str, bool)> {
        let lost = token.lost();
        Scope::parse_all(&token.scopes).into_iter().map(|scope| (scope.as_str(), !lost.contains(&scope))).collect()
    }
}

impl Edit<'_> {
    fn changed(&self) -> String {
        self.token.map(|it| self.page.changed(&it.updated_by, &it.updated_at)).unwrap_or_default()
    }

    fn scopes(&self) -> Vec<Choice> {
        Scope::ALL.iter().map(|scope| Choice { value: scope.as_str().into(), label: scope.as_str().into() }).collect()
    }
}

impl Rotate<'_> {
    fn overlaps(&self) -> Vec<Choice> {
        let label = |hours: i64| self.page.say(&Message::new("token-overlap-hours").with("hours", hours));
        OVERLAPS.map(|hours| Choice { value: hours.to_string(), label: label(hours) }).into()
    }
}

pub async fn list(page: Page, query: ListQuery) -> Html {
    let rows = sought(page.now(), query)?.fetch(&mut page.state.db.conn().await?, page.lists()).await?;
    let states = page.choices("token-state", ["expiring", "leaked"]);
    page.html(&List { page: &page, rows, states })
}

pub async fn table(Asking { reader, query, .. }: Asking, _: &mut Conn) -> Result<Box<dyn Table>> {
    Ok(sought(reader.now, query)?.table(reader.lang))
}

fn sought(now: DateTime<Utc>, query: ListQuery) -> Result<Sought<ApiToken>> {
    let listed = store::listed(query.get("q"));
    let filtered = match query.get("state") {
        Some("expiring") => store::expiring(listed, now),
        Some("leaked") => store::leaked(listed, now),
        _ => listed,
    };
    let listing = Listing::read(query, &store::SORTS, "name").ok_or(Error::NotFound)?;
    Ok(Sought::new(listing, filtered, store::ROW, &store::FIELDS))
}

pub async fn new(mut page: Page) -> Html {
    let form = TokenForm { return_to: page.way_back("/api-tokens"), ..TokenForm::blank(page.now(), page.tz) };
    let form = page.kept_or(form).await;
    page.html(&Edit { page: &page, token: None, form: &form, errors: FieldErrors::default(), stale: None })
}

/// The answer shows the secret, which cannot be read again.
pub async fn create(page: Page, posted: Posted<TokenForm>) -> Html {
    match service::create(&page.state, page.actor(), &posted.form, page.tz).await {
        Ok(issued) => page.html(&Secret { page: &page, issued: &issued }),
        Err(Error::Refused(errors)) => {
            page.refused(&Edit { page: &page, token: None, form: &posted.form, errors, stale: None })
        }
        Err(error) => Err(error),
    }
}

pub async fn edit(mut page: Page, id: Path<i64>) -> Html {
    let token = find(&page, *id).await?;
    let form = TokenForm { return_to: page.way_back("/api-tokens"), ..TokenForm::of(&token, page.tz) };
    let form = page.kept_or(form).await;
    page.html(&Edit { page: &page, token: Some(&token), form: &form, errors: FieldErrors::default(), stale: None })
}

pub async fn update(page: Page, id: Path<i64>, posted: Posted<TokenForm>) -> Html {
    let mut form = posted.form;
    match service::update(&page.state, page.actor(), *id, (&form, page.tz)).await {
        Ok(token) => page.go_saying(&form.return_to, Message::new("token-saved").with("name", token.name)),
        Err(Error::Refused(errors)) => {
            let token = find(&page, *id).await?;
            page.refused(&Edit { page: &page, token: Some(&token), form: &form, errors, stale: None })
        }
        Err(Error::Stale) => {
            let token = find(&page, *id).await?;
            let theirs = TokenForm::of(&token, page.tz);
            let stale = Stale::new(&form, &theirs, &token.updated_by, token.updated_at);
            (form.was, form.version) = (was(&theirs), theirs.version);
            let edit = Edit {
                page: &page,
                token: Some(&token),
                form: &form,
                errors: FieldErrors::default(),
                stale: Some(stale),
            };
            page.html_with(StatusCode::CONFLICT, &edit)
        }
        Err(Error::NotFound) => page.gone(("token", *id, None), "token", &form, "/api-tokens").await,
        Err(error) => Err(error),
    }
}

pub async fn ask_rotate(page: Page, id: Path<i64>) -> Html {
    let token = find(&page, *id).await?;
    let form = RotateForm { overlap: "24".to_owned(), version: token.version.to_string() };
    page.html(&Rotate { page: &page, token: &token, form: &form, errors: FieldErrors::default() })
}

pub async fn rotate(page: Page, id: Path<i64>, posted: Posted<RotateForm>) -> Html {
    let mut form = posted.form;
    let asked = Asked::at(Some(version(&form.version)));
    match service::rotate(&page.state, page.actor(), *id, &form, &asked).await {
        Ok(issued) => page.html(&Secret { page: &page, issued: &issued }),
        Err(Error::Stale) => {
            let token = find(&page, *id).await?;
            form.version = token.version.to_string();
            let errors = FieldErrors::one("overlap", "error-stale-asked");
            page.html_with(StatusCode::CONFLICT, &Rotate { page: &page, token: &token, form: &form, errors })
        }
        Err(Error::Refused(errors)) => {
            let token = find(&page, *id).await?;
            page.refused(&Rotate { page: &page, token: &token, form: &form, errors })
        }
        Err(error) => Err(error),
    }
}

pub async fn confirm_delete(page: Page, id: Path<i64>) -> Html {
    page.html(&ask_delete(&page, *id).await?)
}

pub async fn delete(page: Page, id: Path<i64>, posted: Posted<Asked>) -> Html {
    match service::delete(&page.state, page.actor(), *id, &posted.form).await {
        Ok(token) => page.go_saying("/api-tokens", Message::new("token-deleted").with("name", token.name)),
        Err(Error::Stale) => page.html_with(StatusCode::CONFLICT, &ask_delete(&page, *id).await?.stale()),
        Err(error) => Err(error),
    }
}

async fn ask_delete(page: &Page, id: i64) -> Result<Confirm<'_>> {
    let token = find(page, id).await?;
    let question = Message::new("token-delete").with("name", token.name.as_str());
    let confirm = Confirm::new(page, question, format!("/api-tokens/{id}"), token.version);
    Ok(confirm.saying("token-delete-means").danger())
}

async fn find(page: &Page, id: i64) -> Result<ApiToken> {
    store::find(&mut page.state.db.conn().await?, id).await?.ok_or(Error::NotFound)
}
