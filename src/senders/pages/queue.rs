//! A sender's queue: what waits, what the platform was told to do with it, and the pages that ask before it is told.

use actix_web::{http::StatusCode, web::Path};
use askama::Template;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::sender;
use crate::{
    accounts,
    api::Key,
    change::Audited,
    error::{Error, FieldErrors, Result},
    forms::{fields::canonical_name, version},
    i18n::Message,
    people::Permission,
    resource::{Stored, Versioned},
    senders::{
        ago,
        model::Sender,
        orders::{self, Act, Scope},
        store::queue::{self, Group, Order, QueueLine, SHOWN},
    },
    web::{Asked, Confirm, Html, Page, Posted},
};

#[derive(Template)]
#[template(path = "senders/queue.html")]
struct Show<'a> {
    page: &'a Page,
    it: &'a Versioned<Sender>,
    lines: Vec<QueueLine>,
    orders: Vec<Order>,
}

impl Show<'_> {
    fn ago(&self, at: &DateTime<Utc>) -> String {
        ago(self.page, at)
    }

    /// Whether it can be given now; of a purge that depends on whose queue is meant.
    fn can(&self, act: Act) -> bool {
        let waiting: Vec<Order> = self.orders.iter().filter(|order| order.outcome.is_none()).cloned().collect();
        match act {
            Act::Purge => self.it.stays().is_none(),
            act => orders::reason_against(self.it, &waiting, act, None).is_none(),
        }
    }
}

pub async fn show(page: Page, id: Path<i64>) -> Html {
    let it = sender(&page, *id).await?;
    let mut conn = page.state.db.conn().await?;
    let lines = queue::queue(&mut conn, *id, Group::Account, SHOWN).await?;
    let orders = queue::last_orders(&mut conn, *id).await?;
    drop(conn);
    page.html(&Show { page: &page, it: &it, lines, orders })
}

pub async fn ask_hold(page: Page, id: Path<i64>) -> Html {
    page.html(&ask(&page, *id, Act::Hold).await?)
}

pub async fn hold(page: Page, id: Path<i64>, posted: Posted<Asked>) -> Html {
    give(page, *id, Act::Hold, posted).await
}

pub async fn ask_release(page: Page, id: Path<i64>) -> Html {
    page.html(&ask(&page, *id, Act::Release).await?)
}

pub async fn release(page: Page, id: Path<i64>, posted: Posted<Asked>) -> Html {
    give(page, *id, Act::Release, posted).await
}

async fn ask<'a>(page: &'a Page, id: i64, act: Act) -> Result<Confirm<'a>> {
    let it = sender(page, id).await?;
    let waiting = queue::waiting_of(&mut page.state.db.conn().await?, id).await?;
    let question = Message::new(format!("sender-{}", act.as_str())).with("name", it.label());
    let confirm = Confirm::new(page, question, queue_of(id), it.version);
    let means = Message::new(format!("sender-{}-means", act.as_str()));
    Ok(confirm.saying(means).unless(orders::reason_against(&it, &waiting, act, None)))
}

async fn give(page: Page, id: i64, act: Act, posted: Posted<Asked>) -> Html {
    let asked = (Scope::All, &posted.form);
    match orders::give(&page.state, page.actor(), id, act, asked).await {
        Ok(_) => page.go_saying(&queue_of(id), Message::new(format!("sender-{}-asked", act.as_str()))),
        Err(Error::Stale) => page.html_with(StatusCode::CONFLICT, &ask(&page, id, act).await?.stale()),
        Err(Error::Conflict(_)) => page.html_with(StatusCode::CONFLICT, &ask(&page, id, act).await?),
        Err(error) => Err(error),
    }
}

fn queue_of(id: i64) -> String {
    format!("/senders/{id}/queue")
}

#[derive(Template)]
#[template(path = "senders/purge.html")]
struct Purge<'a> {
    page: &'a Page,
    it: &'a Versioned<Sender>,
    lines: Vec<QueueLine>,
    form: &'a PurgeForm,
    errors: FieldErrors,
    stale: bool,
}

/// As chosen: `all`, or `account` and which.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct PurgeForm {
    scope: String,
    account: String,
    version: String,
}

impl PurgeForm {
    /// Of the version that was shown.
    fn asked(&self) -> Asked {
        Asked::at(Some(version(&self.version)))
    }
}

impl Purge<'_> {
    fn ago(&self, at: &DateTime<Utc>) -> String {
        ago(self.page, at)
    }

    fn reason_against(&self) -> Option<String> {
        self.it.stays().map(|reason| self.page.say(&reason))
    }

    fn all(&self) -> String {
        match self.it.queued {
            Some(queued) => self.page.n("sender-purge-all-of", &queued),
            None => self.page.t("sender-purge-all"),
        }
    }
}

pub async fn ask_purge(page: Page, id: Path<i64>) -> Html {
    show_purge(&page, *id, &PurgeForm::default(), (StatusCode::OK, FieldErrors::default(), false)).await
}

async fn show_purge(
    page: &Page,
    id: i64,
    form: &PurgeForm,
    (status, errors, stale): (StatusCode, FieldErrors, bool),
) -> Html {
    let it = sender(page, id).await?;
    let lines = queue::queue(&mut page.state.db.conn().await?, id, Group::Account, SHOWN).await?;
    page.html_with(status, &Purge { page, it: &it, lines, form, errors, stale })
}

pub async fn purge(page: Page, id: Path<i64>, posted: Posted<PurgeForm>) -> Html {
    let form = &posted.form;
    let given = match scope(&page, form).await {
        Ok(scope) => orders::give(&page.state, page.actor(), *id, Act::Purge, (scope, &form.asked())).await,
        Err(error) => Err(error),
    };
    match given {
        Ok(_) => page.go_saying(&queue_of(*id), "sender-purge-asked"),
        Err(Error::Refused(errors)) => {
            show_purge(&page, *id, form, (StatusCode::UNPROCESSABLE_ENTITY, errors, false)).await
        }
        Err(Error::Conflict(reason)) => {
            show_purge(&page, *id, form, (StatusCode::CONFLICT, FieldErrors::whole(reason), false)).await
        }
        Err(Error::Stale) => show_purge(&page, *id, form, (StatusCode::CONFLICT, FieldErrors::default(), true)).await,
        Err(error) => Err(error),
    }
}

/// All is said, never meant by saying nothing.
async fn scope(page: &Page, form: &PurgeForm) -> Result<Scope> {
    match form.scope.as_str() {
        "all" => Ok(Scope::All),
        "account" => {
            let typed = form.account.trim();
            let key = Key { name: Some(canonical_name(typed)), id: typed.trim_start_matches('#').parse().ok() };
            let found = accounts::store::api::find(&mut page.state.db.conn().await?, &key).await?;
            let found = found.ok_or_else(|| FieldErrors::one("account", "refused-sender-purge-account"))?;
            Ok(Scope::Account { id: found.id, name: found.settings.name })
        }
        _ => Err(FieldErrors::one("scope", "refused-sender-purge-scope").into()),
    }
}
