//! The form of a notifier as typed, and what of it is meant.

use serde::{Deserialize, Serialize};

use super::{
    NotifierForm,
    model::{Kind, NewNotifier, Notifier},
};
use crate::{
    api::Parameter,
    dial,
    error::FieldErrors,
    events::{Event, Severity},
    forms::{
        Secret,
        fields::{Parsed, choice, emails, lines_of, number, required, text},
        on,
    },
    i18n::{Lang, Message},
    lists::ListQuery,
    resource::{Form, NewPassword, filled},
    senders::{self, typed},
};

/// Accounts in a call, lines in a form.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Accounts(senders::Accounts);

impl Parameter for Accounts {
    type Typed = String;
    const NULL_SAYS: bool = true;
}

const MOST_EMAILS: usize = 10;
/// As many accounts are looked for, each time that something happens.
const MOST_ACCOUNTS: usize = 500;
const QUIET_HOURS: &str = "12";
const LONGEST_QUIET: i64 = 168;

impl Form<Notifier> for NotifierForm {
    fn blank() -> Self {
        let own = str::to_owned;
        Self {
            active: own("on"),
            all_accounts: own("on"),
            language: own("EN"),
            min_severity: own("info"),
            quiet_hours: own(QUIET_HOURS),
            events: Event::ALL.iter().map(|event| event.as_str().to_owned()).collect(),
            ..Self::default()
        }
    }

    /// The kind is asked for first.
    fn begun(query: &ListQuery) -> Self {
        match choice(query.text("kind"), kind) {
            Ok(kind) => Self { kind: kind.as_str().to_owned(), ..Self::blank() },
            Err(_) => Self::default(),
        }
    }

    /// Its accounts by their ids, which no name is taken for.
    fn of(it: &Notifier) -> Self {
        let ids = it.accounts.split(',').filter(|id| !id.is_empty());
        Self { accounts: lines_of(ids.map(|id| format!("#{id}"))), ..filled(it) }
    }

    fn parse(&self, (): ()) -> Result<NewNotifier, FieldErrors> {
        let mut errors = FieldErrors::default();
        let Some(kind) = errors.keep("kind", choice(&self.kind, kind)) else { return Err(errors) };
        self.refuse_foreign(kind, &mut errors);
        let name = errors.keep("name", required(&self.name, 80)).unwrap_or_default();
        let events = errors.keep("events", events(&self.events)).unwrap_or_default();
        let min_severity = errors.keep("min_severity", choice(&self.min_severity, severity));
        let language = errors.keep("language", choice(&self.language, |code| Lang::parse(&code.to_lowercase())));
        let accounts = errors.keep("accounts", accounts(&self.accounts, on(&self.all_accounts))).unwrap_or_default();
        let emails = match kind {
            Kind::Email => errors.keep("emails", emails(&self.emails, MOST_EMAILS)).unwrap_or_default(),
            _ => Vec::new(),
        };
        let url = match kind {
            Kind::Webhook => errors.keep("url", typed::url(&self.url, false)).unwrap_or_default(),
            _ => String::new(),
        };
        let ca = match kind.has_ca() {
            true => errors.keep("ca", dial::tls::parse_authorities(&self.ca)).unwrap_or_default(),
            false => String::new(),
        };
        let chat_id = match kind {
            Kind::Telegram => errors.keep("chat_id", chat_id(&self.chat_id)).unwrap_or_default(),
            _ => String::new(),
        };
        let new = NewNotifier {
            name,
            kind,
            active: on(&self.active),
            language: language.unwrap_or_default(),
            events,
            min_severity: min_severity.unwrap_or(Severity::Info),
            quiet_hours: errors
                .keep("quiet_hours", number(self.quiet_hours.trim(), 0, LONGEST_QUIET))
                .unwrap_or_default(),
            all_accounts: on(&self.all_accounts),
            accounts,
            emails,
            url,
            ca,
            chat_id,
            secret: errors.keep("secret", secret(kind, &self.secret)).unwrap_or(NewPassword::Keep),
        };
        if errors.is_empty() && new.heard().is_empty() {
            errors.add("min_severity", "refused-notifier-severity");
        }
        errors.or(new)
    }
}

impl NotifierForm {
    pub fn kind(&self) -> Option<Kind> {
        kind(self.kind.trim())
    }

    /// What the kind does not have, or the kind of a stored one, is not thrown away in silence.
    fn refuse_foreign(&self, kind: Kind, errors: &mut FieldErrors) {
        let foreign = [
            ("emails", &*self.emails, kind == Kind::Email),
            ("url", &*self.url, kind == Kind::Webhook),
            ("ca", &*self.ca, kind.has_ca()),
            ("chat_id", &*self.chat_id, kind == Kind::Telegram),
            ("secret", self.secret.expose(), kind.has_secret()),
        ];
        for (field, _, _) in foreign.iter().filter(|(_, typed, is_there)| !is_there && !typed.trim().is_empty()) {
            errors.add(field, "refused-notifier-not-of-kind");
        }
    }
}

/// At least one, each once, in the order of the list.
fn events(typed: &[String]) -> Parsed<Vec<Event>> {
    let mut chosen = Vec::new();
    for code in typed {
        chosen.push(choice(code, |code| code.parse::<Event>().ok())?);
    }
    if chosen.is_empty() {
        return Err("refused-notifier-no-event".into());
    }
    Ok(Event::ALL.iter().copied().filter(|event| chosen.contains(event)).collect())
}

fn accounts(typed: &str, all: bool) -> Parsed<Vec<String>> {
    let accounts = typed::accounts(typed)?;
    if accounts.len() > MOST_ACCOUNTS {
        return Err(Message::new("refused-notifier-accounts").with("most", MOST_ACCOUNTS as i64));
    }
    if !all && accounts.is_empty() {
        return Err("refused-notifier-no-account".into());
    }
    Ok(accounts)
}

/// A number, below zero of a group, or the name of a public channel.
fn chat_id(typed: &str) -> Parsed<String> {
    let id = required(typed, 64)?;
    let name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let is_good = match id.strip_prefix('@') {
        Some(channel) => !channel.is_empty() && channel.chars().all(name),
        None => id.parse::<i64>().is_ok_and(|id| id != 0),
    };
    if is_good { Ok(id) } else { Err("refused-notifier-chat".into()) }
}

/// The token of a bot, or an address that is a secret.
fn secret(kind: Kind, typed: &Secret) -> Parsed<NewPassword> {
    let typed = typed.expose();
    if typed.is_empty() || !kind.has_secret() {
        return Ok(NewPassword::Keep);
    }
    if kind == Kind::Slack {
        return typed::url(typed, false).map(NewPassword::Set);
    }
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let is_token = |(bot, key): (&str, &str)| {
        (1..=20).contains(&bot.len())
            && bot.bytes().all(|it| it.is_ascii_digit())
            && (20..=128).contains(&key.len())
            && key.chars().all(part)
    };
    match text(typed, 256)?.split_once(':').is_some_and(is_token) && !typed.contains(char::is_whitespace) {
        true => Ok(NewPassword::Set(typed.to_owned())),
        false => Err("refused-notifier-token".into()),
    }
}

fn kind(code: &str) -> Option<Kind> {
    code.to_owned().try_into().ok()
}

fn severity(code: &str) -> Option<Severity> {
    code.to_owned().try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chat_is_a_number_or_a_channel() {
        for good in ["42", "-1001234567890", "@our_channel"] {
            assert_eq!(chat_id(good).as_deref(), Ok(good));
        }
        for refused in ["", "0", "4 2", "our_channel", "@", "@a/b", "@a b", "1e3"] {
            assert!(chat_id(refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn addresses_are_kept_once_and_few() {
        assert_eq!(
            emails("a@example.com, b@example.com\na@example.com", MOST_EMAILS),
            Ok(vec!["a@example.com".to_owned(), "b@example.com".to_owned()])
        );
        let many = (0..=MOST_EMAILS).map(|at| format!("a{at}@example.com")).collect::<Vec<_>>().join("\n");
        assert!(emails(&many, MOST_EMAILS).is_err() && emails(" ,\n", 1).is_err() && emails("nobody", 1).is_err());
    }
}
