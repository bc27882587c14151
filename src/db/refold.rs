//! Folding anew what an older program wrote, or an older edition of the folding.

use sqlx::AssertSqlSafe;

use super::{Db, EDITION, Result, Table, search_text, sql};

/// Rows in one transaction; others who want to write wait as long as that takes.
const SLICE: i64 = 250;

impl Table {
    /// Folds some of the rows that are not folded; false when there was none. A row that somebody writes meanwhile is
    /// left to them.
    pub async fn refold(&self, db: &Db) -> Result<bool> {
        let table = self.name;
        let column = |column: &&str| format!("coalesce(CAST({column} AS TEXT), '')");
        let text = self.searched.iter().map(column).collect::<Vec<_>>().join(&format!(" || '{}' || ", self.between));
        let edition = EDITION.trim_start();
        let unfolded = format!(
            "SELECT id, search, {text} AS text FROM {table} WHERE substr(search, length(search)) <> '{edition}' ORDER BY id LIMIT {SLICE}"
        );
        let rows = sql!(fetch_all(i64, String, String), db.conn().await?, AssertSqlSafe(unfolded))?;
        if rows.is_empty() {
            return Ok(false);
        }
        let mut tx = db.begin().await?;
        for (id, before, text) in rows {
            let update = format!("UPDATE {table} SET search = $1 WHERE id = $2 AND search = $3");
            sql!(execute tx, AssertSqlSafe(update), search_text(&text), id, before)?;
        }
        tx.commit().await?;
        Ok(true)
    }
}
