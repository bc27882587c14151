//! How operators are told: each kind of notifier in its own form.

mod body;
mod post;

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::{
    model::{Kind, NewNotifier, Notifier},
    signing::{Said, signatures},
};
use crate::{
    db::{Sealed, Unsealable},
    dial::Cause,
    error::Result,
    i18n::Lang,
    resource::{Versioned, stored_password},
    state::State,
};

pub use body::Message;
pub use post::Answer;
use post::Post;

const TELEGRAM: &str = "https://api.telegram.org";

/// Where a message goes, with its secrets.
pub struct Outlet {
    pub kind: Kind,
    pub language: Lang,
    pub emails: Vec<String>,
    url: String,
    ca: String,
    chat_id: String,
    secret: SecretString,
    /// What a webhook is signed with: now, and behind a blank before.
    signing: SecretString,
    before_until: Option<chrono::DateTime<chrono::Utc>>,
}

impl Outlet {
    pub async fn stored(state: &State, it: &Versioned<Notifier>) -> Result<Self> {
        let secret = stored_password::<Notifier, ()>(state, &mut state.db.conn().await?, it).await?;
        Ok(Self {
            kind: it.kind,
            language: it.language,
            emails: it.emails.lines().map(str::to_owned).collect(),
            url: it.url.clone(),
            ca: it.ca.clone(),
            chat_id: it.chat_id.clone(),
            secret,
            signing: signing(state, it).await?,
            before_until: it.before_until,
        })
    }

    /// As a form says, with a secret that was typed or is stored.
    pub async fn tried(
        state: &State,
        before: Option<&Versioned<Notifier>>,
        (new, secret): (&NewNotifier, SecretString),
    ) -> Result<Self> {
        let signing = match before {
            Some(before) => signing(state, before).await?,
            None => SecretString::default(),
        };
        Ok(Self {
            kind: new.kind,
            language: new.language,
            emails: new.emails.clone(),
            url: new.url.clone(),
            ca: new.ca.clone(),
            chat_id: new.chat_id.clone(),
            secret,
            signing,
            before_until: before.and_then(|it| it.before_until),
        })
    }

    /// Where it goes, as far as the record may say.
    pub fn address(&self) -> Vec<(&'static str, String)> {
        let all = [
            ("kind", self.kind.as_str().to_owned()),
            ("emails", self.emails.join(", ")),
            ("url", self.url.clone()),
            ("chat_id", self.chat_id.clone()),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    /// Sends a message to anything but an address of e-mail, and says how it was answered.
    pub async fn send(&self, state: &State, message: &Message<'_>) -> Result<Answer, Cause> {
        post::post(state, self.post(state, message).ok_or(Cause::NameNotFound)?).await
    }

    fn post(&self, state: &State, message: &Message<'_>) -> Option<Post<'_>> {
        let secret = self.secret.expose_secret();
        let ca = Some(&*self.ca).filter(|ca| !ca.is_empty());
        let (url, body) = match self.kind {
            Kind::Email => return None,
            Kind::Webhook => (self.url.clone(), message.json(self.language)),
            Kind::Slack => (secret.to_owned(), message.slack(self.language)),
            Kind::Telegram => {
                (format!("{TELEGRAM}/bot{secret}/sendMessage"), message.telegram(self.language, &self.chat_id))
            }
        };
        let mut headers = Vec::new();
        if self.kind == Kind::Webhook {
            let now = state.clock.now();
            let said = Said { id: message.id, timestamp: now.timestamp(), body: &body };
            let signatures = signatures(self.signing.expose_secret(), self.before_until, now, &said);
            headers.push(("webhook-id", message.id.to_owned()));
            headers.push(("webhook-timestamp", said.timestamp.to_string()));
            headers.extend(Some(signatures).filter(|it| !it.is_empty()).map(|it| ("webhook-signature", it)));
        }
        Some(Post { url: Url::parse(&url).ok()?, ca, headers, body })
    }
}

async fn signing(state: &State, it: &Versioned<Notifier>) -> Result<SecretString> {
    if !it.has_signing {
        return Ok(SecretString::default());
    }
    let sealed = super::store::signing(&mut state.db.conn().await?, it.id).await?;
    let opened: Result<Option<String>, Unsealable> =
        sealed.map(|sealed| state.seal.open(&Sealed::NotifierSigning.place(it.id), &sealed)).transpose();
    Ok(opened?.unwrap_or_default().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_recorded_of_a_trial_holds_no_secret() {
        let outlet = Outlet {
            kind: Kind::Slack,
            language: Lang::En,
            emails: Vec::new(),
            url: String::new(),
            ca: String::new(),
            chat_id: String::new(),
            secret: "https://hooks.example.com/s3cret".to_owned().into(),
            signing: SecretString::default(),
            before_until: None,
        };
        assert_eq!(outlet.address(), [("kind", "slack".to_owned())]);
    }
}
