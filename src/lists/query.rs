//! What is asked of a list, as its address says it.

use crate::people::clean;

/// What the address of a list as a file ends with.
pub const EXPORT: &str = "/export";
const PLACES: [&str; 2] = ["after", "before"];

/// The address of a list: its path and what is asked of it.
#[derive(Clone, Debug, Default)]
pub struct ListQuery {
    pub path: String,
    pub pairs: Vec<(String, String)>,
}

impl ListQuery {
    /// A filter's value; absent and empty are the same.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The address of the list as a file, in this format.
    pub fn export_link(&self, format: &str) -> String {
        let list = self.with(&[("size", ""), ("format", format)]);
        let (path, query) = list.split_once('?').unwrap_or((&list, ""));
        format!("{path}{EXPORT}?{query}")
    }

    /// For a control's value.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or("")
    }

    pub fn is(&self, name: &str, value: &str) -> bool {
        self.text(name) == value
    }

    /// Whether anything narrows the list.
    pub fn is_filtered(&self) -> bool {
        self.filters().next().is_some()
    }

    /// From an address: its path, and what follows the question mark. What is empty says nothing.
    pub fn read(path: &str, query: &str) -> Self {
        // Cleaned as what is stored was, so that it can be found; and PostgreSQL takes no NUL.
        let pairs = url::form_urlencoded::parse(query.as_bytes())
            .map(|(name, value)| (name.into_owned(), clean(&value, usize::MAX)))
            .filter(|(_, value)| !value.is_empty());
        Self { path: path.to_owned(), pairs: pairs.collect() }
    }

    /// What narrows the list.
    pub fn filters(&self) -> impl Iterator<Item = &(String, String)> {
        let narrows = |key: &str| !matches!(key, "sort" | "size" | "columns" | "view" | "after" | "before" | "place");
        self.pairs.iter().filter(move |(key, _)| narrows(key))
    }

    /// The address with some of it replaced; going to another order or filter begins at the first page again.
    pub fn with(&self, changes: &[(&str, &str)]) -> String {
        let kept = self.pairs.iter().filter(|(key, _)| {
            let place = PLACES.contains(&key.as_str()) || key == "place";
            !place && !changes.iter().any(|(name, _)| name == key)
        });
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(kept);
        query.extend_pairs(changes.iter().filter(|(_, value)| !value.is_empty()));
        let query = query.finish();
        if query.is_empty() { self.path.clone() } else { format!("{}?{query}", self.path) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_filter_begins_at_the_first_page_and_keeps_the_rest() {
        let pairs = [("q", "a b"), ("sort", "title"), ("after", "xyz")].map(|(n, v)| (n.to_owned(), v.to_owned()));
        let query = ListQuery { path: "/accounts".into(), pairs: pairs.into() };
        assert_eq!(query.with(&[("sort", "-title")]), "/accounts?q=a+b&sort=-title");
    }
}
