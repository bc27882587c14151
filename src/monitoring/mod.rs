//! `/metrics`: how the installation does, for Prometheus.

mod pages;

use std::{net::TcpListener, sync::Arc, time::Duration};

use actix_web::{
    App, HttpServer,
    dev::Server,
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
