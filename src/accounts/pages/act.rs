//! The quick actions: GET asks, saying what will happen and to how many people; POST does it.

use actix_web::{http::StatusCode, web::Path};
use askama::Template;

use crate::{
    accounts::{
        ActForm,
        model::Account,
        service::{self, Action, Done},
        store,
    },
    error::{Error, FieldErrors, Result},
    forms::fields::former_name,
    i18n::Message,
    web::{Confirm, Html, Page, Posted},
};

#[derive(Template)]
#[template(path = "accounts/act.html")]
struct Ask<'a> {
    page: &'a Page,
    account: &'a Account,
    action: Action,
    form: &'a ActForm,
    /// Of how many active users so many have never had a welcome letter.
    uninvited: (i64, i64),
    errors: FieldErrors,
    /// The account changed since the page was opened.
    changed: bool,
}

impl Ask<'_> {
    /// It is frozen already, and what its users are shown is to change.
    fn changes_frozen(&self) -> bool {
        self.action == Action::Freeze && self.account.state.frozen
    }

    /// Said where the login name was given up, and restoring takes another.
    fn asks_name(&self) -> Option<String> {
        former_name(&self.account.settings.name).map(|name| self.page.t1("account-restore-asks-name", "name", name))
    }

    /// "3 of 4 users have never had a welcome letter.", where activating can send it.
    fn letters(&self) -> Option<String> {
        let (missing, count) = self.uninvited;
        let said = Message::new("account-activate-letters").with("missing", missing).with("count", count);
        (self.action == Action::Activate && missing > 0).then(|| self.page.say(&said))
    }

    fn question(&self) -> String {
        self.page.say(&Message::new(self.key("")).with("title", self.account.settings.title.as_str()))
    }

    fn consequence(&self) -> String {
        let key = match self.action {
            Action::Restore if former_name(&self.account.settings.name).is_some() => "account-restore-renamed-means",
            _ => self.key("-means"),
        };
        self.page.say(&Message::new(key).with("count", self.account.user_count))
    }

    /// Why it cannot be done, if so.
    fn reason_against(&self) -> Option<String> {
        self.action.reason_against(self.account.state, self.page.now()).map(|why| self.page.say(&why))
    }

    fn button(&self) -> String {
        if self.changes_frozen() {
            return self.page.t("save");
        }
        self.page.t(&format!("account-{}-button", self.action.as_str()))
    }

    fn is_dangerous(&self) -> bool {
        matches!(self.action, Action::Deactivate | Action::Delete)
    }

    fn key(&self, end: &str) -> &'static str {
        match (self.action, end.is_empty()) {
            (Action::Freeze, true) if self.changes_frozen() => "account-frozen-shown",
            (Action::Freeze, false) if self.changes_frozen() => "account-frozen-shown-means",
            (Action::Activate, true) => "account-activate",
            (Action::Activate, false) => "account-activate-means",
            (Action::Deactivate, true) => "account-deactivate",
            (Action::Deactivate, false) => "account-deactivate-means",
            (Action::Freeze, true) => "account-freeze",
            (Action::Freeze, false) => "account-freeze-means",
            (Action::Unfreeze, true) => "account-unfreeze",
            (Action::Unfreeze, false) => "account-unfreeze-means",
            (Action::Delete, true) => "account-delete",
            (Action::Delete, false) => "account-delete-means",
            (Action::Restore, true) => "account-restore",
            (Action::Restore, false) => "account-restore-means",
        }
    }
}

/// The pair of handlers of each action.
macro_rules! action {
    ($ask:ident, $do:ident, $action:expr) => {
        pub async fn $ask(page: Page, id: Path<i64>) -> Html {
            ask(page, *id, $action).await
        }

        pub async fn $do(page: Page, id: Path<i64>, posted: Posted<ActForm>) -> Html {
            run(&page, *id, $action, posted.form).await
        }
    };
}

action!(ask_activate, activate, Action::Activate);
action!(ask_deactivate, deactivate, Action::Deactivate);
action!(ask_freeze, freeze, Action::Freeze);
action!(ask_unfreeze, unfreeze, Action::Unfreeze);
action!(ask_delete, delete, Action::Delete);
action!(ask_restore, restore, Action::Restore);

async fn ask(mut page: Page, id: i64, action: Action) -> Html {
    let (account, uninvited) = read(&page, id, action).await?;
    let back = back(&page, &account);
    if let Some(why) = action.reason_against(account.state, page.now()).filter(|_| action != Action::Restore) {
        let question = Message { key: format!("account-{}", action.as_str()).into(), args: vec![] }
            .with("title", account.settings.title.as_str());
        return page.html(&Confirm::new(&page, question, back, account.version).unless(Some(why)));
    }
    if action.is_done(account.state) && action != Action::Freeze {
        return already(&page, action, &account, &back);
    }
    let form = ActForm { return_to: back, send_welcome: "on".to_owned(), ..ActForm::of(&account) };
    let form = page.kept_or(form).await;
    page.html(&Ask {
        page: &page,
        account: &account,
        action,
        form: &form,
        uninvited,
        errors: FieldErrors::default(),
        changed: false,
    })
}

async fn run(page: &Page, id: i64, action: Action, mut form: ActForm) -> Html {
    let (status, errors) = match service::act(&page.state, page.actor(), id, action, &form).await {
        Ok(Done::Changed(account, letters)) => {
            let done = Message { key: format!("account-{}-done", action.as_str()).into(), args: vec![] };
            let welcomed = || Message::new("account-activate-welcomed").with("letters", letters);
            let message = if action == Action::Activate && letters > 0 { welcomed() } else { done };
            return page.go_saying(&form.return_to, message.with("title", account.settings.title));
        }
        Ok(Done::Already(account)) => return already(page, action, &account, &form.return_to),
        Err(Error::Refused(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
        Err(Error::Stale) => (StatusCode::CONFLICT, FieldErrors::default()),
        Err(error) => return Err(error),
    };
    let (account, uninvited) = read(page, id, action).await?;
    form.version = account.version.to_string();
    let changed = status == StatusCode::CONFLICT;
    page.html_with(status, &Ask { page, account: &account, action, form: &form, uninvited, errors, changed })
}

async fn read(page: &Page, id: i64, action: Action) -> Result<(Account, (i64, i64))> {
    let mut conn = page.state.db.conn().await?;
    let account = store::find(&mut conn, id).await?.ok_or(Error::NotFound)?;
    let asks = action == Action::Activate && !action.is_done(account.state);
    let uninvited = if asks { store::count_uninvited(&mut conn, id).await? } else { (0, 0) };
    Ok((account, uninvited))
}

fn already(page: &Page, action: Action, account: &Account, back: &str) -> Html {
    let message = Message { key: format!("account-{}-already", action.as_str()).into(), args: vec![] };
    page.go_saying(back, message.with("title", account.settings.title.as_str()))
}

/// The list with the row in sight, or the page of the account that the action was begun from.
fn back(page: &Page, account: &Account) -> String {
    let id = account.id;
    page.came_from_list("/accounts", &format!("account-{id}"), &format!("/accounts/{id}"))
}
