//! What a page says once, after a change that led there.

use actix_web::{HttpResponse, cookie::Cookie, http::header};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use super::{Html, Page, own_path};
use crate::{change::Undoers, error::Result, i18n::Message, mail::Transport, people::OwnerKind, state::State};

#[derive(Default, Serialize, Deserialize)]
pub(super) struct Flash {
    pub said: Option<Message>,
    /// An address, and the key of what leads there.
    #[serde(default)]
    pub next: Option<(String, String)>,
    /// The record of what was done, where it can be taken back.
    #[serde(default)]
    pub undo: Option<i64>,
    pub letters_wait: bool,
}

pub(super) const FLASH: &str = "flash";

impl Flash {
    pub fn read(state: &State, value: &str) -> Option<Self> {
        let (mark, body) = value.split_once('.')?;
        let mark = URL_SAFE_NO_PAD.decode(mark).ok()?;
        if !bool::from(mark.as_slice().ct_eq(&state.seal.sign(FLASH, body))) {
            return None;
        }
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(body).ok()?).ok()
    }
}

impl Page {
    /// 303, after a change.
    pub fn go(&self, path: &str) -> Html {
        self.lead(path, None, None)
    }

    /// 303 with a notice on the next page; from a form for new things to the form again, where that was asked for.
    pub fn go_saying(&self, path: &str, message: impl Into<Message>) -> Html {
        self.lead(if self.goes_on { &self.path } else { path }, Some(message.into()), None)
    }

    /// The same, where there is a next step: its address, and the key of the link.
    pub fn go_saying_next(&self, path: &str, message: Message, (address, label): (String, &str)) -> Html {
        let next = Some((address, label.to_owned()));
        self.lead(if self.goes_on { &self.path } else { path }, Some(message), next)
    }

    fn lead(&self, path: &str, said: Option<Message>, next: Option<(String, String)>) -> Html {
        let mut answer = HttpResponse::SeeOther();
        answer.insert_header((header::LOCATION, own_path(path).unwrap_or("/")));
        if said.is_some() || self.letters_wait() {
            answer.cookie(self.notice(said, next)?);
        }
        Ok(answer.finish())
    }

    /// The record of what this request has changed, where the reader may take it back.
    fn undoable(&self) -> Option<i64> {
        let made = self.changes.last_made().filter(|_| self.side() == OwnerKind::Admin)?;
        let undoes = self.state.part::<Undoers>().of(made.kind, &made.action, &made.fields).ok()?;
        self.may(undoes.needs()).then_some(made.id)
    }

    /// Whether an administrator is to be told that a letter, queued a moment ago, waits because no mail server is set.
    pub fn letters_wait(&self) -> bool {
        let queued = self.letters_waited || self.changes.has_queued_letters();
        queued && self.state.part::<Transport>().is_none() && self.side() == OwnerKind::Admin && self.admin().is_some()
    }

    /// What makes the next page say it.
    pub fn flash_cookie(&self, said: Option<Message>) -> Result<Cookie<'static>> {
        self.notice(said, None)
    }

    fn notice(&self, said: Option<Message>, next: Option<(String, String)>) -> Result<Cookie<'static>> {
        let flash = Flash { said, next, undo: self.undoable(), letters_wait: self.letters_wait() };
        let body = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&flash).map_err(anyhow::Error::from)?);
        let mark = URL_SAFE_NO_PAD.encode(self.state.seal.sign(FLASH, &body));
        Ok(self.cookie(FLASH, format!("{mark}.{body}")))
    }
}
