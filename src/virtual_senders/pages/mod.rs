//! What the pages of virtual senders show, and cloning one.

mod edit;
mod list;

use actix_web::web::Path;

use super::{clone::clone as clone_one, model::VirtualSender, place::InSenders};
use crate::{
    i18n::Message,
    resource::Editor,
    web::{Asked, Html, Page, Posted},
};

pub async fn clone(page: Page, ids: Path<(i64, i64)>, posted: Posted<Asked>) -> Html {
    let (account_id, id) = *ids;
    let of = InSenders(account_id);
    let made = clone_one(&page.state, (page.actor(), page.lang), of, id, &posted.form).await?;
    let said = Message::new("virtual-sender-cloned").with("name", made.name.as_str());
    page.go_saying(&format!("{}/{}", VirtualSender::list_path(of), made.id), said)
}
