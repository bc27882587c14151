//! Acts on many users of an account: GET shows what would become of them, POST starts the job.

use super::list;
use crate::{
    account_users::{
        bulk::{Act, BulkForm, KIND},
        model::Offered,
        store::{self, Filter},
    },
    change::work::Task,
    error::{Error, Result},
    forms::Choice,
    jobs::{Control, Form, Preview, Reading, Selection, kept},
    lists::ListQuery,
    web::{Html, Page, Posted},
};
use actix_web::web::Path;

pub async fn ask(page: Page, query: ListQuery, id: Path<i64>) -> Html {
    let account = store::head(&mut page.state.db.conn().await?, *id).await?.ok_or(Error::NotFound)?;
    let selection: Selection<Filter> = Selection::of(&query, || list::filter(page.lang, &query, &account.name))?;
    let back = page.way_back(&format!("/accounts/{id}/users"));
    let about = Reading::of(query.text("act"), &selection, back)?;
    preview(&page, *id, &about, &BulkForm::default()).await?.ask().await
}

pub async fn start(page: Page, id: Path<i64>, posted: Posted<Form<BulkForm>>) -> Html {
    let Form { about, act } = posted.form;
    preview(&page, *id, &about, &act).await?.start(page.actor(), &about).await
}

/// What the list offers its reader.
pub fn acts(page: &Page) -> Vec<Choice> {
    page.choices("job-users", Act::ALL.iter().filter(|act| page.may(act.needs())).map(|act| act.as_str()))
}

async fn preview<'a>(page: &'a Page, account_id: i64, about: &Reading, form: &BulkForm) -> Result<Preview<'a>> {
    let act: Act = about.act.parse().map_err(|_| Error::NotFound)?;
    if !page.may(act.needs()) {
        return Err(Error::Forbidden);
    }
    if act == Act::Delete && !page.actor().proven {
        return Err(Error::Unproven);
    }
    let offered = store::offered(&mut page.state.db.conn().await?, account_id, 0).await?;
    let task = Task {
        kind: KIND.name.to_owned(),
        act: act.as_str().to_owned(),
        params: kept(form)?,
        selection: about.selection.clone(),
        account_id: Some(account_id),
    };
    Ok(Preview {
        page,
        params: form.checked(act, &offered).map(|()| task.params.clone()),
        task,
        controls: controls(act, form, &offered),
        destroys: act.destroys(),
        writes_letters: act == Act::Welcome,
        back: about.way_back(&format!("/accounts/{account_id}/users")),
    })
}

fn controls(act: Act, form: &BulkForm, offered: &[Offered]) -> Vec<Control> {
    let choices = |kind: &str| -> Vec<Choice> {
        let these = offered.iter().filter(|it| it.kind == kind);
        these.map(|it| Choice::of(it.id.to_string(), it.name.clone())).collect()
    };
    let select = |label, name, value: &String| Control::Select {
        label,
        name,
        value: value.clone(),
        options: choices(name),
        none: "choose",
    };
    match act.about() {
        Some("role") => vec![select("job-role", "role", &form.role)],
        Some(_) => vec![select("job-group", "group", &form.group)],
        None => Vec::new(),
    }
}
