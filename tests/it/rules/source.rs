//! The source of Steward as the rules see it: files with their lines, Rust as tokens without comments and without
//! tests.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use std::path::{Path, PathBuf};

pub struct File {
    /// From the crate's root, with `/`.
    pub path: String,
    pub text: String,
}

/// Every file under a folder with one of these endings, in the order of their names.
pub fn files(folder: &str, endings: &[&str]) -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    collect(&root.join(folder), &mut found);
    found.sort();
    let wanted =
        found.into_iter().filter(|path| path.extension().is_some_and(|ending| endings.iter().any(|e| *e == ending)));
    wanted
        .map(|path| File {
            path: path.strip_prefix(root).expect("it is below").to_string_lossy().replace('\\', "/"),
            text: std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())),
        })
        .collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() { collect(&path, found) } else { found.push(path) }
    }
}

impl File {
    /// `src/accounts/pages.rs` is `["accounts", "pages"]`; `mod.rs` is its folder, `lib.rs` and `main.rs` are the root.
    pub fn module(&self) -> Vec<String> {
        let path = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        let names = path.split('/').filter(|name| !["mod", "lib", "main"].contains(name));
        names.map(str::to_owned).collect()
    }

    pub fn line_at(&self, offset: usize) -> usize {
        self.text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
    }

    /// The text with each match of the pattern blanked, so that what is left keeps its line.
    pub fn without(&self, pattern: &regex::Regex) -> File {
        let blank = |found: &regex::Captures| found[0].chars().filter(|c| *c == '\n').collect::<String>();
        File { path: self.path.clone(), text: pattern.replace_all(&self.text, blank).into_owned() }
    }

    /// (line, token) one after the other, brackets as tokens of their own.
    pub fn tokens(&self) -> Vec<(usize, String)> {
        let mut tokens = Vec::new();
        flatten(self.parse(), &mut tokens);
        tokens
    }

    /// (line, path) of every path of two and more names, groups taken apart: `use a::{b, c::d}` is `a::b` and
    /// `a::c::d`. `crate`, `self` and `super` are resolved, so that a path inside the crate begins with `crate`.
    pub fn paths(&self) -> Vec<(usize, Vec<String>)> {
        let mut paths = Vec::new();
        read_paths(self.parse(), &[], &mut paths);
        let resolved = paths.into_iter().map(|(line, path)| (line, self.resolve(path)));
        resolved.filter(|(_, path)| path.len() > 1).collect()
    }

    fn resolve(&self, path: Vec<String>) -> Vec<String> {
        let ups = path.iter().take_while(|name| *name == "super").count();
        if ups == 0 && path.first().is_none_or(|name| name != "self") {
            return path;
        }
        let module = self.module();
        let kept = module.len().saturating_sub(ups);
        let rest = path.into_iter().skip(ups.max(1));
        std::iter::once("crate".to_owned()).chain(module.into_iter().take(kept)).chain(rest).collect()
    }

    fn parse(&self) -> TokenStream {
        self.text.parse().unwrap_or_else(|error| panic!("{}: {error}", self.path))
    }
}

/// Without doc comments, which arrive as attributes, and without what is compiled for tests only.
fn trees(stream: TokenStream) -> Vec<TokenTree> {
    let mut kept: Vec<TokenTree> = Vec::new();
    let mut all = stream.into_iter().peekable();
    while let Some(tree) = all.next() {
        let attribute = attribute_after(&tree, &mut all);
        match attribute.as_ref().map(|group| group.stream().to_string()) {
            None => kept.push(tree),
            Some(text) if text.starts_with("doc ") => {}
            Some(text) if text.replace(' ', "") == "cfg(test)" => {
                let ends_item = |tree: &TokenTree| match tree {
                    TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                    TokenTree::Punct(punct) => punct.as_char() == ';',
                    _ => false,
                };
                all.find(ends_item);
            }
            Some(_) => kept.extend([tree, TokenTree::Group(attribute.expect("it was matched"))]),
        }
    }
    kept
}

/// The `[…]` of `#[…]` or `#![…]`, taken from the stream; `tree` is the `#`.
fn attribute_after(
    tree: &TokenTree,
    rest: &mut std::iter::Peekable<proc_macro2::token_stream::IntoIter>,
) -> Option<Group> {
    if !is_punct(Some(tree), '#') {
        return None;
    }
    if is_punct(rest.peek(), '!') {
        rest.next();
    }
    match rest.next() {
        Some(TokenTree::Group(group)) => Some(group),
        _ => None,
    }
}

fn flatten(stream: TokenStream, tokens: &mut Vec<(usize, String)>) {
    for tree in trees(stream) {
        let line = tree.span().start().line;
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                tokens.push((line, open.to_owned()));
                flatten(group.stream(), tokens);
                tokens.push((group.span_close().start().line, close.to_owned()));
            }
            other => tokens.push((line, other.to_string())),
        }
    }
}

fn read_paths(stream: TokenStream, prefix: &[String], paths: &mut Vec<(usize, Vec<String>)>) {
    let trees = trees(stream);
    let mut at = 0;
    while let Some(tree) = trees.get(at) {
        at += 1;
        match tree {
            TokenTree::Group(group) => read_paths(group.stream(), &[], paths),
            // The name after `as` is new here and leads nowhere.
            TokenTree::Ident(name) if name == "as" => at += 1,
            TokenTree::Ident(first) => {
                let line = first.span().start().line;
                let mut path = [prefix, &[first.to_string()]].concat();
                while is_punct(trees.get(at), ':') && is_punct(trees.get(at + 1), ':') {
                    match trees.get(at + 2) {
                        Some(TokenTree::Ident(name)) => path.push(name.to_string()),
                        Some(TokenTree::Group(group)) => read_paths(group.stream(), &path, paths),
                        _ => {}
                    }
                    at += 3;
                }
                paths.push((line, path));
            }
            _ => {}
        }
    }
}

fn is_punct(tree: Option<&TokenTree>, wanted: char) -> bool {
    matches!(tree, Some(TokenTree::Punct(punct)) if punct.as_char() == wanted)
}
