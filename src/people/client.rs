//! Where somebody is asking from: address and browser, both a stranger's word.

use std::net::{IpAddr, Ipv6Addr};

#[derive(Clone, Debug, Default)]
pub struct Client {
    pub ip: String,
    pub user_agent: String,
}

impl Client {
    /// What is throttled together: the address, or the /64 of an IPv6 address, which one customer has whole. Empty
    /// where it is not known.
    pub fn network(&self) -> String {
        match self.ip.parse().map(|ip: IpAddr| ip.to_canonical()) {
            Ok(IpAddr::V6(ip)) => Ipv6Addr::from_bits(ip.to_bits() & !u128::from(u64::MAX)).to_string() + "/64",
            Ok(ip) => ip.to_string(),
            Err(_) => String::new(),
        }
    }

    /// `computer`, `phone` or `other`, as far as the browser says so.
    pub fn device(&self) -> &'static str {
        match woothee::parser::Parser::new().parse(&self.user_agent).map(|it| it.category) {
            Some("pc") => "computer",
            Some("smartphone" | "mobilephone") => "phone",
            _ => "other",
        }
    }

    /// "Firefox, Linux", as far as the browser says so.
    pub fn browser(&self) -> String {
        let found = woothee::parser::Parser::new().parse(&self.user_agent);
        let parts = found.map_or(["", ""], |it| [it.name, it.os]);
        parts.into_iter().filter(|part| !part.is_empty() && *part != "UNKNOWN").collect::<Vec<_>>().join(", ")
    }
}

/// A stranger's text made harmless to look at: no control characters, no direction overrides, at most `longest`
/// characters.
pub fn clean(text: &str, longest: usize) -> String {
    text.chars().filter(|c| !is_unsafe(*c)).take(longest).collect()
}

/// Control characters, line and paragraph separators, and the marks that reorder the text around them.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_does_not_say_is_left_out() {
        let of = |agent: &str| Client { user_agent: agent.to_owned(), ..Client::default() }.browser();
        assert_eq!(of("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"), "Firefox, Linux");
        assert_eq!([of("something else"), of("")], ["", ""]);
    }

    #[test]
    fn the_addresses_of_one_customer_are_one_network() {
        let of = |ip: &str| Client { ip: ip.to_owned(), ..Client::default() }.network();
        assert_eq!([of("203.0.113.7"), of("::ffff:203.0.113.7")], ["203.0.113.7", "203.0.113.7"]);
        assert_eq!([of("2001:db8:1:2:3::4"), of("2001:db8:1:2::")], ["2001:db8:1:2::/64", "2001:db8:1:2::/64"]);
        assert_ne!(of("2001:db8:1:3::4"), of("2001:db8:1:2::4"));
        assert_eq!(of(""), "");
    }

    #[test]
    fn a_strangers_text_cannot_turn_the_line_around() {
        assert_eq!(clean("a\u{202E}b\r\nc\u{0}", 256), "abc");
        assert_eq!(clean("долго", 2), "до");
    }
}
