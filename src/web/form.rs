//! The only way to read a form: no value exists before the CSRF token was found right.

use std::{any::TypeId, collections::HashMap};

use actix_multipart::{Multipart, MultipartError};
use actix_web::{
    FromRequest, HttpMessage, HttpRequest,
    dev::Payload,
    error::PayloadError,
    http::header,
    web::{self, Bytes, BytesMut},
};
use futures_util::{Stream, StreamExt, future::LocalBoxFuture};
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq;

use super::{
    Page,
    connections::is_too_slow,
    kept, masked,
    upload::{self, Room, Upload},
};
use crate::{
    error::Error,
    forms::{Editing, stale::resolve},
    state::State,
};

const LARGEST_BODY: usize = 1024 * 1024;
/// What is kept of a form with files.
const LARGEST_MULTIPART: usize = 3 * 1024 * 1024;
/// How much of it is read at all, so that a file that is too large costs nothing of what was typed beside it.
const LARGEST_READ: usize = 104 * 1024 * 1024;
/// What each part costs besides.
const PART: usize = 64;

/// A posted form, urlencoded or multipart. Fields are strings first: what does not parse is a field error, not a 400.
pub struct Posted<T> {
    pub form: T,
    /// As typed, in the order of the form.
    pub pairs: Vec<(String, String)>,
    pub files: HashMap<String, Upload>,
}

impl<T: DeserializeOwned + 'static> FromRequest for Posted<T> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let req = req.clone();
        let payload = payload.take();
        Box::pin(async move { receive(&req, payload, Room::Memory).await?.accept(&req).await })
    }
}

/// A form of somebody who is not signed in yet. One whose token is of another tab or another day does nothing; but it
/// is told apart from one that was made elsewhere, so that its page can be shown again with what was typed and a fresh
/// token.
pub enum Attempt<T> {
    Good(Posted<T>),
    /// With the sentence that says why it comes again.
    Again(T, &'static str),
}

impl<T: DeserializeOwned + 'static> FromRequest for Attempt<T> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let req = req.clone();
        let payload = payload.take();
        Box::pin(async move {
            let received = receive(&req, payload, Room::Memory).await?;
            if received.is_good() || !received.is_ours() {
                return Ok(Self::Good(received.accept(&req).await?));
            }
            let why = if req.headers().contains_key(header::COOKIE) { "form-again" } else { "form-without-cookies" };
            Ok(Self::Again(decode_any(&received.pairs)?, why))
        })
    }
}

/// A form of this site, whose token nobody has looked at.
pub(super) struct Received {
    page: Page,
    pairs: Pairs,
    files: HashMap<String, Upload>,
}

/// What a form was, for keeping it where its handler finds that more must be asked first.
struct KeptPairs(Pairs);

pub(super) async fn receive(req: &HttpRequest, payload: Payload, room: Room) -> Result<Received, Error> {
    same_site(req)?;
    let page = Page::extract(req).await?;
    let (pairs, files) = read(req, payload, room).await?;
    Ok(Received { page, pairs, files })
}

impl Received {
    fn token(&self) -> &str {
        self.pairs.iter().find(|(name, _)| name == "csrf").map_or("", |(_, value)| value)
    }

    fn is_good(&self) -> bool {
        self.token().as_bytes().ct_eq(self.page.token.as_bytes()).into()
    }

    /// Whether a form of this side held the token, if not this reader's.
    fn is_ours(&self) -> bool {
        kept::is_ours(&self.page.state.seal, self.token(), self.page.side())
    }

    pub(super) async fn accept<T: DeserializeOwned + 'static>(self, req: &HttpRequest) -> Result<Posted<T>, Error> {
        if !self.is_good() {
            return Err(Error::Csrf);
        }
        kept::forget(req, &self.page).await?;
        req.extensions_mut().insert(KeptPairs(self.pairs.clone()));
        Ok(Posted { form: decode_any(&self.pairs)?, pairs: self.pairs, files: self.files })
    }
}

/// The form that this request brought, if its token was right.
pub(super) fn received(req: &HttpRequest) -> Option<Pairs> {
    req.extensions().get::<KeptPairs>().map(|kept| kept.0.clone())
}

/// A handler that asks for `()` gets it, whatever was sent: serde takes a unit only from an empty form, and every form
/// holds its token.
fn decode_any<T: DeserializeOwned + 'static>(pairs: &[(String, String)]) -> Result<T, Error> {
    decode(if TypeId::of::<T>() == TypeId::of::<()>() { &[] } else { pairs })
}

pub(super) fn decode<T: DeserializeOwned>(pairs: &[(String, String)]) -> Result<T, Error> {
    let encoded = serde_html_form::to_string(pairs).map_err(|_| Error::Malformed("form"))?;
    serde_html_form::from_str(&encoded).map_err(|_| Error::Malformed("a field is given twice"))
}

impl<T> Posted<T> {
    /// A file that was chosen.
    pub fn file(&self, name: &str) -> Option<&Upload> {
        self.files.get(name)
    }

    pub fn editing(&self) -> Result<Editing, Error> {
        decode(&self.pairs)
    }
}

/// Browsers say where a request comes from; those that do not say it in `Sec-Fetch-Site`, which over plain http none
/// does, say it in `Origin`. A hidden origin is nobody's. Programs say neither.
pub(super) fn same_site(req: &HttpRequest) -> Result<(), Error> {
    let text = |name| req.headers().get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
    let ours = match (text(header::HeaderName::from_static("sec-fetch-site")), text(header::ORIGIN)) {
        (_, Some("null")) => false,
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => is_own_origin(req, origin),
        (None, None) => true,
    };
    if ours { Ok(()) } else { Err(Error::Csrf) }
}

fn is_own_origin(req: &HttpRequest, origin: &str) -> bool {
    req.app_data::<web::Data<State>>().is_some_and(|state| state.config.is_own_origin(origin))
}

type Pairs = Vec<(String, String)>;
type Fields = (Pairs, HashMap<String, Upload>);

pub(super) async fn read(req: &HttpRequest, payload: Payload, room: Room) -> Result<Fields, Error> {
    let kind = req.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    if kind.starts_with("multipart/form-data") {
        let (pairs, files) = read_multipart(Multipart::new(req.headers(), limited(payload)), room).await?;
        return Ok((resolve(unmasked(pairs)), files));
    }
    if !kind.is_empty() && !kind.starts_with("application/x-www-form-urlencoded") {
        return Err(Error::Malformed("not a form"));
    }
    let body = collect(payload, LARGEST_BODY, |error| match is_too_slow(&error) {
        true => Error::TooSlow,
        false => Error::Malformed("the body broke off"),
    })
    .await?;
    let pairs = serde_html_form::from_bytes(&body).map_err(|_| Error::Malformed("not a form"))?;
    Ok((resolve(unmasked(pairs)), HashMap::new()))
}

fn unmasked(mut pairs: Pairs) -> Pairs {
    pairs.iter_mut().filter(|(name, _)| name == "csrf").for_each(|(_, token)| *token = masked::unmask(token));
    pairs
}

/// No more than is read of a form, whatever it is cut into.
fn limited(payload: Payload) -> impl Stream<Item = Result<Bytes, PayloadError>> + Unpin + 'static {
    let mut left = LARGEST_READ;
    payload.map(move |chunk| {
        let chunk = chunk?;
        left = left.checked_sub(chunk.len()).ok_or(PayloadError::Overflow)?;
        Ok(chunk)
    })
}

pub(super) fn refusal(error: &MultipartError) -> Error {
    match error {
        MultipartError::Payload(PayloadError::Overflow) => Error::TooLarge,
        MultipartError::Payload(error) if is_too_slow(error) => Error::TooSlow,
        _ => Error::Malformed("multipart"),
    }
}

async fn read_multipart(mut parts: Multipart, room: Room) -> Result<Fields, Error> {
    let (mut pairs, mut files) = (Vec::new(), HashMap::new());
    let mut left = LARGEST_MULTIPART;
    while let Some(part) = parts.next().await {
        let part = part.map_err(|error| refusal(&error))?;
        let name = part.name().unwrap_or("").to_owned();
        let file_name = part.content_disposition().and_then(|it| it.get_filename()).map(str::to_owned);
        // A part without a name or content takes memory too.
        left = left.checked_sub(PART + name.len()).ok_or(Error::TooLarge)?;
        match file_name {
            None => {
                let bytes = collect(part, left, |error| refusal(&error)).await?;
                left -= bytes.len();
                pairs.push((name, String::from_utf8(bytes.to_vec()).map_err(|_| Error::Malformed("not UTF-8"))?));
            }
            Some(file_name) => {
                let upload = upload::file(part, room, left).await?;
                let size = if let Upload::Whole(bytes) = &upload { bytes.len() } else { 0 };
                left -= size;
                // For a control that nobody touched, browsers send a part without a name and a content.
                if !file_name.is_empty() || !matches!(&upload, Upload::Whole(bytes) if bytes.is_empty()) {
                    files.insert(name, upload);
                }
            }
        }
    }
    Ok((pairs, files))
}

/// Lets a form through that is refused unread: a browser that is still sending it would meet a closed connection before
/// it reads the answer.
pub async fn discard(mut payload: Payload) {
    let mut left = LARGEST_MULTIPART;
    while let Some(Ok(chunk)) = payload.next().await {
        match left.checked_sub(chunk.len()) {
            Some(fewer) => left = fewer,
            None => return,
        }
    }
}

async fn collect<S, E>(mut stream: S, limit: usize, refusal: impl Fn(E) -> Error) -> Result<Bytes, Error>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
{
    let mut all = BytesMut::new();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(&refusal)?;
        if all.len() + chunk.len() > limit {
            return Err(Error::TooLarge);
        }
        all.extend_from_slice(&chunk);
    }
    Ok(all.freeze())
}
