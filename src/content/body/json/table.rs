//! Reads tables.

use std::collections::HashSet;

use serde_json::Value;

use super::{
    super::{Align, Block, Cell, dom::table::columns_of, limits::MAX_COLUMNS},
    inline::{inlines, lang_and_dir},
    json_pointer::JsonPointer,
    object_reader::ObjectReader,
    value::{boolean, enum_value, list, number},
};

/// The number of columns or rows that a cell may span.
const SPAN: std::ops::RangeInclusive<u32> = 1..=1000;

pub(super) fn table(object: &mut ObjectReader<'_, '_>) -> Block {
    let (lang, dir) = lang_and_dir(object);
    let caption = object.optional("caption", inlines).unwrap_or_default();
    let head = object.optional("head", list(row)).unwrap_or_default();
    let body = object.optional("body", list(row)).unwrap_or_default();
    let columns: HashSet<usize> =
        head.iter().chain(&body).flat_map(|row: &Vec<Cell>| columns_of(row.iter())).collect();
    let alignment = object.optional("alignment", |value, pointer| alignment(value, &columns, pointer));
    Block::Table { lang, dir, caption, alignment: alignment.unwrap_or_default(), head, body }
}

fn row(value: Value, pointer: &mut JsonPointer<'_>) -> Option<Vec<Cell>> {
    list(cell)(value, pointer)
}

fn cell(value: Value, pointer: &mut JsonPointer<'_>) -> Option<Cell> {
    let mut object = ObjectReader::new(value, pointer)?;
    let (lang, dir) = lang_and_dir(&mut object);
    let header = object.optional("header", boolean).unwrap_or_default();
    let scope = object.optional("scope", enum_value);
    if scope.is_some() && !header {
        object.member_fault("scope", "not-here", "is allowed only in cells with `header: true`");
    }
    let cell = Cell {
        header,
        scope,
        colspan: object.optional("colspan", number(SPAN)),
        rowspan: object.optional("rowspan", number(SPAN)),
        lang,
        dir,
        content: object.optional("content", inlines).unwrap_or_default(),
    };
    object.finish();
    Some(cell)
}

fn alignment(
    value: Value,
    columns: &HashSet<usize>,
    pointer: &mut JsonPointer<'_>,
) -> Option<Vec<Option<Align>>> {
    let align = |value: Value, pointer: &mut JsonPointer<'_>| match value {
        Value::Null => Some(None),
        value => enum_value(value, pointer).map(Some),
    };
    let alignment = list(align)(value, pointer)?;
    let is_lost = |(column, align): (usize, &Option<Align>)| {
        align.is_some() && (column >= MAX_COLUMNS || !columns.contains(&column))
    };
    if alignment.iter().enumerate().any(is_lost) {
        pointer.fault(
            "out-of-range",
            "must have values only for columns in which a cell begins, up to 1,000 of them",
        );
    }
    Some(alignment)
}
