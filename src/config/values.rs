//! Single settings, from text to type.

use std::{fs, net::SocketAddr, ops::RangeInclusive, path::Path, str::FromStr};

use anyhow::{Context, bail};
use secrecy::SecretString;
use url::Url;

const SHORTEST_TOKEN: usize = 16;

pub fn database_url(url: String) -> anyhow::Result<String> {
    match url.split_once(':') {
        Some(("sqlite", path)) if !path.trim_start_matches('/').is_empty() => Ok(url),
        Some(("postgres" | "postgresql", _)) if Url::parse(&url).is_ok() => Ok(url),
        _ => bail!("STEWARD_DATABASE_URL: must be sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE"),
    }
}

pub fn address(name: &str, text: &str) -> anyhow::Result<SocketAddr> {
    text.parse().ok().with_context(|| format!("STEWARD_{name}: {text:?} is not ADDRESS:PORT"))
}

/// Part of an address in which any character may stand for itself, or percent-encoded.
pub fn percent_decoded(text: &str) -> Option<String> {
    // `+` stands for itself there, so the form decoder must not read it as a space.
    let form = format!("v={}", text.replace('+', "%2B"));
    url::form_urlencoded::parse(form.as_bytes()).next().map(|(_, value)| value.into_owned())
}

/// A secret that stands in a file, on a line of its own.
pub fn token(name: &str, path: &Path) -> anyhow::Result<SecretString> {
    let file = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("STEWARD_{name}: {file} cannot be read"))?;
    let token = text.trim();
    if token.len() < SHORTEST_TOKEN || !token.chars().all(|c| c.is_ascii_graphic()) {
        bail!("STEWARD_{name}: {file} must hold a secret of at least {SHORTEST_TOKEN} letters, digits and signs, and nothing else");
    }
    Ok(token.into())
}

/// The base URL, and the values of `Host` that mean it.
pub fn addresses(base: Option<String>, listen: SocketAddr) -> anyhow::Result<(Url, Vec<String>)> {
    let url = base.clone().unwrap_or_else(|| format!("http://{listen}"));
    let sentence = || format!("STEWARD_BASE_URL: {url:?} is not an http or https address without a path");
    let parsed = Url::parse(&url).ok().with_context(sentence)?;
    let bare = parsed.path() == "/" && parsed.query().is_none() && parsed.username().is_empty();
    if !bare || !matches!(parsed.scheme(), "http" | "https") {
        bail!(sentence());
    }
    let host = parsed.host_str().with_context(sentence)?;
    let port = parsed.port().map(|port| format!(":{port}")).unwrap_or_default();
    let mut hosts = vec![format!("{host}{port}")];
    if base.is_none() && listen.ip().is_loopback() {
        hosts.extend(["localhost", "127.0.0.1", "[::1]"].map(|host| format!("{host}{port}")));
    }
    Ok((parsed, hosts))
}

pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

pub fn smtp_url(url: Option<String>) -> anyhow::Result<Option<SecretString>> {
    let Some(url) = url else { return Ok(None) };
    if let Some(folder) = url.strip_prefix("file:") {
        return Ok(Some(format!("file:{folder}").into()));
    }
    let parsed = Url::parse(&url).ok().filter(|parsed| matches!(parsed.scheme(), "smtp" | "smtps") && parsed.host_str().is_some());
    if parsed.is_none() {
        bail!("STEWARD_SMTP_URL: must be smtp://USER:PASS@HOST:PORT?tls=required, smtps://HOST or file:FOLDER");
    }
    Ok(Some(url.into()))
}

pub fn list<T: FromStr>(name: &str, text: &str) -> anyhow::Result<Vec<T>> {
    text.split([',', ' '])
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().ok().with_context(|| format!("STEWARD_{name}: {part:?} is not an address range such as 10.0.0.0/8")))
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
