//! Where a search matches: in the terms of a document, and in the words of a text.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem::Finder;

use super::{Clause, Search};
use crate::content::folding::{Link, Unit};
use crate::content::stemmer::Stemmer;

/// A search that is ready to be compared with many documents.
#[derive(Debug)]
pub struct Pattern {
    /// For each clause the spellings of which a document must have one.
    clauses: Vec<Vec<Spelling>>,
}

#[derive(Debug)]
struct Spelling {
    finder: Finder<'static>,
    is_prefix: bool,
}

impl Search {
    /// The search as a pattern of terms that are separated by spaces, each of which begins with `prefix`.
    pub fn pattern(&self, prefix: &str, with_stems: bool) -> Pattern {
        let spellings = |clause: &Clause| {
            let spellings = clause.spellings(with_stems).into_iter();
            spellings.map(|terms| Spelling::new(&terms.words, terms.is_prefix, prefix)).collect()
        };
        Pattern { clauses: self.clauses.iter().map(spellings).collect() }
    }

    /// The byte ranges of all matching words in a text, in order and without overlaps. `stemmer` is that of its language.
    pub fn match_ranges(
        &self,
        text: &str,
        units: &[Unit<'_>],
        stemmer: Option<Stemmer>,
    ) -> Vec<Range<usize>> {
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for at in 0..units.len() {
            let rest = units.get(at..).unwrap_or_default();
            let Some(length) = self.match_length(text, rest, stemmer) else { continue };
            let matched = rest.get(..length).unwrap_or_default();
            for (index, unit) in matched.iter().enumerate() {
                let range = unit.range.clone();
                match ranges.last_mut() {
                    // The parts of a joined word, and letters without spaces between them, are one range.
                    Some(last) if range.start <= last.end || (index > 0 && unit.link != Link::Separated) => {
                        last.end = last.end.max(range.end);
                    }
                    _ => ranges.push(range),
                }
            }
        }
        ranges
    }

    /// How many units the longest match has that begins at the first of these.
    fn match_length(&self, text: &str, units: &[Unit<'_>], stemmer: Option<Stemmer>) -> Option<usize> {
        let word = Word::first_of(text, units);
        let lengths = self.clauses.iter().flat_map(|clause| {
            let phrases = clause.phrases.iter().filter_map(|phrase| phrase.match_length(units));
            phrases.chain(word.as_ref().and_then(|word| word.match_length(clause, stemmer)))
        });
        lengths.max()
    }
}

impl Pattern {
    /// Whether a document matches all clauses. Without clauses, nothing matches.
    pub fn matches(&self, terms: &str) -> bool {
        let has =
            |clause: &Vec<Spelling>| clause.iter().any(|spelling| spelling.first_match(terms).is_some());
        !self.clauses.is_empty() && self.clauses.iter().all(has)
    }

    /// The index of the first term at which a clause matches.
    pub fn first_match(&self, terms: &str) -> Option<usize> {
        let first = self.clauses.iter().flatten().filter_map(|spelling| spelling.first_match(terms)).min()?;
        let before = terms.as_bytes().get(..first)?;
        Some(memchr::memchr_iter(b' ', before).count())
    }
}

impl Spelling {
    fn new(words: &[String], is_prefix: bool, prefix: &str) -> Self {
        let pattern = prefix.to_owned() + &words.join(&format!(" {prefix}"));
        Self { finder: Finder::new(pattern.as_bytes()).into_owned(), is_prefix }
    }

    /// The byte offset of the first match.
    fn first_match(&self, terms: &str) -> Option<usize> {
        let terms = terms.as_bytes();
        self.finder.find_iter(terms).find(|at| {
            let end = at + self.finder.needle().len();
            (*at == 0 || terms.get(at - 1) == Some(&b' '))
                && (self.is_prefix || terms.get(end).is_none_or(|byte| *byte == b' '))
        })
    }
}

/// A word of a text with all its parts between apostrophes.
struct Word<'a> {
    /// The letters of all parts.
    joined: Cow<'a, str>,
    parts: usize,
    first_part: &'a str,
    /// The text of the first part, and of all.
    written: [&'a str; 2],
}

impl<'a> Word<'a> {
    /// The word that begins with the first of these units. `None` for scripts without spaces between words.
    fn first_of(text: &'a str, units: &[Unit<'a>]) -> Option<Self> {
        let first = units.first().filter(|unit| !unit.is_unspaced)?;
        let parts = 1 + units.iter().skip(1).take_while(|unit| unit.link == Link::Joint).count();
        let last = units.get(parts - 1)?;
        let joined = if parts == 1 {
            Cow::Borrowed(first.letters)
        } else {
            units.iter().take(parts).map(|unit| unit.letters).collect()
        };
        let written = [text.get(first.range.clone())?, text.get(first.range.start..last.range.end)?];
        Some(Self { joined, parts, first_part: first.letters, written })
    }

    /// How many of its parts match the clause without apostrophes, or by their stem.
    fn match_length(&self, clause: &Clause, stemmer: Option<Stemmer>) -> Option<usize> {
        let [first, all] = self.written;
        if self.parts > 1 && (clause.is_joined(&self.joined) || has_stem(clause, stemmer, &self.joined, all))
        {
            return Some(self.parts);
        }
        has_stem(clause, stemmer, self.first_part, first).then_some(1)
    }
}

/// Whether a word has a stem of the clause.
fn has_stem(clause: &Clause, stemmer: Option<Stemmer>, folded: &str, written: &str) -> bool {
    // Most words are told apart by two letters, which is quicker than finding their stems. A stem may be in another script.
    let may_have = |stem: &String| {
        let head = stem.char_indices().nth(2).and_then(|(end, _)| stem.get(..end)).unwrap_or(stem);
        folded.contains(head) || folded.is_ascii() != stem.is_ascii()
    };
    let stem_of = |written| stemmer.and_then(|stemmer| stemmer.stem(written));
    clause.stems.contains(folded)
        || clause.stems.iter().any(may_have)
            && stem_of(written).is_some_and(|stem| clause.stems.contains(&stem))
}
