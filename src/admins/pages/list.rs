use askama::Template;

use crate::{
    admins::{
        model::AdminRow,
        store::{self, Filter},
    },
    db::Conn,
    error::{Error, Result},
    forms::Choice,
    lists::{ListQuery, Listing, Rows, Sought, Table},
    people::{Permission, Role},
    web::{Asking, Html, Page},
};

#[derive(Template)]
#[template(path = "admins/list.html")]
struct List<'a> {
    page: &'a Page,
    rows: Rows<AdminRow>,
    /// Name, the words for "any", and what there is to choose.
    filters: [(&'static str, &'static str, Vec<Choice>); 4],
}

pub async fn list(page: Page, query: ListQuery) -> Html {
    let rows = sought(query)?.fetch(&mut page.state.db.conn().await?, page.lists()).await?;
    let filters = filters(&page);
    page.html(&List { page: &page, rows, filters })
}

pub async fn table(Asking { reader, query, .. }: Asking, _: &mut Conn) -> Result<Box<dyn Table>> {
    Ok(sought(query)?.table(reader.lang))
}

fn sought(query: ListQuery) -> Result<Sought<AdminRow>> {
    let switch = |name| match query.get(name) {
        Some("1") => Some(true),
        Some("0") => Some(false),
        _ => None,
    };
    let (role, question) = (query.get("role"), query.get("q"));
    let (active, has_2fa, is_ldap) = (switch("active"), switch("has_2fa"), switch("is_ldap"));
    let filtered = store::listed(&Filter { role, active, has_2fa, is_ldap, question });
    let listing = Listing::read(query, &store::SORTS, "name").ok_or(Error::NotFound)?;
    Ok(Sought::new(listing, filtered, store::ROW, &store::FIELDS))
}

fn filters(page: &Page) -> [(&'static str, &'static str, Vec<Choice>); 4] {
    let choice = |value: &str, label: String| Choice { value: value.to_owned(), label };
    let either = |yes: &str, no: &str| vec![choice("1", page.t(yes)), choice("0", page.t(no))];
    let roles = Role::ALL.iter().map(|role| choice(role.as_str(), page.t_role(role)));
    [
        ("role", "any-role", roles.collect()),
        ("active", "any-user-state", either("state-active", "state-inactive")),
        ("has_2fa", "any-second-factor", either("user-has-2fa", "user-has-no-2fa")),
        ("is_ldap", "any-ldap-user", either("user-is-of-directory", "user-is-not-of-directory")),
    ]
}
