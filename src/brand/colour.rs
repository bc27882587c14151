//! Colours, and what can be read on them (WCAG 2.2, 1.4.3).

use std::array;

use crate::i18n::Message;

/// An opaque colour of sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour([u8; 3]);

/// What pages draw with in one theme: links and buttons, what is written on these, and what lies behind a current item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accent {
    pub colour: Colour,
    pub ink: Colour,
    pub soft: Colour,
}

/// Contrast at which text can be read.
const LEGIBLE: f64 = 4.5;
/// What `app.css` has as `--paper`, `--paper-2` and `--paper-3`.
const LIGHT: [Colour; 3] = [Colour([0xff; 3]), Colour([0xf5, 0xf7, 0xf8]), Colour([0xeb, 0xef, 0xf1])];
const DARK: [Colour; 3] = [Colour([0x15, 0x19, 0x1e]), Colour([0x1b, 0x20, 0x26]), Colour([0x24, 0x2a, 0x31])];
/// How much of the paper is in what lies behind a current item.
const SOFT: f64 = 0.86;

impl Colour {
    pub const BLACK: Self = Self([0; 3]);
    pub const WHITE: Self = Self([0xff; 3]);
    /// Of letters where none is set: that of the pages.
    pub const STEWARD: Self = Self([0x0b, 0x6b, 0x63]);

    /// `#0b6b63`, `0B6B63`, `#0bc` or `rgb(11, 107, 99)`; with an alpha only where nothing shines through.
    ///
    /// # Errors
    /// What is no colour.
    pub fn parse(text: &str) -> Result<Self, Message> {
        let text = text.trim().to_ascii_lowercase();
        let function = text.strip_prefix("rgba").or_else(|| text.strip_prefix("rgb"));
        let found = match function {
            Some(rest) => numbers(rest),
            None => digits(text.strip_prefix('#').unwrap_or(&text)),
        };
        found.ok_or_else(|| "refused-colour".into())
    }

    /// `#0b6b63`.
    pub fn hex(self) -> String {
        let [r, g, b] = self.0;
        format!("#{r:02x}{g:02x}{b:02x}")
    }

    /// Black or white, whichever can be read better on it: with 4.58:1 at least.
    pub fn ink(self) -> Self {
        let [white, black] = [Self::WHITE, Self::BLACK].map(|ink| self.contrast(ink));
        if white >= black { Self::WHITE } else { Self::BLACK }
    }

    /// From 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let [one, two] = [self, other].map(|it| it.luminance() + 0.05);
        one.max(two) / one.min(two)
    }

    /// This colour, or the nearest shade of it that can be read on white paper.
    pub fn on_white(self) -> Self {
        self.accent(&[Self::WHITE], Self::BLACK).colour
    }

    /// For the light theme and the dark one: the colour as it is where it can be read, else its nearest shade.
    pub fn accents(self) -> [Accent; 2] {
        [self.accent(&LIGHT, Self::BLACK), self.accent(&DARK, Self::WHITE)]
    }

    fn accent(self, grounds: &[Self], towards: Self) -> Accent {
        let paper = grounds.first().copied().unwrap_or(Self::WHITE);
        let shades = (0..=100).map(|percent| {
            let colour = self.mixed(towards, f64::from(percent) / 100.0);
            Accent { colour, ink: colour.ink(), soft: colour.mixed(paper, SOFT) }
        });
        let is_legible = |it: &Accent| grounds.iter().chain([&it.soft]).all(|on| it.colour.contrast(*on) >= LEGIBLE);
        let last = Accent { colour: towards, ink: towards.ink(), soft: towards.mixed(paper, SOFT) };
        shades.into_iter().find(is_legible).unwrap_or(last)
    }

    fn mixed(self, other: Self, share: f64) -> Self {
        let mut others = other.0.into_iter();
        Self(self.0.map(|own| {
            let other = f64::from(others.next().unwrap_or(own));
            (f64::from(own) * (1.0 - share) + other * share).round() as u8
        }))
    }

    fn luminance(self) -> f64 {
        let [r, g, b] = self.0.map(|channel| {
            let channel = f64::from(channel) / 255.0;
            if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }
}

/// Three or six hexadecimal digits, or four or eight, the last of which say that it is opaque.
fn digits(text: &str) -> Option<Colour> {
    let all: Vec<u8> = text.chars().map(|c| c.to_digit(16).and_then(|it| it.try_into().ok())).collect::<Option<_>>()?;
    let channels: Vec<u8> = match all.len() {
        3 | 4 => all.iter().map(|digit| digit * 17).collect(),
        6 | 8 => all.chunks(2).map(|pair| pair.iter().fold(0, |sum, digit| sum * 16 + digit)).collect(),
        _ => return None,
    };
    opaque(&channels)
}

/// `(11, 107, 99)`, or with blanks alone between them.
fn numbers(text: &str) -> Option<Colour> {
    let inner = text.trim().strip_prefix('(')?.strip_suffix(')')?;
    let parts = inner.split([',', ' ', '/']).filter(|part| !part.is_empty());
    let mut channels: Vec<&str> = parts.collect();
    if channels.len() == 4 && matches!(channels.last(), Some(&"1" | &"1.0" | &"100%")) {
        channels.pop();
    }
    let channels: Vec<u8> = channels.into_iter().map(|part| part.parse().ok()).collect::<Option<_>>()?;
    opaque(&channels).filter(|_| channels.len() == 3)
}

fn opaque(channels: &[u8]) -> Option<Colour> {
    match channels {
        [r, g, b] | [r, g, b, 0xff] => Some(Colour(array::from_fn(|at| [*r, *g, *b].into_iter().nth(at).unwrap_or(0)))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_read_in_whatever_form_it_comes() {
        for text in ["#0b6b63", " 0B6B63 ", "#0b6b63ff", "rgb(11, 107, 99)", "rgb(11 107 99)", "RGBA(11,107,99,1)"] {
            assert_eq!(Colour::parse(text).map(Colour::hex), Ok("#0b6b63".to_owned()), "{text}");
        }
        assert_eq!(Colour::parse("#0bc").map(Colour::hex), Ok("#00bbcc".to_owned()));
        for none in
            ["", "#", "#0b6b6", "#0b6b6g", "#0b6b6380", "rgb(11, 107)", "rgb(256, 0, 0)", "rgb(1,2,3,4)", "red;}"]
        {
            assert!(Colour::parse(none).is_err(), "{none}");
        }
    }

    #[test]
    fn black_on_white_has_the_contrast_that_the_standard_says() {
        assert!((Colour::BLACK.contrast(Colour::WHITE) - 21.0).abs() < 1e-9);
        let grey = Colour([0x77; 3]);
        assert!((grey.contrast(Colour::WHITE) - 4.478).abs() < 1e-3);
        assert_eq!(Colour([0xff, 0xd4, 0x00]).ink(), Colour::BLACK);
        assert_eq!(Colour::STEWARD.ink(), Colour::WHITE);
    }

    #[test]
    fn whatever_colour_is_chosen_all_that_is_written_in_it_and_on_it_can_be_read() {
        let steps = || (0..=255).step_by(15).map(|it| it as u8);
        for r in steps() {
            for g in steps() {
                for b in steps() {
                    let colour = Colour([r, g, b]);
                    assert!(colour.contrast(colour.ink()) >= LEGIBLE, "{}", colour.hex());
                    assert!(colour.on_white().contrast(Colour::WHITE) >= LEGIBLE, "{}", colour.hex());
                    for (accent, grounds) in colour.accents().into_iter().zip([LIGHT, DARK]) {
                        let Accent { colour: shade, ink, soft } = accent;
                        let worst = grounds.into_iter().chain([ink, soft]).map(|on| shade.contrast(on));
                        assert!(worst.fold(21.0, f64::min) >= LEGIBLE, "{}: {accent:?}", colour.hex());
                    }
                }
            }
        }
    }

    #[test]
    fn a_colour_that_can_be_read_stays_as_it_is() {
        let [light, dark] = Colour::STEWARD.accents();
        assert_eq!(light.colour, Colour::STEWARD);
        assert_ne!(dark.colour, Colour::STEWARD);
    }
}
