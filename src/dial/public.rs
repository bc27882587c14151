//! Which addresses are of the public internet.

use std::net::IpAddr;

use ipnet::IpNet;

/// Whether an address is one of the public internet, and no special one.
pub fn is_public(address: IpAddr) -> bool {
    const SPECIAL: [&str; 20] = [
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
        "64:ff9b::/96",
        "5f00::/16",
    ];
    let is_special = SPECIAL.iter().filter_map(|it| it.parse::<IpNet>().ok()).any(|it| it.contains(&address));
    let is_unicast = match address {
        IpAddr::V4(_) => true,
        IpAddr::V6(it) => it.segments()[0] & 0xe000 == 0x2000,
    };
    is_unicast && !is_special
}
