//! Other words for the words of a search that are in no text.

use std::cmp::Reverse;
use std::ops::{Range, RangeInclusive};

use super::{Clause, Search, is_suggestible, quoted_parts};
use crate::content::folding::{UnitList, joined_words};

/// The number of letters from which a word may have two errors.
const LONG: usize = 6;

/// A folded word as the text writes it. `None` if the text does not have it.
pub fn spelling_in<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let list = UnitList::of(text);
    let unit = list.units().into_iter().find(|unit| unit.letters == word).map(|unit| unit.range);
    let joined =
        || joined_words(text).into_iter().find(|joined| joined.letters == word).map(|joined| joined.range);
    text.get(unit.or_else(joined)?)
}

/// A plain word of a query: neither a phrase nor a prefix.
#[derive(Debug)]
pub struct PlainWord {
    /// The folded word.
    pub word: String,
    /// Its byte range in the query text.
    range: Range<usize>,
}

impl PlainWord {
    /// The lengths in letters of the words that it may be meant for.
    pub fn similar_lengths(&self) -> RangeInclusive<usize> {
        let length = self.word.chars().count();
        let errors = max_errors(length);
        length.saturating_sub(errors)..=length + errors
    }

    /// The words that it may be meant for, of these: those with the fewest errors first, at most `count`.
    pub fn most_similar(
        &self,
        words: impl IntoIterator<Item = String>,
        count: usize,
    ) -> Vec<(usize, String)> {
        let max = max_errors(self.word.chars().count());
        let (first, length) = (self.word.chars().next(), self.word.chars().count());
        let mut similar: Vec<_> = words
            .into_iter()
            .map(|word| (strsim::osa_distance(&self.word, &word), word))
            .filter(|(errors, _)| (1..=max).contains(errors))
            .collect();
        // The first letter is seldom wrong.
        similar.sort_by_cached_key(|(errors, word)| {
            (*errors, word.chars().next() != first, word.chars().count().abs_diff(length), word.clone())
        });
        similar.dedup();
        similar.truncate(count);
        similar
    }
}

/// How many letters may be wrong, missing, surplus or transposed in a word of that length.
fn max_errors(length: usize) -> usize {
    if length < LONG { 1 } else { 2 }
}

impl Search {
    /// The plain words that may be corrected, in the order of the query text.
    pub fn plain_words(&self) -> Vec<PlainWord> {
        let mut words = Vec::new();
        let mut start = 0;
        for (is_phrase, part) in quoted_parts(&self.text) {
            for piece in part.split_inclusive(char::is_whitespace) {
                let clause = if is_phrase { None } else { Clause::of_word(piece.trim_end()) };
                let word = clause.as_ref().and_then(Clause::plain_word).filter(|word| is_suggestible(word));
                let list = UnitList::of(piece);
                let units = list.units();
                if let (Some(word), Some(first), Some(last)) = (word, units.first(), units.last()) {
                    let range = start + first.range.start..start + last.range.end;
                    words.push(PlainWord { word: word.to_owned(), range });
                }
                start += piece.len();
            }
            // The quotation mark.
            start += 1;
        }
        words
    }

    /// The search for one of its plain words alone.
    pub fn only(&self, word: &PlainWord) -> Option<Self> {
        let clause = self.clauses.iter().find(|clause| clause.plain_word() == Some(&word.word))?;
        Some(Self { text: word.word.clone(), clauses: vec![clause.clone()], stemmers: self.stemmers.clone() })
    }

    /// The search with other words in the place of these. `None` if its text were no query.
    pub fn with_words(&self, words: &[(&PlainWord, &str)]) -> Option<Self> {
        let mut replaced: Vec<_> = words.to_vec();
        replaced.sort_unstable_by_key(|(word, _)| Reverse(word.range.start));
        let mut text = self.text.clone();
        for (word, other) in replaced {
            text.replace_range(word.range.clone(), other);
        }
        text.parse::<Self>().ok().map(|search| search.with_stemmers(self.stemmers.clone()))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test should panic")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plain_words(text: &str) -> Vec<String> {
        text.parse::<Search>().unwrap().plain_words().into_iter().map(|word| word.word).collect()
    }

    #[test]
    fn plain_words_are_neither_phrases_nor_prefixes() {
        let text = "Counicl \"sea level\" harb* at (м’ята), 2024 level-rises 東京 don't";
        assert_eq!(plain_words(text), ["counicl", "мята", "dont"]);
    }

    #[test]
    fn words_are_spelled_as_in_the_text() {
        let text = "In ZÜRICH (м’ята) don't 東京";
        assert_eq!(
            ["zurich", "мята", "dont", "t", "zur"].map(|word| spelling_in(text, word)),
            [Some("ZÜRICH"), Some("м’ята"), Some("don't"), Some("t"), None]
        );
    }

    #[test]
    fn words_are_replaced_where_they_stand() {
        let search: Search = "The  (Counicl) \"of x\" ferri, \"".parse().unwrap();
        let words = search.plain_words();
        let [_, council, ferry] = &words[..] else { panic!("{words:?}") };
        let replaced = search.with_words(&[(council, "council"), (ferry, "ferry")]).unwrap();
        assert_eq!(replaced.text(), "The  (council) \"of x\" ferry, \"");
    }

    #[test]
    fn similar_words_have_one_or_two_errors() {
        let words = ["council", "councils", "counsel", "counicl", "bouncil", "coil", "", "counselor"]
            .map(str::to_owned);
        let similar = |word: &str| {
            let search: Search = word.parse().unwrap();
            let similar = search.plain_words()[0].most_similar(words.clone(), 9).into_iter();
            similar.map(|(errors, word)| format!("{errors} {word}")).collect::<Vec<_>>()
        };
        assert_eq!(similar("counicl"), ["1 council", "2 counsel", "2 councils", "2 bouncil"]);
        assert_eq!(similar("council"), ["1 counicl", "1 councils", "1 bouncil", "2 counsel"]);
        assert_eq!(similar("coils"), ["1 coil"]);
    }

    proptest! {
        #[test]
        fn any_query_stays_a_query_with_other_words(query in "\\PC{1,256}") {
            if let Ok(search) = query.parse::<Search>() {
                let words = search.plain_words();
                let same: Vec<_> = words.iter().map(|word| (word, word.word.as_str())).collect();
                if let Some(again) = search.with_words(&same) {
                    let of = |search: &Search| search.plain_words().into_iter().map(|word| word.word).collect::<Vec<_>>();
                    prop_assert_eq!(of(&again), of(&search));
                }
            }
        }
    }
}
