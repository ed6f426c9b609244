//! Formatting elements that go on after the end of their paragraph (HTML Standard §13.2.4.3, "list of active formatting elements").

use html5ever::LocalName;

/// The maximum number of elements that go on at one place.
const MAX_REOPENED: usize = 8;

/// The maximum number of bytes that reopened elements add to one body.
const MAX_REOPENED_BYTES: usize = 64 * 1024;

/// A formatting element that was closed although its end tag is missing.
pub(super) struct Formatting {
    pub(super) name: LocalName,
    pub(super) written_as: &'static str,
    /// The start tag as it was written.
    pub(super) tag: String,
}

/// The formatting elements that go on in the next text, the outermost first.
#[derive(Default)]
pub(super) struct ActiveFormatting {
    /// `None` is the start of a table cell. Elements from outside do not go on in it.
    elements: Vec<Option<Formatting>>,
    /// The number of bytes of all elements that were taken.
    reopened: usize,
}

impl ActiveFormatting {
    /// Whether no element goes on here.
    pub(super) fn is_empty(&self) -> bool {
        matches!(self.elements.last(), None | Some(None))
    }

    pub(super) fn enter_cell(&mut self) {
        self.elements.push(None);
    }

    /// Forgets the elements of the cell.
    pub(super) fn leave_cell(&mut self) {
        self.elements.truncate(self.elements.iter().rposition(Option::is_none).unwrap_or_default());
    }

    pub(super) fn extend(&mut self, elements: impl Iterator<Item = Formatting>) {
        self.elements.extend(elements.map(Some));
    }

    /// Removes and returns the elements that go on here, within the limits.
    pub(super) fn take(&mut self) -> Vec<Formatting> {
        let start = self.elements.iter().rposition(Option::is_none).map_or(0, |cell| cell + 1);
        let mut elements: Vec<_> =
            self.elements.split_off(start).into_iter().flatten().take(MAX_REOPENED).collect();
        elements.retain(|element| {
            self.reopened += element.tag.len();
            self.reopened <= MAX_REOPENED_BYTES
        });
        elements
    }

    /// Ends the last element of this name that goes on here.
    pub(super) fn forget(&mut self, name: &str) {
        let start = self.elements.iter().rposition(Option::is_none).map_or(0, |cell| cell + 1);
        let mut here = self.elements.iter().skip(start);
        let last = here.rposition(|element| element.as_ref().is_some_and(|element| &*element.name == name));
        if let Some(at) = last {
            self.elements.remove(start + at);
        }
    }
}
