//! What can be done with many accounts at once, and how it is taken back.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::{
    choices::{Choices, LoginAsNotice},
    described::Described,
    form::{AccountForm, ActForm},
    service::{self, Action, Done, Shown},
    store::{
        self,
        list::{Candidate, Filter},
    },
    undo::undo,
};
use crate::{
    change::{
        Audited, Change, Work,
        work::{Chosen, Did, Doing, Kind, Object, Recorded, Task, Within},
    },
    db::{Conn, kept_as_text},
    error::{Error, FieldErrors, Result},
    forms::on,
    i18n::Message,
    jobs::{Selection, json},
    people::Permission,
    state::State,
    tariffs,
};

pub const KIND: Kind = Kind { name: "accounts", object: Described::KIND };

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum Act {
    Activate,
    Deactivate,
    Freeze,
    Unfreeze,
    /// Gives settings another value.
    Set,
    Delete,
}

/// What goes with the acts, as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BulkForm {
    pub notify_users: String,
    pub send_welcome: String,
    pub payment_url: String,
    pub reason: String,
    #[serde(flatten)]
    pub settings: SetForm,
}

/// Settings that many accounts can be given at once; an empty one is left as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SetForm {
    pub tariff: String,
    /// 0 is none.
    pub web_version_policy: String,
    pub login_as_notice: String,
    /// `1` or `0`.
    pub force_2fa_auth: String,
}

kept_as_text!(Act);

impl Act {
    fn action(self) -> Option<Action> {
        match self {
            Self::Activate => Some(Action::Activate),
            Self::Deactivate => Some(Action::Deactivate),
            Self::Freeze => Some(Action::Freeze),
            Self::Unfreeze => Some(Action::Unfreeze),
            Self::Delete => Some(Action::Delete),
            Self::Set => None,
        }
    }

    /// Whether something is lost by it.
    pub fn destroys(self) -> bool {
        matches!(self, Self::Deactivate | Self::Delete)
    }

    pub fn writes_letters(self) -> bool {
        matches!(self, Self::Activate | Self::Deactivate)
    }
}

impl BulkForm {
    /// Refuses what cannot be done with any account.
    pub fn checked(&self, act: Act, choices: &Choices) -> Result<(), FieldErrors> {
        match act {
            Act::Freeze => {
                Shown::by(Action::Freeze, &self.act_form())?;
            }
            Act::Set => self.settings.check(choices)?,
            Act::Activate | Act::Deactivate | Act::Unfreeze | Act::Delete => {}
        }
        Ok(())
    }

    fn act_form(&self) -> ActForm {
        ActForm {
            notify_users: self.notify_users.clone(),
            send_welcome: self.send_welcome.clone(),
            payment_url: self.payment_url.clone(),
            reason: self.reason.clone(),
            ..ActForm::default()
        }
    }
}

impl SetForm {
    fn check(&self, choices: &Choices) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        if *self == Self::default() {
            errors.add("tariff", "job-set-nothing");
        }
        choices.pick(&mut errors, "tariff", "tariff", &self.tariff);
        if self.web_version_policy != "0" {
            choices.pick(&mut errors, "web_version_policy", "policy", &self.web_version_policy);
        }
        if !self.login_as_notice.is_empty() && LoginAsNotice::parse(&self.login_as_notice).is_none() {
            errors.add("login_as_notice", "refused-choice");
        }
        if !["", "0", "1"].contains(&self.force_2fa_auth.as_str()) {
            errors.add("force_2fa_auth", "refused-choice");
        }
        errors.or(())
    }

    /// Whether an account has all of it already.
    fn is_of(&self, (tariff, policy, notice, force_2fa): (i64, Option<i64>, &str, bool)) -> bool {
        let is = |wanted: &str, value: &str| wanted.is_empty() || wanted == value;
        is(&self.tariff, &tariff.to_string())
            && is(&self.web_version_policy, &policy.unwrap_or(0).to_string())
            && is(&self.login_as_notice, notice)
            && (self.force_2fa_auth.is_empty() || on(&self.force_2fa_auth) == force_2fa)
    }

    fn over(&self, form: AccountForm) -> AccountForm {
        let or = |wanted: &str, value: String| if wanted.is_empty() { value } else { wanted.to_owned() };
        let policy = or(&self.web_version_policy, form.web_version_policy);
        AccountForm {
            tariff: or(&self.tariff, form.tariff),
            web_version_policy: if policy == "0" { String::new() } else { policy },
            login_as_notice: or(&self.login_as_notice, form.login_as_notice),
            force_2fa_auth: or(&self.force_2fa_auth, form.force_2fa_auth),
            ..form
        }
    }
}

pub struct Bulk;

impl Work for Bulk {
    fn kind(&self) -> Kind {
        KIND
    }

    fn needs(&self, _: &Task) -> Permission {
        Permission::EditAccounts
    }

    fn is_undoable(&self, act: &str) -> bool {
        act.parse::<Act>().is_ok()
    }

    fn choose<'a>(&'a self, conn: &'a mut Conn, task: &'a Task, beyond: (i64, i64)) -> Doing<'a, Vec<Chosen>> {
        Box::pin(async move {
            let (act, form) = read(task)?;
            let selection: Selection<Filter> = json(&task.selection)?;
            let candidates = match selection.beyond(beyond) {
                None => store::list::beyond(conn, &selection.filter, beyond).await?,
                Some(ids) => store::list::these(conn, &ids).await?,
            };
            Ok(candidates.into_iter().map(|it| chosen(act, &form, it)).collect())
        })
    }

    fn warns<'a>(&'a self, conn: &'a mut Conn, task: &'a Task, ids: &'a [i64]) -> Doing<'a, Vec<(i64, Message)>> {
        Box::pin(async move {
            let (act, form) = read(task)?;
            let Ok(tariff) = form.settings.tariff.parse() else { return Ok(Vec::new()) };
            if act != Act::Set {
                return Ok(Vec::new());
            }
            let over = tariffs::store::over_on(conn, ids, tariff).await?;
            Ok(over.into_keys().map(|id| (id, "job-over-limits".into())).collect())
        })
    }

    fn apply<'a>(&'a self, Within { state, change }: Within<'a>, task: &'a Task, object: Object) -> Doing<'a, Did> {
        Box::pin(async move {
            let (act, form) = read(task)?;
            let Some(action) = act.action() else { return set(state, change, object, &form.settings).await };
            let form = ActForm { version: object.version.to_string(), ..form.act_form() };
            let form = if about_one(action, &form) { of_one(change, object, form).await? } else { form };
            Ok(match service::act_in(state, change, object.id, action, &form).await? {
                Done::Changed(_, letters) => Did::Changed(letters),
                Done::Already(_) => Did::Already,
            })
        })
    }

    fn undo<'a>(&'a self, within: Within<'a>, _: &'a Task, (id, fields): (i64, &'a [Recorded])) -> Doing<'a, Did> {
        Box::pin(undo(within, id, fields))
    }
}

fn read(task: &Task) -> Result<(Act, BulkForm)> {
    let act = task.act.parse().map_err(|_| Error::NotFound)?;
    Ok((act, json(&task.params)?))
}

/// What would become of an account, by the rules that the act itself asks.
fn chosen(act: Act, form: &BulkForm, it: Candidate) -> Chosen {
    let would = match act.action() {
        Some(action) => match action.reason_against(it.state, it.updated_at) {
            Some(why) => Err(why),
            None if action.is_done(it.state) && shows(action, form, &it) => Ok(Did::Already),
            None => Ok(Did::Changed(0)),
        },
        None => match it.state.allows(super::model::Act::EditSettings) {
            Err(why) => Err(why),
            Ok(()) => {
                let now = (it.tariff_id, it.web_version_policy, it.login_as_notice.as_str(), it.force_2fa_auth);
                let is_chosen = form.settings != SetForm::default();
                Ok(if is_chosen && form.settings.is_of(now) { Did::Already } else { Did::Changed(0) })
            }
        },
    };
    Chosen { id: it.id, version: it.version, label: it.title, updated_at: it.updated_at, would }
}

/// Whether the users of a frozen account are shown what they would be; where nothing is said, what they are shown
/// stays.
fn shows(action: Action, form: &BulkForm, it: &Candidate) -> bool {
    let form = form.act_form();
    if says_nothing(&form) {
        return true;
    }
    let shown = Shown::by(action, &form).ok().flatten();
    shown.is_none_or(|shown| shown.is((&it.payment_url, &it.freeze_reason)))
}

fn says_nothing(form: &ActForm) -> bool {
    form.payment_url.trim().is_empty() && form.reason.trim().is_empty()
}

/// Whether what is typed for one account is another thing for each.
fn about_one(action: Action, form: &ActForm) -> bool {
    action == Action::Delete || (action == Action::Freeze && says_nothing(form))
}

/// Whoever started the job has typed how many there are, in place of each name; and where nothing was said of a freeze,
/// an account that is frozen already keeps what its users are shown.
async fn of_one(change: &mut Change, object: Object, form: ActForm) -> Result<ActForm> {
    let account = store::find(&mut change.conn, object.id).await?.ok_or(Error::NotFound)?;
    let ActForm { payment_url, reason, .. } = ActForm::of(&account);
    Ok(ActForm { typed_name: account.settings.name, payment_url, reason, ..form })
}

async fn set(state: &State, change: &mut Change, object: Object, wanted: &SetForm) -> Result<Did> {
    let account = store::find(&mut change.conn, object.id).await?.ok_or(Error::NotFound)?;
    let settings = &account.settings;
    let notice = settings.login_as_notice.as_str();
    if wanted.is_of((settings.tariff_id, settings.web_version_policy, notice, settings.force_2fa_auth)) {
        return Ok(Did::Already);
    }
    let choices = Choices(store::options(&mut change.conn, account.id).await?);
    let form = AccountForm {
        version: object.version.to_string(),
        over_confirmed: "on".to_owned(),
        ..wanted.over(AccountForm::of(&account, &choices))
    };
    let (before, after) = service::save(state, change, (account, &choices), &form).await?;
    Ok(if before.fields() == after.fields() { Did::Already } else { Did::Changed(0) })
}
