//! What the reader had open last, with the names of today; what is there no more drops out.

use super::store::recent;
use crate::{error::Result, web::Page};

pub use recent::{Named, kinds};

impl Named {
    pub fn address(&self, page: &Page) -> String {
        let address = page.address_of(&self.kind, self.id, self.account_id);
        if self.kind == "account" { address + "/overview" } else { address }
    }

    pub fn called(&self, page: &Page) -> String {
        if self.kind == "job" { page.t(&self.name) } else { self.name.clone() }
    }

    pub fn icon(&self) -> &'static str {
        match self.kind.as_str() {
            "account" => "accounts",
            "user" | "admin" => "person",
            "group" => "group",
            "role" => "shield",
            "tariff" => "tag",
            "database" => "database",
            "external_data" => "external",
            "ldap" => "directory",
            "sender" => "send",
            "stop_list" => "stop",
            "notifier" => "bell",
            "visit" => "enter",
            "job" => "tasks",
            _ => "box",
        }
    }
}

pub async fn recent(page: &Page) -> Result<Vec<Named>> {
    let seen = page.opened();
    if seen.is_empty() {
        return Ok(Vec::new());
    }
    let named = recent::named(&mut page.state.db.conn().await?, &seen).await?;
    let of = |kind: &str, id| named.iter().find(|it| it.kind == kind && it.id == id).cloned();
    Ok(seen.iter().filter_map(|seen| of(&seen.kind, seen.id)).collect())
}
