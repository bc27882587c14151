//! The form of a sender as typed, and what of it is meant.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    SenderForm,
    meant::{NewSender, Way},
    model::{Channel, DomainType, Part, Sender, SenderKind, Tls},
    typed::{accounts, addresses, key_id, region, url},
};
use crate::{
    api::{Many, Parameter, Ref},
    dial,
    error::FieldErrors,
    forms::{
        fields::{choice, lines_of, number, optional_number, required, text},
        on,
    },
    lists::ListQuery,
    resource::{Form, NewPassword},
};

/// Accounts in a call, lines in a form.
pub struct Accounts(String);

impl<'de> Deserialize<'de> for Accounts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let named = Many::<Ref>::deserialize(deserializer)?;
        Ok(Self(lines_of(named.named().map(Ref::typed))))
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
        Ok(Self(lines_of(addresses)))
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
            true => {
                errors.keep("domain_type", choice(&self.domain_type, |it| DomainType::try_from(it.to_owned()).ok()))
            }
            false => None,
        };
        let way = self.way(kind, &mut errors);
        let (password, token) = self.secrets(kind, &way, &mut errors);
        let mut whole =
            |field, typed: &str, least, most| errors.keep(field, optional_number(typed, least, most)).flatten();
        let new = NewSender {
            name,
            kind,
            active: on(&self.active),
            max_per_message: whole("max_per_message", &self.max_per_message, 1, 10),
            await_delivery: whole("await_delivery", &self.await_delivery, 0, 3_600),
            per_second: whole("per_second", &self.per_second, 1, i64::from(u32::MAX)),
            per_day: whole("per_day", &self.per_day, 1, 1 << 53),
            accounts: self
                .accounts
                .as_deref()
                .map(|typed| errors.keep("accounts", accounts(typed)).unwrap_or_default()),
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
