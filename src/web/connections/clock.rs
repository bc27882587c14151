//! The time that a request's body may take, and the marks by which a connection is known to wait for us or for its
//! other end.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use actix_web::{
    HttpMessage,
    body::{BoxBody, MessageBody},
    dev::{Payload, ServiceRequest, ServiceResponse},
    error::PayloadError,
    http::ConnectionType,
    middleware::Next,
    web::Bytes,
};
use futures_util::{FutureExt, Stream, StreamExt};
use tokio::time::{Instant, Sleep, sleep_until};

use super::{sliced::Sliced, stream::Handle};

/// A body must be whole in this time …
const WHOLE: Duration = Duration::from_secs(120);
/// … and bring so many bytes in each such span on the way.
const SPAN: Duration = Duration::from_secs(10);
const LEAST_IN_SPAN: usize = 4096;

/// A body on its way in.
struct Clocked {
    body: Payload,
    connection: Option<Handle>,
    end: Instant,
    span: Pin<Box<Sleep>>,
    in_span: usize,
    ran_out: Arc<AtomicBool>,
}

/// Outermost: times the body, says who waits for whom, and cuts the answer into slices.
pub async fn clocked(
    mut req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let connection = req.conn_data::<Handle>().cloned();
    if let Some(it) = &connection {
        it.set_busy();
    }
    let ran_out = Arc::new(AtomicBool::new(false));
    match req.take_payload() {
        Payload::None => {}
        body => {
            let clocked = Clocked::new(body, connection.clone(), Arc::clone(&ran_out));
            req.set_payload(Payload::Stream { payload: Box::pin(clocked) });
        }
    }
    let mut answer = next.call(req).await;
    if let Ok(answer) = &mut answer
        && ran_out.load(Ordering::Relaxed)
    {
        answer.response_mut().head_mut().set_connection_type(ConnectionType::Close);
    }
    if let Some(it) = &connection {
        it.set_at_rest();
    }
    answer.map(|answer| answer.map_body(|_, body| Sliced::of(body)))
}

/// Whether a body was given up because its sender took too long.
pub fn is_too_slow(error: &PayloadError) -> bool {
    matches!(error, PayloadError::Io(cause) if cause.kind() == io::ErrorKind::TimedOut)
}

impl Clocked {
    fn new(body: Payload, connection: Option<Handle>, ran_out: Arc<AtomicBool>) -> Self {
        let now = Instant::now();
        Self { body, connection, end: now + WHOLE, span: Box::pin(sleep_until(now + SPAN)), in_span: 0, ran_out }
    }

    /// Whether the sender is too slow; a span that was good is followed by the next.
    fn is_out(&mut self, cx: &mut Context<'_>) -> bool {
        while self.span.poll_unpin(cx).is_ready() {
            let now = Instant::now();
            if self.in_span < LEAST_IN_SPAN || now >= self.end {
                return true;
            }
            self.in_span = 0;
            self.span.as_mut().reset((now + SPAN).min(self.end));
        }
        false
    }
}

impl Stream for Clocked {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let part = self.body.poll_next_unpin(cx);
        if let Poll::Ready(part) = part {
            if let Some(Ok(bytes)) = &part {
                self.in_span += bytes.len();
            }
            if let Some(it) = &self.connection {
                it.set_busy();
            }
            return Poll::Ready(part);
        }
        if self.is_out(cx) {
            self.ran_out.store(true, Ordering::Relaxed);
            return Poll::Ready(Some(Err(PayloadError::Io(io::ErrorKind::TimedOut.into()))));
        }
        if let Some(it) = &self.connection {
            it.set_waiting();
        }
        Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::stream;

    /// What a reader is given of pieces that come one after the other, `pause` apart.
    async fn read(pieces: &[usize], pause: Duration) -> Result<usize, PayloadError> {
        let coming = stream::iter(pieces.to_vec()).then(move |length| async move {
            sleep_until(Instant::now() + pause).await;
            Ok(Bytes::from(vec![b'x'; length]))
        });
        let mut clocked = Clocked::new(Payload::Stream { payload: Box::pin(coming) }, None, Arc::default());
        let mut got = 0;
        while let Some(part) = clocked.next().await {
            got += part?.len();
        }
        Ok(got)
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_comes_in_drops_is_given_up() {
        for (pieces, pause) in [(vec![1; 1000], 1), (vec![1, 1], 11), (vec![4000; 40], 10), (vec![], 11)] {
            let outcome = read(&pieces, Duration::from_secs(pause)).await;
            let expected =
                if pieces.is_empty() { outcome.is_ok() } else { outcome.is_err_and(|error| is_too_slow(&error)) };
            assert!(expected, "{} pieces, {pause} s apart", pieces.len());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_line_is_waited_for_two_minutes() {
        assert_eq!(read(&[2048; 100], Duration::from_secs(1)).await.ok(), Some(204_800));
        let outcome = read(&[2048; 130], Duration::from_secs(1)).await;
        assert!(outcome.is_err_and(|error| is_too_slow(&error)), "it is not whole in time");
    }
}
