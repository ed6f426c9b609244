//! What readers search for, and where it is found in a text.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::folding::{self, Span};

/// The most characters of a search.
const MAX_LENGTH: usize = 256;

/// What is searched for: terms, all of which must be found.
///
/// Written as a text, `"…"` are words that follow each other, `word*` stands for words that begin so, and
/// everything else for itself. A word is what [`folding::words`] says. No text is an error in this language; a
/// text without any word finds nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Search {
    text: String,
    terms: Vec<Term>,
}

/// Something to be found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term {
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
        let mut terms = BTreeSet::new();
        // What is between the first and the second quotation mark is a phrase, and so on; the last need not end.
        for (number, part) in text.split('"').enumerate() {
            if number % 2 == 1 {
                terms.extend(Term::of(part, false));
            } else {
                terms.extend(part.split_whitespace().filter_map(|word| Term::of(word, word.ends_with('*'))));
            }
        }
        Ok(Self { text: text.to_owned(), terms: terms.into_iter().collect() })
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

impl Term {
    fn of(text: &str, open: bool) -> Option<Self> {
        let words: Vec<String> = folding::words(text).collect();
        (!words.is_empty()).then_some(Self { words, open })
    }

    /// Whether it stands at the beginning of these words.
    fn begins(&self, spans: &[Span]) -> bool {
        let Some((last, before)) = self.words.split_last() else { return false };
        let found = |word: &String, span: &Span| span.word == *word;
        spans.len() > before.len()
            && before.iter().zip(spans).all(|(word, span)| found(word, span))
            && spans
                .get(before.len())
                .is_some_and(|span| found(last, span) || (self.open && span.word.starts_with(last.as_str())))
    }
}

impl Search {
    /// What must be found, each once; nothing is found when there are none.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The places in a text with those words where something is found: in order, apart from each other.
    pub fn places(&self, spans: &[Span]) -> Vec<Range<usize>> {
        let mut places: Vec<Range<usize>> = Vec::new();
        for at in 0..spans.len() {
            let rest = spans.get(at..).unwrap_or_default();
            for term in self.terms.iter().filter(|term| term.begins(rest)) {
                for span in rest.iter().take(term.words.len()) {
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

    fn search(text: &str) -> Search {
        text.parse().unwrap()
    }

    fn terms(text: &str) -> Vec<String> {
        let term = |term: &Term| format!("{}{}", term.words.join("+"), if term.open { "*" } else { "" });
        search(text).terms().iter().map(term).collect()
    }

    #[test]
    fn words_phrases_and_beginnings_are_told_apart() {
        assert_eq!(terms("Ferry harbour ferry"), ["ferry", "harbour"]);
        assert_eq!(terms("\"Sea level\" ris*"), ["ris*", "sea+level"]);
        assert_eq!(terms("don't 3.50"), ["3+50", "don+t"]);
        assert_eq!(terms("\"never closed"), ["never+closed"]);
        assert_eq!(terms("a\"b c\"d"), ["a", "b+c", "d"]);
        assert_eq!(terms("NEAR(a, b) OR NOT -c ^d col:e"), ["b", "c", "col+e", "d", "near+a", "not", "or"]);
        assert_eq!(terms("* \" \"\" ()"), [""; 0]);
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
                .places(&folding::spans(text))
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
                let places = search.places(&folding::spans(&text));
                prop_assert!(places.iter().all(|place| text.get(place.clone()).is_some()));
                prop_assert!(places.windows(2).all(|two| two[0].end <= two[1].start));
            }
        }
    }
}
