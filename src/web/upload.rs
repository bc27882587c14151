//! Files of a form: small ones in memory, large ones on disk.

use std::{fs::File, io::Write, sync::Arc};

use actix_multipart::Field;
use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    web::{Bytes, BytesMut},
};
use futures_util::{StreamExt, future::LocalBoxFuture};
use serde::de::DeserializeOwned;

use super::form::{Posted, receive, refusal};
use crate::error::{Error, Result};

/// The largest file that is taken, in bytes; what comes after them is read and thrown away.
const LARGEST: usize = 2 * 1024 * 1024;
/// On disk, where nobody asks for more.
const LARGEST_ON_DISK: usize = 25 * 1024 * 1024;

/// A file of a multipart form; its name and type are a stranger's word and not kept.
#[derive(Clone)]
pub enum Upload {
    /// It may be empty.
    Whole(Bytes),
    /// Larger than 2 MB, or on disk than there is room.
    TooLarge,
    /// On disk, for its owner alone and without a name, so that it goes with whoever reads it.
    OnDisk(Arc<File>),
}

/// Where the files of a form go.
#[derive(Clone, Copy)]
pub enum Room {
    Memory,
    /// Up to so many bytes of each.
    Disk(usize),
}

/// A posted form whose files go to disk as they arrive.
pub struct PostedFiles<T, const MOST: usize = LARGEST_ON_DISK>(pub Posted<T>);

impl<T: DeserializeOwned + 'static, const MOST: usize> FromRequest for PostedFiles<T, MOST> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let req = req.clone();
        let payload = payload.take();
        Box::pin(async move { Ok(Self(receive(&req, payload, Room::Disk(MOST)).await?.accept(&req).await?)) })
    }
}

/// To its end, so that what follows it is found, but not kept where it is too large.
pub(super) async fn file(part: Field, room: Room, left: usize) -> Result<Upload> {
    match room {
        Room::Memory => in_memory(part, LARGEST.min(left)).await,
        Room::Disk(most) => on_disk(part, most).await,
    }
}

async fn in_memory(mut part: Field, limit: usize) -> Result<Upload> {
    let mut bytes = Some(BytesMut::new());
    while let Some(chunk) = part.next().await {
        let chunk = chunk.map_err(|error| refusal(&error))?;
        bytes = bytes.filter(|bytes| bytes.len() + chunk.len() <= limit);
        if let Some(bytes) = &mut bytes {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok(bytes.map_or(Upload::TooLarge, |bytes| Upload::Whole(bytes.freeze())))
}

async fn on_disk(mut part: Field, most: usize) -> Result<Upload> {
    let mut file = Some(tempfile::tempfile().map_err(anyhow::Error::from)?);
    let mut length = 0;
    while let Some(chunk) = part.next().await {
        let chunk = chunk.map_err(|error| refusal(&error))?;
        length += chunk.len();
        file = file.filter(|_| length <= most);
        if let Some(mut kept) = file.take() {
            let written = tokio::task::spawn_blocking(move || kept.write_all(&chunk).map(|()| kept));
            file = Some(written.await.map_err(anyhow::Error::from)?.map_err(anyhow::Error::from)?);
        }
    }
    // Of a control that nobody touched.
    if length == 0 {
        return Ok(Upload::Whole(Bytes::new()));
    }
    Ok(file.map_or(Upload::TooLarge, |file| Upload::OnDisk(Arc::new(file))))
}
