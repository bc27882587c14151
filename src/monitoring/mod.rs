//! `/metrics`, how the installation does, for Prometheus; `/readyz`, whether it can work, for a load balancer.

mod pages;

use std::{
    net::TcpListener,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use actix_web::{
    App, HttpResponse, HttpServer,
    dev::Server,
    http::header::ContentType,
    web::{Data, ServiceConfig},
};

use crate::{state::State, web::access::reading};

pub const ADDRESS: &str = "/metrics";

/// On the main address: for whoever has the token, where one is set.
pub fn mount(config: &mut ServiceConfig) {
    config.route(ADDRESS, reading().to(pages::for_token));
}

/// On an address of its own, for whoever reaches it.
pub fn serve(state: Arc<State>, listener: TcpListener) -> std::io::Result<Server> {
    let data: Data<State> = Data::from(state);
    let server =
        HttpServer::new(move || App::new().app_data(data.clone()).route(ADDRESS, reading().to(pages::for_all)));
    Ok(server
        .client_request_timeout(Duration::from_secs(5))
        .shutdown_timeout(1)
        .disable_signals()
        .workers(1)
        .listen(listener)?
        .run())
}

/// 200 while what the work needs is there, else 503 and in a word each what fails. One that is stopping sends everybody
/// elsewhere.
pub async fn ready(state: Data<State>) -> HttpResponse {
    if state.stopping.load(Ordering::Relaxed) {
        return HttpResponse::ServiceUnavailable().finish();
    }
    let failing = state.db.failing(Some(&state.seal), state.clock.now()).await;
    let words: Vec<String> = failing.iter().map(|failing| failing.part.to_string()).collect();
    match words.is_empty() {
        true => HttpResponse::Ok().finish(),
        false => HttpResponse::ServiceUnavailable().content_type(ContentType::plaintext()).body(words.join(" ")),
    }
}
