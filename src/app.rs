//! Builds the application once and mounts the whole route table.

use std::{net::TcpListener, rc::Rc, sync::Arc, time::Duration};

use actix_session::{
    SessionMiddleware,
    config::{BrowserSession, CookieContentSecurity},
};
use actix_web::{
    App, HttpResponse, HttpServer,
    cookie::SameSite,
    dev::Server,
    http::Method,
    middleware::from_fn,
    web::{self, Data},
};

use crate::{
    account_users, accounts, admins, api, api_docs, api_tokens, audit, connectors, db,
    error::Error,
    groups, login_as, me, monitoring, outbox, portal, roles, sessions, sign_in,
    state::State,
    tariffs,
    web::{Menu, MenuEntry, OwnerKind, Route, access::reading, assets, cookie_key, cookie_name, errors, headers, session::DbSessions},
    web_version_policies,
};

/// Every page, with its rule.
pub fn routes() -> Vec<Route> {
    [
        sign_in::routes(),
        me::routes(),
        admins::routes(),
        sessions::routes(),
        accounts::routes(),
        account_users::routes(),
        groups::routes(),
        roles::routes(),
        tariffs::routes(),
        web_version_policies::routes(),
        connectors::routes(),
        audit::routes(),
        outbox::routes(),
        api_tokens::routes(),
        api_docs::routes(),
        portal::routes(),
        login_as::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Every call of the API, with its scope.
pub fn calls() -> api::Calls {
    let features = [
        accounts::calls(),
        account_users::calls(),
        groups::calls(),
        roles::calls(),
        tariffs::calls(),
        web_version_policies::calls(),
        connectors::calls(),
        audit::calls(),
    ];
    api::Calls(features.into_iter().flatten().collect())
}

fn menu() -> Menu {
    Menu(vec![
        ("menu-accounts", vec![accounts::MENU, tariffs::MENU, web_version_policies::MENU]),
        ("menu-resources", connectors::MENU.to_vec()),
        ("menu-access", vec![admins::MENU, api_tokens::MENU, api_docs::MENU]),
        ("menu-record", vec![MenuEntry { path: "/audit", label: "menu-audit", icon: "clock" }, login_as::MENU, outbox::MENU]),
    ])
}

/// Serves until it is told to stop, then finishes the requests in hand (10 s).
pub fn serve(state: Arc<State>, listener: TcpListener) -> std::io::Result<Server> {
    let data: Data<State> = Data::from(state.clone());
    let (menu, calls) = (Data::new(menu()), Data::new(calls()));
    let description = Data::new(api::describe::Description::of(&calls));
    let server = HttpServer::new(move || {
        let state = data.clone().into_inner();
        App::new()
            .app_data(data.clone())
            .app_data(menu.clone())
            .app_data(calls.clone())
            .app_data(description.clone())
            .wrap(from_fn(headers::check_host))
            .wrap(from_fn(errors::pages))
            .wrap(from_fn(headers::secure))
            .route("/healthz", reading().to(HttpResponse::Ok))
            .route("/readyz", reading().to(ready))
            .configure(monitoring::mount)
            .route("/static/{version}/{name:.*}", reading().to(assets::serve))
            .route(api::describe::ADDRESS, reading().to(api::describe::serve))
            .service(api::mount())
            .service(scope("/portal", OwnerKind::User, state.clone()))
            .service(scope("", OwnerKind::Admin, state))
            .default_service(web::to(|| async { Err::<HttpResponse, _>(Error::NotFound) }))
    });
    Ok(server
        .client_request_timeout(Duration::from_secs(5))
        .keep_alive(Duration::from_secs(75))
        .shutdown_timeout(10)
        .disable_signals()
        .workers(std::thread::available_parallelism().map_or(1, usize::from))
        .listen(listener)?
        .run())
}

/// The panel or the portal: its routes behind its own session cookie.
fn scope(
    prefix: &'static str,
    side: OwnerKind,
    state: Arc<State>,
) -> actix_web::Scope<
    impl actix_web::dev::ServiceFactory<
        actix_web::dev::ServiceRequest,
        Config = (),
        Response = actix_web::dev::ServiceResponse<impl actix_web::body::MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    let mut scope = web::scope(prefix);
    for (path, routes) in by_path(side) {
        let path = path.strip_prefix(prefix).unwrap_or(path);
        let mut resource = web::resource(path);
        let has_page = routes.iter().any(|route| route.method == Method::GET);
        for route in routes.iter() {
            resource = resource.route(route.mount(has_page));
        }
        scope = scope.service(resource.default_service(web::to(|| async { Err::<HttpResponse, _>(Error::Method) })));
    }
    let secure = state.config.https();
    let key = cookie_key(&state, side);
    let scope = scope.default_service(web::to(|| async { Err::<HttpResponse, _>(Error::NotFound) }));
    scope.wrap(from_fn(login_as::overlay)).wrap(
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

/// 200 while the database answers and its schema is current.
async fn ready(state: Data<State>) -> HttpResponse {
    let current = async { db::is_current(&mut state.db.conn().await?).await };
    match tokio::time::timeout(Duration::from_secs(3), current).await {
        Ok(Ok(true)) => HttpResponse::Ok().finish(),
        _ => HttpResponse::ServiceUnavailable().finish(),
    }
}
