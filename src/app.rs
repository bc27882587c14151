//! Builds the application once and mounts the whole route table.

use std::{net::TcpListener, rc::Rc, sync::Arc, time::Duration};

use actix_http::{HttpService, Protocol, error::DispatchError};
use actix_service::{IntoServiceFactory, ServiceFactoryExt, map_config};
use actix_session::{
    SessionMiddleware,
    config::{BrowserSession, CookieContentSecurity},
};
use actix_web::{
    App, HttpRequest, HttpResponse,
    body::BoxBody,
    cookie::SameSite,
    dev::{AppConfig, Extensions, ResourceDef, Server, ServiceRequest, ServiceResponse, fn_service},
    http::{Method, header},
    middleware::{Next, from_fn},
    rt::net::TcpStream,
    web::{self, Data},
};

use crate::{
    api,
    change::{Cascade, Kinds, Recorded, Teller, Undoers},
    clock::Clock,
    config::Config,
    error::{Error, Result},
    feature::{Feature, Schedules, Searched},
    lists::Shapes,
    mail::Transport,
    monitoring,
    people::{OwnerKind, Permission},
    state::{Parts, State},
    web::{
        Access, Exports, Menu, MenuEntry, Route,
        access::reading,
        assets, branding,
        connections::{self, Connection, Connections},
        cookie_key, cookie_name, errors, headers,
        opened::Things,
        own_path,
        session::DbSessions,
        vouch::Vouchers,
    },
};

/// All there are, in the order of the menu.
pub const FEATURES: [Feature; 37] = [
    crate::overview::FEATURE,
    crate::search::FEATURE,
    crate::views::FEATURE,
    crate::sign_in::FEATURE,
    crate::me::FEATURE,
    // Its addresses stand before those of accounts and users by their ids.
    crate::imports::FEATURE,
    crate::exports::FEATURE,
    crate::accounts::FEATURE,
    crate::account_users::FEATURE,
    crate::groups::FEATURE,
    crate::roles::FEATURE,
    crate::account_databases::FEATURE,
    crate::reports::FEATURE,
    crate::usage::FEATURE,
    crate::tariffs::FEATURE,
    crate::web_version_policies::FEATURE,
    crate::connectors::FEATURE,
    crate::ldap::FEATURE,
    crate::senders::FEATURE,
    crate::virtual_senders::FEATURE,
    crate::stop_lists::FEATURE,
    crate::notifiers::FEATURE,
    crate::directory::FEATURE,
    crate::admins::FEATURE,
    crate::sessions::FEATURE,
    crate::api_tokens::FEATURE,
    crate::api_docs::FEATURE,
    // Its addresses stand before that of a record by its id.
    crate::sealing::FEATURE,
    crate::history::FEATURE,
    crate::visits::FEATURE,
    crate::jobs::FEATURE,
    crate::account_overview::FEATURE,
    crate::outbox::FEATURE,
    crate::settings::FEATURE,
    crate::quality::FEATURE,
    crate::schedule_jobs::FEATURE,
    crate::portal::FEATURE,
];

/// The state of the whole application: what one feature has to do when another changes something is in it.
pub async fn open(config: Config, clock: Clock, mail: Transport) -> anyhow::Result<Arc<State>> {
    let cascade = FEATURES.iter().filter_map(|feature| feature.cascade).collect();
    let recorded: Vec<_> = FEATURES.iter().flat_map(|feature| feature.recorded).copied().collect();
    let kinds = FEATURES.iter().flat_map(|feature| feature.jobs).copied().collect();
    let vouchers = Vouchers(FEATURES.iter().filter_map(|feature| feature.vouch).collect());
    let shapes = Shapes(FEATURES.iter().flat_map(|feature| feature.lists).copied().collect());
    let exports = Exports::of(routes(), FEATURES.iter().find_map(|feature| feature.long_files));
    let parts = Parts::from(mail).with(Cascade(cascade)).with(things(&recorded)).with(Recorded(recorded));
    let parts = parts.with(Schedules(FEATURES.iter().flat_map(|feature| feature.schedules).collect()));
    let parts = parts.with(Searched(FEATURES.iter().flat_map(|feature| feature.searched).copied().collect()));
    let parts = parts.with(Kinds(kinds)).with(shapes).with(vouchers).with(exports);
    let parts = parts.with(Undoers(FEATURES.iter().flat_map(|feature| feature.undoes).copied().collect()));
    let tells = FEATURES.iter().find_map(|feature| feature.tells);
    let state = State::open(config, clock, parts.with(Teller { tells, ..Teller::default() })).await?;
    for opens in FEATURES.iter().filter_map(|feature| feature.opens) {
        opens(&state).await?;
    }
    Ok(state)
}

/// Of what is recorded, what has a page of its own, with who may open it.
fn things(recorded: &[(&'static str, Option<&'static str>)]) -> Things {
    let routes = routes();
    let things = recorded.iter().filter_map(|(kind, at)| Some((*kind, at.filter(|at| at.ends_with("{id}"))?)));
    Things(things.map(|(kind, address)| (kind, address, asked(&routes, address))).collect())
}

/// What the page of an address asks of its reader, whatever the parts of the address are called that change.
fn asked(routes: &[Route], address: &str) -> Permission {
    let alike = |path: &str| {
        let parts = path.split('/').zip(address.split('/'));
        let same = |(one, other): (&str, &str)| one == other || (one.starts_with('{') && other.starts_with('{'));
        path.matches('/').count() == address.matches('/').count() && parts.into_iter().all(same)
    };
    let page = routes.iter().find(|route| route.method == Method::GET && alike(route.path));
    match page.map(|route| route.access) {
        Some(Access::May(permission)) => permission,
        _ => Permission::View,
    }
}

/// Every page, with its rule.
pub fn routes() -> Vec<Route> {
    FEATURES.iter().flat_map(|feature| (feature.routes)()).collect()
}

/// Every call of the API, with its scope.
pub fn calls() -> api::Calls {
    api::Calls(FEATURES.iter().flat_map(|feature| (feature.calls)()).collect())
}

/// The entries of a section stand together, each for those who may open its page.
fn menu() -> Menu {
    let routes = routes();
    let mut menu: Vec<(&'static str, Vec<(MenuEntry, Permission)>)> = Vec::new();
    for (section, entry) in FEATURES.iter().flat_map(|feature| feature.menu) {
        match menu.iter_mut().find(|(known, _)| known == section) {
            Some((_, entries)) => entries.push((*entry, asked(&routes, entry.path))),
            None => menu.push((section, vec![(*entry, asked(&routes, entry.path))])),
        }
    }
    Menu(menu)
}

/// Serves until it is told to stop, then finishes the requests in hand (10 s).
pub fn serve(state: Arc<State>, listener: TcpListener, connections: Arc<Connections>) -> std::io::Result<Server> {
    state.part::<crate::dial::Own>().add(listener.local_addr()?);
    let data: Data<State> = Data::from(state.clone());
    let (menu, calls) = (Data::new(menu()), Data::new(calls()));
    let description = Data::new(api::describe::Description::of(&calls));
    let app = move || {
        let state = data.clone().into_inner();
        App::new()
            .app_data(data.clone())
            .app_data(menu.clone())
            .app_data(calls.clone())
            .app_data(description.clone())
            .wrap(from_fn(headers::check_host))
            .wrap(from_fn(api::refusals))
            .wrap(from_fn(errors::pages))
            .wrap(from_fn(headers::secure))
            .wrap(from_fn(connections::clocked))
            .service(only_read("/healthz", reading().to(HttpResponse::Ok)))
            .service(only_read("/readyz", reading().to(monitoring::ready)))
            .configure(monitoring::mount)
            .service(only_read("/static/{version}/{name:.*}", reading().to(assets::serve)))
            .service(api::mount())
            .service(only_read(api::describe::ADDRESS, reading().to(api::describe::serve)))
            .service(scope("/portal", OwnerKind::User, state.clone()))
            .service(scope("", OwnerKind::Admin, state))
            .default_service(web::to(|| async { Err::<HttpResponse, _>(Error::NotFound) }))
    };
    let server = Server::build()
        .shutdown_timeout(10)
        .disable_signals()
        .workers(std::thread::available_parallelism().map_or(1, usize::from))
        .max_concurrent_connections(usize::MAX >> 1);
    let stopping = server.graceful_shutdown_signal();
    let listening = move || {
        let (connections, stopping) = (Arc::clone(&connections), stopping.clone());
        let http = HttpService::build()
            .client_request_timeout(Duration::from_secs(5))
            .keep_alive(Duration::from_secs(75))
            .graceful_shutdown_signal(move || {
                let stopping = stopping.clone();
                async move { stopping.notified().await }
            })
            .on_connect_ext(|connection: &Connection, data: &mut Extensions| {
                data.insert(connection.handle());
            })
            .finish(map_config(app().into_factory().map_err(|error: actix_web::Error| error.error_response()), |()| {
                AppConfig::default()
            }));
        fn_service(move |io: TcpStream| {
            let admitted = connections.admit(io).map(|io| {
                let peer = io.peer();
                (io, Protocol::Http1, peer)
            });
            async { admitted.map_err(DispatchError::Io) }
        })
        .and_then(http)
    };
    Ok(server.listen("steward", listener, listening)?.run())
}

/// The panel or the portal: its routes behind its own session cookie.
fn scope(
    prefix: &'static str,
    side: OwnerKind,
    state: Arc<State>,
) -> actix_web::Scope<
    impl actix_web::dev::ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl actix_web::body::MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    let mut scope = web::scope(prefix);
    let mut pages = Vec::new();
    for (path, routes) in by_path(side) {
        let mut resource = web::resource(path.strip_prefix(prefix).unwrap_or(path));
        let has = |method| routes.iter().any(|route| route.method == method);
        let has_page = has(Method::GET);
        for route in routes.iter() {
            resource = resource.route(route.mount(has_page));
        }
        scope = scope.service(resource.default_service(not_allowed(match (has_page, has(Method::POST)) {
            (true, true) => "GET, HEAD, POST",
            (true, false) => "GET, HEAD",
            (false, _) => "POST",
        })));
        pages.extend(has_page.then(|| ResourceDef::new(path)));
    }
    let secure = state.config.https();
    let key = cookie_key(&state, side);
    let pages = Rc::new(pages);
    let scope = scope.default_service(web::to(move |req: HttpRequest| std::future::ready(without_slash(&req, &pages))));
    let pages = scope.wrap(from_fn(branding::looked_up)).wrap(from_fn(around_portal)).wrap(from_fn(errors::pages));
    pages.wrap(
        SessionMiddleware::builder(DbSessions::new(state, side), key)
            .cookie_name(cookie_name(side.cookie(), secure))
            .cookie_secure(secure)
            .cookie_http_only(true)
            .cookie_same_site(SameSite::Lax)
            .cookie_content_security(CookieContentSecurity::Signed)
            .session_lifecycle(BrowserSession::default())
            .build(),
    )
}

/// What a feature lays around the portal, a visit.
async fn around_portal(req: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    match FEATURES.iter().find_map(|feature| feature.around_portal) {
        Some(around) => around(req, next).await,
        None => next.call(req).await,
    }
}

fn only_read(path: &'static str, route: actix_web::Route) -> actix_web::Resource {
    web::resource(path).route(route).default_service(not_allowed("GET, HEAD"))
}

fn not_allowed(allow: &'static str) -> actix_web::Route {
    web::to(move || std::future::ready(Err::<HttpResponse, _>(Error::Method(allow))))
}

/// Leads from a page's address with a slash at its end to the page. There is nothing else at addresses that no route
/// has.
fn without_slash(req: &HttpRequest, pages: &[ResourceDef]) -> Result<HttpResponse> {
    let asked = req.path();
    let path = own_path(asked.trim_end_matches('/'))
        .filter(|path| path.len() < asked.len() && matches!(*req.method(), Method::GET | Method::HEAD));
    let page = path.filter(|path| pages.iter().any(|page| page.is_match(path))).ok_or(Error::NotFound)?;
    let query = if req.query_string().is_empty() { String::new() } else { format!("?{}", req.query_string()) };
    Ok(HttpResponse::MovedPermanently().insert_header((header::LOCATION, format!("{page}{query}"))).finish())
}

/// The routes of one side, those of one address together, in the order of the table.
fn by_path(side: OwnerKind) -> Vec<(&'static str, Rc<Vec<Route>>)> {
    let mut grouped: Vec<(&'static str, Vec<Route>)> = Vec::new();
    for route in routes().into_iter().filter(|route| route.path.starts_with("/portal") == (side == OwnerKind::User)) {
        match grouped.iter_mut().find(|(path, _)| *path == route.path) {
            Some((_, routes)) => routes.push(route),
            None => grouped.push((route.path, vec![route])),
        }
    }
    grouped.into_iter().map(|(path, routes)| (path, Rc::new(routes))).collect()
}
