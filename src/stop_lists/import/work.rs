//! Putting what was read on a list, as a job whose objects are the parts of a file.

use super::{read::PART, service::Params};
use crate::{
    change::{
        Work,
        work::{Chosen, Did, Doing, Kind, Object, Recorded, Task, Within},
    },
    db::Conn,
    error::Error,
    jobs::json,
    people::Permission,
    stop_lists::{
        model::{Source, Why},
        service::{live, put},
        store::imports,
    },
};

pub const KIND: Kind = Kind { name: "stop_lists", object: "stop_list_part" };

pub struct Imports;

impl Work for Imports {
    fn kind(&self) -> Kind {
        KIND
    }

    fn needs(&self, _: &Task) -> Permission {
        Permission::EditStopLists
    }

    fn is_undoable(&self, _: &str) -> bool {
        false
    }

    fn choose<'a>(&'a self, conn: &'a mut Conn, task: &'a Task, beyond: (i64, i64)) -> Doing<'a, Vec<Chosen>> {
        Box::pin(async move {
            let params: Params = json(&task.params)?;
            let it = imports::find(conn, params.import).await?.ok_or(Error::NotFound)?;
            let parts = imports::parts(conn, params.import, beyond).await?;
            let part = |id: i64| Chosen {
                id,
                version: 1,
                label: label(id),
                updated_at: it.created_at,
                would: Ok(Did::Changed(0)),
            };
            Ok(parts.into_iter().map(part).collect())
        })
    }

    /// A part is taken away in the change that puts it on the list: however often a node dies, it is counted once.
    fn apply<'a>(&'a self, Within { state, change }: Within<'a>, task: &'a Task, part: Object) -> Doing<'a, Did> {
        Box::pin(async move {
            let params: Params = json(&task.params)?;
            let it = imports::find(&mut change.conn, params.import).await?.ok_or(Error::NotFound)?;
            live(change, it.list_id).await?;
            let entries = imports::take(&mut change.conn, it.id, part.id).await?.ok_or(Error::NotFound)?;
            let why = Why { source: Source::Import, reason: it.reason };
            let added = put(state, change, it.list_id, &entries, &why).await?;
            imports::count(&mut change.conn, it.id, added).await?;
            Ok(Did::Changed(0))
        })
    }

    fn undo<'a>(&'a self, _: Within<'a>, _: &'a Task, _: (i64, &'a [Recorded])) -> Doing<'a, Did> {
        Box::pin(async { Err(Error::NotFound) })
    }
}

/// "5001–10000"
fn label(part: i64) -> String {
    let size = PART as i64;
    format!("{}–{}", (part - 1) * size + 1, part * size)
}
