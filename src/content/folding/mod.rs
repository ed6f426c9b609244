//! Folding of text for search: spellings that people regard as the same word become equal.

mod character;
mod text;

use std::collections::BTreeSet;

pub use self::text::{FoldedText, Span};

/// The maximum number of distinct indexed words of one text. A PostgreSQL `tsvector` holds at most 1 MB: 4 bytes for each word
/// (400 kB) and [`MAX_BYTES`].
pub const MAX_WORDS: usize = 100_000;

/// The maximum total size in bytes of the distinct indexed words of one text, see [`MAX_WORDS`].
pub const MAX_BYTES: usize = 512 * 1024;

/// The maximum number of words in one search.
const MAX_SEARCHED: usize = 10;

/// The folded words of a text, separated by spaces.
///
/// Folding lowercases, decomposes compatibility characters (NFKD), removes accents and other marks, unifies Arabic and Persian
/// letters, and turns Arabic and Persian digits into ASCII digits. A word is a sequence of letters and digits. In scripts
/// without spaces between words, each letter is a word.
pub fn words(text: &str) -> String {
    FoldedText::of(text).words
}

/// The distinct folded words of several texts, for an index. At most [`MAX_WORDS`] words and [`MAX_BYTES`] bytes; the rest is
/// not indexed.
pub fn distinct_words<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    let mut distinct = BTreeSet::new();
    let mut bytes = 0;
    for text in texts {
        for word in words(text).split(' ').filter(|word| !word.is_empty()) {
            if distinct.contains(word) {
                continue;
            }
            if distinct.len() >= MAX_WORDS || bytes + word.len() > MAX_BYTES {
                return distinct;
            }
            bytes += word.len();
            distinct.insert(word.to_owned());
        }
    }
    distinct
}

/// The words of a prefix search. Each matches the indexed words that begin with it.
///
/// A word that is a prefix of another one is left out, because it adds no condition. Only the first 10 in alphabetical order
/// are used, because each costs an index scan.
pub fn searched_words(text: &str) -> Vec<String> {
    let words = words(text);
    let words: BTreeSet<&str> = words.split(' ').filter(|word| !word.is_empty()).collect();
    let next_words = words.iter().skip(1).map(Some).chain([None]);
    let distinguishing =
        words.iter().zip(next_words).filter(|(word, next)| next.is_none_or(|next| !next.starts_with(*word)));
    distinguishing.map(|(word, _)| (*word).to_owned()).take(MAX_SEARCHED).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn assert_same_words(one: &str, other: &str) {
        assert_eq!(words(one), words(other));
    }

    #[test]
    fn accents_case_and_compatibility_forms_are_folded() {
        assert_same_words("Zürich STRASSE Ærø", "zurich straße aero");
        assert_same_words("Ёлка", "елка");
        assert_same_words("ﬁnal ２０２４", "final 2024");
        assert_same_words("İstanbul", "istanbul");
        assert_same_words("ΟΔΟΣ ὁδός", "οδοσ οδος");
        assert_same_words("№ 5, ℝ, Telex™", "no 5 r telex");
    }

    #[test]
    fn persian_and_arabic_spellings_are_unified() {
        assert_same_words("علي كتاب", "علی کتاب");
        assert_same_words("می\u{200c}نویسد", "مینویسد");
        assert_same_words("مُحَمَّد", "محمد");
        assert_same_words("۱۴۰۲ ٢٠", "1402 20");
        assert_same_words("أخبار", "اخبار");
    }

    #[test]
    fn words_are_sequences_of_letters_and_digits() {
        assert_eq!(words("Don't—panic: 3.50 (*)"), "don t panic 3 50");
        assert_eq!(words(" \0 \" * "), "");
    }

    #[test]
    fn in_scripts_without_spaces_each_letter_is_a_word() {
        assert_eq!(words("東京2020年"), "東 京 2020 年");
        assert_eq!(words("ｦ㋀a"), "ヲ 1 月 a");
        assert_eq!(words("한국어"), words("한국어").replace(' ', ""));
    }

    #[test]
    fn words_have_their_byte_ranges() {
        let text = "Das «Café\u{301}» STRAßE";
        let folded = FoldedText::of(text);
        let words: Vec<_> =
            folded.all_spans().into_iter().map(|span| (span.word, &text[span.range.clone()])).collect();
        assert_eq!(words, [("das", "Das"), ("cafe", "Café\u{301}"), ("strasse", "STRAßE")]);
        assert_eq!(folded.spans(1, 1), folded.all_spans()[1..2]);
    }

    #[test]
    fn distinct_words_are_limited_in_number_and_size() {
        assert_eq!(distinct_words(["Ferry ferry", "FERRY"]).len(), 1);
        let long = (0..20_000).map(|n| format!("{n}{}", "한".repeat(20))).collect::<Vec<_>>().join(" ");
        let bytes: usize = distinct_words([long.as_str()]).iter().map(String::len).sum();
        assert!(bytes <= MAX_BYTES && bytes > MAX_BYTES / 2);
        let many = (0..110_000).map(|n| n.to_string()).collect::<Vec<_>>().join(" ");
        assert_eq!(distinct_words([many.as_str()]).len(), MAX_WORDS);
    }

    #[test]
    fn prefixes_of_other_words_are_not_searched() {
        assert_eq!(searched_words("ferry fer FERRY ferries f"), ["ferries", "ferry"]);
        let many = (0..300).map(|n| n.to_string()).collect::<Vec<_>>().join(" ");
        assert_eq!(searched_words(&many).len(), MAX_SEARCHED);
    }

    #[test]
    fn corrupt_positions_are_ignored() {
        let folded =
            FoldedText { words: "a b".to_owned(), positions: vec![0x80, 0x80, 0x80, 0x80, 0x80, 0x80] };
        assert_eq!(folded.all_spans(), []);
    }

    proptest! {
        #[test]
        fn words_contain_no_query_syntax(text in any::<String>()) {
            for word in words(&text).split(' ') {
                prop_assert!(word.chars().all(char::is_alphanumeric), "{word:?}");
            }
        }

        #[test]
        fn folding_is_idempotent(text in "\\PC*") {
            for word in words(&text).split(' ') {
                prop_assert_eq!(words(word), word, "{:?}", text);
            }
        }

        #[test]
        fn ranges_are_ordered_and_contain_their_words(text in "\\PC*") {
            let folded = FoldedText::of(&text);
            let spans = folded.all_spans();
            prop_assert_eq!(spans.len(), folded.words.split(' ').filter(|word| !word.is_empty()).count());
            // One character may become several words, as ½ does.
            let ordered = spans.is_sorted_by_key(|span| (span.range.start, span.range.end));
            prop_assert!(ordered, "{spans:?}");
            for span in spans {
                let again = words(&text[span.range.clone()]);
                prop_assert!(again.split(' ').any(|word| word == span.word), "{span:?}, {again:?}");
            }
        }
    }
}
