use chrono::{DateTime, Utc};

use super::Brand;
use crate::db::{self, Conn, FromRow, One, Table, Tx, sql, written};

/// The row there is.
pub const ID: i64 = 1;
pub const TABLE: Table = Table::plain("brand");
const LOGOS: Table = Table::plain("brand_logos");

/// The brand as it is edited.
#[derive(Clone, FromRow)]
pub struct Stored {
    #[sqlx(flatten)]
    pub brand: Brand,
    pub version: i64,
    pub updated_at: DateTime<Utc>,
    /// Empty before anybody has changed it.
    pub updated_by: String,
}

pub async fn find(conn: &mut Conn) -> db::Result<Brand> {
    let found = sql!(fetch_optional Brand, conn,
        "SELECT name AS brand_name, support AS brand_support, reply_to AS brand_reply_to, colour AS brand_colour, logo_id AS brand_logo_id, logo_width, logo_height
         FROM brand WHERE id = $1",
        ID)?;
    Ok(found.unwrap_or_default())
}

pub async fn stored(conn: &mut Conn) -> db::Result<Stored> {
    sql!(fetch_one Stored, conn,
        "SELECT name AS brand_name, support AS brand_support, reply_to AS brand_reply_to, colour AS brand_colour, logo_id AS brand_logo_id, logo_width, logo_height,
                version, updated_at, updated_by
         FROM brand WHERE id = $1",
        ID)
}

/// Keeps a picture; its id, under which it never is another.
pub async fn keep_logo(tx: &mut Tx, png: Vec<u8>) -> db::Result<i64> {
    LOGOS.add(tx, written![png: png]).await
}

pub async fn logo(conn: &mut Conn, id: i64) -> db::Result<Option<Vec<u8>>> {
    let found = sql!(fetch_optional One<Vec<u8>>, conn, "SELECT png FROM brand_logos WHERE id = $1", id)?;
    Ok(found.map(|(png,)| png))
}

/// The picture that pages show now, and its id.
pub async fn current_logo(conn: &mut Conn) -> db::Result<Option<(i64, Vec<u8>)>> {
    sql!(
        fetch_optional(i64, Vec<u8>),
        conn,
        "SELECT l.id, l.png FROM brand b JOIN brand_logos l ON l.id = b.logo_id WHERE b.id = $1",
        ID
    )
}
