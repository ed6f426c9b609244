//! Searches by the beginnings of words.

use std::collections::BTreeSet;

use super::phrase::Phrase;

/// The maximum number of words in one search.
const MAX_SEARCHED: usize = 10;

/// The words of a text, each of which begins one of [`crate::content::folding::distinct_words`] of the same text. Words with
/// apostrophes are joined.
pub fn prefixes(text: &str) -> BTreeSet<String> {
    let phrases = Phrase::parse(text, true);
    let words = phrases.iter().flat_map(Phrase::split);
    words.flat_map(|word| word.joined().unwrap_or(word).terms().words).collect()
}

/// The words of a prefix search. Each matches the indexed words that begin with it.
///
/// A word that is a prefix of another one is left out, because it adds no condition. Only the first 10 in alphabetical order
/// are used, because each costs an index scan.
pub fn searched_words(text: &str) -> Vec<String> {
    let words = prefixes(text);
    let next_words = words.iter().skip(1).map(Some).chain([None]);
    let distinguishing =
        words.iter().zip(next_words).filter(|(word, next)| next.is_none_or(|next| !next.starts_with(*word)));
    distinguishing.map(|(word, _)| word.clone()).take(MAX_SEARCHED).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::folding::distinct_words;

    #[test]
    fn prefixes_of_other_words_are_not_searched() {
        assert_eq!(searched_words("ferry fer FERRY ferries f"), ["ferries", "ferry"]);
        let many = (0..300).map(|n| n.to_string()).collect::<Vec<_>>().join(" ");
        assert_eq!(searched_words(&many).len(), MAX_SEARCHED);
    }

    #[test]
    fn each_begins_a_word_of_the_same_text() {
        let text = "Don't Ada’s می\u{200c}روم 서울에서 東京2020 ที่";
        let words = distinct_words([text]);
        let prefixes = prefixes(text);
        assert!(prefixes.contains("dont") && prefixes.contains("میروم") && prefixes.contains("울에"));
        for prefix in prefixes {
            assert!(words.iter().any(|word| word.starts_with(&prefix)), "{prefix}");
        }
    }
}
