//! Search queries: how they are parsed, and where they match in a text.
//!
//! A text is indexed by its terms ([`crate::content::folding::FoldedText`]) and its joined words ([`IndexedText`]). A word of
//! a query is searched in all its spellings ([`Clause::spellings`]): with and without apostrophes and, after
//! [`Search::with_other_forms`], in other forms with the same stem.

mod clause;
mod indexed_text;
mod matching;
mod phrase;
mod prefixes;
mod suggestion;

use std::collections::BTreeSet;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use self::clause::Clause;
pub use self::indexed_text::{IndexedText, JOINED, SplitWord, Stem, StemmedWord, Vocabulary, is_suggestible};
pub use self::matching::Pattern;
pub use self::phrase::Terms;
pub use self::prefixes::{prefixes, searched_words};
pub use self::suggestion::{PlainWord, spelling_in};
use super::stemmer::Stemmer;

/// The maximum length of a query in characters.
const MAX_LENGTH: usize = 256;

/// A search query: clauses that must all match.
///
/// In the query text, `"…"` is a phrase, `word*` matches words with this prefix, and every other word matches itself. There are
/// no syntax errors. A query without words matches nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Search {
    text: String,
    clauses: Vec<Clause>,
    /// The stemmers of its plain words.
    stemmers: Vec<Stemmer>,
}

/// Why a text is not a search query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSearch {
    /// The text has only white space.
    #[error("must not be empty")]
    Empty,
    /// The text has more than 256 characters.
    #[error("must have at most {} characters", MAX_LENGTH)]
    TooLong,
    /// The text contains U+0000.
    #[error("must not contain U+0000")]
    Nul,
}

impl FromStr for Search {
    type Err = InvalidSearch;

    fn from_str(text: &str) -> Result<Self, InvalidSearch> {
        if text.contains('\0') {
            return Err(InvalidSearch::Nul);
        }
        if text.chars().count() > MAX_LENGTH {
            return Err(InvalidSearch::TooLong);
        }
        if text.trim().is_empty() {
            return Err(InvalidSearch::Empty);
        }
        let mut clauses = Vec::new();
        for (is_phrase, part) in quoted_parts(text) {
            if is_phrase {
                clauses.extend(Clause::of_phrase(part, false));
            } else {
                clauses.extend(part.split_whitespace().filter_map(Clause::of_word));
            }
        }
        // A word that is a phrase too must match exactly.
        clauses.sort_unstable();
        clauses.dedup_by(|next, clause| next.phrases == clause.phrases);
        Ok(Self { text: text.to_owned(), clauses, stemmers: Vec::new() })
    }
}

/// The parts of a query, each with whether it is between quotation marks. The last quotation mark may be missing.
fn quoted_parts(text: &str) -> impl Iterator<Item = (bool, &str)> {
    text.split('"').enumerate().map(|(number, part)| (number % 2 == 1, part))
}

impl TryFrom<String> for Search {
    type Error = InvalidSearch;

    fn try_from(text: String) -> Result<Self, InvalidSearch> {
        text.parse()
    }
}

impl From<Search> for String {
    fn from(search: Search) -> Self {
        search.text
    }
}

impl Search {
    /// The query text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The clauses, each once. Without clauses, nothing matches.
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// The search with the stems of its plain words in these languages: BCP 47 tags.
    pub fn with_stems<'a>(self, languages: impl IntoIterator<Item = &'a str>) -> Self {
        let mut stemmers: Vec<Stemmer> = Vec::new();
        for stemmer in languages.into_iter().filter_map(Stemmer::of) {
            if !stemmers.contains(&stemmer) {
                stemmers.push(stemmer);
            }
        }
        self.with_stemmers(stemmers)
    }

    fn with_stemmers(mut self, stemmers: Vec<Stemmer>) -> Self {
        for clause in &mut self.clauses {
            stemmers.iter().for_each(|stemmer| clause.add_stem(*stemmer));
        }
        Self { stemmers, ..self }
    }

    /// The stems of its plain words, each once.
    pub fn stems(&self) -> BTreeSet<&Stem> {
        self.clauses.iter().flat_map(|clause| &clause.stems).collect()
    }

    /// The search that also finds those of these words that have a stem of its plain words.
    pub fn with_other_forms(mut self, words: &[StemmedWord]) -> Self {
        for clause in &mut self.clauses {
            let same_stem = words.iter().filter(|word| clause.stems.contains(&word.stem));
            let forms: Vec<&str> = same_stem.map(|word| word.word.as_str()).collect();
            forms.into_iter().for_each(|form| clause.add_form(form));
        }
        self
    }

    /// The words of its phrases of several words, each once.
    pub fn phrase_words(&self) -> BTreeSet<&str> {
        self.clauses.iter().flat_map(Clause::phrase_words).collect()
    }

    /// The search that also finds its phrases where a text has these words split.
    pub fn with_split_words(mut self, words: &[SplitWord]) -> Self {
        self.clauses.iter_mut().for_each(|clause| clause.add_split_words(words));
        self
    }

    /// Whether it finds other forms of a word.
    pub fn has_other_forms(&self) -> bool {
        self.clauses.iter().any(|clause| !clause.other_forms.is_empty())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test should panic")]
mod tests;
