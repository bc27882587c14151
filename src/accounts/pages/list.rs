use askama::Template;
use chrono::{DateTime, Days, NaiveDate, Utc};

use super::bulk;
use crate::{
    accounts::{
        model::AccountRow,
        store::{
            columns::{COLUMNS, FIELDS},
            list::{Filter, Order, StateFilter, narrowed},
        },
    },
    db::Conn,
    error::{Error, Result},
    forms::Choice,
    lists::{ListQuery, Listing, Rows, Shape, Sought, grouped, is_kept},
    people::Permission,
    tariffs,
    views::{self, Around},
    web::{Export, Html, Page},
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
    ],
    usual: 5,
    filters: &["q", "state", "tariff", "tz", "external_id", "created_from", "created_to"],
};

#[derive(Template)]
#[template(path = "accounts/list.html")]
struct List<'a> {
    page: &'a Page,
    rows: Rows<AccountRow>,
    around: Around,
    states: Vec<Choice>,
    tariffs: Vec<Choice>,
    words: Words,
    /// What can be done with many.
    acts: Vec<Choice>,
}

/// What every row says, looked up once.
struct Words {
    users: String,
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
    let (sought, tariffs) = sought(&page, &mut conn, query).await?;
    let around = around.noting(&page, &asked, ("tariff", &tariffs));
    let rows = sought.of_size(around.size).fetch(&mut conn, page.lists()).await?;
    drop(conn);
    let states = StateFilter::ALL
        .iter()
        .map(|state| Choice { value: state.as_str().into(), label: page.t(&format!("state-{}", state.as_str())) });
    let acts = bulk::acts(&page);
    page.html(&List { page: &page, rows, around, states: states.collect(), tariffs, words: Words::of(&page), acts })
}

pub async fn export(page: Page, asked: Export) -> Html {
    let columns = views::columns(&page, &LIST, &asked.query);
    let (sought, _) = sought(&page, &mut page.state.db.conn().await?, asked.query).await?;
    page.export(asked.format, sought.showing(&LIST, &columns)).await
}

/// What the address asks for; and the tariffs, one of which it may name.
async fn sought(page: &Page, conn: &mut Conn, query: ListQuery) -> Result<(Sought<AccountRow>, Vec<Choice>)> {
    let tariffs = tariffs::store::choices(conn).await?;
    let filter = filter(page, &query, &tariffs);
    let listing = Listing::read(query, &COLUMNS, "-id").ok_or(Error::NotFound)?;
    let search = conn.text_search();
    let (long, way) = (listing.is_long(page.lists()), filter.way(page.lists().0, &listing, search));
    let order = Order { listing: &listing, long, way, search };
    let (narrowed, id) = narrowed(&filter, &order);
    Ok((Sought::new(listing, narrowed, (id, |it| it.id), &FIELDS), tariffs))
}

/// What cannot be read narrows nothing, as if it were not there.
pub fn filter(page: &Page, query: &ListQuery, tariffs: &[Choice]) -> Filter {
    let tariff = query.get("tariff").and_then(|id| tariffs.iter().find(|tariff| tariff.value == id));
    let day = |name, later| query.get(name).and_then(|text| day_begins(page, text, later));
    Filter {
        q: query.get("q").map(str::to_owned),
        external_id: query.get("external_id").map(str::to_owned),
        state: query.get("state").and_then(StateFilter::parse),
        now: Some(page.now()),
        tariff_name: tariff.map(|tariff| tariff.label.clone()),
        tz: query.get("tz").map(str::to_owned),
        created_from: day("created_from", 0),
        created_before: day("created_to", 1),
    }
}

/// When a day, as a date control gives it, begins in the reader's zone.
fn day_begins(page: &Page, text: &str, later: u64) -> Option<DateTime<Utc>> {
    let day: NaiveDate = text.parse().ok()?;
    let day = day.checked_add_days(Days::new(later))?;
    Some(page.tz.day_begins(day)).filter(is_kept)
}
