//! How a server goes without cutting anybody off: first it sends people elsewhere, then it lets nobody else in, and
//! only then it stops.

use std::{
    future::pending,
    io,
    net::TcpListener,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use actix_web::dev::ServerHandle;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use socket2::{SockFilter, SockRef};
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    time::timeout,
};

use super::connections::Connections;
use crate::state::State;

/// What people come in through.
pub struct Door {
    listener: TcpListener,
    connections: Arc<Connections>,
    /// Whether it stays open behind us, for the next one.
    handed_over: bool,
}

/// Meanwhile each answer closes its connection and `/readyz` says no, so that whoever asks again or decides where to
/// ask finds another.
const WAY_OUT: Duration = Duration::from_secs(2);
/// Who came in until now has been heard, if so many looks, a little apart, see nobody come or speak …
const LOOKS: u32 = 10;
const BETWEEN_LOOKS: Duration = Duration::from_millis(30);
/// … and this many end it, though somebody never stops speaking.
const MOST_LOOKS: u32 = 100;

impl Door {
    pub fn of(listener: &TcpListener, connections: &Arc<Connections>, handed_over: bool) -> io::Result<Self> {
        Ok(Self { listener: listener.try_clone()?, connections: Arc::clone(connections), handed_over })
    }

    /// Whoever knocks from now on waits for the next one, or knocks again and finds nobody: closing with somebody on
    /// the threshold would cut them off. Answers whether those who knocked before still come in.
    async fn shut(&self, server: &ServerHandle) -> bool {
        /// The program of a filter that takes everything but a segment that opens a connection: the flags are in the
        /// byte 13 of a TCP header, SYN is the second of them (RFC 9293, 3.1). Who has been answered to a SYN already
        /// believes to be connected, so the rest of that handshake comes through.
        const NO_SYN: [SockFilter; 4] = [
            SockFilter::new(0x30, 0, 0, 13),
            SockFilter::new(0x45, 0, 1, 2),
            SockFilter::new(0x06, 0, 0, 0),
            SockFilter::new(0x06, 0, 0, u32::MAX),
        ];
        let takes_nobody_else = !self.handed_over && SockRef::from(&self.listener).attach_filter(&NO_SYN).is_ok();
        if !takes_nobody_else {
            server.pause().await;
        }
        takes_nobody_else
    }

    /// Until all who came in have reached a worker. A process that gets little of its processor needs longer for it,
    /// so this is no span of time.
    async fn all_are_in(&self, still_come_in: bool) {
        let (mut quiet, mut before) = (0, self.connections.heard());
        for _ in 0..MOST_LOOKS {
            timeout(BETWEEN_LOOKS, pending::<()>()).await.ok();
            let now = self.connections.heard();
            let somebody = now != before || (still_come_in && self.somebody_waits());
            (quiet, before) = (if somebody { 0 } else { quiet + 1 }, now);
            if quiet == LOOKS {
                return;
            }
        }
    }

    /// Whether the listener has a connection that nobody has taken yet.
    fn somebody_waits(&self) -> bool {
        let mut asked = [PollFd::new(&self.listener, PollFlags::IN)];
        poll(&mut asked, Some(&Timespec { tv_sec: 0, tv_nsec: 0 })).is_ok_and(|ready| ready > 0)
    }
}

/// What tells us to stop. It is caught before anybody can come in: until then it would end us in the middle.
pub struct Signals([Signal; 3]);

impl Signals {
    pub fn caught() -> io::Result<Self> {
        let [terminate, hang_up, interrupt] =
            [SignalKind::terminate(), SignalKind::hangup(), SignalKind::interrupt()].map(signal);
        Ok(Self([terminate?, hang_up?, interrupt?]))
    }

    /// SIGTERM or SIGHUP; or Ctrl-C, then true.
    pub async fn any(&mut self) -> bool {
        let [terminate, hang_up, interrupt] = &mut self.0;
        tokio::select! {
            _ = terminate.recv() => false,
            _ = hang_up.recv() => false,
            _ = interrupt.recv() => true,
        }
    }
}

/// `hurried`: whoever sits at the terminal waits.
pub async fn leave(state: &State, server: &ServerHandle, door: &Door, hurried: bool) {
    state.stopping.store(true, Ordering::Relaxed);
    if !hurried {
        timeout(WAY_OUT, pending::<()>()).await.ok();
    }
    let still_come_in = door.shut(server).await;
    door.all_are_in(still_come_in).await;
    // A call whose caller has hung up has no connection that a stop would wait for.
    state.running.over().await;
    server.stop(true).await;
}
