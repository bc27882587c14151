//! What the benches of pages and of calls share: load over all connections at once, the processor time of the server's
//! process, and a bare actix server to compare with.

pub mod places;

use std::{
    fs,
    net::TcpListener,
    ops::Deref,
    process::Command,
    sync::atomic::{AtomicI64, Ordering},
    time::{Duration, Instant},
};

use actix_web::{App, HttpResponse, HttpServer, web};
use anyhow::{Context, ensure};
use steward::{app, clock::Clock, config::Config, db::Db, mail::Transport, web::connections::Connections};

use crate::support::{Connection, Place, Server, http::Answer};

const CONNECTIONS: usize = 16;
const TIME: Duration = Duration::from_secs(3);
const BARE: &str = "BENCH_BARE";
const BARE_PAGES: [(&str, &str); 2] = [("bare: hello", "/healthz"), ("bare: 40 kB of HTML", "/page")];
/// The one that the others are compared with.
const MEASURE: &str = "bare: 40 kB of HTML";

/// What was measured of one page or call.
pub struct Row {
    pub name: String,
    kb: f64,
    statements: Option<u64>,
    per_second: f64,
    p50: Duration,
    p95: Duration,
    cpu: Duration,
    /// Of PostgreSQL's processes.
    database: Option<Duration>,
}

/// Whether this process is the bare server, and has been it to its end.
pub fn was_bare() -> anyhow::Result<bool> {
    let is_bare = std::env::var_os(BARE).is_some();
    if is_bare {
        actix_web::rt::System::new().block_on(serve_bare())?;
    }
    Ok(is_bare)
}

pub fn bare() -> anyhow::Result<Vec<Row>> {
    let mut command = Command::new(std::env::current_exe()?);
    command.env(BARE, "1");
    let server = Measured { server: Server::spawn(command)?, database: None };
    BARE_PAGES
        .into_iter()
        .map(|(name, path)| load(&server, "", (name.to_owned(), None), |connection, _| connection.get(path)))
        .collect()
}

/// A server whose database's processes are measured beside it.
pub struct Measured {
    server: Server,
    /// PostgreSQL's first process, where it is on this machine.
    database: Option<u32>,
}

impl Deref for Measured {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.server
    }
}

pub fn start(place: &Place, settings: &[(&str, &str)]) -> anyhow::Result<Measured> {
    Ok(Measured { server: Server::start(place, settings)?, database: places::server_process(place.database_url) })
}

/// Asks over all connections at once for as long as is measured, after a short while that is not; each question has a
/// number of its own.
pub fn load(
    server: &Measured,
    cookies: &str,
    (name, statements): (String, Option<u64>),
    ask: impl Fn(&mut Connection, i64) -> anyhow::Result<Answer> + Sync,
) -> anyhow::Result<Row> {
    let next = AtomicI64::new(1);
    let run = |time: Duration| -> anyhow::Result<Vec<(Duration, usize)>> {
        std::thread::scope(|scope| {
            let threads: Vec<_> =
                (0..CONNECTIONS).map(|_| scope.spawn(|| go_on(server, cookies, (&ask, &next), time))).collect();
            let mut all = Vec::new();
            for thread in threads {
                all.extend(thread.join().ok().context("a client panicked")??);
            }
            Ok(all)
        })
    };
    run(Duration::from_millis(300))?;
    let (begun, before, database) = (Instant::now(), cpu(server.child.id())?, database_cpu(server));
    let mut answers = run(TIME)?;
    let (time, cpu) = (begun.elapsed(), cpu(server.child.id())? - before);
    let database = database_cpu(server).zip(database).map(|(after, before)| after.saturating_sub(before));
    answers.sort();
    let count = answers.len();
    let each = u32::try_from(count).unwrap_or(u32::MAX).max(1);
    let share = |percent: usize| answers.get(count * percent / 100).map_or(Duration::ZERO, |(time, _)| *time);
    let row = Row {
        name,
        kb: answers.iter().map(|(_, length)| *length).sum::<usize>() as f64 / count as f64 / 1000.0,
        statements,
        per_second: count as f64 / time.as_secs_f64(),
        p50: share(50),
        p95: share(95),
        cpu: cpu / each,
        database: database.map(|it| it / each),
    };
    println!("{:38} {:8.0}/s {:>9.2?} of processor", row.name, row.per_second, row.cpu);
    Ok(row)
}

fn go_on(
    server: &Server,
    cookies: &str,
    (ask, next): (&(impl Fn(&mut Connection, i64) -> anyhow::Result<Answer> + Sync), &AtomicI64),
    time: Duration,
) -> anyhow::Result<Vec<(Duration, usize)>> {
    let mut connection = Connection::open(&server.address, cookies)?;
    let (begun, mut answers) = (Instant::now(), Vec::new());
    while begun.elapsed() < time {
        let number = next.fetch_add(1, Ordering::Relaxed);
        let asked = Instant::now();
        let answer = ask(&mut connection, number)?;
        // Too much was asked at once: what it took counts, the page does not.
        if answer.status == 503 {
            answers.push((asked.elapsed(), 0));
            continue;
        }
        ensure!(answer.status == 200, "{}: {}", answer.status, answer.body);
        answers.push((asked.elapsed(), answer.body.len()));
    }
    Ok(answers)
}

/// What `count` finds in a server of our own over the same database, whose statements it sees.
pub fn counted<T: Send + 'static>(
    place: &Place,
    count: impl FnOnce(&str, &Db) -> anyhow::Result<T> + Send + 'static,
) -> anyhow::Result<T> {
    actix_web::rt::System::new().block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?.to_string();
        let mut config = Config::for_tests(place.database_url, place.folder)?;
        config.base_url = format!("http://{address}").parse()?;
        config.hosts = vec![address.clone()];
        let state = app::open(config, Clock::System, Transport::None).await?;
        let server = app::serve(state.clone(), listener, Connections::new(&state.config))?;
        let handle = server.handle();
        actix_web::rt::spawn(server);
        let counting = state.clone();
        let counted = actix_web::rt::task::spawn_blocking(move || count(&address, &counting.db)).await??;
        handle.stop(false).await;
        state.db.close().await;
        Ok(counted)
    })
}

/// What the system has counted for a process; hundredths of a second.
fn cpu(process: u32) -> anyhow::Result<Duration> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|ticks| ticks.parse::<u64>().ok()).unwrap_or(0);
    // utime and stime.
    Ok(Duration::from_millis((ticks(11) + ticks(12)) * 10))
}

/// The same of PostgreSQL's processes together, one for each connection among them.
fn database_cpu(server: &Measured) -> Option<Duration> {
    let first = server.database?;
    let others = fs::read_to_string(format!("/proc/{first}/task/{first}/children")).ok()?;
    Some(others.split_whitespace().filter_map(|other| cpu(other.parse().ok()?).ok()).sum())
}

async fn serve_bare() -> std::io::Result<()> {
    let address = std::env::var("STEWARD_LISTEN").unwrap_or_default();
    let row = "<tr><td>Acme &amp; Sons</td><td class=\"mono\">acme-and-sons</td><td>Standard</td></tr>\n";
    let page: &'static str = Box::leak(row.repeat(40_000 / row.len()).into_boxed_str());
    let html = move || async move { HttpResponse::Ok().content_type("text/html; charset=utf-8").body(page) };
    HttpServer::new(move || {
        App::new().route("/healthz", web::get().to(|| async { "hello" })).route("/page", web::get().to(html))
    })
    .workers(std::thread::available_parallelism().map_or(1, usize::from))
    .bind(address)?
    .run()
    .await
}

pub fn print(rows: &[Row]) {
    let bare = rows.iter().find(|row| row.name == MEASURE).map_or(1.0, |row| row.cpu.as_secs_f64());
    println!(
        "\n{:46} {:>6} {:>5} {:>8} {:>8} {:>8} {:>9} {:>9} {:>7}",
        "page", "kB", "SQL", "per s", "p50 ms", "p95 ms", "CPU µs", "database", "× bare"
    );
    for row in rows {
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        let statements = row.statements.map_or("–".to_owned(), |count| count.to_string());
        let database = row.database.map_or("–".to_owned(), |cpu| format!("{:.0}", cpu.as_secs_f64() * 1e6));
        let (own, cpu) = (row.cpu.as_secs_f64(), (row.cpu + row.database.unwrap_or_default()).as_secs_f64());
        println!(
            "{:46} {:>6.1} {:>5} {:>8.0} {:>8.2} {:>8.2} {:>9.0} {:>9} {:>7.1}",
            row.name,
            row.kb,
            statements,
            row.per_second,
            ms(row.p50),
            ms(row.p95),
            own * 1e6,
            database,
            cpu / bare
        );
    }
}
