//! What is forgotten of jobs that are over.

use chrono::{DateTime, Utc};

use crate::db::{self, Conn, One, Tx, sql};

/// When the first of those that are over was.
pub async fn oldest_over(conn: &mut Conn) -> db::Result<Option<DateTime<Utc>>> {
    let found = sql!(fetch_optional One<DateTime<Utc>>, conn,
        "SELECT finished_at FROM jobs WHERE finished_at IS NOT NULL ORDER BY finished_at LIMIT 1")?;
    Ok(found.map(|(at,)| at))
}

/// A job that was over before that time and of whose objects some are known still.
pub async fn first_with_items(conn: &mut Conn, before: DateTime<Utc>) -> db::Result<Option<i64>> {
    let found = sql!(fetch_optional One<i64>, conn,
        "SELECT j.id FROM jobs j WHERE j.finished_at < $1 AND EXISTS (SELECT 1 FROM job_items i WHERE i.job_id = j.id)
         ORDER BY j.finished_at LIMIT 1",
        before)?;
    Ok(found.map(|(id,)| id))
}

/// Forgets some of the objects of a job.
pub async fn forget_items(tx: &mut Tx, job_id: i64) -> db::Result<u64> {
    sql!(execute tx,
        "DELETE FROM job_items WHERE job_id = $1 AND ordinal IN
             (SELECT ordinal FROM job_items WHERE job_id = $1 ORDER BY ordinal LIMIT 5000)",
        job_id)
}

/// Forgets some jobs that were over before that time and of which no objects are known; how many.
pub async fn forget(tx: &mut Tx, before: DateTime<Utc>) -> db::Result<u64> {
    sql!(execute tx,
        "DELETE FROM jobs WHERE id IN
             (SELECT j.id FROM jobs j WHERE j.finished_at < $1 AND NOT EXISTS (SELECT 1 FROM job_items i WHERE i.job_id = j.id)
              ORDER BY j.finished_at LIMIT 500)",
        before)
}
