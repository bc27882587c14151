//! `/usage`: all accounts, the nearest to their limits first.

use askama::Template;

use super::{look, share};
use crate::{
    db::Conn,
    error::{Error, Result},
    forms::Choice,
    lists::{ListQuery, Listing, Rows, Sought, Table, grouped},
    usage::{
        model::{Level, Metric},
        store::list::{self, Filter, Row},
    },
    views::{self, Around},
    web::{Asking, Html, Page},
};

#[derive(Template)]
#[template(path = "usage/list.html")]
struct List<'a> {
    page: &'a Page,
    rows: Rows<Row>,
    around: Around,
    levels: Vec<Choice>,
    metrics: Vec<Choice>,
    tariffs: Vec<Choice>,
}

impl List<'_> {
    /// What is in a column that is a number, if it is one of these and anything was reported: so much, and "of 100,000"
    /// where there is a limit.
    fn amount(&self, row: &Row, column: &str) -> Option<(String, String)> {
        let (used, limit) = match column.parse::<Metric>() {
            Ok(metric) => (row.used.of(metric)?, row.limits.of(metric)),
            Err(_) => (Some(row.user_count).filter(|_| column == "users")?, row.max_users),
        };
        let of = |limit| self.page.t1("usage-of-limit", "limit", grouped(limit, self.page.lang));
        Some((grouped(used, self.page.lang), limit.map(of).unwrap_or_default()))
    }

    /// "82 %, Emails"
    fn worst(&self, row: &Row) -> Option<(String, String)> {
        Some((share(self.page, row.worst()?), self.page.field_label("metric", &row.worst_metric)))
    }
}

fn is_number(column: &str) -> bool {
    column == "users" || column.parse::<Metric>().is_ok()
}

pub async fn list(page: Page, query: ListQuery) -> Html {
    let mut conn = page.state.db.conn().await?;
    if let Some(address) = views::opens_with(&page, &mut conn, &list::LIST, &query).await? {
        return page.go(&address);
    }
    let around = views::around(&page, &mut conn, &list::LIST, &query).await?;
    let tariffs = list::tariffs(&mut conn).await?;
    let rows = sought(query)?.of_size(around.size).fetch(&mut conn, page.lists()).await?;
    drop(conn);
    let tariffs = tariffs.into_iter().map(|(id, name)| Choice::of(id.to_string(), name)).collect();
    let levels = page.choices("usage-level", Level::ALL.iter().map(|it| it.as_str()));
    let metrics = page.choices("metric", Metric::ALL.iter().map(|it| it.as_str()));
    page.html(&List { page: &page, rows, around, levels, metrics, tariffs })
}

pub async fn table(Asking { reader, query, .. }: Asking, _: &mut Conn) -> Result<Box<dyn Table>> {
    let columns = views::columns(&reader.likings, &list::LIST, &query);
    Ok(sought(query)?.showing(&list::LIST, &columns).table(reader.lang))
}

fn sought(query: ListQuery) -> Result<Sought<Row>> {
    let filter = Filter {
        words: query.get("q"),
        level: query.get("level").and_then(|code| code.parse().ok()),
        metric: query.get("metric").and_then(|code| code.parse().ok()),
        tariff: query.get("tariff").and_then(|id| id.parse().ok()),
    };
    let filtered = list::listed(&filter);
    let listing = Listing::read(query, &list::SORTS, "-worst").ok_or(Error::NotFound)?;
    Ok(Sought::new(listing, filtered, list::ROW, &list::FIELDS))
}
