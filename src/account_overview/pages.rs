use actix_web::web::Path;
use askama::Template;
use chrono::Duration;

use super::store::{self, Line};
use crate::{
    accounts::{self, model::Account},
    error::Error,
    history::{self, Words, store::Record},
    i18n::Message,
    visits::{self, model::Record as Visit},
    web::{Html, Page},
};

#[derive(Template)]
#[template(path = "account_overview/page.html")]
struct Overview<'a> {
    page: &'a Page,
    account: &'a Account,
    lines: Vec<Line>,
    changes: Vec<Record>,
    words: Words<'a>,
    /// Those that go on.
    visits: Vec<Visit>,
}

impl Overview<'_> {
    fn of_kind(&self, kind: &str) -> Vec<&Line> {
        self.lines.iter().filter(|line| line.kind == kind).collect()
    }

    /// "12 of the 50 users in the tariff", or how many there are.
    fn users(&self) -> String {
        let most = self.lines.iter().find(|line| line.kind == "tariff").and_then(|line| line.about.parse::<i64>().ok());
        let of = |most| Message::new("users-of-tariff").with("count", self.account.user_count).with("most", most);
        most.map_or_else(|| self.page.n("count-users", &self.account.user_count), |most| self.page.say(&of(most)))
    }

    /// How many active users have never signed in.
    fn never(&self) -> i64 {
        self.lines.iter().find(|line| line.kind == "tariff").map_or(0, |line| line.count)
    }

    fn without_factor(&self) -> i64 {
        self.account.user_count - self.account.enrolled
    }

    fn is_calm(&self) -> bool {
        self.of_kind("refused").is_empty() && self.of_kind("letter").is_empty()
    }

    /// "Now 14:05 there, 20:05 for you."
    fn now_there(&self) -> String {
        self.page.now_there(self.account.zone())
    }
}

pub async fn overview(page: Page, id: Path<i64>) -> Html {
    let mut conn = page.state.db.conn().await?;
    let account = accounts::store::find(&mut conn, *id).await?.ok_or(Error::NotFound)?;
    let lines = store::lines(&mut conn, *id, page.now() - Duration::hours(24)).await?;
    let changes = history::store::newest(&mut conn, *id).await?;
    let visits = visits::store::open_in(&mut conn, *id).await?;
    drop(conn);
    let goes_on = |visit: &Visit| visit.facts.end(page.now(), &page.state.config).is_none();
    let visits = visits.into_iter().filter(goes_on).collect();
    page.html(&Overview { page: &page, account: &account, lines, changes, words: Words::of(&page), visits })
}
