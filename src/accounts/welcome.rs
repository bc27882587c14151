//! The welcome letter: written for one user, or on activation for all who have never had one.

use super::{model::Account, store};
use crate::{
    change::{Change, store::About},
    error::Result,
    mail::{
        letters::{self, Addressee, Cause, LINK_LASTS},
        outbox,
    },
    people::{Names, shown_name},
    sign_in::{Purpose, links},
    state::State,
};

/// Queues the letter to a user of an account, with a link in place of older ones, and records it. Who has the
/// directory's password gets no link that sets one. Whether it may go was asked before.
pub async fn write(state: &State, change: &mut Change, to: &Addressee, is_ldap: bool) -> Result<()> {
    let link = if is_ldap {
        None
    } else {
        let token = links::issue(change, Purpose::UserPassword, to.user_id, LINK_LASTS).await?;
        Some(state.config.link(&format!("/portal/set-password/{token}")))
    };
    let cause = Cause { client: Some(&change.by.client), at: change.at };
    let letter = match link {
        Some(link) => letters::welcome(state, to, &cause, &link),
        None => letters::welcome_of_directory(state, to, &cause),
    };
    outbox::queue(change, &state.seal, letter).await?;
    let (id, account_id) = (Some(to.user_id), Some(to.account_id));
    let about = About { kind: "user", id, name: to.full_login.clone(), account_id };
    change.note("welcome", about, vec![]).await
}

/// To each active user who has never had one; how many these were. Of very many the first get it, and the page still
/// offers it for the others.
pub async fn write_to_all(state: &State, change: &mut Change, account: &Account) -> Result<i64> {
    let mut letters = 0;
    for user in store::uninvited(&mut change.conn, account.id).await? {
        let Names { first_name, last_name, email, language } = user.names;
        let to = Addressee {
            account_id: account.id,
            user_id: user.id,
            full_login: format!("{}@{}", user.login, account.settings.name),
            account_title: account.settings.title.clone(),
            name: shown_name(&first_name, &last_name, &user.login),
            recipient: email,
            lang: language,
            tz: account.zone(),
        };
        write(state, change, &to, user.is_ldap).await?;
        letters += 1;
    }
    Ok(letters)
}
