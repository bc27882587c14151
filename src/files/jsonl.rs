//! JSON Lines: each row an object under the names of the heads.

use serde_json::{Map, Value};

use super::Cell;

/// Rows as lines of a file.
pub fn jsonl(heads: &[Cell], rows: impl IntoIterator<Item = Vec<Cell>>) -> Vec<u8> {
    let names: Vec<String> = heads.iter().map(Cell::text).collect();
    let line = |row: Vec<Cell>| {
        let fields: Map<String, Value> = names.iter().cloned().zip(row.iter().map(value)).collect();
        format!("{}\n", Value::Object(fields))
    };
    rows.into_iter().map(line).collect::<String>().into_bytes()
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Number(number) => (*number).into(),
        Cell::Flag(flag) => (*flag).into(),
        // What is none after all stays the text that it is.
        Cell::Json(text) => serde_json::from_str(text).unwrap_or_else(|_| text.as_str().into()),
        Cell::Empty => Value::Null,
        Cell::Text(_) | Cell::Time(_) | Cell::Said(_) => cell.text().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_an_object_of_its_kinds_of_values() {
        let heads = ["id", "name", "changes", "job"].map(Cell::from);
        let row = vec![7.into(), "=1+1\n\"".into(), Cell::Json("[[\"a\",\"\",\"b\"]]".into()), Cell::Empty];
        let expected = "{\"id\":7,\"name\":\"=1+1\\n\\\"\",\"changes\":[[\"a\",\"\",\"b\"]],\"job\":null}\n";
        assert_eq!(String::from_utf8(jsonl(&heads, [row])).as_deref(), Ok(expected));
    }
}
