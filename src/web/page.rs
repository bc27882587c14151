//! Everything a page is made around: who reads it, in which language and zone, with which token and notice.

use std::{
    future::{Ready, ready},
    sync::Arc,
};

use super::{
    DeviceCookies, Session, access, branding,
    flash::{FLASH, Flash},
    kept, language, masked, packing, visit, way_back,
    zones::{self, ZoneFile},
};
use crate::{
    brand::Brand,
    change::{Actor, Ground, Watch},
    db::random_token,
    error::{Error, Result},
    forms::Choice,
    i18n::{Lang, Message},
    lists::LongLists,
    people::{Admin, Client, Permission, User},
    state::State,
    zones::Zone,
};
use actix_web::{
    FromRequest, HttpMessage, HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite},
    dev::Payload,
    http::{StatusCode, header},
    web,
};
use askama::Template;
use chrono::{DateTime, Utc};
use strum::{EnumString, IntoStaticStr, VariantArray};

pub struct Page {
    pub state: web::Data<State>,
    pub session: Option<Session>,
    pub client: Client,
    pub devices: DeviceCookies,
    pub lang: Lang,
    pub tz: Zone,
    pub theme: Theme,
    /// The token of its forms, as it stands in them.
    pub csrf: String,
    /// The same as it is compared.
    pub(super) token: String,
    pub flash: Option<Message>,
    /// What follows on what it says: an address, and the key of what leads there.
    pub next_step: Option<(String, String)>,
    /// The record of what it says, where that can be taken back.
    pub undo: Option<i64>,
    pub brand: Brand,
    /// What this request, or the one before that led here, has changed.
    pub(super) changes: Arc<Watch>,
    pub(super) letters_waited: bool,
    /// The path without the query.
    pub path: String,
    pub(super) query: String,
    /// Where the reader came from, when that was a page of this site.
    pub(super) referer: Option<String>,
    pub request_id: String,
    pub(super) menu: Option<web::Data<Menu>>,
    /// A cookie for somebody who is not signed in, to tie the form's token to.
    fresh_visitor: Option<String>,
    had_flash: bool,
    /// Whether it may be sent compressed.
    packed: bool,
    /// The language that a stranger has chosen with this request, to be kept.
    chosen_now: Option<Lang>,
    long_lists: Arc<LongLists>,
    /// The browser's token of kept forms, where the address asks for one of them.
    pub(super) kept: Option<String>,
    /// Whoever makes a new thing wants to make another.
    pub(super) goes_on: bool,
    /// What changes made in a visit stand on.
    ground: Option<Arc<dyn Ground>>,
}

/// The panel's navigation, put together from the features' entries, each with what its page asks of its reader.
pub struct Menu(pub Vec<(&'static str, Vec<(MenuEntry, Permission)>)>);

#[derive(Clone, Copy)]
pub struct MenuEntry {
    pub path: &'static str,
    pub label: &'static str,
    pub icon: &'static str,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum Theme {
    #[default]
    Auto,
    Light,
    Dark,
}

/// A rendered page.
pub type Html = Result<HttpResponse>;

/// The id under which the log keeps this request.
#[derive(Clone)]
pub struct RequestId(pub String);

/// A list of fifty fits, so a page is written without being moved as it grows.
const ROOM: usize = 128 * 1024;
/// As the button says it that makes one thing and leads to the form of the next.
const GO_ON: &str = "another=on";
const VISITOR: &str = "visitor";

impl Theme {
    pub const ALL: &'static [Self] = Self::VARIANTS;

    pub fn as_str(self) -> &'static str {
        self.into()
    }

    pub fn parse(code: &str) -> Option<Self> {
        code.parse().ok()
    }
}

impl FromRequest for Page {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(req))
    }
}

impl Page {
    pub fn of(req: &HttpRequest) -> Result<Self> {
        let state =
            req.app_data::<web::Data<State>>().ok_or_else(|| anyhow::anyhow!("the application has no state"))?.clone();
        let session = access::current(req);
        let (token, fresh_visitor) = match &session {
            Some(session) => (session.csrf.clone(), None),
            None => visitor_token(req, &state),
        };
        let admin = session.as_ref().and_then(|session| session.admin.as_ref());
        let user = session.as_ref().and_then(|session| session.user.as_ref());
        let language = admin.map(|it| &it.language).or(user.map(|it| &it.language));
        let chosen = language::Chosen::of(req, state.config.https());
        let tz = admin.map(|it| &it.tz).or(user.map(|it| &it.tz));
        let flash_cookie = req.cookie(&cookie_name(FLASH, state.config.https()));
        let flash = flash_cookie.as_ref().and_then(|cookie| Flash::read(&state, cookie.value())).unwrap_or_default();
        Ok(Self {
            lang: language.and_then(|code| Lang::parse(code)).unwrap_or(chosen.lang),
            chosen_now: chosen.now,
            tz: tz.map(|tz| Zone::named(tz)).unwrap_or_default(),
            theme: admin.and_then(|it| Theme::parse(&it.theme)).unwrap_or_default(),
            flash: flash.said,
            next_step: flash.next,
            undo: flash.undo,
            brand: branding::of(req, session.as_ref()),
            letters_waited: flash.letters_wait,
            changes: Arc::default(),
            had_flash: flash_cookie.is_some(),
            kept: kept::asked(req, &state),
            goes_on: req.path().ends_with("/new") && req.query_string() == GO_ON,
            ground: visit::ground(req),
            long_lists: state.part(),
            client: Client::of(req, &state),
            devices: DeviceCookies::of(req, state.config.https()),
            path: req.path().to_owned(),
            query: req.query_string().to_owned(),
            referer: way_back::came_from(req, &state),
            request_id: req.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default(),
            menu: req.app_data::<web::Data<Menu>>().cloned(),
            packed: packing::may_be_packed(req),
            csrf: masked::mask(&token),
            token,
            fresh_visitor,
            session,
            state,
        })
    }

    pub fn admin(&self) -> Option<&Admin> {
        self.session.as_ref().and_then(|session| session.admin.as_ref())
    }

    pub fn user(&self) -> Option<&User> {
        self.session.as_ref().and_then(|session| session.user.as_ref())
    }

    /// Whether the reader is an administrator with this permission; buttons ask it, routes enforce it.
    pub fn may(&self, permission: Permission) -> bool {
        self.admin().is_some_and(|admin| admin.role.may(permission))
    }

    /// Who is named in the audit record of what this request changes.
    pub fn actor(&self) -> Actor {
        let (kind, id, name) = match (self.admin(), self.user()) {
            (Some(admin), _) => ("admin", Some(admin.id), admin.login.clone()),
            (None, Some(user)) => ("user", Some(user.id), format!("{}@{}", user.login, user.account_name)),
            (None, None) => ("nobody", None, String::new()),
        };
        let visit = self.visit().map(|visit| visit.id);
        let on_behalf_of = visit.and(self.user()).map(User::full_login);
        let proven = self.session.as_ref().is_some_and(|session| access::is_proven(session, self.now()));
        let (client, request_id, ground) = (self.client.clone(), self.request_id.clone(), self.ground.clone());
        let watch = Some(Arc::clone(&self.changes));
        Actor { kind, id, name, on_behalf_of, visit, client, request_id, proven, ground, watch, ..Actor::system("") }
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.state.clock.now()
    }

    /// The time zones in use, the most frequent first.
    pub fn zones(&self) -> Vec<Choice> {
        zones::choices(&self.state.part::<LongLists>().zones(), self.now())
    }

    /// The address of the file that has all of them.
    pub fn all_zones(&self) -> String {
        ZoneFile::at(self.now()).address()
    }

    /// What list pages count with.
    pub fn lists(&self) -> (&LongLists, DateTime<Utc>) {
        (&self.long_lists, self.now())
    }

    // How a handler answers.

    pub fn html(&self, template: &impl Template) -> Html {
        self.html_with(StatusCode::OK, template)
    }

    /// 422 with the page again.
    pub fn refused(&self, template: &impl Template) -> Html {
        self.html_with(StatusCode::UNPROCESSABLE_ENTITY, template)
    }

    pub fn html_with(&self, status: StatusCode, template: &impl Template) -> Html {
        let mut body = String::with_capacity(ROOM);
        template.render_into(&mut body).map_err(anyhow::Error::from)?;
        let mut answer = HttpResponse::build(status);
        answer.content_type("text/html; charset=utf-8").insert_header((header::VARY, "accept-encoding"));
        if let Some(visitor) = &self.fresh_visitor {
            answer.cookie(self.cookie(VISITOR, visitor.clone()));
        }
        if let Some(lang) = self.chosen_now {
            answer.cookie(language::kept(self, lang));
        }
        if self.had_flash {
            let mut gone = self.cookie(FLASH, String::new());
            gone.make_removal();
            answer.cookie(gone);
        }
        if !self.packed {
            return Ok(answer.body(body));
        }
        Ok(answer.insert_header((header::CONTENT_ENCODING, "gzip")).body(packing::gzip(body.as_bytes())))
    }

    pub fn cookie(&self, name: &'static str, value: String) -> Cookie<'static> {
        let secure = self.state.config.https();
        Cookie::build(cookie_name(name, secure), value)
            .path("/")
            .http_only(true)
            .secure(secure)
            .same_site(SameSite::Lax)
            .finish()
    }
}

/// Over https a cookie's name pins it to this host and to `Secure`.
pub fn cookie_name(name: &str, secure: bool) -> String {
    if secure { format!("__Host-{name}") } else { name.to_owned() }
}

fn visitor_token(req: &HttpRequest, state: &State) -> (String, Option<String>) {
    let cookie = req.cookie(&cookie_name(VISITOR, state.config.https())).map(|cookie| cookie.value().to_owned());
    let (visitor, fresh) = match cookie {
        Some(visitor) if visitor.len() == 43 => (visitor, None),
        _ => {
            let visitor = random_token();
            (visitor.clone(), Some(visitor))
        }
    };
    (kept::token_of_visitor(&state.seal, &visitor), fresh)
}
