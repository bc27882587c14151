//! What pages cost, beside a bare actix page measured in the same run: `cargo bench --bench pages`.
//!
//! The server is a process of its own, so its processor time is counted apart from the client's; of PostgreSQL's own time nothing is seen
//! here. Without `BENCH_DATABASE_URL` (a database that `steward demo` has filled; beside it `BENCH_FOLDER` with its `secret.key`) two
//! SQLite files are made, one with 1,000 accounts and one with `BENCH_ACCOUNTS` (20,000), and compared.

mod support;

use std::{
    collections::BTreeMap,
    fs,
    net::TcpListener,
    path::PathBuf,
    process::Command,
    sync::atomic::{AtomicI64, Ordering},
    time::{Duration, Instant},
};

use actix_web::{App, HttpResponse, HttpServer, web};
use anyhow::{Context, ensure};
use steward::{app, clock::Clock, config::Config, mail::Transport, state::State};
use support::{Connection, Place, Server};

const CONNECTIONS: usize = 16;
const TIME: Duration = Duration::from_secs(3);
const BARE: &str = "BENCH_BARE";
const BARE_PAGES: [(&str, &str); 2] = [("bare: hello", "/healthz"), ("bare: 40 kB of HTML", "/page")];
/// The one that the others are compared with.
const MEASURE: &str = "bare: 40 kB of HTML";

/// What was measured of one page.
struct Row {
    name: String,
    kb: f64,
    statements: Option<u64>,
    per_second: f64,
    p50: Duration,
    p95: Duration,
    cpu: Duration,
}

/// What the system counts of a process.
struct Usage {
    cpu: Duration,
    resident_kb: u64,
}

fn main() -> anyhow::Result<()> {
    if std::env::var_os(BARE).is_some() {
        return Ok(actix_web::rt::System::new().block_on(serve_bare())?);
    }
    if !std::env::args().any(|word| word == "--bench") {
        return Ok(());
    }
    let mut rows = measure_bare()?;
    match std::env::var("BENCH_DATABASE_URL") {
        Ok(url) => {
            let folder = PathBuf::from(std::env::var("BENCH_FOLDER").unwrap_or_else(|_| "data".to_owned()));
            rows.extend(measure(&Place { database_url: &url, folder: &folder }, "")?);
            print(&rows);
        }
        Err(_) => {
            let many = std::env::var("BENCH_ACCOUNTS").unwrap_or_else(|_| "20000".to_owned());
            for accounts in ["1000", many.as_str()] {
                rows.extend(measure_made(accounts)?);
            }
            print(&rows);
        }
    }
    Ok(())
}

fn measure_made(accounts: &str) -> anyhow::Result<Vec<Row>> {
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite:{}", folder.path().join("bench.db").display());
    let place = Place { database_url: &url, folder: folder.path() };
    place.run(&["demo", "--accounts", accounts, "--users", accounts])?;
    measure(&place, &format!("{accounts}: "))
}

fn measure_bare() -> anyhow::Result<Vec<Row>> {
    let mut command = Command::new(std::env::current_exe()?);
    command.env(BARE, "1");
    let server = Server::spawn(command)?;
    BARE_PAGES.into_iter().map(|(name, path)| load(&server, "", (name.to_owned(), path), None)).collect()
}

fn measure(place: &Place, prefix: &str) -> anyhow::Result<Vec<Row>> {
    let server = Server::start(place, &[])?;
    let cookies = place.sign_in(&server)?;
    let first = server.first_answer.as_millis();
    let idle = usage(&server)?.resident_kb / 1024;
    let statements = statements(place, &cookies)?;
    let mut rows = Vec::new();
    for (name, path) in pages() {
        let counted = statements.get(&path).copied();
        rows.push(load(&server, &cookies, (format!("{prefix}{name}"), &path), counted)?);
    }
    println!("{prefix}first answer after {first} ms; resident {idle} MB at first, {} MB in the end", usage(&server)?.resident_kb / 1024);
    Ok(rows)
}

/// `{id}` is another account each time.
fn pages() -> Vec<(&'static str, String)> {
    let search =
        |q: &str, rest: &str| format!("/accounts?q={}{rest}", url::form_urlencoded::byte_serialize(q.as_bytes()).collect::<String>());
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
        ("edit an account", "/accounts/{id}".to_owned()),
        ("users of an account", "/accounts/{id}/users".to_owned()),
        ("audit", "/audit".to_owned()),
    ]
}

/// Asks over all connections at once for as long as is measured, after a short while that is not.
fn load(server: &Server, cookies: &str, (name, path): (String, &str), statements: Option<u64>) -> anyhow::Result<Row> {
    let newest = newest_account(server, cookies)?;
    let next = AtomicI64::new(1);
    let run = |time: Duration| -> anyhow::Result<Vec<(Duration, usize)>> {
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..CONNECTIONS).map(|_| scope.spawn(|| ask(server, cookies, (path, &next, newest), time))).collect();
            let mut all = Vec::new();
            for thread in threads {
                all.extend(thread.join().ok().context("a client panicked")??);
            }
            Ok(all)
        })
    };
    run(Duration::from_millis(300))?;
    let (begun, before) = (Instant::now(), usage(server)?.cpu);
    let mut answers = run(TIME)?;
    let (time, cpu) = (begun.elapsed(), usage(server)?.cpu - before);
    answers.sort();
    let count = answers.len();
    let share = |percent: usize| answers.get(count * percent / 100).map_or(Duration::ZERO, |(time, _)| *time);
    let row = Row {
        name,
        kb: answers.iter().map(|(_, length)| *length).sum::<usize>() as f64 / count as f64 / 1000.0,
        statements,
        per_second: count as f64 / time.as_secs_f64(),
        p50: share(50),
        p95: share(95),
        cpu: cpu / u32::try_from(count).unwrap_or(u32::MAX).max(1),
    };
    println!("{:38} {:8.0}/s {:>9.2?} of processor", row.name, row.per_second, row.cpu);
    Ok(row)
}

fn ask(
    server: &Server,
    cookies: &str,
    (path, next, newest): (&str, &AtomicI64, i64),
    time: Duration,
) -> anyhow::Result<Vec<(Duration, usize)>> {
    let mut connection = Connection::open(&server.address, cookies)?;
    let (begun, mut answers) = (Instant::now(), Vec::new());
    while begun.elapsed() < time {
        // Far from one another, as people's are.
        let id = 1 + next.fetch_add(7_919, Ordering::Relaxed) % newest;
        let path = path.replace("{id}", &id.to_string());
        let asked = Instant::now();
        let answer = connection.get(&path)?;
        // Too much was asked at once: what it took counts, the page does not.
        if answer.status == 503 {
            answers.push((asked.elapsed(), 0));
            continue;
        }
        ensure!(answer.status == 200, "{path}: {}", answer.status);
        answers.push((asked.elapsed(), answer.body.len()));
    }
    Ok(answers)
}

/// The list begins with it; 1 where there is no list.
fn newest_account(server: &Server, cookies: &str) -> anyhow::Result<i64> {
    let list = Connection::open(&server.address, cookies)?.get("/accounts")?;
    let ids = list.body.split("href=\"/accounts/").skip(1).filter_map(|rest| rest.split('"').next()?.parse().ok());
    Ok(ids.max().unwrap_or(1))
}

/// How many statements each page takes when the planner and the pools are warm, counted in a server of our own over the same database.
fn statements(place: &Place, cookies: &str) -> anyhow::Result<BTreeMap<String, u64>> {
    let cookies = cookies.to_owned();
    actix_web::rt::System::new().block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?.to_string();
        let mut config = Config::for_tests(place.database_url, place.folder)?;
        config.base_url = format!("http://{address}").parse()?;
        config.hosts = vec![address.clone()];
        let state = State::open(config, Clock::System, Transport::None).await?;
        let server = app::serve(state.clone(), listener)?;
        let handle = server.handle();
        actix_web::rt::spawn(server);
        let counting = state.clone();
        let counted = actix_web::rt::task::spawn_blocking(move || -> anyhow::Result<BTreeMap<String, u64>> {
            let mut connection = Connection::open(&address, &cookies)?;
            let mut counts = BTreeMap::new();
            for (_, path) in pages() {
                let asked = path.replace("{id}", "1");
                connection.get(&asked)?;
                let before = counting.db.statements();
                let answer = connection.get(&asked)?;
                ensure!(answer.status == 200, "{asked}: {}", answer.status);
                counts.insert(path, counting.db.statements() - before);
            }
            Ok(counts)
        })
        .await??;
        handle.stop(false).await;
        state.db.close().await;
        Ok(counted)
    })
}

fn usage(server: &Server) -> anyhow::Result<Usage> {
    let pid = server.child.id();
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|ticks| ticks.parse::<u64>().ok()).unwrap_or(0);
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("/proc says how much is resident")?;
    let resident_kb = resident.trim().trim_end_matches(" kB").parse()?;
    // utime and stime, counted in hundredths of a second.
    Ok(Usage { cpu: Duration::from_millis((ticks(11) + ticks(12)) * 10), resident_kb })
}

async fn serve_bare() -> std::io::Result<()> {
    let address = std::env::var("STEWARD_LISTEN").unwrap_or_default();
    let row = "<tr><td>Acme &amp; Sons</td><td class=\"mono\">acme-and-sons</td><td>Standard</td></tr>\n";
    let page: &'static str = Box::leak(row.repeat(40_000 / row.len()).into_boxed_str());
    let html = move || async move { HttpResponse::Ok().content_type("text/html; charset=utf-8").body(page) };
    HttpServer::new(move || App::new().route("/healthz", web::get().to(|| async { "hello" })).route("/page", web::get().to(html)))
        .workers(std::thread::available_parallelism().map_or(1, usize::from))
        .bind(address)?
        .run()
        .await
}

fn print(rows: &[Row]) {
    let bare = rows.iter().find(|row| row.name == MEASURE).map_or(1.0, |row| row.cpu.as_secs_f64());
    println!("\n{:38} {:>6} {:>5} {:>8} {:>8} {:>8} {:>9} {:>7}", "page", "kB", "SQL", "per s", "p50 ms", "p95 ms", "CPU µs", "× bare");
    for row in rows {
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        let statements = row.statements.map_or("–".to_owned(), |count| count.to_string());
        let cpu = row.cpu.as_secs_f64();
        println!(
            "{:38} {:>6.1} {:>5} {:>8.0} {:>8.2} {:>8.2} {:>9.0} {:>7.1}",
            row.name,
            row.kb,
            statements,
            row.per_second,
            ms(row.p50),
            ms(row.p95),
            cpu * 1e6,
            cpu / bare
        );
    }
}
