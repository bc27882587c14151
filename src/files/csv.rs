//! CSV as RFC 4180 has it.

use super::{Cell, guard};

/// What a file begins with, by which spreadsheets know it for UTF-8.
pub const BEGIN: &[u8] = "\u{feff}".as_bytes();

/// Rows as lines of a file.
pub fn csv(rows: impl IntoIterator<Item = Vec<Cell>>) -> Vec<u8> {
    let mut lines = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        // Into memory, which refuses nothing.
        lines.write_record(row.iter().map(said)).ok();
    }
    lines.into_inner().unwrap_or_default()
}

fn said(cell: &Cell) -> String {
    match cell {
        Cell::Number(_) | Cell::Time(_) | Cell::Flag(_) => cell.text(),
        Cell::Text(_) | Cell::Json(_) | Cell::Said(_) | Cell::Empty => guard(&cell.text()),
    }
}
