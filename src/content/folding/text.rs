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

impl FoldedText {
    /// Folds a text.
    pub fn of(text: &str) -> Self {
        let mut folded = Self::default();
        // The last unit, while it is not known whether a letter follows it.
        let mut letter: Option<(String, Range<usize>)> = None;
        let mut last_start = 0;
        let mut add = |term: [&str; 2], range: &Range<usize>| {
            if !folded.terms.is_empty() {
                folded.terms.push(' ');
            }
            term.iter().for_each(|part| folded.terms.push_str(part));
            pack(&mut folded.positions, range.start - last_start);
            pack(&mut folded.positions, range.len());
            last_start = range.start;
        };
        units(text, |Unit { letters, range, link, is_unspaced }| {
            if let Some((before, range)) = letter.take() {
                add([&before, if link == Link::Adjacent { letters } else { "" }], &range);
            }
            if is_unspaced {
                letter = Some((letters.to_owned(), range));
            } else {
                add([letters, ""], &range);
            }
        });
        if let Some((last, range)) = letter {
            add([&last, ""], &range);
        }
        folded
    }

    /// The byte ranges in the original text of up to `count` units, from the one with the index `first` on.
    pub fn ranges(&self, first: usize, count: usize) -> Vec<Range<usize>> {
        let (mut packed, mut start) = (self.positions.iter().copied(), 0);
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
