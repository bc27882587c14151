//! The entries of a list, taken out: keyed hashes, and MD5s where the installation keeps them.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;

pub use super::store::entries::Row;
use super::{model::StopList, service::note, store::entries};
use crate::{
    api::{self, Found, Part},
    change::{Actor, Change},
    db::{self, Conn, Unsealable},
    error::Result,
    files::Cell,
    lists::{AT_ONCE, COUNTED, LongLists, Table, Total},
    resource::Versioned,
    state::State,
    stops::{self, Key, Kind, hex},
};

/// A page of them as a call answers it; each is on the record.
pub async fn page(
    state: &State,
    by: Actor,
    it: &Versioned<StopList>,
    (kind, part): (Option<Kind>, Part),
) -> Result<Found<(Row, Option<String>)>> {
    let mut conn = state.db.conn().await?;
    let key = key(state, &mut conn).await?;
    let named = format!("stop-list-{}-{}", it.id, kind.map_or("", Kind::as_str));
    let lists = state.part::<LongLists>();
    let known = (&*lists, named, state.clock.now());
    let listed = entries::listed(it.id, kind);
    let found = api::rows_of_many(&mut conn, listed, (entries::ID, |row: &Row| row.id), part, known).await?;
    drop(conn);
    let mut change = Change::begin(state, by).await?;
    let said = [
        ("kind_of", kind.map_or("", Kind::as_str).to_owned()),
        ("from_id", found.rows.first().map(|row| row.id.to_string()).unwrap_or_default()),
        ("rows", found.rows.len().to_string()),
    ];
    note(&mut change, "export", it, said.into()).await?;
    change.commit().await?;
    let opened = |row: Row| md5(key.as_deref(), &row).map(|md5| (row, md5));
    let rows = found.rows.into_iter().map(opened).collect::<Result<_, _>>()?;
    Ok(Found { rows, total: found.total, next: found.next })
}

/// With which MD5s are opened; None where the installation does not give them away.
async fn key(state: &State, conn: &mut Conn) -> Result<Option<Arc<Key>>> {
    if state.config.stop_list_md5 { stops::key(state, conn).await } else { Ok(None) }
}

fn md5(key: Option<&Key>, row: &Row) -> Result<Option<String>, Unsealable> {
    key.zip(row.md5_sealed.as_ref()).map(|(key, sealed)| key.open(&row.hash, sealed)).transpose()
}

/// All of them as a file, in the order of their ids.
pub struct Hashes {
    list_id: i64,
    kind: Option<Kind>,
    key: Option<Arc<Key>>,
    /// Whether there is a column for MD5s.
    has_md5: bool,
    after: i64,
    is_over: bool,
}

impl Hashes {
    pub async fn of(state: &State, list_id: i64, kind: Option<Kind>) -> Result<Self> {
        let key = key(state, &mut state.db.conn().await?).await?;
        Ok(Self { list_id, kind, key, has_md5: state.config.stop_list_md5, after: 0, is_over: false })
    }

    fn cells(&self, row: &Row) -> Result<Vec<Cell>, Unsealable> {
        let mut cells = vec![Cell::from(row.kind.as_str()), hex(&row.hash).into()];
        if self.has_md5 {
            cells.push(md5(self.key.as_deref(), row)?.map_or(Cell::Empty, Cell::from));
        }
        cells.extend([Cell::from(row.source.as_str()), row.added_at.into()]);
        Ok(cells)
    }

    async fn read(&mut self, conn: &mut Conn, most: usize) -> db::Result<Vec<Vec<Cell>>> {
        let limit = i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1);
        let mut rows = entries::after(conn, (self.list_id, self.kind), (self.after, limit)).await?;
        self.is_over = rows.len() <= most;
        rows.truncate(most);
        self.after = rows.last().map_or(self.after, |last| last.id);
        let cells: Result<Vec<_>, _> = rows.iter().map(|row| self.cells(row)).collect();
        cells.map_err(|error| db::Error::Decode(error.into()))
    }
}

impl Table for Hashes {
    fn heads(&self) -> Vec<Cell> {
        let md5 = self.has_md5.then_some("md5");
        ["kind", "hash"].into_iter().chain(md5).chain(["source", "since"]).map(Cell::from).collect()
    }

    fn count<'a>(&'a self, conn: &'a mut Conn) -> BoxFuture<'a, db::Result<i64>> {
        Box::pin(entries::count_listed(conn, self.list_id, self.kind))
    }

    fn begin<'a>(
        mut self: Box<Self>,
        conn: &'a mut Conn,
        _: (&'a LongLists, DateTime<Utc>),
    ) -> BoxFuture<'a, db::Result<(Vec<Vec<Cell>>, Total, Box<dyn Table>)>> {
        Box::pin(async move {
            self.after = 0;
            let total = entries::count_listed(conn, self.list_id, self.kind).await?;
            let first = self.read(conn, AT_ONCE).await?;
            let total = if total > COUNTED { Total::Many } else { Total::Exactly(total) };
            let rest: Box<dyn Table> = self;
            Ok((first, total, rest))
        })
    }

    fn next<'a>(&'a mut self, conn: &'a mut Conn, most: usize) -> BoxFuture<'a, db::Result<Vec<Vec<Cell>>>> {
        Box::pin(self.read(conn, most))
    }

    fn place(&self) -> Option<String> {
        (!self.is_over).then(|| self.after.to_string())
    }
}
