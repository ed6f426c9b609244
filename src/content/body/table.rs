//! Reads a `table` element: its rows of cells, from the table itself and its sections.

use scraper::ElementRef;

use super::{
    attributes::{LangDir, number},
    block::{Block, Cell, Scope},
    inline_builder::InlineBuilder,
};

/// The table block of an element. `None` when all cells are empty.
pub(super) fn table(element: ElementRef<'_>, outer: &LangDir) -> Option<Block> {
    let (mut head, mut body) = (Vec::new(), Vec::new());
    for part in element.child_elements() {
        let name = part.value().name();
        let lang_dir = LangDir::of(part);
        if name == "tr" {
            body.extend(row(part, &lang_dir));
            continue;
        }
        let rows = part.child_elements().filter(|row| row.value().name() == "tr");
        let rows = rows.filter_map(|tr| row(tr, &LangDir::of(tr).or_inherit(&lang_dir)));
        if name == "thead" { head.extend(rows) } else { body.extend(rows) }
    }
    // Editors often write the head as a first row of `th` without `thead`.
    if head.is_empty() && body.first().is_some_and(|row: &Vec<Cell>| row.iter().all(|cell| cell.header)) {
        head.push(body.remove(0));
    }
    let has_content = head.iter().chain(&body).flatten().any(|cell| !cell.content.is_empty());
    let LangDir { lang, dir } = LangDir::of(element).or_inherit(outer);
    has_content.then_some(Block::Table { lang, dir, head, body })
}

/// The cells of a row. `None` when there are none.
fn row(element: ElementRef<'_>, outer: &LangDir) -> Option<Vec<Cell>> {
    let cells = element.child_elements().filter(|cell| matches!(cell.value().name(), "td" | "th"));
    let cells: Vec<Cell> = cells.map(|element| cell(element, outer)).collect();
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
    let mut inlines = InlineBuilder::new();
    inlines.children(element);
    Cell {
        header,
        scope,
        colspan: span("colspan"),
        rowspan: span("rowspan"),
        lang,
        dir,
        content: inlines.finish(),
    }
}
