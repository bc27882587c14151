use askama::Template;

use super::{
    bulk,
    filters::{Offered, filter},
};
use crate::{
    accounts::{
        choices::Choices,
        model::AccountRow,
        store::{
            self,
            columns::{COLUMNS, FIELDS},
            list::{Order, StateFilter, narrowed},
        },
    },
    db::Conn,
    error::{Error, Result},
    forms::Choice,
    lists::{ListQuery, Listing, Rows, Shape, Sought, Table, grouped},
    people::Permission,
    views::{self, Around},
    web::{Asking, Html, Page, Reader},
};

/// What there is to choose of the list.
pub const LIST: Shape = Shape {
    name: "accounts",
    path: "/accounts",
    label: "menu-accounts",
    columns: &[
        ("tariff", "column-tariff"),
        ("tz", "column-tz"),
        ("state", "column-state"),
        ("users", "column-users"),
        ("created", "column-created"),
        ("external_id", "account-external-id"),
        ("force_2fa_auth", "account-force-2fa-auth"),
        ("use_ldap", "account-use-ldap"),
    ],
    usual: 5,
    filters: &[
        "q",
        "state",
        "tariff",
        "tz",
        "external_id",
        "policy",
        "connector",
        "force_2fa",
        "use_ldap",
        "signed_in",
        "created_from",
        "created_to",
        "except",
    ],
};

#[derive(Template)]
#[template(path = "accounts/list.html")]
struct List<'a> {
    page: &'a Page,
    rows: Rows<AccountRow>,
    around: Around,
    states: Vec<Choice>,
    offered: Offered,
    words: Words,
    /// What can be done with many.
    acts: Vec<Choice>,
}

/// What every row says, looked up once.
struct Words {
    users: String,
    virtual_senders: String,
    databases: String,
    activate: String,
    deactivate: String,
    freeze: String,
    unfreeze: String,
    restore: String,
    active: String,
    inactive: String,
    frozen: String,
    limit: String,
    deleted: String,
}

impl Words {
    fn of(page: &Page) -> Self {
        Self {
            users: page.t("account-users"),
            virtual_senders: page.t("virtual-senders"),
            databases: page.t("account-databases"),
            activate: page.t("account-activate-button"),
            deactivate: page.t("account-deactivate-button"),
            freeze: page.t("account-freeze-button"),
            unfreeze: page.t("account-unfreeze-button"),
            restore: page.t("account-restore-button"),
            active: page.t("state-active"),
            inactive: page.t("state-inactive"),
            frozen: page.t("state-frozen"),
            limit: page.t("state-limit"),
            deleted: page.t("state-deleted"),
        }
    }
}

impl List<'_> {
    /// Whether something is asked for that is seldom asked for.
    fn asks_more(&self) -> bool {
        let seldom = |name: &str| !["q", "state", "tariff", "tz"].contains(&name);
        self.rows.listing.query.filters().any(|(name, _)| seldom(name))
    }

    fn leaves_out(&self, filter: &str) -> bool {
        self.rows.listing.query.pairs.iter().any(|(name, value)| name == "except" && value == filter)
    }

    fn users(&self, row: &AccountRow) -> String {
        grouped(row.user_count, self.page.lang)
    }

    fn at(&self, row: &AccountRow, action: &str) -> String {
        format!("/accounts/{}/{action}", row.id)
    }
}

pub async fn list(page: Page, query: ListQuery) -> Html {
    let mut conn = page.state.db.conn().await?;
    if let Some(address) = views::opens_with(&page, &mut conn, &LIST, &query).await? {
        return page.go(&address);
    }
    let around = views::around(&page, &mut conn, &LIST, &query).await?;
    let asked = query.clone();
    let (sought, choices) = sought(&page.reader(), &mut conn, query).await?;
    let offered = Offered::of(&page, &choices);
    let around = around
        .noting(&page, &asked, ("tariff", &offered.tariffs))
        .noting(&page, &asked, ("policy", &offered.policies))
        .noting(&page, &asked, ("connector", &offered.connectors));
    let rows = sought.of_size(around.size).fetch(&mut conn, page.lists()).await?;
    drop(conn);
    let states = StateFilter::ALL
        .iter()
        .map(|state| Choice { value: state.as_str().into(), label: page.t(&format!("state-{}", state.as_str())) });
    let acts = bulk::acts(&page);
    page.html(&List { page: &page, rows, around, states: states.collect(), offered, words: Words::of(&page), acts })
}

pub async fn table(asked: Asking, conn: &mut Conn) -> Result<Box<dyn Table>> {
    let Asking { reader, query, .. } = asked;
    let columns = views::columns(&reader.likings, &LIST, &query);
    let (sought, _) = sought(&reader, conn, query).await?;
    Ok(sought.showing(&LIST, &columns).table(reader.lang))
}

/// What the address asks for; and what it may name.
async fn sought(reader: &Reader, conn: &mut Conn, query: ListQuery) -> Result<(Sought<AccountRow>, Choices)> {
    let choices = Choices(store::options(conn, 0).await?);
    let filter = filter(reader, &query, &choices);
    let listing = Listing::read(query, &COLUMNS, "-id").ok_or(Error::NotFound)?;
    let search = conn.text_search();
    let (long, way) = (listing.is_long(reader.lists()), filter.way(reader.lists().0, &listing, search));
    let order = Order { listing: &listing, long, way, search };
    let (narrowed, id) = narrowed(&filter, &order);
    Ok((Sought::new(listing, narrowed, (id, |it| it.id), &FIELDS), choices))
}
