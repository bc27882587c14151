pub mod account;
pub mod chart;
pub mod list;
pub mod portal;
mod seen;

use super::model::{Level, MOST, Metric};
use crate::{i18n::Message, lists::grouped, web::Page};

/// "18,204 of 100,000", or so much where there is no limit.
fn amount(page: &Page, used: i64, limit: Option<i64>) -> String {
    let used = grouped(used, page.lang);
    match limit {
        None => used,
        Some(limit) => {
            let said = Message::new("usage-of").with("used", used);
            page.say(&said.with("limit", grouped(limit, page.lang)))
        }
    }
}

/// "82 %", or that it is far more.
fn share(page: &Page, percent: i64) -> String {
    if percent >= MOST { page.t("usage-far-over") } else { page.n("usage-percent", &percent) }
}

fn metric_name(page: &Page, metric: Metric) -> String {
    page.t(super::judge::label(metric))
}

/// The look and the icon of how near to its limits an account is.
fn look(level: Level) -> (&'static str, &'static str) {
    match level {
        Level::Within => ("active", "check"),
        Level::Near => ("warn", "gauge"),
        Level::Reached => ("limit", "warning"),
    }
}
