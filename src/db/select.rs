//! Lists with optional filters: fixed pieces of SQL and bound values, never text from a request.

use chrono::{DateTime, Utc};
use sqlx::{AssertSqlSafe, FromRow, postgres::PgRow, sqlite::SqliteRow};
use unicode_normalization::UnicodeNormalization;

use super::{Conn, Raw, Result, Words};

/// A SELECT under construction.
#[derive(Debug, Clone, Default)]
pub struct Select {
    columns: &'static str,
    text: String,
    values: Vec<Value>,
    /// What is counted in place of `text`.
    counting: Option<String>,
    /// Whether PostgreSQL's plan depends on the values.
    planned_anew: bool,
}

/// A row of a list together with the list's length.
#[derive(FromRow)]
pub struct Counted<T> {
    #[sqlx(flatten)]
    pub row: T,
    pub total: Option<i64>,
}

/// What a list can be filtered or continued by.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Bool(bool),
    Int(i64),
    Time(DateTime<Utc>),
    Text(String),
}

impl Select {
    /// `SELECT columns rest`; the rest begins with ` FROM` and goes on by what is pushed.
    pub fn new(columns: &'static str, rest: &'static str) -> Self {
        Self { columns, text: rest.to_owned(), ..Self::default() }
    }

    #[must_use]
    pub fn push(mut self, text: &'static str) -> Self {
        self.text.push_str(text);
        self
    }

    /// Adds `$n` for the value.
    #[must_use]
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self.text.push_str(&format!("${}", self.values.len()));
        self
    }

    /// Adds a filter when there is a value for it: `filter(" AND tz = ", state.tz)`.
    #[must_use]
    pub fn filter(self, text: &'static str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.push(text).bind(value),
            None => self,
        }
    }

    /// Adds `$n, $m` for the values.
    #[must_use]
    pub fn values(self, values: impl Iterator<Item = Value>) -> Self {
        values
            .enumerate()
            .fold(self, |select, (at, value)| if at == 0 { select } else { select.push(", ") }.bind(value))
    }

    /// Narrows to rows whose search column holds all words of the question, anywhere and in any order.
    #[must_use]
    pub fn containing(self, column: &'static str, question: Option<&str>) -> Self {
        match question.and_then(Words::of) {
            Some(words) => words.in_column(self.push(" AND "), column),
            None => self,
        }
    }

    /// Names a cheaper text with the same number of rows, for their counting; it begins with ` FROM` and shares the
    /// values.
    #[must_use]
    pub fn counting(self, rest: &str) -> Self {
        Self { counting: Some(rest.to_owned()), ..self }
    }

    /// What is selected so far serves to count; the rows themselves are got in another way.
    #[must_use]
    pub fn counting_for(self, rest: &'static str) -> Self {
        let counting = self.counting.or(Some(self.text));
        Self { text: rest.to_owned(), counting, ..self }
    }

    /// Takes back that there is a cheaper text to count: something has narrowed this one further.
    #[must_use]
    pub fn counting_itself(self) -> Self {
        Self { counting: None, ..self }
    }

    /// For a text whose best plan depends on the values: PostgreSQL keeps none for it.
    #[must_use]
    pub fn planned_anew(self) -> Self {
        Self { planned_anew: true, ..self }
    }

    /// Reads, with each row, how many rows there are in all, counting no further than `most`; `narrowed` is this select
    /// before its place and limit were added, so that it shares the values. With None, the total is not counted.
    pub async fn fetch_counted<R>(self, conn: &mut Conn, narrowed: Option<&Self>, most: i64) -> Result<Vec<Counted<R>>>
    where
        R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        let (columns, rest) = (self.columns, &self.text);
        let total = match narrowed {
            Some(narrowed) => {
                let counted = narrowed.counting.as_ref().unwrap_or(&narrowed.text);
                format!("(SELECT count(*) FROM (SELECT 1 AS one{counted} LIMIT {most}) AS counted)")
            }
            None => "CAST(NULL AS BIGINT)".to_owned(),
        };
        Self::run(format!("SELECT {columns}, {total} AS total{rest}"), self.values, self.planned_anew, conn).await
    }

    pub async fn fetch_all<R>(self, conn: &mut Conn) -> Result<Vec<R>>
    where
        R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        Self::run(format!("SELECT {}{}", self.columns, self.text), self.values, self.planned_anew, conn).await
    }

    async fn run<R>(text: String, values: Vec<Value>, planned_anew: bool, conn: &mut Conn) -> Result<Vec<R>>
    where
        R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        /// The two drivers' queries share no trait to bind through.
        macro_rules! run {
            ($conn:expr, $watch:expr, $kept:expr) => {{
                let mut query = sqlx::query_as::<_, R>(AssertSqlSafe(text));
                for value in values {
                    query = match value {
                        Value::Bool(it) => query.bind(it),
                        Value::Int(it) => query.bind(it),
                        Value::Time(it) => query.bind(it),
                        Value::Text(it) => query.bind(it),
                    };
                }
                let kept = $kept && $watch.keeps_statements();
                $watch.over(Box::pin(query.persistent(kept).fetch_all(&mut *$conn))).await
            }};
        }
        match conn.asked() {
            (Raw::Sqlite(c), watch) => run!(c, watch, true),
            (Raw::Postgres(c), watch) => run!(c, watch, !planned_anew),
        }
    }
}

impl From<bool> for Value {
    fn from(it: bool) -> Self {
        Self::Bool(it)
    }
}
impl From<i64> for Value {
    fn from(it: i64) -> Self {
        Self::Int(it)
    }
}
impl From<String> for Value {
    fn from(it: String) -> Self {
        Self::Text(it)
    }
}
impl From<&str> for Value {
    fn from(it: &str) -> Self {
        Self::Text(it.to_owned())
    }
}
impl From<DateTime<Utc>> for Value {
    fn from(it: DateTime<Utc>) -> Self {
        Self::Time(it)
    }
}

/// The form in which text is sorted, and was once searched: NFKC, lower case, in every script.
pub fn search_key(text: &str) -> String {
    text.nfkc().collect::<String>().to_lowercase()
}

/// `%part%` for `LIKE … ESCAPE '\'`, the part taken literally.
pub fn like_pattern(part: &str) -> String {
    let literal = part.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{literal}%")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_searched_without_regard_to_case_or_width_in_any_script() {
        assert_eq!(search_key("ЖАННА и Ко"), "жанна и ко");
        assert_eq!(search_key("Ａｃｍｅ"), "acme");
    }

    #[test]
    fn wildcards_in_a_search_are_only_characters() {
        assert_eq!(like_pattern("50%_\\"), "%50\\%\\_\\\\%");
    }
}
