//! Redirects in CSV (RFC 4180) with the columns `from` and `to`.

use super::dto::{RedirectBatch, RedirectInput};
use super::model::Redirect;
use crate::content::Faults;

/// The media type of CSV.
pub const MEDIA_TYPE: &str = "text/csv";

/// The columns, in any order. Others are ignored.
const COLUMNS: [&str; 2] = ["from", "to"];

/// Reads a table whose first line has the names of the columns. The fault of an unreadable table has the number of the line.
pub fn read(bytes: &[u8]) -> (RedirectBatch, Faults) {
    let mut faults = Faults::default();
    let mut batch = RedirectBatch::default();
    let first_line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    // Spreadsheets write semicolons where the comma is the decimal sign.
    let delimiter = if first_line.contains(&b',') { b',' } else { b';' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).from_reader(bytes);
    let columns = reader.headers().map(|headers| {
        COLUMNS.map(|column| headers.iter().position(|header| header.eq_ignore_ascii_case(column)))
    });
    let Ok([Some(from), Some(to)]) = columns else {
        faults.add("", "invalid-csv", "must begin with a line that names the columns `from` and `to`");
        return (batch, faults);
    };
    for record in reader.records() {
        let record = match record {
            Ok(record) if !record.iter().any(|value| value.contains('\0')) => record,
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                faults.add("", "invalid-csv", format!("has the character U+0000 in line {line}"));
                return (batch, faults);
            }
            Err(error) => {
                faults.add("", "invalid-csv", format!("cannot be read as CSV: {error}"));
                return (batch, faults);
            }
        };
        let value = |column| record.get(column).filter(|value| !value.is_empty()).map(str::to_owned);
        batch.redirects.push(RedirectInput { from: value(from), to: value(to) });
    }
    (batch, faults)
}

/// Writes a table with the names of the columns in the first line.
pub fn write(redirects: &[Redirect]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for redirect in redirects {
        writer.write_record([&redirect.from, &redirect.to])?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(String, String)> {
        let (batch, faults) = read(text.as_bytes());
        assert!(faults.into_result().is_ok(), "{text}");
        let row = |input: RedirectInput| (input.from.unwrap_or_default(), input.to.unwrap_or_default());
        batch.redirects.into_iter().map(row).collect()
    }

    #[test]
    fn tables_of_spreadsheets_are_read() {
        let expected = [("/?p=1".to_owned(), "/a,b".to_owned()), ("/\"x\"".to_owned(), String::new())];
        for text in [
            "from,to\n/?p=1,\"/a,b\"\n\"/\"\"x\"\"\",",
            "\u{feff}From;To\r\n/?p=1;/a,b\r\n\r\n\"/\"\"x\"\"\";\r\n",
            "status,to,from\n301,\"/a,b\", /?p=1 \n301,,\"/\"\"x\"\"\"\n",
        ] {
            assert_eq!(rows(text), expected, "{text}");
        }
        assert_eq!(rows("from,to\n"), []);
    }

    #[test]
    fn a_table_that_cannot_be_read_is_refused_with_its_line() {
        for (text, detail) in [
            ("", "names the columns"),
            ("/a,/b\n", "names the columns"),
            ("from\n/a\n", "names the columns"),
            ("from,to\n/a,/b\n/c\n", "line: 3"),
            ("from,to\n/a,/b\n/\0,/d\n", "line 3"),
        ] {
            let (_, faults) = read(text.as_bytes());
            let faults = faults.into_result().err().unwrap_or_default();
            assert!(faults.iter().any(|fault| fault.detail.contains(detail)), "{text}: {faults:?}");
        }
        assert!(read(b"from,to\n/\xff,/b\n").1.into_result().is_err());
    }
}
