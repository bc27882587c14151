//! Who imports whom among the modules of `src`: downward from floor to floor, and nowhere in a circle.

use super::{
    none_is_broken,
    source::{File, files},
};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};

/// From the top down. A module may import what stands on the floors below its own; those of one floor do not know each
/// other. What is named nowhere here is a feature.
const FLOORS: [(&str, &[&str]); 18] = [
    ("commands", &["main"]),
    ("what they do", &["backup", "demo", "housekeeping", "key"]),
    ("the whole", &["app"]),
    (FEATURES, &[]),
    ("what features share", &["feature", "resource", "retention"]),
    ("calls", &["api"]),
    ("pages", &["web"]),
    ("letters", &["mail"]),
    ("who gets none", &["stops"]),
    ("changes, forms, lists", &["change", "forms", "lists"]),
    ("the way out", &["dial"]),
    ("what runs", &["state"]),
    ("who acts, and as what", &["brand", "events", "people"]),
    ("threads and zones", &["files", "workers", "zones"]),
    ("settings and refusals", &["config", "error"]),
    ("the two databases", &["db", "email", "picture"]),
    ("languages, counts", &["i18n", "metrics"]),
    ("the ground", &["clock", "supervisor", "terminal"]),
];
const FEATURES: &str = "features";

/// Arrow → the places where it is drawn.
type Arrows = BTreeMap<(String, String), Vec<String>>;

#[test]
fn modules_import_downward() {
    none_is_broken(arrows().into_iter().flat_map(|((from, to), places)| {
        let (upper, lower) = (floor(&from), floor(&to));
        let among_features = upper == lower && FLOORS[upper].0 == FEATURES;
        let broken = upper >= lower && !among_features;
        places.into_iter().filter(move |_| broken)
    }));
}

#[test]
fn modules_import_each_other_in_no_circle() {
    let arrows = arrows();
    let closes = |(from, to): &(String, String)| reached(&arrows, to).contains(from);
    none_is_broken(arrows.iter().filter(|(arrow, _)| closes(arrow)).flat_map(|((from, to), places)| {
        places.iter().map(move |place| format!("{from} → {to} closes a circle: {place}"))
    }));
}

/// With `--nocapture`: the picture of the house.
#[test]
fn the_modules_and_their_arrows_can_be_read() {
    let arrows = arrows();
    let modules: BTreeSet<&String> = arrows.keys().flat_map(|(from, to)| [from, to]).collect();
    for (at, (what, _)) in FLOORS.iter().enumerate() {
        println!("{what}");
        for module in modules.iter().filter(|module| floor(module) == at) {
            let to: Vec<&str> =
                arrows.keys().filter(|(from, _)| *from == **module).map(|(_, to)| to.as_str()).collect();
            println!("    {module} → {}", if to.is_empty() { "nothing".to_owned() } else { to.join(", ") });
        }
    }
    let modules: BTreeSet<String> = files("src", &["rs"]).iter().map(module).collect();
    let gone = FLOORS.iter().flat_map(|(_, modules)| *modules).filter(|name| !modules.contains(**name));
    none_is_broken(gone.map(|name| format!("src/{name}:1: stands on a floor and is not there")));
}

fn floor(module: &str) -> usize {
    let features = FLOORS.iter().position(|(what, _)| *what == FEATURES);
    FLOORS.iter().position(|(_, modules)| modules.contains(&module)).or(features).expect("features have a floor")
}

/// What can be reached from a module, by whatever way.
fn reached(arrows: &Arrows, from: &str) -> BTreeSet<String> {
    let (mut reached, mut next) = (BTreeSet::new(), vec![from.to_owned()]);
    while let Some(module) = next.pop() {
        let ahead = arrows.keys().filter(|(from, _)| *from == module).map(|(_, to)| to.clone());
        next.extend(ahead.filter(|to| reached.insert(to.clone())));
    }
    reached
}

fn arrows() -> Arrows {
    let source = files("src", &["rs"]);
    let modules: BTreeSet<String> = source.iter().map(module).collect();
    let mut arrows = Arrows::new();
    let mut draw = |from: &str, to: &str, place: String| {
        if from != to && modules.contains(from) && modules.contains(to) {
            arrows.entry((from.to_owned(), to.to_owned())).or_default().push(place);
        }
    };
    for file in source.iter().filter(|file| file.path != "src/lib.rs") {
        let from = module(file);
        for (line, path) in file.paths() {
            if let [root, to, ..] = &path[..]
                && (root == "crate" || (root == "steward" && from == "main"))
            {
                draw(&from, to, format!("{}:{line}: imports {}", file.path, path.join("::")));
            }
        }
    }
    // Templates are compiled into the module whose folder they stand in; those of no module into whoever takes them in.
    let named = Regex::new(r"\bcrate::(\w+)[\w:]*").unwrap();
    for file in files("templates", &["html", "txt", "xml"]) {
        let from = file.path.split('/').nth(1).unwrap_or_default().to_owned();
        for found in named.captures_iter(&file.text) {
            let line = file.line_at(found.get(0).map_or(0, |all| all.start()));
            draw(&from, &found[1], format!("{}:{line}: imports {}", file.path, &found[0]));
        }
    }
    arrows
}

/// The program's own modules are one with `main`.
fn module(file: &File) -> String {
    let first = file.module().into_iter().next().unwrap_or_default();
    if ["", "check", "safekeeping"].contains(&first.as_str()) { "main".to_owned() } else { first }
}
