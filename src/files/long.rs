//! Workbooks that are too long to be made at once. Their rows are written and packed a part at a time, each part by
//! itself; one behind the other they are the sheets of the archive that a workbook is. Nothing is held but a part.

use std::io::{Cursor, Read};

use crc32fast::Hasher;
use flate2::{Compress, Compression, FlushCompress};
use zip::ZipArchive;

use super::{
    Cell,
    archive::{Member, end},
    xlsx::{LAST, book},
};

/// Rows of a part: 615 of these fill a sheet to its last row.
pub const PART: usize = 1_705;
/// A sheet that is as large as this goes on in the next: the archive says in 32 bits how large it is.
const LARGE: i64 = 2 << 30;
const SHEETS: &str = "xl/worksheets/sheet";

/// How far the last sheet has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// From one.
    pub number: i64,
    /// Below its heads.
    pub rows: i64,
    /// Of its text, unpacked, and the sum over it.
    pub size: i64,
    pub crc: i64,
}

/// A part as it is kept: how far its sheet has come with it, and how long it is packed.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    pub ordinal: i64,
    pub sheet: Sheet,
    pub packed: i64,
}

/// What a file consists of, one behind the other.
#[derive(Debug)]
pub enum Piece {
    Bytes(Vec<u8>),
    /// The part of this ordinal.
    Part(i64),
}

/// The next rows, packed: behind those that were before, or at the beginning of a sheet. It takes its time, off the
/// threads that answer.
pub fn part(heads: &[Cell], rows: &[Vec<Cell>], before: Option<Sheet>) -> anyhow::Result<(Sheet, Vec<u8>)> {
    let count = i64::try_from(rows.len())?;
    let same = before.filter(|it| it.rows + count <= i64::from(LAST) && it.size < LARGE);
    let sheet = same.unwrap_or(Sheet { number: before.map_or(1, |it| it.number + 1), rows: 0, size: 0, crc: 0 });
    let text = member(book(heads, rows, (u32::try_from(sheet.rows)? + 1, 1))?, &format!("{SHEETS}1.xml"))?;
    let (head, lines, _) = cut(&text)?;
    let text = match same {
        // The heads stand in every book.
        Some(_) => lines.split_once("</row>").map_or("", |(_, below)| below).to_owned(),
        None => opening(head, sheet.number) + lines,
    };
    let (crc, size) = (sum(sheet.crc, text.as_bytes())?, sheet.size + i64::try_from(text.len())?);
    Ok((Sheet { rows: sheet.rows + count, size, crc, ..sheet }, pack(text.as_bytes(), FlushCompress::Sync)?))
}

/// What the file with these parts consists of, and how long it is; None when that is more than an archive can say.
pub fn whole(heads: &[Cell], parts: &[Kept]) -> anyhow::Result<Option<(Vec<Piece>, u64)>> {
    let sheets = parts.last().map_or(1, |part| part.sheet.number);
    let mut frame = ZipArchive::new(Cursor::new(book(heads, &[], (1, sheets))?))?;
    let (mut pieces, mut at, mut listed, mut count) = (Vec::new(), 0_u64, Vec::new(), 0);
    for index in 0..frame.len() {
        let (mut text, mut file) = (Vec::new(), frame.by_index(index)?);
        file.read_to_end(&mut text)?;
        let name = file.name()?.into_owned();
        let of = name.strip_prefix(SHEETS).and_then(|rest| rest.strip_suffix(".xml")?.parse::<i64>().ok());
        let before: Vec<&Kept> = parts.iter().filter(|part| Some(part.sheet.number) == of).collect();
        let (text, done) = match before.last() {
            Some(last) => (cut(std::str::from_utf8(&text)?)?.2.as_bytes().to_vec(), Some(last.sheet)),
            None => (text, None),
        };
        let packed = pack(&text, FlushCompress::Finish)?;
        let length = before.iter().map(|part| part.packed).sum::<i64>() + i64::try_from(packed.len())?;
        let size = done.map_or(0, |it| it.size) + i64::try_from(text.len())?;
        let crc = u32::try_from(sum(done.map_or(0, |it| it.crc), &text)?)?;
        let (Ok(size), Ok(length), Ok(begins)) = (u32::try_from(size), u32::try_from(length), u32::try_from(at)) else {
            return Ok(None);
        };
        let member = Member { name, crc, size, packed: length };
        let begin = member.begin();
        listed.extend(member.listed(begins));
        at += u64::try_from(begin.len())? + u64::from(length);
        count += 1;
        pieces.push(Piece::Bytes(begin));
        pieces.extend(before.iter().map(|part| Piece::Part(part.ordinal)));
        pieces.push(Piece::Bytes(packed));
    }
    let Ok(begins) = u32::try_from(at) else { return Ok(None) };
    let last = [listed.as_slice(), &end(count, u32::try_from(listed.len())?, begins)].concat();
    at += u64::try_from(last.len())?;
    pieces.push(Piece::Bytes(last));
    Ok(Some((pieces, at)))
}

/// How many rows there are on all sheets.
pub fn rows(parts: &[Kept]) -> i64 {
    let ends = parts.iter().zip(parts.iter().skip(1).map(Some).chain([None]));
    ends.filter(|(part, next)| next.is_none_or(|next| next.sheet.number != part.sheet.number))
        .map(|(part, _)| part.sheet.rows)
        .sum()
}

/// A member of a book, as text.
fn member(book: Vec<u8>, name: &str) -> anyhow::Result<String> {
    let mut text = String::new();
    ZipArchive::new(Cursor::new(book))?.by_name(name)?.read_to_string(&mut text)?;
    Ok(text)
}

/// What stands before the rows of a sheet, the rows, and what stands behind them.
fn cut(sheet: &str) -> anyhow::Result<(&str, &str, &str)> {
    let (begin, end) = ("<sheetData>", "</sheetData>");
    let at = sheet.find(begin).zip(sheet.rfind(end)).map(|(from, to)| (from + begin.len(), to));
    let parts = at.and_then(|(from, to)| Some((sheet.get(..from)?, sheet.get(from..to)?, sheet.get(to..)?)));
    parts.ok_or_else(|| anyhow::anyhow!("a sheet without rows"))
}

/// Without how many rows there are, which nobody knows yet; and the first sheet alone is the chosen one.
fn opening(head: &str, number: i64) -> String {
    let rest = head.split_once("<dimension").and_then(|(before, rest)| Some((before, rest.split_once("/>")?.1)));
    let head = rest.map_or_else(|| head.to_owned(), |(before, behind)| format!("{before}{behind}"));
    if number == 1 { head } else { head.replace(" tabSelected=\"1\"", "") }
}

/// Goes on with a sum.
fn sum(before: i64, text: &[u8]) -> anyhow::Result<i64> {
    let mut sum = Hasher::new_with_initial(u32::try_from(before)?);
    sum.update(text);
    Ok(sum.finalize().into())
}

/// What goes on is packed to a whole byte ([`FlushCompress::Sync`]), so that the next part can stand behind it.
fn pack(text: &[u8], end: FlushCompress) -> anyhow::Result<Vec<u8>> {
    // With room for all, it is done in one go.
    let mut packed = Vec::with_capacity(text.len() + text.len() / 4 + 1024);
    let mut pack = Compress::new(Compression::default(), false);
    pack.compress_vec(text, &mut packed, end)?;
    anyhow::ensure!(pack.total_in() == u64::try_from(text.len())?, "a part was not packed to its end");
    packed.shrink_to_fit();
    Ok(packed)
}

#[cfg(test)]
mod tests {
    use calamine::{Data, Reader, Xlsx};

    use super::*;

    /// Rows that begin at this number.
    fn rows(from: i64, count: i64) -> Vec<Vec<Cell>> {
        let texts = ["=1+1", "<&>\"", "a\nb", "_x0041_", "Ω\u{1F600}", "</row></sheetData>"];
        (from..from + count)
            .zip(texts.into_iter().cycle().skip(usize::try_from(from).unwrap_or(0)))
            .map(|(at, text)| vec![at.into(), text.into()])
            .collect()
    }

    fn file(parts: &[(Sheet, Vec<u8>)], heads: &[Cell]) -> Vec<u8> {
        let packed = |bytes: &[u8]| i64::try_from(bytes.len()).expect("short");
        let kept: Vec<Kept> = (1..)
            .zip(parts)
            .map(|(ordinal, (sheet, data))| Kept { ordinal, sheet: *sheet, packed: packed(data) })
            .collect();
        let (pieces, size) = whole(heads, &kept).expect("it is laid out").expect("it is not too long");
        let part = |ordinal: i64| parts[usize::try_from(ordinal).expect("small") - 1].1.clone();
        let bytes: Vec<u8> = pieces
            .into_iter()
            .flat_map(|piece| match piece {
                Piece::Bytes(bytes) => bytes,
                Piece::Part(ordinal) => part(ordinal),
            })
            .collect();
        assert_eq!(u64::try_from(bytes.len()).expect("short"), size);
        bytes
    }

    fn read(bytes: Vec<u8>) -> Vec<(String, Vec<Vec<Data>>)> {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
        let sheets = book.worksheets();
        sheets.into_iter().map(|(name, cells)| (name, cells.rows().map(<[Data]>::to_vec).collect())).collect()
    }

    #[test]
    fn parts_one_behind_the_other_are_one_workbook() {
        let heads = ["id".into(), "text".into()];
        let mut parts: Vec<(Sheet, Vec<u8>)> = Vec::new();
        for from in [1, 20_001, 40_001] {
            let before = parts.last().map(|(sheet, _)| *sheet);
            parts.push(part(&heads, &rows(from, 20_000), before).expect("it is made"));
        }
        let book = read(file(&parts, &heads));
        let [(name, cells)] = &book[..] else { panic!("{} sheets", book.len()) };
        assert_eq!((name.as_str(), cells.len()), ("Sheet1", 60_001));
        let whole = read(super::super::xlsx(&heads, &rows(1, 60_000)).expect("it is made")).remove(0).1;
        assert!(*cells == whole, "not the same cells");
    }

    #[test]
    fn behind_the_last_row_of_a_sheet_comes_the_next_with_its_heads() {
        let heads = ["id".into(), "text".into()];
        let first = part(&heads, &rows(1, 3), None).expect("it is made");
        let almost = Sheet { rows: i64::from(LAST) - 3, ..first.0 };
        let (full, last) = part(&heads, &rows(4, 3), Some(almost)).expect("it is made");
        assert_eq!((full.number, full.rows), (1, i64::from(LAST)));
        let next = part(&heads, &rows(7, 2), Some(full)).expect("it is made");
        assert_eq!((next.0.number, next.0.rows), (2, 2));
        let book = read(file(&[first, (full, last), next], &heads));
        assert_eq!(book.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["Sheet1", "Sheet2"]);
        assert_eq!(book[0].1.len(), 1_048_576, "the last row is the last that a sheet has");
        assert_eq!(book[1].1[0], [Data::String("id".into()), Data::String("text".into())]);
        assert_eq!(book[1].1[1][0], Data::Float(7.0));
        assert_eq!(usize::try_from(LAST).expect("small") % PART, 0, "parts fill a sheet");
    }

    #[test]
    fn a_workbook_without_rows_has_its_heads() {
        let heads = ["id".into()];
        let parts = [part(&heads, &[], None).expect("it is made")];
        assert_eq!(read(file(&parts, &heads))[0].1, [[Data::String("id".into())]]);
    }
}
