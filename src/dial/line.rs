//! A connection with a budget of bytes.

use std::{
    fmt, io,
    pin::Pin,
    task::{Context, Poll},
};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, ReadBuf},
    net::TcpStream,
};

/// What is taken from the other side in all.
const BUDGET: usize = 1024 * 1024;

pub struct Line {
    stream: TcpStream,
    left: usize,
    /// Looked at, and still to be read.
    ahead: Vec<u8>,
}

/// The other side says more than anybody asked for.
#[derive(Debug)]
pub struct TooMuch;

impl Line {
    pub(super) fn new(stream: TcpStream) -> Self {
        Self { stream, left: BUDGET, ahead: Vec::new() }
    }

    /// What the other side says next, which is read all the same by whoever reads.
    pub async fn look<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut seen = [0; N];
        self.read_exact(&mut seen).await?;
        self.ahead.splice(..0, seen);
        Ok(seen)
    }
}

impl AsyncRead for Line {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if !self.ahead.is_empty() {
            let some = buffer.remaining().min(self.ahead.len());
            self.ahead.drain(..some).for_each(|byte| buffer.put_slice(&[byte]));
            return Poll::Ready(Ok(()));
        }
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, buffer);
        match self.left.checked_sub(buffer.filled().len() - before) {
            Some(left) => self.left = left,
            None => return Poll::Ready(Err(io::Error::other(TooMuch))),
        }
        read
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

impl fmt::Display for TooMuch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "more than {BUDGET} bytes were sent")
    }
}

impl std::error::Error for TooMuch {}
