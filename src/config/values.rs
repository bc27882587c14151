//! Single settings, from text to type.

use std::{
    fs,
    net::{IpAddr, Ipv6Addr, SocketAddr},
    ops::RangeInclusive,
    path::Path,
    time::Duration,
};

use anyhow::{Context, anyhow, bail};
use ipnet::{IpNet, Ipv4Net};
use lettre::message::Mailbox;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use secrecy::SecretString;
use tracing_subscriber::{EnvFilter, filter::LevelFilter};
use url::Url;

use crate::{email::Email, i18n::Lang};

const SHORTEST_TOKEN: usize = 16;

/// The most that login-as can do in this installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LoginAs {
    Off,
    ReadOnly,
    ReadWrite,
}

pub fn database_url(url: String) -> anyhow::Result<String> {
    match url.split_once(':') {
        Some(("sqlite", path)) if !path.trim_start_matches('/').is_empty() => Ok(url),
        Some(("postgres" | "postgresql", _)) if Url::parse(&url).is_ok() => Ok(url),
        _ => bail!("STEWARD_DATABASE_URL: must be sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE"),
    }
}

/// Files that are open besides the listener's connections: the database's, the mail server's, the log.
const OTHER_FILES: u64 = 96;
/// More are of no use to an admin panel, and their buffers cost memory.
const MOST_CONNECTIONS: u64 = 8192;

/// As many as the limit of open files leaves room for, which is raised as far as this process may.
pub fn connections(given: Option<String>) -> anyhow::Result<usize> {
    let room = open_files().saturating_sub(OTHER_FILES).max(1);
    let Some(given) = given else { return Ok(usize::try_from(room.min(MOST_CONNECTIONS))?) };
    let wrong = || {
        format!(
            "STEWARD_CONNECTIONS: {given:?} is not a number from 1 to {room}, what the limit of open files (ulimit -n) leaves room for"
        )
    };
    let number = given.parse().ok().filter(|number| (1..=room).contains(number)).with_context(wrong)?;
    Ok(usize::try_from(number)?)
}

fn open_files() -> u64 {
    let limits = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limits.maximum, maximum: limits.maximum };
    let most = if setrlimit(Resource::Nofile, raised).is_ok() { limits.maximum } else { limits.current };
    most.unwrap_or(u64::MAX)
}

pub fn address(name: &str, text: &str) -> anyhow::Result<SocketAddr> {
    text.parse().ok().with_context(|| format!("STEWARD_{name}: {text:?} is not ADDRESS:PORT"))
}

/// A secret that stands in a file, on a line of its own.
pub fn token(name: &str, path: &Path) -> anyhow::Result<SecretString> {
    let file = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("STEWARD_{name}: {file} cannot be read"))?;
    let token = text.trim();
    if token.len() < SHORTEST_TOKEN || !token.chars().all(|c| c.is_ascii_graphic()) {
        bail!(
            "STEWARD_{name}: {file} must hold a secret of at least {SHORTEST_TOKEN} letters, digits and signs, and nothing else"
        );
    }
    Ok(token.into())
}

/// The base URL, and the values of `Host` that mean it.
pub fn addresses(base: Option<String>, listen: SocketAddr) -> anyhow::Result<(Url, Vec<String>)> {
    let url = base.clone().unwrap_or_else(|| format!("http://{listen}"));
    let sentence =
        || format!("STEWARD_BASE_URL: {url:?} is not an http or https address with nothing after host and port");
    let parsed = Url::parse(&url).ok().with_context(sentence)?;
    let nobody = parsed.username().is_empty() && parsed.password().is_none();
    let bare = parsed.path() == "/" && parsed.query().is_none() && parsed.fragment().is_none() && nobody;
    if !bare || !matches!(parsed.scheme(), "http" | "https") {
        bail!(sentence());
    }
    let host = parsed.host_str().with_context(sentence)?;
    let port = parsed.port().map(|port| format!(":{port}")).unwrap_or_default();
    let mut hosts = vec![canonical_host(&format!("{host}{port}"), parsed.scheme())];
    if base.is_none() && listen.ip().to_canonical().is_loopback() {
        hosts.extend(["localhost", "127.0.0.1", "[::1]"].map(|host| format!("{host}{port}")));
    }
    Ok((parsed, hosts))
}

/// A host, and its port where that is not the scheme's own, as they are compared: lower-cased, an IPv6 address in its
/// shortest form, without the dot that ends a whole name.
pub fn canonical_host(host: &str, scheme: &str) -> String {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => (name, port),
        _ => (host, ""),
    };
    let own_port = if scheme == "https" { "443" } else { "80" };
    let port = if port.is_empty() || port == own_port { String::new() } else { format!(":{port}") };
    let bare =
        name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).and_then(|rest| rest.parse::<Ipv6Addr>().ok());
    match bare {
        Some(address) => format!("[{address}]{port}"),
        None => format!("{}{port}", name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase()),
    }
}

/// A range of IPv4 addresses inside IPv6 is one of IPv4.
fn canonical(net: IpNet) -> IpNet {
    let inner = match net {
        IpNet::V6(inside) => inside.addr().to_ipv4_mapped().zip(inside.prefix_len().checked_sub(96)),
        IpNet::V4(_) => None,
    };
    inner.and_then(|(address, length)| Ipv4Net::new(address, length).ok()).map_or(net, IpNet::V4)
}

pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name.trim_end_matches('.') == "localhost",
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => IpAddr::from(ip).to_canonical().is_loopback(),
        None => false,
    }
}

pub fn smtp_url(url: Option<String>) -> anyhow::Result<Option<SecretString>> {
    let Some(url) = url else { return Ok(None) };
    if let Some(folder) = url.strip_prefix("file:") {
        return Ok(Some(format!("file:{folder}").into()));
    }
    let parsed = Url::parse(&url)
        .ok()
        .filter(|parsed| matches!(parsed.scheme(), "smtp" | "smtps") && parsed.host_str().is_some());
    if parsed.is_none() {
        bail!("STEWARD_SMTP_URL: must be smtp://USER:PASS@HOST:PORT?tls=required, smtps://HOST or file:FOLDER");
    }
    Ok(Some(url.into()))
}

/// `Name <address>` or an address alone, its domain in the canonical form.
pub fn mail_from(text: &str) -> anyhow::Result<Mailbox> {
    let sentence = || format!("STEWARD_MAIL_FROM: {text:?} is not an address such as Steward <no-reply@example.com>");
    let (name, address) = match text.strip_suffix('>').map(|text| text.rsplit_once('<')) {
        Some(named) => named.with_context(sentence)?,
        None => ("", text),
    };
    let email = Email::parse(address).map_err(|refused| anyhow!("{}: {}", sentence(), Lang::En.say(&refused)))?;
    let whole = if name.is_empty() { email.ascii() } else { format!("{name}<{}>", email.ascii()) };
    whole.parse().ok().with_context(sentence)
}

/// The names under which anything is ever logged, by us and by what we are made of.
const LOGGED: [&str; 9] = ["steward", "actix", "sqlx", "lettre", "hyper", "rustls", "tokio", "mio", "maxminddb"];

/// A filter with which something would be logged, or that says `off`.
pub fn log_filter(text: String) -> anyhow::Result<String> {
    let is_level = |word: &str| word.parse::<LevelFilter>().is_ok();
    let filters = |directive: &str| {
        let target = directive.split(['=', '[']).next().unwrap_or_default();
        let within = |rest: &str| rest.is_empty() || rest.starts_with(['_', ':']);
        let is_logged =
            LOGGED.iter().any(|name| name.starts_with(target) || target.strip_prefix(name).is_some_and(within));
        // Conditions on fields are for whoever knows them.
        directive.contains(['[', '{', '}']) || (!target.is_empty() && (is_level(directive) || is_logged))
    };
    let directives: Vec<&str> = text.split(',').map(str::trim).filter(|directive| !directive.is_empty()).collect();
    let useless = directives.iter().find(|directive| !filters(directive));
    let sentence = || format!("STEWARD_LOG: {text:?} is not a log filter such as info or warn,steward=debug");
    if let Some(useless) = useless {
        bail!("{}: nothing is ever logged under {useless:?}", sentence());
    }
    if directives.is_empty() || EnvFilter::try_new(&text).is_err() {
        bail!(sentence());
    }
    Ok(text)
}

pub fn ranges(name: &str, text: &str) -> anyhow::Result<Vec<IpNet>> {
    text.split([',', ' '])
        .filter(|part| !part.is_empty())
        .map(|part| {
            part.parse()
                .ok()
                .map(canonical)
                .with_context(|| format!("STEWARD_{name}: {part:?} is not an address range such as 10.0.0.0/8"))
        })
        .collect()
}

pub fn choice<T: Copy>(name: &str, value: &str, choices: &[(&str, T)]) -> anyhow::Result<T> {
    let words: Vec<_> = choices.iter().map(|(word, _)| *word).collect();
    choices
        .iter()
        .find(|(word, _)| *word == value)
        .map(|(_, it)| *it)
        .with_context(|| format!("STEWARD_{name}: {value:?} is not one of {}", words.join(", ")))
}

pub fn number(name: &str, value: &str, range: RangeInclusive<u32>) -> anyhow::Result<u32> {
    let (from, to) = (range.start(), range.end());
    value
        .parse()
        .ok()
        .filter(|number| range.contains(number))
        .with_context(|| format!("STEWARD_{name}: {value:?} is not a whole number from {from} to {to}"))
}

/// From 1 to 600; `10`, or `10 s`.
pub fn seconds(name: &str, value: &str) -> anyhow::Result<Duration> {
    let number = value.strip_suffix('s').unwrap_or(value).trim_end();
    match number.parse() {
        Ok(seconds) if (1..=600).contains(&seconds) => Ok(Duration::from_secs(seconds)),
        _ => bail!("STEWARD_{name}: {value:?} is not a number of seconds from 1 to 600"),
    }
}

/// Whether an address is one of the proxies whose forwarding headers are believed; both in their canonical form.
pub fn is_trusted(proxies: &[IpNet], ip: IpAddr) -> bool {
    proxies.iter().any(|net| net.contains(&ip))
}

#[cfg(test)]
mod tests {
    use super::super::{Config, is_trusted};

    fn parse(name: &str, value: &str) -> Config {
        Config::parse(&[(name.to_owned(), value.to_owned())].into()).expect("parses")
    }

    #[test]
    fn a_host_is_ours_in_any_letter_case_and_with_the_schemes_own_port() {
        let own = |base: &str, host: &str| parse("BASE_URL", base).is_own_host(host);
        for host in [
            "admin.example.com",
            "ADMIN.Example.COM",
            "admin.example.com:443",
            "Admin.Example.com.",
            "admin.example.com.:443",
            "admin.example.com:",
        ] {
            assert!(own("https://Admin.example.com", host), "{host}");
            assert!(own("https://admin.example.com:443", host), "{host}");
        }
        let foreign = [
            "admin.example.com:80",
            "admin.example.com:8443",
            "admin.example.com..",
            "evil.example",
            "x@admin.example.com",
            " admin.example.com",
            "",
        ];
        for host in foreign {
            assert!(!own("https://admin.example.com", host), "{host}");
        }
        assert!(own("http://steward.test", "Steward.test:80") && !own("http://steward.test", "steward.test:443"));
        assert!(
            own("http://steward.test:8080", "STEWARD.test:8080") && !own("http://steward.test:8080", "steward.test")
        );
        for host in ["[::1]:8080", "[0:0:0:0:0:0:0:1]:8080"] {
            assert!(own("http://[::1]:8080", host) && !own("http://[::1]", host), "{host}");
        }
        let origin = |origin: &str| parse("BASE_URL", "http://steward.test").is_own_origin(origin);
        assert!(["http://steward.test", "HTTP://Steward.test:80"].into_iter().all(origin));
        assert!(
            ![
                "https://steward.test",
                "null",
                "",
                "http://",
                "http://steward.test.evil.example",
                "http://steward.test/"
            ]
            .into_iter()
            .any(origin)
        );
    }

    #[test]
    fn an_ipv4_proxy_is_one_however_it_is_written() {
        let trusted = |proxies: &str, ip: &str| {
            is_trusted(&parse("TRUSTED_PROXIES", proxies).trusted_proxies, ip.parse().expect("an address"))
        };
        for proxies in ["10.0.0.0/8", "::ffff:10.0.0.0/104", "::ffff:10.0.0.1/128", "2001:db8::/32 ::ffff:a00:0/104"] {
            assert!(trusted(proxies, "10.0.0.1"), "{proxies}");
            assert!(!trusted(proxies, "11.0.0.1"), "{proxies}");
        }
        assert!(trusted("2001:db8::/32", "2001:db8::1") && !trusted("::/0", "10.0.0.1"));
    }
}
