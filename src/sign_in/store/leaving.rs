//! What goes with those who sign in when they are deleted.

use crate::{
    change::Change,
    db::{self, sql},
    people::{Owner, OwnerKind},
    sign_in::model::Purpose,
};

/// A statement for each table that keeps something by which one signs in, with its first value. The history of sign-ins
/// stays.
macro_rules! all_of {
    ($kind:expr, $whose:literal) => {
        [
            (concat!("DELETE FROM sessions WHERE owner_kind = $1 AND owner_id ", $whose), $kind.as_str()),
            (concat!("DELETE FROM recovery_codes WHERE owner_kind = $1 AND owner_id ", $whose), $kind.as_str()),
            (concat!("DELETE FROM devices WHERE owner_kind = $1 AND owner_id ", $whose), $kind.as_str()),
            (
                concat!("DELETE FROM links WHERE purpose = $1 AND owner_id ", $whose),
                Purpose::password_of($kind).as_str(),
            ),
        ]
    };
}

/// Before somebody is deleted.
pub async fn forget(change: &mut Change, owner: Owner) -> db::Result<()> {
    run(change, all_of!(owner.kind, "= $2"), owner.id).await
}

/// Before all users of an account are.
pub async fn forget_users(change: &mut Change, account_id: i64) -> db::Result<()> {
    let all = all_of!(OwnerKind::User, "IN (SELECT id FROM account_users WHERE account_id = $2)");
    run(change, all, account_id).await
}

async fn run(change: &mut Change, all: [(&'static str, &'static str); 4], id: i64) -> db::Result<()> {
    for (text, first) in all {
        sql!(execute change.conn, text, first, id)?;
    }
    Ok(())
}
