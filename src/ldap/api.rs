//! LDAP connectors over the API.

use serde_json::{Value, json};

use super::{LdapForm, LdapGiven, groups, model::LdapConnector, try_user::test_user};
use crate::{
    api::{Call, Failure, Scope, Thing},
    resource::{Served, calls},
};

pub fn calls() -> Vec<Call> {
    use Scope::{ResourcesRead, ResourcesWrite};
    let new = json!({"name": "Branch", "host": "ldap.example.com", "base_dn": "ou=people,dc=example,dc=com",
                     "bind_dn": "cn=steward,dc=example,dc=com", "password": "from a vault, not from here"});
    let list_about = "LDAP connectors in the order of their ids, from an id on.";
    let get_about = "One LDAP connector, without its password.";
    let save_about = "Creates an LDAP connector, or with an id changes what is given of it and nothing else.";
    let delete_about = "Deletes an LDAP connector.";
    let test_about = "Connects to a directory as it is stored, or with other values that are given, signs in and looks for \
                      users, and says what answered or why nothing did; at most once in 10 s.";
    let unanswered = json!({"outcome": "name_not_found", "text": "No address was found for this host name.", "server": null,
                            "server_version": null, "tls_version": null, "read_only": null, "round_trip_ms": null});
    let user_about = "Looks for somebody in a directory as it is stored, and says which groups they are in and how, what the \
                      map gives them and whether they could sign in; changes nothing; at most once in 10 s.";
    let anna = json!({
        "outcome": "ok", "text": "This person could sign in, with the right password.", "host": "ldap.example.org:636",
        "dn": "uid=anna,ou=people,dc=example,dc=org", "stable_id": "0d6dfe2e-8b33-1040-8c5f-0b1ad4a1b5c1",
        "first_name": "Anna", "last_name": "Ivanova", "email": "anna@example.org",
        "directory_groups": [{"dn": "cn=staff,ou=groups,dc=example,dc=org", "stable_id": "", "how": "direct", "mapped": true}],
        "groups": ["North"], "roles": ["Analyst"], "master": false,
    });
    let mut calls = vec![
        Call::new("ldap/list", ResourcesRead, list_about, calls::list::<LdapConnector>)
            .example(json!({}), json!({"data": [example()], "total_count": 1})),
        Call::new("ldap/get", ResourcesRead, get_about, calls::get::<LdapConnector>)
            .example(json!({"id": "Office"}), json!({"data": example()})),
        Call::new("ldap/save", ResourcesWrite, save_about, calls::save::<LdapConnector>)
            .example(new, json!({"data": {"saved_id": 7, "version": 1}})),
        Call::new("ldap/test", ResourcesWrite, test_about, calls::test::<LdapConnector>).without(&["version"]).example(
            json!({"name": "Branch", "host": "ldap.invalid", "base_dn": "ou=people,dc=example,dc=com"}),
            json!({"data": unanswered}),
        ),
        Call::new("ldap/test_user", ResourcesWrite, user_about, test_user)
            .example(json!({"id": "Office", "login": "anna"}), json!({"data": anna})),
    ];
    calls.extend(groups::calls());
    calls.push(
        Call::new("ldap/delete", ResourcesWrite, delete_about, calls::delete::<LdapConnector>)
            .example(json!({"id": "Branch"}), json!({})),
    );
    calls
}

fn example() -> Value {
    json!({
        "id": 1, "name": "Office", "host": "ldap.example.org", "port": 636, "secondary_host": "", "secondary_port": null,
        "security": "ldaps", "ca": "", "bind_dn": "", "has_password": false, "base_dn": "dc=example,dc=org",
        "user_filter": "(objectClass=person)", "login_attribute": "uid", "first_name_attribute": "givenName",
        "last_name_attribute": "sn", "email_attribute": "mail", "mapped_groups": 1, "tried_at": null, "tried": null, "tried_server": null,
        "version": 1, "updated_at": "2026-03-01T09:30:00Z", "updated_by": "olga",
    })
}

impl Served for LdapConnector {
    type Given = LdapGiven;
    const THING: Thing = Thing::Ldap;

    /// In the form an untouched password is empty; a script that sends one may have lost it.
    fn accepts(given: &LdapGiven, _: &LdapForm) -> Result<(), Failure> {
        match &given.password {
            Some(password) if password.0.0.is_empty() => Err(Failure::field("password", &"api-password-empty".into())),
            _ => Ok(()),
        }
    }
}
