//! Distinguished names, which are compared by what they mean (RFC 4514): case, spaces and escapes say nothing.

use unicode_normalization::UnicodeNormalization;

/// Names that mean the same attribute.
const SAME: [(&str, &[&str]); 9] = [
    ("cn", &["commonname", "2.5.4.3"]),
    ("l", &["localityname", "2.5.4.7"]),
    ("st", &["stateorprovincename", "2.5.4.8"]),
    ("o", &["organizationname", "2.5.4.10"]),
    ("ou", &["organizationalunitname", "2.5.4.11"]),
    ("c", &["countryname", "2.5.4.6"]),
    ("street", &["streetaddress", "2.5.4.9"]),
    ("dc", &["domaincomponent", "0.9.2342.19200300.100.1.25"]),
    ("uid", &["userid", "0.9.2342.19200300.100.1.1"]),
];

/// What two spellings of one name have in common; None of what is no name.
pub fn key(dn: &str) -> Option<String> {
    let parts: Option<Vec<String>> = split(dn, &[',', ';']).map(relative).collect();
    parts.map(|parts| parts.join(","))
}

/// Whether one key is that of an entry at or below another's.
pub fn is_below(key: &str, base: &str) -> bool {
    key.strip_suffix(base).is_some_and(|rest| rest.is_empty() || rest.ends_with(','))
}

/// One step of a name, which may have several attributes in any order.
fn relative(part: &str) -> Option<String> {
    let mut pairs = split(part, &['+']).map(pair).collect::<Option<Vec<String>>>()?;
    pairs.sort();
    Some(pairs.join("+"))
}

fn pair(text: &str) -> Option<String> {
    let (name, value) = text.split_once('=')?;
    let name = name.trim().to_ascii_lowercase();
    let name = name.strip_prefix("oid.").unwrap_or(&name);
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'));
    let name = SAME.iter().find(|(_, others)| others.contains(&name)).map_or(name, |(usual, _)| usual);
    let value = unescaped(value.trim_start())?;
    let value = value.nfkc().collect::<String>().to_lowercase();
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    (is_name && !value.is_empty()).then(|| format!("{name}={}", marked(&value)))
}

/// With what parts a name from another written as a code.
fn marked(value: &str) -> String {
    let mark = |c: char| match c {
        ',' | ';' | '+' | '\\' => format!("\\{:02x}", c as u32),
        c => c.to_string(),
    };
    value.chars().map(mark).collect()
}

/// The pieces between separators that are neither escaped nor quoted.
fn split<'a>(text: &'a str, separators: &'a [char]) -> impl Iterator<Item = &'a str> {
    let (mut is_escaped, mut is_quoted) = (false, false);
    text.split(move |c: char| {
        let is_plain = !is_escaped && !is_quoted;
        if !is_escaped && c == '"' {
            is_quoted = !is_quoted;
        }
        is_escaped = !is_escaped && c == '\\';
        is_plain && separators.contains(&c)
    })
}

/// `\2c` is a byte, `\,` the character; quotes around a value are no part of it.
fn unescaped(value: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = value.chars();
    while let Some(c) = rest.next() {
        let mut utf8 = [0; 4];
        match c {
            '"' => {}
            '\\' => match two_digits(rest.as_str()) {
                Some(byte) => {
                    bytes.push(byte);
                    rest.nth(1);
                }
                None => bytes.extend_from_slice(rest.next()?.encode_utf8(&mut utf8).as_bytes()),
            },
            c => bytes.extend_from_slice(c.encode_utf8(&mut utf8).as_bytes()),
        }
    }
    String::from_utf8(bytes).ok()
}

/// The byte that a text begins with, in hexadecimal.
pub fn two_digits(text: &str) -> Option<u8> {
    let digits = text.get(..2).filter(|digits| digits.chars().all(|c| c.is_ascii_hexdigit()))?;
    u8::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_has_one_key_however_it_is_spelled() {
        let usual = key("cn=R&D\\, East,ou=groups,dc=example,dc=org");
        for spelling in [
            "CN=r&d\\2C East,OU=Groups,DC=Example,DC=Org",
            " cn = R&D\\, East , ou=groups;dc=example , 0.9.2342.19200300.100.1.25=org",
            "commonName=\"R&D, East\",ou=groups,dc=example,dc=org",
            "OID.2.5.4.3=R&D\\,  East,ou=groups,dc=example,dc=org",
        ] {
            assert_eq!((key(spelling), true), (usual.clone(), usual.is_some()), "{spelling}");
        }
        assert_eq!(key("cn=a+ou=b,o=x"), key("OU=B + CN=A,o=X"));
        assert_eq!(key("cn=\\d0\\9c,o=x"), key("cn=м,o=x"));
        assert_ne!(key("cn=a\\,ou=b,o=x"), key("cn=a,ou=b,o=x"));
        assert_ne!(key("cn=a\\+ou=b,o=x"), key("cn=a+ou=b,o=x"));
    }

    #[test]
    fn what_is_no_name_has_no_key() {
        for no_name in ["", "staff", "cn=", "=x", "cn=a,", "cn=a,,o=x", "cn=a\\", "c n=a", "cn=\\ff"] {
            assert_eq!(key(no_name), None, "{no_name}");
        }
    }

    #[test]
    fn an_entry_is_below_what_its_name_ends_with() {
        let below = |dn: &str, base: &str| is_below(&key(dn).unwrap(), &key(base).unwrap());
        assert!(below("cn=a,dc=Example,dc=org", "DC=example,DC=org") && below("dc=org", "dc=org"));
        assert!(!below("cn=a,dc=myexample,dc=org", "dc=example,dc=org"));
        assert!(!below("cn=b\\,dc=org", "dc=org") && !below("xdc=org", "dc=org"));
    }
}
