//! Letters about the reader's own sign-in: what was done to it, when and from where, and what to do if it was somebody
//! else.

use chrono::{DateTime, Utc};

use super::{
    About, Button, Cause, LINK_LASTS, LONGEST, RESET_LASTS, Reader, Words, circumstances, greeted, letter, zoned,
};
use crate::{
    i18n::Message,
    mail::{Kind, Letter},
    people::{OwnerKind, clean},
    state::State,
};

/// A link for somebody who forgot the password; `link` is absolute.
pub fn reset(state: &State, to: &Reader, cause: &Cause, link: &str) -> Letter {
    let until = zoned(to.lang, to.tz, cause.at + RESET_LASTS);
    let words = Words {
        button: Some(Button { address: link.to_owned(), label: "mail-reset-link" }),
        about: Some(About { heading: "mail-request", ..happened(state, to, cause) }),
        after: vec![Message::new("mail-link-until").with("until", until), "mail-reset-unexpected".into()],
        ..words(state, to, cause, "mail-reset-subject", "mail-reset".into())
    };
    write(state, Kind::Reset, to, words)
}

/// A link with which an administrator sets the password; `link` is absolute, `cause` the request of whoever lets them
/// in.
pub fn admin_access(state: &State, to: &Reader, cause: &Cause, link: &str) -> Letter {
    let until = zoned(to.lang, to.tz, cause.at + LINK_LASTS);
    let words = Words {
        button: Some(Button { address: link.to_owned(), label: "mail-welcome-link" }),
        about: Some(About { heading: "mail-request", ..happened(state, to, cause) }),
        after: vec![
            Message::new("mail-link-until").with("until", until),
            Message::new("mail-welcome-then").with("address", state.config.link("/sign-in")),
            "mail-link-unexpected".into(),
        ],
        ..words(state, to, cause, "mail-admin-access-subject", "mail-admin-access".into())
    };
    write(state, Kind::AdminAccess, to, words)
}

/// The same to somebody whose password is the directory's: where to sign in with it.
pub fn admin_access_by_directory(state: &State, to: &Reader, cause: &Cause) -> Letter {
    let button = Button { address: state.config.link("/sign-in"), label: "mail-welcome-directory-link" };
    let mut words = Words {
        button: Some(button),
        about: Some(About { heading: "mail-request", ..happened(state, to, cause) }),
        after: vec!["mail-link-unexpected".into()],
        ..words(state, to, cause, "mail-admin-access-directory-subject", "mail-admin-access".into())
    };
    words.before.push("mail-welcome-directory".into());
    write(state, Kind::AdminAccess, to, words)
}

pub fn password_changed(state: &State, to: &Reader, cause: &Cause) -> Letter {
    let said = if cause.client.is_some() { "mail-password-changed" } else { "mail-password-changed-for-you" };
    notice(state, to, cause, (Kind::PasswordChanged, "mail-password-changed-subject", said.into()))
}

/// To the old address; `alerts`: only alerts and reports went there. It leads nowhere: its reader may be somebody else
/// by now.
pub fn address_changed(state: &State, to: &Reader, cause: &Cause, alerts: bool) -> Letter {
    let said = match (alerts, cause.client.is_some()) {
        (false, true) => "mail-address-changed",
        (false, false) => "mail-address-changed-for-you",
        (true, true) => "mail-alerts-address-changed",
        (true, false) => "mail-alerts-address-changed-for-you",
    };
    let words = Words {
        button: None,
        after: vec!["mail-address-not-you".into()],
        ..words(state, to, cause, "mail-address-changed-subject", said.into())
    };
    write(state, Kind::AddressChanged, to, words)
}

pub fn factor_added(state: &State, to: &Reader, cause: &Cause) -> Letter {
    notice(state, to, cause, (Kind::FactorAdded, "mail-factor-added-subject", "mail-factor-added".into()))
}

pub fn factor_removed(state: &State, to: &Reader, cause: &Cause) -> Letter {
    let said = if cause.client.is_some() { "mail-factor-removed" } else { "mail-factor-removed-for-you" };
    notice(state, to, cause, (Kind::FactorRemoved, "mail-factor-removed-subject", said.into()))
}

/// `left` more codes can be used.
pub fn recovery_code_used(state: &State, to: &Reader, cause: &Cause, left: i64) -> Letter {
    let said = Message::new("mail-recovery-code-used").with("left", left);
    notice(state, to, cause, (Kind::RecoveryCodeUsed, "mail-recovery-code-used-subject", said))
}

pub fn new_device(state: &State, to: &Reader, cause: &Cause) -> Letter {
    notice(state, to, cause, (Kind::NewDevice, "mail-new-device-subject", "mail-new-device".into()))
}

/// Whoever gives codes has the password, and is not far from getting in.
pub fn wrong_code(state: &State, to: &Reader, cause: &Cause) -> Letter {
    notice(state, to, cause, (Kind::WrongCode, "mail-wrong-code-subject", "mail-wrong-code".into()))
}

/// To who made the token, some days before; `token` is its name and its end.
pub fn token_expiring(state: &State, to: &Reader, cause: &Cause, token: (&str, DateTime<Utc>)) -> Letter {
    let said = Message::new("mail-token-expiring")
        .with("name", clean(token.0, LONGEST))
        .with("until", zoned(to.lang, to.tz, token.1));
    let words = Words {
        button: Some(Button { address: state.config.link("/api-tokens"), label: "mail-token-expiring-link" }),
        about: None,
        after: vec!["mail-token-expiring-then".into()],
        ..words(state, to, cause, "mail-token-expiring-subject", said)
    };
    write(state, Kind::TokenExpiring, to, words)
}

/// To an administrator who wants to see what letters look like.
pub fn sample(state: &State, to: &Reader, cause: &Cause) -> Letter {
    let words = Words {
        button: Some(Button { address: state.config.link("/portal/sign-in"), label: "mail-sample-link" }),
        about: Some(About { heading: "mail-request", ..happened(state, to, cause) }),
        after: vec!["mail-sample-then".into()],
        ..words(state, to, cause, "mail-sample-subject", "mail-sample".into())
    };
    write(state, Kind::Sample, to, words)
}

fn notice(state: &State, to: &Reader, cause: &Cause, (kind, subject, said): (Kind, &'static str, Message)) -> Letter {
    write(state, kind, to, words(state, to, cause, subject, said))
}

fn write(state: &State, kind: Kind, to: &Reader, words: Words) -> Letter {
    letter(state, kind, (to.account_id, to.owner), (&to.recipient, to.lang), words)
}

/// With the way to where its reader looks after the own sign-in.
fn words(state: &State, to: &Reader, cause: &Cause, subject: &'static str, said: Message) -> Words {
    let login = clean(&to.login, LONGEST);
    let safety = if to.owner.kind == OwnerKind::User { "/portal/security" } else { "/me" };
    let subject = Message::new(subject).with("login", login.as_str());
    Words {
        before: vec![said.with("login", login.as_str())],
        button: Some(Button { address: state.config.link(safety), label: "mail-safety-link" }),
        about: Some(happened(state, to, cause)),
        after: vec!["mail-not-you".into()],
        ..Words::to(state, greeted(&to.name, &login), subject)
    }
}

fn happened(state: &State, to: &Reader, cause: &Cause) -> About {
    About { heading: "mail-happened", rows: circumstances(state, (to.lang, to.tz), cause) }
}
