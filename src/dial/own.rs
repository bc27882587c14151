//! Our own listeners, which nobody reaches through us: a request that came from here would be taken for one of this
//! machine's own.

use std::{
    net::{IpAddr, SocketAddr, UdpSocket},
    sync::{Mutex, PoisonError},
};

use crate::config::Config;

/// Where this program listens.
#[derive(Default)]
pub struct Own(Mutex<Vec<SocketAddr>>);

impl Own {
    /// That it listens there, whatever the settings said.
    pub fn add(&self, address: SocketAddr) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(address);
    }

    pub(super) fn is(&self, config: &Config, address: SocketAddr) -> bool {
        let listening = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let all = listening.into_iter().chain([config.listen]).chain(config.metrics_listen);
        let (ip, port) = (address.ip().to_canonical(), address.port());
        all.filter(|own| own.port() == port).any(|own| {
            let own = own.ip().to_canonical();
            own == ip || (own.is_unspecified() && is_local(ip))
        })
    }
}

/// Whether an address is one of this machine: only such a one can be bound to.
fn is_local(ip: IpAddr) -> bool {
    UdpSocket::bind((ip, 0)).is_ok()
}
