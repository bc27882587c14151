//! Phone numbers: typed in any way with a country code, kept in E.164, shown as their country writes them.

use rlibphonenumber::{PhoneNumber, PhoneNumberFormat};

use super::Parsed;
use crate::people::clean;

/// E.164, from however it was typed; without a leading `+` the number has no country. What is no part of a number is
/// refused, never dropped and never read as digits: letters, an extension, a pause.
pub fn phone(value: &str) -> Parsed<Option<String>> {
    let value = clean(value, usize::MAX);
    let value = value.trim();
    if value.is_empty() {
        return Ok(None);
    }
    let plus = value.chars().filter(|c| matches!(c, '+' | '＋')).count();
    if !value.chars().all(is_part) {
        return Err("refused-phone-characters".into());
    }
    let read = value.parse::<PhoneNumber>().ok().filter(|_| plus == 1);
    let number = read.filter(|number| number.is_valid() && number.extension.is_none());
    number
        .map(|number| Some(number.format_as(PhoneNumberFormat::E164).into_owned()))
        .ok_or_else(|| "refused-phone".into())
}

/// "+7 495 123-45-67" from E.164.
pub fn shown_phone(e164: &str) -> String {
    match e164.parse::<PhoneNumber>() {
        Ok(number) => number.format_as(PhoneNumberFormat::International).into_owned(),
        Err(_) => e164.to_owned(),
    }
}

/// The digits that a number has in it, in E.164, that is looked for by so much of it and in any way of writing. There
/// are two ways to read it where a 0 or an 8 in front may stand for the country. None where it is no number at all.
pub fn sought_phone(asked: &str) -> Vec<String> {
    let asked = clean(asked, usize::MAX);
    let asked = asked.trim();
    let digits: String = asked.chars().filter_map(digit).collect();
    if !asked.chars().all(is_part) || digits.len() < 3 {
        return Vec::new();
    }
    let abroad = digits.strip_prefix("00");
    let written = abroad.map_or_else(|| asked.to_owned(), |_| asked.replacen("00", "+", 1));
    if let Ok(Some(e164)) = phone(&written) {
        return vec![e164.replace('+', "")];
    }
    let digits = abroad.map_or(digits.as_str(), |rest| rest);
    let within = digits.strip_prefix(['0', '8']).filter(|rest| rest.len() >= SHORTEST);
    [Some(digits), within].into_iter().flatten().map(str::to_owned).collect()
}

/// A number without its country has at least so many digits.
const SHORTEST: usize = 7;

/// A digit of any of the scripts that are read, as itself.
fn digit(c: char) -> Option<char> {
    let zero = ['0', '０', '٠', '۰']
        .into_iter()
        .find(|zero| (u32::from(*zero)..=u32::from(*zero) + 9).contains(&u32::from(c)))?;
    char::from_digit(u32::from(c) - u32::from(zero), 10)
}

/// Digits (full-width and Arabic ones too), and what people write between them.
fn is_part(c: char) -> bool {
    let digit = digit(c).is_some();
    let dash = matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FF0D}');
    let invisible = matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}');
    digit
        || dash
        || invisible
        || c.is_whitespace()
        || matches!(c, '+' | '＋' | '(' | ')' | '（' | '）' | '.' | '．' | '/' | '／')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_is_kept_in_e164_and_shown_for_reading() {
        for (typed, kept, shown) in [
            ("+7 (495) 123-45-67", "+74951234567", "+7 495 123-45-67"),
            ("+7 812 309-88-77", "+78123098877", "+7 812 309-88-77"),
            ("+7 800 555-35-35", "+78005553535", "+7 800 555-35-35"),
            ("+375 801 123 4567", "+3758011234567", "+375 801 123 4567"),
            ("+44 (0)20 7946 0958", "+442079460958", "+44 20 7946 0958"),
            ("＋４９ 30／901820", "+4930901820", "+49 30 901820"),
            ("\u{202A}+1\u{A0}212\u{2011}736\u{2011}5000\u{202C}", "+12127365000", "+1 212-736-5000"),
            ("+٩٦٦ ٥١ ٢٣٤ ٥٦٧٨", "+966512345678", "+966 51 234 5678"),
        ] {
            assert_eq!(phone(typed), Ok(Some(kept.to_owned())), "{typed}");
            assert_eq!(shown_phone(kept), shown);
            assert_eq!(phone(shown), Ok(Some(kept.to_owned())), "what is shown is read again");
        }
        assert_eq!(phone(" "), Ok(None));
    }

    #[test]
    fn a_number_is_sought_by_its_digits_however_it_is_written() {
        for (asked, sought) in [
            ("+7 495 123-45-67", &["74951234567"][..]),
            ("7 (495) 1234567", &["74951234567"]),
            ("8 (495) 123-45-67", &["84951234567", "4951234567"]),
            ("+44 (0)20 7946 0958", &["442079460958"]),
            ("0044 20 7946 0958", &["442079460958"]),
            ("020 7946 0958", &["02079460958", "2079460958"]),
            ("123-45-67", &["1234567"]),
            ("+7 495", &["7495"]),
            ("٤٩٥１２３", &["495123"]),
            ("12", &[]),
            ("anna 495", &[]),
            ("", &[]),
        ] {
            assert_eq!(sought_phone(asked), sought, "{asked}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused_and_never_dropped() {
        for refused in [
            "12",
            "8 812 309-88-77",
            "+7 812 309-88",
            "+7 812 309-88-77 5",
            "+999 123 456 789",
            "++7 812 309-88-77",
            "+7 812 +309 88 77",
        ] {
            assert_eq!(phone(refused), Err("refused-phone".into()), "{refused}");
        }
        for refused in [
            "+1 800 FLOWERS",
            "+7 812 309-88-77 ext. 5",
            "+7 812 309-88-77 доб. 5",
            "+7 812 309-88-77 x5",
            "+7 812 309-88-77;ext=5",
            "+7 812 309-88-77#5",
            "+7 812 309-88-77,5",
            "tel:+78123098877",
            "+7 812 309-88-7⑦",
            "+7 812 309-88-7²7",
            "*100#",
        ] {
            assert_eq!(phone(refused), Err("refused-phone-characters".into()), "{refused}");
        }
    }
}
