//! What stands around a list's rows: which columns, how dense, the views above it, and which one the address came from.

use super::{liking::Liking, model::View, store};
use crate::{
    db::Conn,
    error::Result,
    forms::Choice,
    lists::{ListQuery, Shape},
    web::Page,
};

pub struct Around {
    pub shape: &'static Shape,
    /// In their order.
    pub columns: Vec<&'static str>,
    pub is_compact: bool,
    /// Rows a page, where the address does not say.
    pub size: Option<usize>,
    pub tabs: Vec<Tab>,
    pub view: Option<Opened>,
    /// Filters that name what is not there: they narrow nothing.
    pub missing: Vec<String>,
    /// The list's address, which shows the same to others.
    pub address: String,
    /// As it was asked for.
    asked: String,
}

/// A pinned view.
pub struct Tab {
    pub name: String,
    pub address: String,
    pub is_open: bool,
}

/// The view that the address came from.
pub struct Opened {
    pub id: i64,
    pub name: String,
    pub is_own: bool,
    /// Whether something else is shown than the view asks for.
    pub is_changed: bool,
    /// Where it is shown as it is.
    pub reset: String,
}

/// In an address that asks for the list itself, where it opens with a view.
const NONE: &str = "all";

/// The address of the view that the reader has this list open with, where nothing is asked of it.
pub async fn opens_with(page: &Page, conn: &mut Conn, shape: &Shape, query: &ListQuery) -> Result<Option<String>> {
    let wanted = liking(page.likings(), shape, query).opens_with.filter(|_| query.pairs.is_empty());
    let (Some(id), Some(admin)) = (wanted, page.admin()) else { return Ok(None) };
    let view = store::find(conn, admin, id).await?.filter(|view| view.list == shape.name);
    Ok(view.map(|view| format!("{}?{}", query.path, view.fills(shape))))
}

/// How the reader likes the list; of one that only looks like it, such as the history of an account, nothing is chosen.
fn liking(kept: &str, shape: &Shape, query: &ListQuery) -> Liking {
    if shape.is_at(&query.path) { Liking::of(kept, shape) } else { Liking::default() }
}

/// Which columns of the list somebody sees who likes theirs so, in their order.
pub fn columns(kept: &str, shape: &Shape, query: &ListQuery) -> Vec<&'static str> {
    shape.named_in(query).unwrap_or_else(|| liking(kept, shape, query).columns(shape))
}

/// A statement only where a view is pinned or open.
pub async fn around(page: &Page, conn: &mut Conn, shape: &'static Shape, query: &ListQuery) -> Result<Around> {
    let liking = liking(page.likings(), shape, query);
    let open: Option<i64> = query.get("view").and_then(|id| id.parse().ok());
    let mut ids = liking.pinned.clone();
    ids.extend(open.filter(|id| !ids.contains(id)));
    let views = match page.admin() {
        Some(admin) if !ids.is_empty() => store::these(conn, admin, &ids).await?,
        _ => Vec::new(),
    };
    let found = |id: &i64| views.iter().find(|view| view.id == *id && view.list == shape.name);
    let columns = shape.named_in(query).unwrap_or_else(|| liking.columns(shape));
    let address = |view: &View| format!("{}?{}", query.path, view.fills(shape));
    let shown = as_shown(shape, query, (&columns, &liking));
    let opened = open.as_ref().and_then(found).map(|view| Opened {
        id: view.id,
        name: view.name.clone(),
        is_own: page.admin().is_some_and(|admin| view.is_of(admin)),
        is_changed: shown != as_kept(shape, &view.query),
        reset: address(view),
    });
    let tab = |view: &View| Tab { name: view.name.clone(), address: address(view), is_open: open == Some(view.id) };
    let mut tabs: Vec<Tab> = liking.pinned.iter().filter_map(found).map(tab).collect();
    if !tabs.is_empty() || liking.opens_with.is_some() {
        let all = Tab {
            name: page.t("view-all"),
            address: format!("{}?view={NONE}", query.path),
            is_open: query.pairs.is_empty() || query.is("view", NONE),
        };
        tabs.insert(0, all);
    }
    Ok(Around {
        shape,
        size: liking.size(),
        is_compact: liking.is_compact,
        tabs,
        view: opened,
        missing: Vec::new(),
        address: format!("{}?{shown}", query.path),
        asked: query.with(&[]),
        columns,
    })
}

/// What an address asks for together with how its reader likes the list, so that it is the same for others.
pub(super) fn as_shown(shape: &Shape, query: &ListQuery, (columns, liking): (&[&str], &Liking)) -> String {
    let size = query.get("size").map(str::to_owned).or(liking.size().map(|size| size.to_string()));
    with(shape, query, size.as_deref(), columns)
}

/// What a view asks for, as far as there is what it names.
fn as_kept(shape: &Shape, kept: &str) -> String {
    let query = ListQuery::read("", kept);
    let columns = shape.named_in(&query).unwrap_or_else(|| shape.usual());
    with(shape, &query, query.get("size"), &columns)
}

fn with(shape: &Shape, query: &ListQuery, size: Option<&str>, columns: &[&str]) -> String {
    let mut query = query.clone();
    query.pairs.retain(|(name, _)| name != "size" && name != "columns");
    query.pairs.extend(size.map(|size| ("size".to_owned(), size.to_owned())));
    query.pairs.push(("columns".to_owned(), columns.join(",")));
    shape.asked(&query)
}

pub(super) fn chooser(shape: &Shape, return_to: &str) -> String {
    format!("/views/columns?{}", pairs(&[("list", shape.name), ("return_to", return_to)]))
}

pub(super) fn pairs(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

impl Around {
    /// A column's, as a key.
    pub fn heading(&self, column: &str) -> &'static str {
        self.shape.heading(column)
    }

    /// Where the list gets a name.
    pub fn views(&self) -> String {
        format!("/views?{}", pairs(&[("from", &self.address)]))
    }

    /// Where its columns are chosen.
    pub fn chooser(&self) -> String {
        chooser(self.shape, &self.asked)
    }

    /// Notes a filter that names none of what there is to choose.
    pub fn noting(mut self, page: &Page, query: &ListQuery, (filter, choices): (&str, &[Choice])) -> Self {
        let is_one = |value: &str| choices.iter().any(|choice| choice.value == value);
        if query.get(filter).is_some_and(|value| !is_one(value)) {
            self.missing.push(page.t_column(filter));
        }
        self
    }
}
