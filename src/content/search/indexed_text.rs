//! What a text is found by.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use crate::content::folding::{FoldedText, is_unspaced_script, joined_words, units};
use crate::content::stemmer::Stemmer;

/// The marker in the index of a word that the text writes with apostrophes. No folded word begins with it.
pub const JOINED: char = '+';

/// The maximum number of joined words, and of words of the vocabulary, of a text. It leaves most of
/// [`crate::content::folding::MAX_WORDS`] to the terms.
const MAX_WORDS: usize = 20_000;

/// The lengths in letters of the words that are corrected and suggested.
const LENGTHS: RangeInclusive<usize> = 3..=32;

/// Whether a folded word may be suggested: it has no digits, and is written with spaces.
pub fn is_suggestible(word: &str) -> bool {
    LENGTHS.contains(&word.chars().count()) && !word.chars().any(|c| c.is_numeric() || is_unspaced_script(c))
}

/// A text as it is indexed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexedText {
    /// Its terms, with their positions.
    pub folded: FoldedText,
    /// The words with apostrophes between their letters, joined, with their marker. They have no position.
    pub joined: BTreeSet<String>,
    /// Its words, for suggestions and for searches by other forms.
    pub vocabulary: Vocabulary,
}

/// The folded words of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// The words that may be suggested.
    pub words: BTreeSet<String>,
    /// The words that differ from their stems.
    pub stemmed: BTreeSet<StemmedWord>,
}

/// A word with its stem.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StemmedWord {
    /// The stem, by the rules of a language.
    pub stem: Stem,
    /// The folded word.
    pub word: String,
}

/// A folded stem by the rules of a language.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stem {
    /// The code of the stemmer.
    pub language: String,
    /// The stem.
    pub text: String,
}

impl IndexedText {
    /// Prepares a text for the index. `language` is the tag of its language.
    pub fn of(text: &str, language: &str) -> Self {
        let stemmer = Stemmer::of(language);
        let mut seen = BTreeSet::new();
        let mut vocabulary = Vocabulary::default();
        units(text, |unit| {
            if unit.is_unspaced || seen.len() >= MAX_WORDS || seen.contains(unit.letters) {
                return;
            }
            seen.insert(unit.letters.to_owned());
            let written = text.get(unit.range).unwrap_or_default();
            let stem = stemmer.and_then(|stemmer| Stem::of(written, stemmer));
            let stem = stem.filter(|stem| stem.text != unit.letters);
            vocabulary.stemmed.extend(stem.map(|stem| StemmedWord { stem, word: unit.letters.to_owned() }));
        });
        let joined = joined_words(text).into_iter().map(|(word, _)| word).take(MAX_WORDS);
        let joined: BTreeSet<String> = joined.collect();
        vocabulary.words =
            seen.into_iter().chain(joined.iter().cloned()).filter(|word| is_suggestible(word)).collect();
        let joined = joined.into_iter().map(|word| format!("{JOINED}{word}")).collect();
        Self { folded: FoldedText::of(text), joined, vocabulary }
    }
}

impl Stem {
    /// The stem of a word as it is written. `None` if it has none.
    pub fn of(word: &str, stemmer: Stemmer) -> Option<Self> {
        Some(Self { language: stemmer.code().to_owned(), text: stemmer.stem(word)? })
    }
}

impl Vocabulary {
    /// The words of both.
    pub fn and(mut self, other: Self) -> Self {
        self.words.extend(other.words);
        self.stemmed.extend(other.stemmed);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stemmed(language: &str, text: &str) -> String {
        let words = IndexedText::of(text, language).vocabulary.stemmed.into_iter();
        words.map(|StemmedWord { stem, word }| format!("{}:{word}", stem.text)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_that_differ_from_their_stems_have_them() {
        assert_eq!(stemmed("en-GB", "The Council and COUNCILS' cities"), "citi:cities council:councils");
        assert_eq!(stemmed("de", "Häuser im Haus"), "haus:hauser");
        assert_eq!(stemmed("uk", "Свіжа м'ята"), "мят:мята свіж:свіжа");
        assert_eq!(stemmed("ko", "서울에서 councils"), "");
    }

    #[test]
    fn words_with_apostrophes_are_joined_too() {
        let joined =
            |text: &str| IndexedText::of(text, "fr").joined.into_iter().collect::<Vec<_>>().join(" ");
        assert_eq!(joined("L’école d'Ali, l'école"), "+dali +lecole");
        assert_eq!(joined("می\u{200c}روم"), "+میروم");
        let words = IndexedText::of("L’école en 2024: 東京 c3", "fr").vocabulary.words;
        assert_eq!(words.into_iter().collect::<Vec<_>>(), ["ecole", "lecole"]);
    }
}
