//! Many rows in one go: hundreds in a statement, and where a whole database is filled the indexes made afterwards.

use super::{Db, Engine, Fetched, One, Pools, Result, Statement, Table, Tx, Value, Written, sql, written};

/// Rows of one table, gathered until they fill a statement.
pub struct Bulk {
    table: &'static str,
    /// Those of the first row, which are those of all.
    columns: Vec<&'static str>,
    values: Vec<Value>,
    /// What becomes of a row whose key is taken.
    then: &'static str,
}

/// Values in a statement; SQLite takes 32,766 at most.
const MOST: usize = 8_000;

impl Bulk {
    pub fn new(table: &'static str) -> Self {
        Self::onto(table, "")
    }

    /// Onto rows that are there: ` ON CONFLICT (…) DO UPDATE SET …`.
    pub fn onto(table: &'static str, then: &'static str) -> Self {
        Self { table, columns: Vec::new(), values: Vec::new(), then }
    }

    pub async fn push(&mut self, tx: &mut Tx, row: Written) -> Result<()> {
        self.take(row);
        if self.is_full() { self.flush(tx).await } else { Ok(()) }
    }

    fn take(&mut self, row: Written) {
        if self.columns.is_empty() {
            self.columns = row.names().collect();
        }
        debug_assert!(row.names().eq(self.columns.iter().copied()), "{}", self.table);
        self.values.extend(row.0.into_iter().map(|(_, value)| value));
    }

    fn is_full(&self) -> bool {
        self.values.len() + self.columns.len() > MOST
    }

    /// Writes what is still gathered.
    pub async fn flush(&mut self, tx: &mut Tx) -> Result<()> {
        if self.values.is_empty() {
            return Ok(());
        }
        let statement = self.statement(tx, self.then);
        tx.execute(statement).await.map(drop)
    }

    /// Of all that is gathered.
    fn statement(&mut self, tx: &Tx, then: &str) -> Statement {
        let text = format!("INSERT INTO {} ({}) VALUES {}", self.table, self.columns.join(", "), self.places(tx));
        // The last one of each run has a length that hardly comes again; a connection would keep it as long as the others.
        let kept = self.is_full();
        Statement::of(text + then, std::mem::take(&mut self.values)).keeping_its_plan(kept)
    }

    /// `($1, $2), ($3, $4)` for what is gathered.
    fn places(&self, tx: &Tx) -> String {
        match tx.engine() {
            // To SQLite `$1` is a name, and it looks through all of them at each.
            Engine::Sqlite => self.places_by(|_| "?".to_owned()),
            Engine::Postgres => self.places_by(|at| format!("${}", at + 1)),
        }
    }

    fn places_by(&self, value: fn(usize) -> String) -> String {
        let mut text = String::new();
        for at in 0..self.values.len() {
            text.push_str(match (at, at % self.columns.len()) {
                (0, _) => "(",
                (_, 0) => "), (",
                _ => ", ",
            });
            text.push_str(&value(at));
        }
        text + ")"
    }
}

impl Table {
    /// Writes the rows whose key is free; these columns of those that it wrote.
    pub async fn put_all_new<R: Fetched>(
        &self,
        tx: &mut Tx,
        rows: impl Iterator<Item = Written>,
        columns: &'static str,
    ) -> Result<Vec<R>> {
        let (mut bulk, mut written) = (Bulk::new(self.name), Vec::new());
        let mut rows = rows.peekable();
        while let Some(row) = rows.next() {
            bulk.take(row);
            if bulk.is_full() || rows.peek().is_none() {
                let statement = bulk.statement(tx, &format!(" ON CONFLICT DO NOTHING RETURNING {columns}"));
                written.extend(tx.writing().fetch_all::<R>(statement).await?);
            }
        }
        Ok(written)
    }

    /// Writes to each row, by its id, what it gets; all get the same columns. How many rows there were.
    pub async fn set_each(&self, tx: &mut Tx, rows: Vec<(i64, Written)>) -> Result<u64> {
        let (mut bulk, mut written) = (Bulk::new(self.name), 0);
        let mut rows = rows.into_iter().peekable();
        while let Some((id, row)) = rows.next() {
            bulk.take(written![id: id].and(row));
            if bulk.is_full() || rows.peek().is_none() {
                let (columns, kept) = (bulk.columns.join(", "), bulk.is_full());
                let values = bulk.places(tx);
                let set: Vec<_> =
                    bulk.columns.iter().skip(1).map(|column| format!("{column} = given.{column}")).collect();
                let text = format!(
                    "WITH given ({columns}) AS (VALUES {values}) UPDATE {0} SET {1} FROM given WHERE {0}.id = given.id",
                    self.name,
                    set.join(", ")
                );
                let statement = Statement::of(text, std::mem::take(&mut bulk.values)).keeping_its_plan(kept);
                written += tx.execute(statement).await?;
            }
        }
        Ok(written)
    }
}

impl Tx {
    /// Drops the indexes of these tables, but for those behind a constraint; returns the statements that make them
    /// again.
    pub async fn drop_indexes(&mut self, tables: &[&str]) -> Result<Vec<String>> {
        let listing = match self.engine() {
            Engine::Sqlite => {
                "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = $1 AND sql IS NOT NULL"
            }
            Engine::Postgres => {
                "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = $1
                 AND indexname NOT IN (SELECT conname FROM pg_constraint)"
            }
        };
        let mut again = Vec::new();
        for table in tables {
            for (name, text) in sql!(fetch_all(String, String), self, listing, *table)? {
                self.script(&format!("DROP INDEX {name}")).await?;
                again.push(text);
            }
        }
        Ok(again)
    }

    /// After rows were inserted with ids of their own: the next one gets the next id. SQLite has seen to that itself.
    pub async fn continue_ids(&mut self, tables: &[&'static str]) -> Result<()> {
        if let Engine::Sqlite = self.engine() {
            return Ok(());
        }
        for table in tables {
            let text = format!(
                "SELECT setval(pg_get_serial_sequence('{table}', 'id'), coalesce(max(id), 1), max(id) IS NOT NULL) FROM {table}"
            );
            self.fetch_one::<One<i64>>(Statement::of(text, Vec::new())).await?;
        }
        Ok(())
    }

    /// Puts a table of parts into the order that is read fastest; PostgreSQL's index needs nothing of the kind.
    pub async fn tidy_search(&mut self, table: &'static str) -> Result<()> {
        match self.engine() {
            Engine::Sqlite => self.script(&format!("INSERT INTO {table} ({table}) VALUES ('optimize')")).await,
            Engine::Postgres => Ok(()),
        }
    }

    /// For the one large transaction of a process: more of the database stays in memory from here on.
    pub async fn prefer_memory(&mut self) -> Result<()> {
        let text = match self.engine() {
            Engine::Sqlite => "PRAGMA cache_size = -400000",
            Engine::Postgres => "SET LOCAL maintenance_work_mem = '400MB'",
        };
        sql!(execute self, text)?;
        Ok(())
    }
}

impl Db {
    /// After many rows were written: statistics for the planner, and nothing left lying in the log.
    pub async fn tidy(&self) -> Result<()> {
        match &self.pools {
            Pools::Sqlite { .. } => self.maintain(&["ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)"]).await,
            // A session behind a pooler is not ours to change, and has no limit of ours.
            Pools::Postgres(_) if self.limits.pooler => self.maintain(&["VACUUM (ANALYZE)"]).await,
            Pools::Postgres(_) => {
                self.maintain(&["SET statement_timeout = 0", "VACUUM (ANALYZE)", "RESET statement_timeout"]).await
            }
        }
    }
}
