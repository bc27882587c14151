use crate::{
    account_databases::{
        index::{Index, MOST_OF_A_DATABASE, NewIndex},
        model::IndexState,
        place::InDatabase,
    },
    change::{Change, flag},
    db::{self, Select, Table, Tx, Value, Written, sql, written},
    error::{Error, FieldErrors, Result},
    i18n::Message,
    lists::RowId,
    resource::{Place, Stored, Versioned, find},
    state::State,
};

pub const ROW: RowId<Versioned<Index>> = ("t.id", |it| it.id);

impl Stored for Index {
    type Of = InDatabase;
    type New = NewIndex;
    const TABLE: Table = Table { name: "account_indexes", searched: &["fields"], between: "\n" };
    const COLUMNS: &'static str = "t.account_id, t.database_id,
        (SELECT d.name FROM account_databases d WHERE d.id = t.database_id) AS database_name,
        t.fields, t.reverse, t.is_unique, t.history_key, t.is_system, t.state, t.percent, t.reason, t.size, t.segments,
        t.reported_at, t.created_at, t.created_by";
    const KIND: &'static str = "index";
    const NAMED: &'static str = "fields";

    fn of(&self) -> InDatabase {
        InDatabase { account_id: self.account_id, id: self.database_id }
    }

    /// As it is asked for.
    fn written(new: &NewIndex) -> Written {
        written![
            fields: new.fields.kept(),
            reverse: new.reverse,
            is_unique: new.unique,
            history_key: new.history_key,
            is_system: false,
            state: IndexState::Requested.as_str(),
            reason: "",
            segments: "",
            created_by: "",
        ]
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![
            ("fields", self.label()),
            ("reverse", flag(self.reverse)),
            ("unique", flag(self.unique)),
            ("history_key", flag(self.history_key)),
            ("system", flag(self.system)),
            ("state", self.state.as_str().to_owned()),
            ("reason", self.reason.clone()),
        ]
    }

    /// Refuses fields that the database does not have, one like another that is there, and one too many; whoever else
    /// makes one in the account waits until this one is done.
    async fn finish(it: Versioned<Self>, _: &State, change: &mut Change, new: &NewIndex) -> Result<Versioned<Self>> {
        let of = it.of();
        let database = of.frame(&mut change.conn).await?.database;
        if let Some(unknown) = new.fields.0.iter().find(|field| !database.has(field)) {
            let refused = Message::new("refused-index-field").with("name", unknown.as_str());
            return Err(FieldErrors::one("fields", refused).into());
        }
        if own(&mut change.conn, of).await? > MOST_OF_A_DATABASE {
            return Err(Error::Conflict(Message::new("index-too-many").with("most", MOST_OF_A_DATABASE)));
        }
        let made = written![same: new.same(), created_by: &change.by.name];
        let like_another =
            |error| if db::is_taken(&error) { Error::Conflict("index-same".into()) } else { error.into() };
        Self::TABLE.set(&mut change.conn, it.id, made).await.map_err(like_another)?;
        find(&mut change.conn, of, it.id).await?.ok_or(Error::NotFound)
    }
}

/// How many the database has that are not the system's.
async fn own(tx: &mut Tx, of: InDatabase) -> db::Result<i64> {
    let (count,) = sql!(fetch_one db::One<i64>, tx,
        "SELECT count(*) FROM account_indexes WHERE account_id = $1 AND database_id = $2 AND NOT is_system",
        of.account_id, of.id)?;
    Ok(count)
}

/// Of all accounts that are there, or of one; of all of its databases, or of one; in these states, or in any.
pub fn filtered(account_id: Option<i64>, database_id: Option<i64>, states: &[IndexState]) -> Select {
    let from = " FROM account_indexes t JOIN accounts a ON a.id = t.account_id WHERE a.deleted_at IS NULL";
    let select = Select::new("t.id, t.version, t.updated_at, t.updated_by, ", from).reading(Index::COLUMNS);
    let select = select.filter(" AND t.account_id = ", account_id).filter(" AND t.database_id = ", database_id);
    if states.is_empty() {
        return select;
    }
    select.push(" AND t.state IN (").values(states.iter().map(|state| Value::from(state.as_str()))).push(")")
}

/// Of a database that is gone.
pub async fn forget_all(tx: &mut Tx, of: InDatabase) -> db::Result<u64> {
    Index::TABLE.delete_row(tx, of.column()).await
}
