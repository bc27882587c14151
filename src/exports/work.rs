//! Making a workbook, as a job whose objects are its parts.

use chrono::{DateTime, TimeDelta};

use super::{
    model::{Extent, KIND, Params},
    service::{KEPT, make_part},
};
use crate::{
    change::{
        Work,
        work::{Chosen, Did, Doing, Kind, Object, Recorded, Task, Within},
    },
    db::Conn,
    error::Error,
    people::Permission,
};

pub struct Workbooks;

impl Work for Workbooks {
    fn kind(&self) -> Kind {
        KIND
    }

    fn needs(&self, task: &Task) -> Permission {
        Params::of(task).map_or(Permission::EditSettings, |params| params.needs())
    }

    fn is_undoable(&self, _: &str) -> bool {
        false
    }

    fn keeps_file(&self) -> Option<TimeDelta> {
        Some(KEPT)
    }

    fn list(&self, task: &Task) -> Option<String> {
        Some(Params::of(task).ok()?.query().with(&[]))
    }

    fn choose<'a>(&'a self, _: &'a mut Conn, task: &'a Task, (after, most): (i64, i64)) -> Doing<'a, Vec<Chosen>> {
        Box::pin(async move {
            let extent = Extent::of(task)?;
            let parts = extent.parts();
            let next = (after + 1..=parts).take(usize::try_from(most).unwrap_or(usize::MAX));
            // What is a version of others is how many parts there are: the last one takes what has come meanwhile.
            let part = |id| Chosen {
                id,
                version: parts,
                label: extent.label(id),
                updated_at: DateTime::UNIX_EPOCH,
                would: Ok(Did::Changed(0)),
            };
            Ok(next.map(part).collect())
        })
    }

    fn apply<'a>(&'a self, Within { state, change }: Within<'a>, task: &'a Task, part: Object) -> Doing<'a, Did> {
        Box::pin(async move {
            let params = Params::of(task)?;
            let job = change.by.job.ok_or(Error::NotFound)?;
            while make_part(state, change, (job, &params)).await? && part.id == part.version {}
            Ok(Did::Changed(0))
        })
    }

    fn undo<'a>(&'a self, _: Within<'a>, _: &'a Task, _: (i64, &'a [Recorded])) -> Doing<'a, Did> {
        Box::pin(async { Err(Error::NotFound) })
    }
}
