//! Checkpoints as signed notes: C2SP's tlog-checkpoint and signed-note, with Ed25519.

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use sha2::{Digest, Sha256};

use super::tree::Hash;
use crate::db::Seal;

/// The tree at a size.
#[derive(Clone, Debug, PartialEq)]
pub struct Checkpoint {
    /// Which record it is of.
    pub origin: String,
    pub size: u64,
    pub root: Hash,
    /// How many of these records are from before records were sealed.
    pub from_before: u64,
}

/// Whoever has it can tell what was signed. Written `name+id+key`, as notes have it.
#[derive(Clone, Debug, PartialEq)]
pub struct PublicKey {
    name: String,
    key: [u8; 32],
}

pub struct Signer {
    pair: Ed25519KeyPair,
    pub public: [u8; 32],
}

/// Why a note is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("it is no checkpoint of Steward")]
    Malformed,
    #[error("it is signed by another key")]
    Foreign,
    #[error("it was altered: the signature does not fit")]
    Altered,
}

const PURPOSE: &str = "audit-checkpoint";
const ED25519_KEY: u8 = 1;
/// Before the name of who signed.
const DASH: &str = "\u{2014} ";
const FROM_BEFORE: &str = "from-before ";

impl Signer {
    pub fn of(seal: &Seal) -> Option<Self> {
        let pair = Ed25519KeyPair::from_seed_unchecked(&seal.sign(PURPOSE, "")).ok()?;
        let public = pair.public_key().as_ref().try_into().ok()?;
        Some(Self { pair, public })
    }

    pub fn sign(&self, checkpoint: &Checkpoint) -> String {
        let text = checkpoint.text();
        let key = PublicKey { name: checkpoint.origin.clone(), key: self.public };
        let signature = [key.id().as_slice(), self.pair.sign(text.as_bytes()).as_ref()].concat();
        format!("{text}\n{DASH}{} {}\n", key.name, STANDARD.encode(signature))
    }
}

impl PublicKey {
    pub fn new(name: &str, key: [u8; 32]) -> Self {
        Self { name: name.to_owned(), key }
    }

    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().splitn(3, '+');
        let (name, id, key) = (parts.next()?, parts.next()?, STANDARD.decode(parts.next()?).ok()?);
        let [ED25519_KEY, key @ ..] = key.as_slice() else { return None };
        let key = Self { name: name.to_owned(), key: key.try_into().ok()? };
        (is_name(name) && key.hex() == id).then_some(key)
    }

    fn id(&self) -> [u8; 4] {
        let hash = Sha256::new().chain_update(&self.name).chain_update([b'\n', ED25519_KEY]).chain_update(self.key);
        let [a, b, c, d, ..]: Hash = hash.finalize().into();
        [a, b, c, d]
    }

    fn hex(&self) -> String {
        self.id().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}+{}+{}", self.name, self.hex(), STANDARD.encode([[ED25519_KEY].as_slice(), &self.key].concat()))
    }
}

impl Checkpoint {
    fn text(&self) -> String {
        let before = match self.from_before {
            0 => String::new(),
            count => format!("{FROM_BEFORE}{count}\n"),
        };
        format!("{}\n{}\n{}\n{before}", self.origin, self.size, STANDARD.encode(self.root))
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let (origin, size, root) = (lines.next()?, lines.next()?, lines.next()?);
        let root = STANDARD.decode(root).ok()?.try_into().ok()?;
        let from_before =
            lines.find_map(|line| line.strip_prefix(FROM_BEFORE)).map_or(Some(0), |it| it.parse().ok())?;
        let parsed = Self { origin: origin.to_owned(), size: size.parse().ok()?, root, from_before };
        (is_name(origin) && parsed.size.to_string() == size).then_some(parsed)
    }

    /// What a note says, if one of these keys has signed it.
    pub fn open(note: &str, keys: &[PublicKey]) -> Result<Self, Refused> {
        let (text, signatures) = note.split_once("\n\n").ok_or(Refused::Malformed)?;
        let text = format!("{text}\n");
        let checkpoint = Self::parse(&text).ok_or(Refused::Malformed)?;
        for line in signatures.lines() {
            let signed = line.strip_prefix(DASH).and_then(|line| line.split_once(' '));
            let (name, signature) = signed.ok_or(Refused::Malformed)?;
            let signature = STANDARD.decode(signature).map_err(|_| Refused::Malformed)?;
            let (id, signature) = signature.split_first_chunk::<4>().ok_or(Refused::Malformed)?;
            if let Some(key) = keys.iter().find(|key| key.name == name && key.id() == *id) {
                let public = UnparsedPublicKey::new(&ED25519, key.key);
                let is_good = name == checkpoint.origin && public.verify(text.as_bytes(), signature).is_ok();
                return if is_good { Ok(checkpoint) } else { Err(Refused::Altered) };
            }
        }
        Err(Refused::Foreign)
    }
}

/// Notes that stand somewhere in a text, such as a letter.
pub fn notes(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut notes = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let begins = is_name(line) && lines.get(at + 1).is_some_and(|it| it.parse::<u64>().is_ok());
        let rest = lines.get(at..).unwrap_or_default();
        let blank = rest.iter().take(10).position(|line| line.is_empty()).filter(|_| begins);
        if let Some(blank) = blank {
            let signed = rest.iter().skip(blank + 1).take_while(|line| line.starts_with(DASH)).count();
            let note: Vec<&str> = rest.iter().take(blank + 1 + signed).copied().collect();
            notes.extend((signed > 0).then(|| note.join("\n") + "\n"));
        }
    }
    notes
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && !text.contains(|it: char| it.is_whitespace() || it == '+')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer(byte: u8) -> (Signer, PublicKey) {
        let signer = Signer::of(&Seal::new([byte; 32])).expect("it signs");
        let key = PublicKey::new("steward/1", signer.public);
        (signer, key)
    }

    #[test]
    fn a_note_opens_with_its_key_alone_and_as_it_was_signed() {
        let ((one, key), (_, other)) = (signer(1), signer(2));
        let checkpoint = Checkpoint { origin: "steward/1".to_owned(), size: 7, root: [9; 32], from_before: 3 };
        let note = one.sign(&checkpoint);
        assert_eq!(Checkpoint::open(&note, &[other.clone(), key.clone()]), Ok(checkpoint));
        assert_eq!(Checkpoint::open(&note, &[other]), Err(Refused::Foreign));
        let keys = [key];
        assert_eq!(Checkpoint::open(&note.replacen('7', "8", 1), &keys), Err(Refused::Altered));
        assert_eq!(Checkpoint::open(&note.replacen("\n7\n", "\n07\n", 1), &keys), Err(Refused::Malformed));
        assert_eq!(Checkpoint::open(note.split_once("\n\n").expect("it is signed").0, &keys), Err(Refused::Malformed));
        assert_eq!(Checkpoint::open("", &keys), Err(Refused::Malformed));
        assert_eq!(PublicKey::parse(&keys[0].to_string()).as_ref(), Some(&keys[0]));
        assert_eq!(PublicKey::parse(&keys[0].to_string().replacen('1', "2", 1)), None, "its name is in its number");
    }

    #[test]
    fn notes_are_found_in_the_midst_of_a_letter() {
        let (one, _) = signer(1);
        let note =
            |size| one.sign(&Checkpoint { origin: "steward/1".to_owned(), size, root: [9; 32], from_before: size / 2 });
        let letter = format!("Hello,\n\n{}\nGood night\n\n42\n\n{}", note(7).replace('\n', "\r\n"), note(8));
        assert_eq!(notes(&letter), [note(7), note(8)]);
    }
}
