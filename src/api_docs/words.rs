//! What is said of the calls, in the reader's language: the description is English, `ru.txt` has its sentences anew.

use std::{collections::HashMap, sync::LazyLock};

use crate::i18n::Lang;

static RUSSIAN: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let lines: Vec<&str> =
        include_str!("ru.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    lines.as_chunks().0.iter().map(|[english, russian]| (*english, *russian)).collect()
});

/// A sentence of the description; what has no Russian yet is better read in English than not at all.
pub fn said(lang: Lang, english: &str) -> &str {
    match lang {
        Lang::En => english,
        Lang::Ru => RUSSIAN.get(on_one_line(english).as_str()).copied().unwrap_or(english),
    }
}

/// As the source may have it on several.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::describe::{Description, REFUSALS};
    use std::collections::BTreeSet;

    #[test]
    fn each_sentence_has_its_russian_and_none_is_left_over() {
        let description = Description::of(&crate::app::calls());
        let calls = description.calls.iter();
        let fields = calls.clone().flat_map(|call| call.given.iter().chain(&call.answered));
        let of_fields = fields.flat_map(|field| [field.kind.as_str(), field.about.as_str()]);
        let all: BTreeSet<String> = of_fields
            .chain(calls.map(|call| call.about))
            .chain(REFUSALS.iter().map(|refusal| refusal.when))
            .filter(|text| !text.is_empty())
            .map(on_one_line)
            .collect();
        let translated: BTreeSet<String> = RUSSIAN.keys().copied().map(str::to_owned).collect();
        assert_eq!(all.difference(&translated).collect::<Vec<_>>(), Vec::<&String>::new(), "without Russian");
        assert_eq!(translated.difference(&all).collect::<Vec<_>>(), Vec::<&String>::new(), "said nowhere");
    }
}
