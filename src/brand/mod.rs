//! How the platform appears to account users, in the portal and in letters, as its owners have set it.

mod colour;
pub mod store;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};

pub use colour::{Accent, Colour};

use crate::{config::Config, db::FromRow};

/// What is not set is None.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, FromRow)]
pub struct Brand {
    #[sqlx(rename = "brand_name")]
    pub name: Option<String>,
    /// Where account users write for help.
    #[sqlx(rename = "brand_support")]
    pub support: Option<String>,
    /// Where answers to letters go.
    #[sqlx(rename = "brand_reply_to")]
    pub reply_to: Option<String>,
    /// As [`Colour::hex`] has it.
    #[sqlx(rename = "brand_colour")]
    pub colour: Option<String>,
    #[sqlx(rename = "brand_logo_id")]
    pub logo_id: Option<i64>,
    pub logo_width: Option<i64>,
    pub logo_height: Option<i64>,
}

/// The picture, in pixels as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Logo {
    pub id: i64,
    pub width: i64,
    pub height: i64,
}

/// The box that a logo is shown in.
const BOX: (i64, i64) = (220, 44);

impl Brand {
    /// The platform's name; where none is set, that of whoever sends the letters.
    pub fn platform<'a>(&'a self, config: &'a Config) -> &'a str {
        self.name.as_deref().unwrap_or(config.sender_name())
    }

    /// Made smaller where it does not fit, never larger.
    pub fn logo(&self) -> Option<Logo> {
        let (id, width, height) = (self.logo_id?, self.logo_width?.max(1), self.logo_height?.max(1));
        let (most_wide, most_high) = BOX;
        let (shown_width, shown_height) = if width * most_high > height * most_wide {
            let shown = width.min(most_wide);
            (shown, height * shown / width)
        } else {
            let shown = height.min(most_high);
            (width * shown / height, shown)
        };
        Some(Logo { id, width: shown_width.max(1), height: shown_height.max(1) })
    }

    /// The address that opens a letter to those who help.
    pub fn support_link(&self) -> Option<String> {
        self.support.as_deref().map(mailto)
    }

    pub fn colour(&self) -> Option<Colour> {
        self.colour.as_deref().and_then(|colour| Colour::parse(colour).ok())
    }
}

/// As a link: what an address may hold and a link may not is written in hexadecimal.
pub fn mailto(address: &str) -> String {
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'@').remove(b'.').remove(b'-').remove(b'_').remove(b'+');
    format!("mailto:{}", utf8_percent_encode(address, KEPT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logo_keeps_its_proportions_and_is_never_made_larger() {
        let shown = |width, height| {
            let brand =
                Brand { logo_id: Some(1), logo_width: Some(width), logo_height: Some(height), ..Brand::default() };
            brand.logo().map(|logo| (logo.width, logo.height))
        };
        let expected = [(100, 30), (220, 5), (44, 44), (1, 44), (220, 1)].map(Some);
        assert_eq!([shown(100, 30), shown(880, 20), shown(1024, 1024), shown(1, 1024), shown(1024, 1)], expected);
    }

    #[test]
    fn an_address_is_a_link_whatever_it_holds() {
        assert_eq!(mailto("help+eu@acme.com"), "mailto:help+eu@acme.com");
        assert_eq!(mailto("a?b&c@acme.com"), "mailto:a%3Fb%26c@acme.com");
    }
}
