//! Where a page leads back to.

use actix_web::{HttpRequest, http::header};

use super::Page;
use crate::state::State;

/// Names the page to go back to, in an address.
pub(super) const RETURN_TO: &str = "return_to";

impl Page {
    /// The list the reader came from, as it was, if they came from it; else the list itself.
    pub fn way_back(&self, list: &str) -> String {
        let came = self
            .referer
            .as_deref()
            .filter(|path| *path == list || path.strip_prefix(list).is_some_and(|rest| rest.starts_with('?')));
        came.unwrap_or(list).to_owned()
    }

    /// The list the reader came from, at that row; or the page that they came from of the object, or below it; else that
    /// of the object.
    pub fn came_from_list(&self, list: &str, row: &str, object: &str) -> String {
        let came = self.came_from(object);
        let path = came.split(['?', '#']).next().unwrap_or_default();
        match path.strip_prefix(object) {
            _ if path == list => format!("{came}#{row}"),
            Some(below) if below.is_empty() || below.starts_with('/') => came,
            _ => object.to_owned(),
        }
    }

    /// The address of this page.
    pub fn here(&self) -> String {
        if self.query.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, self.query) }
    }

    /// The page the reader came from, whichever it was; else `otherwise`.
    pub fn came_from(&self, otherwise: &str) -> String {
        self.referer.clone().filter(|path| *path != self.path).unwrap_or_else(|| otherwise.to_owned())
    }
}

/// A path of this site and nothing else: what `return_to` and its like may name.
pub fn own_path(path: &str) -> Option<&str> {
    let mut chars = path.chars();
    let local = chars.next() == Some('/') && !matches!(chars.next(), Some('/' | '\\'));
    let plain = path.chars().all(|c| c.is_ascii_graphic() && c != '\\');
    (local && plain).then_some(path)
}

/// The page the reader came from, when that was one of ours; where it led over a detour, the address says which.
pub(super) fn came_from(req: &HttpRequest, state: &State) -> Option<String> {
    let mut asked = url::form_urlencoded::parse(req.query_string().as_bytes());
    let asked = asked.find(|(name, _)| name == RETURN_TO).and_then(|(_, path)| own_path(&path).map(str::to_owned));
    asked.or_else(|| own_referer(req, state))
}

fn own_referer(req: &HttpRequest, state: &State) -> Option<String> {
    let referer = req.headers().get(header::REFERER)?.to_str().ok()?;
    let (origin, path) = referer.match_indices('/').nth(2).map(|(at, _)| referer.split_at(at))?;
    Some(path).filter(|_| state.config.is_own_origin(origin)).and_then(own_path).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_path_of_this_site_is_returned_to() {
        assert_eq!(own_path("/accounts?q=a"), Some("/accounts?q=a"));
        for evil in ["//evil", "/\\evil", "https://evil", "evil", "", "/a\nb", "/%\u{e9}", "javascript:x"] {
            assert_eq!(own_path(evil), None, "{evil}");
        }
    }
}
