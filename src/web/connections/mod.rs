//! The connections of the listener: how many there may be, and who makes room for the next.
//!
//! At a limit the listener goes on taking connections and closes the one whose other end has kept it waiting longest.
//! So a thousand strangers who send nothing, or one byte a second, shut nobody out who sends a whole request at once. A
//! connection whose request is being worked on is never closed for another.

mod clock;
mod sliced;
mod stream;

use std::{
    collections::HashMap,
    io,
    net::IpAddr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Instant,
};

use actix_web::rt::net::TcpStream;
use futures_util::task::AtomicWaker;
use ipnet::IpNet;

use crate::{
    config::{Config, is_trusted},
    people::Client,
};

pub use clock::{clocked, is_too_slow};
pub use stream::Connection;

/// What one address may have of all connections: an eighth, but not fewer than a room full of browsers opens.
const SHARE_OF_ONE: usize = 8;
const LEAST_OF_ONE: usize = 64;
/// How many make room at once when all are taken, as a share: so that a flood does not look for the slowest with each
/// of its connections.
const SHARE_TO_CLOSE: usize = 16;
/// Sent to one who finds only connections that are being worked on.
const FULL: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

/// The connections that are open.
pub struct Connections {
    most: usize,
    most_of_one: usize,
    trusted: Vec<IpNet>,
    begun: Instant,
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    next: u64,
    seats: HashMap<u64, Arc<Seat>>,
}

/// What is known of one connection.
pub struct Seat {
    /// The network that it counts for; none where only the limit in all holds.
    network: Option<String>,
    /// When the other end was last heard of, in milliseconds since the start; [`BUSY`] while its request is being
    /// worked on.
    heard: AtomicU64,
    /// Its last request was answered and nothing came since: a browser between two pages.
    at_rest: AtomicBool,
    closed: AtomicBool,
    waker: AtomicWaker,
}

const BUSY: u64 = u64::MAX;

impl Connections {
    pub fn new(config: &Config) -> Arc<Self> {
        let most = config.connections;
        let most_of_one = (most / SHARE_OF_ONE).max(LEAST_OF_ONE);
        let trusted = config.trusted_proxies.clone();
        Arc::new(Self { most, most_of_one, trusted, begun: Instant::now(), open: Mutex::default() })
    }

    /// Takes a connection in, closing others where it must; an error where all are at work.
    pub fn admit(self: &Arc<Self>, io: TcpStream) -> io::Result<Connection> {
        // Answers leave in a few pieces, and none of them waits for the other end's acknowledgement.
        io.set_nodelay(true)?;
        let network = self.counted(io.peer_addr()?.ip());
        let Some((id, seat)) = self.seat(Seat::new(network, self.now())) else {
            io.try_write(FULL).ok();
            return Err(io::Error::other("all connections are at work"));
        };
        Ok(Connection::new(io, Arc::clone(self), (id, seat)))
    }

    /// Behind a proxy all visitors have one address, and so have a machine's own programs.
    fn counted(&self, ip: IpAddr) -> Option<String> {
        let ip = ip.to_canonical();
        let limited = !ip.is_loopback() && !is_trusted(&self.trusted, ip);
        limited.then(|| Client { ip: ip.to_string(), ..Client::default() }.network())
    }

    fn seat(&self, seat: Seat) -> Option<(u64, Arc<Seat>)> {
        let mut open = self.open();
        if let Some(network) = &seat.network {
            let of_one = open.seats.values().filter(|it| it.network.as_ref() == Some(network)).count();
            if of_one >= self.most_of_one && open.close_slowest(1, |it| it.network.as_ref() == Some(network)) == 0 {
                return None;
            }
        }
        if open.seats.len() >= self.most && open.close_slowest(self.most / SHARE_TO_CLOSE + 1, |_| true) == 0 {
            return None;
        }
        let (id, seat) = (open.next, Arc::new(seat));
        open.next += 1;
        open.seats.insert(id, Arc::clone(&seat));
        Some((id, seat))
    }

    /// A mark that changes when somebody comes, or says something while we wait for it.
    pub fn heard(&self) -> (u64, u64) {
        let open = self.open();
        let last = open.seats.values().filter_map(|seat| Some(seat.waiting()?.1)).max();
        (open.next, last.unwrap_or_default())
    }

    fn leave(&self, id: u64) {
        self.open().seats.remove(&id);
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> u64 {
        u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(BUSY - 1)
    }
}

impl Open {
    /// Closes up to `number` of those that keep the listener waiting, the longest silent first, and those at rest last;
    /// answers how many.
    fn close_slowest(&mut self, number: usize, among: impl Fn(&Seat) -> bool) -> usize {
        let waiting =
            self.seats.iter().filter(|(_, seat)| among(seat)).filter_map(|(id, seat)| Some((seat.waiting()?, *id)));
        let mut slowest: Vec<((bool, u64), u64)> = waiting.collect();
        if slowest.len() > number {
            slowest.select_nth_unstable(number);
            slowest.truncate(number);
        }
        for (_, id) in &slowest {
            if let Some(seat) = self.seats.remove(id) {
                seat.close();
            }
        }
        slowest.len()
    }
}

impl Seat {
    fn new(network: Option<String>, now: u64) -> Self {
        Self { network, heard: now.into(), at_rest: false.into(), closed: false.into(), waker: AtomicWaker::new() }
    }

    /// Whether it is at rest, and since when we wait for its other end; None while that waits for us.
    fn waiting(&self) -> Option<(bool, u64)> {
        let heard = self.heard.load(Ordering::Relaxed);
        (heard != BUSY).then(|| (self.at_rest.load(Ordering::Relaxed), heard))
    }

    fn close(&self) {
        self.closed.store(true, Ordering::Release);
        self.waker.wake();
    }

    fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    /// The other end was heard of, by what it sent or took. That does not count while we are at work.
    fn touch(&self, now: u64) {
        let busy = |heard| (heard != BUSY).then_some(now);
        self.heard.fetch_update(Ordering::Relaxed, Ordering::Relaxed, busy).ok();
    }

    /// Something came in: perhaps the beginning of a request.
    fn began(&self, now: u64) {
        self.at_rest.store(false, Ordering::Relaxed);
        self.touch(now);
    }

    fn set_busy(&self) {
        self.at_rest.store(false, Ordering::Relaxed);
        self.heard.store(BUSY, Ordering::Relaxed);
    }

    fn set_waiting(&self, now: u64) {
        self.heard.store(now, Ordering::Relaxed);
    }

    fn set_at_rest(&self, now: u64) {
        self.at_rest.store(true, Ordering::Relaxed);
        self.set_waiting(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connections(most: usize, most_of_one: usize) -> Connections {
        Connections {
            most,
            most_of_one,
            trusted: vec!["10.0.0.0/8".parse().expect("a range")],
            begun: Instant::now(),
            open: Mutex::default(),
        }
    }

    /// A connection from this network that was last heard of then.
    fn seat(all: &Connections, network: Option<&str>, heard: u64) -> Option<(u64, Arc<Seat>)> {
        let network = network.map(str::to_owned);
        all.seat(Seat::new(network, heard))
    }

    #[test]
    fn the_one_that_keeps_us_waiting_longest_makes_room() {
        let all = connections(3, 3);
        let [first, second, third] = [30, 10, 20].map(|heard| seat(&all, None, heard).expect("there is room").1);
        assert!(seat(&all, None, 40).is_some());
        assert_eq!([&first, &second, &third].map(|it| it.is_closed()), [false, true, false]);
    }

    #[test]
    fn a_browser_between_two_pages_stays_while_somebody_sends_nothing() {
        let all = connections(2, 2);
        let [resting, silent] = [1, 2].map(|heard| seat(&all, None, heard).expect("there is room").1);
        resting.set_at_rest(1);
        assert!(seat(&all, None, 3).is_some());
        assert_eq!([resting.is_closed(), silent.is_closed()], [false, true]);
    }

    #[test]
    fn a_request_at_work_is_never_closed_for_another() {
        let all = connections(2, 2);
        let (_, working) = seat(&all, None, 1).expect("there is room");
        working.set_busy();
        working.touch(5);
        let (id, waiting) = seat(&all, None, 2).expect("there is room");
        assert!(seat(&all, None, 3).is_some());
        assert_eq!([working.is_closed(), waiting.is_closed()], [false, true]);
        all.leave(id);
        all.open().seats.values().for_each(|it| it.set_busy());
        assert!(seat(&all, None, 4).is_none(), "nobody can make room");
        working.set_waiting(9);
        assert!(seat(&all, None, 10).is_some());
    }

    #[test]
    fn one_address_takes_only_its_share_and_pays_for_it_itself() {
        let all = connections(100, 2);
        let of_one = [1, 2, 3].map(|heard| seat(&all, Some("203.0.113.7"), heard).expect("it makes room for itself").1);
        assert_eq!(of_one.map(|it| it.is_closed()), [true, false, false]);
        let (_, other) = seat(&all, Some("203.0.113.8"), 0).expect("there is room");
        assert!(seat(&all, Some("203.0.113.7"), 4).is_some());
        assert!(!other.is_closed());
    }

    #[test]
    fn proxies_and_the_machine_itself_are_held_by_the_limit_in_all_alone() {
        let all = connections(9, 1);
        let counted = |ip: &str| all.counted(ip.parse().expect("an address"));
        for ip in ["127.0.0.1", "::1", "10.1.2.3", "::ffff:10.1.2.3", "::ffff:127.0.0.1"] {
            assert_eq!(counted(ip), None, "{ip}");
        }
        assert_eq!(counted("::ffff:203.0.113.7").as_deref(), Some("203.0.113.7"));
        assert_eq!(counted("2001:db8:1:2::5"), counted("2001:db8:1:2::6"));
    }
}
