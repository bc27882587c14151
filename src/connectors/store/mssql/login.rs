//! What is said to the server: how to be protected, who asks, and the question.

use super::super::super::model::Target;
use crate::dial::Cause;

const ENCRYPTION: u8 = 1;
const END: u8 = 255;
/// 7.4, as every server since 2012 speaks it.
const TDS: u32 = 0x7400_0004;
const PACKET: u32 = 4096;
/// To say which database it became, to fail without it, to say which language it became.
const OPTIONS: [u8; 4] = [0xE0, 0, 0, 0];
/// Where the texts of a login begin.
const TEXTS: u16 = 94;
/// In units of UTF-16; names and passwords are no longer.
const LONGEST: usize = 128;
const PROGRAM: &str = "Steward";

/// What of the conversation is to be encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    None,
    All,
}

/// What is asked of a server before anything else.
pub fn prelogin(encrypted: bool) -> Vec<u8> {
    // Encrypted from here on, or not at all: there is a way to encrypt the login alone, by which nobody is known.
    let encryption = if encrypted { 1 } else { 2 };
    // The version of who asks, encryption, the instance, the thread, one question at a time.
    let options: [(u8, &[u8]); 5] =
        [(0, &[9, 0, 0, 0, 0, 0]), (ENCRYPTION, &[encryption]), (2, &[0]), (3, &[0; 4]), (4, &[0])];
    let mut offset = u16::try_from(options.len() * 5 + 1).unwrap_or_default();
    let (mut message, mut values) = (Vec::new(), Vec::<u8>::new());
    for (option, value) in options {
        let length = u16::try_from(value.len()).unwrap_or_default();
        message.push(option);
        message.extend(offset.to_be_bytes());
        message.extend(length.to_be_bytes());
        values.extend(value);
        offset += length;
    }
    message.push(END);
    message.extend(values);
    message
}

/// What the server says to that; None if it makes no sense.
pub fn encryption(answer: &[u8]) -> Option<Encryption> {
    let mut options = answer;
    loop {
        match options.split_off(..5) {
            Some(&[ENCRYPTION, high, low, 0, 1]) => {
                let at = usize::from(u16::from_be_bytes([high, low]));
                return match answer.get(at)? {
                    // The login alone, which was not asked for; not at all.
                    0 | 2 => Some(Encryption::None),
                    // All, or nothing without it.
                    1 | 3 => Some(Encryption::All),
                    _ => None,
                };
            }
            Some(&[option, ..]) if option != END => {}
            _ => return None,
        }
    }
}

pub fn message(target: &Target) -> Result<Vec<u8>, Cause> {
    let user = text(&target.user).ok_or(Cause::WrongCredentials)?;
    let mut password = text(target.password()).ok_or(Cause::WrongCredentials)?;
    let database = text(&target.database).ok_or(Cause::NoSuchDatabase)?;
    // So the protocol wants it; it hides nothing from anybody.
    password.iter_mut().for_each(|byte| *byte = byte.rotate_left(4) ^ 0xA5);
    let program = text(PROGRAM).unwrap_or_default();
    // In the cloud one address serves many.
    let server = text(&target.host).unwrap_or_default();
    let none = Vec::new;
    // Our host, the user, the password, the program, the server, nothing, the library, the language, the database.
    let texts = [none(), user, password, program.clone(), server, none(), program, none(), database];
    let (mut places, mut offset) = (Vec::new(), TEXTS);
    for text in &texts {
        let length = u16::try_from(text.len()).unwrap_or_default();
        places.extend([offset, length / 2].map(u16::to_le_bytes).concat());
        offset += length;
    }
    // Which network card, then another way to sign in, a file to attach, a new password, and the length of the first.
    places.extend([0; 6]);
    places.extend([offset, 0, offset, 0, offset, 0, 0, 0].map(u16::to_le_bytes).concat());
    // The version of who asks, its process, its connection.
    let mut message = [u32::from(offset), TDS, PACKET, 0, 0, 0].map(u32::to_le_bytes).concat();
    message.extend(OPTIONS);
    // Its zone and its language.
    message.extend([0; 8]);
    message.extend(places);
    message.extend(texts.concat());
    Ok(message)
}

/// A question, in no transaction.
pub fn batch(question: &str) -> Vec<u8> {
    let mut message = [22, 18].map(u32::to_le_bytes).concat();
    message.extend(2_u16.to_le_bytes());
    message.extend(0_u64.to_le_bytes());
    message.extend(1_u32.to_le_bytes());
    message.extend(utf16(question));
    message
}

/// None if it is too long to be anything there.
fn text(value: &str) -> Option<Vec<u8>> {
    Some(utf16(value)).filter(|bytes| bytes.len() <= 2 * LONGEST)
}

fn utf16(value: &str) -> Vec<u8> {
    value.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop, prop_assert_eq, proptest};

    use super::*;

    #[test]
    fn the_answer_about_encryption_is_found_where_the_table_says() {
        let answer = |value: u8| vec![0, 0, 11, 0, 6, ENCRYPTION, 0, 17, 0, 1, END, 16, 0, 0, 0, 0, 0, value];
        for (value, expected) in
            [(0, Some(Encryption::None)), (1, Some(Encryption::All)), (2, Some(Encryption::None)), (9, None)]
        {
            assert_eq!(encryption(&answer(value)), expected, "{value}");
        }
        assert_eq!(encryption(&prelogin(true)), Some(Encryption::All));
        assert_eq!(encryption(&prelogin(false)), Some(Encryption::None));
        assert_eq!(encryption(&[END]), None);
        assert_eq!(encryption(&[ENCRYPTION, 255, 255, 0, 1, END]), None);
    }

    proptest! {
        #[test]
        fn no_answer_about_encryption_ends_badly(answer in prop::collection::vec(any::<u8>(), 0..200)) {
            let told = encryption(&answer);
            prop_assert_eq!(encryption(&answer), told);
        }
    }
}
