//! Reads a table: rows of cells, wherever in the table the rows stand.

use scraper::ElementRef;

use super::{
    attributes::{Language, number},
    block::{Block, Cell, Scope},
    run::Run,
};

/// The table an element stands for; absent when no cell of it says anything.
pub(super) fn table(element: ElementRef<'_>, outer: &Language) -> Option<Block> {
    let (mut head, mut body) = (Vec::new(), Vec::new());
    for part in element.child_elements() {
        let name = part.value().name();
        let language = Language::of(part);
        if name == "tr" {
            body.extend(row(part, &language));
            continue;
        }
        let rows = part.child_elements().filter(|row| row.value().name() == "tr");
        let rows = rows.filter_map(|tr| row(tr, &Language::of(tr).within(&language)));
        if name == "thead" { head.extend(rows) } else { body.extend(rows) }
    }
    // Editors often write the head as a first row of `th`.
    if head.is_empty() && body.first().is_some_and(|row: &Vec<Cell>| row.iter().all(|cell| cell.header)) {
        head.push(body.remove(0));
    }
    let says_something = head.iter().chain(&body).flatten().any(|cell| !cell.content.is_empty());
    let Language { lang, dir } = Language::of(element).within(outer);
    says_something.then_some(Block::Table { lang, dir, head, body })
}

/// A row's cells; absent when there are none.
fn row(element: ElementRef<'_>, outer: &Language) -> Option<Vec<Cell>> {
    let cells = element.child_elements().filter(|cell| matches!(cell.value().name(), "td" | "th"));
    let cells: Vec<Cell> = cells.map(|element| cell(element, outer)).collect();
    (!cells.is_empty()).then_some(cells)
}

fn cell(element: ElementRef<'_>, outer: &Language) -> Cell {
    let header = element.value().name() == "th";
    let scope = element.attr("scope").filter(|_| header).and_then(|scope| match scope {
        "row" => Some(Scope::Row),
        "col" => Some(Scope::Col),
        "rowgroup" => Some(Scope::RowGroup),
        "colgroup" => Some(Scope::ColGroup),
        _ => None,
    });
    let span = |name| number(element, name, 2..=1000);
    let Language { lang, dir } = Language::of(element).within(outer);
    let mut run = Run::new();
    run.children(element);
    Cell {
        header,
        scope,
        colspan: span("colspan"),
        rowspan: span("rowspan"),
        lang,
        dir,
        content: run.finish(),
    }
}
