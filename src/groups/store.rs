use super::Group;
use crate::{
    account_users::InAccount,
    change::Change,
    db::{Table, Written, sql, written},
    error::{Error, Result},
    i18n::Message,
    resource::{Stored, Versioned},
};

impl Stored for Group {
    type Of = InAccount;
    /// The name.
    type New = String;
    const TABLE: Table = Table { name: "groups", searched: &["name"], between: "\n" };
    const COLUMNS: &'static str = "t.account_id, t.name, t.is_main,
        (SELECT count(*) FROM user_groups ug WHERE ug.group_id = t.id) AS members";
    const USED: &'static [&'static str] =
        &["(SELECT v.name AS title, v.id, g.group_id FROM virtual_senders v JOIN virtual_sender_groups g ON g.virtual_sender_id = v.id) a
           WHERE a.group_id = "];
    const USED_BY: &'static str = "used-by-virtual-senders";
    const KIND: &'static str = "group";

    fn of(&self) -> InAccount {
        InAccount(self.account_id)
    }

    fn written(name: &String) -> Written {
        written![name: name, is_main: false]
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![("name", self.name.clone())]
    }

    fn stays(&self) -> Option<Message> {
        self.is_main.then(|| "group-main-stays".into())
    }

    fn losing(&self) -> Option<(&'static str, i64)> {
        Some(("members_moved", self.members))
    }

    /// Its members are in the Main group from then on.
    async fn leave(it: &Versioned<Self>, change: &mut Change) -> Result<()> {
        sql!(execute change.conn,
            "INSERT INTO user_groups (user_id, group_id)
             SELECT ug.user_id, g.id FROM user_groups ug JOIN groups g ON g.account_id = $1 AND g.is_main
             WHERE ug.group_id = $2
             ON CONFLICT DO NOTHING",
            it.account_id, it.id)
        .map_err(Error::from)?;
        Ok(())
    }
}
