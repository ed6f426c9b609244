//! Search queries: how they are parsed, and where they match in a text.

use std::collections::BTreeSet;
use std::ops::Range;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::folding::{self, Span};

/// The maximum length of a query in characters.
const MAX_LENGTH: usize = 256;

/// A search query: phrases that must all match.
///
/// In the query text, `"…"` is a phrase, `word*` matches words with this prefix, and every other word matches itself. The
/// words are those of [`folding::words`]. There are no syntax errors. A query without words matches nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Search {
    text: String,
    phrases: Vec<Phrase>,
}

/// One or more words that must follow each other in the text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Phrase {
    /// The folded words, letters and digits only. There is at least one.
    pub words: Vec<String>,
    /// Whether the last word is a prefix.
    pub is_prefix: bool,
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
        let mut phrases = BTreeSet::new();
        // Parts with an odd number are between quotation marks. The last quotation mark may be missing.
        for (number, part) in text.split('"').enumerate() {
            if number % 2 == 1 {
                phrases.extend(Phrase::parse(part, false));
            } else {
                phrases.extend(
                    part.split_whitespace().filter_map(|word| Phrase::parse(word, word.ends_with('*'))),
                );
            }
        }
        Ok(Self { text: text.to_owned(), phrases: phrases.into_iter().collect() })
    }
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

impl Phrase {
    fn parse(text: &str, is_prefix: bool) -> Option<Self> {
        let folded = folding::words(text);
        let words: Vec<String> =
            folded.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        (!words.is_empty()).then_some(Self { words, is_prefix })
    }

    /// The byte offset of the first match in words that are separated by spaces, each of which begins with `marker`.
    fn first_match(&self, words: &str, marker: &str) -> Option<usize> {
        let pattern = marker.to_owned() + &self.words.join(&format!(" {marker}"));
        let text = words.as_bytes();
        memchr::memmem::find_iter(text, pattern.as_bytes()).find(|at| {
            let ends = |end: usize| text.get(end).is_none_or(|byte| *byte == b' ');
            (*at == 0 || text.get(at - 1) == Some(&b' ')) && (self.is_prefix || ends(at + pattern.len()))
        })
    }

    /// Whether the phrase matches at the first of these words.
    fn matches_start(&self, spans: &[Span<'_>]) -> bool {
        let Some((last, before)) = self.words.split_last() else { return false };
        let is_same = |word: &String, span: &Span<'_>| span.word == word;
        spans.len() > before.len()
            && before.iter().zip(spans).all(|(word, span)| is_same(word, span))
            && spans.get(before.len()).is_some_and(|span| {
                is_same(last, span) || (self.is_prefix && span.word.starts_with(last.as_str()))
            })
    }
}

impl Search {
    /// The phrases, each once, in alphabetical order. Without phrases, nothing matches.
    pub fn phrases(&self) -> &[Phrase] {
        &self.phrases
    }

    /// Whether all phrases match in words that are separated by spaces, each of which begins with `marker`.
    pub fn matches(&self, words: &str, marker: &str) -> bool {
        !self.phrases.is_empty()
            && self.phrases.iter().all(|phrase| phrase.first_match(words, marker).is_some())
    }

    /// The index of the first word at which a phrase matches. `words` is the output of [`folding::words`].
    pub fn first_match(&self, words: &str) -> Option<usize> {
        let first = self.phrases.iter().filter_map(|phrase| phrase.first_match(words, "")).min()?;
        let before = words.as_bytes().get(..first)?;
        Some(memchr::memchr_iter(b' ', before).count())
    }

    /// The byte ranges of all matching words in the text, in order and without overlaps.
    pub fn match_ranges(&self, spans: &[Span<'_>]) -> Vec<Range<usize>> {
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for at in 0..spans.len() {
            let rest = spans.get(at..).unwrap_or_default();
            for phrase in self.phrases.iter().filter(|phrase| phrase.matches_start(rest)) {
                for span in rest.iter().take(phrase.words.len()) {
                    ranges.push(span.range.clone());
                }
            }
        }
        ranges.sort_by_key(|range| range.start);
        ranges.dedup_by(|next, range| {
            let overlaps = next.start < range.end;
            if overlaps {
                range.end = range.end.max(next.end);
            }
            overlaps
        });
        ranges
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test should panic")]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::content::folding::FoldedText;

    fn search(text: &str) -> Search {
        text.parse().unwrap()
    }

    fn phrases(text: &str) -> Vec<String> {
        let phrase = |phrase: &Phrase| {
            format!("{}{}", phrase.words.join("+"), if phrase.is_prefix { "*" } else { "" })
        };
        search(text).phrases().iter().map(phrase).collect()
    }

    #[test]
    fn words_phrases_and_prefixes_are_parsed() {
        assert_eq!(phrases("Ferry harbour ferry"), ["ferry", "harbour"]);
        assert_eq!(phrases("\"Sea level\" ris*"), ["ris*", "sea+level"]);
        assert_eq!(phrases("don't 3.50"), ["3+50", "don+t"]);
        assert_eq!(phrases("\"never closed"), ["never+closed"]);
        assert_eq!(phrases("a\"b c\"d"), ["a", "b+c", "d"]);
        assert_eq!(phrases("NEAR(a, b) OR NOT -c ^d col:e"), ["b", "c", "col+e", "d", "near+a", "not", "or"]);
        assert_eq!(phrases("* \" \"\" ()"), [""; 0]);
    }

    #[test]
    fn invalid_queries_are_refused() {
        assert_eq!("  ".parse::<Search>(), Err(InvalidSearch::Empty));
        assert_eq!("a\0b".parse::<Search>(), Err(InvalidSearch::Nul));
        assert_eq!("a".repeat(257).parse::<Search>(), Err(InvalidSearch::TooLong));
        assert!("é".repeat(256).parse::<Search>().is_ok());
    }

    #[test]
    fn only_whole_words_match() {
        let marked = |query: &str, text: &str| -> Vec<String> {
            search(query)
                .match_ranges(&FoldedText::of(text).all_spans())
                .into_iter()
                .map(|range| text[range].to_owned())
                .collect()
        };
        assert_eq!(
            marked("har* \"level rises\"", "Level rises: Harbour level"),
            ["Level", "rises", "Harbour"]
        );
        assert_eq!(marked("har \"level rises\"", "Harbour level. Level"), [""; 0]);
        assert_eq!(marked("zurich", "In ZÜRICH."), ["ZÜRICH"]);
        assert_eq!(marked("½", "1⁄2 or ½"), ["1", "2", "½"]);
        assert_eq!(marked("کتاب", "كِتاب"), ["كِتاب"]);
    }

    proptest! {
        #[test]
        fn any_query_yields_valid_ranges_of_any_text(query in ".{1,256}", text in any::<String>()) {
            if let Ok(search) = query.parse::<Search>() {
                let ranges = search.match_ranges(&FoldedText::of(&text).all_spans());
                prop_assert!(ranges.iter().all(|range| text.get(range.clone()).is_some()));
                prop_assert!(ranges.windows(2).all(|two| two[0].end <= two[1].start));
            }
        }
    }
}
