//! A text, folded, with the places of its words.

use std::ops::Range;

use super::{Folded, fold, stands_alone};

/// The most characters of a word that count.
const MAX_WORD: usize = 64;

/// A text as it is searched: its words, and where they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoldedText {
    /// The words as [`super::words`] gives them.
    pub words: String,
    /// Of each word how many bytes after the one before it begins, and how many bytes it has: both as unsigned LEB128.
    pub places: Vec<u8>,
}

/// A word and where it stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span<'a> {
    /// The word, folded.
    pub word: &'a str,
    /// The bytes it takes.
    pub place: Range<usize>,
}

impl FoldedText {
    /// A text, folded.
    pub fn of(text: &str) -> Self {
        let mut folder = Folder::default();
        for (start, c) in text.char_indices() {
            if c.is_ascii_alphanumeric() {
                folder.letter(c.to_ascii_lowercase(), start..start + 1);
            } else if c.is_ascii() {
                folder.close();
            } else {
                let place = start..start + c.len_utf8();
                fold(c, |folded| match folded {
                    Folded::Between => folder.close(),
                    Folded::Letter(letter) if stands_alone(letter) => {
                        folder.close();
                        folder.letter(letter, place.clone());
                        folder.close();
                    }
                    Folded::Letter(letter) => folder.letter(letter, place.clone()),
                    Folded::Mark => folder.mark(place.end),
                });
            }
        }
        folder.close();
        folder.text
    }

    /// So many of its words with their places, from the one with that number on.
    pub fn spans(&self, first: usize, number: usize) -> Vec<Span<'_>> {
        let (mut packed, mut start) = (self.places.iter().copied(), 0);
        let mut words = self.words.split(' ');
        let mut spans = Vec::new();
        for at in 0..first.saturating_add(number) {
            let (Some(word), Some(further), Some(length)) =
                (words.next(), unpack(&mut packed), unpack(&mut packed))
            else {
                break;
            };
            start += further;
            if at >= first {
                spans.push(Span { word, place: start..start.saturating_add(length) });
            }
        }
        spans
    }

    /// All of its words with their places.
    pub fn all_spans(&self) -> Vec<Span<'_>> {
        self.spans(0, usize::MAX)
    }
}

/// A text while it is folded.
#[derive(Default)]
struct Folder {
    text: FoldedText,
    /// The place of the word that is being written.
    open: Option<Range<usize>>,
    /// How many letters that word has.
    letters: usize,
    /// Where the word before it began.
    last_start: usize,
}

impl Folder {
    /// Adds a letter, which is written at that place, to the word or begins one.
    fn letter(&mut self, letter: char, place: Range<usize>) {
        match &mut self.open {
            Some(open) => open.end = place.end,
            None => {
                if !self.text.words.is_empty() {
                    self.text.words.push(' ');
                }
                (self.open, self.letters) = (Some(place), 0);
            }
        }
        if self.letters < MAX_WORD {
            self.text.words.push(letter);
            self.letters += 1;
        }
    }

    /// What belongs to the letter before it ends there.
    fn mark(&mut self, end: usize) {
        if let Some(open) = &mut self.open {
            open.end = end;
        }
    }

    /// Ends the word.
    fn close(&mut self) {
        if let Some(place) = self.open.take() {
            pack(&mut self.text.places, place.start - self.last_start);
            pack(&mut self.text.places, place.len());
            self.last_start = place.start;
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

/// The next number; `None` at the end, and when it is longer than any place in a text.
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
