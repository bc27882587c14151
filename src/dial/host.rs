//! Which hosts a connector may name: any but those that answer a machine about itself.

use std::{fmt::Display, net::IpAddr};

use url::Host;

use super::ranges::is_barred;
use crate::i18n::Message;

const METADATA_NAMES: [&str; 4] = ["metadata", "metadata.google.internal", "metadata.goog", "instance-data"];

/// A host name in its ASCII form or an IP address in its shortest; an IPv6 address may be typed with or without
/// brackets.
pub fn parse(value: &str) -> Result<String, Message> {
    let value = value.trim();
    if value.is_empty() {
        return Err("refused-empty".into());
    }
    if let Ok(address) = value.parse::<IpAddr>() {
        return permitted(address);
    }
    // The parser would undo percent escapes, which no host name has.
    if value.contains('%') {
        return Err("refused-connector-host".into());
    }
    match Host::parse(value) {
        // Numbers of other forms are nobody's habit; who uses one means to be misread.
        Ok(Host::Ipv4(address)) => permitted(address.into()).and(Err("refused-connector-number".into())),
        Ok(Host::Ipv6(address)) => permitted(address.into()),
        Ok(Host::Domain(name)) => host_name(name.trim_end_matches('.')),
        Err(_) => Err("refused-connector-host".into()),
    }
}

/// "db.example.com:5432", "[::1]:5432".
pub fn with_port(host: &str, port: impl Display) -> String {
    if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
}

/// As a request names it: a port stands in it where it is not the usual one.
pub fn with_port_if_any(host: &str, port: Option<u16>) -> String {
    port.map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

fn permitted(address: IpAddr) -> Result<String, Message> {
    if is_barred(address) { Err(Message::new("refused-connector-address")) } else { Ok(address.to_string()) }
}

fn host_name(name: &str) -> Result<String, Message> {
    let character = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let label = |it: &str| {
        (1..=63).contains(&it.len()) && !it.starts_with('-') && !it.ends_with('-') && it.chars().all(character)
    };
    if name.len() > 253 || !name.split('.').all(label) {
        return Err("refused-connector-host".into());
    }
    if METADATA_NAMES.contains(&name) { Err("refused-connector-address".into()) } else { Ok(name.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_kept_in_one_form() {
        for (typed, kept) in [
            (" DB.Example.com. ", "db.example.com"),
            ("пример.рф", "xn--e1afmkfd.xn--p1ai"),
            ("db_1", "db_1"),
            ("localhost", "localhost"),
            ("10.0.0.5", "10.0.0.5"),
            ("[2001:DB8::1]", "2001:db8::1"),
            ("2001:db8:0::1", "2001:db8::1"),
            ("::1", "::1"),
        ] {
            assert_eq!(parse(typed).as_deref(), Ok(kept), "{typed}");
        }
        for refused in [
            "",
            "a b",
            "a/b",
            "a:80",
            "http://a",
            "a@b",
            "-a",
            "a..b",
            "a\u{7}b",
            "a\r\nb",
            "%61",
            "fe80::1%eth0",
            "db;x",
            "0x7f000001",
            "2130706433",
            "127.1",
            "0177.0.0.1",
            "１０.0.0.5",
        ] {
            assert!(parse(refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn link_local_and_metadata_addresses_are_refused_however_they_are_written() {
        for barred in [
            "169.254.169.254",
            "169.254.0.1",
            "2852039166",
            "0xA9FEA9FE",
            "0251.0376.0251.0376",
            "169.254.43518",
            "fe80::1",
            "febf::1",
            "[fe80::1]",
            "::ffff:169.254.169.254",
            "::169.254.169.254",
            "64:ff9b::a9fe:a9fe",
            "2002:a9fe:a9fe::1",
            "fd00:ec2::254",
            "100.100.100.200",
            "168.63.129.16",
            "0.0.0.0",
            "::",
            "224.0.0.1",
            "Metadata.Google.Internal.",
            "１６９.254.169.254",
        ] {
            assert_eq!(parse(barred), Err(Message::new("refused-connector-address")), "{barred}");
        }
    }
}
