//! Filters as administrators write them (RFC 4515), such as `(&(objectClass=person)(memberOf=cn=staff,dc=example))`.

use ldap3_proto::proto::{LdapFilter, LdapMatchingRuleAssertion, LdapSubstringFilter};

use super::dn::two_digits;
use crate::{forms::fields::Parsed, i18n::Message};

/// Of brackets in brackets.
const DEEPEST: usize = 24;

/// What a filter means; None lets everybody in.
pub fn parse(text: &str) -> Parsed<Option<LdapFilter>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    match one(text, DEEPEST) {
        Some((filter, "")) => Ok(Some(filter)),
        _ => Err(Message::new("refused-ldap-filter")),
    }
}

/// The filter that a text begins with, and what comes after it.
fn one(text: &str, deepest: usize) -> Option<(LdapFilter, &str)> {
    let deepest = deepest.checked_sub(1)?;
    let inner = text.strip_prefix('(')?.trim_start();
    let (filter, rest) = if let Some(rest) = inner.strip_prefix('!') {
        let (filter, rest) = one(rest.trim_start(), deepest)?;
        (LdapFilter::Not(Box::new(filter)), rest)
    } else if let Some(rest) = inner.strip_prefix('&') {
        let (filters, rest) = several(rest, deepest)?;
        (LdapFilter::And(filters), rest)
    } else if let Some(rest) = inner.strip_prefix('|') {
        let (filters, rest) = several(rest, deepest)?;
        (LdapFilter::Or(filters), rest)
    } else {
        let (item, _) = inner.split_once(')')?;
        (compared(item)?, inner.strip_prefix(item)?)
    };
    Some((filter, rest.trim_start().strip_prefix(')')?.trim_start()))
}

fn several(text: &str, deepest: usize) -> Option<(Vec<LdapFilter>, &str)> {
    let (mut filters, mut rest) = (Vec::new(), text.trim_start());
    while rest.starts_with('(') {
        let (filter, more) = one(rest, deepest)?;
        filters.push(filter);
        rest = more;
    }
    (!filters.is_empty()).then_some((filters, rest))
}

/// `uid=anna`, `uid=a*`, `uid=*`, `age>=9`, `member:1.2.840.113556.1.4.1941:=cn=…`
fn compared(item: &str) -> Option<LdapFilter> {
    let (name, value) = item.split_once('=')?;
    if value.contains('(') {
        return None;
    }
    let name = name.trim();
    let with = |name: &str, make: fn(String, String) -> LdapFilter| Some(make(attribute(name)?, literal(value)?));
    if let Some(name) = name.strip_suffix('>') {
        with(name, LdapFilter::GreaterOrEqual)
    } else if let Some(name) = name.strip_suffix('<') {
        with(name, LdapFilter::LessOrEqual)
    } else if let Some(name) = name.strip_suffix('~') {
        with(name, LdapFilter::Approx)
    } else if let Some(rule) = name.strip_suffix(':') {
        by_rule(rule, value)
    } else if value.trim() == "*" {
        attribute(name).map(LdapFilter::Present)
    } else if value.contains('*') {
        Some(LdapFilter::Substring(attribute(name)?, pieces(value)?))
    } else {
        with(name, LdapFilter::Equality)
    }
}

fn by_rule(rule: &str, value: &str) -> Option<LdapFilter> {
    let mut parts = rule.split(':').peekable();
    let type_ = match parts.next()? {
        "" => None,
        name => Some(attribute(name)?),
    };
    let dn_attributes = parts.next_if(|part| part.eq_ignore_ascii_case("dn")).is_some();
    let matching_rule = parts.next().map(attribute);
    if parts.next().is_some() || matching_rule == Some(None) || type_.is_none() && matching_rule.is_none() {
        return None;
    }
    let (matching_rule, match_value) = (matching_rule.flatten(), literal(value)?);
    Some(LdapFilter::Extensible(LdapMatchingRuleAssertion { matching_rule, type_, match_value, dn_attributes }))
}

fn pieces(value: &str) -> Option<LdapSubstringFilter> {
    let all = value.split('*').map(literal).collect::<Option<Vec<String>>>()?;
    let some = |it: &String| Some(it.clone()).filter(|it| !it.is_empty());
    let (initial, rest) = all.split_first()?;
    let (last, any) = rest.split_last()?;
    let any = any.iter().filter_map(some).collect();
    Some(LdapSubstringFilter { initial: some(initial), any, final_: some(last) })
}

/// A name of RFC 4512, such as `uid`, `2.5.4.3` or `cn;lang-ru`.
fn attribute(name: &str) -> Option<String> {
    let name = name.trim();
    let is_name = name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ';'));
    is_name.then(|| name.to_owned())
}

/// With each `\2a` as the byte that it stands for.
fn literal(value: &str) -> Option<String> {
    let mut parts = value.split('\\');
    let mut bytes = parts.next()?.as_bytes().to_vec();
    for part in parts {
        bytes.push(two_digits(part)?);
        bytes.extend_from_slice(part.get(2..)?.as_bytes());
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> LdapFilter {
        parse(text).unwrap().unwrap()
    }

    fn equal(name: &str, value: &str) -> LdapFilter {
        LdapFilter::Equality(name.to_owned(), value.to_owned())
    }

    #[test]
    fn a_value_is_all_that_stands_behind_the_sign() {
        for (text, name, value) in [
            ("(uid=anna)", "uid", "anna"),
            (" ( uid=anna ) ", "uid", "anna "),
            ("(cn=Anna Ivanova)", "cn", "Anna Ivanova"),
            ("(memberOf=CN=Staff & Co,OU=Groups,DC=corp)", "memberOf", "CN=Staff & Co,OU=Groups,DC=corp"),
            ("(cn=\\2a\\28x\\29 \\d0\\bc)", "cn", "*(x) м"),
            ("(2.5.4.3=a!b|c<d>e~f:g)", "2.5.4.3", "a!b|c<d>e~f:g"),
            ("(description=)", "description", ""),
        ] {
            assert_eq!(parsed(text), equal(name, value), "{text}");
        }
    }

    #[test]
    fn filters_hold_others_and_end_where_they_end() {
        let both = vec![equal("objectClass", "person"), LdapFilter::Not(Box::new(equal("st", "x")))];
        assert_eq!(parsed("(&(objectClass=person)(!(st=x)))"), LdapFilter::And(both.clone()));
        assert_eq!(parsed("(|\n  (objectClass=person)\n  (! (st=x) ) )"), LdapFilter::Or(both));
        let LdapFilter::Extensible(rule) = parsed("(userAccountControl:1.2.840.113556.1.4.803:=2)") else { panic!() };
        assert_eq!(
            (rule.type_.as_deref(), rule.matching_rule.as_deref()),
            (Some("userAccountControl"), Some("1.2.840.113556.1.4.803"))
        );
        let LdapFilter::Substring(_, some) = parsed("(cn=a*b**c\\2a*)") else { panic!() };
        assert_eq!(
            (some.initial.as_deref(), some.any, some.final_),
            (Some("a"), vec!["b".to_owned(), "c*".to_owned()], None)
        );
        assert_eq!(parsed("(cn=*)"), LdapFilter::Present("cn".to_owned()));
        assert_eq!(parse("").unwrap(), None);
    }

    #[test]
    fn what_is_no_filter_is_refused() {
        let deep = format!("{}(a=b){}", "(!".repeat(10_000), ")".repeat(10_000));
        for no_filter in [
            "uid=anna",
            "(uid=anna",
            "(uid=anna))",
            "(uid=a)(uid=b)",
            "()",
            "(&)",
            "(!)",
            "(=x)",
            "(u id=x)",
            "(uid)",
            "(uid=(x)",
            "(uid=\\2)",
            "(uid=\\zz)",
            "(uid=\\ff)",
            "(:=x)",
            "(a:b:c:d:=x)",
            "(!(a=b)(c=d))",
            &deep,
        ] {
            assert!(parse(no_filter).is_err(), "{no_filter}");
        }
    }
}
