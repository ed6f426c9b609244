//! A folded text with the positions of its terms in the original.

use std::ops::Range;

use super::units::{Link, Unit, units};

/// The terms of a text, and their positions in the original text.
///
/// A term is a word. In scripts without spaces between words it is a letter with the next one, so that terms overlap; the last
/// letter before a separator is a term of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoldedText {
    /// The terms, separated by spaces. There is one for each unit.
    pub terms: String,
    /// For each unit two numbers in unsigned LEB128: the distance in bytes from the start of the previous unit, and the length
    /// in bytes in the original text.
    pub positions: Vec<u8>,
}

/// Makes a [`FoldedText`] of the units of a text.
#[derive(Debug, Default)]
pub struct TextFolder {
    folded: FoldedText,
    /// The last unit, while it is not known whether a letter follows it.
    letter: Option<(String, Range<usize>)>,
    last_start: usize,
}

impl TextFolder {
    /// Adds the next unit.
    pub fn add(&mut self, unit: &Unit<'_>) {
        if let Some((mut term, range)) = self.letter.take() {
            term.push_str(if unit.link == Link::Adjacent { unit.letters } else { "" });
            self.add_term(&term, &range);
        }
        if unit.is_unspaced {
            self.letter = Some((unit.letters.to_owned(), unit.range.clone()));
        } else {
            self.add_term(unit.letters, &unit.range);
        }
    }

    fn add_term(&mut self, term: &str, range: &Range<usize>) {
        if !self.folded.terms.is_empty() {
            self.folded.terms.push(' ');
        }
        self.folded.terms.push_str(term);
        pack(&mut self.folded.positions, range.start - self.last_start);
        pack(&mut self.folded.positions, range.len());
        self.last_start = range.start;
    }

    /// The folded text of all units.
    pub fn finish(mut self) -> FoldedText {
        if let Some((last, range)) = self.letter.take() {
            self.add_term(&last, &range);
        }
        self.folded
    }
}

impl FoldedText {
    /// Folds a text.
    pub fn of(text: &str) -> Self {
        let mut folder = TextFolder::default();
        units(text, |unit| folder.add(&unit));
        folder.finish()
    }
}

/// The byte ranges in the original text of up to `count` units, from the one with the index `first` on. `positions` are those
/// of a [`FoldedText`].
pub fn ranges(positions: &[u8], first: usize, count: usize) -> Vec<Range<usize>> {
    let (mut packed, mut start) = (positions.iter().copied(), 0);
    let mut ranges = Vec::new();
    for at in 0..first.saturating_add(count) {
        let (Some(distance), Some(length)) = (unpack(&mut packed), unpack(&mut packed)) else { break };
        start += distance;
        if at >= first {
            ranges.push(start..start.saturating_add(length));
        }
    }
    ranges
}

/// Appends a number as unsigned LEB128.
fn pack(packed: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        packed.push(number as u8 | 0x80);
        number >>= 7;
    }
    packed.push(number as u8);
}

/// Reads the next number. `None` at the end, or when the number has more than 5 bytes, which no position has.
fn unpack(packed: &mut impl Iterator<Item = u8>) -> Option<usize> {
    let mut number = 0;
    for shift in (0..35).step_by(7) {
        let byte = packed.next()?;
        number |= usize::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}
