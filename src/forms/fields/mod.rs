//! Text becomes a domain type here, once, for forms and for the API alike; what does not is a sentence.

use unicode_normalization::UnicodeNormalization;
use url::Url;

use super::Choice;
use crate::{
    email::{Email, domain_name},
    error::FieldErrors,
    i18n::{Lang, Message},
    people::{Names, clean},
    zones::Zone,
};

mod phone;

pub use phone::{phone, shown_phone, sought_phone};

pub type Parsed<T> = Result<T, Message>;

/// A line of text of at most `longest` code points after NFC; control characters and direction overrides are taken out.
pub fn text(value: &str, longest: usize) -> Parsed<String> {
    let value: String = clean(value.trim(), usize::MAX).nfc().collect();
    within(&value, longest).map(|()| value)
}

/// Refuses what is longer than so many code points, and says how long it is.
pub fn within(value: &str, longest: usize) -> Parsed<()> {
    let length = value.chars().count();
    let refused = || Message::new("refused-too-long").with("longest", longest as i64).with("length", length as i64);
    if length > longest { Err(refused()) } else { Ok(()) }
}

/// Texts as a form has them, a line each. A line break within one is taken out as any control character is, so that one
/// does not become two.
pub fn lines_of(texts: impl IntoIterator<Item = String>) -> String {
    texts.into_iter().map(|text| text.replace(['\n', '\r'], "")).collect::<Vec<_>>().join("\n")
}

/// A line of text that must not be empty.
pub fn required(value: &str, longest: usize) -> Parsed<String> {
    let value = text(value, longest)?;
    if value.chars().all(is_blank) { Err("refused-empty".into()) } else { Ok(value) }
}

/// What leaves no mark: a title of nothing else could be neither read nor clicked.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '\u{00AD}' | '\u{115F}' | '\u{1160}' | '\u{200B}'
                ..='\u{200D}' | '\u{2060}' | '\u{2800}' | '\u{3164}' | '\u{FFA0}'
        )
}

/// A line of text where nothing is an answer.
pub fn optional(value: &str, longest: usize) -> Parsed<Option<String>> {
    text(value, longest).map(|value| Some(value).filter(|value| !value.is_empty()))
}

/// The canonical form of an account's name or a user's login: NFKC, trimmed, lower-cased; the same decides at sign-in.
pub fn canonical_name(value: &str) -> String {
    value.nfkc().collect::<String>().trim().to_lowercase()
}

/// An account's name (`shortest` 2, `longest` 63) or a login (1, 64).
pub fn login_name(value: &str, shortest: usize, longest: usize) -> Parsed<String> {
    let name = canonical_name(value);
    let alphanumeric = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    if name.is_empty() {
        return Err("refused-empty".into());
    }
    if !name.chars().all(|c| alphanumeric(Some(c)) || matches!(c, '.' | '_' | '-')) {
        return Err("refused-name-characters".into());
    }
    if !(shortest..=longest).contains(&name.len()) {
        return Err(Message::new("refused-name-length")
            .with("shortest", shortest as i64)
            .with("longest", longest as i64));
    }
    if !alphanumeric(name.chars().next()) || !alphanumeric(name.chars().last()) {
        return Err("refused-name-ends".into());
    }
    Ok(name)
}

/// The name of an account.
pub fn account_name(value: &str) -> Parsed<String> {
    login_name(value, 2, 63)
}

/// Parts a name from the account's id where an account has given the name up. No name holds it, so what is
/// stored then is nobody's.
const GIVEN_UP: char = '#';

/// What a deleted account is stored under that has given its account name up.
pub fn given_up_name(name: &str, id: i64) -> String {
    format!("{name}{GIVEN_UP}{id}")
}

/// The account name that was given up, if it was.
pub fn former_name(stored: &str) -> Option<&str> {
    stored.split_once(GIVEN_UP).map(|(name, _)| name)
}

/// An account's name as it is shown: "acme (released)" where it is no longer the account's.
pub fn shown_account_name(stored: &str, lang: Lang) -> String {
    former_name(stored)
        .map_or_else(|| stored.to_owned(), |name| lang.say(&Message::new("account-name-given-up").with("name", name)))
}

/// One a line, or with commas between, each once; at most so many.
pub fn emails(typed: &str, most: usize) -> Parsed<Vec<String>> {
    let mut found: Vec<String> = Vec::new();
    for address in typed.split([',', ';', '\n']).map(str::trim).filter(|it| !it.is_empty()) {
        let address = email(address)?;
        if !found.contains(&address) {
            found.push(address);
        }
    }
    match found.len() {
        0 => Err("refused-empty".into()),
        count if count <= most => Ok(found),
        _ => Err(Message::new("refused-notifier-emails").with("most", i64::try_from(most).unwrap_or(i64::MAX))),
    }
}

/// One address, its domain in the canonical form, readable.
pub fn email(value: &str) -> Parsed<String> {
    Email::parse(value).map(|email| email.readable())
}

pub fn optional_email(value: &str) -> Parsed<Option<String>> {
    if value.trim().is_empty() { Ok(None) } else { email(value).map(Some) }
}

pub fn zone(value: &str) -> Parsed<Zone> {
    let value = value.trim();
    if value.is_empty() {
        return Err("refused-empty".into());
    }
    value.parse().map_err(|_| Message::new("refused-zone"))
}

/// For a select: the languages by their own names.
pub fn languages() -> Vec<Choice> {
    Lang::ALL
        .into_iter()
        .map(|lang| Choice { value: lang.as_str().to_owned(), label: lang.own_name().to_owned() })
        .collect()
}

/// A public host name, kept in its ASCII form.
pub fn host_name(value: &str) -> Parsed<Option<String>> {
    let value = value.trim().trim_end_matches('.');
    if value.is_empty() {
        return Ok(None);
    }
    let is_public = |name: &String| {
        let local = ["localhost", "local", "internal", "test", "invalid", "example"];
        name.rsplit_once('.').is_some_and(|(_, last)| !local.contains(&last))
    };
    domain_name(value).filter(is_public).map(Some).ok_or_else(|| "refused-host".into())
}

/// The readable form of an internationalised host name, where it has another than the stored one.
pub fn readable_host(ascii: &str) -> Option<String> {
    let (readable, result) = idna::domain_to_unicode(ascii);
    (result.is_ok() && readable != ascii).then_some(readable)
}

/// An address that a browser may be sent to.
pub fn web_address(value: &str) -> Parsed<Option<String>> {
    let value = value.trim();
    if value.is_empty() {
        return Ok(None);
    }
    let url = Url::parse(value).ok().filter(|url| {
        matches!(url.scheme(), "http" | "https") && url.host_str().is_some() && url.username().is_empty()
    });
    match url {
        Some(url) if url.as_str().len() <= 2000 => Ok(Some(url.into())),
        _ => Err("refused-web-address".into()),
    }
}

/// A whole number within bounds.
pub fn number(value: &str, least: i64, most: i64) -> Parsed<i64> {
    let refused = || Message::new("refused-number").with("least", least).with("most", most);
    let number: i64 = value.trim().parse().map_err(|_| refused())?;
    if (least..=most).contains(&number) { Ok(number) } else { Err(refused()) }
}

pub fn optional_number(value: &str, least: i64, most: i64) -> Parsed<Option<i64>> {
    if value.trim().is_empty() { Ok(None) } else { number(value, least, most).map(Some) }
}

/// One of a fixed set of codes.
pub fn choice<T>(value: &str, parse: impl FnOnce(&str) -> Option<T>) -> Parsed<T> {
    parse(value.trim()).ok_or_else(|| "refused-choice".into())
}

/// What somebody is called, of the fields `first_name`, `last_name`, `email` and `language`.
pub fn names(errors: &mut FieldErrors, [first, last, address, language]: [&str; 4]) -> Names {
    Names {
        first_name: errors.keep("first_name", text(first, 80)).unwrap_or_default(),
        last_name: errors.keep("last_name", text(last, 80)).unwrap_or_default(),
        email: errors.keep("email", email(address)).unwrap_or_default(),
        language: errors.keep("language", choice(language, Lang::parse)).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_canonical_before_it_is_judged() {
        assert_eq!(login_name("  Ａcme-EU ", 2, 63), Ok("acme-eu".to_owned()));
        for refused in ["", "a", "-acme", "acme.", "ac me", "аcme", "a@b", &"a".repeat(64)] {
            assert!(login_name(refused, 2, 63).is_err(), "{refused}");
        }
    }

    #[test]
    fn a_cookie_domain_is_a_public_host_name() {
        assert_eq!(host_name("Пример.РФ"), Ok(Some("xn--e1afmkfd.xn--p1ai".to_owned())));
        assert_eq!(readable_host("xn--e1afmkfd.xn--p1ai"), Some("пример.рф".to_owned()));
        for refused in [
            "localhost",
            "10.0.0.1",
            "https://a.com",
            "a.com:80",
            "a",
            "-a.com",
            "1.2",
            "[::1]",
            "a..com",
            "exa\u{200B}mple.local",
            "a_b.com",
        ] {
            assert!(host_name(refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn text_loses_what_cannot_be_seen_and_counts_code_points() {
        assert_eq!(required(" a\u{202E}b\u{7} ", 2), Ok("ab".to_owned()));
        assert!(required("\u{200E}", 5).is_err());
        assert!(required("\u{200B}\u{3164}", 5).is_err());
        assert!(text(&"😀".repeat(121), 120).is_err());
        assert!(text(&"😀".repeat(120), 120).is_ok());
    }
}
