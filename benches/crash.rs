//! Saves under fire: `cargo bench --bench crash` (100 rounds; `-- --rounds 10`).
//!
//! A Steward on an SQLite file is killed in the middle of saves, started again and looked through: whatever was
//! answered is there, whatever was not is there whole or not at all, and in the end each letter that was promised lies
//! in the folder.

mod support;

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, bail, ensure};
use sqlx::{Connection as _, SqliteConnection};
use support::{Connection, Place, Server, pause};

const CLIENTS: usize = 4;
/// Each client saves so often: together twenty saves a second.
const PACE: Duration = Duration::from_millis(200);
/// A letter that was in hand when the server was killed is taken up again after its lease.
const LETTERS: Duration = Duration::from_secs(200);

/// Of every account that is saved here; tariff 5 has no limits.
const SETTINGS: [(&str, &str); 4] =
    [("tariff", "5"), ("tz", "Europe/Moscow"), ("reports_day", "2"), ("reports_hour", "10")];
const HOME: &str = "/accounts/36";

/// What was asked and what was answered, over all rounds.
#[derive(Default)]
struct Ledger {
    /// Per account: the titles that were sent, and how many of them are known to have been saved at least.
    titles: BTreeMap<i64, (Vec<String>, usize)>,
    /// Account and user logins whose creation was answered.
    accounts: Vec<String>,
    users: Vec<String>,
    answered: usize,
    unanswered: usize,
}

fn main() -> anyhow::Result<()> {
    if !std::env::args().any(|word| word == "--bench") {
        return Ok(());
    }
    let rounds = argument("--rounds").map_or(Ok(100), |text| text.parse())?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("crash.db");
    let url = format!("sqlite:{}", file.display());
    let mail = format!("file:{}", folder.path().join("letters").display());
    let settings = [("STEWARD_SMTP_URL", mail.as_str())];
    let place = Place { database_url: &url, folder: folder.path() };
    place.run(&["demo", "--accounts", "40", "--users", "80"])?;
    let ledger = Mutex::new(Ledger::default());
    let mut slowest = Duration::ZERO;
    let mut cookies = String::new();
    for round in 1..=rounds {
        let server = Server::start(&place, &settings)?;
        slowest = slowest.max(server.first_answer);
        if cookies.is_empty() {
            cookies = place.sign_in(&server)?;
            prepare(&server, &cookies)?;
        }
        fire(server, &cookies, &ledger, round)?;
        check(&place, &file, &ledger).with_context(|| format!("after round {round}"))?;
    }
    let letters = wait_for_letters(&place, &settings, folder.path(), &file)?;
    let ledger = ledger.into_inner().ok().context("no client panicked")?;
    println!(
        "crash: {rounds} rounds; {} saves answered and all there, {} unanswered and none of them half there; {letters} letters, none lost; \
         longest start {} ms",
        ledger.answered,
        ledger.unanswered,
        slowest.as_millis()
    );
    Ok(())
}

/// The account that gets all the new users: on the tariff without limits.
fn prepare(server: &Server, cookies: &str) -> anyhow::Result<()> {
    let mut connection = Connection::open(&server.address, cookies)?;
    let page = connection.get(HOME)?;
    let kept = ["csrf", "version", "name"].map(|name| (name, field(&page.body, name).unwrap_or_default()));
    let fields: Vec<_> =
        kept.iter().map(|(name, value)| (*name, value.as_str())).chain(SETTINGS).chain([("title", "Crew")]).collect();
    let answer = connection.post(HOME, &fields)?;
    ensure!(answer.status == 303, "{HOME}: {} {}", answer.status, answer.body);
    Ok(())
}

fn argument(name: &str) -> Option<String> {
    std::env::args().skip_while(|word| word != name).nth(1)
}

/// Saves until the server is killed, which is at a moment that nobody could foresee.
fn fire(mut server: Server, cookies: &str, ledger: &Mutex<Ledger>, round: usize) -> anyhow::Result<()> {
    let [chance, ..] = steward::db::random_bytes::<1>();
    let (stopping, saves, address) = (AtomicBool::new(false), AtomicUsize::new(0), server.address.clone());
    std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|client| {
                let (stopping, saves, address) = (&stopping, &saves, &address);
                scope.spawn(move || -> anyhow::Result<()> {
                    while !stopping.load(Ordering::SeqCst) {
                        let begun = Instant::now();
                        let number = saves.fetch_add(1, Ordering::SeqCst);
                        match save(address, cookies, ledger, (client, round, number)) {
                            Err(error) if !stopping.load(Ordering::SeqCst) => return Err(error),
                            _ => pause(PACE.saturating_sub(begun.elapsed())),
                        }
                    }
                    Ok(())
                })
            })
            .collect();
        pause(Duration::from_millis(300 + 5 * u64::from(chance)));
        // Said first, so that a client that is cut off knows why.
        stopping.store(true, Ordering::SeqCst);
        // SIGKILL: nothing is finished, flushed or closed.
        server.child.kill()?;
        server.child.wait()?;
        for client in clients {
            client.join().ok().context("a client panicked")??;
        }
        Ok(())
    })
}

/// One save of one of three kinds. A client edits only accounts of its own, so that nothing becomes stale.
fn save(
    address: &str,
    cookies: &str,
    ledger: &Mutex<Ledger>,
    (client, round, number): (usize, usize, usize),
) -> anyhow::Result<()> {
    let mut connection = Connection::open(address, cookies)?;
    let word = format!("r{round}-n{number}");
    let account = i64::try_from(1 + client * 8 + number % 8)?;
    let keep =
        |change: &dyn Fn(&mut Ledger)| ledger.lock().map(|mut ledger| change(&mut ledger)).ok().context("the ledger");
    match number % 3 {
        0 => {
            let title = format!("Счёт {word}");
            let path = format!("/accounts/{account}");
            let page = connection.get(&path)?;
            let kept = ["csrf", "version", "name"].map(|name| (name, field(&page.body, name).unwrap_or_default()));
            keep(&|ledger| ledger.titles.entry(account).or_default().0.push(title.clone()))?;
            let all: Vec<_> = kept
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .chain(SETTINGS)
                .chain([("title", title.as_str())])
                .collect();
            accept(&mut connection, &path, &all, ledger)?;
            keep(&|ledger| {
                if let Some((titles, saved)) = ledger.titles.get_mut(&account) {
                    *saved = titles.len();
                }
            })
        }
        1 => {
            let fields = [("title", "Neu"), ("name", &word), ("active", "on")];
            submit(&mut connection, "/accounts/new", &[&fields[..], &SETTINGS].concat(), ledger)?;
            keep(&|ledger| ledger.accounts.push(word.clone()))
        }
        _ => {
            let email = format!("{word}@example.com");
            let fields = [
                ("active", "on"),
                ("login", word.as_str()),
                ("email", &email),
                ("language", "ru"),
                ("send_access_email", "on"),
                ("master", "on"),
            ];
            submit(&mut connection, &format!("{HOME}/users/new"), &fields, ledger)?;
            keep(&|ledger| ledger.users.push(word.clone()))
        }
    }
}

fn submit(
    connection: &mut Connection,
    path: &str,
    fields: &[(&str, &str)],
    ledger: &Mutex<Ledger>,
) -> anyhow::Result<()> {
    let csrf = connection.get(path)?.value("csrf").with_context(|| format!("{path} has a form"))?;
    let all: Vec<_> = [("csrf", csrf.as_str())].into_iter().chain(fields.iter().copied()).collect();
    accept(connection, path, &all, ledger)
}

fn accept(
    connection: &mut Connection,
    path: &str,
    fields: &[(&str, &str)],
    ledger: &Mutex<Ledger>,
) -> anyhow::Result<()> {
    let answer = connection.post(path, fields);
    let mut ledger = ledger.lock().ok().context("the ledger")?;
    match answer {
        Ok(answer) if answer.status == 303 => ledger.answered += 1,
        Ok(answer) => bail!("{path}: {} {}", answer.status, answer.body),
        Err(error) => {
            ledger.unanswered += 1;
            return Err(error);
        }
    }
    Ok(())
}

/// The value of a field, whatever else the control says of itself.
fn field(page: &str, name: &str) -> Option<String> {
    let control = page.split(&format!("name=\"{name}\"")).nth(1)?.split('>').next()?;
    control.split("value=\"").nth(1)?.split('"').next().map(str::to_owned)
}

/// Each is a count of what must not be.
const WRONG: [(&str, &str); 8] = [
    (
        "accounts without their one Main group",
        "SELECT count(*) FROM accounts a WHERE (SELECT count(*) FROM groups g WHERE g.account_id = a.id AND g.is_main) <> 1",
    ),
    (
        "accounts whose number of users is wrong",
        "SELECT count(*) FROM accounts a WHERE user_count <> (SELECT count(*) FROM account_users u WHERE u.account_id = a.id)",
    ),
    (
        "new accounts without a record",
        "SELECT count(*) FROM accounts a WHERE a.id > 40 AND 1 <> (SELECT count(*) FROM audit r WHERE r.object_kind = 'account' AND r.object_id = a.id AND r.action = 'create')",
    ),
    (
        "records of accounts that are not there",
        "SELECT count(*) FROM audit r WHERE r.object_kind = 'account' AND r.object_id NOT IN (SELECT id FROM accounts)",
    ),
    (
        "new users without a record",
        "SELECT count(*) FROM account_users u WHERE u.id > 80 AND 1 <> (SELECT count(*) FROM audit r WHERE r.object_kind = 'user' AND r.object_id = u.id AND r.action = 'create')",
    ),
    (
        "records of users that are not there",
        "SELECT count(*) FROM audit r WHERE r.object_kind = 'user' AND r.object_id NOT IN (SELECT id FROM account_users)",
    ),
    (
        "edits without a record",
        "SELECT count(*) FROM accounts a WHERE version - 1 <> (SELECT count(*) FROM audit r WHERE r.object_kind = 'account' AND r.object_id = a.id AND r.action = 'update')",
    ),
    (
        "new users whose letter was not promised with them",
        "SELECT count(*) FROM account_users u WHERE u.id > 80 AND 1 <> (SELECT count(*) FROM outbox o WHERE o.user_id = u.id AND o.kind = 'welcome')",
    ),
];

/// Looks through the file after the program has opened it again, as the next start would.
fn check(place: &Place, file: &Path, ledger: &Mutex<Ledger>) -> anyhow::Result<()> {
    let server = Server::start(place, &[])?;
    ensure!(server.connect()?.get("/readyz")?.status == 200, "the database is not ready");
    let ledger = ledger.lock().ok().context("the ledger")?;
    read(file, async |database| {
        let (sound,): (String,) = sqlx::query_as("PRAGMA integrity_check").fetch_one(&mut *database).await?;
        ensure!(sound == "ok", "the file is damaged: {sound}");
        for (what, text) in WRONG {
            let (count,): (i64,) = sqlx::query_as(text).fetch_one(&mut *database).await?;
            ensure!(count == 0, "{count} {what}");
        }
        for (account, (titles, saved)) in &ledger.titles {
            let (title,): (String,) = sqlx::query_as("SELECT title FROM accounts WHERE id = $1")
                .bind(account)
                .fetch_one(&mut *database)
                .await?;
            let place = titles.iter().position(|sent| *sent == title).map_or(0, |at| at + 1);
            ensure!(place >= *saved, "account {account} is called {title}, not what was saved last");
        }
        for (table, column, names) in
            [("accounts", "name", &ledger.accounts), ("account_users", "login", &ledger.users)]
        {
            let text = format!("SELECT {column} FROM {table}");
            let there: Vec<(String,)> = sqlx::query_as(sqlx::AssertSqlSafe(text)).fetch_all(&mut *database).await?;
            for name in names {
                ensure!(there.iter().any(|(other,)| other == name), "{name} is not in {table}, though it was answered");
            }
        }
        Ok(())
    })
}

/// Until nothing is queued; then each must lie in the folder.
fn wait_for_letters(place: &Place, settings: &[(&str, &str)], folder: &Path, file: &Path) -> anyhow::Result<usize> {
    let _server = Server::start(place, settings)?;
    let begun = Instant::now();
    loop {
        let letters: Vec<(String, String)> = read(file, async |database| {
            Ok(sqlx::query_as("SELECT status, message_id FROM outbox").fetch_all(database).await?)
        })?;
        let waiting = letters.iter().filter(|(status, _)| status != "sent").count();
        if waiting == 0 {
            let mut files = Vec::new();
            for entry in fs::read_dir(folder.join("letters"))? {
                files.push(fs::read_to_string(entry?.path())?);
            }
            for (_, id) in &letters {
                ensure!(
                    files.iter().any(|file| file.contains(id)),
                    "the letter {id} was sent, but is not in the folder"
                );
            }
            println!("{} files for {} letters", files.len(), letters.len());
            return Ok(letters.len());
        }
        ensure!(begun.elapsed() < LETTERS, "{waiting} letters are still waiting");
        pause(Duration::from_secs(1));
    }
}

/// Beside the server, which does not mind a reader.
fn read<T>(file: &Path, look: impl AsyncFnOnce(&mut SqliteConnection) -> anyhow::Result<T>) -> anyhow::Result<T> {
    actix_web::rt::System::new().block_on(async {
        let mut database = SqliteConnection::connect(&format!("sqlite:{}?mode=ro", file.display())).await?;
        look(&mut database).await
    })
}
