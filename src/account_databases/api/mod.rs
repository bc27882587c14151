//! The databases of accounts and their indexes over the API: what scripts ask for, and what the platform reports.

mod asks;

use asks::{OfDatabases, OfIndexes, OneIndex, Only};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{
    index::{Index, IndexGiven},
    model::AccountDatabase,
    place::{InDatabase, OfDatabase},
    report::{self, Outcome},
    service, store,
};
use crate::{
    api::{
        self, Call, Caller, Failure, Nothing, Part, Ref, Reply, Rows, Saved, Scope, Thing,
        asks::{List, OfAccount, With},
        report::{as_of, within},
    },
    error::Error,
    resource::{Place, Served, Versioned, calls},
    web::Asked,
};

/// What became of each part of a report, in their order.
#[derive(Serialize, ToSchema)]
pub struct Outcomes {
    data: Vec<Outcome>,
}

impl Reply for Outcomes {}

pub fn calls() -> Vec<Call> {
    of_databases().into_iter().chain(of_indexes()).collect()
}

fn of_databases() -> Vec<Call> {
    let database = json!({
        "id": 1, "account_id": 17, "name": "Clients", "profiles": 18_204,
        "fields": [{"name": "email", "kind": "text", "repeats": 12}], "indexes": 3,
        "created_at": "2025-03-01T09:30:00Z", "changed_at": "2026-03-01T09:30:00Z", "reported_at": "2026-03-01T09:31:00Z",
    });
    let reported = json!({"account_id": "acme", "at": "2026-03-01T09:31:00Z", "databases": [{
        "name": "Clients", "profiles": 18_204, "created_at": "2025-03-01T09:30:00Z", "changed_at": "2026-03-01T09:30:00Z",
        "fields": [{"name": "email", "kind": "text", "repeats": 12}, {"name": "city", "kind": "text"}],
    }]});
    let report_about = "For the platform: what databases an account has, each with its profiles and fields. One that is \
                        older than what is known of a database, or comes twice, changes nothing; what is refused of one \
                        database is told, and the others are taken.";
    let list_about =
        "Databases of an account, as the platform reported them, in the order of their ids, from an id on.";
    vec![
        Call::new("databases/report", Scope::PlatformReport, report_about, report_databases)
            .example(reported, json!({"data": [{"name": "Clients", "outcome": "stored", "reason": ""}]})),
        Call::new("databases/list", Scope::AccountsRead, list_about, list_databases)
            .example(json!({"account_id": "acme"}), json!({"data": [database], "total_count": 1})),
    ]
}

fn of_indexes() -> Vec<Call> {
    use Scope::{AccountsRead, AccountsWrite, PlatformReport};
    let place = |more: Value| {
        let mut ask = json!({"account_id": "acme", "database_id": "Clients"});
        if let (Value::Object(ask), Value::Object(more)) = (&mut ask, more) {
            ask.extend(more);
        }
        ask
    };
    let index = json!({
        "id": 1, "account_id": 17, "database_id": 1, "database_name": "Clients", "fields": ["city"], "reverse": false,
        "unique": false, "history_key": true, "system": false, "state": "deleting", "percent": null, "reason": "",
        "size": 12_400_000, "segments": ["Berlin"], "reported_at": "2026-03-01T09:40:00Z", "created_at": "2026-03-01T09:30:00Z", "created_by": "olga",
        "version": 3, "updated_at": "2026-03-01T09:45:00Z", "updated_by": "olga",
    });
    let create_about = "Asks for an index of a database. The platform is told by indexes/list and builds it. A database has \
                        at most 20 that are not the system's, and no two alike.";
    let list_about = "Indexes in the order of their ids, from an id on. What there is to do for the platform are those whose \
                      state is requested or deleting, of all accounts when none is given; beside platform:report its \
                      token needs this scope.";
    let report_about = "For the platform: how far indexes of a database are. What was asked for is building, then ready \
                        or failed; what was to be deleted is gone. What is older than what is known, or comes twice, \
                        changes nothing; what is refused of one index is told, and the others are taken.";
    let retry_about = "Asks for an index again that could not be built.";
    let delete_about = "Asks the platform to delete an index; it is there until the platform reports it gone. Those of the \
                        system stay.";
    let told = json!({"indexes": [{"id": 1, "version": 1, "state": "failed", "reason": "No space left.", "segments": ["Berlin"]}]});
    vec![
        Call::new("indexes/create", AccountsWrite, create_about, calls::save::<Index>)
            .without(&["id", "version"])
            .needing(&["fields"])
            .example(
                place(json!({"fields": ["city"], "history_key": true})),
                json!({"data": {"saved_id": 1, "version": 1}}),
            ),
        Call::new("indexes/report", PlatformReport, report_about, report_indexes)
            .example(place(told), json!({"data": [{"name": "1", "outcome": "stored", "reason": ""}]})),
        Call::new("indexes/retry", AccountsWrite, retry_about, retry)
            .example(place(json!({"id": 1})), json!({"data": {"saved_id": 1, "version": 2}})),
        Call::new("indexes/delete", AccountsWrite, delete_about, delete).example(place(json!({"id": 1})), json!({})),
        Call::new("indexes/list", AccountsRead, list_about, list_indexes)
            .example(json!({"state": ["requested", "deleting"]}), json!({"data": [index], "total_count": 1})),
    ]
}

impl Served for Index {
    type Given = IndexGiven;
    const THING: Thing = Thing::Index;
}

async fn list_databases(
    caller: &Caller,
    With(of, page): With<OfAccount, List>,
) -> Result<Rows<AccountDatabase>, Failure> {
    let part = Part::of(page.from_id, page.limit)?;
    let account_id = api::account(caller, "account_id", &of.account_id).await?;
    let mut conn = caller.state.db.conn().await?;
    Ok(Rows::of(api::rows(&mut conn, store::listed(account_id, None), store::ROW, part).await?, |it| it))
}

async fn list_indexes(caller: &Caller, With(page, only): With<List, Only>) -> Result<Rows<Versioned<Index>>, Failure> {
    let part = Part::of(page.from_id, page.limit)?;
    let states = only.states()?;
    let (account_id, database_id) = match (&only.account_id, &only.database_id) {
        (Ref::None, Ref::None) => (None, None),
        (Ref::None, _) => return Err(Failure::field("account_id", &"refused-empty".into())),
        (account, database) => {
            let account_id = api::account(caller, "account_id", account).await?;
            let database_id = match database {
                Ref::None => None,
                named => Some(InDatabase::found(caller, account_id, named).await?.id),
            };
            (Some(account_id), database_id)
        }
    };
    let filtered = store::indexes::filtered(account_id, database_id, &states);
    let mut conn = caller.state.db.conn().await?;
    Ok(Rows::of(api::rows(&mut conn, filtered, store::indexes::ROW, part).await?, |it| it))
}

async fn report_databases(caller: &Caller, ask: OfDatabases) -> Result<Outcomes, Failure> {
    let account_id = api::account(caller, "account_id", &ask.account_id).await?;
    let at = as_of(caller, ask.at.as_ref())?;
    let parts = within("databases", ask.databases.0)?.into_iter().map(asks::ReportedDatabase::part).collect();
    let data = report::databases::report(&caller.state, caller.actor.clone(), account_id, (at, parts)).await?;
    Ok(Outcomes { data })
}

async fn report_indexes(caller: &Caller, With(of, ask): With<OfDatabase, OfIndexes>) -> Result<Outcomes, Failure> {
    let of = InDatabase::named(caller, &of).await?;
    let at = as_of(caller, ask.at.as_ref())?;
    let parts = within("indexes", ask.indexes.0)?.into_iter().map(asks::ReportedIndex::part).collect();
    let data = report::indexes::report(&caller.state, caller.actor.clone(), of, (at, parts)).await?;
    Ok(Outcomes { data })
}

async fn retry(caller: &Caller, With(of, ask): With<OfDatabase, OneIndex>) -> Result<Saved, Failure> {
    let of = InDatabase::named(caller, &of).await?;
    let asked = Asked::at(ask.version.map(|it| it.0));
    let it = service::retry(&caller.state, caller.actor.clone(), of, ask.id.0, &asked).await.map_err(missing)?;
    Ok(Saved::of(it.id, it.version))
}

async fn delete(caller: &Caller, With(of, ask): With<OfDatabase, OneIndex>) -> Result<Nothing, Failure> {
    let of = InDatabase::named(caller, &of).await?;
    let asked = Asked::at(ask.version.map(|it| it.0));
    service::delete(&caller.state, caller.actor.clone(), of, ask.id.0, &asked).await.map_err(missing)?;
    Ok(Nothing {})
}

fn missing(error: Error) -> Failure {
    match error {
        Error::NotFound => Failure { code: 404, ..Failure::field("id", &"api-no-index".into()) },
        error => error.into(),
    }
}
