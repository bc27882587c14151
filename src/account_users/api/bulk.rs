//! Acts on many users of an account over the API.

use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::{
    account_users::{
        bulk::{Act, BulkForm, KIND},
        model::Offered,
        store::{self, Filter},
    },
    api::{Call, Caller, Failure, Flag, One, Ref, Scope, Text, Thing, account, asks::With, object, shape},
    change::work::Task,
    error::Error,
    jobs::{Begun, Order, begin, kept, selection},
};

/// Which users, and what goes with the act: `activate`, `deactivate`, `welcome` (with the scope `mail:send`),
/// `must_change_password`, `end_sessions`, `add_role`, `remove_role`, `add_group`, `remove_group` or `delete`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = UsersBulk)]
struct Bulk {
    #[schema(schema_with = shape::account)]
    account_id: Ref,
    /// As the list in the panel; an empty one leaves all.
    #[serde(default, deserialize_with = "object")]
    #[schema(inline)]
    filter: Option<Only>,
    /// With `add_role` and `remove_role`.
    role: Option<Ref>,
    /// With `add_group` and `remove_group`.
    group: Option<Ref>,
}

/// What narrows the list. All that is given must fit.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = UsersOnly)]
struct Only {
    /// Words of the names, the login, the e-mail address or the phone number.
    q: Option<Text>,
    active: Option<Flag>,
    master: Option<Flag>,
    has_2fa: Option<Flag>,
    is_ldap: Option<Flag>,
    /// `EN` or `RU`.
    lang: Option<Text>,
}

pub fn call() -> Call {
    let about = "Begins a job that does the same with many users of an account, each by the rules of its own call; jobs/get says how far it is.";
    let ask = json!({"account_id": "acme", "act": "must_change_password", "filter": {"active": true}});
    Call::new("accounts/users/bulk", Scope::UsersWrite, about, bulk).example(ask, json!({"data": {"job_id": 3}}))
}

async fn bulk(caller: &Caller, With(order, ask): With<Order, Bulk>) -> Result<One<Begun>, Failure> {
    let act: Act = order.act.0.parse().map_err(|_| Failure::field("act", &"refused-choice".into()))?;
    let account_id = account(caller, "account_id", &ask.account_id).await?;
    let mut conn = caller.state.db.conn().await?;
    let head = store::head(&mut conn, account_id).await?.ok_or(Error::NotFound)?;
    let offered = store::offered(&mut conn, account_id, 0).await?;
    drop(conn);
    let form = BulkForm {
        role: id_of(&offered, ("role", Thing::Role), &ask.role)?,
        group: id_of(&offered, ("group", Thing::Group), &ask.group)?,
    };
    form.checked(act, &offered).map_err(Error::from)?;
    let filter = ask.filter.as_ref().map(|only| only.filter(&head.name));
    let task = Task {
        kind: KIND.name.to_owned(),
        act: act.as_str().to_owned(),
        params: kept(&form)?,
        selection: kept(&selection(&order, filter)?)?,
        account_id: Some(account_id),
    };
    begin(caller, task, &order).await
}

impl Only {
    fn filter(&self, account_name: &str) -> Filter {
        let text = |given: &Option<Text>| given.as_ref().map(|it| it.0.clone());
        Filter {
            active: self.active.map(|it| it.0),
            master: self.master.map(|it| it.0),
            has_2fa: self.has_2fa.map(|it| it.0),
            is_ldap: self.is_ldap.map(|it| it.0),
            language: text(&self.lang),
            question: text(&self.q),
            behind_login: format!("@{account_name}"),
        }
    }
}

fn id_of(offered: &[Offered], (kind, thing): (&str, Thing), wanted: &Option<Ref>) -> Result<String, Failure> {
    let Some(wanted) = wanted else { return Ok(String::new()) };
    let these: Vec<&Offered> = offered.iter().filter(|it| it.kind == kind).collect();
    let found = wanted.find(&these, |it| (it.id, it.name.as_str())).map(|it| it.id.to_string());
    found.ok_or_else(|| Failure::missing(kind, thing, wanted))
}
