//! Where a request comes from, through the proxies that are trusted.

use std::net::{IpAddr, SocketAddr};

use actix_web::{HttpRequest, http::header};

use crate::{
    config::is_trusted,
    people::{Client, clean},
    state::State,
};

const LONGEST_USER_AGENT: usize = 256;

impl Client {
    pub fn of(req: &HttpRequest, state: &State) -> Self {
        let agent = req.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("");
        Self {
            ip: ip(req, state).map(|ip| ip.to_string()).unwrap_or_default(),
            user_agent: clean(agent, LONGEST_USER_AGENT),
        }
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
