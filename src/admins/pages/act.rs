use actix_web::{http::StatusCode, web::Path};

use crate::{
    admins::{model::Admin, service, store},
    api_tokens,
    error::{Error, Result},
    i18n::Message,
    web::{Asked, Confirm, Html, Page, Posted},
};

pub async fn confirm_delete(page: Page, id: Path<i64>) -> Html {
    page.html(&ask_delete(&page, *id).await?)
}

pub async fn delete(page: Page, id: Path<i64>, posted: Posted<Asked>) -> Html {
    match service::delete(&page.state, page.actor(), *id, &posted.form).await {
        Ok(admin) => page.go_saying("/admins", about("admin-deleted", &admin)),
        Err(Error::Stale) => page.html_with(StatusCode::CONFLICT, &ask_delete(&page, *id).await?.stale()),
        Err(error) => Err(error),
    }
}

pub async fn confirm_link(page: Page, id: Path<i64>) -> Html {
    let admin = find(&page, *id).await?;
    let means = Message::new("user-welcome-means").with("email", admin.names.email.as_str());
    let reason = service::reason_against_link(&page.state, &mut page.state.db.conn().await?, &admin).await?;
    let confirm = ask(&page, "admin-link", &admin).saying(means);
    let can_be_written_to = admin.active && !admin.names.email.is_empty();
    page.html(&if can_be_written_to { confirm.not_yet(reason) } else { confirm.unless(reason) })
}

pub async fn send_link(page: Page, id: Path<i64>, _: Posted<()>) -> Html {
    let admin = service::send_link(&page.state, page.actor(), *id).await?;
    page.go_saying(&address(&admin), about("admin-link-sent", &admin).with("email", admin.names.email.as_str()))
}

pub async fn confirm_remove_factor(page: Page, id: Path<i64>) -> Html {
    page.html(&ask_remove_factor(&page, *id).await?)
}

pub async fn remove_factor(page: Page, id: Path<i64>, posted: Posted<Asked>) -> Html {
    match service::remove_factor(&page.state, page.actor(), *id, &posted.form).await {
        Ok(admin) => page.go_saying(&address(&admin), about("user-factor-removed", &admin)),
        Err(Error::Stale) => page.html_with(StatusCode::CONFLICT, &ask_remove_factor(&page, *id).await?.stale()),
        Err(error) => Err(error),
    }
}

async fn ask_delete(page: &Page, id: i64) -> Result<Confirm<'_>> {
    let admin = find(page, id).await?;
    let mut conn = page.state.db.conn().await?;
    let reason = service::reason_against_deletion(&mut conn, &admin, reader(page)?).await?;
    let tokens: Vec<String> =
        api_tokens::store::of_admin(&mut conn, id, page.now()).await?.into_iter().map(|it| it.name).collect();
    let mut confirm = ask(page, "admin-delete", &admin).saying("admin-delete-means").danger();
    if !tokens.is_empty() {
        confirm = confirm.saying("admin-delete-tokens").because(tokens);
    }
    Ok(confirm.unless(reason))
}

async fn ask_remove_factor(page: &Page, id: i64) -> Result<Confirm<'_>> {
    let admin = find(page, id).await?;
    let confirm = ask(page, "admin-remove-factor", &admin).saying("admin-remove-factor-means").danger();
    Ok(confirm.unless(service::reason_against_removing_factor(&admin, reader(page)?)))
}

fn ask<'a>(page: &'a Page, key: &'static str, admin: &Admin) -> Confirm<'a> {
    Confirm::new(page, about(key, admin), address(admin), admin.version)
}

fn reader(page: &Page) -> Result<i64> {
    Ok(page.admin().ok_or(Error::Forbidden)?.id)
}

fn about(key: &'static str, admin: &Admin) -> Message {
    Message::new(key).with("login", admin.login.as_str())
}

fn address(admin: &Admin) -> String {
    format!("/admins/{}", admin.id)
}

async fn find(page: &Page, id: i64) -> Result<Admin> {
    store::find(&mut page.state.db.conn().await?, id).await?.ok_or(Error::NotFound)
}
