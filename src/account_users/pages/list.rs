use actix_web::web::Path;
use askama::Template;
use chrono::DateTime;

use crate::{
    account_users::{
        model::{AccountUser, Head, visit_obstacle},
        store,
    },
    accounts::model::Act,
    db::{Select, Words, folded, like_pattern},
    error::Error,
    forms::Choice,
    i18n::{Lang, Message},
    lists::{Column, Kind, ListQuery, Listing, Rows},
    people::Permission,
    web::{Html, Page},
};

const COLUMNS: [Column<AccountUser>; 9] = [
    Column { name: "id", sql: "u.id", kind: Kind::Id, key: |it| it.id.to_string() },
    Column { name: "name", sql: "u.name_key", kind: Kind::Text, key: |it| it.name_key.clone() },
    Column { name: "login", sql: "u.login", kind: Kind::Text, key: |it| it.login.clone() },
    Column { name: "email", sql: "u.email", kind: Kind::Text, key: |it| it.email.clone() },
    Column { name: "lang", sql: "u.language", kind: Kind::Text, key: |it| it.language.clone() },
    Column { name: "master", sql: "u.master", kind: Kind::Bool, key: |it| it.master.to_string() },
    Column { name: "has_2fa", sql: "(u.totp_secret IS NOT NULL)", kind: Kind::Bool, key: |it| it.has_2fa.to_string() },
    Column { name: "active", sql: "u.active", kind: Kind::Bool, key: |it| it.active.to_string() },
    Column {
        name: "last_sign_in",
        sql: "COALESCE(u.last_sign_in_at, '1970-01-01T00:00:00+00:00')",
        kind: Kind::Time,
        key: |it| it.last_sign_in_at.unwrap_or(DateTime::UNIX_EPOCH).to_rfc3339(),
    },
];

#[derive(Template)]
#[template(path = "account_users/list.html")]
struct List<'a> {
    page: &'a Page,
    account: Head,
    rows: Rows<AccountUser>,
    filters: [(&'static str, &'static str, Vec<Choice>); 4],
}

impl List<'_> {
    fn at(&self, row: &AccountUser, end: &str) -> String {
        format!("/accounts/{}/users/{}{end}", self.account.id, row.id)
    }

    /// Whether "Log in as" leads anywhere.
    fn can_log_in(&self, user: &AccountUser) -> bool {
        self.page.may(Permission::LogInAs)
            && visit_obstacle(&self.page.state.config, self.account.state, user.active).is_none()
    }

    /// "12 of the 50 users in the tariff".
    fn of_tariff(&self) -> String {
        let said = |most| Message::new("users-of-tariff").with("count", self.account.user_count).with("most", most);
        self.account.max_users.map(|most| self.page.say(&said(most))).unwrap_or_default()
    }

    /// Why nothing can be made or changed here, if so.
    fn hindrance(&self) -> Option<String> {
        self.account.state.allows(Act::EditObjects).err().map(|reason| self.page.say(&reason))
    }
}

pub async fn list(page: Page, query: ListQuery, id: Path<i64>) -> Html {
    let mut conn = page.state.db.conn().await?;
    let account = store::head(&mut conn, *id).await?.ok_or(Error::NotFound)?;
    let narrowed = narrowed(&page, &query, &account);
    let listing = Listing::read(query, &COLUMNS, "name").ok_or(Error::NotFound)?;
    let rows = listing.fetch(&mut conn, page.lists(), narrowed, ("u.id", |it| it.id)).await?;
    drop(conn);
    let filters = filters(&page);
    page.html(&List { page: &page, account, rows, filters })
}

/// Name, the words for "any", and what there is to choose.
fn filters(page: &Page) -> [(&'static str, &'static str, Vec<Choice>); 4] {
    let choice = |value: &str, label: String| Choice { value: value.to_owned(), label };
    let either = |yes: &str, no: &str| vec![choice("1", page.t(yes)), choice("0", page.t(no))];
    let languages = Lang::ALL.map(|lang| choice(lang.code(), lang.own_name().to_owned())).into();
    [
        ("active", "any-user-state", either("state-active", "state-inactive")),
        ("master", "any-master", either("user-is-master", "user-is-no-master")),
        ("lang", "any-language", languages),
        ("has_2fa", "any-second-factor", either("user-has-2fa", "user-has-no-2fa")),
    ]
}

fn narrowed(page: &Page, query: &ListQuery, account: &Head) -> Select {
    let switch = |name| match query.get(name) {
        Some("1" | "true") => Some(true),
        Some("0" | "false") => Some(false),
        _ => None,
    };
    let select = store::listed(account.id)
        .filter(" AND u.active = ", switch("active"))
        .filter(" AND u.master = ", switch("master"))
        .filter(" AND u.language = ", query.get("lang").map(str::to_lowercase))
        .filter(" AND (u.totp_secret IS NOT NULL) = ", switch("has_2fa"));
    let Some((q, words)) = query.get("q").and_then(|q| Some((folded(q), Words::of(q)?))) else { return select };
    // What users sign in with is found as the rows show it, and the account's part of it is the same in all of them.
    let behind_login = folded(&format!("@{}", page.account_name(&account.name)));
    let select = words.in_row(select.push(" AND ("), "u.search", ("u.login", &behind_login));
    let select = match phone_digits(&q) {
        Some(digits) => select.push(" OR u.phone LIKE ").bind(like_pattern(&digits)),
        None => select,
    };
    select.filter(" OR u.id = ", q.trim().parse::<i64>().ok()).push(")")
}

/// A phone number may be looked for as it is written; it is kept as digits.
fn phone_digits(q: &str) -> Option<String> {
    let digits: String = q.chars().filter(char::is_ascii_digit).collect();
    let as_written = q.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '(' | ')' | ' '));
    (as_written && digits.len() > 2).then_some(digits)
}
