//! What the record knows of a row.

/// A row whose changes are recorded. The fields are listed once, here, in the order of the form; a secret is given as a
/// mark, never as itself.
pub trait Audited {
    /// `account`, `user`, `tariff` …
    const KIND: &'static str;
    /// Another than [`Self::KIND`] where rows of one type are several things to people.
    fn kind(&self) -> &'static str {
        Self::KIND
    }
    fn id(&self) -> i64;
    /// What people know it by.
    fn label(&self) -> String;
    /// The account it belongs to.
    fn account(&self) -> Option<i64> {
        None
    }
    fn fields(&self) -> Vec<(&'static str, String)>;
    /// Where mail about it goes, each purpose in its place. Whoever changes one of these shows first who they are, and
    /// nobody does in a visit.
    fn addresses(&self) -> Vec<&str> {
        Vec::new()
    }
}
