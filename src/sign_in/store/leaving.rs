//! What goes with those who sign in when they are deleted.

use crate::{
    change::Change,
    db::{self, sql},
    people::{Owner, OwnerKind},
    sign_in::model::Purpose,
};

/// A statement for each table that keeps something by which one signs in. The history of sign-ins stays.
macro_rules! forget {
    ($change:ident, $kind:expr, $whose:literal, $id:expr) => {{
        let (kind, purpose) = ($kind.as_str(), Purpose::password_of($kind).as_str());
        sql!(execute $change.conn, concat!("DELETE FROM sessions WHERE owner_kind = $1 AND owner_id ", $whose), kind, $id)?;
        sql!(execute $change.conn, concat!("DELETE FROM recovery_codes WHERE owner_kind = $1 AND owner_id ", $whose), kind, $id)?;
        sql!(execute $change.conn, concat!("DELETE FROM directory_checks WHERE owner_kind = $1 AND owner_id ", $whose), kind, $id)?;
        sql!(execute $change.conn, concat!("DELETE FROM devices WHERE owner_kind = $1 AND owner_id ", $whose), kind, $id)?;
        sql!(execute $change.conn, concat!("DELETE FROM links WHERE purpose = $1 AND owner_id ", $whose), purpose, $id)?;
        Ok(())
    }};
}

/// Before somebody is deleted.
pub async fn forget(change: &mut Change, owner: Owner) -> db::Result<()> {
    forget!(change, owner.kind, "= $2", owner.id)
}

/// What a directory said of somebody: the next one begins anew.
pub async fn forget_directory(change: &mut Change, owner: Owner) -> db::Result<()> {
    sql!(execute change.conn,
        "DELETE FROM directory_checks WHERE owner_kind = $1 AND owner_id = $2",
        owner.kind.as_str(), owner.id)?;
    Ok(())
}

/// Before all users of an account are.
pub async fn forget_users(change: &mut Change, account_id: i64) -> db::Result<()> {
    forget!(change, OwnerKind::User, "IN (SELECT id FROM account_users WHERE account_id = $2)", account_id)
}
