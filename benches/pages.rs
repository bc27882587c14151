//! What pages cost, beside a bare actix page measured in the same run: `cargo bench --bench pages`.
//!
//! The server is a process of its own, so its processor time is counted apart from the client's, and beside it that of
//! PostgreSQL's processes where they are on this machine. Measured are a SQLite file of each size in `BENCH_ACCOUNTS`
//! ("1000 20000"); with `BENCH_POSTGRES`, the URL of a server where databases may be made, as many there; or, with
//! `BENCH_DATABASE_URL`, only that one, which `steward demo` has filled (beside it `BENCH_FOLDER` with its
//! `secret.key`).

mod measure;
mod support;

use std::{collections::BTreeMap, fs};

use anyhow::{Context, ensure};
use measure::{Row, load};
use support::{Connection, Place, Server};

fn main() -> anyhow::Result<()> {
    if measure::was_bare()? || !std::env::args().any(|word| word == "--bench") {
        return Ok(());
    }
    let mut rows = measure::bare()?;
    measure::places::each("1000 20000", |place, prefix| {
        rows.extend(measure(place, prefix)?);
        Ok(())
    })?;
    measure::print(&rows);
    Ok(())
}

fn measure(place: &Place, prefix: &str) -> anyhow::Result<Vec<Row>> {
    let server = measure::start(place, &[])?;
    let cookies = place.sign_in(&server)?;
    let first = server.first_answer.as_millis();
    let idle = resident_mb(&server)?;
    let statements = statements(place, &cookies)?;
    let newest = newest_account(&server, &cookies)?;
    let mut rows = Vec::new();
    for (name, path) in pages() {
        let counted = statements.get(&path).copied();
        rows.push(load(&server, &cookies, (format!("{prefix}{name}"), counted), |connection, number| {
            // Far from one another, as people's are.
            connection.get(&path.replace("{id}", &(1 + number * 7_919 % newest).to_string()))
        })?);
    }
    println!(
        "{prefix}first answer after {first} ms; resident {idle} MB at first, {} MB in the end",
        resident_mb(&server)?
    );
    Ok(rows)
}

/// `{id}` is another account each time.
fn pages() -> Vec<(&'static str, String)> {
    let search = |q: &str, rest: &str| {
        format!("/accounts?q={}{rest}", url::form_urlencoded::byte_serialize(q.as_bytes()).collect::<String>())
    };
    vec![
        ("accounts", "/accounts".to_owned()),
        ("accounts by title, last page", "/accounts?sort=title&place=last".to_owned()),
        ("accounts by users", "/accounts?sort=-users".to_owned()),
        ("frozen accounts by title", "/accounts?state=frozen&sort=title".to_owned()),
        ("search: часто", search("строй", "")),
        ("search: редко", search("северстрой", "")),
        ("search: часто, by title", search("строй", "&sort=title")),
        ("search: one letter", search("о", "")),
        ("search: two letters", search("ми", "")),
        ("search: two letters, редко", search("ёя", "")),
        ("search: two letters, by title", search("ми", "&sort=title")),
        ("search: two words", search("соколов пермь", "")),
        ("edit an account", "/accounts/{id}".to_owned()),
        ("users of an account", "/accounts/{id}/users".to_owned()),
        ("audit", "/audit".to_owned()),
    ]
}

/// The list begins with it; 1 where there is no list.
fn newest_account(server: &Server, cookies: &str) -> anyhow::Result<i64> {
    let list = Connection::open(&server.address, cookies)?.get("/accounts")?;
    let ids = list.body.split("href=\"/accounts/").skip(1).filter_map(|rest| rest.split('"').next()?.parse().ok());
    Ok(ids.max().unwrap_or(1))
}

/// How many statements each page takes when the planner and the pools are warm.
fn statements(place: &Place, cookies: &str) -> anyhow::Result<BTreeMap<String, u64>> {
    let cookies = cookies.to_owned();
    measure::counted(place, move |address, db| {
        let mut connection = Connection::open(address, &cookies)?;
        let mut counts = BTreeMap::new();
        for (_, path) in pages() {
            let asked = path.replace("{id}", "1");
            connection.get(&asked)?;
            let before = db.statements();
            let answer = connection.get(&asked)?;
            ensure!(answer.status == 200, "{asked}: {}", answer.status);
            counts.insert(path, db.statements() - before);
        }
        Ok(counts)
    })
}

fn resident_mb(server: &Server) -> anyhow::Result<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", server.child.id()))?;
    let resident =
        status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("/proc says how much is resident")?;
    Ok(resident.trim().trim_end_matches(" kB").parse::<u64>()? / 1024)
}
