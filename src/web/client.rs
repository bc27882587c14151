//! Where a request comes from: address and browser, both a stranger's word.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use actix_web::{HttpRequest, http::header};

use crate::{config::is_trusted, state::State};

const LONGEST_USER_AGENT: usize = 256;

#[derive(Clone, Debug, Default)]
pub struct Client {
    pub ip: String,
    pub user_agent: String,
}

impl Client {
    pub fn of(req: &HttpRequest, state: &State) -> Self {
        let agent = req.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("");
        Self {
            ip: ip(req, state).map(|ip| ip.to_string()).unwrap_or_default(),
            user_agent: clean(agent, LONGEST_USER_AGENT),
        }
    }

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

/// The peer, or what the nearest untrusted hop of `X-Forwarded-For` was when the peer is a trusted proxy. An IPv4
/// address is one, however it came: a listener on `[::]` has it inside an IPv6 one.
fn ip(req: &HttpRequest, state: &State) -> Option<IpAddr> {
    let peer = req.peer_addr()?.ip().to_canonical();
    let proxies = &state.config.trusted_proxies;
    if !is_trusted(proxies, peer) {
        return Some(peer);
    }
    let hops = req
        .headers()
        .get_all("x-forwarded-for")
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    let hops: Vec<&str> = hops.collect();
    // A hop that is no address hides those before it: who wrote them is not known.
    let mut known = hops.into_iter().rev().map_while(address);
    Some(known.find(|hop| !is_trusted(proxies, *hop)).unwrap_or(peer))
}

/// Some proxies add the port, some put an IPv6 address in brackets, some say on which of their interfaces it came in.
fn address(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim().trim_matches('"');
    let with_port = || hop.parse::<SocketAddr>().ok().map(|it| it.ip());
    let bare = hop.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(hop);
    let bare = bare.split_once('%').map_or(bare, |(address, _)| address);
    bare.parse().ok().or_else(with_port).map(|it: IpAddr| it.to_canonical())
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
    fn a_hop_is_read_however_a_proxy_writes_it() {
        for hop in [
            "10.0.0.1",
            " 10.0.0.1:4711 ",
            "::ffff:10.0.0.1",
            "[::ffff:10.0.0.1]",
            "[::ffff:10.0.0.1]:4711",
            "::FFFF:0a00:0001",
            "\"10.0.0.1\"",
        ] {
            assert_eq!(address(hop), Some(IpAddr::from([10, 0, 0, 1])), "{hop}");
        }
        for hop in [
            "2001:db8::1",
            "[2001:db8::1]",
            "[2001:db8::1]:4711",
            "2001:DB8:0:0::1",
            "\"[2001:db8::1]:4711\"",
            "2001:db8::1%eth0",
        ] {
            assert_eq!(address(hop).map(|ip| ip.to_string()).as_deref(), Some("2001:db8::1"), "{hop}");
        }
        for hop in
            ["", "unknown", "_hidden", "10.0.0.1, 10.0.0.2", "10.0.0.256", "010.0.0.1", "[10.0.0.1", "example.com:80"]
        {
            assert_eq!(address(hop), None, "{hop}");
        }
    }

    #[test]
    fn a_strangers_text_cannot_turn_the_line_around() {
        assert_eq!(clean("a\u{202E}b\r\nc\u{0}", 256), "abc");
        assert_eq!(clean("долго", 2), "до");
    }
}
