//! Reads a `table` element: its caption, and its rows of cells from the table itself and its sections.

use scraper::ElementRef;

use super::{
    super::{
        block::Block,
        block_part::{Align, Cell, Scope},
        limits::MAX_COLUMNS,
    },
    attributes::{LangDir, number},
    inline_builder::InlineBuilder,
    style::align,
};

/// A row of cells, each with its alignment.
type Row = Vec<(Cell, Option<Align>)>;

/// The table block of an element. `None` when all cells and the caption are empty.
pub(super) fn table(element: ElementRef<'_>, outer: &LangDir) -> Option<Block> {
    let (mut head, mut body) = (Vec::new(), Vec::new());
    let mut caption = InlineBuilder::default();
    let mut columns = Vec::new();
    for part in element.child_elements() {
        let name = part.value().name();
        let lang_dir = LangDir::of(part);
        match name {
            "caption" => caption.element(part),
            "col" | "colgroup" => add_columns(part, &mut columns),
            "tr" => body.extend(row(part, &lang_dir)),
            _ => {
                let rows = part.child_elements().filter(|row| row.value().name() == "tr");
                let rows = rows.filter_map(|tr| row(tr, &LangDir::of(tr).or_inherit(&lang_dir)));
                if name == "thead" { head.extend(rows) } else { body.extend(rows) }
            }
        }
    }
    // Editors often write the head as a first row of `th` without `thead`.
    if head.is_empty() && body.first().is_some_and(|row: &Row| row.iter().all(|(cell, _)| cell.header)) {
        head.push(body.remove(0));
    }
    let alignment = alignment(head.iter().chain(&body), &columns);
    let [head, body] = [head, body].map(|rows| {
        rows.into_iter()
            .map(|row| row.into_iter().map(|(cell, _)| cell).collect())
            .collect::<Vec<Vec<Cell>>>()
    });
    let caption = caption.finish();
    let has_content = head.iter().chain(&body).flatten().any(|cell| !cell.content.is_empty());
    let LangDir { lang, dir } = LangDir::of(element).or_inherit(outer);
    (has_content || !caption.is_empty()).then_some(Block::Table { lang, dir, caption, alignment, head, body })
}

/// The column in which each cell of a row begins. It does not count the cells of earlier rows that reach into the row.
pub(in super::super) fn columns_of<'a>(cells: impl Iterator<Item = &'a Cell>) -> impl Iterator<Item = usize> {
    cells.scan(0, |next, cell| {
        let column = *next;
        *next += usize::try_from(cell.colspan.unwrap_or(1)).unwrap_or(1);
        Some(column)
    })
}

/// The alignment of each column: that of its first cell with one, or else that of the `col` element.
fn alignment<'a>(rows: impl Iterator<Item = &'a Row>, columns: &[Option<Align>]) -> Vec<Option<Align>> {
    let mut alignment: Vec<Option<Align>> = Vec::new();
    let mut used = Vec::new();
    for row in rows {
        for (column, (_, align)) in columns_of(row.iter().map(|(cell, _)| cell)).zip(row) {
            if column >= MAX_COLUMNS {
                break;
            }
            if alignment.len() <= column {
                alignment.resize(column + 1, None);
                used.resize(column + 1, false);
            }
            used[column] = true;
            alignment[column] = alignment[column].or(*align);
        }
    }
    for ((alignment, column), used) in alignment.iter_mut().zip(columns).zip(used) {
        *alignment = alignment.or(column.filter(|_| used));
    }
    while alignment.pop_if(|last| last.is_none()).is_some() {}
    alignment
}

/// Adds the alignment of the columns of a `col` or `colgroup`.
fn add_columns(element: ElementRef<'_>, columns: &mut Vec<Option<Align>>) {
    let inner: Vec<_> = element.child_elements().filter(|child| child.value().name() == "col").collect();
    for column in if inner.is_empty() { vec![element] } else { inner } {
        let span = number(column, "span", 1..=1000_usize).unwrap_or(1);
        let free = MAX_COLUMNS.saturating_sub(columns.len());
        columns.extend(std::iter::repeat_n(align(column), span.min(free)));
    }
}

/// The cells of a row. `None` when there are none.
fn row(element: ElementRef<'_>, outer: &LangDir) -> Option<Row> {
    let cells = element.child_elements().filter(|cell| matches!(cell.value().name(), "td" | "th"));
    let row_align = align(element);
    let cells: Row = cells.map(|element| (cell(element, outer), align(element).or(row_align))).collect();
    (!cells.is_empty()).then_some(cells)
}

fn cell(element: ElementRef<'_>, outer: &LangDir) -> Cell {
    let header = element.value().name() == "th";
    let scope = element.attr("scope").filter(|_| header).and_then(|scope| match scope {
        "row" => Some(Scope::Row),
        "col" => Some(Scope::Col),
        "rowgroup" => Some(Scope::RowGroup),
        "colgroup" => Some(Scope::ColGroup),
        _ => None,
    });
    let span = |name| number(element, name, 2..=1000);
    let LangDir { lang, dir } = LangDir::of(element).or_inherit(outer);
    Cell {
        header,
        scope,
        colspan: span("colspan"),
        rowspan: span("rowspan"),
        lang,
        dir,
        content: InlineBuilder::content_of(element),
    }
}
