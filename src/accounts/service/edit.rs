//! An edit of an account's settings, from reading them to keeping them.

use super::{described, take_name, taken};
use crate::{
    accounts::{
        choices::Choices,
        described::Described,
        form::AccountForm,
        model::{Account, Act},
        store,
    },
    change::{Change, outcome},
    db::{self, Conn},
    error::{Error, FieldErrors, Result},
    forms::{on, version},
    i18n::Message,
    state::State,
    tariffs,
};

/// An account that is about to be changed, and what it may refer to: read once, in the transaction of the change.
pub struct Edit {
    change: Change,
    pub account: Account,
    pub choices: Choices,
}

impl Edit {
    pub(super) async fn of(
        mut change: Change,
        find: impl AsyncFnOnce(&mut Conn) -> db::Result<Option<Account>>,
    ) -> Result<Option<Self>> {
        let Some(account) = find(&mut change.conn).await? else { return Ok(None) };
        let choices = Choices(store::options(&mut change.conn, account.id).await?);
        Ok(Some(Self { change, account, choices }))
    }

    pub async fn save(self, state: &State, form: &AccountForm) -> Result<Account> {
        let Self { mut change, account, choices } = self;
        let (before, after) = save(state, &mut change, (account, &choices), form).await?;
        change.commit().await?;
        Ok(outcome(before, after).account)
    }
}

/// The account before and after the edit, which is not committed yet.
pub async fn save(
    state: &State,
    change: &mut Change,
    (account, choices): (Account, &Choices),
    form: &AccountForm,
) -> Result<(Described, Described)> {
    account.state.allows(Act::EditSettings).map_err(Error::Conflict)?;
    let new = form.parse(choices)?;
    let settings = &new.settings;
    let edited = (account.id, account.version);
    if account.version != version(&form.version) {
        return Err(Error::Stale);
    }
    if settings.name != account.settings.name {
        let mut errors = FieldErrors::default();
        if form.name_confirmed.trim() != settings.name {
            errors.add("name", Message::new("account-name-asks").with("count", account.user_count));
        }
        take_name(change, &settings.name, form.releases(&settings.name), errors).await?;
    }
    let is_off = account.settings.use_ldap && !settings.use_ldap;
    if is_off && account.ldap_users > 0 && !on(&form.ldap_confirmed) {
        let asks = Message::new("account-ldap-asks").with("count", account.ldap_users);
        return Err(FieldErrors::one("use_ldap", asks).into());
    }
    if settings.tariff_id != account.settings.tariff_id && !on(&form.over_confirmed) {
        let over = tariffs::store::over_on(&mut change.conn, &[account.id], settings.tariff_id).await?;
        let mut errors = FieldErrors::default();
        for limit in over.into_values().flatten() {
            errors.add("tariff", Message::new("account-over-asks").with("limit", limit));
        }
        errors.or(())?;
    }
    // Whoever answers for the directory can be any of its users.
    if (settings.use_ldap, settings.ldap_connector) != (account.settings.use_ldap, account.settings.ldap_connector) {
        change.by.may_hand_over()?;
    }
    let mut data = choices.chosen_ids();
    data.sort_unstable();
    let before = described(account, choices, &data);
    let after = match store::update(change, edited, &new, &data).await {
        Err(error) => return Err(taken(state, settings, error).await),
        Ok(updated) => described(updated.ok_or(Error::Stale)?, choices, &new.external_data),
    };
    change.updated("update", &before, &after).await?;
    Ok((before, after))
}
