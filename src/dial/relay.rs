//! A way for drivers that open their connections themselves and would resolve the host again: a socket in a folder that
//! only this program can enter, for one connection, which is carried on over a [`Line`].

use std::{
    fs::{self, DirBuilder},
    io,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
};

use tokio::{io::copy_bidirectional, net::UnixListener, task::JoinHandle};

use super::Line;

pub struct Relay {
    folder: PathBuf,
    socket: PathBuf,
    carrying: JoinHandle<()>,
}

impl Relay {
    /// `name` is what the driver expects the socket to be called.
    pub fn open(mut line: Line, name: &str, token: &str) -> io::Result<Self> {
        let folder = std::env::temp_dir().join(format!("steward-{token}"));
        DirBuilder::new().mode(0o700).create(&folder)?;
        let socket = folder.join(name);
        let listening = UnixListener::bind(&socket).inspect_err(|_| drop(fs::remove_dir(&folder)))?;
        let carrying = tokio::spawn(async move {
            if let Ok((mut driver, _)) = listening.accept().await {
                // However it ends, the driver sees the end of it.
                copy_bidirectional(&mut driver, &mut line).await.ok();
            }
        });
        Ok(Self { folder, socket, carrying })
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn socket(&self) -> &Path {
        &self.socket
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.carrying.abort();
        for gone in [fs::remove_file(&self.socket), fs::remove_dir(&self.folder)] {
            if let Err(error) = gone {
                tracing::warn!(%error, "a socket of a connection that was tried stays behind");
            }
        }
    }
}
