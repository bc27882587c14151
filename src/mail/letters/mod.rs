//! What each letter says, in its reader's language, as HTML and as plain text.
//!
//! Names and titles are a stranger's text: cleaned here once, escaped in the HTML by the templates.

mod security;
pub mod visit;

use askama::Template;
use chrono::{DateTime, Duration, Utc};

use super::{Kind, Letter, message};
use crate::{
    db::random_token,
    error::Result,
    i18n::{Lang, Message},
    people::{Client, Owner, OwnerKind, clean},
    state::State,
    zones::Zone,
};

pub use security::{
    address_changed, admin_access, factor_added, factor_removed, new_device, password_changed, recovery_code_used,
    reset, token_expiring,
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

/// What the welcome letter is made of.
pub struct Welcome<'a> {
    pub account_id: i64,
    pub user_id: i64,
    /// `login@account`.
    pub full_login: &'a str,
    pub account_title: &'a str,
    /// First and last name; may be empty.
    pub name: &'a str,
    pub recipient: &'a str,
    pub lang: Lang,
    /// The account's.
    pub tz: Zone,
    /// Absolute.
    pub link: &'a str,
    /// Who caused it.
    pub client: &'a Client,
    pub at: DateTime<Utc>,
}

/// What the notice of a deactivated account is made of.
pub struct Deactivated<'a> {
    pub account_id: i64,
    pub user_id: i64,
    /// `login@account`.
    pub full_login: &'a str,
    pub account_title: &'a str,
    pub recipient: &'a str,
    pub lang: Lang,
}

/// One text of a letter: a sentence, or a heading with what stands under it.
struct Words {
    lang: Lang,
    subject: String,
    greeting: String,
    before: Vec<String>,
    link: Option<Link>,
    /// Heading and rows.
    about: Option<(String, Vec<(String, String)>)>,
    after: Vec<String>,
}

struct Link {
    address: String,
    label: String,
}

#[derive(Template)]
#[template(path = "mail/letter.html")]
struct Html<'a> {
    words: &'a Words,
}

#[derive(Template)]
#[template(path = "mail/letter.txt")]
struct Text<'a> {
    words: &'a Words,
}

/// SPEC 5.1: who it is for, a link that sets a password, and about the request that caused it.
pub fn welcome(state: &State, of: &Welcome) -> Result<Letter> {
    let lang = of.lang;
    let [login, account] = [of.full_login, of.account_title].map(|text| clean(text, LONGEST));
    let cause = Cause { client: Some(of.client), at: of.at };
    let words = Words {
        lang,
        subject: lang.say(&Message::new("mail-welcome-subject").with("account", account.as_str())),
        greeting: greeting(lang, of.name, &login),
        before: vec![lang.say(&Message::new("mail-welcome-for").with("login", login).with("account", account))],
        link: Some(Link { address: of.link.to_owned(), label: lang.t("mail-welcome-link") }),
        about: Some((lang.t("mail-request"), circumstances(state, (lang, of.tz), &cause))),
        after: vec![
            lang.say(&Message::new("mail-welcome-until").with("until", zoned(lang, of.tz, of.at + LINK_LASTS))),
            lang.t("mail-welcome-unexpected"),
        ],
    };
    letter(state, Kind::Welcome, (Some(of.account_id), user(of.user_id)), of.recipient, words)
}

/// SPEC 4.4: the one letter that users of an inactive account get.
pub fn deactivated(state: &State, of: &Deactivated) -> Result<Letter> {
    let lang = of.lang;
    let [login, account] = [of.full_login, of.account_title].map(|text| clean(text, LONGEST));
    let words = Words {
        lang,
        subject: lang.say(&Message::new("mail-deactivated-subject").with("account", account.as_str())),
        greeting: lang.say(&Message::new("mail-greeting").with("name", login.as_str())),
        before: vec![lang.say(&Message::new("mail-deactivated").with("login", login).with("account", account))],
        link: None,
        about: None,
        after: vec![lang.t("mail-deactivated-ask")],
    };
    letter(state, Kind::Deactivated, (Some(of.account_id), user(of.user_id)), of.recipient, words)
}

fn user(id: i64) -> Owner {
    Owner { kind: OwnerKind::User, id }
}

fn greeting(lang: Lang, name: &str, login: &str) -> String {
    let name = match clean(name, LONGEST) {
        name if name.trim().is_empty() => login.to_owned(),
        name => name,
    };
    lang.say(&Message::new("mail-greeting").with("name", name))
}

/// Browser, place and time; of what somebody else did, the time alone.
fn circumstances(state: &State, (lang, tz): (Lang, Zone), cause: &Cause) -> Vec<(String, String)> {
    let known = |text: String| if text.is_empty() { lang.t("mail-unknown") } else { text };
    let mut rows = Vec::new();
    if let Some(client) = cause.client {
        rows.push((lang.t("mail-platform"), known(client.browser())));
        if state.places.is_set() {
            rows.push((lang.t("mail-place"), known(state.places.find(&client.ip, lang).unwrap_or_default())));
        }
    }
    rows.push((lang.t("mail-time"), zoned(lang, tz, cause.at)));
    rows
}

fn letter(
    state: &State,
    kind: Kind,
    (account_id, owner): (Option<i64>, Owner),
    recipient: &str,
    words: Words,
) -> Result<Letter> {
    let sender = message::address(state.config.mail_from.email.as_ref());
    let domain = sender.as_ref().map_or("localhost", |sender| sender.domain());
    Ok(Letter {
        kind,
        account_id,
        user_id: (owner.kind == OwnerKind::User).then_some(owner.id),
        admin_id: (owner.kind == OwnerKind::Admin).then_some(owner.id),
        recipient: recipient.to_owned(),
        lang: words.lang,
        html: Html { words: &words }.render().map_err(anyhow::Error::from)?,
        text: Text { words: &words }.render().map_err(anyhow::Error::from)?,
        subject: words.subject,
        link: words.link.map(|link| link.address),
        message_id: format!("<{}@{domain}>", random_token()),
    })
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

    fn words(name: &str) -> Words {
        Words {
            lang: Lang::En,
            subject: "Subject".into(),
            greeting: format!("Hello, {name}!"),
            before: vec!["One.".into()],
            link: Some(Link {
                address: "https://admin.example.com/portal/set-password/abc".into(),
                label: "Set it".into(),
            }),
            about: Some(("The request".into(), vec![("Time".into(), "now".into())])),
            after: vec!["Two.".into()],
        }
    }

    #[test]
    fn a_name_with_markup_is_only_text() {
        let html = Html { words: &words("<img src=x>&\"") }.render().expect("renders");
        assert!(!html.contains("<img") && html.contains("&#60;img src=x&#62;"), "{html}");
        assert!(html.contains("href=\"https://admin.example.com/portal/set-password/abc\""), "{html}");
    }

    #[test]
    fn the_plain_text_reads_as_a_letter() {
        let text = Text { words: &words("Anna") }.render().expect("renders");
        let expected = "Hello, Anna!\n\nOne.\n\nSet it:\nhttps://admin.example.com/portal/set-password/abc\n\nThe request\n- Time: now\n\nTwo.\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn a_time_names_its_zone() {
        let at = DateTime::from_timestamp(1_731_411_900, 0).expect("a time");
        assert!(zoned(Lang::En, Zone::named("Europe/Moscow"), at).ends_with("14:45 (Europe/Moscow, UTC+03:00)"));
        assert!(zoned(Lang::En, Zone::named("UTC"), at).ends_with("11:45 (UTC)"));
    }
}
