//! Trying the rows of a file, and doing what they say, as jobs.

use super::{
    accounts,
    model::{Became, Done, Import, ImportRow, Kind as Of, On, refuse},
    service::Params,
    store, users,
};
use crate::{
    change::{
        Change, Work,
        work::{Chosen, Did, Doing, Kind, Object, Recorded, Task, Within},
    },
    db::Conn,
    error::{Error, Result},
    i18n::Message,
    jobs::json,
    people::Permission,
    state::State,
};

pub const KIND: Kind = Kind { name: "imports", object: "import_row" };

pub struct Imports;

impl Work for Imports {
    fn kind(&self) -> Kind {
        KIND
    }

    fn needs(&self, task: &Task) -> Permission {
        if task.act.ends_with("users") { Of::Users.needs() } else { Of::Accounts.needs() }
    }

    fn is_undoable(&self, _: &str) -> bool {
        false
    }

    fn choose<'a>(&'a self, conn: &'a mut Conn, task: &'a Task, beyond: (i64, i64)) -> Doing<'a, Vec<Chosen>> {
        Box::pin(async move {
            let (import, _) = read(conn, task).await?;
            let rows = store::rows(conn, import.id, beyond, !tries(task)).await?;
            Ok(rows.into_iter().map(|row| chosen(&import, &row)).collect())
        })
    }

    fn apply<'a>(&'a self, Within { state, change }: Within<'a>, task: &'a Task, object: Object) -> Doing<'a, Did> {
        Box::pin(async move {
            let (import, params) = read(&mut change.conn, task).await?;
            let row = store::row(&mut change.conn, import.id, object.id).await?.ok_or(Error::NotFound)?;
            if tries(task) {
                tried(state, change, &import, &row).await
            } else {
                let done = apply(state, change, (&import, &row), (row.on(), params.welcomes)).await?;
                Ok(did(&done))
            }
        })
    }

    fn refused<'a>(
        &'a self,
        change: &'a mut Change,
        task: &'a Task,
        object: Object,
        why: (Option<&'static str>, &'a Message),
    ) -> Doing<'a, ()> {
        Box::pin(async move {
            let params: Params = json(&task.params)?;
            store::refuse(&mut change.conn, params.import, object.id, why).await?;
            Ok(())
        })
    }

    fn undo<'a>(&'a self, _: Within<'a>, _: &'a Task, _: (i64, &'a [Recorded])) -> Doing<'a, Did> {
        Box::pin(async { Err(Error::NotFound) })
    }
}

fn tries(task: &Task) -> bool {
    task.act.starts_with("try")
}

async fn read(conn: &mut Conn, task: &Task) -> Result<(Import, Params)> {
    let params: Params = json(&task.params)?;
    Ok((store::find(conn, params.import).await?.ok_or(Error::NotFound)?, params))
}

fn chosen(import: &Import, row: &ImportRow) -> Chosen {
    let cells = import.cells(row);
    let name = cells.get(import.kind.name()).or_else(|| cells.get("id")).map_or("", String::as_str);
    let label = format!("{}: {name}", row.ordinal);
    // Its own version never changes; that of what it is about is looked at when its turn has come.
    Chosen { id: row.ordinal, version: 1, label, updated_at: import.created_at, would: Ok(Did::Changed(0)) }
}

/// Does it in a part of the transaction, takes that back, and keeps what came of it.
async fn tried(state: &State, change: &mut Change, import: &Import, row: &ImportRow) -> Result<Did> {
    let cells = import.cells(row);
    let meant = match import.kind {
        Of::Accounts => accounts::meant(change, &cells).await?,
        Of::Users => users::meant(change, account_of(import)?, &cells).await?,
    };
    if let Some(first) = store::same_before(&mut change.conn, import.id, (row.ordinal, &meant)).await? {
        let twice = Message::new("import-refused-twice").with("row", first);
        return Err(refuse(import.kind.name(), twice));
    }
    store::means(&mut change.conn, import.id, (row.ordinal, &meant)).await?;
    change.begin_part().await?;
    let done = apply(state, change, (import, row), (On::Any(import.id), false)).await;
    change.drop_part().await?;
    let done = done?;
    store::tried(&mut change.conn, import.id, row.ordinal, &done).await?;
    Ok(did(&done))
}

async fn apply(
    state: &State,
    change: &mut Change,
    (import, row): (&Import, &ImportRow),
    (on, welcomes): (On, bool),
) -> Result<Done> {
    let cells = import.cells(row);
    match import.kind {
        Of::Accounts => accounts::apply(state, change, &cells, on).await,
        Of::Users => users::apply(state, change, account_of(import)?, &cells, (on, welcomes)).await,
    }
}

fn account_of(import: &Import) -> Result<i64> {
    import.account_id.ok_or(Error::NotFound)
}

fn did(done: &Done) -> Did {
    match done.became {
        Became::New | Became::Changed => Did::Changed(done.letters),
        Became::Same => Did::Already,
    }
}
