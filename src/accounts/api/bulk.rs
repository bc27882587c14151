//! Acts on many accounts over the API.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::asks::id_of;
use crate::{
    accounts::{
        bulk::{Act, BulkForm, KIND, SetForm},
        choices::Choices,
        store::{
            self,
            list::{Filter, StateFilter},
            more::More,
        },
    },
    api::{Call, Caller, Failure, Flag, Many, One, Ref, Scope, Text, asks::With, given, object},
    change::work::Task,
    error::Error,
    jobs::{Begun, Order, begin, kept, selection},
};

/// Which accounts, and what goes with the act: `activate`, `deactivate`, `freeze`, `unfreeze`, `set` or `delete`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Bulk {
    /// As the list in the panel; an empty one leaves all that are not deleted.
    #[serde(default, deserialize_with = "object")]
    #[schema(inline)]
    filter: Option<Only>,
    /// With `deactivate`: a letter to each user.
    notify_users: Option<Flag>,
    /// With `activate`: a welcome letter to each user who has never had one.
    send_welcome: Option<Flag>,
    /// With `freeze`.
    payment_url: Option<Text>,
    /// With `freeze`.
    reason: Option<Text>,
    /// With `set`.
    tariff: Option<Ref>,
    /// With `set`; null for none.
    #[serde(default, deserialize_with = "given")]
    web_version_policy: Option<Ref>,
    /// With `set`: `off`, `after` or `start`.
    login_as_notice: Option<Text>,
    /// With `set`.
    force_2fa_auth: Option<Flag>,
}

/// What narrows the list. All that is given must fit.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct Only {
    /// Words of the title, the account name, the id or the external id.
    q: Option<Text>,
    /// `active`, `inactive`, `frozen`, `frozen-long` (for over 30 days), `limit` or `deleted`.
    state: Option<Text>,
    tariff: Option<Ref>,
    /// IANA name of the time zone.
    tz: Option<Text>,
    external_id: Option<Text>,
    created_from: Option<DateTime<Utc>>,
    created_before: Option<DateTime<Utc>>,
    /// Null or 0 for those without one.
    #[serde(default, deserialize_with = "given")]
    web_version_policy: Option<Ref>,
    force_2fa_auth: Option<Flag>,
    use_ldap: Option<Flag>,
    /// One of its users has signed in since then.
    used_since: Option<DateTime<Utc>>,
    /// None of its users has signed in since then.
    unused_since: Option<DateTime<Utc>>,
    /// Of these of `state`, `tariff`, `tz` and `policy` the others are wanted.
    #[schema(value_type = Option<Vec<String>>)]
    except: Option<Many<Text>>,
}

pub fn call() -> Call {
    let about = "Begins a job that does the same with many accounts, each by the rules of its own call; jobs/get says how far it is.";
    let ask = json!({"act": "freeze", "filter": {"q": "acme", "state": "active"}, "expect": 1, "reason": "Unpaid"});
    Call::new("accounts/bulk", Scope::AccountsWrite, about, bulk).example(ask, json!({"data": {"job_id": 2}}))
}

async fn bulk(caller: &Caller, With(order, ask): With<Order, Bulk>) -> Result<One<Begun>, Failure> {
    let act: Act = order.act.0.parse().map_err(|_| Failure::field("act", &"refused-choice".into()))?;
    let choices = Choices(store::options(&mut caller.state.db.conn().await?, 0).await?);
    let filter = ask.filter.as_ref().map(|only| filter(only, &choices, caller.state.clock.now())).transpose()?;
    let selection = selection(&order, filter)?;
    let form = form(&ask, &choices)?;
    form.checked(act, &choices).map_err(Error::from)?;
    let task = Task {
        kind: KIND.name.to_owned(),
        act: act.as_str().to_owned(),
        params: kept(&form)?,
        selection: kept(&selection)?,
        account_id: None,
    };
    begin(caller, task, &order).await
}

fn filter(only: &Only, choices: &Choices, now: DateTime<Utc>) -> Result<Filter, Failure> {
    let text = |given: &Option<Text>| given.as_ref().map(|it| it.0.clone());
    let state = only
        .state
        .as_ref()
        .map(|it| StateFilter::parse(&it.0).ok_or_else(|| Failure::field("state", &"refused-choice".into())));
    let tariff = only.tariff.as_ref().map(|wanted| id_of(choices, ("tariff", "tariff"), wanted)).transpose()?;
    Ok(Filter {
        q: text(&only.q),
        external_id: text(&only.external_id),
        state: state.transpose()?,
        now: Some(now),
        tariff_name: choices.name_of("tariff", tariff.and_then(|id| id.parse().ok())),
        tz: text(&only.tz),
        created_from: only.created_from,
        created_before: only.created_before,
        more: more(only, choices)?,
    })
}

fn more(only: &Only, choices: &Choices) -> Result<More, Failure> {
    let policy = match &only.web_version_policy {
        None => None,
        Some(Ref::None) => Some(0),
        Some(wanted) => id_of(choices, ("web_version_policy", "policy"), wanted)?.parse().ok(),
    };
    let refused = || Failure::field("except", &"refused-choice".into());
    let except = only.except.iter().flat_map(|Many(codes)| codes).map(|it| it.0.parse().map_err(|_| refused()));
    Ok(More {
        policy_id: policy,
        connector_id: None,
        force_2fa: only.force_2fa_auth.map(|flag| flag.0),
        use_ldap: only.use_ldap.map(|flag| flag.0),
        used_since: only.used_since,
        unused_since: only.unused_since,
        except: except.collect::<Result<_, _>>()?,
    })
}

fn form(ask: &Bulk, choices: &Choices) -> Result<BulkForm, Failure> {
    let text = |given: &Option<Text>| given.as_ref().map_or_else(String::new, |it| it.0.clone());
    let flag = |given: Option<Flag>| given.map_or_else(String::new, Flag::form);
    let id = |place, wanted: &Option<Ref>| match wanted {
        None => Ok(String::new()),
        Some(Ref::None) => Ok("0".to_owned()),
        Some(wanted) => id_of(choices, place, wanted),
    };
    Ok(BulkForm {
        notify_users: flag(ask.notify_users),
        send_welcome: flag(ask.send_welcome),
        payment_url: text(&ask.payment_url),
        reason: text(&ask.reason),
        settings: SetForm {
            tariff: id(("tariff", "tariff"), &ask.tariff)?,
            web_version_policy: id(("web_version_policy", "policy"), &ask.web_version_policy)?,
            login_as_notice: text(&ask.login_as_notice),
            force_2fa_auth: ask.force_2fa_auth.map_or_else(String::new, |on| i64::from(on.0).to_string()),
        },
    })
}
