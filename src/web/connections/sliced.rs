//! An answer handed over in slices, so that a connection's write buffer stays as small as a slice.
//!
//! The server keeps what a buffer once grew to, up to 128 kB, for as long as the connection lives: a thousand browsers
//! that each read one list of 100 kB and wait would cost as much as the rest of the program three times.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use actix_web::{
    body::{BodySize, BoxBody, MessageBody},
    web::Bytes,
};

/// The length at which the server writes before it takes more.
pub const SLICE: usize = 32 * 1024;

pub struct Sliced(Bytes);

impl Sliced {
    /// What comes in pieces already, or fits in one, stays as it is.
    pub fn of(body: impl MessageBody + 'static) -> BoxBody {
        if body.size() == BodySize::None {
            return BoxBody::new(body);
        }
        match body.try_into_bytes() {
            Ok(bytes) if bytes.len() > SLICE => BoxBody::new(Self(bytes)),
            Ok(bytes) => BoxBody::new(bytes),
            Err(body) => BoxBody::new(body),
        }
    }
}

impl MessageBody for Sliced {
    type Error = std::convert::Infallible;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.0.len() as u64)
    }

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        let length = self.0.len().min(SLICE);
        Poll::Ready((length > 0).then(|| Ok(self.0.split_to(length))))
    }
}
