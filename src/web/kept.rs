//! A form that could not be received, because its reader had to sign in (or prove who they are) first: its values wait,
//! sealed, and are back on its page afterwards.
//!
//! The form's own token says, under a mark of ours, for whom the form was made. So a stranger has nothing kept, and
//! nobody but that person gets the values, whatever has become of the session since.

use actix_web::{
    HttpRequest,
    cookie::{Cookie, time},
    dev::Payload,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::Duration;
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq;

use super::{Page, form, own_path, page::cookie_name, store, upload::Room};
use crate::{
    db::{Seal, hash, random_token},
    error::Result,
    forms::{Editing, secret},
    people::{Owner, OwnerKind},
    state::State,
};

const GOOD_FOR: Duration = Duration::minutes(30);
const LARGEST: usize = 64 * 1024;
/// At a time, of one address.
const MOST: i64 = 20;
const COOKIE: &str = "kept";
/// In the address of a page that is asked to show what was kept.
const ASKED: &str = "kept=1";
/// What a form's token is signed for.
const PURPOSE: &str = "form";

/// A form that waits.
pub struct Kept {
    /// Its page, showing the values again.
    pub address: String,
    pub cookie: Cookie<'static>,
}

/// The token of a session's forms: random, and telling us whose they are.
pub fn token_of(seal: &Seal, owner: Owner) -> String {
    let text = format!("{}.{}.{}", owner.kind.as_str(), owner.id, random_token());
    format!("{text}.{}", mark(seal, &text))
}

/// The token of the forms of somebody who is not signed in, by the cookie of theirs.
pub fn token_of_visitor(seal: &Seal, visitor: &str) -> String {
    let text = URL_SAFE_NO_PAD.encode(seal.sign("csrf", visitor));
    format!("{text}.{}", mark(seal, &text))
}

/// Whether a form of that side was given this token, to whomever and whenever.
pub fn is_ours(seal: &Seal, token: &str, side: OwnerKind) -> bool {
    marked(seal, token).is_some_and(|text| !text.contains('.'))
        || owner_of(seal, token).is_some_and(|owner| owner.kind == side)
}

fn marked<'a>(seal: &Seal, token: &'a str) -> Option<&'a str> {
    let (text, signed) = token.rsplit_once('.')?;
    bool::from(signed.as_bytes().ct_eq(mark(seal, text).as_bytes())).then_some(text)
}

fn owner_of(seal: &Seal, token: &str) -> Option<Owner> {
    let mut parts = marked(seal, token)?.split('.');
    let kind =
        parts.next().and_then(|kind| [OwnerKind::Admin, OwnerKind::User].into_iter().find(|it| it.as_str() == kind))?;
    Some(Owner { kind, id: parts.next()?.parse().ok()? })
}

fn mark(seal: &Seal, text: &str) -> String {
    URL_SAFE_NO_PAD.encode(seal.sign(PURPOSE, text))
}

/// Keeps a form that is about to be answered with a redirect. None where there is nothing to keep: not from this site,
/// not a form of ours, too large or too many. It must not turn the redirect into an error, so whatever fails is logged.
pub async fn keep(req: &HttpRequest, payload: Payload) -> Option<Kept> {
    form::same_site(req).ok()?;
    let (pairs, _) = form::read(req, payload, Room::Memory).await.ok()?;
    keep_pairs(req, &pairs).await
}

/// Keeps a form that was received and found to need more than its reader has shown.
pub async fn keep_received(req: &HttpRequest) -> Option<Kept> {
    keep_pairs(req, &form::received(req)?).await
}

async fn keep_pairs(req: &HttpRequest, pairs: &[(String, String)]) -> Option<Kept> {
    let page = Page::of(req).ok()?;
    let token = pairs.iter().find(|(name, _)| name == "csrf")?;
    let owner = owner_of(&page.state.seal, &token.1).filter(|owner| owner.kind == page.side())?;
    let browser = page.kept_token(req).unwrap_or_else(random_token);
    match write(&page, (owner, &browser), pairs).await {
        Ok(true) => Some(Kept { address: format!("{}?{ASKED}", page.path), cookie: page.kept_cookie(browser) }),
        Ok(false) => None,
        Err(error) => {
            tracing::error!(request = page.request_id, %error, "a form could not be kept");
            None
        }
    }
}

async fn write(page: &Page, (owner, browser): (Owner, &str), pairs: &[(String, String)]) -> Result<bool> {
    let is_kept = |(name, value): &&(String, String)| match name.as_str() {
        "csrf" => false,
        "return_to" => own_path(value).is_some(),
        name => !secret::NAMES.contains(&name),
    };
    let kept: Vec<&(String, String)> = pairs.iter().filter(is_kept).collect();
    let text = serde_json::to_string(&kept).map_err(anyhow::Error::from)?;
    let is_typed = |(name, _): &&(String, String)| !matches!(name.as_str(), "version" | "was" | "return_to");
    if text.len() > LARGEST || !kept.iter().copied().any(|pair| is_typed(&pair)) {
        return Ok(false);
    }
    let token_hash = hash(browser);
    let pairs_sealed = page.state.seal.seal(&place(&token_hash, &page.path), &text)?;
    let mut conn = page.state.db.begin().await?;
    if store::count_kept_forms(&mut conn, &page.client.ip, page.now()).await? >= MOST {
        return Ok(false);
    }
    let expires_at = page.now() + GOOD_FOR;
    let form = store::KeptForm {
        token_hash: &token_hash,
        path: &page.path,
        owner,
        pairs_sealed: &pairs_sealed,
        ip: &page.client.ip,
        expires_at,
    };
    store::keep_form(&mut conn, &form).await?;
    conn.commit().await?;
    Ok(true)
}

/// The form has been received now, so what waited of it is of no more use.
pub async fn forget(req: &HttpRequest, page: &Page) -> Result<()> {
    let Some(browser) = page.kept_token(req) else { return Ok(()) };
    let mut conn = page.state.db.begin().await?;
    store::drop_kept_form(&mut conn, &hash(&browser), &page.path).await?;
    Ok(conn.commit().await?)
}

/// The browser's token, where the address asks for what was kept.
pub fn asked(req: &HttpRequest, state: &State) -> Option<String> {
    let asks = req.query_string().split('&').any(|pair| pair == ASKED);
    if asks { token(req, state) } else { None }
}

fn token(req: &HttpRequest, state: &State) -> Option<String> {
    let cookie = req.cookie(&cookie_name(COOKIE, state.config.https()))?;
    Some(cookie.value().to_owned()).filter(|token| token.len() == 43)
}

fn place(token_hash: &str, path: &str) -> String {
    format!("kept_forms.pairs:{token_hash}:{path}")
}

impl Page {
    /// The form as it was typed before its reader had to sign in, with a notice that says so; else `fresh`.
    pub async fn kept_or<F: DeserializeOwned>(&mut self, fresh: F) -> F {
        self.kept_as(|pairs| form::decode(pairs).ok()).await.unwrap_or(fresh)
    }

    /// [`Self::kept_or`] for a form whose [`Editing`] stands beside it.
    pub async fn kept_edit<F: DeserializeOwned>(&mut self, fresh: F, editing: Editing) -> (F, Editing) {
        self.kept_as(|pairs| form::decode(pairs).ok().zip(form::decode(pairs).ok())).await.unwrap_or((fresh, editing))
    }

    async fn kept_as<F>(&mut self, read: impl FnOnce(&[(String, String)]) -> Option<F>) -> Option<F> {
        let found = match self.find_kept().await {
            Ok(found) => found,
            Err(error) => {
                tracing::error!(request = self.request_id, %error, "a kept form could not be read");
                None
            }
        };
        let form = read(&found?)?;
        self.flash = Some("form-kept".into());
        Some(form)
    }

    async fn find_kept(&self) -> Result<Option<Vec<(String, String)>>> {
        let (Some(browser), Some(session)) = (&self.kept, &self.session) else { return Ok(None) };
        let token_hash = hash(browser);
        let mut conn = self.state.db.conn().await?;
        let Some(sealed) =
            store::find_kept_form(&mut conn, (&token_hash, &self.path), session.owner, self.now()).await?
        else {
            return Ok(None);
        };
        let text = self.state.seal.open(&place(&token_hash, &self.path), &sealed)?;
        Ok(Some(serde_json::from_str(&text).map_err(anyhow::Error::from)?))
    }

    fn kept_token(&self, req: &HttpRequest) -> Option<String> {
        token(req, &self.state)
    }

    fn kept_cookie(&self, browser: String) -> Cookie<'static> {
        let mut cookie = self.cookie(COOKIE, browser);
        cookie.set_max_age(time::Duration::seconds(GOOD_FOR.num_seconds()));
        cookie
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_tells_whose_form_it_is_and_cannot_be_made_up() {
        let (seal, owner) = (Seal::new([7; 32]), Owner { kind: OwnerKind::User, id: 12 });
        let token = token_of(&seal, owner);
        assert_eq!(owner_of(&seal, &token), Some(owner));
        assert_eq!(owner_of(&seal, &token.replace("user.12", "user.13")), None);
        assert_eq!(owner_of(&Seal::new([8; 32]), &token), None);
        assert_eq!(owner_of(&seal, &random_token()), None);
    }

    #[test]
    fn a_form_of_ours_is_known_as_such_and_tells_its_side() {
        let seal = Seal::new([7; 32]);
        let (visitor, user) =
            (token_of_visitor(&seal, "somebody"), token_of(&seal, Owner { kind: OwnerKind::User, id: 12 }));
        assert_eq!(owner_of(&seal, &visitor), None);
        assert!([OwnerKind::Admin, OwnerKind::User].into_iter().all(|side| is_ours(&seal, &visitor, side)));
        assert!(is_ours(&seal, &user, OwnerKind::User) && !is_ours(&seal, &user, OwnerKind::Admin));
        for made_up in ["", "x", ".", "A.A", &random_token(), &visitor.replacen('.', "", 1), &format!("x{visitor}")] {
            assert!(!is_ours(&seal, made_up, OwnerKind::Admin), "{made_up}");
        }
        assert!(!is_ours(&Seal::new([8; 32]), &visitor, OwnerKind::Admin));
    }
}
