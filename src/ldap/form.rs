//! The form of a directory as typed, and what of it is meant.

use super::{
    LdapForm, dn, filter,
    model::{Attributes, LdapConnector, NewLdap, Security, Server},
};
use crate::{
    dial,
    error::FieldErrors,
    forms::fields::{Parsed, choice, number, optional_number, required, text, within},
    resource::{Form, NewPassword},
};

pub(super) const LONGEST_DN: usize = 512;
const LONGEST_FILTER: usize = 1024;

impl Form<LdapConnector> for LdapForm {
    /// As most directories have it.
    fn blank() -> Self {
        let own = str::to_owned;
        Self {
            security: own("ldaps"),
            user_filter: own("(objectClass=person)"),
            login_attribute: own("uid"),
            first_name_attribute: own("givenName"),
            last_name_attribute: own("sn"),
            email_attribute: own("mail"),
            ..Self::default()
        }
    }

    fn parse(&self, (): ()) -> Result<NewLdap, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.keep("name", required(&self.name, 64));
        let server = self.server(&mut errors);
        let base_dn = errors.keep("base_dn", required(&self.base_dn, LONGEST_DN).and_then(dn));
        let user_filter = errors.keep("user_filter", text(&self.user_filter, LONGEST_FILTER));
        if let Some(typed) = &user_filter {
            errors.keep("user_filter", filter::parse(typed));
        }
        let attributes = self.attributes(&mut errors);
        let password = errors.keep("password", NewPassword::typed(&self.password, &self.password_remove));
        match (name, server, base_dn, user_filter, attributes, password) {
            (Some(name), Some(server), Some(base_dn), Some(user_filter), Some(attributes), Some(password))
                if errors.is_empty() =>
            {
                Ok(NewLdap { name, server, base_dn, user_filter, attributes, password })
            }
            _ => Err(errors),
        }
    }
}

impl LdapForm {
    fn server(&self, errors: &mut FieldErrors) -> Option<Server> {
        let host = errors.keep("host", dial::host::parse(&self.host));
        let security = errors.keep("security", choice(&self.security, |code| code.to_owned().try_into().ok()));
        let usual = security.map_or(0, Security::default_port);
        let port = errors.keep("port", optional_number(&self.port, 1, 65_535)).map(|port| port.unwrap_or(usual));
        let secondary = self.secondary_host.trim();
        let secondary_host = match secondary {
            "" => Some(String::new()),
            typed => errors.keep("secondary_host", dial::host::parse(typed)),
        };
        let secondary_port = match (secondary, self.secondary_port.trim()) {
            ("", "") => Some(None),
            ("", _) => errors.keep("secondary_port", Err("refused-ldap-secondary-port".into())),
            (_, "") => Some(Some(usual)),
            (_, typed) => errors.keep("secondary_port", number(typed, 1, 65_535).map(Some)),
        };
        let ca = errors.keep("ca", dial::tls::parse_authorities(&self.ca));
        let bind_dn = errors.keep(
            "bind_dn",
            text(&self.bind_dn, LONGEST_DN)
                .and_then(|it| if it.is_empty() || it.contains('@') { Ok(it) } else { dn(it) }),
        );
        Some(Server {
            host: host?,
            port: port?,
            secondary_host: secondary_host?,
            secondary_port: secondary_port?,
            security: security?,
            ca: ca?,
            bind_dn: bind_dn?,
        })
    }

    fn attributes(&self, errors: &mut FieldErrors) -> Option<Attributes> {
        let login = errors.keep("login_attribute", required(&self.login_attribute, 64).and_then(attribute));
        let mut optional = |name, typed: &str| match typed.trim() {
            "" => Some(String::new()),
            typed => errors.keep(name, attribute(typed.to_owned())),
        };
        let first_name = optional("first_name_attribute", &self.first_name_attribute);
        let last_name = optional("last_name_attribute", &self.last_name_attribute);
        let email = optional("email_attribute", &self.email_attribute);
        Some(Attributes { login: login?, first_name: first_name?, last_name: last_name?, email: email? })
    }
}

/// A distinguished name by its shape; the directory decides what it means. To sign in, Active Directory takes
/// `name@realm` as well.
pub(super) fn dn(value: String) -> Parsed<String> {
    if dn::key(&value).is_some() { Ok(value) } else { Err("refused-ldap-dn".into()) }
}

/// The DN of a group as it is typed, and as DNs are compared.
pub fn group_dn(typed: &str) -> Parsed<(String, String)> {
    let dn = required(typed, LONGEST_DN).and_then(dn)?;
    let key = dn::key(&dn).unwrap_or_default();
    Ok((dn, key))
}

/// A name of RFC 4512, such as `uid` or `2.5.4.3`.
fn attribute(value: String) -> Parsed<String> {
    within(&value, 64)?;
    let is_name = value.starts_with(|c: char| c.is_ascii_alphanumeric())
        && value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ';'));
    if is_name { Ok(value) } else { Err("refused-ldap-attribute".into()) }
}
