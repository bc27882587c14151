use std::{
    fs::File,
    io::{self, BufReader, Read, Seek},
};

use calamine::{DataRef, Reader, Xlsx, XlsxError};
use zip::ZipArchive;

use super::{Failure, Sink, refused};
use crate::i18n::Message;

/// What a workbook may take unpacked, and how many times what it takes packed.
const UNPACKED: u64 = 200 * 1024 * 1024;
const RATIO: u64 = 100;
/// So much may be packed as tightly as it likes.
const SMALL: u64 = 1024 * 1024;

pub fn read(mut file: File, sink: &mut Sink) -> Result<(), Failure> {
    weigh(&mut file)?;
    file.rewind()?;
    let mut book: Xlsx<_> = Xlsx::new(BufReader::new(file)).map_err(broken)?;
    let sheet = book.sheet_names().into_iter().next().ok_or_else(|| refused("import-empty"))?;
    let mut formulas = book.worksheet_cells_reader(&sheet).map_err(broken)?;
    while let Some(formula) = formulas.next_formula().map_err(broken)? {
        if !formula.get_value().is_empty() {
            let (row, column) = formula.get_position();
            let cell = format!("{}{}", letters(column), row + 1);
            return Err(Failure::Refused(Message::new("import-formula").with("cell", cell)));
        }
    }
    drop(formulas);
    let mut cells = book.worksheet_cells_reader(&sheet).map_err(broken)?;
    let mut row: (u32, Vec<String>) = (0, Vec::new());
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        let (number, column) = cell.get_position();
        if number != row.0 {
            sink.push(i64::from(row.0) + 1, std::mem::take(&mut row.1))?;
            row.0 = number;
        }
        let text = said(cell.get_value());
        let at = usize::try_from(column).unwrap_or(usize::MAX);
        if !text.is_empty() && at <= super::MOST_COLUMNS {
            row.1.resize(row.1.len().max(at), String::new());
            row.1.truncate(at);
            row.1.push(text);
        }
    }
    sink.push(i64::from(row.0) + 1, row.1)
}

/// Looks into all of it before anything is made of it: what the directory says of sizes may be a lie.
fn weigh(file: &mut File) -> Result<(), Failure> {
    let packed = file.metadata()?.len();
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|_| refused("import-broken-workbook"))?;
    let mut left = UNPACKED.min(packed.saturating_mul(RATIO).max(SMALL));
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|_| refused("import-broken-workbook"))?;
        let size =
            io::copy(&mut part.take(left + 1), &mut io::sink()).map_err(|_| refused("import-broken-workbook"))?;
        left = left.checked_sub(size).ok_or_else(|| refused("import-bomb"))?;
    }
    Ok(())
}

fn broken(error: XlsxError) -> Failure {
    match error {
        XlsxError::Io(error) => Failure::Io(error),
        _ => refused("import-broken-workbook"),
    }
}

/// As it would stand in a form.
fn said(cell: &DataRef) -> String {
    match cell {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        // Sixteen digits are all that a workbook has.
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < 1e16 => format!("{number:.0}"),
        DataRef::Float(number) => number.to_string(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Bool(flag) => flag.to_string(),
        DataRef::DateTime(at) => at.as_f64().to_string(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// 0 → A, 26 → AA.
fn letters(column: u32) -> String {
    let last = char::from_u32(u32::from('A') + column % 26).unwrap_or('?');
    if column < 26 { last.to_string() } else { letters(column / 26 - 1) + &last.to_string() }
}
