//! The welcome letter: written for one user, or on activation for all who have never had one.

use super::{model::Account, store};
use crate::{
    change::{Change, store::About},
    error::Result,
    mail::{
        letters::{self, LINK_LASTS, Reader, Welcome},
        outbox,
    },
    people::{Names, Owner, OwnerKind, shown_name},
    sign_in::{Purpose, links},
    state::State,
};

/// Queues the letter to a user of this account, with a link in place of older ones, and records it. Whether it may go
/// was asked before.
pub async fn write(
    state: &State,
    change: &mut Change,
    (account_id, account_title): (i64, &str),
    to: &Reader,
) -> Result<()> {
    let user_id = to.owner.id;
    let token = links::issue(change, Purpose::UserPassword, user_id, LINK_LASTS).await?;
    let letter = letters::welcome(
        state,
        &Welcome {
            account_id,
            user_id,
            full_login: &to.login,
            account_title,
            name: &to.name,
            recipient: &to.recipient,
            lang: to.lang,
            tz: to.tz,
            link: &state.config.link(&format!("/portal/set-password/{token}")),
            client: &change.by.client,
            at: change.at,
        },
    )?;
    outbox::queue(change, &state.seal, letter).await?;
    let about = About { kind: "user", id: Some(user_id), name: to.login.clone(), account_id: Some(account_id) };
    change.note("welcome", about, vec![]).await
}

/// To each active user who has never had one; how many these were. Of very many the first get it, and the page still
/// offers it for the others.
pub async fn write_to_all(state: &State, change: &mut Change, account: &Account) -> Result<i64> {
    let mut letters = 0;
    for user in store::uninvited(&mut change.conn, account.id).await? {
        let Names { first_name, last_name, email, language } = user.names;
        let to = Reader {
            owner: Owner { kind: OwnerKind::User, id: user.id },
            account_id: Some(account.id),
            login: format!("{}@{}", user.login, account.settings.name),
            name: shown_name(&first_name, &last_name, &user.login),
            recipient: email,
            lang: language,
            tz: account.zone(),
        };
        write(state, change, (account.id, &account.settings.title), &to).await?;
        letters += 1;
    }
    Ok(letters)
}
