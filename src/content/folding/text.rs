//! A folded text with the positions of its words in the original.

use std::ops::Range;

use super::character::{Folded, fold, is_unspaced_script};

/// The maximum length of a folded word in characters. Further characters are dropped.
const MAX_WORD_LENGTH: usize = 64;

/// The folded words of a text, and their positions in the original text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoldedText {
    /// The words in the form that [`super::words`] returns.
    pub words: String,
    /// For each word two numbers in unsigned LEB128: the distance in bytes from the start of the previous word, and the length
    /// in bytes in the original text.
    pub positions: Vec<u8>,
}

/// A word and its range in the original text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span<'a> {
    /// The folded word.
    pub word: &'a str,
    /// The byte range in the original text.
    pub range: Range<usize>,
}

impl FoldedText {
    /// Folds a text.
    pub fn of(text: &str) -> Self {
        let mut folder = Folder::default();
        for (start, c) in text.char_indices() {
            if c.is_ascii_alphanumeric() {
                folder.letter(c.to_ascii_lowercase(), start..start + 1);
            } else if c.is_ascii() {
                folder.end_word();
            } else {
                let range = start..start + c.len_utf8();
                fold(c, |folded| match folded {
                    Folded::Separator => folder.end_word(),
                    Folded::Letter(letter) if is_unspaced_script(letter) => {
                        folder.end_word();
                        folder.letter(letter, range.clone());
                        folder.end_word();
                    }
                    Folded::Letter(letter) => folder.letter(letter, range.clone()),
                    Folded::Mark => folder.mark(range.end),
                });
            }
        }
        folder.end_word();
        folder.text
    }

    /// Up to `count` words with their ranges, from the word with the index `first` on.
    pub fn spans(&self, first: usize, count: usize) -> Vec<Span<'_>> {
        let (mut packed, mut start) = (self.positions.iter().copied(), 0);
        let mut words = self.words.split(' ');
        let mut spans = Vec::new();
        for at in 0..first.saturating_add(count) {
            let (Some(word), Some(distance), Some(length)) =
                (words.next(), unpack(&mut packed), unpack(&mut packed))
            else {
                break;
            };
            start += distance;
            if at >= first {
                spans.push(Span { word, range: start..start.saturating_add(length) });
            }
        }
        spans
    }

    /// All words with their ranges.
    pub fn all_spans(&self) -> Vec<Span<'_>> {
        self.spans(0, usize::MAX)
    }
}

/// The state while a text is folded.
#[derive(Default)]
struct Folder {
    text: FoldedText,
    /// The byte range of the current word, if any.
    current: Option<Range<usize>>,
    /// The number of letters of the current word.
    letters: usize,
    /// The start of the previous word.
    last_start: usize,
}

impl Folder {
    /// Adds a letter with its byte range to the current word, or starts a word.
    fn letter(&mut self, letter: char, range: Range<usize>) {
        match &mut self.current {
            Some(current) => current.end = range.end,
            None => {
                if !self.text.words.is_empty() {
                    self.text.words.push(' ');
                }
                (self.current, self.letters) = (Some(range), 0);
            }
        }
        if self.letters < MAX_WORD_LENGTH {
            self.text.words.push(letter);
            self.letters += 1;
        }
    }

    /// Extends the current word by a mark that ends at `end`.
    fn mark(&mut self, end: usize) {
        if let Some(current) = &mut self.current {
            current.end = end;
        }
    }

    /// Ends the current word.
    fn end_word(&mut self) {
        if let Some(range) = self.current.take() {
            pack(&mut self.text.positions, range.start - self.last_start);
            pack(&mut self.text.positions, range.len());
            self.last_start = range.start;
        }
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
