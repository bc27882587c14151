//! A chosen logo becomes a PNG of our own making.

use image::ImageFormat;

use crate::{
    error::Result,
    i18n::Message,
    picture::{self, Refusal, Wanted},
    state::State,
    web::Upload,
};

/// In bytes.
const LARGEST: usize = 200 * 1024;
const WANTED: Wanted = Wanted { formats: &[ImageFormat::Png], longest_side: 1024 };

#[derive(Clone)]
pub struct NewLogo {
    pub png: Vec<u8>,
    pub width: i64,
    pub height: i64,
}

/// What to keep, or why the file is refused.
pub async fn make(state: &State, upload: Upload) -> Result<Result<NewLogo, Message>> {
    let file = match upload {
        Upload::Whole(file) if file.is_empty() => return Ok(Err("avatar-empty".into())),
        Upload::Whole(file) if file.len() <= LARGEST => file,
        Upload::Whole(_) | Upload::TooLarge | Upload::OnDisk(_) => return Ok(Err("logo-too-large".into())),
    };
    state.workers.run(move || anew(&file).map_err(said)).await
}

fn anew(file: &[u8]) -> Result<NewLogo, Refusal> {
    let picture = picture::decode(file, &WANTED)?;
    let (width, height) = (i64::from(picture.width()), i64::from(picture.height()));
    Ok(NewLogo { png: picture::png(&picture)?, width, height })
}

fn said(refusal: Refusal) -> Message {
    match refusal {
        Refusal::Foreign => "logo-not-png".into(),
        Refusal::Unreadable => "avatar-unreadable".into(),
        Refusal::TooWide { width, height } => {
            Message::new("logo-too-wide").with("width", i64::from(width)).with("height", i64::from(height))
        }
    }
}
