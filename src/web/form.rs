//! The only way to read a form: no value exists before the CSRF token was found right.

use std::{any::TypeId, collections::HashMap};

use actix_multipart::{Multipart, MultipartError};
use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    error::PayloadError,
    http::header,
    web::{self, Bytes, BytesMut},
};
use futures_util::{Stream, StreamExt, future::LocalBoxFuture};
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq;

use super::{Page, connections::is_too_slow, kept, stale::settle};
use crate::{error::Error, state::State};

const LARGEST_BODY: usize = 1024 * 1024;
const LARGEST_MULTIPART: usize = 3 * 1024 * 1024;

/// A posted form, urlencoded or multipart. Fields are strings first: what does not parse is a field error, not a 400.
pub struct Posted<T> {
    pub form: T,
    /// As typed, in the order of the form.
    pub pairs: Vec<(String, String)>,
    pub files: HashMap<String, Upload>,
}

/// A file of a multipart form; its name and type are a stranger's word and not kept.
pub struct Upload {
    pub bytes: Bytes,
}

impl<T: DeserializeOwned + 'static> FromRequest for Posted<T> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let req = req.clone();
        let payload = payload.take();
        Box::pin(async move {
            same_site(&req)?;
            let page = Page::extract(&req).await?;
            let (pairs, files) = read(&req, payload).await?;
            let token = pairs.iter().find(|(name, _)| name == "csrf").map_or("", |(_, value)| value);
            if !bool::from(token.as_bytes().ct_eq(page.csrf.as_bytes())) {
                return Err(Error::Csrf);
            }
            kept::forget(&req, &page).await?;
            Ok(Self { form: decode_any(&pairs)?, pairs, files })
        })
    }
}

/// Of `()` nothing is read, whatever was sent: serde takes a unit only from an empty form, and every form holds its token.
fn decode_any<T: DeserializeOwned + 'static>(pairs: &[(String, String)]) -> Result<T, Error> {
    decode(if TypeId::of::<T>() == TypeId::of::<()>() { &[] } else { pairs })
}

pub(super) fn decode<T: DeserializeOwned>(pairs: &[(String, String)]) -> Result<T, Error> {
    let encoded = serde_html_form::to_string(pairs).map_err(|_| Error::Malformed("form"))?;
    serde_html_form::from_str(&encoded).map_err(|_| Error::Malformed("a field is given twice"))
}

impl<T> Posted<T> {
    /// A file that was really chosen: browsers send an empty part for an untouched control.
    pub fn file(&self, name: &str) -> Option<&Upload> {
        self.files.get(name).filter(|upload| !upload.bytes.is_empty())
    }
}

/// Whether a check box was ticked.
pub fn on(value: &str) -> bool {
    matches!(value, "on" | "true" | "1")
}

/// The version an edit form was made from; one that is no number is never current.
pub fn version(value: &str) -> i64 {
    value.parse().unwrap_or(0)
}

/// Whether a field of this name holds what is never shown or kept, as typed.
pub fn is_secret(name: &str) -> bool {
    matches!(name, "password" | "current_password" | "password_again" | "bind_password" | "code" | "secret" | "token")
}

/// Browsers say where a request comes from; those that do not say it in `Sec-Fetch-Site` say it in `Origin`. Programs say neither.
pub(super) fn same_site(req: &HttpRequest) -> Result<(), Error> {
    let text = |name| req.headers().get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
    let ours = match (text(header::HeaderName::from_static("sec-fetch-site")), text(header::ORIGIN)) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => is_own_origin(req, origin),
        (None, None) => true,
    };
    if ours { Ok(()) } else { Err(Error::Csrf) }
}

fn is_own_origin(req: &HttpRequest, origin: &str) -> bool {
    let Some(state) = req.app_data::<web::Data<State>>() else { return false };
    let scheme = state.config.base_url.scheme();
    state.config.hosts.iter().any(|host| origin == format!("{scheme}://{host}"))
}

type Fields = (Vec<(String, String)>, HashMap<String, Upload>);

pub(super) async fn read(req: &HttpRequest, payload: Payload) -> Result<Fields, Error> {
    let kind = req.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    if kind.starts_with("multipart/form-data") {
        let (pairs, files) = read_multipart(Multipart::new(req.headers(), limited(payload))).await?;
        return Ok((settle(pairs), files));
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
    Ok((settle(pairs), HashMap::new()))
}

/// No more than a form may have, whatever it is cut into: a part without a name or content takes memory too.
fn limited(payload: Payload) -> impl Stream<Item = Result<Bytes, PayloadError>> + Unpin + 'static {
    let mut left = LARGEST_MULTIPART;
    payload.map(move |chunk| {
        let chunk = chunk?;
        left = left.checked_sub(chunk.len()).ok_or(PayloadError::Overflow)?;
        Ok(chunk)
    })
}

fn refusal(error: &MultipartError) -> Error {
    match error {
        MultipartError::Payload(PayloadError::Overflow) => Error::TooLarge,
        MultipartError::Payload(error) if is_too_slow(error) => Error::TooSlow,
        _ => Error::Malformed("multipart"),
    }
}

async fn read_multipart(mut parts: Multipart) -> Result<Fields, Error> {
    let (mut pairs, mut files) = (Vec::new(), HashMap::new());
    while let Some(part) = parts.next().await {
        let part = part.map_err(|error| refusal(&error))?;
        let name = part.name().unwrap_or("").to_owned();
        let is_file = part.content_disposition().and_then(|it| it.get_filename()).is_some();
        let bytes = collect(part, LARGEST_MULTIPART, |error| refusal(&error)).await?;
        if is_file {
            files.insert(name, Upload { bytes });
        } else {
            pairs.push((name, String::from_utf8(bytes.to_vec()).map_err(|_| Error::Malformed("not UTF-8"))?));
        }
    }
    Ok((pairs, files))
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
