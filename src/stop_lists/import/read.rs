//! A file read line by line, at constant memory: what stands in it becomes packed entries, and what does not the number of
//! its line.

use std::io::{BufRead, Read, Result};

use crate::{
    db::Unsealable,
    stop_lists::model::Entry,
    stops::{Given, Key, Kind},
};

/// Entries in a part: as many as are written in one step of a job.
pub const PART: usize = 5_000;
/// What is longer is no value.
const LONGEST: u64 = 1_000;
/// So many refused lines are named.
const NAMED: i64 = 10_000;
/// What may stand at the head of the first column.
const HEADS: [&str; 9] = ["email", "e-mail", "mail", "phone", "telephone", "domain", "md5", "hash", "value"];

/// What was read in one go.
#[derive(Default)]
pub struct Part {
    pub entries: Vec<Entry>,
    /// Line and why, a key after `refused-`.
    pub refused: Vec<(i64, String)>,
}

/// How much there was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    pub entries: i64,
    pub refused: i64,
}

/// How lines become entries.
pub struct How<'a> {
    pub key: &'a Key,
    pub kind_of_md5: Kind,
    pub keeps_md5: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error(transparent)]
    Io(#[from] std::io::Error),
    #[error(transparent)]
    Seal(#[from] Unsealable),
    #[error("nobody took what was read")]
    Left,
}

/// Gives one part after another to `takes`, until that is false.
pub fn read(
    mut file: impl BufRead,
    how: &How,
    takes: &mut dyn FnMut(Part) -> bool,
) -> std::result::Result<Extent, Failure> {
    let (mut extent, mut part) = (Extent::default(), Part::default());
    let (mut line, mut number) = (Vec::new(), 0);
    while next(&mut file, &mut line)? {
        number += 1;
        let text = String::from_utf8_lossy(&line);
        let cell = first_cell(&text);
        if cell.is_empty() || (number == 1 && HEADS.contains(&cell.to_lowercase().as_str())) {
            continue;
        }
        match Given::read(cell) {
            Ok(given) => {
                part.entries.push(Entry::of(how.key, &given, how.kind_of_md5, how.keeps_md5)?);
                extent.entries += 1;
            }
            Err(why) => {
                extent.refused += 1;
                if extent.refused <= NAMED {
                    part.refused.push((number, why.key.trim_start_matches("refused-").to_owned()));
                }
            }
        }
        if (part.entries.len() >= PART || part.refused.len() >= PART) && !takes(std::mem::take(&mut part)) {
            return Err(Failure::Left);
        }
    }
    let is_empty = part.entries.is_empty() && part.refused.is_empty();
    if is_empty || takes(part) { Ok(extent) } else { Err(Failure::Left) }
}

/// The next line, cut off where it is too long; false at the end.
fn next(file: &mut impl BufRead, line: &mut Vec<u8>) -> Result<bool> {
    line.clear();
    let read = file.by_ref().take(LONGEST).read_until(b'\n', line)?;
    if read as u64 == LONGEST && !line.ends_with(b"\n") {
        file.skip_until(b'\n')?;
    }
    Ok(read > 0)
}

/// Of a line of CSV what stands before the first comma, semicolon or tab, without its quotes.
fn first_cell(line: &str) -> &str {
    let line = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}' || c == '\0');
    let cell = match line.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => line.split([',', ';', '\t']).next(),
    };
    cell.unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::Seal;

    fn whole(text: &[u8]) -> (Vec<Kind>, Vec<(i64, String)>, Extent) {
        let key = Key::of(Seal::new([7; 32]));
        let how = How { key: &key, kind_of_md5: Kind::Phone, keeps_md5: false };
        let (mut kinds, mut refused) = (Vec::new(), Vec::new());
        let extent = read(text, &how, &mut |part| {
            kinds.extend(part.entries.iter().map(|entry| entry.kind));
            refused.extend(part.refused);
            true
        });
        (kinds, refused, extent.expect("it is read"))
    }

    #[test]
    fn lines_are_read_however_a_program_writes_them() {
        let text = "\u{FEFF}Email;Name\r\nAnna@Example.com;Anna\r\n\r\n\"boris@example.org\",x\r\n*.example.net\r\n+49 30 901820\r\n23463B99B62A72F26ED677CC556C44E8\r\nnobody\r\nlast@example.com.";
        let (kinds, refused, extent) = whole(text.as_bytes());
        assert_eq!(kinds, [Kind::Email, Kind::Email, Kind::Domain, Kind::Phone, Kind::Phone, Kind::Email]);
        assert_eq!(refused, [(8, "stop-domain".to_owned())]);
        assert_eq!(extent, Extent { entries: 6, refused: 1 });
    }

    #[test]
    fn a_line_without_an_end_and_bytes_that_are_no_text_are_refused_and_held_nowhere() {
        let mut text = vec![b'x'; 3_000_000];
        text.extend(b"\na@example.com\n\xff\xfe\x00\nb@example.com\n");
        let (kinds, refused, _) = whole(&text);
        assert_eq!((kinds.len(), refused.iter().map(|(line, _)| *line).collect::<Vec<_>>()), (2, vec![1, 3]));
        assert_eq!(whole(b"").2, Extent::default());
    }

    #[test]
    fn parts_are_of_one_size_and_reading_stops_when_nobody_takes_them() {
        let lines: String = (0..12_000).map(|n| format!("a{n}@example.com\n")).collect();
        let key = Key::of(Seal::new([7; 32]));
        let how = How { key: &key, kind_of_md5: Kind::Email, keeps_md5: true };
        let mut sizes = Vec::new();
        let read_all = read(lines.as_bytes(), &how, &mut |part| {
            sizes.push(part.entries.len());
            true
        });
        assert_eq!((read_all.expect("it is read").entries, sizes), (12_000, vec![5_000, 5_000, 2_000]));
        assert!(matches!(read(lines.as_bytes(), &how, &mut |_| false), Err(Failure::Left)));
    }
}
