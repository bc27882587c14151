//! A chosen picture becomes a small square PNG of our own making: nothing of the file is kept but what was seen.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, imageops::FilterType};

use crate::{error::Result, i18n::Message, state::State, web::Upload};

const LONGEST_SIDE: u32 = 4096;
const SIDE: u32 = 256;
/// A picture of the longest sides at eight bytes a pixel, and as much again for the decoder.
const LARGEST_DECODED: u64 = 256 * 1024 * 1024;

/// The PNG to keep, or why the file is refused. Off the async threads, as few at a time as passwords are hashed:
/// decoding takes memory.
pub async fn make(state: &State, upload: Upload) -> Result<Result<Vec<u8>, Message>> {
    let file = match upload {
        Upload::TooLarge => return Ok(Err("avatar-too-large".into())),
        Upload::Whole(file) if file.is_empty() => return Ok(Err("avatar-empty".into())),
        Upload::Whole(file) => file,
    };
    state.workers.run(move || square(&file)).await
}

fn square(file: &[u8]) -> Result<Vec<u8>, Message> {
    let picture = decode(file)?;
    let side = picture.width().min(picture.height());
    let (left, top) = ((picture.width() - side) / 2, (picture.height() - side) / 2);
    let small = picture.crop_imm(left, top, side, side).resize_exact(SIDE, SIDE, FilterType::Triangle);
    let mut png = Cursor::new(Vec::new());
    DynamicImage::ImageRgba8(small.into_rgba8())
        .write_to(&mut png, ImageFormat::Png)
        .map_err(|_| Message::new("avatar-unreadable"))?;
    Ok(png.into_inner())
}

/// The sides are judged by the header alone: what they announce is never allocated before.
fn decode(file: &[u8]) -> Result<DynamicImage, Message> {
    let unreadable = |_| Message::new("avatar-unreadable");
    let mut reader =
        ImageReader::new(Cursor::new(file)).with_guessed_format().map_err(|_| Message::new("avatar-unreadable"))?;
    if !matches!(reader.format(), Some(ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP)) {
        return Err("avatar-not-a-picture".into());
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(LARGEST_DECODED);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(unreadable)?;
    let (width, height) = decoder.dimensions();
    if width.max(height) > LONGEST_SIDE {
        return Err(Message::new("avatar-too-wide").with("width", i64::from(width)).with("height", i64::from(height)));
    }
    let orientation = decoder.orientation().map_err(unreadable)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}
