//! Files that come in: CSV in the ways that spreadsheets write it, and XLSX. Rows are handed over some at a time.

mod book;
mod text;

use std::{
    fs::File,
    io::{self, Read, Seek},
};

use strum::{EnumString, IntoStaticStr};

use crate::i18n::Message;

/// A row with its number in the file.
pub type Row = (i64, Vec<String>);

pub const MOST_ROWS: i64 = 1_000_000;
pub const MOST_COLUMNS: usize = 1_000;
/// Rows that are handed over at a time.
const AT_ONCE: usize = 500;

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
pub enum Encoding {
    #[strum(serialize = "utf-8")]
    Utf8,
    #[strum(serialize = "windows-1251")]
    Windows1251,
    #[strum(serialize = "windows-1252")]
    Windows1252,
}

/// How a text is to be read; what is not said is recognised.
#[derive(Clone, Copy, Debug, Default)]
pub struct How {
    pub encoding: Option<Encoding>,
    pub delimiter: Option<u8>,
}

#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("the file is refused")]
    Refused(Message),
    /// It looks like this encoding.
    #[error("the file is not UTF-8")]
    NotUtf8(Encoding),
    #[error("nobody takes the rows any more")]
    Left,
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl Encoding {
    pub const ALL: [Self; 3] = [Self::Utf8, Self::Windows1251, Self::Windows1252];

    pub fn as_str(self) -> &'static str {
        self.into()
    }

    pub fn parse(code: &str) -> Option<Self> {
        code.parse().ok()
    }
}

/// Rows on their way to whoever takes them; false when nobody does.
pub struct Sink<'a> {
    take: &'a mut dyn FnMut(Vec<Row>) -> bool,
    gathered: Vec<Row>,
    /// How many columns the heads name; None before they came.
    width: Option<usize>,
    count: i64,
}

/// Reads all of a file, the heads first. It takes its time.
pub fn read(mut file: File, how: How, take: &mut dyn FnMut(Vec<Row>) -> bool) -> Result<(), Failure> {
    // Whoever wrote it stands at its end.
    file.rewind()?;
    let mut begin = [0; 8];
    let length = file.read(&mut begin)?;
    file.rewind()?;
    let mut sink = Sink { take, gathered: Vec::new(), width: None, count: 0 };
    match begin.get(..length).unwrap_or_default() {
        [] => return Err(refused("import-empty")),
        [b'P', b'K', 3, 4, ..] => book::read(file, &mut sink)?,
        [0xd0, 0xcf, 0x11, 0xe0, ..] => return Err(refused("import-old-workbook")),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => return Err(refused("import-utf-16")),
        _ => text::read(file, how, &mut sink)?,
    }
    sink.finish()
}

fn refused(sentence: &'static str) -> Failure {
    Failure::Refused(sentence.into())
}

impl Sink<'_> {
    /// A row of nothing is none.
    fn push(&mut self, number: i64, mut cells: Vec<String>) -> Result<(), Failure> {
        while cells.last().is_some_and(|cell| cell.trim().is_empty()) {
            cells.pop();
        }
        if cells.is_empty() {
            return Ok(());
        }
        let about =
            |sentence: &str| Message::new(sentence.to_owned()).with("row", number).with("count", count(cells.len()));
        match self.width {
            None if cells.len() > MOST_COLUMNS => return Err(Failure::Refused(about("import-too-many-columns"))),
            None => self.width = Some(cells.len()),
            Some(width) if cells.len() > width => {
                return Err(Failure::Refused(about("import-row-too-wide").with("heads", count(width))));
            }
            Some(_) => self.count += 1,
        }
        if self.count > MOST_ROWS {
            return Err(refused("import-too-many-rows"));
        }
        self.gathered.push((number, cells));
        if self.gathered.len() >= AT_ONCE { self.hand_over() } else { Ok(()) }
    }

    fn hand_over(&mut self) -> Result<(), Failure> {
        let rows = std::mem::take(&mut self.gathered);
        if (self.take)(rows) { Ok(()) } else { Err(Failure::Left) }
    }

    fn finish(&mut self) -> Result<(), Failure> {
        match (self.width, self.count) {
            (None, _) => Err(refused("import-empty")),
            (Some(_), 0) => Err(refused("import-only-heads")),
            _ => self.hand_over(),
        }
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
