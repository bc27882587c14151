//! The program as its operator meets it: what it says when something is wrong, and what it leaves on the disk.

use crate::support::database::{Database, Engine};
use crate::support::postgres;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use tempfile::TempDir;

/// A folder of its own, in which everything is made.
struct Place {
    folder: TempDir,
}

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// With everybody allowed everything that it does not forbid itself.
    fn command(&self, arguments: &[&str], settings: &[(&str, &str)]) -> Command {
        let mut command = Command::new("sh");
        command
            .args(["-c", "umask 000; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_steward")])
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("STEWARD_DATABASE_URL", "sqlite:data/steward.db")
            .envs(settings.iter().copied());
        command
    }

    fn run(&self, arguments: &[&str], settings: &[(&str, &str)]) -> Output {
        self.command(arguments, settings).output().expect("it runs")
    }

    /// What it says before it ends for a reason: one sentence on one line, in words.
    fn refusal(&self, arguments: &[&str], settings: &[(&str, &str)]) -> String {
        let output = self.run(arguments, settings);
        assert!(!output.status.success(), "{arguments:?} {settings:?}");
        let said = String::from_utf8(output.stderr).expect("it is text");
        let lines: Vec<&str> = said.lines().filter(|line| line.starts_with("steward: ")).collect();
        assert_eq!(lines.len(), 1, "{said}");
        assert_eq!(said.lines().last(), lines.first().copied(), "{said}");
        assert!(!said.contains("Message {") && !said.contains("Err(") && !said.contains("{ "), "{said}");
        is_said_once(lines[0]);
        lines[0].trim_start_matches("steward: ").to_owned()
    }

    /// Starts it, and gives what it says until it listens.
    fn serve(&self, settings: &[(&str, &str)]) -> (Running, String) {
        let address = TcpListener::bind("127.0.0.1:0")
            .and_then(|it| it.local_addr())
            .expect("loopback has a free port")
            .to_string();
        let mut command = self.command(&["serve"], settings);
        let mut child = command.env("STEWARD_LISTEN", &address).stdout(Stdio::piped()).spawn().expect("it starts");
        let mut said = String::new();
        for line in BufReader::new(child.stdout.take().expect("its output is a pipe")).lines().map_while(Result::ok) {
            said.push_str(&line);
            said.push('\n');
            if line.starts_with("No mail server") || line.starts_with("No administrator") {
                break;
            }
        }
        (Running(child), said)
    }
}

/// No part between two colons says what another said.
fn is_said_once(line: &str) {
    let parts: Vec<&str> = line.split(": ").collect();
    for (at, part) in parts.iter().enumerate() {
        assert!(
            parts.iter().enumerate().all(|(other, text)| other == at || text != part),
            "{line} says {part:?} twice"
        );
    }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).permissions().mode() & 0o777
}

/// A zone without changes, as `zic` writes it.
fn write_zone(folder: &Path, name: &str, rule: &str, seconds: i32) {
    let mut part = b"TZif2".to_vec();
    part.extend([0; 15]);
    part.extend([0, 0, 0, 0, 1, 4].iter().flat_map(|count: &u32| count.to_be_bytes()));
    part.extend(seconds.to_be_bytes());
    part.extend(b"\0\0XXT\0");
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("it has one")).expect("a folder");
    fs::write(path, [part.as_slice(), &part, format!("\n{rule}\n").as_bytes()].concat()).expect("it is written");
}

#[test]
fn what_it_makes_is_its_owners_alone_whatever_the_umask() {
    let place = Place::new();
    let letters = place.path("letters");
    let (_steward, _) =
        place.serve(&[("STEWARD_SMTP_URL", &format!("file:{}", letters.display())), ("STEWARD_LOG", "off")]);
    for (name, wanted) in [
        ("data", 0o700),
        ("data/steward.db", 0o600),
        ("data/steward.db-wal", 0o600),
        ("data/steward.db-shm", 0o600),
        ("data/secret.key", 0o600),
        ("letters", 0o700),
    ] {
        assert_eq!(mode(&place.path(name)), wanted, "{name}");
    }
}

#[test]
fn a_file_that_an_older_program_left_open_is_warned_of() {
    let place = Place::new();
    assert!(place.run(&["migrate"], &[]).status.success());
    fs::set_permissions(place.path("data/steward.db"), fs::Permissions::from_mode(0o644)).expect("it is changed");
    let said = String::from_utf8(place.run(&["migrate"], &[]).stderr).expect("it is text");
    assert!(said.contains("data/steward.db is open to others than its owner: chmod 600"), "{said}");
}

#[test]
fn what_is_no_database_is_said_in_one_sentence_and_nobody_else_s_file_is_warned_of() {
    let place = Place::new();
    fs::create_dir(place.path("data")).expect("a folder");
    fs::write(place.path("data/steward.db"), "a letter to somebody, and no database at all\n".repeat(200))
        .expect("it is written");
    fs::set_permissions(place.path("data/steward.db"), fs::Permissions::from_mode(0o644)).expect("it is changed");
    assert_eq!(
        place.refusal(&["migrate"], &[]),
        "STEWARD_DATABASE_URL: the database cannot be brought up to date: file is not a database"
    );
    let output = place.run(&["check"], &[]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("file is not a database") && !said.contains("code") && !said.contains("chmod"), "{said}");
}

#[test]
fn what_postgresql_says_is_said_without_a_line_of_its_source() {
    if Engine::Postgres.is_left_out() {
        return;
    }
    let database = Database::empty(Engine::Postgres);
    let missing = database.url.replacen(postgres::name_in(&database.url), "none_such", 1);
    let said = Place::new().refusal(&["migrate"], &[("STEWARD_DATABASE_URL", &missing)]);
    assert!(said.ends_with(": database \"none_such\" does not exist"), "{said}");
}

#[test]
fn check_of_an_empty_folder_has_a_line_for_the_key() {
    let place = Place::new();
    let said = String::from_utf8(place.run(&["check"], &[]).stdout).expect("it is text");
    assert!(said.contains("database: failed: there is no database yet"), "{said}");
    assert!(
        said.contains("key: STEWARD_SECRET_KEY_FILE: data/secret.key is not there yet: the first start makes it"),
        "{said}"
    );
}

#[test]
fn a_lost_key_is_told_without_contradiction() {
    let place = Place::new();
    assert!(place.run(&["admin", "create", "--login", "olga"], &[]).status.success());
    let lines = |arguments: &[&str]| String::from_utf8(place.run(arguments, &[]).stdout).expect("it is text");
    assert!(lines(&["key", "check"]).ends_with("the database was sealed with it\nnothing else is sealed yet\n"));
    fs::remove_file(place.path("data/secret.key")).expect("it is there");
    let said = lines(&["key", "check"]);
    assert!(
        said.contains(
            "data/secret.key is not there\nthe database was sealed with the one that is missing (fingerprint "
        ),
        "{said}"
    );
    assert!(!said.contains("another key") && !said.contains("0 sealed"), "{said}");
    let refused = place.refusal(&["serve"], &[]);
    assert!(
        refused.ends_with("if that is lost, `steward key forget` lists what cannot be opened any more"),
        "{refused}"
    );
}

#[test]
fn each_refusal_of_a_command_is_one_sentence() {
    let place = Place::new();
    let made = place.run(&["admin", "create", "--login", "olga"], &[]);
    let said = String::from_utf8_lossy(&made.stdout);
    assert!(
        made.status.success() && said.starts_with("The owner “olga” is created.\nSet the password here, once"),
        "{said}"
    );
    assert_eq!(
        place.refusal(&["admin", "create", "--login", "Olga"], &[]),
        "the login “Olga” was refused: This name is already taken; choose another."
    );
    let characters = "Use only the letters a–z, digits, dots, underscores and hyphens.";
    assert_eq!(
        place.refusal(&["admin", "create", "--login", "ol ga"], &[]),
        format!("the login “ol ga” was refused: {characters}")
    );
    assert_eq!(place.refusal(&["admin", "reset", "anna"], &[]), "there is no administrator “anna”");
    for (name, value) in [
        ("STEWARD_BASE_URL", "https://x.example/#top"),
        ("STEWARD_LOG", "inof"),
        ("STEWARD_LOG", "stewrad=debug"),
        ("STEWARD_LOG", ""),
        ("STEWARD_MAIL_FROM", "Steward <a@[192.0.2.1]>"),
        ("STEWARD_GEOIP_FILE", "/nowhere.mmdb"),
        ("STEWARD_ZONEINFO", "/nowhere"),
        ("STEWARD_SECRET_KEY_FILE", "/proc/version"),
        ("STEWARD_DATABASE_URL", "sqlite:/proc/nowhere/steward.db"),
        ("STEWARD_LISTEN", "192.0.2.1:80"),
    ] {
        let said = place.refusal(&["serve"], &[(name, value)]);
        assert!(
            said.contains(name) || said.contains("database") || said.contains(value.trim_start_matches("sqlite:")),
            "{name}={value}: {said}"
        );
    }
    // A start waits for a server that is not there yet; any other command says so.
    let away = place.refusal(&["migrate"], &[("STEWARD_DATABASE_URL", "postgres://nobody@127.0.0.1:1/none")]);
    assert!(away.contains("STEWARD_DATABASE_URL: ") && away.contains("Connection refused"), "{away}");
    fs::write(place.path("data/secret.key"), "short").expect("it is written");
    assert!(place.refusal(&["serve"], &[]).ends_with("must hold exactly 32 bytes"));
}

#[test]
fn check_says_a_cause_once() {
    let place = Place::new();
    assert!(place.run(&["migrate"], &[]).status.success());
    let checked = place.run(
        &["check"],
        &[("STEWARD_SMTP_URL", "smtp://127.0.0.1:1?tls=none"), ("STEWARD_GEOIP_FILE", "/nowhere.mmdb")],
    );
    assert!(!checked.status.success());
    let said = String::from_utf8(checked.stdout).expect("it is text");
    assert_eq!(said.matches("failed").count(), 2, "{said}");
    said.lines().for_each(is_said_once);
    assert_eq!(said.matches("os error 111").count(), 1, "{said}");
}

#[test]
fn a_slip_in_the_environment_stops_it_and_a_strange_name_is_a_warning() {
    let place = Place::new();
    let said = place.refusal(&["migrate"], &[("STEWARD_LISTEM", "x")]);
    assert_eq!(
        said,
        "the environment variable STEWARD_LISTEM is not a setting of Steward: did you mean STEWARD_LISTEN?"
    );
    let warned = place.run(&["migrate"], &[("STEWARD_TOKEN", "x"), ("STEWARD_FOO", "x")]);
    assert!(warned.status.success());
    assert!(String::from_utf8_lossy(&warned.stderr).contains("STEWARD_TOKEN is not a setting of Steward"));
}

#[test]
fn a_log_that_goes_to_a_file_has_no_colours() {
    let place = Place::new();
    let said = place.run(&["migrate"], &[("STEWARD_TOKEN", "x"), ("STEWARD_LOG", "debug")]).stderr;
    assert!(said.windows(4).any(|it| it == b"WARN"));
    assert!(!said.contains(&0x1B), "{}", String::from_utf8_lossy(&said));
}

#[test]
fn time_zones_follow_a_folder_and_start_and_check_say_which_edition() {
    let place = Place::new();
    let zones = place.path("zones");
    write_zone(&zones, "Europe/Berlin", "XXT-4", 14_400);
    write_zone(&zones, "America/Newtown", "XXT3", -10_800);
    writeln!(fs::File::create(zones.join("tzdata.zi")).expect("a file"), "# version 2031c").expect("it is written");
    let setting = ("STEWARD_ZONEINFO", zones.to_str().expect("it is text"));
    let (_steward, said) = place.serve(&[setting, ("STEWARD_LOG", "off")]);
    assert!(said.contains(&format!("Time zones: 2031c, from {}", zones.display())), "{said}");
    let checked =
        |settings: &[(&str, &str)]| String::from_utf8(place.run(&["check"], settings).stdout).expect("it is text");
    assert!(checked(&[setting]).contains("time zones: 2031c, from "));
    assert!(checked(&[]).contains(", compiled in"));
    fs::write(zones.join("Europe/Berlin"), "TZif").expect("it is written");
    assert!(place.refusal(&["serve"], &[setting]).ends_with("Europe/Berlin is no compiled zone file, or a broken one"));
    assert!(checked(&[setting]).contains("time zones: failed: STEWARD_ZONEINFO: "));
}
