//! Pictures that people upload: nothing of the file is kept but what is seen.

use std::io::Cursor;

use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits,
    codecs::png::{CompressionType, FilterType, PngEncoder},
};

/// Which pictures are taken.
pub struct Wanted {
    pub formats: &'static [ImageFormat],
    /// In pixels.
    pub longest_side: u32,
}

/// Why a file is not taken.
#[derive(Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Of no format that is wanted.
    Foreign,
    /// Damaged or incomplete.
    Unreadable,
    TooWide {
        width: u32,
        height: u32,
    },
}

/// The pixels of a file. The sides are judged by the header alone: what they announce is never allocated before.
pub fn decode(file: &[u8], wanted: &Wanted) -> Result<DynamicImage, Refusal> {
    let unreadable = |_| Refusal::Unreadable;
    let mut reader = ImageReader::new(Cursor::new(file)).with_guessed_format().map_err(|_| Refusal::Unreadable)?;
    if !reader.format().is_some_and(|format| wanted.formats.contains(&format)) {
        return Err(Refusal::Foreign);
    }
    let mut limits = Limits::default();
    // A picture of the longest sides at eight bytes a pixel, and as much again for the decoder.
    limits.max_alloc = Some(u64::from(wanted.longest_side).pow(2) * 16);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(unreadable)?;
    let (width, height) = decoder.dimensions();
    if width.max(height) > wanted.longest_side {
        return Err(Refusal::TooWide { width, height });
    }
    let orientation = decoder.orientation().map_err(unreadable)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

/// A PNG of our own making, as small as it goes.
pub fn png(picture: &DynamicImage) -> Result<Vec<u8>, Refusal> {
    let mut png = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut png, CompressionType::Best, FilterType::Adaptive);
    picture.write_with_encoder(encoder).map_err(|_| Refusal::Unreadable)?;
    Ok(png)
}
