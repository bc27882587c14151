//! Senders over the API.

mod platform;
mod queue;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr, Schema,
        schema::{AllOfBuilder, AnyOfBuilder},
    },
};

use super::{
    SenderForm, SenderGiven, assigned,
    model::{Channel, Sender, SenderKind, StateFilter},
    store,
    typed::MOST_ACCOUNTS,
};
use crate::{
    api::{
        self, Call, Caller, Failure, Many, One, Part, Ref, Rows, Scope, Text, Thing,
        asks::{Get, List, With},
        shape,
    },
    forms::fields::choice,
    lists::RowId,
    resource::{self, ID, Served, Versioned, calls},
};

pub fn calls() -> Vec<Call> {
    use Scope::{ResourcesRead, ResourcesWrite};
    let new = json!({"name": "Bulk", "type": "smtp", "host": "smtp.example.com", "user": "steward", "password": "from a vault, not from here",
                     "accounts": ["acme"], "per_second": 20});
    let list_about = "Senders in the order of their ids, from an id on; deleted ones only where state asks for them.";
    let get_about = "One sender, without its secrets, with the accounts that may send through it.";
    let save_about = "Creates a sender, or with an id changes what is given of it and nothing else.";
    let test_about = "Connects to what a sender leads to, as it is stored or with other values that are given, signs in \
                      where that can be done without sending, and says what answered or why nothing did; at most once \
                      in 10 s. There is nothing to try of akmta and custom.";
    let unanswered = json!({"outcome": "name_not_found", "text": "No address was found for this host name.", "server": null,
                            "server_version": null, "tls_version": null, "read_only": null, "round_trip_ms": null});
    let assign_about = "Adds accounts to those that may send through a sender, and takes others away.";
    let delete_about = "Deletes a sender; for 30 days it can be restored, and keeps its name and its addresses.";
    let restore_about = "Brings a deleted sender back, as it was.";
    let mut all = vec![
        Call::new("senders/list", ResourcesRead, list_about, list)
            .example(json!({"channel_type": "email"}), json!({"data": [example()], "total_count": 1})),
        Call::new("senders/get", ResourcesRead, get_about, get)
            .example(json!({"id": "Mailer"}), json!({"data": with_accounts()})),
        Call::new("senders/save", ResourcesWrite, save_about, calls::save::<Sender>)
            .example(new, json!({"data": {"saved_id": 7, "version": 1}})),
        Call::new("senders/test", ResourcesWrite, test_about, calls::test::<Sender>)
            .without(&["version"])
            .example(json!({"name": "Bulk", "type": "smtp", "host": "smtp.invalid"}), json!({"data": unanswered})),
        Call::new("senders/assign", ResourcesWrite, assign_about, assign)
            .example(json!({"id": "Bulk", "remove": ["acme"]}), json!({"data": {"added": 0, "removed": 1}})),
    ];
    all.extend(platform::report());
    all.extend(queue::calls());
    all.extend(platform::orders());
    all.extend([
        Call::new("senders/delete", ResourcesWrite, delete_about, calls::delete::<Sender>)
            .example(json!({"id": "Mailer"}), json!({})),
        Call::new("senders/undelete", ResourcesWrite, restore_about, calls::restore::<Sender>)
            .example(json!({"id": "Mailer"}), json!({})),
        Call::new("senders/restore", ResourcesWrite, "The same as senders/undelete.", calls::restore::<Sender>)
            .example(json!({"id": "Mailer"}), json!({})),
    ]);
    all
}

fn example() -> Value {
    json!({
        "id": 1, "name": "Mailer", "channel_type": "email", "type": "akmta", "active": true, "state": "active", "account_count": 1,
        "ips": ["91.198.174.20"], "domain_type": "from", "host": "", "port": null, "url": "", "tls": "", "ca": "", "region": "",
        "key_id": "", "user": "", "has_password": false, "has_secret": false, "has_api_token": false, "max_per_message": null,
        "await_delivery": null, "per_second": 20, "per_day": null, "reported_state": null, "reported_at": null, "queued": null,
        "waiting_order": null, "tried": null, "tried_at": null, "tried_server": null, "deleted_at": null, "version": 1,
        "updated_at": "2026-03-01T09:30:00Z", "updated_by": "olga",
    })
}

fn with_accounts() -> Value {
    let mut example = example();
    if let Some(fields) = example.as_object_mut() {
        fields.insert("accounts".to_owned(), json!([1]));
    }
    example
}

impl Served for Sender {
    type Given = SenderGiven;
    const THING: Thing = Thing::Sender;

    /// The type says what else there is to choose.
    fn blank() -> SenderForm {
        SenderForm { active: "on".to_owned(), ..SenderForm::default() }
    }

    fn begun(given: &SenderGiven) -> SenderForm {
        let kind = given.r#type.as_ref().and_then(|it| SenderKind::try_from(it.0.clone()).ok());
        kind.map_or_else(Self::blank, SenderForm::of_kind)
    }

    /// In the form an untouched secret is empty; a script that sends one may have lost it.
    fn accepts(given: &SenderGiven, _: &SenderForm) -> Result<(), Failure> {
        let secrets = [("password", &given.password), ("secret", &given.secret), ("api_token", &given.api_token)];
        let lost = secrets.iter().find(|(_, it)| it.as_ref().is_some_and(|it| it.0.0.is_empty()));
        lost.map_or(Ok(()), |(field, _)| Err(Failure::field(*field, &"api-secret-empty".into())))
    }
}

/// What the list is narrowed by.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Only {
    #[schema(value_type = Option<Channel>)]
    channel_type: Option<Text>,
    #[serde(rename = "type")]
    #[schema(value_type = Option<SenderKind>)]
    kind: Option<Text>,
    #[schema(schema_with = user_of_it)]
    #[serde(default)]
    account_id: Ref,
    /// `active`, `inactive`, `held`, `silent` (reported once, and not in the last 15 minutes) or `deleted`.
    state: Option<Text>,
}

fn user_of_it() -> AnyOfBuilder {
    let about = "Only those that this account may send through: its id or its account name.";
    shape::account().description(Some(about))
}

async fn list(caller: &Caller, With(page, only): With<List, Only>) -> Result<Rows<Versioned<Sender>>, Failure> {
    let part = Part::of(page.from_id, page.limit)?;
    let channel = one_of::<Channel>("channel_type", only.channel_type.as_ref())?.map(Channel::as_str);
    let kind = one_of::<SenderKind>("type", only.kind.as_ref())?.map(SenderKind::as_str);
    let state = one_of::<StateFilter>("state", only.state.as_ref())?;
    let mut found = store::sought(resource::rows::<Sender>(()), (state, caller.state.clock.now()), [channel, kind]);
    if only.account_id != Ref::None {
        let account = api::account(caller, "account_id", &only.account_id).await?;
        found = store::of_account_id(found, account);
    }
    let mut conn = caller.state.db.conn().await?;
    let row: RowId<Versioned<Sender>> = (ID, |it| it.id);
    Ok(Rows::of(api::rows(&mut conn, found, row, part).await?, |it| it))
}

fn one_of<T: TryFrom<String>>(field: &str, given: Option<&Text>) -> Result<Option<T>, Failure> {
    let Some(given) = given.filter(|it| !it.0.is_empty()) else { return Ok(None) };
    let parsed = choice(&given.0, |code| code.to_owned().try_into().ok());
    parsed.map(Some).map_err(|refusal| Failure::field(field, &refusal))
}

/// A sender with the accounts that may send through it.
#[derive(Serialize)]
struct WithAccounts {
    #[serde(flatten)]
    sender: Versioned<Sender>,
    accounts: Vec<i64>,
}

#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is asked for")]
struct Accounts {
    /// Ids, deleted accounts included.
    accounts: Vec<i64>,
}

/// To whoever reads the API's description it is one object.
impl PartialSchema for WithAccounts {
    fn schema() -> RefOr<Schema> {
        AllOfBuilder::new().item(Versioned::<Sender>::schema()).item(Accounts::schema()).into()
    }
}

impl ToSchema for WithAccounts {
    fn name() -> Cow<'static, str> {
        "SenderWithAccounts".into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        Sender::schemas(schemas);
    }
}

async fn get(caller: &Caller, ask: Get) -> Result<One<WithAccounts>, Failure> {
    let sender = wanted(caller, &ask.id).await?;
    let accounts = store::accounts::all(&mut caller.state.db.conn().await?, sender.id).await?;
    Ok(One { data: WithAccounts { sender, accounts: accounts.into_iter().map(|(id, _)| id).collect() } })
}

/// Which accounts are added and taken away.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Assign {
    /// The sender, by its id or its name.
    id: Ref,
    /// Accounts by id, account name or title, up to 5000; a deleted account cannot be added.
    #[serde(default, deserialize_with = "api::given")]
    #[schema(value_type = Option<Vec<Ref>>)]
    add: Option<Many<Ref>>,
    /// As `add`.
    #[serde(default, deserialize_with = "api::given")]
    #[schema(value_type = Option<Vec<Ref>>)]
    remove: Option<Many<Ref>>,
}

/// How many it was; those that were so already are not counted.
#[derive(Serialize, ToSchema)]
#[schema(as = SenderAssigned)]
struct AssignedView {
    added: usize,
    removed: usize,
}

async fn assign(caller: &Caller, ask: Assign) -> Result<One<AssignedView>, Failure> {
    let named = |field, given: &Option<Many<Ref>>| {
        let all: Vec<_> = given.iter().flat_map(Many::named).map(Ref::typed).collect();
        let most = MOST_ACCOUNTS as i64;
        let refusal = crate::i18n::Message::new("refused-sender-accounts").with("most", most);
        if all.len() <= MOST_ACCOUNTS { Ok(all) } else { Err(Failure::field(field, &refusal)) }
    };
    let (add, remove) = (named("add", &ask.add)?, named("remove", &ask.remove)?);
    let sender = wanted(caller, &ask.id).await?;
    let (_, done) = assigned::assign(&caller.state, caller.actor.clone(), sender.id, (&add, &remove)).await?;
    let (added, removed) = done.counts();
    Ok(One { data: AssignedView { added, removed } })
}

async fn wanted(caller: &Caller, id: &Ref) -> Result<Versioned<Sender>, Failure> {
    calls::wanted::<Sender>(caller, (), id).await
}
