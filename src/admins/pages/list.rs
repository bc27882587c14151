use askama::Template;

use crate::{
    admins::{
        model::AdminRow,
        store::{self, Filter},
    },
    error::Error,
    forms::Choice,
    lists::{ListQuery, Listing, Rows},
    people::{Permission, Role},
    web::{Html, Page},
};

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
    let (role, question) = (query.get("role"), query.get("q"));
    let filtered = store::listed(&Filter { role, active: switch("active"), has_2fa: switch("has_2fa"), question });
    let listing = Listing::read(query, &store::SORTS, "name").ok_or(Error::NotFound)?;
    let mut conn = page.state.db.conn().await?;
    let rows = listing.fetch(&mut conn, page.lists(), filtered, store::ROW).await?;
    drop(conn);
    let filters = filters(&page);
    page.html(&List { page: &page, rows, filters })
}

fn filters(page: &Page) -> [(&'static str, &'static str, Vec<Choice>); 3] {
    let choice = |value: &str, label: String| Choice { value: value.to_owned(), label };
    let either = |yes: &str, no: &str| vec![choice("1", page.t(yes)), choice("0", page.t(no))];
    let roles = Role::ALL.iter().map(|role| choice(role.as_str(), page.t_role(role)));
    [
        ("role", "any-role", roles.collect()),
        ("active", "any-user-state", either("state-active", "state-inactive")),
        ("has_2fa", "any-second-factor", either("user-has-2fa", "user-has-no-2fa")),
    ]
}
