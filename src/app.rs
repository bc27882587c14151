//! Builds the application once and mounts the whole route table.

use std::{net::TcpListener, rc::Rc, sync::Arc, time::Duration};

use actix_session::{
    SessionMiddleware,
    config::{BrowserSession, CookieContentSecurity},
};
use actix_web::{
    App, HttpResponse, HttpServer,
    cookie::{Key, SameSite},
    dev::Server,
    middleware::from_fn,
    web::{self, Data},
};

use crate::{
    account_users, accounts, api, api_tokens, audit, connectors, db,
    error::Error,
    groups, me, outbox, portal, roles, sign_in,
    state::State,
    tariffs,
    web::{Menu, MenuEntry, OwnerKind, Route, assets, cookie_name, errors, headers, session::DbSessions},
    web_version_policies,
};

/// Every page, with its rule.
pub fn routes() -> Vec<Route> {
    [
        sign_in::routes(),
        me::routes(),
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
        portal::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Every call of the API, with its scope.
pub fn calls() -> api::Calls {
    api::Calls([accounts::calls(), account_users::calls()].into_iter().flatten().collect())
}

fn menu() -> Menu {
    Menu(vec![
        ("menu-accounts", vec![accounts::MENU, tariffs::MENU, web_version_policies::MENU]),
        ("menu-resources", connectors::MENU.to_vec()),
        ("menu-record", vec![MenuEntry { path: "/audit", label: "menu-audit", icon: "clock" }, outbox::MENU]),
        ("menu-access", vec![api_tokens::MENU]),
    ])
}

/// Serves until SIGTERM or Ctrl-C, then finishes the requests in hand (10 s).
pub fn serve(state: Arc<State>, listener: TcpListener) -> std::io::Result<Server> {
    let data: Data<State> = Data::from(state.clone());
    let (menu, calls) = (Data::new(menu()), Data::new(calls()));
    let server = HttpServer::new(move || {
        let state = data.clone().into_inner();
        App::new()
            .app_data(data.clone())
            .app_data(menu.clone())
            .app_data(calls.clone())
            .wrap(from_fn(headers::check_host))
            .wrap(from_fn(errors::pages))
            .wrap(from_fn(headers::secure))
            .route("/healthz", web::get().to(HttpResponse::Ok))
            .route("/readyz", web::get().to(ready))
            .route("/static/{version}/{name:.*}", web::get().to(assets::serve))
            .service(api::mount())
            .service(scope("/portal", OwnerKind::User, state.clone()))
            .service(scope("", OwnerKind::Admin, state))
            .default_service(web::to(|| async { Err::<HttpResponse, _>(Error::NotFound) }))
    });
    Ok(server
        .client_request_timeout(Duration::from_secs(5))
        .keep_alive(Duration::from_secs(75))
        .shutdown_timeout(10)
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
        for route in routes.iter() {
            resource = resource.route(route.mount());
        }
        scope = scope.service(resource.default_service(web::to(|| async { Err::<HttpResponse, _>(Error::Method) })));
    }
    let secure = state.config.https();
    let name = if side == OwnerKind::User { "portal" } else { "steward" };
    let key = Key::derive_from(&[state.seal.sign("cookie", name), state.seal.sign("cookie-2", name)].concat());
    scope.default_service(web::to(|| async { Err::<HttpResponse, _>(Error::NotFound) })).wrap(
        SessionMiddleware::builder(DbSessions::new(state, side), key)
            .cookie_name(cookie_name(name, secure))
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
