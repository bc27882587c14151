//! Which addresses may be connected to.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

use crate::config::Config;

/// Where clouds tell a machine its secrets, besides the link-local range.
const METADATA_V4: [Ipv4Addr; 3] =
    [Ipv4Addr::new(100, 100, 100, 200), Ipv4Addr::new(168, 63, 129, 16), Ipv4Addr::new(192, 0, 0, 192)];
const METADATA_V6: [Ipv6Addr; 2] =
    [Ipv6Addr::new(0xfd00, 0x0ec2, 0, 0, 0, 0, 0, 0x0254), Ipv6Addr::new(0xfd20, 0x00ce, 0, 0, 0, 0, 0, 0x0254)];

/// What the settings say beside what is never reached.
pub struct Ranges<'a> {
    allowed: &'a [IpNet],
    denied: &'a [IpNet],
}

impl<'a> Ranges<'a> {
    pub fn of(config: &'a Config) -> Self {
        Self { allowed: &config.connect_allow, denied: &config.connect_deny }
    }

    /// An address with others inside is judged by each of them.
    pub fn permit(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        !is_barred(address) && meant(address).all(|it| self.settings_permit(it))
    }

    /// The narrowest range decides, of two that are equally narrow the one that denies; without any it is allowed.
    fn settings_permit(&self, address: IpAddr) -> bool {
        let narrowest =
            |ranges: &[IpNet]| ranges.iter().filter(|range| range.contains(&address)).map(IpNet::prefix_len).max();
        narrowest(self.denied).is_none_or(|denied| narrowest(self.allowed) > Some(denied))
    }
}

/// Link-local, metadata, and what is no single machine's address; an address inside an IPv6 one counts as itself. No
/// setting allows these.
pub fn is_barred(address: IpAddr) -> bool {
    meant(address).any(|it| {
        it.is_unspecified()
            || it.is_multicast()
            || match it {
                IpAddr::V4(it) => {
                    it.is_link_local() || it.octets()[0] == 0 || it.octets()[0] >= 240 || METADATA_V4.contains(&it)
                }
                IpAddr::V6(it) => it.is_unicast_link_local() || METADATA_V6.contains(&it),
            }
    })
}

/// The address and what it may stand for.
fn meant(address: IpAddr) -> impl Iterator<Item = IpAddr> {
    let inside = match address {
        IpAddr::V4(_) => Vec::new(),
        IpAddr::V6(it) => embedded(it),
    };
    std::iter::once(address).chain(inside.into_iter().map(IpAddr::V4))
}

/// The IPv4 addresses that a mapped, compatible, translated, 6to4, Teredo or ISATAP address may stand for.
fn embedded(address: Ipv6Addr) -> Vec<Ipv4Addr> {
    let v4 = |high: u16, low: u16| Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low));
    match address.segments() {
        // `::1` is no IPv4 address.
        [0, 0, 0, 0, 0, 0, 0, 0 | 1] => Vec::new(),
        // Mapped, compatible, and the form of SIIT.
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] | [0, 0, 0, 0, 0xffff, 0, high, low] => vec![v4(high, low)],
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => vec![v4(high, low)],
        // RFC 6052 has an address at other bits in each length of a prefix; a network may use any below this one.
        [0x64, 0xff9b, 1, a, b, c, d, e] => {
            let b = b & 0xff;
            let all = [
                v4(a, b << 8 | c >> 8),
                v4((a & 0xff) << 8 | b, c),
                v4(b << 8 | c >> 8, (c & 0xff) << 8 | d >> 8),
                v4(d, e),
            ];
            // Of all but one there is nothing at the place.
            let some: Vec<_> = all.into_iter().filter(|it| it.octets()[0] != 0).collect();
            if some.is_empty() { vec![Ipv4Addr::UNSPECIFIED] } else { some }
        }
        [0x2002, high, low, ..] => vec![v4(high, low)],
        [0x2001, 0, high, low, _, _, client_high, client_low] => {
            vec![v4(high, low), v4(!client_high, !client_low)]
        }
        [_, _, _, _, 0 | 0x200, 0x5efe, high, low] => vec![v4(high, low)],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn permits(allowed: &str, denied: &str, address: &str) -> bool {
        let nets =
            |text: &str| -> Vec<IpNet> { text.split_whitespace().map(|net| net.parse().expect("a range")).collect() };
        let (allowed, denied) = (nets(allowed), nets(denied));
        Ranges { allowed: &allowed, denied: &denied }.permit(address.parse().expect("an address"))
    }

    #[test]
    fn the_narrowest_range_decides() {
        let all = "0.0.0.0/0 ::/0";
        assert!(permits("", "", "10.0.0.1") && permits("", "", "::1") && permits("", "", "127.0.0.1"));
        assert!(!permits("", "10.0.0.0/8", "10.0.0.1") && permits("10.0.0.0/24", "10.0.0.0/8", "10.0.0.1"));
        assert!(!permits("10.0.0.0/8", "10.0.0.0/24", "10.0.0.1") && !permits("10.0.0.0/8", "10.0.0.0/8", "10.0.0.1"));
        assert!(!permits("10.0.0.0/8", all, "11.0.0.1") && permits("10.0.0.0/8", all, "10.0.0.1"));
        assert!(!permits("", "10.0.0.0/8", "::ffff:10.0.0.1") && !permits("", "10.0.0.0/8", "64:ff9b::a00:1"));
        for barred in ["169.254.169.254", "fe80::1", "fd00:ec2::254", "100.100.100.200", "0.0.0.0", "0.1.2.3", "::"] {
            assert!(!permits("0.0.0.0/0 ::/0 169.254.169.254/32", "", barred), "{barred}");
        }
    }

    #[test]
    fn an_address_inside_another_counts_as_itself() {
        for barred in [
            "::ffff:169.254.169.254",
            "::169.254.169.254",
            "::ffff:0:169.254.169.254",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1:a9fe:a9:fe00::",
            "64:ff9b:1::a9fe:a9fe",
            "2002:a9fe:a9fe::1",
            "2001:0:a9fe:a9fe::",
            "2001:0:808:808:0:0:5601:5601",
            "2001:db8::5efe:a9fe:a9fe",
            "2001:db8::200:5efe:a9fe:a9fe",
            "fd20:ce::254",
            "ff02::1",
            "255.255.255.255",
        ] {
            assert!(!permits("", "", barred), "{barred}");
        }
        for good in ["2001:db8::1", "2a00:1450::1", "64:ff9b::808:808", "fd12::5"] {
            assert!(permits("", "", good), "{good}");
        }
    }
}
