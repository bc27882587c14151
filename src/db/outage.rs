//! What a failure of the database means: to people, to the connection, and to a change that was to be kept.

use super::Error;

/// What the database says, without what its driver adds: a number, or a line of the server's source.
pub fn said(error: &Error) -> String {
    error.as_database_error().map_or_else(|| error.to_string(), |cause| cause.message().to_owned())
}

/// Whether the same may work later: the database cannot be reached, read or written now, or somebody else is in the
/// way.
pub fn is_outage(error: &Error) -> bool {
    match error {
        Error::Database(cause) => cause.code().is_some_and(|code| Code::of(&code).is_outage()),
        other => is_lost(other),
    }
}

/// Whether the connection may not be what it is taken for from now on: closed by the other side, or its transaction
/// ended by the engine itself.
pub(super) fn spoils(error: &Error) -> bool {
    match error {
        Error::Database(cause) => cause.code().is_some_and(|code| Code::of(&code).spoils()),
        other => is_lost(other),
    }
}

/// Whether a commit that failed so has certainly kept nothing, and may work later: busy, read-only, full, in somebody's
/// way. After a failed sync, or without an answer, nobody knows; what else is refused that late is a mistake of ours,
/// and is looked into like what nobody knows.
pub fn kept_nothing(error: &Error) -> bool {
    let certain = |code: &str| match Code::of(code) {
        Code::Sqlite(code) => matches!(code, 5 | 8 | 13),
        Code::Postgres(code) => code.starts_with("53") || matches!(code, "25006" | "40001" | "40P01" | "55P03"),
    };
    error.as_database_error().and_then(sqlx::error::DatabaseError::code).is_some_and(|code| certain(&code))
}

/// Whether the server has as many connections as it grants.
pub(super) fn is_full(error: &Error) -> bool {
    has_code(error, "53300")
}

/// Whether somebody else holds what this waits for.
pub(super) fn is_held(error: &Error) -> bool {
    has_code(error, "55P03") || is_of_sqlite(error, 5)
}

/// Whether SQLite was told to stop what it did.
pub(super) fn is_interrupted(error: &Error) -> bool {
    is_of_sqlite(error, 9)
}

fn is_of_sqlite(error: &Error, wanted: u32) -> bool {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    code.is_some_and(|code| matches!(Code::of(&code), Code::Sqlite(code) if code == wanted))
}

fn has_code(error: &Error, wanted: &str) -> bool {
    error.as_database_error().and_then(sqlx::error::DatabaseError::code).is_some_and(|code| code == wanted)
}

fn is_lost(error: &Error) -> bool {
    matches!(
        error,
        Error::Io(_)
            | Error::Tls(_)
            | Error::Protocol(_)
            | Error::PoolTimedOut
            | Error::PoolClosed
            | Error::WorkerCrashed
    )
}

/// SQLite's number (extended ones carry it in the low byte), or the five characters of an SQLSTATE.
enum Code<'a> {
    Sqlite(u32),
    Postgres(&'a str),
}

impl<'a> Code<'a> {
    fn of(code: &'a str) -> Self {
        match code.parse::<u32>() {
            Ok(number) if code.len() < 5 => Self::Sqlite(number & 0xff),
            _ => Self::Postgres(code),
        }
    }

    /// SQLite: busy 5, locked 6, no memory 7, read-only 8, interrupted 9, I/O 10, full 13, cannot open 14, locking
    /// protocol 15. PostgreSQL: classes 08, 53, 57 and 58, 55000 (a database that lets nobody in), 55P03 (a row that
    /// somebody holds), 25P03 (idle in a transaction for too long), 25006 (read-only: a standby), 40001 and 40P01 (two
    /// changes in each other's way).
    fn is_outage(&self) -> bool {
        match self {
            Self::Sqlite(code) => matches!(code, 5..=10 | 13..=15),
            Self::Postgres(code) => {
                ["08", "53", "57", "58"].iter().any(|class| code.starts_with(class))
                    || matches!(*code, "55000" | "55P03" | "25P03" | "25006" | "40001" | "40P01")
            }
        }
    }

    /// SQLite rolls back by itself after most of what is no refusal of a row; a standby may be the wrong server by now;
    /// 26000 and 42P05 come from a pooler that has put another session behind the connection.
    fn spoils(&self) -> bool {
        match self {
            Self::Sqlite(code) => matches!(code, 7..=11 | 13..=15 | 26),
            Self::Postgres(code) => {
                ["08", "57P", "58"].iter().any(|class| code.starts_with(class))
                    || matches!(*code, "25P03" | "25006" | "26000" | "42P05")
            }
        }
    }
}
