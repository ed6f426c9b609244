//! What a text is found by.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::RangeInclusive;

use crate::content::folding::{FoldedText, TextFolder, WordJoiner, is_unspaced_script, units};
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

/// The folded words of texts in one language that have a stem or may be suggested.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// The code of the stemmer; empty if the language has none.
    pub language: &'static str,
    /// The words, each with its stem if that differs from it.
    pub words: BTreeMap<String, Option<String>>,
    /// The words with apostrophes or zero-width non-joiners between their letters.
    pub split_words: BTreeSet<SplitWord>,
}

/// A word that apostrophes or zero-width non-joiners split in a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SplitWord {
    /// The folded word without them: `dont`.
    pub joined: String,
    /// Its folded parts: `don`, `t`. There are at least two.
    pub parts: Vec<String>,
}

/// A word with its stem.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StemmedWord {
    /// The stem.
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
        let (mut folder, mut joiner) = (TextFolder::default(), WordJoiner::default());
        let mut stems: HashMap<String, Option<String>> = HashMap::new();
        units(text, |unit| {
            folder.add(&unit);
            joiner.add(&unit);
            if !unit.is_unspaced && stems.len() < MAX_WORDS && !stems.contains_key(unit.letters) {
                let written = text.get(unit.range).unwrap_or_default();
                let stem = stemmer.and_then(|stemmer| stemmer.stem(written));
                stems.insert(unit.letters.to_owned(), stem.filter(|stem| stem != unit.letters));
            }
        });
        let mut vocabulary =
            Vocabulary { language: stemmer.map_or("", Stemmer::code), ..Vocabulary::default() };
        let mut joined = BTreeSet::new();
        for word in joiner.finish().into_iter().take(MAX_WORDS) {
            if word.letters.chars().count() <= *LENGTHS.end() {
                let parts = word.parts().map(str::to_owned).collect();
                vocabulary.split_words.insert(SplitWord { joined: word.letters.clone(), parts });
            }
            joined.insert(word.letters);
        }
        let joined_only = joined.iter().map(|word| (word.clone(), None));
        stems.into_iter().chain(joined_only).for_each(|(word, stem)| vocabulary.add(word, stem));
        let joined = joined.into_iter().map(|word| format!("{JOINED}{word}")).collect();
        Self { folded: folder.finish(), joined, vocabulary }
    }
}

impl Stem {
    /// The stem of a word as it is written. `None` if it has none.
    pub fn of(word: &str, stemmer: Stemmer) -> Option<Self> {
        Some(Self { language: stemmer.code().to_owned(), text: stemmer.stem(word)? })
    }
}

impl Vocabulary {
    /// The words of both texts of one language.
    pub fn and(mut self, other: Self) -> Self {
        self.language = other.language;
        self.split_words.extend(other.split_words);
        other.words.into_iter().for_each(|(word, stem)| self.add(word, stem));
        self
    }

    fn add(&mut self, word: String, stem: Option<String>) {
        if stem.is_some() || is_suggestible(&word) {
            let known = self.words.entry(word).or_default();
            *known = known.take().or(stem);
        }
    }

    /// The words that differ from their stems.
    pub fn stemmed(&self) -> impl Iterator<Item = StemmedWord> {
        let stem = |stem: &String| Stem { language: self.language.to_owned(), text: stem.clone() };
        let words = self.words.iter().filter_map(|(word, text)| Some((word, text.as_ref()?)));
        words.map(move |(word, text)| StemmedWord { stem: stem(text), word: word.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stemmed(language: &str, text: &str) -> String {
        let vocabulary = IndexedText::of(text, language).vocabulary;
        let words = vocabulary.stemmed().map(|StemmedWord { stem, word }| format!("{}:{word}", stem.text));
        words.collect::<Vec<_>>().join(" ")
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
        let vocabulary = IndexedText::of("L’école en 2024: 東京 c3", "fr").vocabulary;
        assert_eq!(vocabulary.words.into_keys().collect::<Vec<_>>(), ["ecole", "lecole"]);
        let parts = vec!["l".to_owned(), "ecole".to_owned()];
        assert_eq!(vocabulary.split_words, [SplitWord { joined: "lecole".to_owned(), parts }].into());
    }
}
