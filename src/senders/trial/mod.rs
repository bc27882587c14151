//! Whether what a sender leads to answers and lets the platform in. Nothing is ever sent.

mod amazon;
mod gateway;
mod smtp;

use secrecy::{ExposeSecret, SecretString};

use super::{
    meant::{NewSender, Way, refuse_incomplete},
    model::{Part, Sender, SenderKind, Token},
};
use crate::{
    dial::Cause,
    error::{FieldErrors, Result},
    resource::{Found, Tried, Versioned, password_of},
    state::State,
};

/// What is connected to, with its secrets.
pub struct Target {
    kind: SenderKind,
    way: Way,
    password: SecretString,
    token: SecretString,
}

impl Target {
    fn password(&self) -> &str {
        self.password.expose_secret()
    }

    fn token(&self) -> &str {
        self.token.expose_secret()
    }

    /// The private ones, if there are any.
    fn authorities(&self) -> Option<&str> {
        Some(&*self.way.ca).filter(|ca| !ca.is_empty())
    }
}

impl Tried for Sender {
    type Target = Target;

    /// A stored secret goes nowhere but where it was typed for, for a trial as well.
    async fn target(state: &State, before: Option<&Versioned<Self>>, new: &NewSender) -> Result<Target> {
        if !new.kind.can_be_tried() {
            return Err(FieldErrors::whole("refused-sender-untried").into());
        }
        if let Some(before) = before {
            if before.kind != new.kind {
                return Err(FieldErrors::one("type", "refused-sender-type-stays").into());
            }
            new.refuse_astray(before).or(())?;
        }
        let password = password_of::<Self, ()>(state, before, new).await?;
        let token = password_of::<Self, Token>(state, before, new).await?;
        let secrets = [&password, &token].map(|it| !it.expose_secret().is_empty());
        refuse_incomplete(new.kind, &new.way.user, secrets).or(())?;
        Ok(Target { kind: new.kind, way: new.way.clone(), password, token })
    }

    fn is_stored(before: &Self, new: &NewSender) -> bool {
        !new.changes_connection(before)
    }

    fn address(target: &Target) -> Vec<(&'static str, String)> {
        let way = &target.way;
        let all = [
            ("type", target.kind.as_str().to_owned()),
            ("host", way.host.clone()),
            ("port", way.port.map(|it| it.to_string()).unwrap_or_default()),
            ("url", way.url.clone()),
            ("tls", way.tls.clone()),
            ("region", way.region.clone()),
            ("key_id", way.key_id.clone()),
            ("user", way.user.clone()),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    fn label(new: &NewSender) -> String {
        new.name.clone()
    }

    async fn attempt(state: &State, (): (), target: &Target) -> Result<Found, Cause> {
        match target.kind.has(Part::Host) {
            true => smtp::ask(state, target).await,
            false => gateway::ask(state, target).await,
        }
    }
}
