//! The one way out for whatever leaves this program on an administrator's word: a host is resolved once, every address
//! of it is judged, and only an address that was judged is connected to. Mail is apart: its server is a setting.
//!
//! What is never reached: addresses at which a machine is told about itself (link-local, metadata), what is no single
//! machine's address, and our own listeners. Beyond that the settings `STEWARD_CONNECT_DENY` and
//! `STEWARD_CONNECT_ALLOW` decide. A conversation has a budget of time and of bytes.

mod cause;
pub mod host;
pub mod http;
mod line;
mod names;
mod own;
mod public;
mod ranges;
mod relay;
pub mod tls;

use std::{
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use tokio::{net::TcpStream, time::timeout};

pub use cause::{Cause, Distrust};
pub use line::Line;
pub use names::Names;
pub use own::Own;
pub use public::is_public;
pub use ranges::Ranges;
pub use relay::Relay;

use crate::state::State;

/// Until a host has told its addresses.
const RESOLVING: Duration = Duration::from_secs(2);
/// To each address of it.
const CONNECTING: Duration = Duration::from_secs(3);
/// A host that has more is asked at the first of them.
const ADDRESSES: usize = 8;

/// Connects to a host, by its name or address, if the rules allow every address that it has.
pub async fn connect(state: &State, host: &str, port: u16) -> Result<Line, Cause> {
    first_of(addresses(state, host, port).await?).await
}

/// The same, and the host has addresses of the public internet alone.
pub async fn connect_outside(state: &State, host: &str, port: u16) -> Result<Line, Cause> {
    let addresses = addresses(state, host, port).await?;
    match addresses.iter().all(|address| is_public(address.ip().to_canonical())) {
        true => first_of(addresses).await,
        false => Err(Cause::RefusedByRule),
    }
}

async fn first_of(addresses: Vec<SocketAddr>) -> Result<Line, Cause> {
    let mut failed = Cause::NameNotFound;
    for address in addresses.into_iter().take(ADDRESSES) {
        match timeout(CONNECTING, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => {
                // Questions are small, and answers wait for them.
                stream.set_nodelay(true)?;
                return Ok(Line::new(stream));
            }
            Ok(Err(error)) => failed = error.into(),
            Err(_) => failed = Cause::NoAnswer,
        }
    }
    Err(failed)
}

/// A conversation that is over in time, or has failed.
pub async fn within<T>(patience: Duration, talk: impl Future<Output = Result<T, Cause>>) -> Result<T, Cause> {
    timeout(patience, talk).await.unwrap_or(Err(Cause::NoAnswer))
}

/// Of a name with one good and one bad address none is good: the next answer may bring the other.
async fn addresses(state: &State, host: &str, port: u16) -> Result<Vec<SocketAddr>, Cause> {
    let host = host::parse(host).map_err(|_| Cause::RefusedByRule)?;
    let found = match host.parse::<IpAddr>() {
        Ok(address) => vec![address],
        Err(_) => {
            let names = state.part::<Names>();
            let found = timeout(RESOLVING, names.resolve(&host)).await;
            found.ok().and_then(Result::ok).ok_or(Cause::NameNotFound)?
        }
    };
    let ranges = Ranges::of(&state.config);
    let own = state.part::<Own>();
    let is_good = |address: &SocketAddr| ranges.permit(address.ip()) && !own.is(&state.config, *address);
    let found: Vec<SocketAddr> =
        found.into_iter().map(|address| SocketAddr::new(address.to_canonical(), port)).collect();
    match found.iter().all(is_good) {
        true => Ok(found),
        false => Err(Cause::RefusedByRule),
    }
}
