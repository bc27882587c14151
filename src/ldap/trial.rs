//! Whether a directory answers, lets Steward in, and has somebody in it.

use std::time::Instant;

use ldap3_proto::proto::{LdapFilter, LdapSearchResultEntry, LdapSearchScope};

use super::{
    client::{Client, Search},
    form::filter,
    model::{LdapConnector, NewLdap, Target},
};
use crate::{
    dial::Cause,
    error::{FieldErrors, Result},
    i18n::Message,
    resource::{Found, NewPassword, Tried, Versioned, password_of},
    state::State,
};

/// What Active Directory says that it is.
const ACTIVE_DIRECTORY: &str = "1.2.840.113556.1.4.800";
/// No attribute at all.
const NOTHING: &str = "1.1";

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
        let server = &target.server;
        let other = async {
            match &*server.secondary_host {
                "" => None,
                host => Some(ask(state, target, (host, server.secondary_port.unwrap_or(server.port))).await.err()),
            }
        };
        let (first, other) = tokio::join!(ask(state, target, (&server.host, server.port)), other);
        let found = first?;
        Ok(match other {
            None => found,
            Some(None) => found.remarking("trial-secondary", "tried-ok".into()),
            Some(Some(cause)) => found.remarking("trial-secondary", cause.message()),
        })
    }
}

async fn ask(state: &State, target: &Target, (host, port): (&str, i64)) -> Result<Found, Cause> {
    let port = u16::try_from(port).unwrap_or_default();
    let mut client = Client::open(state, target, (host, port)).await?;
    if !target.server.bind_dn.is_empty() {
        client.bind(&target.server.bind_dn, target.password()).await?;
    }
    let about = client.search(about_itself()).await?;
    let (server, version) = about.first().map(known).unwrap_or(("LDAP", String::new()));
    let sent = Instant::now();
    let there = |filter| Search {
        base: &target.base_dn,
        scope: LdapSearchScope::Base,
        filter,
        most: 1,
        attributes: &[NOTHING],
    };
    if client.search(there(LdapFilter::Present("objectClass".to_owned()))).await?.is_empty() {
        return Err(Cause::NoSuchBase);
    }
    let took = sent.elapsed();
    let has_people =
        !client.search(Search { scope: LdapSearchScope::Subtree, ..there(people(target)) }).await?.is_empty();
    let found = Found::new(server, &version, client.tls.clone(), None, took);
    let people = Message::new(if has_people { "trial-people-found" } else { "trial-people-none" });
    Ok(found.remarking("trial-people", people))
}

fn about_itself() -> Search<'static> {
    Search {
        base: "",
        scope: LdapSearchScope::Base,
        filter: LdapFilter::Present("objectClass".to_owned()),
        most: 1,
        attributes: &["objectClass", "vendorName", "vendorVersion", "supportedCapabilities"],
    }
}

fn known(entry: &LdapSearchResultEntry) -> (&'static str, String) {
    let values = |name: &str| -> Vec<String> {
        let named = entry.attributes.iter().filter(|it| it.atype.eq_ignore_ascii_case(name));
        named.flat_map(|it| &it.vals).map(|value| String::from_utf8_lossy(value).into_owned()).collect()
    };
    let version = values("vendorVersion").into_iter().next().unwrap_or_default();
    let vendor = values("vendorName").concat();
    let server = if values("supportedCapabilities").iter().any(|it| it == ACTIVE_DIRECTORY) {
        "Active Directory"
    } else if values("objectClass").iter().any(|it| it.eq_ignore_ascii_case("OpenLDAProotDSE")) {
        "OpenLDAP"
    } else if vendor.contains("389") {
        "389 Directory Server"
    } else {
        "LDAP"
    };
    (server, version)
}

/// Whoever the filter lets in and has a login.
fn people(target: &Target) -> LdapFilter {
    let has_login = LdapFilter::Present(target.login_attribute.clone());
    match filter(&target.user_filter) {
        Ok(Some(filter)) => LdapFilter::And(vec![filter, has_login]),
        _ => has_login,
    }
}
