//! The record over the API, as the panel shows it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::json;
use utoipa::{ToSchema, openapi::schema::AnyOfBuilder};

use super::store::{self, Filter, Record};
use crate::api::{self, Call, Caller, Failure, Int, Part, Ref, Reply, Scope, Text, shape};

pub fn calls() -> Vec<Call> {
    let about = "The record in the order of its ids, oldest first, from an id on. It is not counted: a page without next_from_id is the last.";
    let row = json!({
        "id": 312, "at": "2026-03-01T09:30:00Z", "actor_kind": "token", "actor": "Billing", "on_behalf_of": null, "visit_id": null,
        "visit_reason": null, "ip": "198.51.100.7", "user_agent": "curl/8.5.0", "request_id": "009ee98fe3523957", "action": "create",
        "object_kind": "tariff", "object_id": 1, "object_name": "Basic", "account_id": null,
        "changes": {"name": {"old": "", "new": "Basic"}, "title": {"old": "", "new": "Basic"}, "hard_users": {"old": "", "new": "yes"}, "warn_percent": {"old": "", "new": "80"}},
        "undoes": null, "mark": null, "seq": 312,
    });
    let ask = json!({"from_id": 1, "limit": 100, "object_kind": "tariff", "object_id": 1, "action": "create"});
    vec![Call::new("audit/list", Scope::AuditRead, about, list).example(ask, json!({"data": [row]}))]
}

/// What narrows the record. All that is given must fit.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct List {
    /// The first id of the page, 1 unless given; with the last id seen and 1 more the record is followed. Changes made
    /// at the same moment may appear out of the order of their ids, so who follows it begins some ids earlier and
    /// leaves out those that are known.
    from_id: Option<Int>,
    /// The first seq of the page: sealed records alone, in the order of their commits and without gaps, so that whoever
    /// goes on with the last seq seen and 1 more misses none.
    from_seq: Option<Int>,
    #[schema(schema_with = shape::rows)]
    limit: Option<Int>,
    #[schema(schema_with = owner)]
    #[serde(default)]
    account_id: Ref,
    /// `account`, `user`, `group`, `role`, `tariff`, `database`, `external_data`, `web_version_policy`, `admin`,
    /// `token` and others, as rows have it.
    object_kind: Option<Text>,
    /// With `object_kind`, one object.
    object_id: Option<Int>,
    /// `create`, `update`, `delete`, `freeze` and others, as rows have it.
    action: Option<Text>,
    /// Who did it, as rows have it: an administrator's login, a token's name, a user's login@account.
    actor: Option<Text>,
    /// Only what was done then or later, a time as RFC 3339 has it.
    from: Option<Text>,
    /// Only what was done before then.
    to: Option<Text>,
}

fn owner() -> AnyOfBuilder {
    let about = "Only what belongs to this account, by its id or its account name; to an account that is gone for good, by its id.";
    shape::account().description(Some(about))
}

/// A page of the record.
#[derive(Serialize, ToSchema)]
struct Page {
    data: Vec<RecordView>,
    /// The `from_id` of the next page; only where there is more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    next_from_id: Option<i64>,
    /// The `from_seq` of the next page, where that was given; only where there is more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    next_from_seq: Option<i64>,
}

/// What somebody did.
#[derive(Serialize, ToSchema)]
#[schema(as = Record)]
struct RecordView {
    id: i64,
    at: DateTime<Utc>,
    /// `admin`, `user`, `token`, `system` or `nobody`.
    actor_kind: String,
    /// Who did it, by the name of that time.
    actor: String,
    /// The user as whom an administrator was in the portal, in a support visit.
    #[schema(required)]
    on_behalf_of: Option<String>,
    /// That visit.
    #[schema(required)]
    visit_id: Option<i64>,
    /// Why the administrator was there.
    #[schema(required)]
    visit_reason: Option<String>,
    /// Where the request came from; empty for what the program did by itself.
    ip: String,
    user_agent: String,
    /// The request, as in the log.
    request_id: String,
    action: String,
    object_kind: String,
    #[schema(required)]
    object_id: Option<i64>,
    /// What the object was called at that time.
    object_name: String,
    /// The account to which the object belongs.
    #[schema(required)]
    account_id: Option<i64>,
    /// Each field that changed, as it was and as it became. Of secrets only that they changed.
    #[serde(serialize_with = "as_map")]
    #[schema(value_type = BTreeMap<String, Changed>)]
    changes: Vec<(String, Changed)>,
    /// The record whose change this one took back.
    #[schema(required)]
    undoes: Option<i64>,
    /// Why it deserves a look, if it does: `owner` (somebody is an owner from then on), `network` (a token was used from a new network), `refusals` (somebody was refused again
    /// and again) or `factor` (a second factor was removed).
    #[schema(required)]
    mark: Option<String>,
    /// Its number in the order of commits, without gaps; null until it is sealed, soon after its commit.
    #[schema(required)]
    seq: Option<i64>,
}

/// A field before and after; empty is nothing.
#[derive(Serialize, ToSchema)]
struct Changed {
    old: String,
    new: String,
}

async fn list(caller: &Caller, ask: List) -> Result<Page, Failure> {
    let part = Part::of(ask.from_seq.or(ask.from_id), ask.limit)?;
    let account_id = match ask.account_id {
        Ref::None => None,
        wanted => Some(account(caller, &wanted).await?),
    };
    let text = |given: &Option<Text>| given.as_ref().map(|it| it.0.clone());
    let (object_kind, action, actor) = (text(&ask.object_kind), text(&ask.action), text(&ask.actor));
    let filter = Filter {
        account_id,
        object_kind: object_kind.as_deref(),
        object_id: ask.object_id.map(|it| it.0).filter(|id| *id != 0),
        action: action.as_deref(),
        actor: actor.as_deref(),
        from: moment("from", ask.from.as_ref())?,
        before: moment("to", ask.to.as_ref())?,
        ..Filter::default()
    };
    let cut = match ask.from_seq {
        Some(_) => part.cut(store::by_seq(&filter, ask.from_id.map(|it| it.0)), store::SEQ),
        None => part.cut(store::by_id(&filter), store::ID),
    };
    let rows: Vec<Record> = cut.fetch_all(&mut caller.state.db.conn().await?).await?;
    let (rows, next) = part.take(rows, if ask.from_seq.is_some() { |it| it.seq.unwrap_or(0) } else { |it| it.id });
    let (next_from_seq, next_from_id) = if ask.from_seq.is_some() { (next, None) } else { (None, next) };
    Ok(Page { data: rows.into_iter().map(RecordView::of).collect(), next_from_id, next_from_seq })
}

fn moment(field: &'static str, given: Option<&Text>) -> Result<Option<DateTime<Utc>>, Failure> {
    api::report::time(given).map_err(|reason| Failure::field(field, &reason))
}

/// An id is taken as it is: the record of an account outlives it.
async fn account(caller: &Caller, wanted: &Ref) -> Result<i64, Failure> {
    match (api::account(caller, "account_id", wanted).await, wanted.account_key("account_id")?.id) {
        (Err(Failure { code: 404, .. }), Some(id)) => Ok(id),
        (found, _) => found,
    }
}

fn as_map<S: Serializer>(changes: &[(String, Changed)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(changes.iter().map(|(field, changed)| (field, changed)))
}

impl RecordView {
    fn of(it: Record) -> Self {
        let changes = it.changes().into_iter().map(|(field, old, new)| (field, Changed { old, new })).collect();
        Self {
            id: it.id,
            undoes: it.undoes,
            mark: it.mark,
            seq: it.seq,
            at: it.at,
            actor_kind: it.actor_kind,
            actor: it.actor_name,
            on_behalf_of: it.on_behalf_of,
            visit_id: it.visit_id,
            visit_reason: it.visit_reason,
            ip: it.ip,
            user_agent: it.user_agent,
            request_id: it.request_id,
            action: it.action,
            object_kind: it.object_kind,
            object_id: it.object_id,
            object_name: it.object_name,
            account_id: it.account_id,
            changes,
        }
    }
}

impl Reply for Page {}
