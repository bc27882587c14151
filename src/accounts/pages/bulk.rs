//! Acts on many accounts: GET shows what would become of them, POST starts the job.

use super::filters::filter;
use crate::{
    accounts::{
        bulk::{Act, BulkForm, KIND},
        choices::{Choices, LoginAsNotice},
        store::{self, list::Filter},
    },
    change::work::Task,
    error::{Error, Result},
    forms::Choice,
    jobs::{Control, Form, Preview, Reading, Selection, kept},
    lists::ListQuery,
    web::{Html, Page, Posted},
};

pub async fn ask(page: Page, query: ListQuery) -> Html {
    let choices = Choices(store::options(&mut page.state.db.conn().await?, 0).await?);
    let selection: Selection<Filter> = Selection::of(&query, || filter(&page.reader(), &query, &choices))?;
    let about = Reading::of(query.text("act"), &selection, page.way_back("/accounts"))?;
    preview(&page, &about, &BulkForm::default()).await?.ask().await
}

pub async fn start(page: Page, posted: Posted<Form<BulkForm>>) -> Html {
    let Form { about, act } = posted.form;
    preview(&page, &about, &act).await?.start(page.actor(), &about).await
}

/// What the list offers.
pub fn acts(page: &Page) -> Vec<Choice> {
    page.choices("job-accounts", Act::ALL.iter().map(|act| act.as_str()))
}

async fn preview<'a>(page: &'a Page, about: &Reading, form: &BulkForm) -> Result<Preview<'a>> {
    let act: Act = about.act.parse().map_err(|_| Error::NotFound)?;
    if act == Act::Delete && !page.actor().proven {
        return Err(Error::Unproven);
    }
    let choices = Choices(store::options(&mut page.state.db.conn().await?, 0).await?);
    let task = Task {
        kind: KIND.name.to_owned(),
        act: act.as_str().to_owned(),
        params: kept(form)?,
        selection: about.selection.clone(),
        account_id: None,
    };
    Ok(Preview {
        page,
        params: form.checked(act, &choices).map(|()| task.params.clone()),
        task,
        controls: controls(page, act, form, &choices),
        destroys: act.destroys(),
        writes_letters: act.writes_letters(),
        back: about.way_back("/accounts"),
    })
}

fn controls(page: &Page, act: Act, form: &BulkForm, choices: &Choices) -> Vec<Control> {
    let set = &form.settings;
    let select = |label, name, value: &String, options| Control::Select {
        label,
        name,
        value: value.clone(),
        options,
        none: "job-leave",
    };
    let with_none = |options: Vec<Choice>| [vec![Choice::of("0", page.t("none"))], options].concat();
    match act {
        Act::Freeze => vec![
            Control::Text { label: "account-payment-url", name: "payment_url", value: form.payment_url.clone() },
            Control::Area { label: "account-reason", name: "reason", value: form.reason.clone() },
        ],
        Act::Deactivate => {
            let (label, name) = ("account-notify-users", "notify_users");
            vec![Control::Switch { label, name, value: form.notify_users.clone() }]
        }
        Act::Activate => {
            let (label, name) = ("account-send-welcome", "send_welcome");
            vec![Control::Switch { label, name, value: form.send_welcome.clone() }]
        }
        Act::Set => vec![
            select("account-tariff", "tariff", &set.tariff, choices.of("tariff")),
            select(
                "account-web-version-policy",
                "web_version_policy",
                &set.web_version_policy,
                with_none(choices.of("policy")),
            ),
            select(
                "account-login-as-notice",
                "login_as_notice",
                &set.login_as_notice,
                page.choices("login-as-notice", LoginAsNotice::ALL.iter().map(|it| it.as_str())),
            ),
            select(
                "account-force-2fa-auth",
                "force_2fa_auth",
                &set.force_2fa_auth,
                vec![Choice::of("1", page.t("yes")), Choice::of("0", page.t("no"))],
            ),
        ],
        Act::Unfreeze | Act::Delete => Vec::new(),
    }
}
