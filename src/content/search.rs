//! What readers search for, and where it is found in a text.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::folding::{self, Span};

/// The most characters of a search.
const MAX_LENGTH: usize = 256;

/// What is searched for: phrases, all of which must be found.
///
/// Written as a text, `"…"` are words that follow each other, `word*` stands for words that begin so, and
/// everything else for itself. A word is what [`folding::words`] says. No text is an error in this language; a
/// text without any word finds nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Search {
    text: String,
    phrases: Vec<Phrase>,
}

/// One or more words to be found together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Phrase {
    /// Words that follow each other: letters and digits only, at least one word.
    pub words: Vec<String>,
    /// Whether the last word may go on.
    pub open: bool,
}

/// Why a text cannot be searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoSearch {
    /// Nothing but spaces.
    Empty,
    /// Over 256 characters.
    TooLong,
    /// U+0000.
    Nul,
}

impl fmt::Display for NoSearch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("must not be empty"),
            Self::TooLong => write!(f, "must not have more than {MAX_LENGTH} characters"),
            Self::Nul => f.write_str("must not contain U+0000"),
        }
    }
}

impl FromStr for Search {
    type Err = NoSearch;

    fn from_str(text: &str) -> Result<Self, NoSearch> {
        if text.contains('\0') {
            return Err(NoSearch::Nul);
        }
        if text.chars().count() > MAX_LENGTH {
            return Err(NoSearch::TooLong);
        }
        if text.trim().is_empty() {
            return Err(NoSearch::Empty);
        }
        let mut phrases = BTreeSet::new();
        // What is between the first and the second quotation mark is a phrase, and so on; the last need not end.
        for (number, part) in text.split('"').enumerate() {
            if number % 2 == 1 {
                phrases.extend(Phrase::of(part, false));
            } else {
                phrases
                    .extend(part.split_whitespace().filter_map(|word| Phrase::of(word, word.ends_with('*'))));
            }
        }
        Ok(Self { text: text.to_owned(), phrases: phrases.into_iter().collect() })
    }
}

impl TryFrom<String> for Search {
    type Error = NoSearch;

    fn try_from(text: String) -> Result<Self, NoSearch> {
        text.parse()
    }
}

impl From<Search> for String {
    fn from(search: Search) -> Self {
        search.text
    }
}

impl Phrase {
    fn of(text: &str, open: bool) -> Option<Self> {
        let folded = folding::words(text);
        let words: Vec<String> =
            folded.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        (!words.is_empty()).then_some(Self { words, open })
    }

    /// Where it first stands among words that have a space between them, each with that mark before it.
    fn first_place(&self, words: &str, mark: &str) -> Option<usize> {
        let wanted = mark.to_owned() + &self.words.join(&format!(" {mark}"));
        let text = words.as_bytes();
        memchr::memmem::find_iter(text, wanted.as_bytes()).find(|at| {
            let ends = |end: usize| text.get(end).is_none_or(|byte| *byte == b' ');
            (*at == 0 || text.get(at - 1) == Some(&b' ')) && (self.open || ends(at + wanted.len()))
        })
    }

    /// Whether it stands at the beginning of these words.
    fn begins(&self, spans: &[Span<'_>]) -> bool {
        let Some((last, before)) = self.words.split_last() else { return false };
        let found = |word: &String, span: &Span<'_>| span.word == word;
        spans.len() > before.len()
            && before.iter().zip(spans).all(|(word, span)| found(word, span))
            && spans
                .get(before.len())
                .is_some_and(|span| found(last, span) || (self.open && span.word.starts_with(last.as_str())))
    }
}

impl Search {
    /// What must be found, each once; nothing is found when there are none.
    pub fn phrases(&self) -> &[Phrase] {
        &self.phrases
    }

    /// Whether all of it is found among words that have a space between them, each with that mark before it.
    pub fn is_found(&self, words: &str, mark: &str) -> bool {
        !self.phrases.is_empty()
            && self.phrases.iter().all(|phrase| phrase.first_place(words, mark).is_some())
    }

    /// The number of the first word of a text at which something is found, by its words as [`folding::words`] gives them.
    pub fn first_place(&self, words: &str) -> Option<usize> {
        let first = self.phrases.iter().filter_map(|phrase| phrase.first_place(words, "")).min()?;
        let before = words.as_bytes().get(..first)?;
        Some(memchr::memchr_iter(b' ', before).count())
    }

    /// The places in a text with those words where something is found: in order, apart from each other.
    pub fn places(&self, spans: &[Span<'_>]) -> Vec<Range<usize>> {
        let mut places: Vec<Range<usize>> = Vec::new();
        for at in 0..spans.len() {
            let rest = spans.get(at..).unwrap_or_default();
            for phrase in self.phrases.iter().filter(|phrase| phrase.begins(rest)) {
                for span in rest.iter().take(phrase.words.len()) {
                    places.push(span.place.clone());
                }
            }
        }
        places.sort_by_key(|place| place.start);
        places.dedup_by(|next, place| {
            let same = next.start < place.end;
            if same {
                place.end = place.end.max(next.end);
            }
            same
        });
        places
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
        let term = |term: &Phrase| format!("{}{}", term.words.join("+"), if term.open { "*" } else { "" });
        search(text).phrases().iter().map(term).collect()
    }

    #[test]
    fn words_phrases_and_beginnings_are_told_apart() {
        assert_eq!(phrases("Ferry harbour ferry"), ["ferry", "harbour"]);
        assert_eq!(phrases("\"Sea level\" ris*"), ["ris*", "sea+level"]);
        assert_eq!(phrases("don't 3.50"), ["3+50", "don+t"]);
        assert_eq!(phrases("\"never closed"), ["never+closed"]);
        assert_eq!(phrases("a\"b c\"d"), ["a", "b+c", "d"]);
        assert_eq!(phrases("NEAR(a, b) OR NOT -c ^d col:e"), ["b", "c", "col+e", "d", "near+a", "not", "or"]);
        assert_eq!(phrases("* \" \"\" ()"), [""; 0]);
    }

    #[test]
    fn what_cannot_be_searched_for_is_refused() {
        assert_eq!("  ".parse::<Search>(), Err(NoSearch::Empty));
        assert_eq!("a\0b".parse::<Search>(), Err(NoSearch::Nul));
        assert_eq!("a".repeat(257).parse::<Search>(), Err(NoSearch::TooLong));
        assert!("é".repeat(256).parse::<Search>().is_ok());
    }

    #[test]
    fn places_are_those_of_whole_words() {
        let marked = |query: &str, text: &str| -> Vec<String> {
            search(query)
                .places(&FoldedText::of(text).all_spans())
                .into_iter()
                .map(|place| text[place].to_owned())
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
        fn any_text_can_be_searched_for(query in ".{1,256}", text in any::<String>()) {
            if let Ok(search) = query.parse::<Search>() {
                let places = search.places(&FoldedText::of(&text).all_spans());
                prop_assert!(places.iter().all(|place| text.get(place.clone()).is_some()));
                prop_assert!(places.windows(2).all(|two| two[0].end <= two[1].start));
            }
        }
    }
}
