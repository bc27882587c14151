//! How each engine finds the accounts whose text has given parts: by its index, or by looking into row after row.
//!
//! The trigrams of `accounts_search` lead to parts of three characters and more, the grams of one and two characters to
//! the others. Rows that are not folded yet stand in the latter under a mark of their own, and are looked into.

use super::{Conn, Select, Value, Words, words::Word};

/// How an engine finds a part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextSearch {
    /// SQLite's tables of parts.
    Fts,
    /// PostgreSQL's indexes of parts, behind LIKE. A server whose character type is C keeps trigrams of ASCII only, and
    /// finds other letters by pairs.
    Like { only_ascii: bool },
}

/// Accounts that were found, before anything else narrows them: the select, the id column to page by, and what ends the
/// select.
pub struct Found {
    pub select: Select,
    pub id: &'static str,
    pub close: &'static str,
}

impl Conn {
    /// How this engine finds a part of a text.
    pub fn text_search(&self) -> TextSearch {
        self.text_search
    }
}

impl TextSearch {
    /// Whether the index of parts gives its rows by id, so that the first of many are found as soon as the first of
    /// few.
    pub fn is_by_id(self) -> bool {
        self == Self::Fts
    }

    /// The accounts, deleted ones left out, by the index of parts.
    pub fn by_index(self, columns: &'static str, words: &Words) -> Found {
        match self {
            Self::Fts if words.are_long() => by_trigrams(columns, words),
            Self::Fts => by_grams(columns, words),
            Self::Like { only_ascii } => fenced(columns, words, only_ascii),
        }
    }

    /// The accounts, deleted ones left out, that further conditions leave, each looked into: these must be narrow,
    /// since nothing leads to the words.
    pub fn among_filtered(self, columns: &'static str, words: &Words) -> Found {
        let select = Select::new(columns, INNER).push(columns).push(FENCED);
        let select = words.in_column(select.push(" AND "), "a.search || ''");
        Found { select: select.planned_anew(), id: "a.id", close: FENCE }
    }

    /// The accounts, deleted ones left out, in whatever order is asked for, each looked into until there are enough.
    /// Where they are to be counted too, the index does that.
    pub fn in_order(self, columns: &'static str, words: &Words, counted: bool) -> Select {
        let (rest, column, close) = match self {
            Self::Fts => (" FROM accounts a WHERE a.deleted_at IS NULL AND ", "+a.search", ""),
            // A condition which no index of parts serves, and the planner takes for true as often as not.
            Self::Like { .. } => {
                (" FROM accounts a WHERE a.deleted_at IS NULL AND CASE WHEN ", "a.search", " THEN TRUE ELSE FALSE END")
            }
        };
        let select = if counted {
            let found = self.by_index(columns, words);
            found.select.push(found.close).counting_for(rest)
        } else {
            Select::new(columns, rest).planned_anew()
        };
        words.in_column(select, column).push(close)
    }
}

/// What is searched in holds no deleted account, so without other filters there is nothing to ask the accounts when
/// counting.
fn by_trigrams(columns: &'static str, words: &Words) -> Found {
    let (long, short): (Vec<_>, Vec<_>) = words.iter().partition(|word| word.is_long());
    let phrase = |form: &str| format!("\"{}\"", form.replace('"', "\"\""));
    let phrases = long.iter().map(|word| format!("({})", word.forms().map(phrase).collect::<Vec<_>>().join(" OR ")));
    let parts = phrases.collect::<Vec<_>>().join(" AND ");
    let from = " FROM accounts_search s CROSS JOIN accounts a ON a.id = s.rowid WHERE s.accounts_search MATCH ";
    let mut select = Select::new(columns, from).bind(parts);
    if short.is_empty() {
        select = select.counting(" FROM accounts_search s WHERE s.accounts_search MATCH $1");
    }
    for word in short {
        select = word.in_column(select.push(" AND "), "a.search");
    }
    Found { select, id: "s.rowid", close: "" }
}

fn by_grams(columns: &'static str, words: &Words) -> Found {
    let from =
        " FROM accounts_search_grams s CROSS JOIN accounts a ON a.id = s.rowid WHERE s.accounts_search_grams MATCH ";
    let select = Select::new(columns, from).bind(grams(words)).push(" AND ");
    Found { select: words.in_column(select, "a.search"), id: "s.rowid", close: "" }
}

/// What a table of grams is asked for, those that are not folded yet among it.
pub(super) fn grams(words: &Words) -> String {
    let hex =
        |gram: &[char]| gram.iter().collect::<String>().bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
    let all = |word: &Word| word.grams().iter().map(|gram| hex(gram)).collect::<Vec<_>>().join(" AND ");
    words.iter().map(|word| format!("(({}) OR old)", all(word))).collect::<Vec<_>>().join(" AND ")
}

/// What a table of trigrams is asked for that does not keep where they stand; a word of one or two characters has none,
/// and is looked for in what the others find.
pub(super) fn trigrams(words: &Words) -> String {
    let quoted = |three: String| format!("\"{}\"", three.replace('"', "\"\""));
    let form = |form: &str| Word::threes(form).into_iter().map(quoted).collect::<Vec<_>>().join(" AND ");
    let word = |word: &Word| format!("(({}))", word.forms().map(form).collect::<Vec<_>>().join(") OR ("));
    words.iter().filter(|word| word.is_long()).map(word).collect::<Vec<_>>().join(" AND ")
}

/// A select inside of one, which PostgreSQL plans on its own.
const INNER: &str = " FROM (SELECT ";
const FENCED: &str = " FROM accounts a WHERE a.deleted_at IS NULL";
const FENCE: &str = " OFFSET 0) a WHERE 1 = 1";

/// Behind a fence, since the planner would rather walk through all accounts by id, which it takes for full of what is
/// looked for.
fn fenced(columns: &'static str, words: &Words, only_ascii: bool) -> Found {
    let mut select = Select::new(columns, INNER).push(columns).push(FENCED);
    for word in words.iter() {
        // Without trigrams to look for, their index would be read from end to end.
        select = word.in_column(select.push(" AND "), if word.is_long() { "a.search" } else { "a.search || ''" });
    }
    let grams = needed(words, only_ascii);
    if !grams.is_empty() {
        select = select.push(" AND (text_grams(a.search) @> ARRAY[").values(grams.into_iter());
        select = select.push("] OR text_grams(a.search) @> ARRAY[CAST(0 AS BIGINT)])");
    }
    Found { select: select.planned_anew(), id: "a.id", close: FENCE }
}

/// The grams of the words that no trigram leads to. To look at a row's pairs again costs more than to read it, so they
/// are left alone where there are trigrams.
pub(super) fn needed(words: &Words, only_ascii: bool) -> Vec<Value> {
    let needing = words.iter().filter(|word| !word.is_long() || (only_ascii && !word.text.is_ascii()));
    needing.flat_map(Word::grams).map(|gram| Value::from(numbered(&gram))).collect()
}

/// As `text_grams` makes it of one character or two.
fn numbered(gram: &[char]) -> i64 {
    let code = |at: usize| gram.get(at).map_or(0, |c| i64::from(u32::from(*c)));
    if gram.len() == 1 { code(0) << 21 } else { code(0) << 21 | code(1) }
}
