//! Texts that a spreadsheet would take for formulas.

/// A text as a cell of a CSV file has it: with `'` in front where a spreadsheet might calculate, so that it is read as
/// what it is.
pub fn guard(text: &str) -> String {
    if needs_guard(text) { format!("'{text}") } else { text.to_owned() }
}

/// What was guarded: takes off the one `'` that [`guard`] puts there, and no other.
pub fn unguard(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| needs_guard(rest)).unwrap_or(text)
}

/// Texts that have the guard by nature need one more, or they would lose theirs.
fn needs_guard(text: &str) -> bool {
    is_dangerous(text.trim_start_matches('\''))
}

/// Some programs trim before they look, and some look at each line.
fn is_dangerous(text: &str) -> bool {
    let leading = text.chars().take_while(|c| is_blank(*c));
    leading.into_iter().any(|c| matches!(c, '\t' | '\r' | '\n')) || text.split(['\r', '\n']).any(begins_dangerously)
}

fn begins_dangerously(line: &str) -> bool {
    let begins = line.chars().find(|c| *c == '\t' || !is_blank(*c));
    begins.is_some_and(|c| matches!(c, '=' | '+' | '-' | '@' | '\t' | '＝' | '＋' | '－' | '＠'))
}

/// White space, and what shows as nothing.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_spreadsheet_would_calculate_gets_an_apostrophe() {
        for text in [
            "=1+1",
            "+49123",
            "-5",
            "@SUM(A1)",
            "\tx",
            "\rx",
            "\nx",
            "  =1",
            "\u{a0}=1",
            "\u{feff}=1",
            "＝1",
            "＋1",
            "－1",
            "＠1",
            "fine\n=1",
            "fine\r\n  @x",
            "fine\n\tx",
            "'=1",
            "'''+1",
            " \n x",
        ] {
            assert_eq!(guard(text), format!("'{text}"), "{text:?}");
        }
        for text in ["", "a=b", "'", "''", "'tis", "fine\r\nfine", "a\n\nb", "1", "a - b", "  a", "Ромашка"] {
            assert_eq!(guard(text), text, "{text:?}");
        }
        assert_eq!(unguard("'tis"), "'tis", "an apostrophe of one's own stays");
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_was_written(text in r"[' =+\-@\t\r\n\u{feff}\u{a0}＝aя]{0,8}|\PC{0,12}") {
            let guarded = guard(&text);
            prop_assert_eq!(unguard(&guarded), text);
        }
    }
}
