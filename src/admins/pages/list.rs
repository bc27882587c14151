use askama::Template;
use chrono::DateTime;

use crate::{
    admins::{model::AdminRow, store},
    db::Select,
    error::Error,
    forms::Choice,
    lists::{Column, Kind, ListQuery, Listing, Rows},
    people::{Permission, Role},
    web::{Html, Page},
};

const COLUMNS: [Column<AdminRow>; 7] = [
    Column { name: "name", sql: "a.name_key", kind: Kind::Text, key: |it| it.name_key.clone() },
    Column { name: "login", sql: "a.login", kind: Kind::Text, key: |it| it.login.clone() },
    Column { name: "email", sql: "a.email", kind: Kind::Text, key: |it| it.email.clone() },
    Column { name: "role", sql: "a.role", kind: Kind::Text, key: |it| it.role.as_str().to_owned() },
    Column { name: "has_2fa", sql: "(a.totp_secret IS NOT NULL)", kind: Kind::Bool, key: |it| it.has_2fa.to_string() },
    Column { name: "active", sql: "a.active", kind: Kind::Bool, key: |it| it.active.to_string() },
    Column {
        name: "last_sign_in",
        sql: "COALESCE(a.last_sign_in_at, '1970-01-01T00:00:00+00:00')",
        kind: Kind::Time,
        key: |it| it.last_sign_in_at.unwrap_or(DateTime::UNIX_EPOCH).to_rfc3339(),
    },
];

#[derive(Template)]
#[template(path = "admins/list.html")]
struct List<'a> {
    page: &'a Page,
    rows: Rows<AdminRow>,
    /// Name, the words for "any", and what there is to choose.
    filters: [(&'static str, &'static str, Vec<Choice>); 3],
}

pub async fn list(page: Page, query: ListQuery) -> Html {
    let switch = |name| match query.get(name) {
        Some("1") => Some(true),
        Some("0") => Some(false),
        _ => None,
    };
    let narrowed = Select::new(store::LIST, " FROM admins a WHERE 1 = 1")
        .filter(" AND a.role = ", query.get("role"))
        .filter(" AND a.active = ", switch("active"))
        .filter(" AND (a.totp_secret IS NOT NULL) = ", switch("has_2fa"))
        .containing("a.search", query.get("q"));
    let listing = Listing::read(query, &COLUMNS, "name").ok_or(Error::NotFound)?;
    let mut conn = page.state.db.conn().await?;
    let rows = listing.fetch(&mut conn, page.lists(), narrowed, ("a.id", |it| it.id)).await?;
    drop(conn);
    let filters = filters(&page);
    page.html(&List { page: &page, rows, filters })
}

fn filters(page: &Page) -> [(&'static str, &'static str, Vec<Choice>); 3] {
    let choice = |value: &str, label: String| Choice { value: value.to_owned(), label };
    let either = |yes: &str, no: &str| vec![choice("1", page.t(yes)), choice("0", page.t(no))];
    let roles = Role::ALL.map(|role| choice(role.as_str(), page.t_role(&role)));
    [
        ("role", "any-role", roles.into()),
        ("active", "any-user-state", either("state-active", "state-inactive")),
        ("has_2fa", "any-second-factor", either("user-has-2fa", "user-has-no-2fa")),
    ]
}
