use askama::Template;

use super::{
    model::{self, Hits},
    recent::{Named, recent},
    service,
};
use crate::{
    db::{Words, search_text},
    lists::ListQuery,
    web::{Html, MenuEntry, Page},
};

#[derive(Template)]
#[template(path = "search/page.html")]
struct Whole<'a> {
    page: &'a Page,
    found: Found<'a>,
}

/// What of it the palette shows.
#[derive(Template)]
#[template(path = "search/part.html")]
struct Part<'a> {
    page: &'a Page,
    found: Found<'a>,
}

struct Found<'a> {
    page: &'a Page,
    asked: String,
    accounts: Hits,
    users: Hits,
    pages: Vec<MenuEntry>,
    /// Where nothing is asked for.
    recent: Vec<Named>,
}

impl Found<'_> {
    /// Whoever types the name of a page is after it.
    fn begins_with_pages(&self) -> bool {
        let named = self.pages.first().is_some_and(|page| model::begins(&self.page.t(page.label), &self.asked));
        !self.asked.is_empty() && named && !self.accounts.has_exact() && !self.users.has_exact()
    }

    fn count(&self) -> usize {
        self.accounts.hits.len() + self.users.hits.len() + self.pages.len() + self.recent.len()
    }

    fn said(&self) -> String {
        self.page.count("search-found", self.count())
    }

    /// Those of the accounts list.
    fn all_accounts(&self) -> String {
        ListQuery { path: "/accounts".to_owned(), pairs: Vec::new() }.with(&[("q", &self.asked)])
    }
}

/// `part=found` asks for that alone, for the palette.
pub async fn search(page: Page, query: ListQuery) -> Html {
    let asked = query.text("q").trim().to_owned();
    let pages = pages(&page, &asked);
    let (accounts, users) = service::find(&page.state, &asked).await?;
    let recent = if asked.is_empty() { recent(&page).await? } else { Vec::new() };
    let found = Found { page: &page, asked, accounts, users, pages, recent };
    match query.is("part", "found") {
        true => page.html(&Part { page: &page, found }),
        false => page.html(&Whole { page: &page, found }),
    }
}

/// The entries of the menu whose names have all words, those that begin with what was asked for first.
fn pages(page: &Page, asked: &str) -> Vec<MenuEntry> {
    let all = page.menu().into_iter().flat_map(|(_, entries)| entries);
    let Some(words) = Words::of(asked) else { return all.collect() };
    let mut found: Vec<MenuEntry> = all.filter(|entry| words.occur_in(&search_text(&page.t(entry.label)))).collect();
    found.sort_by_key(|entry| !model::begins(&page.t(entry.label), asked));
    found
}
