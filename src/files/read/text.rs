use std::{
    fs::File,
    io::{BufReader, Read, Seek},
};

use encoding_rs::{WINDOWS_1251, WINDOWS_1252};

use super::{Encoding, Failure, How, Sink, count};
use crate::files::unguard;

/// So much of the beginning tells the delimiter.
const BEGIN: u64 = 64 * 1024;

pub fn read(mut file: File, how: How, sink: &mut Sink) -> Result<(), Failure> {
    let looks = looked_at(&mut file)?;
    let encoding = how.encoding.unwrap_or(Encoding::Utf8);
    let mut lines = csv::ReaderBuilder::new();
    let lines = lines.has_headers(false).flexible(true).delimiter(how.delimiter.unwrap_or(looks.delimiter));
    let mut lines = lines.from_reader(BufReader::new(&file));
    let mut record = csv::ByteRecord::new();
    // Line breaks inside of cells are none between rows.
    let (mut inside, mut number) = (0, 0);
    while lines.read_byte_record(&mut record).map_err(broken)? {
        inside += count(record.as_slice().iter().filter(|byte| **byte == b'\n').count());
        let line = i64::try_from(lines.position().line()).unwrap_or(i64::MAX);
        // Of two characters that end a line, the reader leaves the second for the next; a last line may have none.
        number = (line - inside - i64::from(!looks.ends_in_two)).max(number + 1);
        match record.iter().map(|cell| decoded(cell, encoding)).collect() {
            Some(cells) => sink.push(number, cells)?,
            None => return Err(Failure::NotUtf8(guessed(&mut file)?)),
        }
    }
    Ok(())
}

fn broken(error: csv::Error) -> Failure {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => Failure::Io(error),
        _ => super::refused("import-no-table"),
    }
}

fn decoded(cell: &[u8], encoding: Encoding) -> Option<String> {
    let text = match encoding {
        Encoding::Utf8 => std::str::from_utf8(cell).ok()?.into(),
        Encoding::Windows1251 => WINDOWS_1251.decode_without_bom_handling(cell).0,
        Encoding::Windows1252 => WINDOWS_1252.decode_without_bom_handling(cell).0,
    };
    Some(unguard(text.trim_start_matches('\u{feff}')).to_owned())
}

/// What the beginning of a text tells.
struct Looks {
    delimiter: u8,
    /// Lines end in CR and LF.
    ends_in_two: bool,
}

/// The delimiter is the one that stands most often in the first line, outside of quotes.
fn looked_at(file: &mut File) -> Result<Looks, Failure> {
    let mut begin = Vec::new();
    file.by_ref().take(BEGIN).read_to_end(&mut begin)?;
    file.rewind()?;
    let (mut counts, mut quoted, mut end) = ([(b',', 0), (b';', 0), (b'\t', 0)], false, 0);
    for byte in &begin {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            byte if !quoted => counts.iter_mut().filter(|(known, _)| known == byte).for_each(|(_, count)| *count += 1),
            _ => {}
        }
        end += 1;
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let delimiter = counts.iter().find(|(_, count)| *count == most).map_or(b',', |(delimiter, _)| *delimiter);
    Ok(Looks { delimiter, ends_in_two: begin.get(end..).is_some_and(|rest| rest.starts_with(b"\r\n")) })
}

/// Words of Cyrillic have the letters beyond ASCII side by side, those of Latin by themselves.
fn guessed(file: &mut File) -> Result<Encoding, Failure> {
    file.rewind()?;
    let (mut alone, mut together, mut before) = (0_u64, 0_u64, false);
    for byte in BufReader::new(file).bytes() {
        let is_letter = byte? >= 0xc0;
        match (before, is_letter) {
            (true, true) => together += 1,
            (false, true) => alone += 1,
            (_, false) => {}
        }
        before = is_letter;
    }
    Ok(if together > alone { Encoding::Windows1251 } else { Encoding::Windows1252 })
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::super::{How, Row, read};

    fn rows(text: &str) -> Vec<Row> {
        let mut file = tempfile::tempfile().expect("a file");
        file.write_all(text.as_bytes()).expect("it is written");
        let mut rows = Vec::new();
        let whole = read(file, How::default(), &mut |part| {
            rows.extend(part);
            true
        });
        whole.unwrap_or_else(|failure| panic!("{text:?}: {failure:?}"));
        rows
    }

    #[test]
    fn rows_have_the_numbers_that_a_spreadsheet_gives_them() {
        for end in ["\n", "\r\n"] {
            let text = ["a,b", "1,2", "", "\"3\n3\",4", "5,6", "7,8"].join(end);
            for text in [text.clone(), format!("{text}{end}")] {
                assert_eq!(
                    rows(&text).into_iter().map(|(number, _)| number).collect::<Vec<_>>(),
                    [1, 2, 4, 5, 6],
                    "{text:?}"
                );
            }
        }
    }

    #[test]
    fn the_delimiter_is_the_one_of_the_first_line_and_what_was_guarded_is_as_it_was() {
        for delimiter in [",", ";", "\t"] {
            let text = format!("\u{feff}\"a,;\"{delimiter}b\n'+49{delimiter}'tis\n");
            let expected =
                [(1, vec!["a,;".to_owned(), "b".to_owned()]), (2, vec!["+49".to_owned(), "'tis".to_owned()])];
            assert_eq!(rows(&text), expected, "{text:?}");
        }
    }
}
