//! Reads MathML as text: the elements dissolve, and their structure becomes signs and marks.

/// The open elements of a formula.
#[derive(Default)]
pub(super) struct Math {
    open: Vec<MathElement>,
}

struct MathElement {
    name: String,
    /// The number of child elements so far.
    children: usize,
    /// The mark that ends with the element.
    mark: Option<&'static str>,
}

/// What the reader writes before a child element.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum BeforeElement {
    /// Nothing.
    Nothing,
    /// Text that separates it from the element before.
    Text(&'static str),
    /// The start tag of a mark, which lasts until the element ends.
    Mark(&'static str),
}

impl Math {
    /// Whether a formula is open.
    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Opens an element. Returns what to write before it.
    pub(super) fn start(&mut self, name: &str, is_self_closing: bool) -> BeforeElement {
        let before = self.open.last_mut().map_or(BeforeElement::Nothing, |parent| {
            parent.children += 1;
            separator(&parent.name, parent.children)
        });
        let mark = match before {
            BeforeElement::Mark(mark) if !is_self_closing => Some(mark),
            _ => None,
        };
        if !is_self_closing {
            self.open.push(MathElement { name: name.to_owned(), children: 0, mark });
            return before;
        }
        if let BeforeElement::Mark(_) = before { BeforeElement::Nothing } else { before }
    }

    /// Closes the innermost element of this name. Returns the marks that end with it, the innermost first.
    pub(super) fn end(&mut self, name: &str) -> Vec<&'static str> {
        let level = self.open.iter().rposition(|element| element.name == name);
        level.map_or_else(Vec::new, |level| self.close_down_to(level))
    }

    /// Closes the formula. Returns the marks that end with it, the innermost first.
    pub(super) fn close(&mut self) -> Vec<&'static str> {
        self.close_down_to(0)
    }

    fn close_down_to(&mut self, level: usize) -> Vec<&'static str> {
        self.open.drain(level..).rev().filter_map(|element| element.mark).collect()
    }
}

/// What separates the `number`th child from the one before, from 1.
fn separator(parent: &str, number: usize) -> BeforeElement {
    match (parent, number) {
        ("mfrac", 2) => BeforeElement::Text("/"),
        ("msqrt", 1) => BeforeElement::Text("√"),
        ("msup" | "mover", 2) | ("msubsup" | "munderover", 3) => BeforeElement::Mark("sup"),
        ("msub" | "munder", 2) | ("msubsup" | "munderover", 2) => BeforeElement::Mark("sub"),
        ("mtr" | "mlabeledtr" | "mroot", 2..) => BeforeElement::Text(" "),
        ("mtable", 2..) => BeforeElement::Text("; "),
        _ => BeforeElement::Nothing,
    }
}
