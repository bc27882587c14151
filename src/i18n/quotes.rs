//! Quotes inside quotes: a title that has some of its own, in a sentence that puts it in quotes.

use fluent_bundle::{FluentArgs, FluentValue};

use super::Lang;

/// What a quoted name of the language files becomes; nobody writes it there.
pub(super) const FUNCTION: &str = "QUOTED";

/// Opening and closing, outermost first; deeper ones take turns.
fn pair(lang: Lang, depth: usize) -> [char; 2] {
    match (lang, depth % 2) {
        (Lang::En, 0) => ['“', '”'],
        (Lang::En, _) => ['‘', '’'],
        (Lang::Ru, 0) => ['«', '»'],
        (Lang::Ru, _) => ['„', '“'],
    }
}

/// A language file with `“{ $name }”` and `«{ $name }»`, as it has them, turned into calls of the function.
pub(super) fn marked(text: &str) -> String {
    let mut marked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, [_, close])) = next(rest) {
        let (before, from) = rest.split_at(at);
        marked.push_str(before);
        let name = from.split_once("{ ").and_then(|(_, it)| it.split_once(" }"));
        match name.filter(|(name, after)| name.chars().all(is_of_name) && after.starts_with(close)) {
            Some((name, after)) => {
                marked.push_str(&format!("{{ {FUNCTION}({name}) }}"));
                rest = after.trim_start_matches(close);
            }
            None => {
                let mut chars = from.chars();
                marked.extend(chars.next());
                rest = chars.as_str();
            }
        }
    }
    marked + rest
}

/// Where a value in quotes may begin, and in which.
fn next(text: &str) -> Option<(usize, [char; 2])> {
    let found =
        Lang::ALL.map(|lang| pair(lang, 0)).map(|pair| text.find(&format!("{}{{ $", pair[0])).map(|at| (at, pair)));
    found.into_iter().flatten().min_by_key(|(at, _)| *at)
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '$' | '-' | '_')
}

pub(super) fn function(
    lang: Lang,
) -> impl for<'a> Fn(&[FluentValue<'a>], &FluentArgs) -> FluentValue<'a> + Send + Sync + 'static {
    move |args, _| match args {
        [FluentValue::String(text)] => quoted(lang, text).into(),
        [FluentValue::Number(number)] => quoted(lang, &number.as_string()).into(),
        _ => FluentValue::Error,
    }
}

/// In the language's quotes, with those inside turned into the ones that stand within; a text whose quotes do not pair
/// keeps them.
fn quoted(lang: Lang, text: &str) -> String {
    let [open, close] = pair(lang, 0);
    format!("{open}{}{close}", nested(lang, text).as_deref().unwrap_or(text))
}

fn nested(lang: Lang, text: &str) -> Option<String> {
    let mut inside = String::with_capacity(text.len());
    // What would close each quote that is open.
    let mut open: Vec<&[char]> = Vec::new();
    let mut before = ' ';
    for c in text.chars() {
        // A straight one opens after a blank or a bracket; elsewhere it closes, or means inches.
        let may_open = c != '"' || before.is_whitespace() || "([{-«„“\"".contains(before);
        let [opening, closing] = [open.len() + 1, open.len()].map(|depth| pair(lang, depth));
        inside.push(match closers(lang, c).filter(|_| may_open) {
            _ if open.last().is_some_and(|closers| closers.contains(&c)) && !(c == '"' && may_open) => {
                open.pop();
                closing[1]
            }
            Some(closers) => {
                open.push(closers);
                opening[0]
            }
            None if c == '”' || (c == '»' && lang == Lang::Ru) => return None,
            None => c,
        });
        before = c;
    }
    open.is_empty().then_some(inside)
}

/// What would close it, if it opens quotes that the language's own cannot stand around as they are.
fn closers(lang: Lang, c: char) -> Option<&'static [char]> {
    match (lang, c) {
        (Lang::Ru, '«') => Some(&['»']),
        (Lang::Ru, '„') => Some(&['“', '”']),
        (_, '“') => Some(&['”']),
        (_, '"') => Some(&['"']),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_inside_quotes_are_those_that_stand_within() {
        for (lang, title, shown) in [
            (Lang::Ru, "Ромашка", "«Ромашка»"),
            (Lang::Ru, "ООО «Ромашка»", "«ООО „Ромашка“»"),
            (Lang::Ru, "ООО \"Ромашка\"", "«ООО „Ромашка“»"),
            (Lang::Ru, "\"Ромашка\" и \"Василёк\"", "«„Ромашка“ и „Василёк“»"),
            (Lang::Ru, "“Daisy” GmbH", "«„Daisy“ GmbH»"),
            (Lang::Ru, "„Gänseblümchen“", "«„Gänseblümchen“»"),
            (Lang::Ru, "ГК «Дом «Уют»»", "«ГК „Дом «Уют»“»"),
            (Lang::En, "The “Daisy” Co", "“The ‘Daisy’ Co”"),
            (Lang::En, "The \"Daisy\" Co", "“The ‘Daisy’ Co”"),
            (Lang::En, "ООО «Ромашка»", "“ООО «Ромашка»”"),
            (Lang::En, "O’Hara’s", "“O’Hara’s”"),
            (Lang::En, "5\" discs", "“5\" discs”"),
            (Lang::En, "half “open", "“half “open”"),
            (Lang::En, "half» closed", "“half» closed”"),
        ] {
            assert_eq!(quoted(lang, title), shown);
        }
    }

    #[test]
    fn only_a_value_alone_in_quotes_is_marked() {
        let text = "a = “{ $name }” and «{ $full-title }».\nb = “{ $x } and { $y }” “text” { $z }”";
        assert_eq!(
            marked(text),
            "a = { QUOTED($name) } and { QUOTED($full-title) }.\nb = “{ $x } and { $y }” “text” { $z }”"
        );
    }
}
