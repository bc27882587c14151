//! What is looked for: words, each of which must occur somewhere, in any order.

use super::{Select, fold::folded, like_pattern, search_key, select::ending_pattern};

/// The words of a question; there is at least one.
#[derive(Clone, Debug, PartialEq)]
pub struct Words(Vec<Word>);

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Word {
    pub text: String,
    /// As rows have it that an older program wrote, where that is another.
    pub old: Option<String>,
}

/// Longer than whatever is searched.
const LETTERS: usize = 1000;
const WORDS: usize = 50;
const GRAMS: usize = 8;

impl Words {
    /// None when nothing is asked for.
    pub fn of(question: &str) -> Option<Self> {
        let question: String = question.chars().take(LETTERS).collect();
        let (text, old) = (folded(&question), search_key(&question));
        let (texts, olds): (Vec<_>, Vec<_>) = (text.split_whitespace().collect(), old.split_whitespace().collect());
        let same_number = texts.len() == olds.len();
        let words = texts.iter().enumerate().map(|(at, text)| {
            let old = olds.get(at).filter(|old| same_number && *old != text);
            Word { text: (*text).to_owned(), old: old.map(|old| (*old).to_owned()) }
        });
        let words = without_parts(words.collect());
        (!words.is_empty()).then_some(Self(words))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Word> {
        self.0.iter()
    }

    /// Whether there is one of three characters or more.
    pub fn are_long(&self) -> bool {
        self.iter().any(Word::is_long)
    }

    /// Whether all of them occur in the text.
    pub fn occur_in(&self, text: &str) -> bool {
        self.iter().all(|word| word.forms().any(|form| text.contains(form)))
    }

    /// Adds the condition that all of them occur in the column; what stands before it ends with WHERE or AND.
    pub fn in_column(&self, select: Select, column: &'static str) -> Select {
        let mut select = select;
        for (at, word) in self.iter().enumerate() {
            select = word.in_column(if at == 0 { select } else { select.push(" AND ") }, column);
        }
        select
    }
}

impl Words {
    /// The same where each row also shows a short column with one end behind it, as a login with `@` and the name of
    /// its account: a word may stand in the end, or lie across both.
    pub fn in_row(&self, select: Select, column: &'static str, (short, end): (&'static str, &str)) -> Select {
        let mut select = select;
        for (at, word) in self.iter().enumerate() {
            select = if at == 0 { select } else { select.push(" AND ") };
            select = match word.before(end) {
                Some("") => select.push("TRUE"),
                Some(before) => {
                    let within = word.in_column(select.push("("), column);
                    let across = within.push(" OR ").push(short).push(" LIKE ").bind(ending_pattern(before));
                    across.push(" ESCAPE '\\')")
                }
                None => word.in_column(select, column),
            };
        }
        select
    }
}

impl Word {
    /// What of it stands before the beginning of `end`; nothing where all of it stands in `end`, None where they have
    /// nothing to do with each other.
    fn before(&self, end: &str) -> Option<&str> {
        if self.forms().any(|form| end.contains(form)) {
            return Some("");
        }
        let mut cuts = self.text.char_indices().map(|(at, _)| self.text.split_at(at));
        cuts.find(|(_, behind)| end.starts_with(behind)).map(|(before, _)| before)
    }

    pub fn forms(&self) -> impl Iterator<Item = &str> {
        [Some(self.text.as_str()), self.old.as_deref()].into_iter().flatten()
    }

    /// Whether it has three characters or more in each form.
    pub fn is_long(&self) -> bool {
        self.forms().all(|form| form.chars().count() >= 3)
    }

    /// Itself when it has one character or two, else each two of it, as many as narrow enough.
    pub fn grams(&self) -> Vec<Vec<char>> {
        let letters: Vec<char> = self.text.chars().collect();
        if letters.len() < 2 { vec![letters] } else { letters.windows(2).take(GRAMS).map(<[char]>::to_vec).collect() }
    }

    /// A form of three characters or more in threes, side by side, and the last three: as many as narrow enough. Those
    /// that overlap would say little more, and each has to be gone through.
    pub fn threes(form: &str) -> Vec<String> {
        let letters: Vec<char> = form.chars().collect();
        let (sides, last) = (letters.chunks_exact(3).take(GRAMS / 2), letters.last_chunk::<3>());
        let all = sides.chain(last.map(|last| &last[..])).map(|three| three.iter().collect());
        let mut all: Vec<String> = all.collect();
        all.dedup();
        all
    }

    pub fn in_column(&self, select: Select, column: &'static str) -> Select {
        let like = |select: Select, form: &str| {
            select.push(column).push(" LIKE ").bind(like_pattern(form)).push(" ESCAPE '\\'")
        };
        match &self.old {
            Some(old) => like(like(select.push("("), &self.text).push(" OR "), old).push(")"),
            None => like(select, &self.text),
        }
    }
}

/// A word that is part of another is found with it.
fn without_parts(words: Vec<Word>) -> Vec<Word> {
    let mut kept: Vec<Word> = Vec::new();
    for word in words {
        if !kept.iter().any(|other| other.text.contains(&word.text)) {
            kept.retain(|other| !word.text.contains(&other.text));
            kept.push(word);
        }
    }
    kept.truncate(WORDS);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(question: &str) -> Vec<(String, Option<String>)> {
        Words::of(question)
            .map(|words| words.0.into_iter().map(|word| (word.text, word.old)).collect())
            .unwrap_or_default()
    }

    #[test]
    fn a_question_is_its_words() {
        let plain = |text: &str| (text.to_owned(), None);
        assert_eq!(words("  Соколов\u{a0}Пермь "), [plain("соколов"), plain("пермь")]);
        assert_eq!(words("ag AG magic"), [plain("magic")], "what is part of another word says nothing");
        assert_eq!(words("Ёж 50%_"), [("еж".to_owned(), Some("ёж".to_owned())), plain("50%_")]);
        assert_eq!(Words::of(" \u{200b} "), None);
    }

    #[test]
    fn a_word_may_lie_across_a_login_and_its_account() {
        let before = |question: &str| {
            let words = Words::of(question).expect("there is one");
            words.iter().next().and_then(|word| word.before("@acme").map(str::to_owned))
        };
        for within in ["@", "@ac", "acme", "M", "@acme"] {
            assert_eq!(before(within).as_deref(), Some(""), "{within}");
        }
        assert_eq!(before("Anna@ACME").as_deref(), Some("anna"));
        assert_eq!(before("na@ac").as_deref(), Some("na"));
        for elsewhere in ["anna", "anna@cme", "anna@acmes", "@b"] {
            assert_eq!(before(elsewhere), None, "{elsewhere}");
        }
    }

    #[test]
    fn all_words_must_occur() {
        let words = Words::of("пермь соколов").expect("there are some");
        assert!(words.occur_in("соколовпермь\n7\n¹") && !words.occur_in("соколов\n7\n¹"));
    }
}
