//! A chosen picture becomes a small square PNG of our own making.

use image::{DynamicImage, ImageFormat, imageops::FilterType};

use crate::{
    error::Result,
    i18n::Message,
    picture::{self, Refusal, Wanted},
    state::State,
    web::Upload,
};

const WANTED: Wanted =
    Wanted { formats: &[ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP], longest_side: 4096 };
const SIDE: u32 = 256;

/// The PNG to keep, or why the file is refused. Off the async threads, as few at a time as passwords are hashed:
/// decoding takes memory.
pub async fn make(state: &State, upload: Upload) -> Result<Result<Vec<u8>, Message>> {
    let file = match upload {
        Upload::TooLarge | Upload::OnDisk(_) => return Ok(Err("avatar-too-large".into())),
        Upload::Whole(file) if file.is_empty() => return Ok(Err("avatar-empty".into())),
        Upload::Whole(file) => file,
    };
    state.workers.run(move || square(&file).map_err(said)).await
}

fn square(file: &[u8]) -> Result<Vec<u8>, Refusal> {
    let picture = picture::decode(file, &WANTED)?;
    let side = picture.width().min(picture.height());
    let (left, top) = ((picture.width() - side) / 2, (picture.height() - side) / 2);
    let small = picture.crop_imm(left, top, side, side).resize_exact(SIDE, SIDE, FilterType::Triangle);
    picture::png(&DynamicImage::ImageRgba8(small.into_rgba8()))
}

fn said(refusal: Refusal) -> Message {
    match refusal {
        Refusal::Foreign => "avatar-not-a-picture".into(),
        Refusal::Unreadable => "avatar-unreadable".into(),
        Refusal::TooWide { width, height } => {
            Message::new("avatar-too-wide").with("width", i64::from(width)).with("height", i64::from(height))
        }
    }
}
