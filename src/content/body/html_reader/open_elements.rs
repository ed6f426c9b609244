//! The stack of open elements (HTML Standard §13.2.4.2), and which of them a tag closes.

use std::ops::Range;

use html5ever::LocalName;

use super::super::element::{INLINE_ELEMENTS, ends_paragraph, is_cell, is_table_part};

/// An element that is written and not closed.
pub(super) struct OpenElement {
    pub(super) name: LocalName,
    pub(super) written_as: &'static str,
    /// Where the start tag is in the output.
    pub(super) tag: Range<usize>,
}

/// The open elements, the outermost first.
#[derive(Default)]
pub(super) struct OpenElements(Vec<OpenElement>);

impl OpenElements {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn push(&mut self, element: OpenElement) {
        self.0.push(element);
    }

    pub(super) fn pop(&mut self) -> Option<OpenElement> {
        self.0.pop()
    }

    /// Whether the innermost element contains only its parts and no text, as a list contains items.
    pub(super) fn is_between_parts(&self) -> bool {
        self.0.last().is_some_and(|open| {
            matches!(
                open.written_as,
                "colgroup" | "dl" | "ol" | "table" | "tbody" | "tfoot" | "thead" | "tr" | "ul"
            )
        })
    }

    /// The level of the element that an end tag closes. An inline element is searched only up to its block, a block only up to its
    /// table cell.
    pub(super) fn matching(&self, name: &str) -> Option<usize> {
        match name {
            name if INLINE_ELEMENTS.contains(&name) => self.inline(name),
            name if is_table_part(name) => self.innermost(|open| open == name, |open| open == "table"),
            name => self.innermost(|open| open == name, is_cell),
        }
    }

    /// The level of the innermost inline element of this name in its block.
    pub(super) fn inline(&self, name: &str) -> Option<usize> {
        self.innermost(|open| open == name, |open| !INLINE_ELEMENTS.contains(&open))
    }

    /// The level of the element that a start tag closes, because its end tag is optional in HTML.
    pub(super) fn implicitly_closed_by(&self, name: &str) -> Option<usize> {
        let in_table = |open: &str| open == "table";
        let closed = match name {
            "a" => self.inline(name),
            "li" => self.innermost(
                |open| open == "li",
                |open| matches!(open, "ul" | "ol" | "menu" | "dir" | "td" | "th" | "blockquote"),
            ),
            "dt" | "dd" => {
                self.innermost(|open| matches!(open, "dt" | "dd"), |open| matches!(open, "dl" | "td" | "th"))
            }
            "td" | "th" => self.innermost(is_cell, |open| matches!(open, "table" | "tr")),
            "tr" => self.innermost(|open| matches!(open, "tr" | "caption"), in_table),
            "tbody" | "thead" | "tfoot" => {
                self.innermost(|open| matches!(open, "tbody" | "thead" | "tfoot" | "caption"), in_table)
            }
            "rp" | "rt" => self.innermost(|open| matches!(open, "rp" | "rt"), |open| open == "ruby"),
            _ => None,
        };
        closed.or_else(|| self.paragraph().filter(|_| ends_paragraph(name)))
    }

    /// The level of the open paragraph.
    pub(super) fn paragraph(&self) -> Option<usize> {
        self.innermost(|open| open == "p", |open| is_cell(open) || open == "table")
    }

    /// The level of the innermost element that matches, searched from the inside up to `barrier`.
    fn innermost(&self, matches: impl Fn(&str) -> bool, barrier: impl Fn(&str) -> bool) -> Option<usize> {
        for (level, open) in self.0.iter().enumerate().rev() {
            if matches(&open.name) {
                return Some(level);
            }
            if barrier(&open.name) {
                return None;
            }
        }
        None
    }
}
