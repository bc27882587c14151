//! What is typed into the fields of a sender, each become what it means.

use std::net::IpAddr;

use crate::{
    dial,
    forms::fields::{Parsed, required, text},
    i18n::Message,
    people::clean,
};

const MOST_IPS: usize = 256;
const LONGEST_ACCOUNT: usize = 200;
/// As many accounts are named in one go.
pub const MOST_ACCOUNTS: usize = 5_000;

/// One a line, or with commas or blanks between, each in its shortest form.
pub fn addresses(typed: &str) -> Parsed<Vec<IpAddr>> {
    let mut found = Vec::new();
    for word in typed.split([',', ';', ' ', '\t', '\n', '\r']).map(str::trim).filter(|it| !it.is_empty()) {
        let refused = |key: &str| Message::new(key.to_owned()).with("address", clean(word, 60));
        let address = word.parse::<IpAddr>().map_err(|_| refused("refused-sender-ip"))?.to_canonical();
        if !dial::is_public(address) {
            return Err(refused("refused-sender-ip-public"));
        }
        if found.contains(&address) {
            return Err(refused("refused-sender-ip-twice"));
        }
        found.push(address);
    }
    if found.len() > MOST_IPS {
        return Err(Message::new("refused-sender-ips").with("most", MOST_IPS as i64));
    }
    Ok(found)
}

/// A line each, or with commas between.
pub fn accounts(typed: &str) -> Parsed<Vec<String>> {
    let mut found: Vec<String> = Vec::new();
    for line in typed.lines() {
        // A title may have a comma in it; ids and names have none.
        let is_codes = line.split(',').all(|part| part.trim().chars().all(|c| c.is_ascii_digit()));
        let parts = if is_codes { line.split(',').collect() } else { vec![line] };
        for part in parts {
            let part = text(part, LONGEST_ACCOUNT)?;
            if !part.is_empty() {
                found.push(part);
            }
        }
    }
    if found.len() > MOST_ACCOUNTS {
        return Err(Message::new("refused-sender-accounts").with("most", MOST_ACCOUNTS as i64));
    }
    Ok(found)
}

/// An address of the web without a name or password in it; its host is judged as every host that is connected to.
pub fn url(typed: &str, in_the_clear: bool) -> Parsed<String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err("refused-empty".into());
    }
    let scheme = if in_the_clear { "refused-sender-url" } else { "refused-sender-url-https" };
    let url = url::Url::parse(typed).map_err(|_| Message::new(scheme))?;
    let is_good = url.scheme() == "https" || (in_the_clear && url.scheme() == "http");
    let has_user = !url.username().is_empty() || url.password().is_some();
    if !is_good || has_user || url.fragment().is_some() || url.as_str().len() > 2_000 {
        return Err(scheme.into());
    }
    dial::host::parse(url.host_str().unwrap_or_default())?;
    Ok(url.into())
}

/// A region of AWS, which becomes part of a host's name.
pub fn region(typed: &str) -> Parsed<String> {
    let region = required(typed, 40)?;
    let is_good = region.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && region.starts_with(|c: char| c.is_ascii_lowercase())
        && region.ends_with(|c: char| c.is_ascii_digit());
    if is_good { Ok(region) } else { Err("refused-sender-region".into()) }
}

pub fn key_id(typed: &str) -> Parsed<String> {
    let key = required(typed, 128)?;
    if key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        Ok(key)
    } else {
        Err("refused-sender-key-id".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_pasted_in_any_way_and_titles_keep_their_commas() {
        let read = |typed: &str| accounts(typed).expect("they are read");
        assert_eq!(read("1, 2,3\n\nacme\r\nSmith, Jones & Co\n#7"), ["1", "2", "3", "acme", "Smith, Jones & Co", "#7"]);
        assert!(accounts(&"1\n".repeat(MOST_ACCOUNTS + 1)).is_err());
    }

    #[test]
    fn an_address_is_kept_in_its_shortest_form_and_once() {
        let kept = addresses("91.198.174.20, 2A02:06B8:0::1\n::ffff:8.8.8.8").expect("they are read");
        assert_eq!(
            kept.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["91.198.174.20", "2a02:6b8::1", "8.8.8.8"]
        );
        for refused in ["91.198.174", "10.0.0.1", "8.8.8.8 8.8.8.8", "8.8.8.8 ::ffff:8.8.8.8", "8.8.8.8/32", "x"] {
            assert!(addresses(refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn a_url_leads_to_a_host_that_may_be_connected_to() {
        for good in ["https://x1.api.infobip.com", "https://sms.example.org:8443/send?to={to}"] {
            assert!(url(good, false).is_ok(), "{good}");
        }
        assert!(url("http://10.0.0.5/send", true).is_ok() && url("http://10.0.0.5/send", false).is_err());
        for refused in
            ["", "sms.example.org", "ftp://a.b", "https://user:x@a.b/", "https://169.254.169.254/", "https://a.b/#x"]
        {
            assert!(url(refused, true).is_err(), "{refused}");
        }
    }

    #[test]
    fn mail_comes_from_public_addresses_only() {
        let public = |text: &str| dial::is_public(text.parse().expect("an address"));
        for good in ["91.198.174.20", "8.8.8.8", "2a02:6b8::1", "2606:4700::6810:1"] {
            assert!(public(good), "{good}");
        }
        for special in [
            "10.0.0.1",
            "127.0.0.1",
            "192.168.1.1",
            "172.31.0.1",
            "100.64.0.1",
            "169.254.169.254",
            "224.0.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "192.0.2.1",
            "203.0.113.9",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "2001:db8::1",
            "ff02::1",
            "2002:a00:1::",
        ] {
            assert!(!public(special), "{special}");
        }
    }
}
