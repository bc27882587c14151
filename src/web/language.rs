//! In which language a stranger reads: as they have chosen on a page of ours, else as their browser asks.

use actix_web::{
    HttpRequest,
    cookie::{Cookie, time::Duration},
    http::header,
};

use super::{Page, page::cookie_name, way_back::RETURN_TO};
use crate::i18n::Lang;

/// In an address it asks for a language, in a cookie it says which was chosen.
const LANG: &str = "lang";
const KEPT: Duration = Duration::days(365);

pub(super) struct Chosen {
    pub lang: Lang,
    /// By this request.
    pub now: Option<Lang>,
}

/// A language to read the page in.
pub struct Offered {
    pub lang: Lang,
    pub address: String,
    pub is_current: bool,
}

impl Chosen {
    pub fn of(req: &HttpRequest, secure: bool) -> Self {
        let mut asked = url::form_urlencoded::parse(req.query_string().as_bytes());
        let now = asked.find(|(name, _)| name == LANG).and_then(|(_, code)| Lang::parse(&code));
        let before = || req.cookie(&cookie_name(LANG, secure)).and_then(|cookie| Lang::parse(cookie.value()));
        let accepted =
            || req.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).map(Lang::accepted);
        Self { lang: now.or_else(before).or_else(accepted).unwrap_or_default(), now }
    }
}

pub(super) fn kept(page: &Page, lang: Lang) -> Cookie<'static> {
    let mut cookie = page.cookie(LANG, lang.as_str().to_owned());
    cookie.set_max_age(KEPT);
    cookie
}

impl Page {
    /// The languages that somebody who is not signed in can read this page in; whoever is has said in which.
    /// `return_to` is where they wanted to go.
    pub fn languages(&self, return_to: &str) -> Vec<Offered> {
        if self.session.is_some() {
            return Vec::new();
        }
        let asked = url::form_urlencoded::parse(self.query.as_bytes());
        let mut kept: Vec<_> = asked.filter(|(name, _)| name != LANG).collect();
        if !return_to.is_empty() && kept.iter().all(|(name, _)| name != RETURN_TO) {
            kept.push((RETURN_TO.into(), return_to.into()));
        }
        let address = |lang: Lang| {
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            query.extend_pairs(&kept).append_pair(LANG, lang.as_str());
            format!("{}?{}", self.path, query.finish())
        };
        Lang::ALL.map(|lang| Offered { lang, address: address(lang), is_current: lang == self.lang }).into()
    }
}
