use actix_web::web::Path;
use askama::Template;

use super::bulk;
use crate::{
    account_users::{
        model::{AccountUser, Head},
        store::{self, Filter, LIST},
    },
    accounts::model::Act,
    db::Conn,
    error::{Error, Result},
    forms::{Choice, fields::shown_account_name},
    i18n::{Lang, Message},
    lists::{ListQuery, Listing, Rows, Sought, Table},
    people::Permission,
    views::{self, Around},
    web::{Asking, Html, Page},
};

#[derive(Template)]
#[template(path = "account_users/list.html")]
struct List<'a> {
    page: &'a Page,
    account: Head,
    rows: Rows<AccountUser>,
    around: Around,
    filters: [(&'static str, &'static str, Vec<Choice>); 5],
    /// What the reader may do with many.
    acts: Vec<Choice>,
}

impl List<'_> {
    fn at(&self, row: &AccountUser, end: &str) -> String {
        format!("/accounts/{}/users/{}{end}", self.account.id, row.id)
    }

    /// Whether "Log in as" leads anywhere.
    fn can_log_in(&self, user: &AccountUser) -> bool {
        self.page.may(Permission::LogInAs) && self.account.can_be_visited(&self.page.state.config, user)
    }

    /// "12 of the 50 users in the tariff".
    fn of_tariff(&self) -> String {
        let said = |most| Message::new("users-of-tariff").with("count", self.account.user_count).with("most", most);
        self.account.max_users.map(|most| self.page.say(&said(most))).unwrap_or_default()
    }

    /// Why nothing can be made or changed here, if so.
    fn reason_against(&self) -> Option<String> {
        self.account.state.allows(Act::EditObjects).err().map(|reason| self.page.say(&reason))
    }
}

pub async fn list(page: Page, query: ListQuery, id: Path<i64>) -> Html {
    let mut conn = page.state.db.conn().await?;
    let account = store::head(&mut conn, *id).await?.ok_or(Error::NotFound)?;
    if let Some(address) = views::opens_with(&page, &mut conn, &LIST, &query).await? {
        return page.go(&address);
    }
    let around = views::around(&page, &mut conn, &LIST, &query).await?;
    let rows = sought(page.lang, query, &account)?.of_size(around.size).fetch(&mut conn, page.lists()).await?;
    drop(conn);
    let filters = filters(&page);
    let acts = if account.state.deleted_at.is_some() { Vec::new() } else { bulk::acts(&page) };
    page.html(&List { page: &page, account, rows, around, filters, acts })
}

pub async fn table(Asking { reader, query, ids }: Asking, conn: &mut Conn) -> Result<Box<dyn Table>> {
    let id = ids.first().ok_or(Error::NotFound)?;
    let account = store::head(conn, *id).await?.ok_or(Error::NotFound)?;
    let columns = views::columns(&reader.likings, &LIST, &query);
    Ok(sought(reader.lang, query, &account)?.showing(&LIST, &columns).table(reader.lang))
}

fn sought(lang: Lang, query: ListQuery, account: &Head) -> Result<Sought<AccountUser>> {
    let filtered = store::filtered(account.id, &filter(lang, &query, &account.name));
    let listing = Listing::read(query, &store::SORTS, "name").ok_or(Error::NotFound)?;
    Ok(Sought::new(listing, filtered, store::ROW, &store::FIELDS))
}

/// What cannot be read narrows nothing, as if it were not there.
pub fn filter(lang: Lang, query: &ListQuery, account_name: &str) -> Filter {
    let switch = |name| match query.get(name) {
        Some("1" | "true") => Some(true),
        Some("0" | "false") => Some(false),
        _ => None,
    };
    Filter {
        active: switch("active"),
        master: switch("master"),
        has_2fa: switch("has_2fa"),
        is_ldap: switch("is_ldap"),
        language: query.get("lang").map(str::to_owned),
        question: query.get("q").map(str::to_owned),
        behind_login: format!("@{}", shown_account_name(account_name, lang)),
    }
}

/// Name, the words for "any", and what there is to choose.
fn filters(page: &Page) -> [(&'static str, &'static str, Vec<Choice>); 5] {
    let choice = |value: &str, label: String| Choice { value: value.to_owned(), label };
    let either = |yes: &str, no: &str| vec![choice("1", page.t(yes)), choice("0", page.t(no))];
    let languages = Lang::ALL.map(|lang| choice(lang.as_str(), lang.own_name().to_owned())).into();
    [
        ("active", "any-user-state", either("state-active", "state-inactive")),
        ("master", "any-master", either("user-is-master", "user-is-no-master")),
        ("lang", "any-language", languages),
        ("has_2fa", "any-second-factor", either("user-has-2fa", "user-has-no-2fa")),
        ("is_ldap", "any-ldap-user", either("user-is-of-directory", "user-is-not-of-directory")),
    ]
}
