//! Letters about the reader's own sign-in: what was done to it, when and from where, and what to do if it was somebody
//! else.

use chrono::{DateTime, Utc};

use super::{Cause, LINK_LASTS, LONGEST, Link, RESET_LASTS, Reader, Words, circumstances, greeting, letter, zoned};
use crate::{
    error::Result,
    i18n::Message,
    mail::{Kind, Letter},
    people::clean,
    state::State,
};

/// A link for somebody who forgot the password; `link` is absolute.
pub fn reset(state: &State, to: &Reader, cause: &Cause, link: &str) -> Result<Letter> {
    let lang = to.lang;
    let until = zoned(lang, to.tz, cause.at + RESET_LASTS);
    let words = Words {
        link: Some(Link { address: link.to_owned(), label: lang.t("mail-reset-link") }),
        about: Some((lang.t("mail-request"), circumstances(state, (lang, to.tz), cause))),
        after: vec![
            lang.say(&Message::new("mail-welcome-until").with("until", until)),
            lang.t("mail-reset-unexpected"),
        ],
        ..words(state, to, cause, "mail-reset-subject", "mail-reset".into())
    };
    letter(state, Kind::Reset, (to.account_id, to.owner), &to.recipient, words)
}

/// A link with which an administrator sets the password; `link` is absolute, `cause` the request of whoever lets them
/// in.
pub fn admin_access(state: &State, to: &Reader, cause: &Cause, link: &str) -> Result<Letter> {
    let lang = to.lang;
    let until = zoned(lang, to.tz, cause.at + LINK_LASTS);
    let words = Words {
        link: Some(Link { address: link.to_owned(), label: lang.t("mail-welcome-link") }),
        about: Some((lang.t("mail-request"), circumstances(state, (lang, to.tz), cause))),
        after: vec![
            lang.say(&Message::new("mail-welcome-until").with("until", until)),
            lang.t("mail-welcome-unexpected"),
        ],
        ..words(state, to, cause, "mail-admin-access-subject", "mail-admin-access".into())
    };
    letter(state, Kind::AdminAccess, (to.account_id, to.owner), &to.recipient, words)
}

pub fn password_changed(state: &State, to: &Reader, cause: &Cause) -> Result<Letter> {
    let said = if cause.client.is_some() { "mail-password-changed" } else { "mail-password-changed-for-you" };
    notice(state, to, cause, (Kind::PasswordChanged, "mail-password-changed-subject", said.into()))
}

/// To the old address; `alerts`: only alerts and reports went there.
pub fn address_changed(state: &State, to: &Reader, cause: &Cause, alerts: bool) -> Result<Letter> {
    let said = match (alerts, cause.client.is_some()) {
        (false, true) => "mail-address-changed",
        (false, false) => "mail-address-changed-for-you",
        (true, true) => "mail-alerts-address-changed",
        (true, false) => "mail-alerts-address-changed-for-you",
    };
    let words = Words {
        after: vec![to.lang.t("mail-address-not-you")],
        ..words(state, to, cause, "mail-address-changed-subject", said.into())
    };
    letter(state, Kind::AddressChanged, (to.account_id, to.owner), &to.recipient, words)
}

pub fn factor_added(state: &State, to: &Reader, cause: &Cause) -> Result<Letter> {
    notice(state, to, cause, (Kind::FactorAdded, "mail-factor-added-subject", "mail-factor-added".into()))
}

pub fn factor_removed(state: &State, to: &Reader, cause: &Cause) -> Result<Letter> {
    let said = if cause.client.is_some() { "mail-factor-removed" } else { "mail-factor-removed-for-you" };
    notice(state, to, cause, (Kind::FactorRemoved, "mail-factor-removed-subject", said.into()))
}

/// `left` more codes can be used.
pub fn recovery_code_used(state: &State, to: &Reader, cause: &Cause, left: i64) -> Result<Letter> {
    let said = Message::new("mail-recovery-code-used").with("left", left);
    notice(state, to, cause, (Kind::RecoveryCodeUsed, "mail-recovery-code-used-subject", said))
}

pub fn new_device(state: &State, to: &Reader, cause: &Cause) -> Result<Letter> {
    notice(state, to, cause, (Kind::NewDevice, "mail-new-device-subject", "mail-new-device".into()))
}

/// To who made the token, some days before; `token` is its name and its end.
pub fn token_expiring(state: &State, to: &Reader, cause: &Cause, token: (&str, DateTime<Utc>)) -> Result<Letter> {
    let lang = to.lang;
    let said = Message::new("mail-token-expiring")
        .with("name", clean(token.0, LONGEST))
        .with("until", zoned(lang, to.tz, token.1));
    let words = Words {
        about: None,
        after: vec![lang.t("mail-token-expiring-then")],
        ..words(state, to, cause, "mail-token-expiring-subject", said)
    };
    letter(state, Kind::TokenExpiring, (to.account_id, to.owner), &to.recipient, words)
}

fn notice(
    state: &State,
    to: &Reader,
    cause: &Cause,
    (kind, subject, said): (Kind, &'static str, Message),
) -> Result<Letter> {
    letter(state, kind, (to.account_id, to.owner), &to.recipient, words(state, to, cause, subject, said))
}

fn words(state: &State, to: &Reader, cause: &Cause, subject: &'static str, said: Message) -> Words {
    let lang = to.lang;
    let login = clean(&to.login, LONGEST);
    Words {
        lang,
        subject: lang.say(&Message::new(subject).with("login", login.as_str())),
        greeting: greeting(lang, &to.name, &login),
        before: vec![lang.say(&said.with("login", login))],
        link: None,
        about: Some((lang.t("mail-happened"), circumstances(state, (lang, to.tz), cause))),
        after: vec![lang.t("mail-not-you")],
    }
}
