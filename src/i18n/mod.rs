//! The panel's two languages, in Fluent: `en.ftl` and `ru.ftl`, the same keys in both.

mod quotes;

use std::{borrow::Cow, sync::LazyLock};

use chrono::{DateTime, Datelike, Utc};
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle, types::FluentNumber};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};
use unic_langid::langid;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Lang {
    #[default]
    En,
    Ru,
}

/// A sentence to be said in the reader's language: a key of the `.ftl` files and what goes into it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Message {
    pub key: Cow<'static, str>,
    pub args: Vec<(Cow<'static, str>, Arg)>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Arg {
    Number(i64),
    Text(String),
    /// A page says it in its reader's zone, whoever has none in UTC.
    Time {
        at: DateTime<Utc>,
    },
}

static EN: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle(Lang::En, include_str!("en.ftl")));
static RU: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle(Lang::Ru, include_str!("ru.ftl")));
/// The names of the months by language, looked up once: a list says a hundred dates.
static MONTHS: LazyLock<[[String; 12]; 2]> =
    LazyLock::new(|| Lang::ALL.map(|lang| std::array::from_fn(|month| lang.t(&format!("month-{}", month + 1)))));

impl Lang {
    pub const ALL: [Self; 2] = [Self::En, Self::Ru];

    /// `en` or `ru`, as stored and as in `<html lang>`.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// What the language calls itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Ru => "Русский",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        code.parse().ok()
    }

    /// The first language of an `Accept-Language` header that Steward speaks.
    pub fn accepted(header: &str) -> Self {
        header
            .split(',')
            .filter_map(|part| part.trim().get(..2))
            .find_map(|code| Self::parse(&code.to_lowercase()))
            .unwrap_or_default()
    }

    /// The sentence of a key; the key itself where there is none.
    pub fn t(self, key: &str) -> String {
        self.format(key, None).unwrap_or_else(|| key.to_owned())
    }

    /// The sentence of a key, if there is one.
    pub fn find(self, key: &str) -> Option<String> {
        self.format(key, None)
    }

    pub fn say(self, message: &Message) -> String {
        let args: FluentArgs = message.args.iter().map(|(name, arg)| (name.clone(), value(name, arg))).collect();
        self.format(&message.key, Some(&args)).unwrap_or_else(|| message.key.to_string())
    }

    /// "2 Mar 2024", as the clocks of its zone have it.
    pub fn date(self, at: &impl Datelike) -> String {
        let months = MONTHS.get(self as usize).map_or(&[][..], |months| &months[..]);
        let month = usize::try_from(at.month0()).ok().and_then(|month| months.get(month)).map_or("", String::as_str);
        format!("{} {month} {}", at.day(), at.year())
    }

    fn format(self, key: &str, args: Option<&FluentArgs>) -> Option<String> {
        let bundle = match self {
            Self::En => &EN,
            Self::Ru => &RU,
        };
        let pattern = bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, args, &mut errors).into_owned();
        if !errors.is_empty() {
            tracing::error!(key, ?errors, "a sentence lacks what it names");
        }
        Some(text)
    }
}

impl TryFrom<String> for Lang {
    type Error = String;

    fn try_from(code: String) -> Result<Self, String> {
        code.parse().map_err(|_| format!("no such language: {code}"))
    }
}

impl Message {
    pub fn new(key: impl Into<Cow<'static, str>>) -> Self {
        Self { key: key.into(), args: Vec::new() }
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, arg: impl Into<Arg>) -> Self {
        self.args.push((name.into(), arg.into()));
        self
    }
}

impl From<&'static str> for Message {
    fn from(key: &'static str) -> Self {
        Self::new(key)
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}
impl From<DateTime<Utc>> for Arg {
    fn from(at: DateTime<Utc>) -> Self {
        Self::Time { at }
    }
}
impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// 1042 → "1,042", in Russian "1 042" with a space that does not break.
pub fn grouped(number: i64, lang: Lang) -> String {
    let digits = number.unsigned_abs().to_string();
    let mark = if lang == Lang::En { "," } else { "\u{a0}" };
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    format!("{}{}", if number < 0 { "-" } else { "" }, groups.join(mark))
}

/// How many there are of something is grouped; a port, a year or an id is not.
fn value<'a>(name: &str, arg: &'a Arg) -> FluentValue<'a> {
    match arg {
        Arg::Number(number) => {
            let mut shown = FluentNumber::from(*number);
            // Small ones stay as they are: a selector's `[0]` is another number where these options differ.
            shown.options.use_grouping = number.abs() < 1_000 || matches!(name, "count" | "total");
            FluentValue::Number(shown)
        }
        Arg::Text(text) => FluentValue::from(text.as_str()),
        Arg::Time { at } => FluentValue::from(at.format("%Y-%m-%d %H:%M UTC").to_string()),
    }
}

fn in_groups(value: &FluentValue, lang: Lang) -> Option<String> {
    match value {
        FluentValue::Number(number) if number.options.use_grouping => Some(grouped(number.value as i64, lang)),
        _ => None,
    }
}

/// A key that is wrong or doubled in a file is logged at start; a test compares the files.
fn bundle(lang: Lang, text: &'static str) -> FluentBundle<FluentResource> {
    let resource = FluentResource::try_new(quotes::marked(text)).unwrap_or_else(|(resource, errors)| {
        tracing::error!(lang = lang.as_str(), ?errors, "a language file has mistakes");
        resource
    });
    let mut bundle = FluentBundle::new_concurrent(vec![match lang {
        Lang::En => langid!("en"),
        Lang::Ru => langid!("ru"),
    }]);
    // Isolation marks would stand in attributes, titles and plain-text letters; <bdi> does that work in pages.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match lang {
        Lang::En => |value, _| in_groups(value, Lang::En),
        Lang::Ru => |value, _| in_groups(value, Lang::Ru),
    }));
    if let Err(error) = bundle.add_function(quotes::FUNCTION, quotes::function(lang)) {
        tracing::error!(?error, "quotes cannot be nested");
    }
    if let Err(errors) = bundle.add_resource(resource) {
        tracing::error!(?errors, "a language file names a key twice");
    }
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_s_first_known_language_is_spoken() {
        assert_eq!(Lang::accepted("de-DE,de;q=0.9,ru;q=0.8,en;q=0.7"), Lang::Ru);
        assert_eq!(Lang::accepted(""), Lang::En);
    }

    #[test]
    fn numbers_are_grouped_as_the_language_does() {
        assert_eq!(grouped(1_042, Lang::En), "1,042");
        assert_eq!(grouped(1_000_000, Lang::Ru), "1\u{a0}000\u{a0}000");
        assert_eq!(grouped(7, Lang::En), "7");
    }

    #[test]
    fn a_sentence_groups_counts_and_no_other_numbers() {
        let said = |lang: Lang| lang.say(&Message::new("job-accounts-freeze-ask").with("count", 989_973));
        assert_eq!([said(Lang::En), said(Lang::Ru)], ["Freeze 989,973 accounts?", "Заморозить 989\u{a0}973 аккаунта?"]);
        let port = Lang::En.say(&Message::new("refused-number").with("least", 1).with("most", 65_535));
        assert_eq!(port, "Enter a whole number from 1 to 65535.");
    }

    #[test]
    fn russian_counts_in_three_forms() {
        let said = |count: i64| Lang::Ru.say(&Message::new("count-users").with("count", count));
        assert_eq!([said(1), said(2), said(5)], ["1 пользователь", "2 пользователя", "5 пользователей"]);
    }
}
