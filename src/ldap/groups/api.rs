//! The map of a connector over the API.

use serde_json::json;

use super::{LdapGroup, LdapGroupGiven};
use crate::{
    api::{Call, Scope, Thing},
    resource::{Served, calls},
};

pub fn calls() -> Vec<Call> {
    use Scope::{ResourcesRead, ResourcesWrite};
    let example = json!({
        "id": 1, "ldap_id": 1, "dn": "cn=staff,ou=groups,dc=example,dc=org", "stable_id": "", "known": "unknown",
        "groups": ["North"], "roles": ["Analyst"], "master": false,
        "version": 1, "updated_at": "2026-03-01T09:30:00Z", "updated_by": "olga",
    });
    let new = json!({"ldap_id": "Office", "dn": "cn=chiefs,ou=groups,dc=example,dc=org", "roles": ["Analyst"], "master": true});
    let list_about = "What groups of a directory give, in the order of their ids, from an id on.";
    let get_about = "What one group of a directory gives, by its id or the DN as it is stored.";
    let save_about = "Says what a group of a directory gives to those who are in it, or with an id changes what is given of \
                      it and nothing else. The map goes by the names of groups and roles, since accounts that share the \
                      directory have their own.";
    let delete_about = "Takes a group of a directory out of the map.";
    vec![
        Call::new("ldap/groups/list", ResourcesRead, list_about, calls::list::<LdapGroup>)
            .example(json!({"ldap_id": "Office"}), json!({"data": [example], "total_count": 1})),
        Call::new("ldap/groups/get", ResourcesRead, get_about, calls::get::<LdapGroup>)
            .example(json!({"ldap_id": "Office", "id": 1}), json!({"data": example})),
        Call::new("ldap/groups/save", ResourcesWrite, save_about, calls::save::<LdapGroup>)
            .example(new, json!({"data": {"saved_id": 7, "version": 1}})),
        Call::new("ldap/groups/delete", ResourcesWrite, delete_about, calls::delete::<LdapGroup>)
            .example(json!({"ldap_id": "Office", "id": 1}), json!({})),
    ]
}

impl Served for LdapGroup {
    type Given = LdapGroupGiven;
    const THING: Thing = Thing::LdapGroup;
}
