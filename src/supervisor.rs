//! What systemd, or who speaks like it, is told and hands over. Without one nothing happens here.

use std::{
    io,
    net::{SocketAddr, TcpListener},
};

use anyhow::Context;
use listenfd::ListenFd;
use sd_notify::NotifyState;

/// The socket that was opened for us (`LISTEN_FDS`), and where it listens.
pub fn socket() -> anyhow::Result<Option<(TcpListener, SocketAddr)>> {
    let mut given = ListenFd::from_env();
    if given.len() == 0 {
        return Ok(None);
    }
    let sentence = "LISTEN_FDS: the socket that was handed over must be one, and of TCP";
    anyhow::ensure!(given.len() == 1, sentence);
    let listener = given.take_tcp_listener(0).context(sentence)?.context(sentence)?;
    let address = listener.local_addr().context(sentence)?;
    Ok(Some((listener, address)))
}

pub fn waiting(what: &str) {
    tell(&[NotifyState::Status(what)]);
}

pub fn ready() {
    tell(&[NotifyState::Ready, NotifyState::Status("serving")]);
}

pub fn stopping() {
    tell(&[NotifyState::Stopping]);
}

fn tell(what: &[NotifyState]) {
    let told: io::Result<()> = sd_notify::notify(what);
    if let Err(error) = told {
        tracing::warn!(%error, "the service manager was not told");
    }
}
