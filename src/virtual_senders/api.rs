//! Virtual senders over the API.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{
    clone,
    form::{VirtualSenderForm, VirtualSenderGiven},
    meant,
    model::{Rules, VirtualSender},
    place::InSenders,
    trial::{Bar, Ended, Outcome, Pick, Subject, Wanted, try_rules},
    view::Whole,
};
use crate::{
    api::{
        Call, Caller, Failure, Many, One, Ref, Saved, Scope, Text, Thing,
        asks::{Delete, Get, OfAccount, Which, With},
    },
    error::FieldErrors,
    forms::fields::lines_of,
    i18n::Lang,
    resource::{Form, Place, Served, Versioned, calls, merged},
    web::Asked,
};

pub fn calls() -> Vec<Call> {
    use Scope::{AccountsRead, AccountsWrite};
    let rule = json!({"type": "from_domain", "value": "news.example.com", "senders": [{"sender_id": "Relay", "percent": 100, "from_name": "News"}]});
    let default = json!({"type": "default", "senders": [{"sender_id": "Relay", "percent": 100}]});
    let new = json!({"account_id": "acme", "name": "Newsletters", "email_rules": [rule, default]});
    let half = |sender: &str| json!({"sender_id": sender, "percent": 50});
    let first = json!({"type": "from_domain", "value": "news.example.com", "senders": [{"sender_id": "Relay", "percent": 100}]});
    let tried_ask = json!({
        "account_id": "acme", "id": "Main", "from": "sales@example.com", "to": ["anna@example.com"],
        "email_rules": [first, {"type": "default", "senders": [half("Relay"), half("Backup")]}],
    });
    let saved = json!({"data": {"saved_id": 7, "version": 1}});
    let list_about = "Virtual senders of an account in the order of their ids, from an id on.";
    let get_about = "One virtual sender with its rules, and how each chooses among its senders. The slot of a message is \
                     the number that the first 8 bytes of SHA-256(salt, n, key) make, the highest first, modulo 100: \
                     salt are its 16 bytes, n is one byte, 0, and key is the id of the message, or with spread \
                     recipient the address in lower case with its domain in the ASCII form, or the phone number in \
                     E.164, in UTF-8. Where the sender of the slot is off or held, n is 1, and so on up to 255; then it \
                     is the first of the slots that is on. With the salt 00 01 and so on to 0f anna@example.com has slot \
                     80, with n = 1 slot 49, with n = 255 slot 77; message-1 has 38, anna@xn--e1afmkfd.xn--p1ai 19, \
                     +4930901820 80, an empty key 92.";
    let add_about = "Creates a virtual sender in an account.";
    let update_about =
        "Changes what is given of a virtual sender and nothing else. The rules of a channel are given whole.";
    let clone_about = "Makes the same once more, as Clone of its name; also at /api/v1.1/vsenders/clone.";
    let delete_about = "Deletes a virtual sender for good; also at /api/v1.1/vsenders/delete.";
    let try_about = "Says what rules would do with messages, and changes nothing: by which rule each goes, through which \
                     sender, why the rules before passed it over, and who gets how much of 10,000 made-up recipients. With \
                     an id it is one that is saved, with what is given laid over it, and how much of the sample moves by \
                     that; without, what is given. A rule that is new chooses by a salt of its own once it is saved, so its \
                     picks are an example.";
    vec![
        Call::new("vsenders/list", AccountsRead, list_about, calls::list::<VirtualSender>)
            .example(json!({"account_id": "acme"}), json!({"data": [example()], "total_count": 1})),
        Call::new("vsenders/get", AccountsRead, get_about, get)
            .example(json!({"account_id": "acme", "id": "Main"}), json!({"data": whole()})),
        Call::new("vsenders/add", AccountsWrite, add_about, add).example(new, saved),
        Call::new("vsenders/update", AccountsWrite, update_about, update).example(
            json!({"account_id": "acme", "id": "Main", "spread": "recipient"}),
            json!({"data": {"saved_id": 1, "version": 2}}),
        ),
        Call::new("vsenders/try", AccountsRead, try_about, tried)
            .without(&["version"])
            .example(tried_ask, json!({"data": outcome()})),
        Call::new("vsenders/clone", AccountsWrite, clone_about, clone_one)
            .also_outside()
            .example(json!({"account_id": "acme", "id": "Main"}), json!({"data": {"saved_id": 8, "version": 1}})),
        Call::new("vsenders/delete", AccountsWrite, delete_about, calls::delete::<VirtualSender>)
            .also_outside()
            .example(json!({"account_id": "acme", "id": "Main"}), json!({})),
    ]
}

fn example() -> Value {
    json!({
        "id": 1, "account_id": 1, "name": "Main", "spread": "message", "when_off": "hold", "groups": [1], "email_channel": true,
        "sms_channel": true, "version": 1, "updated_at": "2026-03-01T09:30:00Z", "updated_by": "olga",
    })
}

fn whole() -> Value {
    let mut example = example();
    if let Some(fields) = example.as_object_mut() {
        let share = json!({"sender_id": 1, "percent": 100, "from_email": "", "replyto_email": "", "from_name": ""});
        let text = json!({"sender_id": 3, "percent": 100, "from_email": "", "replyto_email": "", "from_name": ""});
        let rule = json!({"id": 1, "type": "default", "value": "", "senders": [share]});
        let choice = json!({"rule_id": 1, "channel": "email", "salt": "000102030405060708090a0b0c0d0e0f", "slots": vec![1; 100], "never_matches": false});
        fields.insert("email_rules".to_owned(), json!([rule]));
        fields.insert("sms_rules".to_owned(), json!([{"id": 2, "type": "default", "value": "", "senders": [text]}]));
        fields.insert("choice".to_owned(), json!([choice]));
    }
    example
}

fn outcome() -> Value {
    let pick = json!({
        "to": "anna@example.com", "key": "message-1", "outcome": "sent", "rule": 2, "passed": ["condition"], "sender_id": 1,
        "from_email": "sales@example.com", "replyto_email": "", "from_name": "",
    });
    let sample = json!([{"sender_id": 1, "expected": 5_000, "count": 5_013}, {"sender_id": 2, "expected": 5_000, "count": 4_987}]);
    json!({"picks": [pick], "sample": sample, "group_allowed": true, "moved": 1_021, "moves": [{"from_sender_id": 1, "to_sender_id": 2, "count": 1_021}]})
}

impl Served for VirtualSender {
    type Given = VirtualSenderGiven;
    const THING: Thing = Thing::VirtualSender;
}

async fn get(caller: &Caller, With(named, ask): With<OfAccount, Get>) -> Result<One<Whole>, Failure> {
    let of = InSenders::named(caller, &named).await?;
    Ok(One { data: Whole::of(calls::wanted::<VirtualSender>(caller, of, &ask.id).await?) })
}

async fn add(caller: &Caller, With(named, given): With<OfAccount, VirtualSenderGiven>) -> Result<Saved, Failure> {
    let new = Which { id: Ref::None, version: None };
    calls::save::<VirtualSender>(caller, With(named, With(new, given))).await
}

async fn update(
    caller: &Caller,
    With(named, With(one, given)): With<OfAccount, With<Delete, VirtualSenderGiven>>,
) -> Result<Saved, Failure> {
    one.id.key("id")?;
    let which = Which { id: one.id, version: one.version };
    calls::save::<VirtualSender>(caller, With(named, With(which, given))).await
}

async fn clone_one(caller: &Caller, With(named, ask): With<OfAccount, Delete>) -> Result<Saved, Failure> {
    let of = InSenders::named(caller, &named).await?;
    let it = calls::wanted::<VirtualSender>(caller, of, &ask.id).await?;
    let asked = Asked::at(ask.version.map(|it| it.0));
    let by = (caller.actor.clone(), Lang::En);
    let made = clone::clone(&caller.state, by, of, it.id, &asked).await?;
    Ok(Saved::of(made.id, made.version))
}

/// What is tried.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Try {
    /// `email`, unless it is `sms`.
    channel: Option<Text>,
    /// The group that sends, by its id or its name.
    #[serde(default)]
    group: Ref,
    /// The From address, or its domain alone.
    from: Option<Text>,
    /// Up to 20 recipients.
    #[schema(value_type = Option<Vec<String>>)]
    to: Option<Many<Text>>,
}

/// What rules would do.
#[derive(Serialize, ToSchema)]
#[schema(as = VirtualSenderTried)]
struct Tried {
    /// Of each recipient in turn.
    picks: Vec<PickView>,
    /// Of 10,000 made-up recipients, at the domains of those that are given.
    sample: Vec<BarView>,
    /// Whether the group that was given may use it; true where none was.
    group_allowed: bool,
    /// How many of the sample go another way than by what is saved; null where nothing is.
    #[schema(required)]
    moved: Option<i64>,
    moves: Vec<MoveView>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = VirtualSenderPick)]
struct PickView {
    to: String,
    /// What the slot was computed of: the recipient, or a made-up id of a message.
    key: String,
    /// `sent`, `held` (the senders of the rule are all off) or `nowhere` (no rule has one that is on).
    outcome: &'static str,
    /// The number of the rule in its channel, from 1 on.
    #[schema(required)]
    rule: Option<i64>,
    /// Why the rules before passed it over, in turn: `condition`, or `off` where their senders are all off.
    passed: Vec<&'static str>,
    #[schema(required)]
    sender_id: Option<i64>,
    /// The share's own, else the one that was given.
    from_email: String,
    replyto_email: String,
    from_name: String,
}

#[derive(Serialize, ToSchema)]
#[schema(as = VirtualSenderBar)]
struct BarView {
    /// Null for what is held or goes nowhere.
    #[schema(required)]
    sender_id: Option<i64>,
    /// By the shares.
    expected: i64,
    count: i64,
}

/// From one sender to another; null is nowhere.
#[derive(Serialize, ToSchema)]
#[schema(as = VirtualSenderMove)]
struct MoveView {
    #[schema(required)]
    from_sender_id: Option<i64>,
    #[schema(required)]
    to_sender_id: Option<i64>,
    count: i64,
}

fn counted(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

impl PickView {
    fn of(pick: Pick) -> Self {
        let passed = pick.passed.iter().map(|(_, why)| why.as_str()).collect();
        let nowhere = Self {
            to: pick.to,
            key: pick.key,
            outcome: "nowhere",
            rule: None,
            passed,
            sender_id: None,
            from_email: String::new(),
            replyto_email: String::new(),
            from_name: String::new(),
        };
        match pick.end {
            Ended::Nowhere => nowhere,
            Ended::Held(rule) => Self { outcome: "held", rule: Some(counted(rule)), ..nowhere },
            Ended::Sent(rule, share) => Self {
                outcome: "sent",
                rule: Some(counted(rule)),
                sender_id: Some(share.sender_id),
                from_email: pick.from,
                replyto_email: share.replyto_email,
                from_name: share.from_name,
                ..nowhere
            },
        }
    }
}

impl Tried {
    fn of(outcome: Outcome) -> Self {
        let bar = |bar: Bar| BarView {
            sender_id: bar.sender_id,
            expected: (bar.expected * 100.0).round() as i64,
            count: counted(bar.count),
        };
        let way = |((from, to), count)| MoveView { from_sender_id: from, to_sender_id: to, count: counted(count) };
        let moved = outcome.moves.as_ref().map(|it| counted(it.count));
        Self {
            picks: outcome.picks.into_iter().map(PickView::of).collect(),
            sample: outcome.sample.into_iter().map(bar).collect(),
            group_allowed: !outcome.is_closed,
            moved,
            moves: outcome.moves.into_iter().flat_map(|it| it.ways).map(way).collect(),
        }
    }
}

async fn tried(
    caller: &Caller,
    With(named, With(Which { id, .. }, With(ask, given))): With<OfAccount, With<Which, With<Try, VirtualSenderGiven>>>,
) -> Result<One<Tried>, Failure> {
    let of = InSenders::named(caller, &named).await?;
    let saved: Option<Versioned<VirtualSender>> = match &id {
        Ref::None => None,
        id => Some(calls::wanted::<VirtualSender>(caller, of, id).await?),
    };
    let choices = super::store::choices(&mut caller.state.db.conn().await?, of.0).await?;
    let text = |given: Option<Text>| given.map(|it| it.0).unwrap_or_default();
    let to = lines_of(ask.to.into_iter().flat_map(|Many(to)| to).map(|it| it.0));
    let wanted = Wanted { channel: text(ask.channel), group: ask.group.typed(), from: text(ask.from), to };
    let question = wanted.parse(&choices)?;
    let form = merged(saved.as_ref().map_or_else(VirtualSenderForm::blank, |it| VirtualSenderForm::of(it)), &given)?;
    let mut errors = FieldErrors::default();
    let meant = form.meant(&mut errors);
    let meant = errors.or(meant)?;
    let before = saved.as_ref().map_or_else(Rules::default, |it| it.rules.clone());
    let rules = meant::rules(&meant, &before, &choices)?;
    let groups = meant::groups(&meant, &choices)?;
    let subject = Subject { groups: &groups, rules: &rules, meant: &meant, saved: saved.as_ref().map(|it| &it.kept) };
    Ok(One { data: Tried::of(try_rules(&question, &subject, &choices)) })
}
