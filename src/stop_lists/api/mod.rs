//! Stop lists over the API.

mod asks;

use std::collections::HashMap;

use asks::{
    AddAsk, AddedView, CheckAsk, CheckedView, EntryView, ExportAsk, ImportAsk, ImportView, Refusal, RemoveAsk,
    RemovedView, code, kind, lines, reasoned, refusals,
};
use serde_json::{Value, json};

use super::{
    StopListGiven, export,
    import::service::{Values, receive},
    model::{Added, Source, StopList, Why},
    service,
};
use crate::{
    api::{Call, Caller, Failure, One, Part, Ref, Rows, Scope, Thing},
    resource::{Served, Versioned, calls},
    stops::{self, Among, Given, Hit, Kind, hex},
};

pub fn calls() -> Vec<Call> {
    use Scope::{SuppressionRead, SuppressionWrite};
    let list_about = "Stop lists in the order of their ids, from an id on; deleted ones are left out.";
    let get_about = "One stop list, under the names by which it is saved, and how many entries of each kind it has.";
    let save_about = "Creates a stop list, or with an id changes what is given of it and nothing else.";
    let check_about = "Says of each value whether it is listed: up to 1000 e-mail addresses, phones, domains, or MD5s of \
                       them, in any spelling. Without an id all global lists are asked.";
    let add_about =
        "Adds up to 1000 values to a stop list. What is kept is a keyed hash, and no call gives a value back.";
    let import_about = "Begins a job that adds as many values to a stop list as fit into a request.";
    let export_about = "The entries of a stop list in the order of their ids, from an id on: keyed hashes, and MD5s where this \
                        installation keeps them. Each call is on the record.";
    let remove_about = "Removes up to 1000 values from a stop list, with a reason for the record.";
    vec![
        Call::new("stop_lists/list", SuppressionRead, list_about, calls::list::<StopList>)
            .example(json!({"limit": 100}), json!({"data": [example()], "total_count": 1})),
        Call::new("stop_lists/get", SuppressionRead, get_about, calls::get::<StopList>)
            .example(json!({"id": "Global"}), json!({"data": example()})),
        Call::new("stop_lists/save", SuppressionWrite, save_about, calls::save::<StopList>).example(
            json!({"name": "Competitors", "description": "Asked for by sales"}),
            json!({"data": {"saved_id": 2, "version": 1}}),
        ),
        Call::new("stop_lists/add", SuppressionWrite, add_about, add).needing(&["values"]).example(
            json!({"id": "Global", "values": ["Anna@Example.com", "*.example.net", "nobody"], "source": "hard_bounce", "reason": "550 5.1.1"}),
            json!({"data": {"added": 2, "duplicated": 0, "updated": 0, "refused": 1, "refusals": [refused(3)]}}),
        ),
        Call::new("stop_lists/check", SuppressionRead, check_about, check).needing(&["values"]).example(
            json!({"values": ["somebody@example.com"]}),
            json!({"data": [{"at": 1, "outcome": "not_listed", "kind": "email", "by": null, "list_id": null, "since": null,
                             "source": null, "reason": null, "text": null}], "total_count": 1}),
        ),
        Call::new("stop_lists/remove", SuppressionWrite, remove_about, remove).needing(&["values"]).example(
            json!({"id": "Global", "values": ["nobody@example.com", "nobody"], "reason": "Bounced by mistake"}),
            json!({"data": {"removed": 0, "absent": 1, "complaints": 0, "refused": 1, "refusals": [refused(2)]}}),
        ),
        Call::new("stop_lists/import", SuppressionWrite, import_about, import).needing(&["values"]).example(
            json!({"id": "Global", "values": ["23463b99b62a72f26ed677cc556c44e8"], "kind": "email"}),
            json!({"data": {"job_id": 12, "entries": 1, "refused": 0}}),
        ),
        Call::new("stop_lists/export", SuppressionWrite, export_about, export).only_reading().kept_nowhere().example(
            json!({"id": "Global", "kind": "email"}),
            json!({"data": [{"id": 1, "kind": "email", "hash": "9f2c4b7e0a61d3859f2c4b7e0a61d3859f2c4b7e0a61d3859f2c4b7e0a61d385",
                             "md5": null, "source": "api", "since": "2026-03-01T09:30:00Z"}], "total_count": 1}),
        ),
    ]
}

fn example() -> Value {
    json!({
        "id": 1, "name": "Global", "description": "", "is_global": true, "emails": 0, "phones": 0, "domains": 0,
        "deleted_at": null, "version": 1, "updated_at": "2026-11-27T00:00:00Z", "updated_by": "steward",
    })
}

fn refused(at: usize) -> Value {
    json!({"at": at, "text": "This is neither an email address, a phone number, a domain nor an MD5."})
}

impl Served for StopList {
    type Given = StopListGiven;
    const THING: Thing = Thing::StopList;
}

async fn add(caller: &Caller, ask: AddAsk) -> Result<One<AddedView>, Failure> {
    let lines = lines(ask.values.as_ref())?;
    let kind = kind(ask.kind.as_ref())?.unwrap_or(Kind::Email);
    let said = |code: &str| Source::try_from(code.to_owned()).ok();
    let by_call = |source: &Source| matches!(source, Source::Api | Source::HardBounce | Source::Complaint);
    let source = code("source", ask.source.as_ref(), |code| said(code).filter(by_call))?.unwrap_or(Source::Api);
    let reason = reasoned(ask.reason.as_ref().map_or("", |it| &it.0), &lines.given)?;
    let it = calls::wanted::<StopList>(caller, (), &ask.id).await?;
    let why = Why { source, reason };
    let (_, added) = service::add(&caller.state, caller.actor.clone(), it.id, (&lines.given, kind), &why).await?;
    let Added { added, duplicated, updated } = added;
    let refusals = refusals(&lines);
    Ok(One { data: AddedView { added, duplicated, updated, refused: refusals.len(), refusals } })
}

async fn remove(caller: &Caller, ask: RemoveAsk) -> Result<One<RemovedView>, Failure> {
    let lines = lines(ask.values.as_ref())?;
    let reason = reasoned(&ask.reason.0, &lines.given)?;
    if reason.is_empty() {
        return Err(Failure::field("reason", &"refused-empty".into()));
    }
    let it = calls::wanted::<StopList>(caller, (), &ask.id).await?;
    let key = stops::key(&caller.state, &mut caller.state.db.conn().await?).await?;
    // Without a key there is no entry.
    let hashes: Vec<Vec<u8>> = lines.given.iter().filter_map(|it| Some(key.as_ref()?.hash(&it.md5()))).collect();
    let how = (reason.as_str(), ask.complaints.is_some_and(|it| it.0));
    let (_, removed) = service::remove(&caller.state, caller.actor.clone(), it.id, &hashes, how).await?;
    let absent = if key.is_some() { removed.absent } else { lines.given.len() as i64 };
    let refusals = refusals(&lines);
    let (refused, complaints) = (refusals.len(), removed.complaints);
    Ok(One { data: RemovedView { removed: removed.removed, absent, complaints, refused, refusals } })
}

/// All values in one statement, their domains among them.
async fn check(caller: &Caller, ask: CheckAsk) -> Result<Rows<CheckedView>, Failure> {
    let lines = lines(ask.values.as_ref())?;
    let among = match &ask.id {
        Ref::None => Among::Global,
        id => Among::List(calls::wanted::<StopList>(caller, (), id).await?.id),
    };
    let mut conn = caller.state.db.conn().await?;
    let key = stops::key(&caller.state, &mut conn).await?;
    let mut hashed: HashMap<String, Vec<u8>> = HashMap::new();
    let mut asked: Vec<Vec<Vec<u8>>> = Vec::with_capacity(lines.given.len());
    // Without a key there is no entry.
    for given in lines.given.iter().filter(|_| key.is_some()) {
        let hash = |md5: String| {
            let known = hashed.get(&md5).cloned();
            known.or_else(|| {
                let hash = key.as_ref()?.hash(&md5);
                hashed.insert(md5, hash.clone());
                Some(hash)
            })
        };
        asked.push(given.asked().into_iter().filter_map(hash).collect());
    }
    let hits = match hashed.is_empty() {
        true => Vec::new(),
        false => stops::hits(&mut conn, among, hashed.into_values().collect()).await?,
    };
    drop(conn);
    let mut first: HashMap<&[u8], &Hit> = HashMap::new();
    for hit in &hits {
        let oldest = first.entry(&hit.hash).or_insert(hit);
        if (hit.added_at, hit.list_id) < (oldest.added_at, oldest.list_id) {
            *oldest = hit;
        }
    }
    let hit = |at: usize| asked.get(at)?.iter().find_map(|hash| first.get(hash.as_slice()).copied());
    let known = lines.given.iter().zip(&lines.places).enumerate().map(|(at, (it, place))| answer(*place, it, hit(at)));
    let refused = refusals(&lines).into_iter().map(|Refusal { at, text }| CheckedView::of(at, "refused", Some(text)));
    let mut data: Vec<CheckedView> = known.chain(refused).collect();
    data.sort_by_key(|it| it.at);
    Ok(Rows { total_count: data.len() as i64, data, next_from_id: None })
}

fn answer(at: usize, given: &Given, hit: Option<&Hit>) -> CheckedView {
    let answer = CheckedView::of(at, if hit.is_some() { "listed" } else { "not_listed" }, None);
    CheckedView {
        kind: given.kind().map(Kind::as_str),
        by: hit.map(|it| it.kind.as_str()),
        list_id: hit.map(|it| it.list_id),
        since: hit.map(|it| it.added_at),
        source: hit.map(|it| it.source.clone()),
        reason: hit.map(|it| it.reason.clone()),
        ..answer
    }
}

async fn import(caller: &Caller, ask: ImportAsk) -> Result<One<ImportView>, Failure> {
    let kind = kind(ask.kind.as_ref())?.unwrap_or(Kind::Email);
    let reason = reasoned(ask.reason.as_ref().map_or("", |it| &it.0), &[])?;
    let it = calls::wanted::<StopList>(caller, (), &ask.id).await?;
    let values = Values::Lines(ask.values.map(|values| values.0).unwrap_or_default());
    let why = Why { source: Source::Import, reason };
    let begun = receive(&caller.state, caller.actor.clone(), it.id, (values, kind), &why).await?;
    Ok(One { data: ImportView { job_id: begun.job, entries: begun.extent.entries, refused: begun.extent.refused } })
}

async fn export(caller: &Caller, ask: ExportAsk) -> Result<Rows<EntryView>, Failure> {
    let part = Part::of(ask.from_id, ask.limit)?;
    let kind = kind(ask.kind.as_ref())?;
    let it: Versioned<StopList> = calls::wanted(caller, (), &ask.id).await?;
    let found = export::page(&caller.state, caller.actor.clone(), &it, (kind, part)).await?;
    let view = |(row, md5): (export::Row, Option<String>)| EntryView {
        id: row.id,
        kind: row.kind,
        hash: hex(&row.hash),
        md5,
        source: row.source,
        since: row.added_at,
    };
    Ok(Rows { data: found.rows.into_iter().map(view).collect(), total_count: found.total, next_from_id: found.next })
}
