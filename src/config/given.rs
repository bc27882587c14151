//! What was given, by a file and the environment, before it means anything: names and texts.

use std::{collections::BTreeMap, ffi::OsString, fs, path::Path};

use anyhow::{Context, bail};

/// Every setting: its name after `STEWARD_`, lower-cased in a TOML file, and its default.
pub(super) const SETTINGS: [(&str, &str); 31] = [
    ("DATABASE_URL", "sqlite:data/steward.db"),
    ("DATABASE_CONNECTIONS", "16"),
    ("DATABASE_TIMEOUT", "10"),
    ("DATABASE_POOLER", "false"),
    ("LISTEN", "127.0.0.1:8080"),
    ("CONNECTIONS", ""),
    ("BASE_URL", ""),
    ("TRUSTED_PROXIES", ""),
    ("SECRET_KEY_FILE", "data/secret.key"),
    ("SMTP_URL", ""),
    ("MAIL_FROM", "Steward <no-reply@localhost>"),
    ("MAIL_CONNECTIONS", "4"),
    ("GEOIP_FILE", ""),
    ("ADMIN_SET_PASSWORDS", "true"),
    ("ADMIN_2FA", "auto"),
    ("LOGIN_AS", "read-write"),
    ("API_RATE", "600"),
    ("CONNECT_ALLOW", ""),
    ("CONNECT_DENY", ""),
    ("METRICS_LISTEN", ""),
    ("METRICS_TOKEN_FILE", ""),
    ("LOG", "info"),
    ("LOG_FORMAT", "text"),
    ("ZONEINFO", ""),
    ("STOP_LIST_MD5", "false"),
    ("NOTIFY_PRIVATE", "false"),
    ("LETTER_DAYS", "90"),
    ("SIGN_IN_DAYS", "400"),
    ("JOB_DAYS", "30"),
    ("AUDIT_DAYS", "0"),
    ("AUDIT_FILE", ""),
];

/// Name (without `STEWARD_`) → text.
type Given = BTreeMap<String, String>;

/// A name this near to that of a setting is a slip of the finger.
const SLIP: usize = 2;

/// The settings of the file, the environment over them, and a warning for each name of the environment that means
/// nothing to us.
pub fn read(
    file: Option<&Path>,
    environment: impl Iterator<Item = (OsString, OsString)>,
) -> anyhow::Result<(Given, Vec<String>)> {
    let mut given = file.map_or_else(|| Ok(Given::new()), read_file)?;
    let mut warnings = Vec::new();
    for (name, value) in environment {
        let Some(name) = name.to_str().and_then(|name| name.strip_prefix("STEWARD_")) else { continue };
        if !is_known(name) {
            warnings.push(unknown(name)?);
            continue;
        }
        let value = value.into_string().ok().with_context(|| format!("STEWARD_{name} is not valid UTF-8"))?;
        given.insert(name.to_owned(), value);
    }
    Ok((given, warnings))
}

fn is_known(name: &str) -> bool {
    SETTINGS.iter().any(|(known, _)| *known == name)
}

/// Other programs may have variables that begin like ours; one that is nearly ours was meant for us.
fn unknown(name: &str) -> anyhow::Result<String> {
    let sentence = format!("the environment variable STEWARD_{name} is not a setting of Steward");
    match nearest(name) {
        Some(known) => bail!("{sentence}: did you mean STEWARD_{known}?"),
        None => Ok(sentence),
    }
}

fn nearest(name: &str) -> Option<&'static str> {
    let distances = SETTINGS.iter().map(|(known, _)| (distance(name, known), *known));
    // Of a short name two other letters make another word.
    let is_slip = |(distance, known): &(usize, &str)| *distance <= SLIP && distance * 3 <= known.len().max(name.len());
    distances.filter(is_slip).min().map(|(_, known)| known)
}

/// How many letters must be added, left out, changed or swapped with the next to make one of the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut above: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    let mut before = None;
    for c in one.chars() {
        let mut next = vec![row.first().map_or(0, |first| first + 1)];
        for (at, d) in other.iter().enumerate() {
            let cost = |row: &[usize], at: usize, more: usize| row.get(at).map_or(usize::MAX, |it| it + more);
            let same = usize::from(c != *d);
            let swapped = at > 0 && other.get(at - 1) == Some(&c) && before == Some(*d);
            let swap = if swapped { cost(&above, at - 1, 1) } else { usize::MAX };
            next.push(cost(&row, at, same).min(cost(&row, at + 1, 1)).min(cost(&next, at, 1)).min(swap));
        }
        above = std::mem::replace(&mut row, next);
        before = Some(c);
    }
    row.last().copied().unwrap_or_default()
}

fn read_file(path: &Path) -> anyhow::Result<Given> {
    let name = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("the settings file {name} cannot be read"))?;
    let table: toml::Table = toml::from_str(&text).map_err(|error| not_toml(path, &text, &error))?;
    let mut given = Given::new();
    for (key, value) in table {
        let setting = key.to_uppercase();
        if !is_known(&setting) {
            let meant = nearest(&setting)
                .map(|known| format!(": did you mean {:?}?", known.to_lowercase()))
                .unwrap_or_default();
            bail!("{name}: {key:?} is not a setting of Steward{meant}");
        }
        let text = match value {
            toml::Value::String(text) => text,
            toml::Value::Boolean(it) => it.to_string(),
            toml::Value::Integer(it) => it.to_string(),
            _ => bail!("{name}: {key:?} must be a text"),
        };
        if given.insert(setting, text).is_some() {
            bail!("{name}: {key:?} is given twice");
        }
    }
    Ok(given)
}

/// With the line instead of a picture of it.
fn not_toml(path: &Path, text: &str, error: &toml::de::Error) -> anyhow::Error {
    let line =
        error.span().and_then(|span| text.get(..span.start)).map_or(1, |before| before.matches('\n').count() + 1);
    anyhow::anyhow!("the settings file {} is not TOML: line {line}: {}", path.display(), error.message())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_environment(name: &str) -> anyhow::Result<Vec<String>> {
        read(None, [(OsString::from(name), OsString::from("x"))].into_iter()).map(|(_, warnings)| warnings)
    }

    fn from_file(text: &str) -> String {
        let file = tempfile::NamedTempFile::new().expect("a file");
        fs::write(file.path(), text).expect("it is written");
        let error = read_file(file.path()).expect_err("it is refused");
        format!("{error:#}").replace(&file.path().display().to_string(), "FILE")
    }

    #[test]
    fn a_slip_in_the_environment_stops_and_another_name_is_a_warning() {
        for (name, meant) in [
            ("STEWARD_LISTEM", "STEWARD_LISTEN"),
            ("STEWARD_DATABSE_URL", "STEWARD_DATABASE_URL"),
            ("STEWARD_BASEURL", "STEWARD_BASE_URL"),
            ("STEWARD_MIAL_FROM", "STEWARD_MAIL_FROM"),
            ("STEWARD_SMTP_UR", "STEWARD_SMTP_URL"),
            ("STEWARD_LGO", "STEWARD_LOG"),
        ] {
            let said = from_environment(name).expect_err(name).to_string();
            assert!(said.contains(name) && said.ends_with(&format!("did you mean {meant}?")), "{said}");
        }
        for name in ["STEWARD_TOKEN", "STEWARD_FOO", "STEWARD_BLOGS"] {
            let warned = format!("the environment variable {name} is not a setting of Steward");
            assert_eq!(from_environment(name).expect("a warning"), [warned]);
        }
        assert_eq!(from_environment("STEWARD_LISTEN").expect("ours"), Vec::<String>::new());
        assert_eq!(from_environment("LISTEM").expect("not ours"), Vec::<String>::new());
    }

    #[test]
    fn whatever_is_wrong_in_the_file_stops_with_one_line() {
        assert_eq!(
            from_file("listen = \"x\"\nbase_url = [\n"),
            "the settings file FILE is not TOML: line 2: unclosed array, expected `]`"
        );
        assert_eq!(from_file("colour = 1"), "FILE: \"colour\" is not a setting of Steward");
        assert_eq!(from_file("listem = 1"), "FILE: \"listem\" is not a setting of Steward: did you mean \"listen\"?");
        assert_eq!(from_file("listen = 1.5"), "FILE: \"listen\" must be a text");
        assert_eq!(from_file("listen = 1\nLISTEN = 2"), "FILE: \"listen\" is given twice");
    }
}
