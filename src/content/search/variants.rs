//! What a text is found by besides its terms: words without their apostrophes, and stems.

use std::collections::{BTreeSet, HashSet};

use crate::content::folding::{FoldedText, joined_words, units};
use crate::content::stemmer::Stemmer;

/// The marker in the index of a word that the text writes with apostrophes. No folded word begins with it.
pub const JOINED: char = '+';

/// The marker in the index of a stem. No folded word begins with it.
pub const STEM: char = '=';

/// The maximum number of variants of a text. It leaves most of [`crate::content::folding::MAX_WORDS`] to the words.
const MAX_VARIANTS: usize = 20_000;

/// A text as it is indexed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexedText {
    /// Its terms, with their positions.
    pub folded: FoldedText,
    /// Its joined words and the stems that differ from their words, with their markers. They have no position.
    pub variants: BTreeSet<String>,
}

impl IndexedText {
    /// Prepares a text for the index. `language` is the tag of its language.
    pub fn of(text: &str, language: &str) -> Self {
        let stemmer = Stemmer::of(language);
        let mut variants = Variants { stemmer, stemmed: HashSet::new(), found: BTreeSet::new() };
        units(text, |unit| {
            if !unit.is_unspaced {
                variants.add_stem(unit.letters, text.get(unit.range).unwrap_or_default());
            }
        });
        for (word, range) in joined_words(text) {
            variants.add_stem(&word, text.get(range).unwrap_or_default());
            variants.add(JOINED, &word);
        }
        Self { folded: FoldedText::of(text), variants: variants.found }
    }
}

struct Variants {
    stemmer: Option<Stemmer>,
    /// The folded words that were stemmed already.
    stemmed: HashSet<String>,
    found: BTreeSet<String>,
}

impl Variants {
    fn add_stem(&mut self, folded: &str, written: &str) {
        let Some(stemmer) = self.stemmer else { return };
        if self.stemmed.contains(folded) {
            return;
        }
        self.stemmed.insert(folded.to_owned());
        if let Some(stem) = stemmer.stem(written).filter(|stem| stem != folded) {
            self.add(STEM, &stem);
        }
    }

    fn add(&mut self, marker: char, word: &str) {
        if self.found.len() < MAX_VARIANTS {
            self.found.insert(format!("{marker}{word}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variants(language: &str, text: &str) -> String {
        IndexedText::of(text, language).variants.into_iter().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn stems_that_differ_from_their_words_are_variants() {
        assert_eq!(variants("en-GB", "The Council and its COUNCILS' cities"), "=citi =council =it");
        assert_eq!(variants("de", "Häuser im Haus"), "=haus");
        assert_eq!(variants("ko", "서울에서 councils"), "");
    }

    #[test]
    fn words_with_apostrophes_are_variants_without_them() {
        assert_eq!(variants("fr", "L’école d'Ali"), "+dali +lecole =dal =ecol =lecol");
        assert_eq!(variants("uk", "м'ята мʼята О’Ніл"), "+оніл =мят");
        assert_eq!(variants("ku", "می\u{200c}روم"), "+میروم");
    }
}
