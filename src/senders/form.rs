//! The form of a sender as typed, and what of it is meant.

use std::net::IpAddr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use super::{
    SenderForm,
    model::{Channel, DomainType, NewSender, Part, Sender, SenderKind, Tls, Way, is_public},
};
use crate::{
    api::{Many, Parameter, Ref},
    dial,
    error::FieldErrors,
    forms::{
        fields::{Parsed, choice, number, optional_number, required, text},
        on,
    },
    i18n::Message,
    lists::ListQuery,
    resource::{Form, NewPassword},
};

const MOST_IPS: usize = 256;
const LONGEST_ACCOUNT: usize = 200;
/// As many accounts are named in one go.
pub const MOST_ACCOUNTS: usize = 5_000;

/// Accounts in a call, lines in a form.
pub struct Accounts(String);

impl<'de> Deserialize<'de> for Accounts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let named = Many::<Ref>::deserialize(deserializer)?;
        let lines = named.named().map(line).collect::<Option<Vec<_>>>();
        lines.map(|it| Self(it.join("\n"))).ok_or_else(|| D::Error::custom("an account name has no line breaks"))
    }
}

/// As a form has an account: what is no name is marked.
pub fn line(account: &Ref) -> Option<String> {
    match account {
        Ref::None => Some(String::new()),
        Ref::Id(id) => Some(format!("#{id}")),
        Ref::Name(name) => (!name.contains(['\n', '\r'])).then(|| name.clone()),
    }
}

impl Serialize for Accounts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl Parameter for Accounts {
    type Typed = Option<String>;
    const NULL_SAYS: bool = true;
}

/// Lines in a form, a list in a call.
pub struct Addresses(String);

impl<'de> Deserialize<'de> for Addresses {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Many(addresses) = Many::<String>::deserialize(deserializer)?;
        Ok(Self(addresses.join("\n")))
    }
}

impl Serialize for Addresses {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl Parameter for Addresses {
    type Typed = String;
    const NULL_SAYS: bool = true;
}

impl Form<Sender> for SenderForm {
    fn blank() -> Self {
        let own = str::to_owned;
        Self { active: own("on"), tls: own("starttls"), domain_type: own("from"), ..Self::default() }
    }

    /// The type is asked for first.
    fn begun(query: &ListQuery) -> Self {
        match choice(query.text("type"), kind) {
            Ok(kind) => Self::of_kind(kind),
            Err(_) => Self::default(),
        }
    }

    fn parse(&self, (): ()) -> Result<NewSender, FieldErrors> {
        let mut errors = FieldErrors::default();
        let Some(kind) = errors.keep("type", choice(&self.r#type, kind)) else { return Err(errors) };
        if !self.channel_type.trim().is_empty() {
            let channel = errors.keep("channel_type", choice(&self.channel_type, channel));
            if channel.is_some_and(|channel| channel != kind.channel()) {
                errors.add("channel_type", "refused-sender-channel");
            }
        }
        self.refuse_foreign(kind, &mut errors);
        let name = errors.keep("name", required(&self.name, 80)).unwrap_or_default();
        let ips = errors.keep("ips", addresses(&self.ips)).unwrap_or_default();
        let domain_type = match kind.has(Part::Addresses) {
            true => errors.keep("domain_type", choice(&self.domain_type, |it| DomainType::try_from(it.to_owned()).ok())),
            false => None,
        };
        let way = self.way(kind, &mut errors);
        let (password, token) = self.secrets(kind, &way, &mut errors);
        let mut whole = |field, typed: &str, least, most| {
            errors.keep(field, optional_number(typed, least, most)).flatten()
        };
        let new = NewSender {
            name,
            kind,
            active: on(&self.active),
            max_per_message: whole("max_per_message", &self.max_per_message, 1, 10),
            await_delivery: whole("await_delivery", &self.await_delivery, 0, 3_600),
            per_second: whole("per_second", &self.per_second, 1, i64::from(u32::MAX)),
            per_day: whole("per_day", &self.per_day, 1, 1 << 53),
            accounts: self.accounts.as_deref().map(|typed| errors.keep("accounts", accounts(typed)).unwrap_or_default()),
            ips,
            domain_type,
            way,
            password,
            token,
        };
        errors.or(new)
    }
}

impl SenderForm {
    pub fn of_kind(kind: SenderKind) -> Self {
        let mut form = Self { r#type: kind.as_str().to_owned(), ..Self::blank() };
        if !kind.has(Part::Host) {
            form.tls.clear();
        }
        if !kind.has(Part::Addresses) {
            form.domain_type.clear();
        }
        form
    }

    pub fn kind(&self) -> Option<SenderKind> {
        kind(self.r#type.trim())
    }

    /// What the type does not have, or the type of a stored one, is not thrown away in silence.
    fn refuse_foreign(&self, kind: SenderKind, errors: &mut FieldErrors) {
        use Part::{Addresses, Host, Messages, Region, Token, Url};
        let foreign = [
            ("ips", &*self.ips, kind.has(Addresses)),
            ("domain_type", &*self.domain_type, kind.has(Addresses)),
            ("host", &*self.host, kind.has(Host)),
            ("port", &*self.port, kind.has(Host)),
            ("tls", &*self.tls, kind.has(Host)),
            ("url", &*self.url, kind.has(Url)),
            ("ca", &*self.ca, kind.has(Host) || kind.has(Url)),
            ("region", &*self.region, kind.has(Region)),
            ("key_id", &*self.key_id, kind.has(Region)),
            ("secret", self.secret.expose(), kind.has(Region)),
            ("user", &*self.user, kind.has_user()),
            ("password", self.password.expose(), kind.has_user()),
            ("api_token", self.api_token.expose(), kind.has(Token)),
            ("max_per_message", &*self.max_per_message, kind.has(Messages)),
            ("await_delivery", &*self.await_delivery, kind.has(Messages)),
        ];
        for (field, typed, is_there) in foreign {
            if !is_there && !typed.trim().is_empty() {
                errors.add(field, "refused-sender-not-of-type");
            }
        }
    }

    fn way(&self, kind: SenderKind, errors: &mut FieldErrors) -> Way {
        let mut way = Way::default();
        if kind.has(Part::Host) {
            way.host = errors.keep("host", dial::host::parse(&self.host)).unwrap_or_default();
            let tls = errors.keep("tls", choice(&self.tls, |it| Tls::try_from(it.to_owned()).ok()));
            let usual = tls.map(Tls::default_port);
            way.port = match self.port.trim() {
                "" => usual,
                typed => errors.keep("port", number(typed, 1, 65_535)),
            };
            way.tls = tls.map(|it| it.as_str().to_owned()).unwrap_or_default();
        }
        if kind.has(Part::Url) {
            // Whoever has the token may send in the platform's name.
            let in_the_clear = kind == SenderKind::SmsHttp;
            way.url = errors.keep("url", url(&self.url, in_the_clear)).unwrap_or_default();
        }
        if kind.has(Part::Host) || kind.has(Part::Url) {
            way.ca = errors.keep("ca", dial::tls::parse_authorities(&self.ca)).unwrap_or_default();
        }
        if kind.has(Part::Region) {
            way.region = errors.keep("region", region(&self.region)).unwrap_or_default();
            way.key_id = errors.keep("key_id", key_id(&self.key_id)).unwrap_or_default();
        }
        if kind.has(Part::User) {
            way.user = errors.keep("user", required(&self.user, 128)).unwrap_or_default();
        } else if kind.has(Part::MaybeUser) {
            way.user = errors.keep("user", text(&self.user, 128)).unwrap_or_default();
        }
        way
    }

    /// The password or the secret key, and the token. Without a user there is no password.
    fn secrets(&self, kind: SenderKind, way: &Way, errors: &mut FieldErrors) -> (NewPassword, NewPassword) {
        let mut typed = |field, secret| errors.keep(field, NewPassword::typed(secret, "")).unwrap_or(NewPassword::Keep);
        let token = typed("api_token", &self.api_token);
        let password = match kind.has(Part::Region) {
            true => typed("secret", &self.secret),
            false => typed("password", &self.password),
        };
        if kind.has(Part::MaybeUser) && way.user.is_empty() {
            if password != NewPassword::Keep {
                errors.add("user", "refused-sender-user-empty");
            }
            return (NewPassword::Remove, token);
        }
        (password, token)
    }
}

fn kind(code: &str) -> Option<SenderKind> {
    code.to_owned().try_into().ok()
}

fn channel(code: &str) -> Option<Channel> {
    code.to_owned().try_into().ok()
}

/// One a line, or with commas or blanks between, each in its shortest form.
fn addresses(typed: &str) -> Parsed<Vec<IpAddr>> {
    let mut found = Vec::new();
    for word in typed.split([',', ';', ' ', '\t', '\n', '\r']).map(str::trim).filter(|it| !it.is_empty()) {
        let refused = |key: &str| Message::new(key.to_owned()).with("address", crate::people::clean(word, 60));
        let address = word.parse::<IpAddr>().map_err(|_| refused("refused-sender-ip"))?.to_canonical();
        if !is_public(address) {
            return Err(refused("refused-sender-ip-public"));
        }
        if found.contains(&address) {
            return Err(refused("refused-sender-ip-twice"));
        }
        found.push(address);
    }
    if found.len() > MOST_IPS {
        return Err(Message::new("refused-sender-ips").with("most", MOST_IPS as i64));
    }
    Ok(found)
}

/// A line each, or with commas between.
pub fn accounts(typed: &str) -> Parsed<Vec<String>> {
    let mut found: Vec<String> = Vec::new();
    for line in typed.lines() {
        // A title may have a comma in it; ids and names have none.
        let is_codes = line.split(',').all(|part| part.trim().chars().all(|c| c.is_ascii_digit()));
        let parts = if is_codes { line.split(',').collect() } else { vec![line] };
        for part in parts {
            let part = text(part, LONGEST_ACCOUNT)?;
            if !part.is_empty() {
                found.push(part);
            }
        }
    }
    if found.len() > MOST_ACCOUNTS {
        return Err(Message::new("refused-sender-accounts").with("most", MOST_ACCOUNTS as i64));
    }
    Ok(found)
}

/// An address of the web without a name or password in it; its host is judged as every host that is connected to.
fn url(typed: &str, in_the_clear: bool) -> Parsed<String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err("refused-empty".into());
    }
    let scheme = if in_the_clear { "refused-sender-url" } else { "refused-sender-url-https" };
    let url = url::Url::parse(typed).map_err(|_| Message::new(scheme))?;
    let is_good = url.scheme() == "https" || (in_the_clear && url.scheme() == "http");
    let has_user = !url.username().is_empty() || url.password().is_some();
    if !is_good || has_user || url.fragment().is_some() || url.as_str().len() > 2_000 {
        return Err(scheme.into());
    }
    dial::host::parse(url.host_str().unwrap_or_default())?;
    Ok(url.into())
}

/// A region of AWS, which becomes part of a host's name.
fn region(typed: &str) -> Parsed<String> {
    let region = required(typed, 40)?;
    let is_good = region.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && region.starts_with(|c: char| c.is_ascii_lowercase())
        && region.ends_with(|c: char| c.is_ascii_digit());
    if is_good { Ok(region) } else { Err("refused-sender-region".into()) }
}

fn key_id(typed: &str) -> Parsed<String> {
    let key = required(typed, 128)?;
    if key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') { Ok(key) } else { Err("refused-sender-key-id".into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_pasted_in_any_way_and_titles_keep_their_commas() {
        let read = |typed: &str| accounts(typed).expect("they are read");
        assert_eq!(read("1, 2,3\n\nacme\r\nSmith, Jones & Co\n#7"), ["1", "2", "3", "acme", "Smith, Jones & Co", "#7"]);
        assert!(accounts(&"1\n".repeat(MOST_ACCOUNTS + 1)).is_err());
    }

    #[test]
    fn an_address_is_kept_in_its_shortest_form_and_once() {
        let kept = addresses("91.198.174.20, 2A02:06B8:0::1\n::ffff:8.8.8.8").expect("they are read");
        assert_eq!(kept.iter().map(ToString::to_string).collect::<Vec<_>>(), ["91.198.174.20", "2a02:6b8::1", "8.8.8.8"]);
        for refused in ["91.198.174", "10.0.0.1", "8.8.8.8 8.8.8.8", "8.8.8.8 ::ffff:8.8.8.8", "8.8.8.8/32", "x"] {
            assert!(addresses(refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn a_url_leads_to_a_host_that_may_be_connected_to() {
        for good in ["https://x1.api.infobip.com", "https://sms.example.org:8443/send?to={to}"] {
            assert!(url(good, false).is_ok(), "{good}");
        }
        assert!(url("http://10.0.0.5/send", true).is_ok() && url("http://10.0.0.5/send", false).is_err());
        for refused in ["", "sms.example.org", "ftp://a.b", "https://user:x@a.b/", "https://169.254.169.254/", "https://a.b/#x"] {
            assert!(url(refused, true).is_err(), "{refused}");
        }
    }
}
