use serde::{Deserialize, Serialize};

use super::{
    host,
    model::{Class, Connector, NewConnector, NewPassword},
};
use crate::{
    error::FieldErrors,
    forms::{
        Secret,
        fields::{Parsed, choice, number, required},
        on,
    },
    i18n::Message,
    resource::Form,
};

/// As typed.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ConnectorForm {
    pub name: String,
    pub kind: String,
    pub host: String,
    pub port: String,
    pub database: String,
    pub user: String,
    pub password: Secret,
    pub password_remove: String,
    pub tls: String,
}

impl Form<Connector> for ConnectorForm {
    fn blank() -> Self {
        Self { kind: "postgresql".to_owned(), tls: "verified".to_owned(), ..Self::default() }
    }

    fn parse(&self, class: Class) -> Result<NewConnector, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.keep("name", required(&self.name, 64));
        let kind = errors
            .keep("kind", choice(&self.kind, |code| class.kinds().iter().copied().find(|kind| kind.as_str() == code)));
        let host = errors.keep("host", host::parse(&self.host));
        let tls = errors.keep("tls", choice(&self.tls, |code| code.to_owned().try_into().ok()));
        let default_port =
            kind.zip(tls).filter(|_| self.port.trim().is_empty()).map(|(kind, tls)| Ok(kind.default_port(tls)));
        let port = errors.keep("port", default_port.unwrap_or_else(|| number(&self.port, 1, 65_535)));
        let database = errors.keep("database", required(&self.database, 128));
        let user = errors.keep("user", required(&self.user, 128));
        let password = errors.keep("password", self.password());
        match (name, kind, host, port, database, user, tls, password) {
            (Some(name), Some(kind), Some(host), Some(port), Some(database), Some(user), Some(tls), Some(password)) => {
                Ok(NewConnector { name, kind, host, port, database, user, tls, password })
            }
            _ => Err(errors),
        }
    }
}

impl ConnectorForm {
    /// Taken as typed, spaces included.
    fn password(&self) -> Parsed<NewPassword> {
        match (self.password.expose(), on(&self.password_remove)) {
            ("", true) => Ok(NewPassword::Remove),
            ("", false) => Ok(NewPassword::Keep),
            (_, true) => Err("refused-password-both".into()),
            (typed, false) if typed.chars().any(char::is_control) => Err("refused-control-characters".into()),
            (typed, false) => match typed.chars().count() {
                ..=256 => Ok(NewPassword::Set(typed.to_owned())),
                length => Err(Message::new("refused-too-long")
                    .with("longest", 256)
                    .with("length", i64::try_from(length).unwrap_or(i64::MAX))),
            },
        }
    }
}
