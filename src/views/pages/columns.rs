//! Which columns of a list are shown to somebody, in which order, how densely, how many rows a page.

use askama::Template;
use serde::Deserialize;

use super::{AtList, reader, shape};
use crate::{
    error::FieldErrors,
    forms::{Choice, on},
    lists::{ListQuery, SIZES, Shape},
    views::{around, liking::Liking, service},
    web::{Html, Page, Posted},
};

#[derive(Template)]
#[template(path = "views/columns.html")]
struct Columns<'a> {
    page: &'a Page,
    shape: &'static Shape,
    /// Name, heading, whether it is shown; those that are come first, in their order.
    columns: Vec<(&'static str, &'static str, bool)>,
    sizes: Vec<Choice>,
    liking: Liking,
    return_to: String,
    errors: FieldErrors,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Chosen {
    list: String,
    /// All of them, in their order.
    order: Vec<String>,
    columns: Vec<String>,
    size: String,
    compact: String,
    /// The column to stand one place before or behind.
    up: String,
    down: String,
    usual: String,
    return_to: String,
}

impl Columns<'_> {
    fn compact(&self) -> &'static str {
        if self.liking.is_compact { "on" } else { "" }
    }
}

pub async fn show(page: Page, query: ListQuery) -> Html {
    let shape = shape(&page, query.text("list"))?;
    let return_to = AtList::read(&page, &page.came_from(shape.path)).map(|from| from.address);
    let liking = Liking::of(page.likings(), shape);
    page.html(&chooser(&page, (shape, liking), return_to.unwrap_or_default(), FieldErrors::default()))
}

fn chooser<'a>(
    page: &'a Page,
    (shape, liking): (&'static Shape, Liking),
    return_to: String,
    errors: FieldErrors,
) -> Columns<'a> {
    let shown = liking.columns(shape);
    let heading = |name: &str| shape.heading(name);
    let others = shape.columns.iter().map(|(name, _)| *name).filter(|name| !shown.contains(name));
    let columns =
        shown.iter().map(|name| (*name, heading(name), true)).chain(others.map(|it| (it, heading(it), false)));
    let columns = columns.collect();
    let sizes = SIZES.map(|size| Choice::of(size.to_string(), size.to_string())).into();
    Columns { page, shape, columns, sizes, liking, return_to, errors }
}

/// Each press of a button keeps all that the form says; those that move a column lead here again.
pub async fn choose(page: Page, posted: Posted<Chosen>) -> Html {
    let form = posted.form;
    let shape = shape(&page, &form.list)?;
    let mut order = shape.known(form.order.iter().map(String::as_str));
    moved(&mut order, &form.up, &form.down);
    let shown: Vec<_> = order.into_iter().filter(|name| form.columns.iter().any(|it| it == name)).collect();
    let is_usual = on(&form.usual);
    if shown.is_empty() && !is_usual {
        let errors = FieldErrors::one("columns", "view-columns-none");
        return page.refused(&chooser(&page, (shape, Liking::of(page.likings(), shape)), form.return_to, errors));
    }
    let chosen = |liking: &mut Liking| {
        let kept = if is_usual || shown == shape.usual() { Vec::new() } else { shown };
        liking.columns = kept.into_iter().map(str::to_owned).collect();
        liking.size = form.size.parse().ok().filter(|size| SIZES.contains(size) && *size != 50);
        liking.is_compact = on(&form.compact);
    };
    service::like(&page.state, reader(&page)?, shape.name, chosen).await?;
    if form.up.is_empty() && form.down.is_empty() {
        let from = AtList::read(&page, &form.return_to);
        let list = from.map(|from| from.query.with(&[("columns", ""), ("size", "")]));
        return page.go_saying(&list.unwrap_or_else(|| "/".to_owned()), "view-columns-kept");
    }
    page.go(&around::chooser(shape, &form.return_to))
}

fn moved(order: &mut [&str], up: &str, down: &str) {
    let at = |name: &str| order.iter().position(|it| *it == name);
    let swap = at(up).and_then(|at| Some((at.checked_sub(1)?, at)));
    let swap = swap.or(at(down).map(|at| (at, at + 1)).filter(|(_, next)| *next < order.len()));
    if let Some((one, other)) = swap {
        order.swap(one, other);
    }
}
