//! The first few rows of a table that have what is looked for, by a statement that stops as soon as there are enough:
//! nobody counts them, and nobody asks for an order.

use super::{
    Select, TextSearch, Words,
    parts::{grams, needed, trigrams},
};

/// A table in which any part of a text is found, in pieces of a SELECT. What else decides upon a row is asked by a
/// subselect: for a join the other table might be read from end to end.
pub struct Searched {
    /// SQLite's: ` FROM t_search s CROSS JOIN t ON t.id = s.rowid WHERE … AND s.t_search MATCH `.
    pub by_trigrams: &'static str,
    pub by_grams: &'static str,
    /// PostgreSQL's: ` FROM t WHERE …`, what keeps to the newest of it, and to the others; a number follows.
    pub all: &'static str,
    pub newest: &'static str,
    pub others: &'static str,
    /// ` ORDER BY … DESC LIMIT `, by the id and in the way that ends soon on each engine: `s.rowid` and `t.id`.
    pub first: (&'static str, &'static str),
    /// Where the words are, and the same in a form that no index of trigrams serves: `t.search`, `t.search || ''`.
    pub text: &'static str,
    pub looked_into: &'static str,
    /// ` AND (text_grams(t.search) @> ARRAY[`, and what follows on the values.
    pub grams: (&'static str, &'static str),
}

/// So many of the newest rows PostgreSQL looks into, and so finds what is common. Its indexes give nothing before they
/// have found all, and are asked for the rest.
const NEWEST: i64 = 1000;

impl TextSearch {
    /// Goes on from ` FROM (` with a select of up to `most` rows that have all words of one of the questions.
    pub fn first(
        self,
        select: Select,
        it: &Searched,
        columns: &'static str,
        (questions, most): (&[Words], i64),
    ) -> Select {
        let select = select.push("SELECT ").push(columns);
        match self {
            Self::Fts => by_tables(select, it, questions).push(it.first.0).bind(most),
            Self::Like { only_ascii } => {
                let select = select.push(" FROM ((SELECT ").push(columns).push(it.all).push(it.newest).bind(NEWEST);
                let select =
                    any(select.push(" AND CASE WHEN "), questions, |select, words| words.in_column(select, it.text));
                let select = select.push(" THEN TRUE ELSE FALSE END").push(it.first.1).bind(most);
                // Planned as if all were to be read, which is by the indexes, and yet read no further than is asked for.
                let select = select.push(") UNION ALL (WITH found AS MATERIALIZED (SELECT ").push(columns).push(it.all);
                let select = select.push(it.others).bind(NEWEST).push(" AND ");
                let select = any(select, questions, |select, words| by_indexes(select, it, words, only_ascii));
                let select = select.push(") SELECT ").push(columns).push(" FROM found u)) u LIMIT ").bind(most);
                select.planned_anew()
            }
        }
    }
}

/// By the grams where one of the questions has nothing but short words.
fn by_tables(select: Select, it: &Searched, questions: &[Words]) -> Select {
    let long = questions.iter().all(Words::are_long);
    let (from, asked): (_, fn(&Words) -> String) = if long { (it.by_trigrams, trigrams) } else { (it.by_grams, grams) };
    let asked: Vec<String> = questions.iter().map(|words| format!("({})", asked(words))).collect();
    let select = select.push(from).bind(asked.join(" OR ")).push(" AND ");
    any(select, questions, |select, words| words.in_column(select, it.text))
}

fn by_indexes(select: Select, it: &Searched, words: &Words, only_ascii: bool) -> Select {
    let mut select = select;
    for (at, word) in words.iter().enumerate() {
        select = if at == 0 { select } else { select.push(" AND ") };
        select = word.in_column(select, if word.is_long() { it.text } else { it.looked_into });
    }
    let grams = needed(words, only_ascii);
    match grams.is_empty() {
        true => select,
        false => select.push(it.grams.0).values(grams.into_iter()).push(it.grams.1),
    }
}

/// `((…) OR (…))`.
fn any(select: Select, questions: &[Words], condition: impl Fn(Select, &Words) -> Select) -> Select {
    let mut select = select.push("(");
    for (at, words) in questions.iter().enumerate() {
        select = condition(select.push(if at == 0 { "(" } else { " OR (" }), words).push(")");
    }
    select.push(")")
}
