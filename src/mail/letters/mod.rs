//! What each letter says, in its reader's language.
//!
//! Names and titles are a stranger's text: cleaned here once, escaped in the HTML by the templates.

pub mod checkpoint;
pub mod event;
pub mod limit;
mod paper;
pub mod quality;
pub mod report;
mod security;
pub mod visit;

use chrono::{DateTime, Duration, Utc};

use super::{Kind, Letter, message};
use crate::{
    db::random_token,
    i18n::{Lang, Message},
    people::{Client, Owner, OwnerKind, clean},
    state::State,
    zones::Zone,
};

pub use paper::{LOGO, shown};
pub use security::{
    address_changed, admin_access, admin_access_by_directory, factor_added, factor_removed, new_device,
    password_changed, recovery_code_used, reset, sample, token_expiring, wrong_code,
};

/// For how long a set-password link is good.
pub const LINK_LASTS: Duration = Duration::hours(24);
/// How long a link is good for somebody who forgot the password.
pub const RESET_LASTS: Duration = Duration::minutes(30);
const LONGEST: usize = 256;

/// Somebody who is written to about the own sign-in.
#[derive(Clone)]
pub struct Reader {
    pub owner: Owner,
    /// A user's.
    pub account_id: Option<i64>,
    /// What is typed to sign in: `login`, or `login@account`.
    pub login: String,
    /// First and last name; may be empty.
    pub name: String,
    pub recipient: String,
    pub lang: Lang,
    pub tz: Zone,
}

/// When something was done, and from where.
pub struct Cause<'a> {
    /// None where it was not done by the reader, but by an administrator.
    pub client: Option<&'a Client>,
    pub at: DateTime<Utc>,
}

/// A user who is written to about the account.
pub struct Addressee {
    pub account_id: i64,
    pub user_id: i64,
    /// `login@account`.
    pub full_login: String,
    pub account_title: String,
    /// First and last name; may be empty.
    pub name: String,
    pub recipient: String,
    pub lang: Lang,
    /// The account's.
    pub tz: Zone,
}

/// What a letter says, in the order in which it is read. Each sentence may name the `platform`, whose name is filled in
/// when the letter is put on paper.
pub struct Words {
    subject: Message,
    /// Who is greeted.
    name: String,
    before: Vec<Message>,
    button: Option<Button>,
    about: Option<About>,
    after: Vec<Message>,
    /// The address by which the reader gets no more of these, without its secret.
    leave: Option<String>,
    /// The platform's name where none is set.
    platform: String,
}

/// Where a letter leads.
struct Button {
    /// Absolute.
    address: String,
    label: &'static str,
}

/// A heading and the rows under it: what each says, and its value.
struct About {
    heading: &'static str,
    rows: Vec<(&'static str, String)>,
}

/// SPEC 5.1: who it is for, a link that sets a password (absolute), and about the request that caused it.
pub fn welcome(state: &State, to: &Addressee, cause: &Cause, link: &str) -> Letter {
    let (login, account) = to.cleaned();
    let subject = Message::new("mail-welcome-subject").with("account", account.as_str());
    let words = Words {
        before: vec![
            Message::new("mail-welcome").with("login", login.as_str()).with("account", account),
            "mail-welcome-do".into(),
        ],
        button: Some(Button { address: link.to_owned(), label: "mail-welcome-link" }),
        about: Some(About { heading: "mail-request", rows: circumstances(state, (to.lang, to.tz), cause) }),
        after: vec![
            Message::new("mail-link-until").with("until", zoned(to.lang, to.tz, cause.at + LINK_LASTS)),
            Message::new("mail-welcome-then").with("address", state.config.link("/portal/sign-in")),
            "mail-link-unexpected".into(),
        ],
        ..Words::to(state, greeted(&to.name, &login), subject)
    };
    to.write(state, Kind::Welcome, words)
}

/// The same to somebody whose password is the directory's: where to sign in with it.
pub fn welcome_of_directory(state: &State, to: &Addressee, cause: &Cause) -> Letter {
    let (login, account) = to.cleaned();
    let subject = Message::new("mail-welcome-directory-subject").with("account", account.as_str());
    let words = Words {
        before: vec![
            Message::new("mail-welcome").with("login", login.as_str()).with("account", account),
            "mail-welcome-directory".into(),
        ],
        button: Some(Button { address: state.config.link("/portal/sign-in"), label: "mail-welcome-directory-link" }),
        about: Some(About { heading: "mail-request", rows: circumstances(state, (to.lang, to.tz), cause) }),
        after: vec!["mail-link-unexpected".into()],
        ..Words::to(state, greeted(&to.name, &login), subject)
    };
    to.write(state, Kind::Welcome, words)
}

/// SPEC 4.4: the one letter that users of an inactive account get.
pub fn deactivated(state: &State, to: &Addressee) -> Letter {
    let (login, account) = to.cleaned();
    let subject = Message::new("mail-deactivated-subject").with("account", account.as_str());
    let words = Words {
        before: vec![Message::new("mail-deactivated").with("login", login.as_str()).with("account", account)],
        after: vec!["mail-deactivated-ask".into()],
        ..Words::to(state, greeted(&to.name, &login), subject)
    };
    to.write(state, Kind::Deactivated, words)
}

impl Addressee {
    /// The login and the account's title, as they stand in a letter.
    fn cleaned(&self) -> (String, String) {
        (clean(&self.full_login, LONGEST), clean(&self.account_title, LONGEST))
    }

    fn write(&self, state: &State, kind: Kind, words: Words) -> Letter {
        let owner = Owner { kind: OwnerKind::User, id: self.user_id };
        letter(state, kind, (Some(self.account_id), owner), (&self.recipient, self.lang), words)
    }
}

impl Words {
    fn to(state: &State, name: String, subject: Message) -> Self {
        let platform = state.config.sender_name().to_owned();
        Self { subject, name, before: vec![], button: None, about: None, after: vec![], leave: None, platform }
    }
}

/// By the name, or by the login where there is none.
fn greeted(name: &str, login: &str) -> String {
    match clean(name, LONGEST) {
        name if name.trim().is_empty() => login.to_owned(),
        name => name,
    }
}

/// Browser, place and time; of what somebody else did, the time alone.
fn circumstances(state: &State, (lang, tz): (Lang, Zone), cause: &Cause) -> Vec<(&'static str, String)> {
    let known = |text: String| if text.is_empty() { lang.t("mail-unknown") } else { text };
    let mut rows = Vec::new();
    if let Some(client) = cause.client {
        rows.push(("mail-platform", known(client.browser())));
        if state.places.is_set() {
            rows.push(("mail-place", known(state.places.find(&client.ip, lang).unwrap_or_default())));
        }
    }
    rows.push(("mail-time", zoned(lang, tz, cause.at)));
    rows
}

fn letter(
    state: &State,
    kind: Kind,
    (account_id, owner): (Option<i64>, Owner),
    (recipient, lang): (&str, Lang),
    words: Words,
) -> Letter {
    let sender = message::address(state.config.mail_from.email.as_ref());
    let domain = sender.as_ref().map_or("localhost", |sender| sender.domain());
    Letter {
        kind,
        account_id,
        user_id: (owner.kind == OwnerKind::User).then_some(owner.id),
        admin_id: (owner.kind == OwnerKind::Admin).then_some(owner.id),
        recipient: recipient.to_owned(),
        lang,
        link: words.button.as_ref().filter(|_| kind.has_link()).map(|button| button.address.clone()),
        words,
        message_id: format!("<{}@{domain}>", random_token()),
    }
}

/// "12 Nov 2024, 14:05 (Europe/Moscow, UTC+03:00)".
fn zoned(lang: Lang, tz: Zone, at: DateTime<Utc>) -> String {
    let at = at.with_timezone(&tz);
    let zone = if tz.name() == "UTC" { String::new() } else { format!("{}, ", tz.name()) };
    let offset = if zone.is_empty() { String::new() } else { at.format("%:z").to_string() };
    format!("{}, {} ({zone}UTC{offset})", lang.date(&at), at.format("%H:%M"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_names_its_zone() {
        let at = DateTime::from_timestamp(1_731_411_900, 0).expect("a time");
        assert!(zoned(Lang::En, Zone::named("Europe/Moscow"), at).ends_with("14:45 (Europe/Moscow, UTC+03:00)"));
        assert!(zoned(Lang::En, Zone::named("UTC"), at).ends_with("11:45 (UTC)"));
    }
}
