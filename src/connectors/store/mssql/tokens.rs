//! What a server says is a row of tokens. Those are read of which an answer to us can consist, and of them what is asked.

use bytes::Buf;

const COLUMNS: u8 = 0x81;
const ERROR: u8 = 0xAA;
const WELCOME: u8 = 0xAD;
const ROW: u8 = 0xD1;
const ROW_WITH_BITMAP: u8 = 0xD2;
const ENVIRONMENT: u8 = 0xE3;
/// A return value's status; the order of a result, tables, columns, information: lengths and what has them.
const STATUS: u8 = 0x79;
const TABLES: u8 = 0xA4;
const ORIGINS: u8 = 0xA5;
const ORDER: u8 = 0xA9;
const INFORMATION: u8 = 0xAB;
const DONE: u8 = 0xFD;
const DONE_IN_A_PROCEDURE: u8 = 0xFF;
/// What changes of the environment if another server is to be asked.
const ROUTING: u8 = 20;
const NVARCHAR: u8 = 0xE7;
/// The length of what has none yet, of which there may be more than of anything else.
const UNKNOWN: u16 = 0xFFFF;
const MOST_COLUMNS: u16 = 8;

/// What a message comes to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Said {
    pub is_welcome: bool,
    pub is_sent_elsewhere: bool,
    pub refused: Vec<Refused>,
    /// The last one.
    pub row: Vec<Option<String>>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Refused {
    pub number: i32,
    pub class: u8,
}

/// None if it makes no sense.
pub fn read(message: &[u8]) -> Option<Said> {
    let (mut rest, mut said, mut columns) = (message, Said::default(), 0);
    while let Some(token) = rest.split_off_first() {
        match *token {
            ERROR => said.refused.push(refused(sized(&mut rest)?)?),
            WELCOME => said.is_welcome |= sized(&mut rest)?.get(1).is_some_and(|version| *version >= 0x72),
            ENVIRONMENT => said.is_sent_elsewhere |= sized(&mut rest)?.first() == Some(&ROUTING),
            TABLES | ORIGINS | ORDER | INFORMATION => {
                sized(&mut rest)?;
            }
            STATUS => {
                rest.split_off(..4)?;
            }
            DONE..=DONE_IN_A_PROCEDURE => {
                rest.split_off(..12)?;
            }
            COLUMNS => columns = texts(&mut rest)?,
            ROW => said.row = row(&mut rest, columns, 0)?,
            ROW_WITH_BITMAP => {
                let nulls = rest.try_get_u8().ok()?;
                said.row = row(&mut rest, columns, nulls)?;
            }
            _ => return None,
        }
    }
    Some(said)
}

/// What has its length in front.
fn sized<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = rest.try_get_u16_le().ok()?;
    rest.split_off(..usize::from(length))
}

fn refused(mut error: &[u8]) -> Option<Refused> {
    let number = error.try_get_i32_le().ok()?;
    let [_state, class] = error.first_chunk()?;
    Some(Refused { number, class: *class })
}

/// How many columns of text there are; others are none that were asked for.
fn texts(rest: &mut &[u8]) -> Option<u16> {
    let count = rest.try_get_u16_le().ok().map(|count| if count == UNKNOWN { 0 } else { count })?;
    if count > MOST_COLUMNS {
        return None;
    }
    for _ in 0..count {
        // The type it is called by, and what may be done with it.
        rest.split_off(..6)?;
        let (kind, longest) = (rest.try_get_u8().ok()?, rest.try_get_u16_le().ok()?);
        if kind != NVARCHAR || longest == UNKNOWN {
            return None;
        }
        // How it is compared, and what it is called.
        rest.split_off(..5)?;
        let name = rest.try_get_u8().ok()?;
        rest.split_off(..2 * usize::from(name))?;
    }
    Some(count)
}

fn row(rest: &mut &[u8], columns: u16, nulls: u8) -> Option<Vec<Option<String>>> {
    (0..columns).map(|at| if (nulls >> at) & 1 == 1 { Some(None) } else { value(rest) }).collect()
}

fn value(rest: &mut &[u8]) -> Option<Option<String>> {
    let length = rest.try_get_u16_le().ok()?;
    if length == UNKNOWN {
        return Some(None);
    }
    let bytes = rest.split_off(..usize::from(length))?;
    let units = bytes.as_chunks::<2>().0.iter().copied().map(u16::from_le_bytes);
    Some(Some(char::decode_utf16(units).map(|it| it.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Just, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};

    use super::*;

    fn with_length(token: u8, content: &[u8]) -> Vec<u8> {
        [&[token][..], &u16::try_from(content.len()).unwrap().to_le_bytes(), content].concat()
    }

    fn text(value: Option<&str>) -> Vec<u8> {
        let Some(value) = value else { return vec![0xFF, 0xFF] };
        let units: Vec<u8> = value.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [&u16::try_from(units.len()).unwrap().to_le_bytes()[..], &units].concat()
    }

    fn columns(count: u8) -> Vec<u8> {
        let column = [0, 0, 0, 0, 9, 0, NVARCHAR, 128, 0, 9, 4, 208, 0, 52, 1, b'v', 0];
        [&[COLUMNS, count, 0][..], &column.repeat(count.into())].concat()
    }

    fn done() -> Vec<u8> {
        vec![DONE, 16, 0, 193, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    }

    /// A message that makes sense, in parts.
    fn sensible() -> impl Strategy<Value = Vec<Vec<u8>>> {
        let part = prop_oneof![
            Just(with_length(WELCOME, &[1, 0x74, 0, 0, 4, 0, 16, 0, 0, 0])),
            Just(with_length(ERROR, &[0x18, 0x48, 0, 0, 1, 14, 0, 0, 0, 0, 1, 0, 0, 0])),
            Just(with_length(INFORMATION, &[0; 20])),
            Just([columns(2), vec![ROW], text(Some("16.0")), text(None)].concat()),
            Just(done()),
        ];
        prop::collection::vec(part, 0..6)
    }

    #[test]
    fn a_row_is_read_with_what_is_null() {
        let row = |values: &[Option<&str>]| Some(values.iter().map(|it| it.map(str::to_owned)).collect::<Vec<_>>());
        let said = |parts: &[Vec<u8>]| read(&parts.concat()).map(|said| said.row);
        let plain = [columns(2), vec![ROW], text(Some("16.0.1000.6")), text(Some("READ_ONLY")), done()];
        assert_eq!(said(&plain), row(&[Some("16.0.1000.6"), Some("READ_ONLY")]));
        let bitmap = [columns(2), vec![ROW_WITH_BITMAP, 0b10], text(Some("16.0.1000.6")), done()];
        assert_eq!(said(&bitmap), row(&[Some("16.0.1000.6"), None]));
        assert_eq!(said(&[columns(2), vec![ROW], text(Some("16")), text(None)]), row(&[Some("16"), None]));
        assert_eq!(said(&[columns(9)]), None);
        assert_eq!(said(&[columns(1), vec![ROW, 0xFE, 0xFF]]), None);
    }

    #[test]
    fn what_is_said_beside_rows_is_told_apart() {
        let welcome = |version: u8| with_length(WELCOME, &[1, version, 0, 0, 4, 0, 16, 0, 0, 0]);
        assert!(read(&welcome(0x74)).unwrap().is_welcome && !read(&welcome(0x71)).unwrap().is_welcome);
        let error = with_length(ERROR, &[0x18, 0x48, 0, 0, 1, 14, 0, 0, 0, 0, 1, 0, 0, 0]);
        assert_eq!(read(&error).unwrap().refused, [Refused { number: 18456, class: 14 }]);
        assert!(read(&with_length(ENVIRONMENT, &[ROUTING, 0, 0])).unwrap().is_sent_elsewhere);
        assert!(!read(&with_length(ENVIRONMENT, &[1, 0, 0])).unwrap().is_sent_elsewhere);
        // A session's state may be announced with 4 GiB of it.
        assert_eq!(read(&[0xE4, 0xFF, 0xFF, 0xFF, 0xFF]), None);
        assert_eq!(read(b""), Some(Said::default()));
    }

    proptest! {
        #[test]
        fn whatever_is_sent_no_more_is_read_than_there_is(message in prop::collection::vec(any::<u8>(), 0..600)) {
            let held = |said: Said| said.row.iter().flatten().map(String::len).sum::<usize>() + said.refused.len();
            // A unit of two bytes is at most three in UTF-8.
            prop_assert!(read(&message).map_or(0, held) <= 2 * message.len());
        }

        #[test]
        fn sense_with_a_fault_in_it_is_read_or_refused(
            parts in sensible(), at in any::<prop::sample::Index>(), put in any::<u8>(), cut in any::<prop::sample::Index>(),
        ) {
            let whole = parts.concat();
            let said = read(&whole);
            prop_assert!(said.is_some());
            prop_assert_eq!(said.unwrap().is_welcome, parts.iter().any(|part| part.first() == Some(&WELCOME)));
            if !whole.is_empty() {
                let mut faulty = whole.clone();
                faulty[at.index(whole.len())] = put;
                let cut = &faulty[..cut.index(whole.len())];
                let held = |message: &[u8]| read(message).map_or(0, |said| said.row.len() + said.refused.len());
                prop_assert!(held(&faulty) <= faulty.len() && held(cut) <= cut.len());
            }
        }
    }
}
