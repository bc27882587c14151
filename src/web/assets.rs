//! The files of `static/`, compiled in, addressed by their content so that browsers keep them for good.

use std::sync::LazyLock;

use actix_web::{HttpRequest, HttpResponse, http::header, web};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rust_embed::RustEmbed;

use super::zones::{self, ZoneFile};
use crate::{
    db::hash,
    error::{Error, Result},
    state::State,
};

#[derive(RustEmbed)]
#[folder = "static/"]
struct Files;

static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut names: Vec<_> = Files::iter().collect();
    names.sort();
    let hashes = names
        .iter()
        .filter_map(|name| Files::get(name))
        .map(|file| URL_SAFE_NO_PAD.encode(file.metadata.sha256_hash()));
    hash(&hashes.collect::<String>()).chars().take(12).collect()
});

/// How long a browser keeps what its address names.
pub const FOR_GOOD: &str = "public, max-age=31536000, immutable";

static ICONS: LazyLock<String> = LazyLock::new(|| address("icons.svg"));

/// The address of the icons' file, which every row of a list names several times.
pub fn icons() -> &'static str {
    &ICONS
}

/// `/static/{version}/app.css`: another content, another address.
pub fn address(name: &str) -> String {
    format!("/static/{}/{name}", *VERSION)
}

pub async fn serve(
    req: HttpRequest,
    path: web::Path<(String, String)>,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let (version, name) = path.into_inner();
    if name == zones::FILE {
        let file = ZoneFile::at(state.clock.now());
        let (kept, content) = (*file.version == *version, file.text.as_bytes().to_vec());
        return Ok(answer(&req, (kept, &file.version), "text/plain; charset=utf-8", content));
    }
    let file = Files::get(&name).ok_or(Error::NotFound)?;
    let tag = URL_SAFE_NO_PAD.encode(file.metadata.sha256_hash());
    Ok(answer(&req, (version == *VERSION, &tag), file.metadata.mimetype(), file.data.into_owned()))
}

/// A page of the previous binary may ask for its own version: it gets today's file, but is not told to keep it.
fn answer(req: &HttpRequest, (keep, tag): (bool, &str), kind: &str, content: Vec<u8>) -> HttpResponse {
    let etag = header::ETag(header::EntityTag::new_strong(tag.to_owned()));
    let cached = req
        .headers()
        .get(header::IF_NONE_MATCH)
        .is_some_and(|value| value.to_str().is_ok_and(|it| it == etag.0.to_string()));
    let mut answer = if cached { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer.insert_header(etag);
    let keep = if keep { FOR_GOOD } else { "no-cache" };
    answer.insert_header((header::CACHE_CONTROL, keep)).content_type(kind.to_owned());
    if cached { answer.finish() } else { answer.body(content) }
}

/// A picture from the database. The browser keeps it and asks each time whether it is still the one, or for good where
/// the address names it.
pub fn picture(req: &HttpRequest, (tag, kept): (&str, &'static str), png: Vec<u8>) -> HttpResponse {
    let etag = format!("\"{tag}\"");
    let is_known = req.headers().get(header::IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == etag.as_bytes());
    let mut answer = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer.insert_header((header::ETAG, etag)).insert_header((header::CACHE_CONTROL, kept));
    if is_known { answer.finish() } else { answer.content_type("image/png").body(png) }
}
