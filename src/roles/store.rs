use super::{NewRole, Role, each};
use crate::{
    account_users::InAccount,
    db::{Table, Written, written},
    resource::Stored,
};

impl Stored for Role {
    type Of = InAccount;
    type New = NewRole;
    const TABLE: Table = Table { name: "roles", searched: &["name"], between: "\n" };
    const COLUMNS: &'static str = "t.account_id, t.name, t.actions,
        (SELECT count(*) FROM user_roles ur WHERE ur.role_id = t.id) AS users";
    const KIND: &'static str = "role";

    fn of(&self) -> InAccount {
        InAccount(self.account_id)
    }

    fn written(new: &NewRole) -> Written {
        written![name: &new.name, actions: new.actions.join(",")]
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![("name", self.name.clone()), ("actions", each(&self.actions).collect::<Vec<_>>().join(", "))]
    }

    fn losing(&self) -> Option<(&'static str, i64)> {
        Some(("users_lost", self.users))
    }
}
