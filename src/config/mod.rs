//! Typed settings, from the environment or a TOML file, checked at start; a wrong one is a sentence that names it.

mod given;
mod kept;
mod key_file;
mod values;

use std::{
    collections::BTreeMap,
    fs,
    net::SocketAddr,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

use anyhow::Context;
use ipnet::IpNet;
use lettre::message::Mailbox;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::db::Limits;

use given::SETTINGS;
pub use kept::Kept;
pub use key_file::KeyFile;
use key_file::make_parent;
pub use values::{LoginAs, is_trusted};

pub struct Config {
    database_url: SecretString,
    /// How long the database is waited for, and by how many at a time.
    pub database_limits: Limits,
    pub listen: SocketAddr,
    /// How many connections the listener has open at most.
    pub connections: usize,
    pub base_url: Url,
    /// Values of `Host` that are answered.
    pub hosts: Vec<String>,
    pub trusted_proxies: Vec<IpNet>,
    key_file: KeyFile,
    smtp_url: Option<SecretString>,
    pub mail_from: Mailbox,
    /// Letters that are sent to the mail server at a time.
    pub mail_connections: u32,
    pub geoip_file: Option<PathBuf>,
    pub admin_set_passwords: bool,
    /// Whether administrators must have a second factor.
    pub admin_2fa_required: bool,
    pub login_as: LoginAs,
    /// Calls of the API a minute, by token.
    pub api_rate: u32,
    /// Exceptions from what is denied.
    pub connect_allow: Vec<IpNet>,
    /// Where no connection goes that an administrator has made.
    pub connect_deny: Vec<IpNet>,
    /// Where metrics are shown to anybody.
    pub metrics_listen: Option<SocketAddr>,
    /// With this they are shown on the main address.
    pub metrics_token: Option<SecretString>,
    pub log: String,
    pub log_json: bool,
    /// A folder of compiled time zones.
    pub zoneinfo: Option<PathBuf>,
    /// Whether MD5s of what is on stop lists are kept, sealed, and exported.
    pub stop_list_md5: bool,
    /// Whether operators are told at private addresses as well.
    pub notify_private: bool,
    pub kept: Kept,
    /// To which checkpoints of the record are appended.
    pub audit_file: Option<PathBuf>,
    /// Sentences about what was given and has no meaning.
    pub warnings: Vec<String>,
}

impl Config {
    /// The environment wins over `file`, and the address of a socket that was handed over, over both.
    pub fn load(file: Option<&Path>, handed_over: Option<SocketAddr>) -> anyhow::Result<Self> {
        let (mut given, warnings) = given::read(file, std::env::vars_os())?;
        given.extend(handed_over.map(|address| ("LISTEN".to_owned(), address.to_string())));
        Ok(Self { warnings, ..Self::parse(&given)? })
    }

    /// Settings for a test: everything in `dir`, no mail server, nothing required.
    pub fn for_tests(database_url: &str, dir: &Path) -> anyhow::Result<Self> {
        let key = dir.join("secret.key").to_string_lossy().into_owned();
        let given =
            [("DATABASE_URL", database_url.to_owned()), ("SECRET_KEY_FILE", key), ("LISTEN", "127.0.0.1:0".to_owned())];
        Self::parse(&given.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    fn parse(given: &BTreeMap<String, String>) -> anyhow::Result<Self> {
        let get = |name: &str| {
            let default = SETTINGS.iter().find(|(known, _)| *known == name).map_or("", |(_, default)| default);
            given.get(name).map_or(default, |value| value.trim()).to_owned()
        };
        let switch = |name: &'static str| values::choice(name, &get(name), &[("true", true), ("false", false)]);
        let some = |name: &str| Some(get(name)).filter(|value| !value.is_empty());
        let listen = values::address("LISTEN", &get("LISTEN"))?;
        let (base_url, hosts) = values::addresses(some("BASE_URL"), listen)?;
        let both_loopback = listen.ip().to_canonical().is_loopback() && values::is_loopback(&base_url);
        Ok(Self {
            database_url: values::database_url(get("DATABASE_URL"))?.into(),
            database_limits: Limits {
                work: values::seconds("DATABASE_TIMEOUT", &get("DATABASE_TIMEOUT"))?,
                connections: values::number("DATABASE_CONNECTIONS", &get("DATABASE_CONNECTIONS"), 1..=1000)?,
                pooler: switch("DATABASE_POOLER")?,
            },
            listen,
            connections: values::connections(some("CONNECTIONS"))?,
            base_url,
            hosts,
            trusted_proxies: values::ranges("TRUSTED_PROXIES", &get("TRUSTED_PROXIES"))?,
            connect_allow: values::ranges("CONNECT_ALLOW", &get("CONNECT_ALLOW"))?,
            connect_deny: values::ranges("CONNECT_DENY", &get("CONNECT_DENY"))?,
            key_file: KeyFile::new(get("SECRET_KEY_FILE").into()),
            smtp_url: values::smtp_url(some("SMTP_URL"))?,
            mail_from: values::mail_from(&get("MAIL_FROM"))?,
            mail_connections: values::number("MAIL_CONNECTIONS", &get("MAIL_CONNECTIONS"), 1..=100)?,
            geoip_file: some("GEOIP_FILE").map(PathBuf::from),
            admin_set_passwords: switch("ADMIN_SET_PASSWORDS")?,
            admin_2fa_required: values::choice(
                "ADMIN_2FA",
                &get("ADMIN_2FA"),
                &[("required", true), ("optional", false), ("auto", !both_loopback)],
            )?,
            login_as: values::choice(
                "LOGIN_AS",
                &get("LOGIN_AS"),
                &[("off", LoginAs::Off), ("read-only", LoginAs::ReadOnly), ("read-write", LoginAs::ReadWrite)],
            )?,
            api_rate: get("API_RATE").parse().ok().filter(|rate| *rate > 0).with_context(|| {
                format!("STEWARD_API_RATE: {:?} is not a number of calls a minute, such as 600", get("API_RATE"))
            })?,
            metrics_listen: some("METRICS_LISTEN").map(|text| values::address("METRICS_LISTEN", &text)).transpose()?,
            metrics_token: some("METRICS_TOKEN_FILE")
                .map(|path| values::token("METRICS_TOKEN_FILE", Path::new(&path)))
                .transpose()?,
            log: values::log_filter(get("LOG"))?,
            log_json: values::choice("LOG_FORMAT", &get("LOG_FORMAT"), &[("text", false), ("json", true)])?,
            zoneinfo: some("ZONEINFO").map(PathBuf::from),
            stop_list_md5: switch("STOP_LIST_MD5")?,
            notify_private: switch("NOTIFY_PRIVATE")?,
            kept: Kept::parse(get)?,
            audit_file: some("AUDIT_FILE").map(PathBuf::from),
            warnings: Vec::new(),
        })
    }

    pub fn database_url(&self) -> &str {
        self.database_url.expose_secret()
    }

    pub fn smtp_url(&self) -> Option<&str> {
        self.smtp_url.as_ref().map(ExposeSecret::expose_secret)
    }

    /// Whether cookies are `Secure` and HSTS is sent.
    pub fn https(&self) -> bool {
        self.base_url.scheme() == "https"
    }

    /// Whether a `Host` is ours, in whatever letter case and with the scheme's own port or without.
    pub fn is_own_host(&self, host: &str) -> bool {
        let host = values::canonical_host(host, self.base_url.scheme());
        self.hosts.contains(&host)
    }

    /// Whether an `Origin`, a scheme with its host, is one of ours.
    pub fn is_own_origin(&self, origin: &str) -> bool {
        origin
            .split_once("://")
            .is_some_and(|(scheme, host)| scheme.eq_ignore_ascii_case(self.base_url.scheme()) && self.is_own_host(host))
    }

    /// The absolute address of a path of this site, for letters and the terminal.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.base_url.as_str().trim_end_matches('/'))
    }

    /// Whom letters are from, where the brand names nobody.
    pub fn sender_name(&self) -> &str {
        self.mail_from.name.as_deref().unwrap_or("Steward")
    }

    pub fn key_file(&self) -> &KeyFile {
        &self.key_file
    }

    /// Makes the folder of an SQLite file.
    pub fn make_data_folder(&self) -> anyhow::Result<()> {
        crate::db::file(self.database_url()).map_or(Ok(()), |file| make_parent(&file))
    }

    /// A sentence for each file of ours that others than its owner may read or write: an older program made them so.
    /// The database and the key file, as far as others may read them. Who reads a file that is neither is not our
    /// business.
    pub fn open_to_others(&self) -> Vec<String> {
        let database = crate::db::file(self.database_url()).filter(|file| crate::db::is_sqlite(file));
        let key = Some(self.key_file.path().to_owned()).filter(|_| self.key_file.is_one());
        let is_open = |file: &PathBuf| fs::metadata(file).is_ok_and(|about| about.mode() & 0o077 != 0);
        [database, key]
            .into_iter()
            .flatten()
            .filter(is_open)
            .map(|file| format!("{0} is open to others than its owner: chmod 600 {0}", file.display()))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(name: &str, value: &str) -> anyhow::Result<Config> {
        Config::parse(&[(name.to_owned(), value.to_owned())].into())
    }

    #[test]
    fn a_wrong_setting_is_named_in_one_sentence() {
        for (name, value) in [
            ("DATABASE_URL", "mysql://x"),
            ("DATABASE_CONNECTIONS", "0"),
            ("DATABASE_TIMEOUT", "soon"),
            ("DATABASE_TIMEOUT", "0.5"),
            ("DATABASE_POOLER", "pgbouncer"),
            ("LISTEN", "8080"),
            ("CONNECTIONS", "many"),
            ("CONNECTIONS", "0"),
            ("CONNECTIONS", "4000000000"),
            ("BASE_URL", "ftp://x"),
            ("BASE_URL", "https://x.example/#top"),
            ("BASE_URL", "https://:secret@x.example"),
            ("BASE_URL", "https://x.example/?"),
            ("TRUSTED_PROXIES", "everyone"),
            ("CONNECT_ALLOW", "10.0.0.0"),
            ("CONNECT_DENY", "the-internet"),
            ("SMTP_URL", "mail.example.com"),
            ("MAIL_FROM", "nobody"),
            ("MAIL_FROM", "Steward <no-reply@[192.0.2.1]>"),
            ("MAIL_FROM", "Steward <no-reply@exa_mple.com>"),
            ("MAIL_CONNECTIONS", "0"),
            ("METRICS_LISTEN", "9090"),
            ("METRICS_TOKEN_FILE", "/nowhere/token"),
            ("ADMIN_2FA", "maybe"),
            ("LOGIN_AS", "yes"),
            ("LOG_FORMAT", "xml"),
            ("STOP_LIST_MD5", "maybe"),
            ("NOTIFY_PRIVATE", "maybe"),
            ("AUDIT_DAYS", "29"),
            ("LOG", ""),
            ("LOG", ","),
            ("LOG", "inof"),
            ("LOG", "stewrad=debug"),
            ("LOG", "info,steward=loud"),
        ] {
            let sentence = parse(name, value).err().expect(name).to_string();
            assert!(sentence.starts_with(&format!("STEWARD_{name}: ")), "{sentence}");
            assert!(!sentence.contains('\n'));
        }
    }

    #[test]
    fn a_setting_is_kept_in_its_canonical_form() {
        let from = parse("MAIL_FROM", "Стюард <no-reply@ПРИМЕР.рф>").expect("parses").mail_from;
        assert_eq!(
            (from.name.as_deref(), from.email.to_string().as_str()),
            (Some("Стюард"), "no-reply@xn--e1afmkfd.xn--p1ai")
        );
        for filter in [
            "info",
            "warn,steward=debug",
            "steward::access=off,sqlx::query=info",
            "TRACE",
            "off",
            "info,[request{id}]=debug",
        ] {
            assert_eq!(parse("LOG", filter).map(|config| config.log).ok().as_deref(), Some(filter));
        }
    }

    #[test]
    fn a_second_factor_is_required_unless_everything_is_on_loopback() {
        assert!(!parse("LISTEN", "127.0.0.1:9000").expect("parses").admin_2fa_required);
        assert!(parse("LISTEN", "0.0.0.0:9000").expect("parses").admin_2fa_required);
        assert!(parse("BASE_URL", "https://admin.example.com").expect("parses").admin_2fa_required);
        assert!(!parse("ADMIN_2FA", "optional").expect("parses").admin_2fa_required);
    }

    #[test]
    fn localhost_means_the_base_url_only_while_that_is_unset() {
        assert!(parse("LISTEN", "127.0.0.1:9000").expect("parses").hosts.contains(&"localhost:9000".to_owned()));
        assert_eq!(parse("BASE_URL", "https://admin.example.com").expect("parses").hosts, ["admin.example.com"]);
    }
}
