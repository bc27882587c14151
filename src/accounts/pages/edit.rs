use actix_web::{http::StatusCode, web::Path};
use askama::Template;
use chrono::{DateTime, Utc};

use crate::{
    accounts::{
        AccountForm,
        choices::{Choices, LoginAsNotice},
        model::Account,
        service::{self, Action, KEPT},
        store,
    },
    error::{Error, FieldErrors, Result},
    forms::{
        Choice, Options, Stale,
        fields::{canonical_name, former_name, readable_host},
        was,
    },
    i18n::Message,
    people::Permission,
    web::{Html, Page, Posted},
    zones::Zone,
};

#[derive(Template)]
#[template(path = "accounts/edit.html")]
struct Edit<'a> {
    page: &'a Page,
    /// None while it is being created.
    account: Option<&'a Account>,
    form: &'a AccountForm,
    choices: &'a Choices,
    errors: FieldErrors,
    stale: Option<Stale>,
}

impl Edit<'_> {
    fn changed(&self) -> String {
        self.account.map(|it| self.page.changed(&it.updated_by, &it.updated_at)).unwrap_or_default()
    }

    fn options(&self) -> Options {
        let lists = [
            ("tariff", "tariff"),
            ("account_postgresql", "postgresql"),
            ("account_cache_clickhouse", "clickhouse"),
            ("external_data_connectors", "external_data"),
            ("web_version_policy", "policy"),
            ("ldap_connector", "ldap"),
        ];
        let lists = lists.map(|(field, list)| (field, self.choices.of(list)));
        lists.into_iter().chain([("reports_day", self.days()), ("reports_hour", self.hours())]).collect()
    }

    fn days(&self) -> Vec<Choice> {
        (1..=7).map(|day| Choice { value: day.to_string(), label: self.page.t(&format!("day-{day}")) }).collect()
    }

    fn notices(&self) -> Vec<Choice> {
        let label = |it: LoginAsNotice| self.page.t(&format!("login-as-notice-{}", it.as_str()));
        LoginAsNotice::ALL.iter().map(|it| Choice { value: it.as_str().to_owned(), label: label(*it) }).collect()
    }

    fn hours(&self) -> Vec<Choice> {
        (0..=23).map(|hour| Choice { value: hour.to_string(), label: format!("{hour:02}:00") }).collect()
    }

    /// "Next: 23 Nov 2026, 09:00 there, 16:00 for you", of the settings as they are saved.
    fn next_reports(&self) -> Vec<String> {
        let Some(account) = self.account else { return vec![] };
        let (daily, weekly) = account.next_reports(self.page.now());
        let said = |key, at: Option<DateTime<Utc>>| {
            let at = at?;
            let [there, here] = [account.zone(), self.page.tz].map(|tz| at.with_timezone(&tz));
            let time = |at: &DateTime<Zone>| at.format("%H:%M").to_string();
            let date = |at: &DateTime<Zone>| self.page.lang.date(at);
            // Each time has its own day, named a second time only where it is another.
            let mine = if here.date_naive() == there.date_naive() {
                time(&here)
            } else {
                format!("{}, {}", date(&here), time(&here))
            };
            Some(
                self.page
                    .say(&Message::new(key).with("day", date(&there)).with("there", time(&there)).with("here", mine)),
            )
        };
        [said("account-next-daily", daily), said("account-next-weekly", weekly)].into_iter().flatten().collect()
    }

    /// "Now 14:05 there, 20:05 for you."
    fn now_there(&self) -> String {
        self.page.now_there(Zone::named(&self.form.tz))
    }

    /// The field that the account name of a new account is proposed from.
    fn proposes(&self) -> &'static str {
        if self.account.is_none() { "title" } else { "" }
    }

    /// "2 users sign in as", and as what; of an account that has an account name of its own.
    fn signs_in(&self) -> String {
        self.account.map(|account| self.page.n("account-name-users", &account.user_count)).unwrap_or_default()
    }

    fn signs_in_as(&self) -> String {
        let own = self.account.filter(|_| self.has_own_name());
        own.map(|account| format!("login@{}", account.settings.name)).unwrap_or_default()
    }

    fn readable_domain(&self) -> String {
        readable_host(&self.form.custom_push_domain).unwrap_or_default()
    }

    /// The account name that waits for the answer whether it should really be changed, and whether it was answered with
    /// yes.
    fn asks_about_name(&self) -> Option<(String, bool)> {
        self.asks("account-name-asks", &self.form.name_confirmed)
    }

    /// The account name that a deleted account holds, and whether it was said that it is to give it up.
    fn asks_to_release(&self) -> Option<(String, bool)> {
        self.asks("account-name-held", &self.form.release_name)
    }

    /// Whether it is asked if users who sign in through the directory are to be locked out.
    fn asks_about_ldap(&self) -> bool {
        self.errors.of("use_ldap").iter().any(|message| message.key == "account-ldap-asks")
    }

    /// Whether it is asked if the account may be over limits of its new tariff.
    fn asks_about_over(&self) -> bool {
        self.errors.of("tariff").iter().any(|message| message.key == "account-over-asks")
    }

    /// What was answered stays answered while the other question is open.
    fn asks(&self, refusal: &str, answer: &str) -> Option<(String, bool)> {
        let name = canonical_name(&self.form.name);
        let open = self.errors.of("name");
        let answered = !open.is_empty() && answer.trim() == name;
        (answered || open.iter().any(|message| message.key == refusal)).then_some((name, answered))
    }

    /// "7 users of 38 have no second factor yet."
    fn enrolled(&self) -> String {
        let Some(account) = self.account else { return String::new() };
        self.page.say(
            &Message::new("account-enrolled")
                .with("missing", account.user_count - account.enrolled)
                .with("count", account.user_count),
        )
    }

    /// Until when a deleted account can come back, in a sentence; or that it cannot.
    fn deleted(&self) -> Option<String> {
        let deleted_at = self.account?.state.deleted_at?;
        let until = Message::new("account-deleted-until").with("until", deleted_at + KEPT);
        Some(self.page.say(&self.too_late().unwrap_or(until)))
    }

    fn too_late(&self) -> Option<Message> {
        Action::Restore.reason_against(self.account?.state, self.page.now())
    }

    /// What restoring does, or why it cannot be done any more.
    fn comes_back(&self) -> String {
        let Some(account) = self.account else { return String::new() };
        let key = if self.has_own_name() { "account-restore-means" } else { "account-restore-renamed-means" };
        let means = Message::new(key).with("count", account.user_count);
        self.page.say(&self.too_late().unwrap_or(means))
    }

    /// Whether its users have something to sign in with, now or as soon as it is back.
    fn has_own_name(&self) -> bool {
        self.account.is_some_and(|account| former_name(&account.settings.name).is_none())
    }

    /// What was typed into an account that somebody deleted meanwhile can be saved as soon as it is restored.
    fn can_save(&self) -> bool {
        let is_deleted = self.account.is_some_and(|account| account.state.deleted_at.is_some());
        self.page.may(Permission::EditAccounts) && (!is_deleted || !self.errors.is_empty())
    }
}

pub async fn new(mut page: Page) -> Html {
    let form = AccountForm { return_to: page.way_back("/accounts"), ..AccountForm::new() };
    let form = page.kept_or(form).await;
    show(&page, None, &form, (StatusCode::OK, FieldErrors::default())).await
}

pub async fn create(page: Page, posted: Posted<AccountForm>) -> Html {
    match service::create(&page.state, page.actor(), &posted.form).await {
        Ok(account) => page.go_saying_next(
            &format!("/accounts/{}", account.id),
            Message::new("account-created").with("title", account.settings.title),
            (format!("/accounts/{}/users/new", account.id), "account-first-user"),
        ),
        Err(Error::Refused(errors)) => {
            show(&page, None, &posted.form, (StatusCode::UNPROCESSABLE_ENTITY, errors)).await
        }
        Err(error) => Err(error),
    }
}

pub async fn edit(mut page: Page, id: Path<i64>) -> Html {
    let mut conn = page.state.db.conn().await?;
    let account = store::find(&mut conn, *id).await?.ok_or(Error::NotFound)?;
    let choices = Choices(store::options(&mut conn, *id).await?);
    drop(conn);
    let form = AccountForm { return_to: page.way_back("/accounts"), ..AccountForm::of(&account, &choices) };
    let form = AccountForm { name: page.account_name(&form.name), ..form };
    let form = page.kept_or(form).await;
    let errors = FieldErrors::default();
    page.html(&Edit { page: &page, account: Some(&account), form: &form, choices: &choices, errors, stale: None })
}

pub async fn update(page: Page, id: Path<i64>, posted: Posted<AccountForm>) -> Html {
    match service::update(&page.state, page.actor(), *id, &posted.form).await {
        Ok(account) => {
            let back = format!("{}#account-{id}", posted.form.return_to);
            page.go_saying(&back, Message::new("account-saved").with("title", account.settings.title))
        }
        Err(Error::Refused(errors)) => {
            show(&page, Some(*id), &posted.form, (StatusCode::UNPROCESSABLE_ENTITY, errors)).await
        }
        Err(Error::Stale) => show_stale(&page, *id, posted.form).await,
        // It was deleted meanwhile: what was typed stays in sight, beside the way to restore it.
        Err(Error::Conflict(reason)) => {
            show(&page, Some(*id), &posted.form, (StatusCode::CONFLICT, FieldErrors::one("state", reason))).await
        }
        Err(Error::NotFound) => page.gone(("account", *id, Some(*id)), "account", &posted.form, "/accounts").await,
        Err(error) => Err(error),
    }
}

/// With everything as typed; also the first look at an empty form.
async fn show(page: &Page, id: Option<i64>, form: &AccountForm, (status, errors): (StatusCode, FieldErrors)) -> Html {
    let (account, choices) = read(page, id).await?;
    page.html_with(status, &Edit { page, account: account.as_ref(), form, choices: &choices, errors, stale: None })
}

/// 409: as typed, with what somebody else saved beside it; saving again is then done knowingly.
async fn show_stale(page: &Page, id: i64, mut form: AccountForm) -> Html {
    let (account, choices) = read(page, Some(id)).await?;
    let account = account.ok_or(Error::NotFound)?;
    // Whether it is active is no field of this form, and so no difference.
    let theirs = AccountForm {
        active: form.active.clone(),
        name_confirmed: form.name_confirmed.clone(),
        ldap_confirmed: form.ldap_confirmed.clone(),
        over_confirmed: form.over_confirmed.clone(),
        ..AccountForm::of(&account, &choices)
    };
    let stale = Stale::new(&form, &theirs, &account.updated_by, account.updated_at);
    (form.was, form.version) = (was(&theirs), theirs.version);
    let errors = FieldErrors::default();
    let edit = Edit { page, account: Some(&account), form: &form, choices: &choices, errors, stale: Some(stale) };
    page.html_with(StatusCode::CONFLICT, &edit)
}

async fn read(page: &Page, id: Option<i64>) -> Result<(Option<Account>, Choices)> {
    let mut conn = page.state.db.conn().await?;
    let account = match id {
        Some(id) => Some(store::find(&mut conn, id).await?.ok_or(Error::NotFound)?),
        None => None,
    };
    Ok((account, Choices(store::options(&mut conn, id.unwrap_or(0)).await?)))
}
