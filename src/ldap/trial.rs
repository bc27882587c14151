//! Whether a directory answers, lets Steward in, and has somebody in it.

use std::time::Instant;

use futures_util::future::join_all;

use super::{
    about::NOTHING,
    client::Client,
    model::{LdapConnector, NewLdap, Target},
};
use crate::{
    dial::Cause,
    error::{FieldErrors, Result},
    i18n::Message,
    resource::{Found, NewPassword, Tried, Versioned, password_of},
    state::State,
};

impl Tried for LdapConnector {
    type Target = Target;

    /// A stored password goes nowhere but where it was typed for, for a trial as well.
    async fn target(state: &State, before: Option<&Versioned<Self>>, new: &NewLdap) -> Result<Target> {
        let stored = before.filter(|before| before.has_password && new.password == NewPassword::Keep);
        if stored.is_some_and(|before| new.server != before.server()) {
            return Err(FieldErrors::one("password", "refused-ldap-password-anew").into());
        }
        let target = Target::of(new, password_of(state, before, new).await?);
        if !target.server.bind_dn.is_empty() && target.password().is_empty() {
            return Err(FieldErrors::one("password", "refused-ldap-password-empty").into());
        }
        Ok(target)
    }

    fn is_stored(before: &Self, new: &NewLdap) -> bool {
        new.password == NewPassword::Keep && new.server == before.server() && new.base_dn == before.base_dn
    }

    fn address(target: &Target) -> Vec<(&'static str, String)> {
        let server = &target.server;
        vec![
            ("host", server.host.clone()),
            ("port", server.port.to_string()),
            ("security", server.security.as_str().to_owned()),
            ("bind_dn", server.bind_dn.clone()),
            ("base_dn", target.base_dn.clone()),
        ]
    }

    fn label(new: &NewLdap) -> String {
        new.name.clone()
    }

    /// The first host decides; what the other one lacks is said beside.
    async fn attempt(state: &State, (): (), target: &Target) -> Result<Found, Cause> {
        let all = join_all(target.hosts().into_iter().map(|host| ask(state, target, host))).await;
        let mut all = all.into_iter();
        let found = all.next().unwrap_or(Err(Cause::NameNotFound))?;
        Ok(match all.next() {
            None => found,
            Some(Ok(_)) => found.remarking("trial-secondary", "tried-ok".into()),
            Some(Err(cause)) => found.remarking("trial-secondary", cause.message()),
        })
    }
}

async fn ask(state: &State, target: &Target, host: (&str, u16)) -> Result<Found, Cause> {
    let mut client = Client::open(state, target, host).await?;
    if !target.server.bind_dn.is_empty() {
        client.bind(&target.server.bind_dn, target.password()).await?;
    }
    let about = client.about().await?;
    let sent = Instant::now();
    if client.read(&target.base_dn, &[NOTHING]).await?.is_none() {
        return Err(Cause::NoSuchBase);
    }
    let took = sent.elapsed();
    let people = Message::new(match client.sees_people(target).await? {
        true => "trial-people-found",
        false => "trial-people-none",
    });
    let found = Found::new(about.server, &about.version, client.tls.clone(), None, took);
    Ok(found.remarking("trial-people", people))
}
