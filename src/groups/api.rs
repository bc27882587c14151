//! The groups of an account over the API.

use serde_json::json;

use super::{Group, GroupGiven};
use crate::{
    api::{Call, Scope, Thing},
    resource::{Served, calls},
};

/// A frozen account's groups stay as they are.
pub fn calls() -> Vec<Call> {
    use Scope::{UsersRead, UsersWrite};
    let example = json!({
        "id": 17, "account_id": 17, "name": "Main", "is_main": true, "members": 5,
        "version": 1, "updated_at": "2026-03-01T09:30:00Z", "updated_by": "olga",
    });
    let list_about = "Groups of an account in the order of their ids, from an id on.";
    let save_about =
        "Creates a group in an account, or with an id changes what is given of it. The Main group stays as it is.";
    let delete_about = "Deletes a group; its members are in the Main group from then on, which itself stays.";
    vec![
        Call::new("accounts/groups/list", UsersRead, list_about, calls::list::<Group>)
            .example(json!({"account_id": "acme"}), json!({"data": [example], "total_count": 1})),
        Call::new("accounts/groups/save", UsersWrite, save_about, calls::save::<Group>)
            .example(json!({"account_id": "acme", "name": "North"}), json!({"data": {"saved_id": 7, "version": 1}})),
        Call::new("accounts/groups/delete", UsersWrite, delete_about, calls::delete::<Group>)
            .example(json!({"account_id": "acme", "id": "North"}), json!({})),
    ]
}

impl Served for Group {
    type Given = GroupGiven;
    const THING: Thing = Thing::Group;
}
