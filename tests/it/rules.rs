//! What keeps the source in order where the compiler does not: who may import whom, what templates may hold, how long a
//! file may get. Only this file reads the source; every other test sees what a user sees. Each broken rule is listed as
//! file:line.

mod arrows;
mod look;
mod pairs;
mod promises;
pub mod source;
mod templates;

use regex::Regex;
use source::{File, files};
use std::collections::{BTreeMap, BTreeSet};

const LONGEST_FILE: usize = 300;

#[test]
fn sql_is_spoken_only_by_stores_and_the_database_layer() {
    let may = Regex::new(r"^src/(db/.*|mail/outbox|web/session|\w+/store)(/.*)?\.rs$").unwrap();
    none_is_broken(rust().iter().filter(|file| !may.is_match(&file.path)).flat_map(|file| naming(file, "sqlx")));
}

#[test]
fn pieces_of_sql_stand_where_sql_is_spoken() {
    let may = Regex::new(r"^src/(db/.*|mail/outbox|web/session|\w+/store)(/.*)?\.rs$").unwrap();
    let clause = r"\b(SELECT|INSERT INTO|DELETE FROM|WHERE|ORDER BY|LIMIT|JOIN|IS NOT NULL)\b";
    let piece = Regex::new(&format!(r#"{clause}|^"\s*(FROM|AND|OR|SET) |^"\(?[a-z]\.[a-z_]+\)?"$"#)).unwrap();
    none_is_broken(rust().iter().filter(|file| !may.is_match(&file.path)).flat_map(|file| {
        let literals = file.tokens().into_iter().filter(|(_, token)| token.contains('"') && piece.is_match(token));
        literals.map(|(line, token)| format!("{}:{line}: {token}", file.path)).collect::<Vec<_>>()
    }));
}

#[test]
fn http_is_spoken_only_by_pages_and_the_web_layer() {
    let may = Regex::new(r"^src/(app|error|feature|main|(web|api)/.*|\w+/(mod|pages|pages/.*|api))\.rs$").unwrap();
    none_is_broken(rust().iter().filter(|file| !may.is_match(&file.path)).flat_map(|file| naming(file, "actix_web")));
}

#[test]
fn modules_import_no_others_pages_forms_and_calls() {
    none_is_broken(rust().iter().flat_map(|file| {
        let from = file.module().first().cloned().unwrap_or_default();
        let broken = |path: &[String]| match path {
            [root, to, part, ..] => root == "crate" && *to != from && ["pages", "form", "api"].contains(&part.as_str()),
            _ => false,
        };
        let paths = file.paths().into_iter().filter(|(_, path)| broken(path));
        paths.map(|(line, path)| format!("{}:{line}: imports {}", file.path, path.join("::"))).collect::<Vec<_>>()
    }));
}

#[test]
fn services_stores_and_models_know_no_page() {
    let low = Regex::new(r"^src/\w+/(service|store|model)(/.*)?\.rs$").unwrap();
    none_is_broken(rust().iter().filter(|file| low.is_match(&file.path)).flat_map(|file| naming(file, "Page")));
}

#[test]
fn a_feature_is_named_in_one_line_of_app_rs() {
    let source = rust();
    let app = source.iter().find(|file| file.path == "src/app.rs").expect("there is one");
    let lines = |feature: &str| -> BTreeSet<usize> {
        app.paths().into_iter().filter(|(_, path)| path.get(1).is_some_and(|it| it == feature)).map(|it| it.0).collect()
    };
    let features = source.iter().filter(|file| {
        file.path != "src/feature.rs" && file.tokens().windows(2).any(|it| it[0].1 == "const" && it[1].1 == "FEATURE")
    });
    none_is_broken(features.filter_map(|file| {
        let named = file.module().first().map(|feature| lines(feature).len());
        (named != Some(1)).then(|| format!("{}:1: {named:?} lines of app.rs name it", file.path))
    }));
}

#[test]
fn a_module_with_parts_is_a_folder_with_mod_rs() {
    let source = rust();
    let beside = |file: &File| {
        let folder = file.path.trim_end_matches(".rs").to_owned() + "/";
        source.iter().any(|other| other.path.starts_with(&folder))
    };
    none_is_broken(source.iter().filter(|file| beside(file)).map(|file| format!("{}:1: has a folder", file.path)));
}

#[test]
fn nothing_panics_or_prints_and_no_lint_is_switched_off() {
    // A print panics when nobody reads it any more: `terminal` writes what there is to say.
    const FORBIDDEN: [&[&str]; 11] = [
        &[".", "unwrap", "("],
        &[".", "expect", "("],
        &["panic", "!"],
        &["print", "!"],
        &["println", "!"],
        &["eprint", "!"],
        &["eprintln", "!"],
        &["todo", "!"],
        &["unimplemented", "!"],
        &["#", "[", "allow"],
        &["#", "!", "[", "allow"],
    ];
    none_is_broken(rust().iter().flat_map(|file| {
        let tokens = file.tokens();
        let says = |at: usize, words: &[&str]| {
            let here = tokens.iter().skip(at).map(|(_, token)| token.as_str());
            here.take(words.len()).eq(words.iter().copied())
        };
        let found = |at: usize| FORBIDDEN.iter().find(|words| says(at, words)).map(|words| (at, words.concat()));
        let broken = (0..tokens.len()).filter_map(found);
        broken.map(|(at, words)| format!("{}:{}: {words}", file.path, tokens[at].0)).collect::<Vec<_>>()
    }));
}

/// Those that there are: forms of the same people.
const PAIRS: usize = 2;

#[test]
fn nothing_more_is_written_a_second_time() {
    let found = pairs::pairs(&rust());
    for (lines, one, other) in &found {
        println!("{lines} lines: {one} and {other}");
    }
    assert!(found.len() <= PAIRS, "{} pairs of places, not {PAIRS}: {found:#?}", found.len());
}

#[test]
fn no_source_file_is_too_long() {
    let long = rust()
        .into_iter()
        .map(|file| (file.text.lines().count(), file.path))
        .filter(|(lines, _)| *lines > LONGEST_FILE);
    none_is_broken(long.map(|(lines, path)| format!("{path}:{lines}: more than {LONGEST_FILE} lines")));
}

#[test]
fn every_language_has_every_text() {
    let languages: Vec<(File, BTreeMap<String, usize>)> = languages();
    let everything: BTreeSet<&String> = languages.iter().flat_map(|(_, keys)| keys.keys()).collect();
    none_is_broken(languages.iter().flat_map(|(file, keys)| {
        let missing = everything.iter().filter(|key| !keys.contains_key(**key));
        missing.map(|key| format!("{}:1: lacks {key}", file.path)).collect::<Vec<_>>()
    }));
}

#[test]
fn templates_ask_only_for_texts_that_exist() {
    // Either directly, or as the label of a control in `ui/form.html`.
    let asked = Regex::new(r#"(?:\bpage\.(?:t|t1|n|count)\(\s*|\bnone=|\w\(page, errors, )"([^"]+)""#).unwrap();
    let known: BTreeSet<String> = languages().into_iter().flat_map(|(_, keys)| keys.into_keys()).collect();
    none_is_broken(templates().iter().flat_map(|file| {
        let unknown = asked.captures_iter(&file.text).filter(|found| !known.contains(&found[1]));
        let report = |found: regex::Captures| {
            format!("{}:{}: no text {}", file.path, file.line_at(found.get(0).map_or(0, |all| all.start())), &found[1])
        };
        unknown.map(report).collect::<Vec<_>>()
    }));
}

#[test]
fn every_field_that_can_be_refused_has_a_label() {
    let refused =
        Regex::new(r#"(?:FieldErrors::one|\.add|\.keep|Error::taken|channel|pick)\((?:&mut errors, )?"(\w+)""#)
            .unwrap();
    let summary = Regex::new(r#"f::summary\(page, errors(?:, prefix="([^"]+)")?\)"#).unwrap();
    let known: BTreeSet<String> = languages().into_iter().flat_map(|(_, keys)| keys.into_keys()).collect();
    let (source, templates) = (rust(), templates());
    let features: BTreeSet<String> = source.iter().filter_map(|file| file.module().first().cloned()).collect();
    none_is_broken(features.iter().flat_map(|feature| {
        let of_feature = templates.iter().filter(|file| file.path.starts_with(&format!("templates/{feature}/")));
        let prefixes: Vec<(String, Option<String>)> = of_feature
            .flat_map(|file| {
                let found =
                    summary.captures_iter(&file.text).map(|found| found.get(1).map(|it| it.as_str().to_owned()));
                found.map(|prefix| (stem(&file.path), prefix)).collect::<Vec<_>>()
            })
            .collect();
        // Where one form has no labels in its summary, its fields cannot be told from those of the others.
        let all_have_one = prefixes.iter().all(|(_, prefix)| prefix.is_some());
        // The fields of `settings/brand/form.rs` and `settings/pages/brand.rs` are those of `settings/brand.html` alone.
        let of = |path: &str| -> BTreeSet<String> {
            let is_named = |part: &str| prefixes.iter().any(|(page, _)| page == part);
            let page = path.split('/').skip(2).map(|part| part.trim_end_matches(".rs")).find(|part| is_named(part));
            let own = prefixes.iter().filter(|(it, _)| all_have_one && page.is_none_or(|page| page == it));
            own.filter_map(|(_, prefix)| prefix.clone()).collect()
        };
        let fields: BTreeSet<(String, String)> = source
            .iter()
            .filter(|file| file.module().first() == Some(feature))
            .flat_map(|file| {
                let whole = file.text.contains("FieldErrors::whole(").then(|| "form".to_owned());
                let named = refused.captures_iter(&file.text).map(|found| found[1].to_owned());
                named.chain(whole).map(|field| (file.path.clone(), field)).collect::<Vec<_>>()
            })
            .collect();
        let lacks = |(path, field): &(String, String), prefix: &String| {
            let label = format!("{prefix}-{field}").replace('_', "-");
            (!known.contains(&label)).then(|| format!("{path}:1: the field {field} has no label {label}"))
        };
        let all: Vec<String> = fields
            .iter()
            .flat_map(|it| of(&it.0).iter().filter_map(|prefix| lacks(it, prefix)).collect::<Vec<_>>())
            .collect();
        all
    }));
}

/// `brand` of `templates/settings/brand.html`.
fn stem(path: &str) -> String {
    path.rsplit('/').next().unwrap_or_default().trim_end_matches(".html").to_owned()
}

#[test]
fn both_databases_have_the_same_migrations() {
    let names = |folder: &str| -> BTreeSet<String> {
        let found = files(&format!("migrations/{folder}"), &["sql"]).into_iter();
        found.filter_map(|file| file.path.rsplit('/').next().map(str::to_owned)).collect()
    };
    let (sqlite, postgres) = (names("sqlite"), names("postgres"));
    assert!(!sqlite.is_empty(), "there are migrations");
    let only = sqlite.symmetric_difference(&postgres);
    none_is_broken(only.map(|name| format!("migrations/*/{name}:1: exists for one database only")));
}

#[test]
fn columns_are_named_never_all_taken() {
    let all = Regex::new(r"(?i)\b(select|returning)\s+(distinct\s+)?(\w+\.)?\*").unwrap();
    let in_rust = rust().into_iter().flat_map(|file| {
        let literals = file.tokens().into_iter().filter(|(_, token)| token.contains('"') && all.is_match(token));
        literals.map(|(line, _)| format!("{}:{line}: takes all columns", file.path)).collect::<Vec<_>>()
    });
    let in_sql = files("migrations", &["sql"]).into_iter().flat_map(|file| matches(&file, &all));
    none_is_broken(in_rust.chain(in_sql));
}

fn none_is_broken(broken: impl IntoIterator<Item = String>) {
    let list: Vec<String> = broken.into_iter().collect();
    assert!(list.is_empty(), "\n{}\n", list.join("\n"));
}

fn rust() -> Vec<File> {
    let found = files("src", &["rs"]);
    assert!(!found.is_empty(), "there is source to read");
    found
}

fn templates() -> Vec<File> {
    files("templates", &["html", "txt", "xml"])
}

/// A derive's own attribute, `#[sqlx(flatten)]`, is no use of the crate.
fn naming(file: &File, name: &str) -> Vec<String> {
    let tokens: Vec<(usize, String)> = file.tokens();
    let is_attribute = |at: usize| at > 1 && tokens[at - 2].1 == "#" && tokens[at - 1].1 == "[";
    let named = (0..tokens.len()).filter(|at| tokens[*at].1 == name && !is_attribute(*at));
    named.map(|at| format!("{}:{}: names {name}", file.path, tokens[at].0)).collect()
}

fn matches(file: &File, pattern: &Regex) -> Vec<String> {
    let found = pattern.find_iter(&file.text);
    found.map(|found| format!("{}:{}: {}", file.path, file.line_at(found.start()), found.as_str().trim())).collect()
}

/// Each language's texts with their lines; an attribute counts as `message.attribute`.
fn languages() -> Vec<(File, BTreeMap<String, usize>)> {
    let found = files("src/i18n", &["ftl"]);
    assert!(found.len() > 1, "there are several languages");
    found.into_iter().map(|file| (keys(&file), file)).map(|(keys, file)| (file, keys)).collect()
}

fn keys(file: &File) -> BTreeMap<String, usize> {
    use fluent_syntax::ast::Entry;
    let texts = fluent_syntax::parser::parse(file.text.as_str()).unwrap_or_else(|(_, errors)| {
        panic!("{}:{}: {}", file.path, file.line_at(errors[0].pos.start), errors[0].kind)
    });
    let mut keys = BTreeMap::new();
    for entry in texts.body {
        let (name, attributes) = match entry {
            Entry::Message(message) => (message.id.name.to_owned(), message.attributes),
            Entry::Term(term) => (format!("-{}", term.id.name), term.attributes),
            _ => continue,
        };
        for attribute in attributes {
            keys.insert(format!("{name}.{}", attribute.id.name), 1);
        }
        assert!(keys.insert(name.clone(), 1).is_none(), "{}:1: {name} is there twice", file.path);
    }
    keys
}
