//! Lists with optional filters: fixed pieces of SQL and bound values, never text from a request.

use std::borrow::Cow;

use sqlx::FromRow;
use unicode_normalization::UnicodeNormalization;

use super::{Conn, Fetched, One, Result, Statement, Value, Words};

/// A SELECT under construction.
#[derive(Debug, Clone, Default)]
pub struct Select {
    columns: Cow<'static, str>,
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
    /// What the database says of its state, where it was asked.
    #[sqlx(default)]
    stamp: Option<String>,
}

impl Select {
    /// `SELECT columns rest`; the rest begins with ` FROM` and goes on by what is pushed.
    pub fn new(columns: &'static str, rest: &'static str) -> Self {
        Self { columns: columns.into(), text: rest.to_owned(), ..Self::default() }
    }

    /// Adds to what is read.
    #[must_use]
    pub fn reading(mut self, columns: &'static str) -> Self {
        self.columns.to_mut().push_str(columns);
        self
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

    /// Takes back that there is a cheaper text to count: something has filtered this one further.
    #[must_use]
    pub fn counting_itself(self) -> Self {
        Self { counting: None, ..self }
    }

    /// For a text whose best plan depends on the values: PostgreSQL keeps none for it.
    #[must_use]
    pub fn planned_anew(self) -> Self {
        Self { planned_anew: true, ..self }
    }

    /// Reads, with each row, how many rows there are in all, counting no further than `most`; `filtered` is this select
    /// before its place and limit were added, so that it shares the values. With None, the total is not counted.
    pub async fn fetch_counted<R>(self, conn: &mut Conn, filtered: Option<&Self>, most: i64) -> Result<Vec<Counted<R>>>
    where
        R: Fetched,
    {
        let Some(filtered) = filtered else {
            return self.fetch_beside("CAST(NULL AS BIGINT) AS total", conn).await;
        };
        let counted = filtered.counting.as_ref().unwrap_or(&filtered.text);
        let count = format!("(SELECT count(*) FROM (SELECT 1 AS one{counted} LIMIT {most}) AS counted)");
        let (stamp, of) = conn.stamp();
        let what = format!("{of:?} {count} {:?}", filtered.values);
        let rows: Vec<Counted<R>> = match conn.counts.of(&what) {
            None => self.fetch_beside(&format!("{count} AS total"), conn).await?,
            Some(known) => {
                let mut select = self;
                select.values.extend([Value::from(known.stamp), Value::from(known.total)]);
                let last = select.values.len();
                let total = format!("CASE WHEN {stamp} = ${} THEN ${last} ELSE {count} END AS total", last - 1);
                select.fetch_beside(&format!("{total}, {stamp} AS stamp"), conn).await?
            }
        };
        if let Some(Counted { total: Some(total), stamp, .. }) = rows.first() {
            conn.counts.keep(what, *total, stamp.clone().unwrap_or_default());
        }
        Ok(rows)
    }

    /// With columns beside those of the rows.
    async fn fetch_beside<R>(self, beside: &str, conn: &mut Conn) -> Result<Vec<R>>
    where
        R: Fetched,
    {
        let text = format!("SELECT {}, {beside}{}", self.columns, self.text);
        conn.fetch_all(Statement::of(text, self.values).keeping_its_plan(!self.planned_anew)).await
    }

    /// How many rows there are, however many.
    pub async fn count(&self, conn: &mut Conn) -> Result<i64> {
        let counted = self.counting.as_ref().unwrap_or(&self.text);
        let text = format!("SELECT count(*) FROM (SELECT 1 AS one{counted}) AS counted");
        let count = Statement::of(text, self.values.clone()).keeping_its_plan(!self.planned_anew);
        let (count,) = conn.fetch_one::<One<i64>>(count).await?;
        Ok(count)
    }

    pub async fn fetch_all<R>(self, conn: &mut Conn) -> Result<Vec<R>>
    where
        R: Fetched,
    {
        let text = format!("SELECT {}{}", self.columns, self.text);
        conn.fetch_all(Statement::of(text, self.values).keeping_its_plan(!self.planned_anew)).await
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

/// `%part` in the same way: what ends so.
pub fn ending_pattern(part: &str) -> String {
    let mut pattern = like_pattern(part);
    pattern.pop();
    pattern
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
        assert_eq!(ending_pattern("50%_"), "%50\\%\\_");
    }
}
