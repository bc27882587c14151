//! A list whose columns everybody chooses for themselves, and whose addresses are kept under names, as views.

use super::ListQuery;

/// What there is to choose of a list. What stands first and last in a row, and what the row is called, always does.
pub struct Shape {
    /// As it is kept: `accounts`.
    pub name: &'static str,
    /// Its address, `{account}` in the place of an account's id.
    pub path: &'static str,
    /// What it is called, as a key.
    pub label: &'static str,
    /// The columns that can be hidden and moved: the name of each, and its heading as a key.
    pub columns: &'static [(&'static str, &'static str)],
    /// So many of them, from the first, are shown to whoever has chosen none.
    pub usual: usize,
    /// What narrows it, by the names in its address.
    pub filters: &'static [&'static str],
}

/// All there are; features name theirs and `app` puts them together.
#[derive(Default)]
pub struct Shapes(pub Vec<&'static Shape>);

impl Shape {
    /// The names of the columns that are shown where nobody has chosen any.
    pub fn usual(&self) -> Vec<&'static str> {
        self.columns.iter().take(self.usual).map(|(name, _)| *name).collect()
    }

    pub fn heading(&self, column: &str) -> &'static str {
        self.columns.iter().find(|(name, _)| *name == column).map_or("", |(_, heading)| *heading)
    }

    /// Those of the named columns that there are, each once.
    pub fn known<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> Vec<&'static str> {
        let mut known = Vec::new();
        for name in names {
            let found = self.columns.iter().find(|(column, _)| *column == name);
            known.extend(found.map(|(column, _)| *column).filter(|column| !known.contains(column)));
        }
        known
    }

    /// Those that an address names; none where it names none that there is.
    pub fn named_in(&self, query: &ListQuery) -> Option<Vec<&'static str>> {
        Some(self.known(query.get("columns")?.split(','))).filter(|known| !known.is_empty())
    }

    /// Whether a path is the list's.
    pub fn is_at(&self, path: &str) -> bool {
        let fits = |(wanted, part): (&str, &str)| match wanted {
            "{account}" => part.parse::<i64>().is_ok(),
            _ => wanted == part,
        };
        self.path.split('/').count() == path.split('/').count() && self.path.split('/').zip(path.split('/')).all(fits)
    }

    /// What an address asks of the list, without the place in it: filters, order, page size, columns, always in the same
    /// order, so that two that ask for the same are equal.
    pub fn asked(&self, query: &ListQuery) -> String {
        let mut text = url::form_urlencoded::Serializer::new(String::new());
        for name in self.filters.iter().chain(&["sort", "size", "columns"]) {
            text.extend_pairs(query.pairs.iter().filter(|(key, _)| key == name));
        }
        text.finish()
    }
}

impl Shapes {
    pub fn named(&self, name: &str) -> Option<&'static Shape> {
        self.0.iter().find(|shape| shape.name == name).copied()
    }

    /// The list that a path is of.
    pub fn at(&self, path: &str) -> Option<&'static Shape> {
        self.0.iter().find(|shape| shape.is_at(path)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USERS: Shape = Shape {
        name: "users",
        path: "/accounts/{account}/users",
        label: "account-users",
        columns: &[("login", "column-login"), ("email", "column-email"), ("phone", "column-phone")],
        usual: 2,
        filters: &["q", "active"],
    };

    #[test]
    fn a_path_is_of_a_list_whatever_the_account() {
        assert!(USERS.is_at("/accounts/7/users"));
        for other in ["/accounts/x/users", "/accounts/7/users/3", "/accounts/7", "/accounts/7/groups"] {
            assert!(!USERS.is_at(other), "{other}");
        }
    }

    #[test]
    fn what_is_asked_of_a_list_is_said_one_way_and_without_the_place() {
        let query = ListQuery::read("/accounts/7/users", "sort=-name&after=xyz&active=1&view=3&gone=1&q=a+b");
        assert_eq!(USERS.asked(&query), "q=a+b&active=1&sort=-name");
    }

    #[test]
    fn columns_that_are_not_there_are_left_out() {
        let named = |text| USERS.named_in(&ListQuery::read("/accounts/7/users", text));
        assert_eq!(named("columns=phone,gone,login,phone"), Some(vec!["phone", "login"]));
        assert_eq!(named("columns=gone"), None);
        assert_eq!(USERS.usual(), ["login", "email"]);
    }
}
