//! Where a search matches: in the terms of a document, and in the words of a text.

use std::ops::Range;

use memchr::memmem::Finder;

use super::{Clause, Search};
use crate::content::folding::{Link, Unit};

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
    pub fn pattern(&self, prefix: &str, with_other_forms: bool) -> Pattern {
        let spellings = |clause: &Clause| {
            let spellings = clause.spellings(with_other_forms).into_iter();
            spellings.map(|terms| Spelling::new(&terms.words, terms.is_prefix, prefix)).collect()
        };
        Pattern { clauses: self.clauses.iter().map(spellings).collect() }
    }

    /// The words of the search without their apostrophes, as a pattern of the joined words of a text.
    pub fn joined_pattern(&self) -> Pattern {
        let joined = self.clauses.iter().filter_map(Clause::joined_spelling);
        let spellings = joined.map(|terms| vec![Spelling::new(&terms.words, terms.is_prefix, "")]);
        Pattern { clauses: spellings.collect() }
    }

    /// The byte ranges of all matching words in a text, in order and without overlaps.
    pub fn match_ranges(&self, units: &[Unit<'_>]) -> Vec<Range<usize>> {
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for at in 0..units.len() {
            let rest = units.get(at..).unwrap_or_default();
            let Some(length) = self.match_length(rest) else { continue };
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
    fn match_length(&self, units: &[Unit<'_>]) -> Option<usize> {
        let first = units.first()?;
        let parts = 1 + units.iter().skip(1).take_while(|unit| unit.link == Link::Joint).count();
        // The word without its apostrophes, if it has some.
        let joined: String =
            units.iter().take(parts).filter(|_| parts > 1).map(|unit| unit.letters).collect();
        let lengths = self.clauses.iter().flat_map(|clause| {
            let phrases = clause.phrases.iter().filter_map(|phrase| phrase.match_length(units));
            let joined = Some(parts).filter(|_| parts > 1 && clause.is_joined(&joined));
            let other_form = Some(1).filter(|_| clause.other_forms.contains(first.letters));
            phrases.chain(joined).chain(other_form)
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
