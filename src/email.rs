//! E-mail addresses: one form, in which they are compared, kept and written to.

use std::net::IpAddr;

use unicode_normalization::UnicodeNormalization;

use crate::i18n::Message;

/// An address of RFC 5321 with a domain name, its domain canonical: in ASCII, lower-case (UTS 46).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email {
    local: String,
    domain: String,
}

const LONGEST: usize = 254;
const LONGEST_LOCAL: usize = 64;

impl Email {
    /// # Errors
    /// What is wrong with it: which part, and what it should be.
    pub fn parse(text: &str) -> Result<Self, Message> {
        let text: String = text.trim().nfc().collect();
        if text.is_empty() {
            return Err("refused-empty".into());
        }
        let several = |c: char| c.is_control() || c.is_whitespace() || matches!(c, ',' | ';' | '<' | '>' | '"');
        let Some((local, domain)) = text.split_once('@').filter(|_| !text.contains(several)) else {
            return Err("refused-email".into());
        };
        if !is_local(local) {
            return Err("refused-email-local".into());
        }
        if is_literal(domain) {
            return Err("refused-email-literal".into());
        }
        let Some(domain) = domain_name(domain) else {
            return Err(Message::new("refused-email-domain").with("domain", domain));
        };
        if local.len() + 1 + domain.len() > LONGEST {
            return Err(Message::new("refused-email-long").with("longest", LONGEST as i64));
        }
        Ok(Self { local: local.to_owned(), domain })
    }

    /// As it goes to a mail server.
    pub fn ascii(&self) -> String {
        format!("{}@{}", self.local, self.domain)
    }

    /// As it is kept, searched and shown: the domain in its own script, where it comes back from that to the same.
    pub fn readable(&self) -> String {
        let (readable, result) = idna::domain_to_unicode(&self.domain);
        let comes_back = result.is_ok() && domain_name(&readable).as_ref() == Some(&self.domain);
        format!("{}@{}", self.local, if comes_back { readable } else { self.domain.clone() })
    }
}

/// The canonical form of a domain name: ASCII, lower-case, without a dot at the end; None for what is none, an IP
/// address too.
pub fn domain_name(text: &str) -> Option<String> {
    let name = idna::domain_to_ascii(text).ok().filter(|name| name.len() <= 253)?;
    let is_label = |label: &str| {
        let plain = label.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        plain && (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
    };
    let is_number = |label: &str| label.chars().all(|c| c.is_ascii_digit());
    (name.split('.').all(is_label) && !name.rsplit('.').next().is_none_or(is_number)).then_some(name)
}

/// A dot-atom of RFC 5322.
fn is_local(local: &str) -> bool {
    let is_atom = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c))
    };
    local.len() <= LONGEST_LOCAL && local.split('.').all(is_atom)
}

/// `[192.0.2.1]`, `[IPv6:2001:db8::1]`, and an address without its brackets.
fn is_literal(domain: &str) -> bool {
    let bare: String = domain.nfkc().collect();
    bare.starts_with('[') || bare.trim_end_matches('.').parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_has_one_form_however_it_was_typed() {
        for (typed, kept, sent) in [
            (" anna@пример.рф ", "anna@пример.рф", "anna@xn--e1afmkfd.xn--p1ai"),
            ("anna@xn--e1afmkfd.xn--p1ai", "anna@пример.рф", "anna@xn--e1afmkfd.xn--p1ai"),
            ("anna@ПРИМЕР.РФ", "anna@пример.рф", "anna@xn--e1afmkfd.xn--p1ai"),
            ("Anna@exa\u{200B}mple.com", "Anna@example.com", "Anna@example.com"),
            ("anna@ｅxample.com", "anna@example.com", "anna@example.com"),
            ("anna@EXAMPLE。Com", "anna@example.com", "anna@example.com"),
            ("anna@ex\u{AD}ample.com", "anna@example.com", "anna@example.com"),
            ("anna@Straße.de", "anna@straße.de", "anna@xn--strae-oqa.de"),
            ("o'hara+tag@mail", "o'hara+tag@mail", "o'hara+tag@mail"),
        ] {
            let email = Email::parse(typed).unwrap_or_else(|refused| panic!("{typed}: {refused:?}"));
            assert_eq!((email.readable().as_str(), email.ascii().as_str()), (kept, sent), "{typed}");
            assert_eq!(Email::parse(kept).as_ref(), Ok(&email), "what is kept is read again");
        }
    }

    #[test]
    fn a_refusal_names_its_reason() {
        let long = format!("{}@{}.com", "a".repeat(64), ["b".repeat(63), "c".repeat(63), "d".repeat(60)].join("."));
        for (typed, reason) in [
            ("", "refused-empty"),
            ("anna", "refused-email"),
            ("a@b.com,c@d.com", "refused-email"),
            ("a@b.com\r\nBcc: c@d.com", "refused-email"),
            ("Anna <a@b.com>", "refused-email"),
            ("a b@c.com", "refused-email"),
            ("@example.com", "refused-email-local"),
            (".a@example.com", "refused-email-local"),
            ("a..b@example.com", "refused-email-local"),
            ("анна@example.com", "refused-email-local"),
            ("a\u{200B}b@example.com", "refused-email-local"),
            (&format!("{}@example.com", "a".repeat(65)), "refused-email-local"),
            ("a@[192.0.2.1]", "refused-email-literal"),
            ("a@[IPv6:2001:db8::1]", "refused-email-literal"),
            ("a@192.0.2.1", "refused-email-literal"),
            ("a@１９２.0.2.1", "refused-email-literal"),
            ("a@", "refused-email-domain"),
            ("a@b@c.com", "refused-email-domain"),
            ("a@exa_mple.com", "refused-email-domain"),
            ("a@-example.com", "refused-email-domain"),
            ("a@example..com", "refused-email-domain"),
            ("a@example.com.", "refused-email-domain"),
            ("a@xn--zzzzzzzzz.com", "refused-email-domain"),
            ("a@\u{200B}", "refused-email-domain"),
            (&long, "refused-email-long"),
        ] {
            assert_eq!(Email::parse(typed).map_err(|refused| refused.key), Err(reason.into()), "{typed}");
        }
    }
}
