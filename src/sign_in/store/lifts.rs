//! Slow-downs that somebody lifted, and how the sign-in of a user stands.

use chrono::{DateTime, Utc};

use crate::{
    change::Change,
    db::{self, Tx, sql},
    people::OwnerKind,
};

/// What went wrong with this login until now does not slow it down any more.
pub async fn lift(change: &mut Change, kind: OwnerKind, login: &str) -> db::Result<()> {
    sql!(execute change.conn,
        "INSERT INTO lifts (owner_kind, login, at) VALUES ($1, $2, $3)
         ON CONFLICT (owner_kind, login) DO UPDATE SET at = excluded.at",
        kind.as_str(), login, change.at)?;
    Ok(())
}

/// Forgets those that change nothing any more.
pub async fn sweep_lifts(tx: &mut Tx, before: DateTime<Utc>) -> db::Result<u64> {
    sql!(execute tx, "DELETE FROM lifts WHERE at < $1", before)
}

/// The nth newest attempt of the user `u` of the account `a` since `$5` that went wrong in this way, a lift counting.
macro_rules! nth_wrong {
    ($outcomes:literal, $before:literal) => {
        concat!(
            "(SELECT w.at FROM sign_ins w WHERE w.owner_kind = 'user' AND w.login = u.login || '@' || a.name AND w.at > $5
               AND w.at > COALESCE((SELECT l.at FROM lifts l WHERE l.owner_kind = 'user' AND l.login = u.login || '@' || a.name),
                                   '1970-01-01T00:00:00+00:00')
               AND w.outcome IN (",
            $outcomes,
            ") ORDER BY w.at DESC LIMIT 1 OFFSET ",
            $before,
            ")"
        )
    };
}
pub(crate) use nth_wrong;

/// The columns of a `SignInState`, of a user `u` of an account `a`. $3 is now, $4 since when a session must have been
/// used, $5 since when attempts slow down, $6 since when refusals are counted.
macro_rules! sign_in_columns {
    () => {
        concat!(
            "(SELECT count(*) FROM recovery_codes c WHERE c.owner_kind = 'user' AND c.owner_id = u.id) AS codes_left,
             (SELECT count(*) FROM sessions e WHERE e.owner_kind = 'user' AND e.owner_id = u.id AND e.stage = 'done'
               AND e.expires_at > $3 AND e.last_seen_at > $4) AS live_sessions,
             (SELECT count(*) FROM (SELECT 1 AS found FROM sign_ins r WHERE r.owner_kind = 'user'
               AND r.login = u.login || '@' || a.name AND r.at > $6 AND r.outcome <> 'ok' ORDER BY r.at DESC LIMIT 1001) n) AS refused,
             (SELECT r.at FROM sign_ins r WHERE r.owner_kind = 'user' AND r.login = u.login || '@' || a.name AND r.at > $6
               AND r.outcome <> 'ok' ORDER BY r.at DESC LIMIT 1) AS last_refused_at, ",
            $crate::sign_in::store::nth_wrong!("'wrong_password', 'unknown_login', 'unknown_device'", "4"),
            " AS wrong_password_at, ",
            $crate::sign_in::store::nth_wrong!("'wrong_code'", "9"),
            " AS wrong_code_at"
        )
    };
}
pub(crate) use sign_in_columns;
