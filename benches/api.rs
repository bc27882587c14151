//! What calls of the API cost, beside a bare actix page measured in the same run: `cargo bench --bench api`.
//!
//! As the bench of the pages, whose measuring and databases it shares; there must be 1,000 accounts or more, of which
//! some are deleted.

mod measure;
mod support;

use anyhow::{Context, ensure};
use measure::{Row, load};
use support::{Connection, Place, Server, http::Answer};

const ACCOUNTS: &str = "1100";
const CALLS: [&str; 4] = ["accounts/get", "accounts/save", "accounts/list", "usage/report"];
/// In one report of usage.
const EVENTS: usize = 500;

fn main() -> anyhow::Result<()> {
    if measure::was_bare()? || !std::env::args().any(|word| word == "--bench") {
        return Ok(());
    }
    let mut rows = measure::bare()?;
    measure::places::each(ACCOUNTS, |place, prefix| {
        rows.extend(measure(place, prefix)?);
        Ok(())
    })?;
    measure::print(&rows);
    Ok(())
}

fn measure(place: &Place, prefix: &str) -> anyhow::Result<Vec<Row>> {
    let server = measure::start(place, &[("STEWARD_API_RATE", "1000000000")])?;
    let cookies = place.sign_in(&server)?;
    let secret = make_token(&server, &cookies)?;
    let ids = ids(&server, &secret)?;
    let counts = statements(place, &secret, &ids)?;
    let calls = CALLS.into_iter().zip(counts);
    let rows = calls.map(|(call, count)| {
        load(&server, "", (format!("{prefix}{call}"), Some(count)), |connection, number| {
            ask(connection, (&secret, &ids), (call, number))
        })
    });
    rows.collect()
}

/// In the panel, as an owner does.
fn make_token(server: &Server, cookies: &str) -> anyhow::Result<String> {
    let mut client = Connection::open(&server.address, cookies)?;
    let form = client.get("/api-tokens/new")?;
    let field = form.body.split("name=\"expires_at\"").nth(1).context("the form asks for an expiry")?;
    let expires = field.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).context("it proposes one")?;
    let name = format!("bench {}", std::process::id());
    let shown = client.submit(
        "/api-tokens/new",
        &[
            ("name", &name),
            ("active", "on"),
            ("scopes", "accounts:read"),
            ("scopes", "accounts:write"),
            ("scopes", "platform:report"),
            ("expires_at", expires),
        ],
    )?;
    let secret = shown
        .body
        .split("stw_")
        .nth(1)
        .and_then(|rest| rest.get(..40))
        .with_context(|| format!("no secret is shown: {}", shown.status))?;
    Ok(format!("stw_{secret}"))
}

/// Of the accounts in the list, which has no deleted ones.
fn ids(server: &Server, secret: &str) -> anyhow::Result<Vec<i64>> {
    let list = ask(&mut server.connect()?, (secret, &[]), ("accounts/list", 0))?;
    let ids: Vec<i64> =
        list.body.split("{\"id\":").skip(1).filter_map(|rest| rest.split(',').next()?.parse().ok()).collect();
    ensure!(!ids.is_empty(), "there are no accounts: {}", list.body);
    Ok(ids)
}

/// Another account each time; one that is changed gets a title that it did not have, and reported events are new.
fn ask(
    connection: &mut Connection,
    (secret, ids): (&str, &[i64]),
    (call, number): (&str, i64),
) -> anyhow::Result<Answer> {
    let number = usize::try_from(number)?;
    let id = ids.get(number % ids.len().max(1)).copied().unwrap_or(1);
    let body = match call {
        "accounts/get" => format!("{{\"id\": {id}}}"),
        "accounts/save" => format!("{{\"id\": {id}, \"title\": \"Title {}\"}}", number / ids.len().max(1) % 2),
        "usage/report" => events(ids, number),
        _ => "{\"limit\": 1000}".to_owned(),
    };
    let headers = format!("Authorization: Bearer {secret}\r\nContent-Type: application/json\r\n");
    connection.post_with(&format!("/api/v1.1/admin/{call}"), &headers, &body)
}

/// Of as many accounts as there are, emails and the day's calls by turns.
fn events(ids: &[i64], number: usize) -> String {
    let event = |at: usize| {
        let id = ids.get((number * EVENTS + at) % ids.len().max(1)).copied().unwrap_or(1);
        let metric = if at.is_multiple_of(2) { "emails" } else { "api_requests" };
        let run = std::process::id();
        format!("{{\"id\": \"{run}-{number}-{at}\", \"account\": {id}, \"metric\": \"{metric}\", \"value\": 1}}")
    };
    format!("{{\"events\": [{}]}}", (0..EVENTS).map(event).collect::<Vec<_>>().join(", "))
}

/// How many statements each call takes when the planner and the pools are warm; the beginnings and ends of transactions
/// are not counted.
fn statements(place: &Place, secret: &str, ids: &[i64]) -> anyhow::Result<Vec<u64>> {
    let (secret, ids) = (secret.to_owned(), ids.to_vec());
    measure::counted(place, move |address, db| {
        let mut connection = Connection::open(address, "")?;
        let count = |call: &&str| {
            ask(&mut connection, (&secret, &ids), (call, i64::try_from(ids.len())?))?;
            let before = db.statements();
            let answer = ask(&mut connection, (&secret, &ids), (call, 0))?;
            ensure!(answer.status == 200, "{call}: {} {}", answer.status, answer.body);
            Ok(db.statements() - before)
        };
        CALLS.iter().map(count).collect()
    })
}
