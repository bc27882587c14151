use actix_web::web::Path;

use crate::{
    admins::{model::Admin, service, store},
    error::{Error, Result},
    i18n::Message,
    web::{Confirm, Html, Page, Posted},
};

pub async fn confirm_delete(page: Page, id: Path<i64>) -> Html {
    let admin = find(&page, *id).await?;
    let confirm = ask(&page, "admin-delete", &admin);
    page.html(&match is_own(&page, &admin) {
        false => confirm.saying("admin-delete-means").danger(),
        true => confirm.saying("admin-not-oneself").impossible(),
    })
}

pub async fn delete(page: Page, id: Path<i64>, _: Posted<()>) -> Html {
    let admin = service::delete(&page.state, page.actor(), *id).await?;
    page.go_saying("/admins", about("admin-deleted", &admin))
}

pub async fn confirm_link(page: Page, id: Path<i64>) -> Html {
    let admin = find(&page, *id).await?;
    let means = Message::new("user-welcome-means").with("email", admin.email.as_str());
    let confirm = ask(&page, "admin-link", &admin);
    page.html(&match admin.active {
        true => confirm.saying(means),
        false => confirm.saying("admin-link-inactive").impossible(),
    })
}

pub async fn send_link(page: Page, id: Path<i64>, _: Posted<()>) -> Html {
    let admin = service::send_link(&page.state, page.actor(), *id).await?;
    page.go_saying(&address(&admin), about("admin-link-sent", &admin).with("email", admin.email.as_str()))
}

pub async fn confirm_remove_factor(page: Page, id: Path<i64>) -> Html {
    let admin = find(&page, *id).await?;
    let confirm = ask(&page, "admin-remove-factor", &admin);
    page.html(&match admin.totp_secret {
        _ if is_own(&page, &admin) => confirm.saying("admin-own-factor").impossible(),
        Some(_) => confirm.saying("admin-remove-factor-means").danger(),
        None => confirm.saying("admin-has-no-factor").impossible(),
    })
}

pub async fn remove_factor(page: Page, id: Path<i64>, _: Posted<()>) -> Html {
    let admin = service::remove_factor(&page.state, page.actor(), *id).await?;
    page.go_saying(&address(&admin), about("user-factor-removed", &admin))
}

fn ask<'a>(page: &'a Page, key: &'static str, admin: &Admin) -> Confirm<'a> {
    Confirm::new(page, about(key, admin), address(admin))
}

fn is_own(page: &Page, admin: &Admin) -> bool {
    page.admin().is_some_and(|it| it.id == admin.id)
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
