//! The letters of a text in units: words, and single letters of scripts without spaces between words.

use std::ops::Range;

use unicode_normalization::char::compose;

use super::character::{
    Folded, completes_syllable, fold, is_apostrophe, is_arabic, is_cyrillic, is_kana_voicing,
    is_unspaced_script,
};

/// The maximum length of a folded word in characters. Further characters are dropped.
const MAX_WORD_LENGTH: usize = 64;

/// A folded word, or a folded letter of a script without spaces between words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit<'a> {
    /// The folded letters and digits. There is at least one.
    pub letters: &'a str,
    /// The byte range in the original text.
    pub range: Range<usize>,
    /// What is between this unit and the previous one.
    pub link: Link,
    /// Whether it is a letter of a script without spaces between words.
    pub is_unspaced: bool,
}

/// What is between a unit and the previous one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Link {
    /// A separator, or a change of script.
    Separated,
    /// An apostrophe, or a zero-width non-joiner in the Arabic script: together they are one word without it.
    Joint,
    /// Nothing: both are letters of a script without spaces between words.
    Adjacent,
}

/// The units of a text, in order.
#[derive(Debug, Default)]
pub struct UnitList {
    /// The letters of all units.
    letters: String,
    /// For each unit the end of its letters, and what else it has.
    units: Vec<(usize, Range<usize>, Link, bool)>,
}

impl UnitList {
    /// The units of a text.
    pub fn of(text: &str) -> Self {
        let mut list = Self::default();
        units(text, |unit| {
            list.letters.push_str(unit.letters);
            list.units.push((list.letters.len(), unit.range, unit.link, unit.is_unspaced));
        });
        list
    }

    /// All units.
    pub fn units(&self) -> Vec<Unit<'_>> {
        let mut start = 0;
        let unit = |(end, range, link, is_unspaced): &(usize, Range<usize>, Link, bool)| {
            let letters = self.letters.get(start..*end).unwrap_or_default();
            start = *end;
            Unit { letters, range: range.clone(), link: *link, is_unspaced: *is_unspaced }
        };
        self.units.iter().map(unit).collect()
    }
}

/// Passes the units of a text to `emit`, in order.
pub fn units(text: &str, emit: impl FnMut(Unit<'_>)) {
    let mut folder = Folder {
        emit,
        letters: String::new(),
        length: 0,
        range: 0..0,
        link: Link::Separated,
        is_unspaced: false,
        next: Link::Separated,
    };
    let mut position = 0;
    while let Some(c) = text.get(position..).and_then(|rest| rest.chars().next()) {
        let range = position..position + c.len_utf8();
        if c.is_ascii_alphanumeric() {
            position = folder.ascii_letters(text, position);
            continue;
        }
        position = range.end;
        if is_apostrophe(c) && folder.last().is_some_and(is_cyrillic) {
            // In a word of Ukrainian or Belarusian. In names, as in О'Нил, a capital follows.
            let next = text.get(range.end..).and_then(|rest| rest.chars().next());
            if next.is_some_and(|next| is_cyrillic(next) && next.is_lowercase()) {
                continue;
            }
        }
        if c.is_ascii() {
            if is_apostrophe(c) { folder.apostrophe() } else { folder.separate() }
        } else {
            fold(c, |folded| match folded {
                Folded::Letter(letter) => folder.letter(letter, range.clone()),
                Folded::Sign(sign) => folder.sign(sign, range.clone()),
                Folded::Mark => folder.mark(range.end),
                Folded::Apostrophe => folder.apostrophe(),
                Folded::NonJoiner if folder.last().is_some_and(is_arabic) => folder.apostrophe(),
                Folded::NonJoiner => folder.mark(range.end),
                Folded::ZeroWidthSpace if folder.is_open() && folder.is_unspaced => folder.mark(range.end),
                Folded::ZeroWidthSpace | Folded::Separator => folder.separate(),
            });
        }
    }
    folder.end();
}

/// The state while a text is folded: the current unit, if it has letters.
struct Folder<F> {
    emit: F,
    letters: String,
    /// The number of letters.
    length: usize,
    range: Range<usize>,
    link: Link,
    is_unspaced: bool,
    /// The link of the next unit, when there is no current one.
    next: Link,
}

impl<F: FnMut(Unit<'_>)> Folder<F> {
    fn is_open(&self) -> bool {
        !self.letters.is_empty()
    }

    /// The last letter of the current unit.
    fn last(&self) -> Option<char> {
        self.letters.chars().next_back()
    }

    /// Adds the ASCII letters and digits from `start` on, and returns where they end. Most text has many in a row.
    fn ascii_letters(&mut self, text: &str, start: usize) -> usize {
        let bytes = text.as_bytes().get(start..).unwrap_or_default();
        let length = bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let end = start + length;
        // The first one decides whether a word begins.
        let first = bytes.first().map_or('\0', |byte| char::from(byte.to_ascii_lowercase()));
        self.letter(first, start..start + 1);
        let count = (length - 1).min(MAX_WORD_LENGTH - self.length);
        let from = self.letters.len();
        self.letters.push_str(text.get(start + 1..start + 1 + count).unwrap_or_default());
        if let Some(added) = self.letters.get_mut(from..) {
            added.make_ascii_lowercase();
        }
        self.length += count;
        self.range.end = end;
        end
    }

    /// Adds a letter to the current unit, or begins one.
    fn letter(&mut self, letter: char, range: Range<usize>) {
        let is_unspaced = !letter.is_ascii() && is_unspaced_script(letter);
        let link = if !self.is_open() {
            if is_unspaced { Link::Separated } else { self.next }
        } else if !is_unspaced && !self.is_unspaced {
            return self.push(letter, range.end);
        } else if completes_syllable(letter) && self.compose(letter, range.end) {
            return;
        } else {
            let are_both_unspaced = is_unspaced && self.is_unspaced;
            self.end();
            if are_both_unspaced { Link::Adjacent } else { Link::Separated }
        };
        (self.link, self.is_unspaced, self.length) = (link, is_unspaced, 0);
        self.range = range.clone();
        self.push(letter, range.end);
    }

    /// Adds a sign to the current unit. Without one, it begins a unit, as a letter does.
    fn sign(&mut self, sign: char, range: Range<usize>) {
        if !self.is_open() && !is_kana_voicing(sign) {
            self.letter(sign, range);
        } else if self.is_open() && !self.compose(sign, range.end) {
            if is_kana_voicing(sign) { self.mark(range.end) } else { self.push(sign, range.end) }
        }
    }

    fn push(&mut self, letter: char, end: usize) {
        self.range.end = end;
        if self.length < MAX_WORD_LENGTH {
            self.letters.push(letter);
            self.length += 1;
        }
    }

    /// Replaces the last letter by its composition with `next`, if Unicode has one, and returns whether it did.
    fn compose(&mut self, next: char, end: usize) -> bool {
        let Some(composed) = self.last().and_then(|last| compose(last, next)) else { return false };
        self.letters.pop();
        self.letters.push(composed);
        self.range.end = end;
        true
    }

    /// Extends the current unit by a mark that ends at `end`.
    fn mark(&mut self, end: usize) {
        if self.is_open() {
            self.range.end = end;
        }
    }

    /// Ends the current word. A letter that follows at once is linked to it; two apostrophes are a quotation mark.
    fn apostrophe(&mut self) {
        let follows_word = self.is_open() && !self.is_unspaced;
        self.separate();
        if follows_word {
            self.next = Link::Joint;
        }
    }

    fn separate(&mut self) {
        self.end();
        self.next = Link::Separated;
    }

    /// Emits the current unit, if any.
    fn end(&mut self) {
        if self.is_open() {
            let (range, link, is_unspaced) = (self.range.clone(), self.link, self.is_unspaced);
            (self.emit)(Unit { letters: &self.letters, range, link, is_unspaced });
            self.letters.clear();
            self.next = Link::Separated;
        }
    }
}
