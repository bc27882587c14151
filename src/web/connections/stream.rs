//! One connection: a TCP stream that can be closed from outside, and that does not wait for ever for somebody who takes
//! no answer.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use actix_web::rt::net::TcpStream;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, Sleep, sleep_until},
};

use super::{Connections, Seat};

/// How long the other end may take no byte of an answer.
const STUCK: Duration = Duration::from_secs(30);

pub struct Connection {
    io: TcpStream,
    all: Arc<Connections>,
    id: u64,
    seat: Arc<Seat>,
    /// Runs while an answer waits to be taken.
    stuck: Option<Pin<Box<Sleep>>>,
}

/// A request's way to the seat of its connection.
#[derive(Clone)]
pub struct Handle {
    all: Arc<Connections>,
    seat: Arc<Seat>,
}

impl Connection {
    pub(super) fn new(io: TcpStream, all: Arc<Connections>, (id, seat): (u64, Arc<Seat>)) -> Self {
        Self { io, all, id, seat, stuck: None }
    }

    pub fn peer(&self) -> Option<SocketAddr> {
        self.io.peer_addr().ok()
    }

    pub fn handle(&self) -> Handle {
        Handle { all: Arc::clone(&self.all), seat: Arc::clone(&self.seat) }
    }

    fn check_open(&self, cx: &Context<'_>) -> io::Result<()> {
        self.seat.waker.register(cx.waker());
        if self.seat.is_closed() { Err(io::ErrorKind::ConnectionAborted.into()) } else { Ok(()) }
    }

    /// What became of a write; one that waits is given up after [`STUCK`].
    fn written(&mut self, cx: &mut Context<'_>, outcome: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if outcome.is_ready() {
            self.stuck = None;
            self.seat.touch(self.all.now());
            return outcome;
        }
        let stuck = self.stuck.get_or_insert_with(|| Box::pin(sleep_until(Instant::now() + STUCK)));
        ready!(stuck.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl Handle {
    pub fn set_busy(&self) {
        self.seat.set_busy();
    }

    pub fn set_waiting(&self) {
        self.seat.set_waiting(self.all.now());
    }

    pub fn set_at_rest(&self) {
        self.seat.set_at_rest(self.all.now());
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.all.leave(self.id);
    }
}

impl AsyncRead for Connection {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.check_open(cx)?;
        let before = into.filled().len();
        ready!(Pin::new(&mut self.io).poll_read(cx, into))?;
        if into.filled().len() > before {
            self.seat.began(self.all.now());
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.check_open(cx)?;
        let outcome = Pin::new(&mut self.io).poll_write(cx, bytes);
        self.written(cx, outcome)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }
}
