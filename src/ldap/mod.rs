//! LDAP connectors: directories that people sign in through, whether they answer, and what they say of somebody.

mod about;
mod api;
mod client;
mod dn;
mod entry;
mod filter;
mod form;
mod groups;
mod hosts;
mod map;
mod membership;
pub mod model;
mod pages;
mod person;
mod store;
mod talk;
mod trial;
mod try_user;

use chrono::{DateTime, Utc};

pub use form::group_dn;
pub use groups::Known;
pub use map::{Granted, GroupId};
pub use membership::{FoundGroup, How};
pub use person::{Directory, Found, Presence, Reply, check_password, directory, look_up, look_up_by_id, look_up_group};

use model::{LdapConnector, Security};

use crate::{
    api::{Flag, Hidden, MaybeInt, Text},
    feature::Feature,
    forms::{Choice, Options},
    lists::{Column, Field},
    people::Permission,
    resource::{self, Editor, Row, Stored, drawn, fields, paths, trial_paths},
    web::MenuEntry,
};

pub const FEATURE: Feature = Feature {
    routes: || {
        let mut routes = resource::routes::<LdapConnector>(paths!("/ldap"), Permission::EditResources);
        routes.extend(resource::trial_routes::<LdapConnector>(trial_paths!("/ldap"), Permission::EditResources));
        routes.extend(groups::routes());
        routes.extend(pages::routes());
        routes
    },
    calls: api::calls,
    menu: &[("menu-resources", MenuEntry { path: "/ldap", label: "menu-ldap", icon: "directory" })],
    undoes: &[&resource::Edits::<LdapConnector>::of(&[LdapConnector::KIND], Permission::EditResources)],
    recorded: &[(LdapConnector::KIND, Some("/ldap/{id}")), (groups::LdapGroup::KIND, None)],
    searched: &[&LdapConnector::TABLE, &groups::LdapGroup::TABLE],
    ..Feature::NONE
};

fields! { LdapForm, LdapGiven:
    /// Unique; at most 64 characters.
    name: Text,
    /// A host name or an IP address, without a port. Addresses that answer a machine about itself are refused.
    host: Text,
    /// 1 to 65535; null, or nothing for a new connector, is 636 with `ldaps` and 389 else.
    port: MaybeInt,
    /// Asked where the first host does not answer; empty is none.
    secondary_host: Text,
    /// As `port`; none without a secondary host.
    secondary_port: MaybeInt,
    /// `ldaps`, `starttls` (refused by the server, there is no connection) or `none`, with which passwords can be read
    /// on their way.
    #[schema(value_type = Option<Security>)]
    security: Text,
    /// The certificates of a private authority, in PEM, whose word is taken besides the public ones'; at most 64 kB.
    ca: Text,
    /// The entry that Steward signs in as to search, or in Active Directory `name@realm`; empty is nobody.
    bind_dn: Text,
    /// At most 256 characters, taken as they are. It is never read again. A stored one must be given anew when a host, a
    /// port, `security`, `ca` or `bind_dn` change, so that it reaches nobody for whom it was not meant. Not to be empty;
    /// to keep what is stored, leave it out.
    #[schema(value_type = Option<Text>)]
    password: Hidden,
    /// True takes the stored password away.
    password_remove: Flag,
    /// Below which users are searched.
    base_dn: Text,
    /// Whom the search is narrowed to, such as `(objectClass=person)`; empty is everybody.
    user_filter: Text,
    /// The attribute that holds the login: `uid`, in Active Directory `sAMAccountName`.
    login_attribute: Text,
    /// Empty leaves the first name out.
    first_name_attribute: Text,
    /// Empty leaves the last name out.
    last_name_attribute: Text,
    /// Empty leaves the email out.
    email_attribute: Text,
}

drawn!(LdapConnector, "ldap/list.html", "ldap/edit.html");

impl Edit<'_> {
    fn has_password(&self) -> bool {
        self.shown.it.as_ref().is_some_and(|it| it.has_password)
    }

    /// The hint that goes with it tells how to keep a stored one.
    fn password_label(&self) -> &'static str {
        if self.has_password() { "ldap-password-stored" } else { "ldap-password" }
    }

    /// How the last trial went of what is stored.
    fn last_trial(&self) -> Option<(&str, Option<DateTime<Utc>>)> {
        let it = self.shown.it.as_ref()?;
        Some((it.tried.as_deref()?, it.tried_at))
    }

    fn options(&self) -> Options {
        vec![("security", self.securities())]
    }

    fn securities(&self) -> Vec<Choice> {
        self.page.choices("security", Security::ALL.iter().map(|it| it.as_str()))
    }
}

impl Editor for LdapConnector {
    type Form = LdapForm;
    const SORTED_BY: &'static [Column<Row<Self>>] = &[Row::<Self>::BY_NAME, store::BY_HOST];
    const FIELDS: &'static [Field<Row<Self>>] = &[
        Field::new("id", |row| row.id.into()),
        Field::new("name", |row| (&row.name).into()),
        Field::new("host", |row| (&row.host).into()),
        Field::of("host", "port", |row| row.port.into()),
        Field::new("base_dn", |row| (&row.base_dn).into()),
        Field::new("security", |row| row.security.as_str().into()),
        Field::new("mapped_groups", |row| row.mapped_groups.into()),
        Field::new("tried", |row| row.tried.as_deref().unwrap_or_default().into()),
        Field::of("tried", "tried_at", |row| row.tried_at.into()),
    ];
    const PATH: &'static str = "/ldap";
}
