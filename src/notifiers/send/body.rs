//! What a message says, and how each kind of notifier has it.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::json;

use crate::{
    events::{Event, Severity},
    i18n::{self, Lang},
    people::clean,
};

/// Of a name.
const LONGEST: usize = 200;

/// One event, to be told.
pub struct Message<'a> {
    /// The same however often it is tried.
    pub id: &'a str,
    /// None is a test.
    pub event: Option<Event>,
    pub kind: &'a str,
    pub object_id: Option<i64>,
    pub name: &'a str,
    pub account_id: Option<i64>,
    pub said: Vec<(String, String)>,
    pub at: DateTime<Utc>,
    /// The absolute address of the page about it.
    pub link: String,
}

impl Message<'_> {
    fn severity(&self) -> Severity {
        self.event.map_or(Severity::Info, Event::severity)
    }

    /// In one sentence.
    pub fn text(&self, lang: Lang) -> String {
        let key = match self.event {
            Some(event) => format!("event-told-{}", event.as_str().replace('_', "-")),
            None => "event-told-test".to_owned(),
        };
        lang.say(&i18n::Message::new(key).with("name", clean(self.name, LONGEST)))
    }

    /// With what else is known of it, for people.
    fn lines(&self, lang: Lang) -> String {
        let severity = lang.t(&format!("severity-{}", self.severity().as_str()));
        let said = self.said.iter().map(|(field, value)| format!("\n{field}: {}", clean(value, LONGEST)));
        format!("{severity}: {}{}\n{}", self.text(lang), said.collect::<String>(), self.link)
    }

    pub fn json(&self, lang: Lang) -> String {
        let details: serde_json::Map<_, _> =
            self.said.iter().map(|(field, value)| (field.clone(), value.as_str().into())).collect();
        json!({
            "type": self.event.map_or("test", Event::as_str),
            "timestamp": self.at.to_rfc3339_opts(SecondsFormat::Secs, true),
            "data": {
                "test": self.event.is_none(),
                "severity": self.severity().as_str(),
                "text": self.text(lang),
                "link": self.link,
                "object": {"kind": self.kind, "id": self.object_id, "name": self.name},
                "account_id": self.account_id,
                "details": details,
            },
        })
        .to_string()
    }

    /// In its texts three characters mean something else.
    pub fn slack(&self, lang: Lang) -> String {
        let text = self.lines(lang).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        json!({"text": text}).to_string()
    }

    pub fn telegram(&self, lang: Lang, chat_id: &str) -> String {
        json!({"chat_id": chat_id, "text": self.lines(lang), "link_preview_options": {"is_disabled": true}}).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(event: Option<Event>) -> Message<'static> {
        Message {
            id: "msg_1",
            event,
            kind: "account",
            object_id: Some(7),
            name: "<Acme> & co",
            account_id: Some(7),
            said: vec![("metric".to_owned(), "emails".to_owned())],
            at: DateTime::UNIX_EPOCH,
            link: "https://admin.example.com/accounts/7".to_owned(),
        }
    }

    #[test]
    fn each_event_is_told_in_both_languages() {
        for lang in Lang::ALL {
            for event in Event::ALL.iter().copied().map(Some).chain([None]) {
                let text = message(event).text(lang);
                assert!(!text.starts_with("event-told"), "{event:?}");
            }
        }
    }

    #[test]
    fn a_message_is_json_with_what_is_known_of_it() {
        let said: serde_json::Value =
            serde_json::from_str(&message(Some(Event::TariffReached)).json(Lang::En)).expect("it is JSON");
        assert_eq!(said["type"], "tariff_reached");
        assert_eq!(said["timestamp"], "1970-01-01T00:00:00Z");
        assert_eq!(said["data"]["object"], json!({"kind": "account", "id": 7, "name": "<Acme> & co"}));
        assert_eq!(said["data"]["details"], json!({"metric": "emails"}));
        assert_eq!((&said["data"]["severity"], &said["data"]["test"]), (&json!("error"), &json!(false)));
    }

    #[test]
    fn a_name_is_no_markup() {
        let slack = message(Some(Event::AccountFrozen)).slack(Lang::En);
        assert!(slack.contains("&lt;Acme&gt; &amp; co") && !slack.contains("<Acme>"), "{slack}");
        let telegram = message(None).telegram(Lang::En, "@channel");
        assert!(telegram.contains("<Acme> & co") && telegram.contains("\"chat_id\":\"@channel\""), "{telegram}");
        assert!(!telegram.contains("parse_mode"), "its texts are taken as they are");
    }
}
