//! Words as they are searched for: what people take for the same word is the same here.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The most characters of a word that count.
const MAX_WORD: usize = 64;

/// The most different words of one text that count.
const MAX_WORDS: usize = 20_000;

/// The most bytes that the different words of one text may have: PostgreSQL's index takes no more than a
/// megabyte with all it adds to each word.
const MAX_BYTES: usize = 512 * 1024;

/// The most words that are searched for at once.
const MAX_SEARCHED: usize = 10;

/// The words of a text, folded: in lower case, without accents and other marks, with compatible forms
/// (NFKD), the letters that Arabic and Persian write differently, and all digits made one.
///
/// A word is a run of letters and digits; everything else stands between words.
pub fn words(text: &str) -> impl Iterator<Item = String> {
    let folded = fold(text);
    let words: Vec<String> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().take(MAX_WORD).collect())
        .collect();
    words.into_iter()
}

/// The different words of some texts, for an index.
pub fn distinct_words<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    let mut distinct = BTreeSet::new();
    let mut bytes = 0;
    for word in texts.into_iter().flat_map(words) {
        if distinct.len() >= MAX_WORDS || bytes + word.len() > MAX_BYTES {
            break;
        }
        let length = word.len();
        bytes += if distinct.insert(word) { length } else { 0 };
    }
    distinct
}

/// The words to search for, each by what it begins with. A word that another one begins with says nothing
/// new, and of very many the first in the alphabet are enough: each costs a look at the whole index.
pub fn searched_words(text: &str) -> Vec<String> {
    let words: BTreeSet<String> = words(text).collect();
    let further = words.iter().skip(1).map(Some).chain([None]);
    let telling = words
        .iter()
        .zip(further)
        .filter(|(word, next)| next.is_none_or(|next| !next.starts_with(word.as_str())));
    telling.map(|(word, _)| word.clone()).take(MAX_SEARCHED).collect()
}

fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase).nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            // Tatweel, and the joiners within words.
            '\u{640}' | '\u{200c}' | '\u{200d}' | '\u{ad}' => {}
            'ي' | 'ى' => folded.push('ی'),
            'ك' => folded.push('ک'),
            'ة' => folded.push('ه'),
            '٠'..='٩' => folded.push(ascii_digit(c, '٠')),
            '۰'..='۹' => folded.push(ascii_digit(c, '۰')),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'đ' | 'ð' => folded.push('d'),
            'þ' => folded.push_str("th"),
            'ł' => folded.push('l'),
            'ı' => folded.push('i'),
            _ => folded.push(c),
        }
    }
    folded
}

fn ascii_digit(digit: char, zero: char) -> char {
    char::from_digit(u32::from(digit) - u32::from(zero), 10).unwrap_or(digit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn same(one: &str, other: &str) {
        assert_eq!(words(one).collect::<Vec<_>>(), words(other).collect::<Vec<_>>());
    }

    #[test]
    fn accents_case_and_forms_make_no_difference() {
        same("Zürich STRASSE Ærø", "zurich straße aero");
        same("Ёлка", "елка");
        same("ﬁnal ２０２４", "final 2024");
        same("İstanbul", "istanbul");
    }

    #[test]
    fn persian_and_arabic_spellings_are_one() {
        same("علي كتاب", "علی کتاب");
        same("می\u{200c}نویسد", "مینویسد");
        same("مُحَمَّد", "محمد");
        same("۱۴۰۲ ٢٠", "1402 20");
        same("أخبار", "اخبار");
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        assert_eq!(words("Don't—panic: 3.50 (*)").collect::<Vec<_>>(), ["don", "t", "panic", "3", "50"]);
        assert_eq!(words(" \0 \" * ").count(), 0);
    }

    #[test]
    fn an_index_holds_each_word_once_and_only_so_many() {
        assert_eq!(distinct_words(["Ferry ferry", "FERRY"]).len(), 1);
        let long = (0..20_000).map(|n| format!("{n}{}", "한".repeat(20))).collect::<Vec<_>>().join(" ");
        let bytes: usize = distinct_words([long.as_str()]).iter().map(String::len).sum();
        assert!(bytes <= MAX_BYTES && bytes > MAX_BYTES / 2);
        let many = (0..30_000).map(|n| n.to_string()).collect::<Vec<_>>().join(" ");
        assert_eq!(distinct_words([many.as_str()]).len(), 20_000);
    }

    #[test]
    fn a_word_that_says_nothing_new_is_not_searched_for() {
        assert_eq!(searched_words("ferry fer FERRY ferries f"), ["ferries", "ferry"]);
        let many = (0..300).map(|n| n.to_string()).collect::<Vec<_>>().join(" ");
        assert_eq!(searched_words(&many).len(), MAX_SEARCHED);
    }

    proptest! {
        #[test]
        fn words_hold_nothing_that_a_query_language_could_mean(text in any::<String>()) {
            for word in words(&text) {
                prop_assert!(word.chars().all(char::is_alphanumeric), "{word:?}");
            }
        }
    }
}
