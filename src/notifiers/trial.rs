//! Whether operators would be told: one message that says it is a test goes out at once, and how it is answered is shown.

use std::time::Instant;

use secrecy::ExposeSecret;

use super::{
    model::{Kind, NewNotifier, Notifier},
    send::{Message, Outlet},
    store::deliveries::message_id,
};
use crate::{
    change::{Actor, Change},
    dial::Cause,
    error::{FieldErrors, Result},
    i18n,
    mail::{letters, outbox},
    resource::{Found, NewPassword, Stored, Tried, Versioned, password_of},
    state::State,
};

impl Tried for Notifier {
    type Target = (Outlet, String);

    async fn target(state: &State, before: Option<&Versioned<Self>>, new: &NewNotifier) -> Result<Self::Target> {
        if before.is_some_and(|before| before.kind != new.kind) {
            return Err(FieldErrors::one("kind", "refused-notifier-kind-stays").into());
        }
        let secret = password_of::<Self, ()>(state, before, new).await?;
        if new.kind.has_secret() && secret.expose_secret().is_empty() {
            return Err(FieldErrors::one("secret", "refused-empty").into());
        }
        Ok((Outlet::tried(state, before, (new, secret)).await?, new.name.clone()))
    }

    fn is_stored(before: &Self, new: &NewNotifier) -> bool {
        new.secret == NewPassword::Keep && !new.leads_elsewhere(before)
    }

    fn address((outlet, _): &Self::Target) -> Vec<(&'static str, String)> {
        outlet.address()
    }

    fn label(new: &NewNotifier) -> String {
        new.name.clone()
    }

    async fn attempt(state: &State, (): (), (outlet, name): &Self::Target) -> Result<Found, Cause> {
        let id = message_id();
        let message = Message {
            id: &id,
            event: None,
            kind: Self::KIND,
            object_id: None,
            name,
            account_id: None,
            said: Vec::new(),
            at: state.clock.now(),
            link: state.config.link("/notifiers"),
        };
        if outlet.kind == Kind::Email {
            let began = Instant::now();
            write(state, outlet, &message).await.map_err(|_| Cause::NoAnswer)?;
            let queued = i18n::Message::new("notifier-test-queued").with("count", outlet.emails.len() as i64);
            return Ok(Found::new("Steward", "", None, None, began.elapsed()).remarking("trial-answer", queued));
        }
        let answer = outlet.send(state, &message).await?;
        match answer.is_good() {
            true => {
                let status = i18n::Message::new("notifier-answered").with("status", i64::from(answer.status));
                Ok(Found::new("HTTP", "", answer.tls, None, answer.round_trip).remarking("trial-answer", status))
            }
            false => Err(Cause::Answered(answer.status)),
        }
    }
}

/// Letters go by the outbox, a test too.
async fn write(state: &State, outlet: &Outlet, message: &Message<'_>) -> Result<()> {
    let mut change = Change::begin(state, Actor::system("steward")).await?;
    let text = message.text(outlet.language);
    for to in &outlet.emails {
        let told = letters::event::Told { text: &text, path: "/notifiers", is_test: true };
        let letter = letters::event::event(state, (to, outlet.language), &told);
        outbox::queue(&mut change, &state.seal, letter).await?;
    }
    change.keep();
    change.commit().await
}
