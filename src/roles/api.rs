//! The roles of an account over the API.

use serde_json::json;

use super::{Role, RoleGiven};
use crate::{
    api::{Call, Scope, Thing},
    resource::{Served, calls},
};

/// A frozen account's roles stay as they are.
pub fn calls() -> Vec<Call> {
    use Scope::{UsersRead, UsersWrite};
    let example = json!({
        "id": 2, "account_id": 17, "name": "Analyst", "actions": ["view_profiles"], "users": 1,
        "version": 1, "updated_at": "2026-03-01T09:30:00Z", "updated_by": "olga",
    });
    let new = json!({"account_id": "acme", "name": "Editor", "actions": ["view_profiles", "edit_profiles"]});
    let list_about = "Roles of an account in the order of their ids, from an id on.";
    let save_about = "Creates a role in an account, or with an id changes what is given of it and nothing else.";
    let delete_about = "Deletes a role; the users who have it lose it.";
    vec![
        Call::new("accounts/roles/list", UsersRead, list_about, calls::list::<Role>)
            .example(json!({"account_id": "acme"}), json!({"data": [example], "total_count": 1})),
        Call::new("accounts/roles/save", UsersWrite, save_about, calls::save::<Role>)
            .example(new, json!({"data": {"saved_id": 7, "version": 1}})),
        Call::new("accounts/roles/delete", UsersWrite, delete_about, calls::delete::<Role>)
            .example(json!({"account_id": "acme", "id": "Editor"}), json!({})),
    ]
}

impl Served for Role {
    type Given = RoleGiven;
    const THING: Thing = Thing::Role;
}
