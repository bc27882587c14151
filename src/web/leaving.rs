//! How a server goes without cutting anybody off: first it sends people elsewhere, then it lets nobody else in, and
//! only then it stops.

use std::{future::pending, io, net::TcpListener, sync::atomic::Ordering, time::Duration};

use actix_web::dev::ServerHandle;
use socket2::{SockFilter, SockRef};
use tokio::time::timeout;

use crate::state::State;

/// What people come in through.
pub struct Door {
    listener: TcpListener,
    /// Whether it stays open behind us, for the next one.
    handed_over: bool,
}

/// Meanwhile each answer closes its connection and `/readyz` says no, so that whoever asks again or decides where to
/// ask finds another.
const WAY_OUT: Duration = Duration::from_secs(2);
/// Who came in until now has reached a worker after this.
const LAST_IN: Duration = Duration::from_millis(300);

impl Door {
    pub fn of(listener: &TcpListener, handed_over: bool) -> io::Result<Self> {
        Ok(Self { listener: listener.try_clone()?, handed_over })
    }

    /// Whoever knocks from now on waits for the next one, or knocks again and finds nobody: closing with somebody on
    /// the threshold would cut them off.
    async fn shut(&self, server: &ServerHandle) {
        /// The program of a filter that takes nothing.
        const NOTHING: [SockFilter; 1] = [SockFilter::new(6, 0, 0, 0)];
        if self.handed_over || SockRef::from(&self.listener).attach_filter(&NOTHING).is_err() {
            server.pause().await;
        }
    }
}

/// `hurried`: whoever sits at the terminal waits.
pub async fn leave(state: &State, server: &ServerHandle, door: &Door, hurried: bool) {
    state.stopping.store(true, Ordering::Relaxed);
    if !hurried {
        timeout(WAY_OUT, pending::<()>()).await.ok();
    }
    door.shut(server).await;
    timeout(LAST_IN, pending::<()>()).await.ok();
    // A call whose caller has hung up has no connection that a stop would wait for.
    state.running.over().await;
    server.stop(true).await;
}
