//! The form in which text is searched: what people take for the same is the same, in every script.
//!
//! Letter case is folded as Unicode does in full (ß is ss), and İ, I, ı and i are one letter, as are ё and е.
//! Apostrophes, double quotation marks, dashes and blanks are one each, what cannot be seen is not there. Accents stay:
//! a word that has some is kept without them as well, so that whoever asks without finds it, and whoever asks with them
//! finds that alone.

use std::collections::BTreeSet;

use unicase::UniCase;
use unicode_normalization::UnicodeNormalization;

/// The last line of a text that was folded: the edition of these rules, as a raised figure, which NFKC leaves in no
/// text.
pub const EDITION: &str = "\n¹";
/// In words with up to so many accents each counts for itself; in others they are asked for all together, or not at
/// all.
const EACH: usize = 3;

/// A letter as it is and without what stands above, below or across it.
struct Letter {
    full: String,
    bare: String,
}

/// What a search looks through: the text folded, its words with accents once more without them, and the edition.
pub fn search_text(text: &str) -> String {
    let mut all = folded(text);
    let bare: BTreeSet<String> = all.split_whitespace().flat_map(barer).collect();
    for word in bare {
        if !all.contains(&word) {
            all.push('\n');
            all.push_str(&word);
        }
    }
    all + EDITION
}

/// The form in which words are compared. Lines stay lines.
pub fn folded(text: &str) -> String {
    let seen: String = text.chars().filter(|c| !is_invisible(*c)).map(likened).collect();
    let mut folded = seen.nfkc().collect::<String>();
    // Folding takes some letters apart, and what they are then composed of may have a case again.
    for _ in 0..2 {
        folded = UniCase::unicode(folded).to_folded_case().nfkc().collect();
    }
    let mut letters = String::with_capacity(folded.len());
    for c in folded.chars().filter(|c| !is_invisible(*c)).map(likened) {
        if c != '\u{307}' || !letters.ends_with('i') {
            letters.push(c);
        }
    }
    letters
}

/// One of those that are taken for the same.
fn likened(c: char) -> char {
    match c {
        'ё' => 'е',
        'ı' => 'i',
        '\u{60}'
        | '\u{B4}'
        | '\u{2B9}'
        | '\u{2BB}'..='\u{2BF}'
        | '\u{55A}'
        | '\u{5F3}'
        | '\u{2018}'..='\u{201B}'
        | '\u{2032}'
        | '\u{2035}'
        | '\u{A78C}' => '\'',
        '«' | '»' | '\u{5F4}' | '\u{201C}'..='\u{201F}' | '\u{2033}' | '\u{2036}' | '\u{301D}'..='\u{301F}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => '-',
        '\n' => '\n',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// What has no width, says which way to read or how to draw, or is no character for people at all.
fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
            | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// A folded word without its accents, or without some of them; nothing when it has none.
fn barer(word: &str) -> Vec<String> {
    if word.is_ascii() {
        return Vec::new();
    }
    let letters = letters(word);
    let accented = letters.iter().filter(|letter| letter.full != letter.bare).count();
    match accented {
        0 => Vec::new(),
        1..=EACH => (1..1_usize << accented).map(|which| without(&letters, which)).collect(),
        _ => vec![without(&letters, usize::MAX)],
    }
}

/// Each bit of `which` stands for an accented letter: whether it loses what it has.
fn without(letters: &[Letter], mut which: usize) -> String {
    let mut word = String::new();
    for letter in letters {
        let accented = letter.full != letter.bare;
        word.push_str(if accented && which & 1 == 1 { &letter.bare } else { &letter.full });
        which >>= usize::from(accented && which != usize::MAX);
    }
    word
}

fn letters(word: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::new();
    for c in word.chars() {
        match letters.last_mut() {
            Some(letter) if is_accent(c) => letter.full.push(c),
            _ => letters.push(Letter { full: c.to_string(), bare: bare(c) }),
        }
    }
    letters
}

/// й and ї are letters of their own, as is whatever is written in a script that composes its letters of parts.
fn bare(c: char) -> String {
    let across = match c {
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ŧ' => "t",
        'ɨ' => "i",
        'ƀ' => "b",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        _ => "",
    };
    if !across.is_empty() {
        return across.to_owned();
    }
    let parts: Vec<char> = c.nfd().collect();
    match parts.as_slice() {
        [base, marks @ ..] if has_accents(*base) && marks.iter().all(|mark| is_accent(*mark)) => {
            bare_base(*base, marks)
        }
        _ => c.to_string(),
    }
}

/// The bare base of a letter in parts; ǿ is an o with two things about it.
fn bare_base(base: char, marks: &[char]) -> String {
    if marks.is_empty() { base.to_string() } else { bare(base) }
}

/// Latin, Greek, Hebrew, Arabic.
fn has_accents(base: char) -> bool {
    matches!(base, 'a'..='z' | '\u{C0}'..='\u{24F}' | '\u{370}'..='\u{3FF}' | '\u{5D0}'..='\u{5F2}' | '\u{620}'..='\u{64A}')
}

/// Marks that people leave out, vowel points and the stroke that lengthens a word included.
fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}' | '\u{5C4}' | '\u{5C5}' | '\u{5C7}'
        | '\u{610}'..='\u{61A}' | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_people_take_for_the_same_is_the_same() {
        for alike in [
            vec!["GROSSHANDEL", "Großhandel", "großhandel", "GROẞHANDEL"],
            vec!["izmir", "İzmir", "IZMIR", "ızmır", "i\u{307}zmir"],
            vec!["IŞIK", "Işık", "ışık", "işik", "is\u{327}ik"],
            vec!["ЁЛКА", "елка", "ё\u{200B}лка", "е\u{308}лка"],
            vec!["ΟΔΟΣ", "οδος", "οδοσ"],
            vec!["Ａｃｍｅ", "acme", "ac\u{AD}me", "\u{202E}acme\u{FE0F}", "\u{FEFF}ACME"],
            vec!["ﬁrst", "FIRST"],
            vec![
                "O'Neil",
                "O\u{2019}Neil",
                "o\u{2BC}neil",
                "o\u{2032}neil",
                "o\u{60}neil",
                "o\u{B4}neil",
                "o\u{FF07}neil",
            ],
            vec!["a b", "a\u{A0}b", "a\u{3000}b", "a\u{2009}b", "a\tb"],
            vec!["x-1", "x\u{2011}1", "x\u{2013}1", "x\u{2014}1", "x\u{2212}1"],
            vec!["\"a\"", "«a»", "„a“", "“a”"],
            vec!["が", "か\u{3099}"],
        ] {
            for one in &alike {
                assert_eq!(folded(one), folded(alike[0]), "{one:?} and {:?}", alike[0]);
            }
        }
    }

    #[test]
    fn letters_of_their_own_stay_apart() {
        for (one, other) in [
            ("й", "и"),
            ("ї", "і"),
            ("ў", "у"),
            ("ґ", "г"),
            ("か", "が"),
            ("ö", "o"),
            ("ñ", "n"),
            ("е", "э"),
            ("ъ", "ь"),
            ("ö", "oe"),
            ("i", "l"),
        ] {
            assert_ne!(folded(one), folded(other));
        }
        for letter in ["й", "ї", "ў", "ѓ", "が", "कि", "กำ"] {
            assert_eq!(search_text(letter), folded(letter) + EDITION, "{letter} has nothing to leave out");
        }
    }

    #[test]
    fn a_word_is_kept_with_its_accents_and_without() {
        for (text, kept) in [
            ("Zürich AG", "zürich ag\nzurich"),
            ("Łódź", "łódź\nlodz\nlodź\nlódz\nlódź\nłodz\nłodź\nłódz"),
            ("Ærø", "ærø\naero\naerø\næro"),
            ("за\u{301}мок", "за\u{301}мок\nзамок"),
            ("Αθήνα", "αθήνα\nαθηνα"),
            ("أحمد", "أحمد\nاحمد"),
            ("Ромашка й", "ромашка й"),
        ] {
            assert_eq!(search_text(text), format!("{kept}{EDITION}"));
        }
        let many = search_text("ÀÉÎÕÜ");
        assert_eq!(many, format!("àéîõü\naeiou{EDITION}"));
    }

    proptest! {
        #[test]
        fn what_is_folded_stays_as_it_is(text in "\\PC{0,12}") {
            let once = folded(&text);
            prop_assert_eq!(folded(&once), once.clone());
            prop_assert!(!search_text(&text).trim_end_matches('¹').contains('¹'));
        }
    }
}
