use actix_web::{http::StatusCode, web::Path};
use askama::Template;

use crate::{
    admins::{form::AdminForm, model::Admin, service, store},
    api_tokens::{self, model::ApiToken},
    error::{Error, FieldErrors, Result},
    forms::{Choice, Options, Stale, fields::languages, version, was},
    i18n::Message,
    people::{Permission, Role},
    web::{Html, Page, Posted},
};

#[derive(Template)]
#[template(path = "admins/edit.html")]
struct Edit<'a> {
    page: &'a Page,
    /// None while it is being created.
    admin: Option<&'a Admin>,
    form: &'a AdminForm,
    errors: FieldErrors,
    stale: Option<Stale>,
    languages: Vec<Choice>,
    /// That the administrator made.
    tokens: Vec<ApiToken>,
}

impl<'a> Edit<'a> {
    fn new(page: &'a Page, admin: Option<&'a Admin>, form: &'a AdminForm, errors: FieldErrors) -> Self {
        Self { page, admin, form, errors, stale: None, languages: languages(), tokens: Vec::new() }
    }

    fn changed(&self) -> String {
        self.admin.map(|it| self.page.changed(&it.updated_by, &it.updated_at)).unwrap_or_default()
    }

    /// Those that the reader may give.
    fn roles(&self) -> Vec<Choice> {
        let own = self.page.admin().map(|it| it.role);
        let offered = Role::ALL
            .iter()
            .copied()
            .filter(|role| self.form.role == role.as_str() || own.is_some_and(|own| own.may_give(*role)));
        offered.map(|role| Choice { value: role.as_str().to_owned(), label: self.page.t_role(&role) }).collect()
    }

    fn options(&self) -> Options {
        vec![("language", self.languages.clone()), ("role", self.roles())]
    }

    /// What tokens would do no more with another role: its name, and a sentence for each token.
    fn losses(&self) -> Vec<(String, Vec<String>)> {
        let role = self.admin.map(|it| it.role);
        let others = Role::ALL.iter().copied().filter(|other| Some(*other) != role);
        let losses = others.map(|other| {
            (self.page.t_role(&other), self.tokens.iter().filter_map(|it| self.loss(it, other)).collect())
        });
        losses.filter(|(_, sentences): &(String, Vec<String>)| !sentences.is_empty()).collect()
    }

    fn loss(&self, token: &ApiToken, role: Role) -> Option<String> {
        let lost = token.lost();
        let more: Vec<&str> =
            token.lost_with(role).iter().filter(|scope| !lost.contains(scope)).map(|scope| scope.as_str()).collect();
        let said = Message::new("admin-token-loses").with("name", token.name.as_str()).with("scopes", more.join(", "));
        (!more.is_empty()).then(|| self.page.say(&said))
    }

    fn is_own(&self) -> bool {
        self.admin.map(|it| it.id) == self.page.admin().map(|it| it.id)
    }
}

pub async fn new(mut page: Page) -> Html {
    let form = AdminForm { return_to: page.way_back("/admins"), ..AdminForm::blank(page.lang) };
    let form = page.kept_or(form).await;
    page.html(&Edit::new(&page, None, &form, FieldErrors::default()))
}

pub async fn create(page: Page, posted: Posted<AdminForm>) -> Html {
    let form = &posted.form;
    let created: Result<Admin> = async { service::create(&page.state, page.actor(), &form.parse()?).await }.await;
    match created {
        Ok(admin) => {
            let key = if admin.active { "admin-created" } else { "admin-created-inactive" };
            page.go_saying(
                &form.return_to,
                Message::new(key).with("login", admin.login).with("email", admin.names.email),
            )
        }
        Err(Error::Refused(errors)) => page.refused(&Edit::new(&page, None, form, errors)),
        Err(error) => Err(error),
    }
}

pub async fn edit(mut page: Page, id: Path<i64>) -> Html {
    let admin = find(&page, *id).await?;
    let form = AdminForm { return_to: page.way_back("/admins"), ..AdminForm::of(&admin) };
    let form = page.kept_or(form).await;
    let tokens = tokens(&page, *id).await?;
    page.html(&Edit { tokens, ..Edit::new(&page, Some(&admin), &form, FieldErrors::default()) })
}

pub async fn update(page: Page, id: Path<i64>, posted: Posted<AdminForm>) -> Html {
    let mut form = posted.form;
    let tokens = tokens(&page, *id).await?;
    let saved: Result<Admin> =
        async { service::update(&page.state, page.actor(), *id, version(&form.version), &form.parse()?).await }.await;
    match saved {
        Ok(admin) => page.go_saying(&form.return_to, saying(&admin, &tokens)),
        Err(Error::Refused(errors)) => {
            let admin = find(&page, *id).await?;
            page.refused(&Edit { tokens, ..Edit::new(&page, Some(&admin), &form, errors) })
        }
        Err(Error::Stale) => {
            let admin = find(&page, *id).await?;
            let theirs = AdminForm::of(&admin);
            let stale = Stale::new(&form, &theirs, &admin.updated_by, admin.updated_at);
            (form.was, form.version) = (was(&theirs), theirs.version);
            let edit =
                Edit { stale: Some(stale), tokens, ..Edit::new(&page, Some(&admin), &form, FieldErrors::default()) };
            page.html_with(StatusCode::CONFLICT, &edit)
        }
        Err(Error::NotFound) => page.gone(("admin", *id, None), "admin", &form, "/admins").await,
        Err(error) => Err(error),
    }
}

/// That it is saved, and which tokens do less from now on; `tokens` as they were before.
fn saying(admin: &Admin, tokens: &[ApiToken]) -> Message {
    let does_less =
        |it: &&ApiToken| it.creator_active && (!admin.active || it.lost_with(admin.role).len() > it.lost().len());
    let less: Vec<&str> = tokens.iter().filter(does_less).map(|it| it.name.as_str()).collect();
    let key = if less.is_empty() { "admin-saved" } else { "admin-saved-tokens-less" };
    Message::new(key).with("login", admin.login.as_str()).with("tokens", less.join(", "))
}

async fn tokens(page: &Page, id: i64) -> Result<Vec<ApiToken>> {
    Ok(api_tokens::store::of_admin(&mut page.state.db.conn().await?, id, page.now()).await?)
}

async fn find(page: &Page, id: i64) -> Result<Admin> {
    store::find(&mut page.state.db.conn().await?, id).await?.ok_or(Error::NotFound)
}
