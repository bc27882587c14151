//! Titles of accounts and names of people, in five scripts.

use super::{
    dice::Dice,
    words::{SCRIPTS, Script},
};

/// As it is written, and in Latin letters.
type Word = (String, &'static str);

/// The words of every script, split once.
pub struct Names(Vec<Words>);

pub struct Words {
    pub script: &'static Script,
    heads: Vec<Word>,
    tails: Vec<Word>,
    trades: Vec<Word>,
    cities: Vec<Word>,
    syllables: Vec<Word>,
    women: Vec<Word>,
    men: Vec<Word>,
    surnames: Vec<Word>,
}

pub struct Title {
    pub title: String,
    /// In Latin letters, fit to be the beginning of an account name.
    pub latin: String,
}

pub struct Person {
    pub first: String,
    pub last: String,
    pub latin_first: &'static str,
    pub latin_last: String,
}

/// Room for what makes a name unique.
const LONGEST: usize = 48;

impl Names {
    pub fn new() -> Self {
        Self(SCRIPTS.iter().map(Words::new).collect())
    }

    /// The script of one account, each as often as its share.
    pub fn script(&self, dice: &mut Dice) -> Option<&Words> {
        let mut at = dice.below(SCRIPTS.iter().map(|script| script.share).sum());
        self.0.iter().find(|words| {
            at -= words.script.share;
            at < 0
        })
    }
}

impl Words {
    fn new(script: &'static Script) -> Self {
        Self {
            script,
            heads: split(script.heads),
            tails: split(script.tails),
            trades: split(script.trades),
            cities: split(script.cities),
            syllables: split(script.syllables),
            women: split(script.women),
            men: split(script.men),
            surnames: split(script.surnames),
        }
    }

    pub fn title(&self, dice: &mut Dice) -> Title {
        let words = match dice.below(10) {
            0 | 1 => vec![self.compound(dice), any(dice, &self.trades)],
            2..=4 => vec![self.invented(dice), any(dice, &self.trades)],
            5 => vec![self.invented(dice)],
            6 => vec![self.compound(dice), any(dice, &self.cities)],
            7 => vec![any(dice, &self.surnames), any(dice, &self.trades), any(dice, &self.cities)],
            8 => vec![any(dice, &self.trades), any(dice, &self.cities), self.invented(dice)],
            _ => vec![any(dice, &self.heads), any(dice, &self.trades), any(dice, &self.cities)],
        };
        let (written, latin): (Vec<_>, Vec<_>) = words.into_iter().unzip();
        let form = dice.pick(self.script.forms).copied().unwrap_or("{}");
        let mut latin = latin.join("-");
        latin.truncate(LONGEST);
        Title {
            title: form.replace("{}", &written.join(self.script.space)),
            latin: latin.trim_end_matches('-').to_owned(),
        }
    }

    pub fn person(&self, dice: &mut Dice) -> Person {
        let woman = !self.women.is_empty() && dice.percent(50);
        let first = dice.prefer(if woman { &self.women } else { &self.men });
        let last = dice.prefer(&self.surnames);
        let (mut last, mut latin_last) =
            last.map(|(last, latin)| (last.clone(), (*latin).to_owned())).unwrap_or_default();
        if woman && ["ов", "ев", "ёв", "ин"].iter().any(|ending| last.ends_with(ending)) {
            last.push('а');
            latin_last.push('a');
        }
        let (first, latin_first) = first.cloned().unwrap_or_default();
        Person { first, last, latin_first, latin_last }
    }

    /// Two roots in one word: "Северстрой".
    fn compound(&self, dice: &mut Dice) -> (String, String) {
        let (head, tail) = (any(dice, &self.heads), any(dice, &self.tails));
        (format!("{}{}{}", head.0, self.script.joint, tail.0), head.1 + &tail.1)
    }

    /// A word that nobody has thought of before.
    fn invented(&self, dice: &mut Dice) -> (String, String) {
        let (mut written, mut latin) = (String::new(), String::new());
        for _ in 0..dice.between(2, 4) {
            let syllable = any(dice, &self.syllables);
            written += &syllable.0;
            latin += &syllable.1;
        }
        let mut letters = written.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        (first.chain(letters).collect(), latin)
    }
}

fn any(dice: &mut Dice, words: &[Word]) -> (String, String) {
    dice.prefer(words).map(|(written, latin)| (written.clone(), (*latin).to_owned())).unwrap_or_default()
}

fn split(words: &'static str) -> Vec<Word> {
    words
        .split_whitespace()
        .map(|word| word.split_once('=').unwrap_or((word, word)))
        .map(|(written, latin)| (written.replace('_', " "), latin))
        .collect()
}
