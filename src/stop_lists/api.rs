//! Stop lists over the API.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{
    StopListGiven,
    lines::Lines,
    model::{Added, MOST, Source, StopList, Why, reason},
    service,
};
use crate::{
    api::{self, Call, Caller, Failure, Flag, Many, One, Ref, Rows, Scope, Text, Thing, given},
    forms::fields::choice,
    i18n::{Lang, Message},
    resource::{Served, calls},
    stops::{self, Among, Given, Hit, Kind},
};

pub fn calls() -> Vec<Call> {
    use Scope::{SuppressionRead, SuppressionWrite};
    let list_about = "Stop lists in the order of their ids, from an id on; deleted ones are left out.";
    let get_about = "One stop list, under the names by which it is saved, and how many entries of each kind it has.";
    let save_about = "Creates a stop list, or with an id changes what is given of it and nothing else.";
    let check_about = "Says of each value whether it is listed: up to 1000 e-mail addresses, phones, domains, or MD5s of \
                       them, in any spelling. Without an id all global lists are asked.";
    let add_about = "Adds up to 1000 values to a stop list. What is kept is a keyed hash, and no call gives a value back.";
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
        Call::new("stop_lists/add", SuppressionWrite, add_about, add).example(
            json!({"id": "Global", "values": ["Anna@Example.com", "*.example.net"], "source": "hard_bounce", "reason": "550 5.1.1"}),
            json!({"data": {"added": 2, "duplicated": 0, "updated": 0, "refused": 0, "refusals": []}}),
        ),
        Call::new("stop_lists/check", SuppressionRead, check_about, check).example(
            json!({"values": ["somebody@example.com"]}),
            json!({"data": [{"at": 1, "outcome": "not_listed", "kind": "email", "by": null, "list_id": null, "since": null,
                             "source": null, "reason": null, "text": null}], "total_count": 1}),
        ),
        Call::new("stop_lists/remove", SuppressionWrite, remove_about, remove).example(
            json!({"id": "Global", "values": ["nobody@example.com"], "reason": "Bounced by mistake"}),
            json!({"data": {"removed": 0, "absent": 1, "complaints": 0, "refused": 0, "refusals": []}}),
        ),
    ]
}

fn example() -> Value {
    json!({
        "id": 1, "name": "Global", "description": "", "is_global": true, "emails": 0, "phones": 0, "domains": 0,
        "deleted_at": null, "version": 1, "updated_at": "2026-11-27T00:00:00Z", "updated_by": "steward",
    })
}

impl Served for StopList {
    type Given = StopListGiven;
    const THING: Thing = Thing::StopList;
}

/// What is asked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CheckAsk {
    /// 1 to 1000; empty ones are passed over.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Vec<String>)]
    values: Option<Many<String>>,
    /// One list, by its id or its name, global or not; without it all global ones.
    #[serde(default)]
    id: Ref,
}

/// What is added, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AddAsk {
    /// The list, by its id or its name.
    id: Ref,
    /// 1 to 1000 e-mail addresses, phones, domains (`.example.com` or `*.example.com` means all below it as well) or MD5s
    /// of them in lower or upper case; empty ones are passed over.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Vec<String>)]
    values: Option<Many<String>>,
    /// Of what the MD5s are, which do not say so: `email` (as where it is left out), `phone` or `domain`.
    kind: Option<Text>,
    /// `api` (as where it is left out), `hard_bounce` or `complaint`.
    source: Option<Text>,
    /// At most 200 characters, in which none of the values and no e-mail address stands.
    reason: Option<Text>,
}

/// What is removed, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RemoveAsk {
    /// The list, by its id or its name.
    id: Ref,
    /// 1 to 1000, as they are added; empty ones are passed over.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Vec<String>)]
    values: Option<Many<String>>,
    /// As of `stop_lists/add`, and not empty.
    reason: Text,
    /// Whether complaints go as well; false where it is left out.
    complaints: Option<Flag>,
}

/// A value that was not taken.
#[derive(Serialize, ToSchema)]
#[schema(as = StopListRefusal)]
struct Refusal {
    /// Its place among the values; the first is 1.
    at: usize,
    /// Why, in a sentence that does not repeat it.
    text: String,
}

/// What became of the values.
#[derive(Serialize, ToSchema)]
#[schema(as = StopListAdded)]
struct AddedView {
    added: i64,
    /// Were there already, just so; a complaint stays what it is.
    duplicated: i64,
    /// Were there with another reason, source or kind.
    updated: i64,
    refused: usize,
    refusals: Vec<Refusal>,
}

/// What became of the values.
#[derive(Serialize, ToSchema)]
#[schema(as = StopListRemoved)]
struct RemovedView {
    removed: i64,
    /// Were not in the list.
    absent: i64,
    /// Complaints that stay.
    complaints: i64,
    refused: usize,
    refusals: Vec<Refusal>,
}

/// What is known of a value, which is not repeated.
#[derive(Serialize, ToSchema)]
#[schema(as = StopListChecked)]
struct CheckedView {
    /// Its place among the values; the first is 1.
    at: usize,
    /// `listed`, `not_listed` or `refused`.
    outcome: &'static str,
    /// `email`, `phone` or `domain`; null of an MD5 and of what was refused.
    #[schema(required)]
    kind: Option<&'static str>,
    /// Of what kind the entry is: of an address `domain` where all of its domain is listed.
    #[schema(required)]
    by: Option<&'static str>,
    #[schema(required)]
    list_id: Option<i64>,
    #[schema(required)]
    since: Option<chrono::DateTime<chrono::Utc>>,
    /// `administrator`, `api`, `import`, `hard_bounce` or `complaint`.
    #[schema(required)]
    source: Option<String>,
    #[schema(required)]
    reason: Option<String>,
    /// Why it was refused.
    #[schema(required)]
    text: Option<String>,
}

impl api::Row for CheckedView {}

/// The values with their places, at least one.
fn lines(values: Option<&Many<String>>) -> Result<Lines, Failure> {
    let values = values.map_or(&[][..], |values| &values.0);
    if values.len() > MOST {
        return Err(Failure::field("values", &Message::new("refused-stop-many").with("most", MOST as i64)));
    }
    let lines = Lines::of(values.iter().map(String::as_str));
    if lines.given.is_empty() && lines.refused.is_empty() {
        return Err(Failure::field("values", &"refused-empty".into()));
    }
    Ok(lines)
}

fn refusals(lines: &Lines) -> Vec<Refusal> {
    lines.refused.iter().map(|(at, why)| Refusal { at: *at, text: Lang::En.say(why) }).collect()
}

fn code<T>(field: &str, asked: Option<&Text>, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Failure> {
    let Some(asked) = asked.filter(|it| !it.0.is_empty()) else { return Ok(None) };
    choice(&asked.0, parse).map(Some).map_err(|refusal| Failure::field(field, &refusal))
}

fn reasoned(asked: &str, given: &[Given]) -> Result<String, Failure> {
    reason(asked, given).map_err(|refusal| Failure::field("reason", &refusal))
}

async fn add(caller: &Caller, ask: AddAsk) -> Result<One<AddedView>, Failure> {
    let lines = lines(ask.values.as_ref())?;
    let kind = code("kind", ask.kind.as_ref(), |code| Kind::try_from(code.to_owned()).ok())?.unwrap_or(Kind::Email);
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

impl CheckedView {
    fn of(at: usize, outcome: &'static str, text: Option<String>) -> Self {
        Self { at, outcome, kind: None, by: None, list_id: None, since: None, source: None, reason: None, text }
    }
}
