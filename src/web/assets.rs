//! The files of `static/`, compiled in, addressed by their content so that browsers keep them for good.

use std::sync::LazyLock;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{self, Bytes},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use super::{
    packing::accepts,
    zones::{self, ZoneFile},
};
use crate::{
    error::{Error, Result},
    state::State,
};

/// A file as the build has found and compressed it.
struct File {
    name: &'static str,
    plain: &'static [u8],
    gzip: Option<&'static [u8]>,
    brotli: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/files.rs"));

static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut all = Sha256::new();
    FILES.iter().for_each(|file| all.update(file.plain));
    URL_SAFE_NO_PAD.encode(all.finalize()).chars().take(12).collect()
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
        let ways = [("gzip", Some(Bytes::clone(&file.gzip))), ("", Some(Bytes::copy_from_slice(file.text.as_bytes())))];
        return Ok(answer(&req, (*file.version == *version, &file.version), "text/plain; charset=utf-8", ways));
    }
    let file = FILES.iter().find(|file| file.name == name).ok_or(Error::NotFound)?;
    let ways = [("br", file.brotli), ("gzip", file.gzip), ("", Some(file.plain))];
    let ways = ways.map(|(coding, content)| (coding, content.map(Bytes::from_static)));
    Ok(answer(&req, (version == *VERSION, &VERSION), kind(&name), ways))
}

fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.') {
        Some((_, "css")) => "text/css; charset=utf-8",
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "svg")) => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

/// In the first way that the reader understands; the last has no coding. A page of the previous binary may ask for its
/// own version: it gets today's file, but is not told to keep it.
fn answer(
    req: &HttpRequest,
    (keep, version): (bool, &str),
    kind: &'static str,
    ways: impl IntoIterator<Item = (&'static str, Option<Bytes>)>,
) -> HttpResponse {
    let mut ways = ways.into_iter().filter_map(|(coding, content)| Some((coding, content?)));
    let way = ways.find(|(coding, _)| coding.is_empty() || accepts(req, coding));
    let (coding, content) = way.unwrap_or_default();
    let etag = header::ETag(header::EntityTag::new_strong(format!("{version}{coding}")));
    let cached = req
        .headers()
        .get(header::IF_NONE_MATCH)
        .is_some_and(|value| value.to_str().is_ok_and(|it| it == etag.0.to_string()));
    let mut answer = if cached { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    let keep = if keep { FOR_GOOD } else { "no-cache" };
    answer.insert_header(etag).insert_header((header::CACHE_CONTROL, keep)).content_type(kind);
    answer.insert_header((header::VARY, "accept-encoding"));
    if !coding.is_empty() {
        answer.insert_header((header::CONTENT_ENCODING, coding));
    }
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
