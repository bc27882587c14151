//! What is given of somebody who is not written to: in its canonical form, in which however it was written is the same.

use md5::{Digest, Md5};
use strum::{EnumString, IntoStaticStr, VariantArray};
use unicode_normalization::UnicodeNormalization;

use super::hex;
use crate::{
    db::kept_as_text,
    email::{Email, domain_name},
    forms::fields::phone,
    i18n::Message,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum Kind {
    Email,
    Phone,
    Domain,
}

kept_as_text!(Kind);

/// What stands in a line, recognised by its form.
#[derive(Clone, PartialEq, Eq)]
pub enum Given {
    /// Canonical: an address in lower case, its domain in ASCII; a phone in E.164; a domain in ASCII, with a dot in front
    /// where it means those below it as well.
    Clear(Kind, String),
    /// Lower-case hexadecimal; of what, it does not say.
    Md5(String),
}

/// Written in front of a domain: it, and all below it.
const BELOW: char = '.';

impl Given {
    /// # Errors
    /// What is wrong with it; the sentence does not repeat it.
    pub fn read(typed: &str) -> Result<Self, Message> {
        let invisible = |c: char| c.is_whitespace() || c.is_control() || c == '\u{FEFF}';
        let text = typed.trim_matches(invisible);
        if text.is_empty() {
            return Err("refused-empty".into());
        }
        if is_md5(text) {
            return Ok(Self::Md5(text.to_ascii_lowercase()));
        }
        if text.contains(['@', '＠']) {
            return email(text).ok_or_else(|| "refused-stop-email".into());
        }
        if text.starts_with(['+', '＋']) || !text.contains(char::is_alphabetic) {
            let number = phone(text).ok().flatten();
            return number.map(|it| Self::Clear(Kind::Phone, it)).ok_or_else(|| "refused-stop-phone".into());
        }
        domain(text).ok_or_else(|| "refused-stop-domain".into())
    }

    /// None where it does not say.
    pub fn kind(&self) -> Option<Kind> {
        if let Self::Clear(kind, _) = self { Some(*kind) } else { None }
    }

    pub fn md5(&self) -> String {
        match self {
            Self::Clear(_, text) => digest(text),
            Self::Md5(md5) => md5.clone(),
        }
    }

    /// The MD5s of all by which it can be on a list, itself first: an address also by its domain, and a domain by those
    /// above it that were written for all below them.
    pub fn asked(&self) -> Vec<String> {
        let domain = match self {
            Self::Clear(Kind::Email, text) => text.rsplit_once('@').map(|(_, domain)| domain),
            Self::Clear(Kind::Domain, text) => Some(text.as_str()),
            _ => None,
        };
        let mut all = vec![self.md5()];
        let Some(domain) = domain else { return all };
        if self.kind() == Some(Kind::Email) {
            all.push(digest(domain));
        }
        let mut rest = domain.trim_start_matches(BELOW);
        loop {
            let below = format!("{BELOW}{rest}");
            if below != domain {
                all.push(digest(&below));
            }
            let Some((_, above)) = rest.split_once('.').filter(|(_, above)| above.contains('.')) else { return all };
            rest = above;
        }
    }

    /// Whether a text tells of it: a reason must not say in the clear what the list keeps as a hash.
    pub fn is_told_by(&self, text: &str) -> bool {
        let folded: String = text.nfkc().flat_map(char::to_lowercase).collect();
        match self {
            Self::Clear(Kind::Phone, number) => {
                let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
                digits(&folded).contains(&digits(number))
            }
            Self::Clear(_, value) => folded.contains(value.trim_start_matches(BELOW)),
            Self::Md5(md5) => folded.contains(md5.as_str()),
        }
    }
}

fn is_md5(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn digest(text: &str) -> String {
    hex(&Md5::digest(text.as_bytes()))
}

fn email(text: &str) -> Option<Given> {
    let text: String = text.nfkc().collect();
    let address = Email::parse(text.trim_end_matches('.')).ok()?;
    Some(Given::Clear(Kind::Email, address.ascii().to_lowercase()))
}

/// `example.com`, and for all below it as well `.example.com` or `*.example.com`. One label alone would be a whole zone.
fn domain(text: &str) -> Option<Given> {
    let plain = text.trim_end_matches(['.', '。']);
    let below = plain.strip_prefix("*.").or_else(|| plain.strip_prefix(BELOW));
    let name = domain_name(below.unwrap_or(plain)).filter(|name| name.contains('.'))?;
    Some(Given::Clear(Kind::Domain, below.map_or_else(|| name.clone(), |_| format!("{BELOW}{name}"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clear(typed: &str) -> Option<(Kind, String)> {
        match Given::read(typed) {
            Ok(Given::Clear(kind, text)) => Some((kind, text)),
            _ => None,
        }
    }

    #[test]
    fn however_it_is_written_it_comes_to_the_same() {
        for (canonical, kind, spellings) in [
            (
                "anna@xn--e1afmkfd.xn--p1ai",
                Kind::Email,
                &["anna@пример.рф", " ANNA@ПРИМЕР.РФ\r", "\u{FEFF}Anna@xn--E1AFMKFD.xn--p1ai.", "ａnna＠пример.рф"][..],
            ),
            (
                "+4930901820",
                Kind::Phone,
                &["+49 30 901820", "+49 (0)30 90-18-20", "＋４９ 30／901820", "+49.30.901820"],
            ),
            ("example.com", Kind::Domain, &["Example.COM", "example.com.", "ｅxample.com"]),
            (".example.com", Kind::Domain, &[".Example.com", "*.EXAMPLE.com", "*.example.com."]),
        ] {
            for typed in spellings {
                assert_eq!(clear(typed), Some((kind, canonical.to_owned())), "{typed:?}");
            }
        }
        let md5 = digest("anna@example.com");
        assert!(matches!(Given::read(&md5.to_uppercase()), Ok(Given::Md5(it)) if it == md5));
    }

    #[test]
    fn what_is_neither_is_refused_without_being_repeated() {
        for (typed, why) in [
            ("", "refused-empty"),
            (" \u{FEFF}", "refused-empty"),
            ("anna@", "refused-stop-email"),
            ("@example.com", "refused-stop-email"),
            ("a b@example.com", "refused-stop-email"),
            ("12345", "refused-stop-phone"),
            ("+49", "refused-stop-phone"),
            ("192.0.2.1", "refused-stop-phone"),
            ("com", "refused-stop-domain"),
            (".com", "refused-stop-domain"),
            ("*.", "refused-stop-phone"),
            ("*.*.com", "refused-stop-domain"),
            ("exa_mple.com", "refused-stop-domain"),
            ("https://example.com/", "refused-stop-domain"),
            ("23463b99b62a72f26ed677cc556c44", "refused-stop-domain"),
        ] {
            assert_eq!(
                Given::read(typed).map(|_| ()).map_err(|it| (it.key.into_owned(), it.args.len())),
                Err((why.to_owned(), 0)),
                "{typed}"
            );
        }
    }

    #[test]
    fn an_address_is_asked_by_its_domain_too_and_a_domain_by_those_above_it() {
        let asked = |typed| Given::read(typed).map(|given| given.asked()).unwrap_or_default();
        let md5s = |all: &[&str]| all.iter().map(|it| digest(it)).collect::<Vec<_>>();
        assert_eq!(
            asked("A@news.mail.example.com"),
            md5s(&[
                "a@news.mail.example.com",
                "news.mail.example.com",
                ".news.mail.example.com",
                ".mail.example.com",
                ".example.com"
            ])
        );
        assert_eq!(asked("example.com"), md5s(&["example.com", ".example.com"]));
        assert_eq!(asked("*.example.com"), md5s(&[".example.com"]));
        assert_eq!(asked("+4930901820"), md5s(&["+4930901820"]));
        assert_eq!(asked(&digest("a@example.com")), md5s(&["a@example.com"]));
    }

    #[test]
    fn a_reason_that_tells_the_value_is_known() {
        let tells = |typed, text| Given::read(typed).is_ok_and(|given| given.is_told_by(text));
        assert!(tells("anna@example.com", "Asked by Anna@Example.com"));
        assert!(tells("+4930901820", "call of 49 30 90 18 20"));
        assert!(tells("*.example.com", "all of EXAMPLE.com"));
        assert!(tells("23463b99b62a72f26ed677cc556c44e8", "as 23463B99B62A72F26ED677CC556C44E8"));
        assert!(!tells("anna@example.com", "ticket 4711") && !tells("+4930901820", "ticket 4711"));
    }
}
