use chrono::{DateTime, Utc};

use crate::{
    db::{self, Conn, FromRow, One, Table, Tx, sql, written},
    files::long::{Kept, Sheet},
};

const TABLE: Table = Table::plain("export_parts");

/// A part, but for what is in it.
#[derive(Clone, FromRow)]
pub struct Part {
    pub ordinal: i64,
    pub sheet: i64,
    pub sheet_rows: i64,
    pub sheet_size: i64,
    pub sheet_crc: i64,
    /// Where the next part begins.
    pub place: Option<String>,
    pub packed: i64,
}

impl Part {
    pub fn sheet(&self) -> Sheet {
        Sheet { number: self.sheet, rows: self.sheet_rows, size: self.sheet_size, crc: self.sheet_crc }
    }

    pub fn kept(&self) -> Kept {
        Kept { ordinal: self.ordinal, sheet: self.sheet(), packed: self.packed }
    }
}

pub async fn add(tx: &mut Tx, job: i64, part: Part, data: Vec<u8>) -> db::Result<()> {
    let row = written![
        job_id: job,
        ordinal: part.ordinal,
        sheet: part.sheet,
        sheet_rows: part.sheet_rows,
        sheet_size: part.sheet_size,
        sheet_crc: part.sheet_crc,
        place: part.place,
        packed: part.packed,
        data: data,
    ];
    TABLE.put(tx, row).await
}

pub async fn last(conn: &mut Conn, job: i64) -> db::Result<Option<Part>> {
    sql!(fetch_optional Part, conn,
        "SELECT ordinal, sheet, sheet_rows, sheet_size, sheet_crc, place, packed FROM export_parts WHERE job_id = $1
         ORDER BY ordinal DESC LIMIT 1",
        job)
}

pub async fn parts(conn: &mut Conn, job: i64) -> db::Result<Vec<Part>> {
    sql!(fetch_all Part, conn,
        "SELECT ordinal, sheet, sheet_rows, sheet_size, sheet_crc, place, packed FROM export_parts WHERE job_id = $1
         ORDER BY ordinal",
        job)
}

pub async fn data(conn: &mut Conn, job: i64, ordinal: i64) -> db::Result<Vec<u8>> {
    let (data,) = sql!(fetch_one One<Vec<u8>>, conn,
        "SELECT data FROM export_parts WHERE job_id = $1 AND ordinal = $2", job, ordinal)?;
    Ok(data)
}

/// The job of an administrator that makes the same file at this moment.
pub async fn under_way(conn: &mut Conn, admin: Option<i64>, (kind, params): (&str, &str)) -> db::Result<Option<i64>> {
    let found = sql!(fetch_optional One<i64>, conn,
        "SELECT id FROM jobs WHERE finished_at IS NULL AND kind = $1 AND actor_kind = 'admin' AND actor_id = $2 AND params = $3
         ORDER BY id DESC LIMIT 1",
        kind, admin, params)?;
    Ok(found.map(|(id,)| id))
}

/// A job whose parts nobody gets any more: it was over before that time, or never came to its end.
pub async fn forgotten(conn: &mut Conn, before: DateTime<Utc>) -> db::Result<Option<i64>> {
    let found = sql!(fetch_optional One<i64>, conn,
        "SELECT p.job_id FROM export_parts p JOIN jobs j ON j.id = p.job_id
         WHERE p.ordinal = 1 AND (j.finished_at <= $1 OR j.status IN ('failed', 'cancelled')) LIMIT 1",
        before)?;
    Ok(found.map(|(id,)| id))
}

/// Forgets some of the parts of a job, the first one last.
pub async fn forget(tx: &mut Tx, job: i64) -> db::Result<u64> {
    sql!(execute tx,
        "DELETE FROM export_parts WHERE job_id = $1 AND ordinal IN
             (SELECT ordinal FROM export_parts WHERE job_id = $1 ORDER BY ordinal DESC LIMIT 50)",
        job)
}
