//! The one path of every change to an account, whether it comes from the panel, the API, a bulk run or the command
//! line.

mod edit;
mod purge;

pub use super::action::{Action, KEPT};
pub use edit::{Edit, save};
pub use purge::{sample, sweep};

use super::{
    choices::Choices,
    described::Described,
    form::{AccountForm, ActForm},
    model::{Account, Settings},
    store::{self, Switches},
    welcome,
};
use crate::{
    api::Key,
    change::{Actor, Change},
    db,
    error::{Error, FieldErrors, Result},
    forms::{
        fields::{account_name, canonical_name, former_name, optional, web_address},
        on, version,
    },
    i18n::Message,
    mail::{letters, outbox},
    people::shown_name,
    state::State,
    web::session,
    zones::Zone,
};

/// What came of an action.
pub enum Done {
    /// And so many letters are queued.
    Changed(Account, i64),
    /// It was so already: a second click, or somebody was quicker.
    Already(Account),
}

pub async fn create(state: &State, by: Actor, form: &AccountForm) -> Result<Account> {
    let mut change = Change::begin(state, by).await?;
    let choices = Choices(store::options(&mut change.conn, 0).await?);
    let account = create_in(state, &mut change, &choices, form).await?;
    change.commit().await?;
    Ok(account)
}

/// The same, but for beginning and committing.
pub async fn create_in(state: &State, change: &mut Change, choices: &Choices, form: &AccountForm) -> Result<Account> {
    let new = form.parse(choices)?;
    let settings = &new.settings;
    take_name(change, &settings.name, form.releases(&settings.name), FieldErrors::default()).await?;
    let id = match store::insert(change, &new, on(&form.active)).await {
        Err(error) => return Err(taken(state, settings, error).await),
        Ok(id) => id,
    };
    store::insert_main_group(change, id).await?;
    let account = store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)?;
    let created = described(account, choices, &new.external_data);
    change.created(&created).await?;
    Ok(created.account)
}

pub async fn update(state: &State, by: Actor, id: i64, form: &AccountForm) -> Result<Account> {
    let change = Change::begin(state, by).await?;
    Edit::of(change, async |conn| store::find(conn, id).await).await?.ok_or(Error::NotFound)?.save(state, form).await
}

/// The account that the API names, for an edit of it.
pub async fn edit(state: &State, by: Actor, key: &Key) -> Result<Option<Edit>> {
    Edit::of(Change::begin(state, by).await?, async |conn| store::api::find(conn, key).await).await
}

/// The refusal of a taken name or reference; of a reference it says which account has it.
async fn taken(state: &State, settings: &Settings, error: db::Error) -> Error {
    let reference =
        settings.external_id.as_deref().filter(|_| db::is_taken_in(&error, store::TABLE.name, "external_id"));
    let Some(reference) = reference else { return Error::taken("name")(error) };
    let found = async { store::api::by_reference(&mut state.db.conn().await?, reference).await };
    let message = match found.await {
        Ok(Some(holder)) => {
            Message::new("refused-reference-taken").with("title", holder.settings.title).with("id", holder.id)
        }
        Ok(None) => "refused-taken".into(),
        Err(error) => return error.into(),
    };
    FieldErrors::one("external_id", message).into()
}

pub async fn act(state: &State, by: Actor, id: i64, action: Action, form: &ActForm) -> Result<Done> {
    let mut change = Change::begin(state, by).await?;
    let done = act_in(state, &mut change, id, action, form).await?;
    if matches!(done, Done::Changed(..)) {
        change.commit().await?;
    }
    Ok(done)
}

/// The action, but for beginning and committing.
pub async fn act_in(state: &State, change: &mut Change, id: i64, action: Action, form: &ActForm) -> Result<Done> {
    let before = unreferring(find(change, id).await?);
    if let Some(why) = action.reason_against(before.account.state, change.at) {
        return Err(Error::Conflict(why));
    }
    let shown = Shown::by(action, form)?;
    if action == Action::Restore && before.account.state.deleted_at.is_none() {
        restored_name(&before.account, &form.name)?;
    }
    let is_done =
        |account: &Account| action.is_done(account.state) && shown.as_ref().is_none_or(|shown| shown.is_of(account));
    if is_done(&before.account) {
        return Ok(Done::Already(before.account));
    }
    if before.account.version != version(&form.version) {
        return Err(Error::Stale);
    }
    let switches = switched(&before.account, (action, shown.as_ref()), form, change)?;
    if switches.name != before.account.settings.name {
        take_name(change, &switches.name, false, FieldErrors::default()).await?;
    }
    let switched = store::switch(change, &before.account, &switches).await.map_err(Error::taken("name"))?;
    let Some(switched) = switched else {
        // Somebody was quicker between the two statements, perhaps with the same action.
        let now = find(change, id).await?;
        return if is_done(&now) { Ok(Done::Already(now)) } else { Err(Error::Stale) };
    };
    if matches!(action, Action::Deactivate | Action::Delete) {
        session::end_of_account(&mut change.conn, id).await?;
    }
    change.cascade(state).await?;
    let after = unreferring(switched);
    change.updated(action.as_str(), &before, &after).await?;
    if action == Action::Activate {
        outbox::cancel_deactivated(change, id).await?;
    }
    let letters = match action {
        Action::Deactivate if on(&form.notify_users) => tell_users(state, change, &after.account).await?,
        Action::Activate if on(&form.send_welcome) => welcome::write_to_all(state, change, &after.account).await?,
        _ => 0,
    };
    Ok(Done::Changed(after.account, letters))
}

/// What the users of a frozen account are shown.
pub struct Shown {
    payment_url: Option<String>,
    reason: Option<String>,
}

impl Shown {
    /// None of every action but freezing.
    pub fn by(action: Action, form: &ActForm) -> Result<Option<Self>, FieldErrors> {
        if action != Action::Freeze {
            return Ok(None);
        }
        let mut errors = FieldErrors::default();
        let payment_url = errors.keep("payment_url", web_address(&form.payment_url)).flatten();
        let reason = errors.keep("reason", optional(&form.reason, 500)).flatten();
        Ok(Some(errors.or(Self { payment_url, reason })?))
    }

    fn is_of(&self, account: &Account) -> bool {
        self.is((&account.payment_url, &account.freeze_reason))
    }

    pub fn is(&self, (payment_url, reason): (&Option<String>, &Option<String>)) -> bool {
        self.payment_url == *payment_url && self.reason == *reason
    }
}

/// Sees to it that no deleted account holds a name that is about to be given: it gives it up where that was
/// asked for, or where it cannot be restored any more. Otherwise that is one refusal more. What a live account holds,
/// the database refuses.
async fn take_name(change: &mut Change, name: &str, releases: bool, mut errors: FieldErrors) -> Result<()> {
    let holder = store::holder(&mut change.conn, name).await?;
    if let Some(holder) = holder.as_ref().filter(|it| !releases && it.deleted_at >= change.at - KEPT) {
        let held = Message::new("account-name-held").with("id", holder.id.to_string());
        errors.add("name", held.with("until", holder.deleted_at + KEPT));
    }
    errors.or(())?;
    let Some(holder) = holder else { return Ok(()) };
    let before = unreferring(find(change, holder.id).await?);
    if store::give_up_name(change, holder.id, name).await? {
        let after = unreferring(find(change, holder.id).await?);
        change.updated("give-up-name", &before, &after).await?;
    }
    Ok(())
}

/// The switches after the action; refuses what the action's form must say and does not.
fn switched(
    account: &Account,
    (action, shown): (Action, Option<&Shown>),
    form: &ActForm,
    change: &Change,
) -> Result<Switches> {
    let mut to = Switches {
        name: account.settings.name.clone(),
        active: account.state.active,
        frozen_at: account.frozen_at,
        payment_url: account.payment_url.clone(),
        freeze_reason: account.freeze_reason.clone(),
        deleted_at: account.state.deleted_at,
    };
    match action {
        Action::Activate => to.active = true,
        Action::Deactivate => to.active = false,
        Action::Freeze => {
            to.frozen_at = account.frozen_at.or(Some(change.at));
            (to.payment_url, to.freeze_reason) =
                shown.map(|it| (it.payment_url.clone(), it.reason.clone())).unwrap_or_default();
        }
        Action::Unfreeze => (to.frozen_at, to.payment_url, to.freeze_reason) = (None, None, None),
        Action::Delete if form.typed_name.trim() != account.settings.name => {
            return Err(FieldErrors::one(
                "typed_name",
                Message::new("refused-typed-name").with("name", account.settings.name.as_str()),
            )
            .into());
        }
        Action::Delete => to.deleted_at = Some(change.at),
        Action::Restore => {
            to.deleted_at = None;
            to.name = restored_name(account, &form.name)?;
        }
    }
    Ok(to)
}

/// One that has given its account name up needs another; one that has not comes back under its own, or is back with it.
fn restored_name(account: &Account, typed: &str) -> Result<String, FieldErrors> {
    let keeps = typed.trim().is_empty() || canonical_name(typed) == account.settings.name;
    match former_name(&account.settings.name) {
        Some(_) => account_name(typed).map_err(|refusal| FieldErrors::one("name", refusal)),
        None if keeps => Ok(account.settings.name.clone()),
        None => Err(FieldErrors::one("name", "account-restore-keeps-name")),
    }
}

/// A letter to each of them; how many these were.
async fn tell_users(state: &State, change: &mut Change, account: &Account) -> Result<i64> {
    let mut notices = outbox::Notices::begin(change).await?;
    let recipients = store::recipients(&mut change.conn, account.id).await?;
    let count = i64::try_from(recipients.len()).unwrap_or(i64::MAX);
    for user in recipients {
        let to = letters::Addressee {
            account_id: account.id,
            user_id: user.id,
            full_login: format!("{}@{}", user.login, account.settings.name),
            account_title: account.settings.title.clone(),
            name: shown_name(&user.first_name, &user.last_name, ""),
            recipient: user.email,
            lang: user.language,
            tz: Zone::named(&account.settings.tz),
        };
        let letter = letters::deactivated(state, &to);
        notices.queue(change, letter).await?;
    }
    notices.finish(change).await?;
    Ok(count)
}

async fn find(change: &mut Change, id: i64) -> Result<Account> {
    store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)
}

/// The account with the names of what it refers to, as the record shows it.
pub fn described(account: Account, choices: &Choices, external_data: &[i64]) -> Described {
    let Settings { account_postgresql, account_cache_clickhouse, web_version_policy, ldap_connector, .. } =
        account.settings;
    Described {
        postgresql: choices.name_of("postgresql", account_postgresql),
        clickhouse: choices.name_of("clickhouse", account_cache_clickhouse),
        external_data: choices.names_of("external_data", external_data),
        policy: choices.name_of("policy", web_version_policy),
        directory: choices.name_of("ldap", ldap_connector),
        account,
    }
}

/// For a change that leaves alone what the account refers to: what does not differ is not recorded.
fn unreferring(account: Account) -> Described {
    described(account, &Choices(Vec::new()), &[])
}
