//! XLSX: a text is a text there, whatever it begins with.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::Cell;

/// What fits into a cell.
const LONGEST: usize = 32_767;
const WIDTH: f64 = 20.0;

/// The last row that fits below the heads of a sheet.
pub(super) const LAST: u32 = 1_048_575;

/// A workbook of one sheet with these heads. It takes its time, off the threads that answer.
pub fn xlsx(heads: &[Cell], rows: &[Vec<Cell>]) -> Result<Vec<u8>, XlsxError> {
    book(heads, rows, (1, 1))
}

/// A workbook of so many sheets, all with these heads, the rows on the first of them from a line on.
pub(super) fn book(heads: &[Cell], rows: &[Vec<Cell>], (first, sheets): (u32, i64)) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let (bold, time) = (Format::new().set_bold(), Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"));
    // In this order in every book, whichever of them its rows need.
    workbook.register_format(&bold);
    workbook.register_format(&time);
    for number in 0..sheets {
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        sheet.set_freeze_panes(1, 0)?;
        for (column, head) in (0..).zip(heads) {
            sheet.set_column_width(column, WIDTH)?;
            write(sheet, (0, column), head, &bold)?;
        }
        for (line, row) in (first..).zip(rows).filter(|_| number == 0) {
            for (column, cell) in (0..).zip(row) {
                write(sheet, (line, column), cell, &time)?;
            }
        }
    }
    workbook.save_to_buffer()
}

fn write(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &Cell, format: &Format) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(text) if row == 0 => sheet.write_string_with_format(row, column, text, format)?,
        Cell::Text(text) | Cell::Json(text) => sheet.write_string(row, column, cut(text))?,
        // What it has no digits for, it has as text.
        Cell::Number(number) if number.unsigned_abs() > 1 << 53 => {
            sheet.write_string(row, column, number.to_string())?
        }
        Cell::Number(number) => sheet.write_number(row, column, *number as f64)?,
        Cell::Time(at) => match ExcelDateTime::from_timestamp(at.timestamp()) {
            Ok(known) => sheet.write_datetime_with_format(row, column, &known, format)?,
            Err(_) => sheet.write_string(row, column, super::time(*at))?,
        },
        Cell::Said(_) => sheet.write_string(row, column, cut(&cell.text()))?,
        Cell::Flag(flag) => sheet.write_boolean(row, column, *flag)?,
        Cell::Empty => return Ok(()),
    };
    Ok(())
}

/// A text that no cell holds ends in an ellipsis.
fn cut(text: &str) -> String {
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units < LONGEST
    };
    let kept: String = text.chars().take_while(fits).collect();
    if kept.len() == text.len() { kept } else { kept + "…" }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;

    #[test]
    fn texts_come_out_as_they_went_in() {
        let long = "я".repeat(40_000);
        let texts = ["=1+1", "'=1", "_x0041_", "a\nb", "  x ", "<&>\"", "+49", "1", "Ω\u{1F600}"];
        let rows: Vec<Vec<Cell>> = texts.iter().copied().chain([long.as_str()]).map(|text| vec![text.into()]).collect();
        let bytes = xlsx(&["text".into()], &rows).expect("it is made");
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
        let sheet = book.worksheet_range("Sheet1").expect("a sheet");
        let read: Vec<Data> = sheet.rows().skip(1).filter_map(|row| row.first().cloned()).collect();
        let (last, whole) = read.split_last().expect("rows");
        assert_eq!(whole, texts.map(|text| Data::String(text.to_owned())));
        assert_eq!(*last, Data::String("я".repeat(LONGEST - 1) + "…"));
    }
}
