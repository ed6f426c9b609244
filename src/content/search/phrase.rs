//! Words that follow each other, as they are searched.

use super::SplitWord;
use crate::content::folding::{Link, Unit, units};

/// One or more words that must follow each other in the text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Phrase {
    /// There is at least one.
    units: Vec<PhraseUnit>,
    /// Whether the last word is a prefix.
    is_prefix: bool,
}

/// A [`Unit`] of a phrase.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct PhraseUnit {
    letters: String,
    link: Link,
    is_unspaced: bool,
}

/// Terms of the index that must follow each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The terms: letters and digits, and perhaps a marker before them. There is at least one.
    pub words: Vec<String>,
    /// Whether the last term is a prefix.
    pub is_prefix: bool,
}

impl Phrase {
    /// The phrase of a text; `None` without words. `is_prefix` says whether the last word is a prefix.
    pub(super) fn parse(text: &str, is_prefix: bool) -> Option<Self> {
        let mut all = Vec::new();
        units(text, |Unit { letters, link, is_unspaced, .. }| {
            all.push(PhraseUnit { letters: letters.to_owned(), link, is_unspaced });
        });
        (!all.is_empty()).then_some(Self { units: all, is_prefix })
    }

    /// The phrase with the parts of each word joined that apostrophes part. `None` when there are none.
    pub(super) fn joined(&self) -> Option<Self> {
        let has_parts = self.units.iter().any(|unit| unit.link == Link::Joint);
        let joined = |parts: &[PhraseUnit]| {
            let mut word = parts.first()?.clone();
            parts.iter().skip(1).for_each(|part| word.letters.push_str(&part.letters));
            Some(word)
        };
        let words = self.units.chunk_by(|_, next| next.link == Link::Joint).filter_map(joined);
        has_parts.then(|| Self { units: words.collect(), is_prefix: self.is_prefix })
    }

    /// The units of each of its words: letters without spaces between them are one word, and so are parts between apostrophes.
    fn words(&self) -> impl Iterator<Item = &[PhraseUnit]> {
        self.units.chunk_by(|_, next| next.link != Link::Separated)
    }

    /// The words that are written with spaces and without apostrophes.
    pub(super) fn whole_words(&self) -> impl Iterator<Item = &str> {
        self.words().filter_map(whole_word)
    }

    /// The phrase with its words that are `word` split as a text does it. `None` when there are none.
    pub(super) fn with_split(&self, word: &SplitWord) -> Option<Self> {
        let has_word = self.whole_words().any(|whole| whole == word.joined);
        let split = |unit: &PhraseUnit| {
            let parts = word.parts.iter().enumerate().map(|(at, part)| PhraseUnit {
                letters: part.clone(),
                link: if at == 0 { unit.link } else { Link::Joint },
                is_unspaced: false,
            });
            parts.collect::<Vec<_>>()
        };
        let units = self
            .units
            .iter()
            .flat_map(|unit| if unit.letters == word.joined { split(unit) } else { vec![unit.clone()] });
        has_word.then(|| Self { units: units.collect(), is_prefix: self.is_prefix })
    }

    /// The phrases of its words.
    pub(super) fn split(&self) -> impl Iterator<Item = Self> {
        self.words().map(|units| Self { units: units.to_vec(), is_prefix: self.is_prefix })
    }

    /// Whether its last word is a prefix.
    pub(super) fn is_prefix(&self) -> bool {
        self.is_prefix
    }

    /// Its word, if it is one word that is written with spaces.
    pub(super) fn only_word(&self) -> Option<&str> {
        whole_word(&self.units)
    }

    /// The phrase in terms of the index, as [`crate::content::folding::FoldedText`] has them.
    pub fn terms(&self) -> Terms {
        let mut words = Vec::new();
        let mut is_prefix = self.is_prefix;
        for (at, unit) in self.units.iter().enumerate() {
            let next = self.units.get(at + 1);
            match next {
                Some(next) if next.link == Link::Adjacent => words.push(unit.letters.clone() + &next.letters),
                // The last letter is the second one of the term before, whatever follows it in the text.
                None if unit.link == Link::Adjacent => is_prefix = false,
                None => {
                    words.push(unit.letters.clone());
                    is_prefix |= unit.is_unspaced;
                }
                Some(_) => words.push(unit.letters.clone()),
            }
        }
        Terms { words, is_prefix }
    }

    /// How many of these units of a text it matches, from the first one on. `None` when it does not match there.
    pub(super) fn match_length(&self, text: &[Unit<'_>]) -> Option<usize> {
        let found = text.get(..self.units.len())?;
        let last = self.units.len() - 1;
        let is_match = self.units.iter().zip(found).enumerate().all(|(at, (unit, found))| {
            let is_link = at == 0 || (unit.link == Link::Adjacent) == (found.link == Link::Adjacent);
            let is_begun = self.is_prefix && at == last && found.letters.starts_with(&unit.letters);
            is_link && (is_begun || unit.letters == found.letters)
        });
        is_match.then_some(self.units.len())
    }
}

impl Terms {
    /// One word.
    pub(super) fn word(word: String, is_prefix: bool) -> Self {
        Self { words: vec![word], is_prefix }
    }
}

/// The letters of the units, if they are one word that is written with spaces and without apostrophes.
fn whole_word(units: &[PhraseUnit]) -> Option<&str> {
    match units {
        [unit] if !unit.is_unspaced => Some(&unit.letters),
        _ => None,
    }
}
