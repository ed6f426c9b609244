//! Words as they are searched for: what people take for the same word is the same here.

mod text;

use std::collections::BTreeSet;

pub use self::text::{FoldedText, Span};
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// The most different words of one text that count. A `tsvector` has a megabyte: 4 bytes for each word, which is 400 kB, and
/// [`MAX_BYTES`] fit into it.
pub const MAX_WORDS: usize = 100_000;

/// The most bytes that the different words of one text may have: PostgreSQL's index takes no more than a
/// megabyte with all it adds to each word.
pub const MAX_BYTES: usize = 512 * 1024;

/// The most words that are searched for at once.
const MAX_SEARCHED: usize = 10;

/// The words of a text, folded, with a space between them: in lower case, without accents and other marks, with compatible
/// forms (NFKD), the letters that Arabic and Persian write differently, and all digits made one.
///
/// A word is a run of letters and digits; everything else stands between words. In scripts that do not
/// part words, each letter is one.
pub fn words(text: &str) -> String {
    FoldedText::of(text).words
}

/// The different words of some texts, for an index.
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

/// The words to search for, each by what it begins with. A word that another one begins with says nothing
/// new, and of very many the first in the alphabet are enough: each costs a look at the whole index.
pub fn searched_words(text: &str) -> Vec<String> {
    let words = words(text);
    let words: BTreeSet<&str> = words.split(' ').filter(|word| !word.is_empty()).collect();
    let further = words.iter().skip(1).map(Some).chain([None]);
    let telling =
        words.iter().zip(further).filter(|(word, next)| next.is_none_or(|next| !next.starts_with(*word)));
    telling.map(|(word, _)| (*word).to_owned()).take(MAX_SEARCHED).collect()
}

/// What a character is to a word.
enum Folded {
    /// A letter or digit of it.
    Letter(char),
    /// Something that makes no difference to it.
    Mark,
    /// Not part of one.
    Between,
}

/// Tells what a character beyond ASCII is made of.
fn fold(c: char, mut tell: impl FnMut(Folded)) {
    if matches!(c, '™' | '℠') {
        return tell(Folded::Between);
    }
    for lower in c.to_lowercase() {
        // What a letter is made of may be capital again.
        decompose_compatible(lower, |part| part.to_lowercase().for_each(|c| fold_part(c, &mut tell)));
    }
}

fn fold_part(c: char, tell: &mut impl FnMut(Folded)) {
    let spelt = match c {
        // Tatweel, and the joiners within words.
        '\u{640}' | '\u{200c}' | '\u{200d}' | '\u{ad}' => return tell(Folded::Mark),
        'ي' | 'ى' => "ی",
        'ك' => "ک",
        'ة' => "ه",
        '٠'..='٩' => return tell(Folded::Letter(ascii_digit(c, '٠'))),
        '۰'..='۹' => return tell(Folded::Letter(ascii_digit(c, '۰'))),
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ł' => "l",
        'ı' => "i",
        'ς' => "σ",
        _ if is_combining_mark(c) => return tell(Folded::Mark),
        _ if c.is_alphanumeric() => return tell(Folded::Letter(c)),
        _ => return tell(Folded::Between),
    };
    spelt.chars().for_each(|c| tell(Folded::Letter(c)));
}

/// Whether a character is of a script that writes words without spaces: Chinese and Japanese, Thai, Lao, Khmer
/// and Burmese.
fn stands_alone(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
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
        assert_eq!(words(one), words(other));
    }

    #[test]
    fn accents_case_and_forms_make_no_difference() {
        same("Zürich STRASSE Ærø", "zurich straße aero");
        same("Ёлка", "елка");
        same("ﬁnal ２０２４", "final 2024");
        same("İstanbul", "istanbul");
        same("ΟΔΟΣ ὁδός", "οδοσ οδος");
        same("№ 5, ℝ, Telex™", "no 5 r telex");
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
        assert_eq!(words("Don't—panic: 3.50 (*)"), "don t panic 3 50");
        assert_eq!(words(" \0 \" * "), "");
    }

    #[test]
    fn where_words_are_not_parted_each_letter_is_one() {
        assert_eq!(words("東京2020年"), "東 京 2020 年");
        assert_eq!(words("ｦ㋀a"), "ヲ 1 月 a");
        assert_eq!(words("한국어"), words("한국어").replace(' ', ""));
    }

    #[test]
    fn words_are_found_where_they_stand() {
        let text = "Das «Café\u{301}» STRAßE";
        let folded = FoldedText::of(text);
        let found: Vec<_> =
            folded.all_spans().into_iter().map(|span| (span.word, &text[span.place.clone()])).collect();
        assert_eq!(found, [("das", "Das"), ("cafe", "Café\u{301}"), ("strasse", "STRAßE")]);
        assert_eq!(folded.spans(1, 1), folded.all_spans()[1..2]);
    }

    #[test]
    fn an_index_holds_each_word_once_and_only_so_many() {
        assert_eq!(distinct_words(["Ferry ferry", "FERRY"]).len(), 1);
        let long = (0..20_000).map(|n| format!("{n}{}", "한".repeat(20))).collect::<Vec<_>>().join(" ");
        let bytes: usize = distinct_words([long.as_str()]).iter().map(String::len).sum();
        assert!(bytes <= MAX_BYTES && bytes > MAX_BYTES / 2);
        let many = (0..110_000).map(|n| n.to_string()).collect::<Vec<_>>().join(" ");
        assert_eq!(distinct_words([many.as_str()]).len(), MAX_WORDS);
    }

    #[test]
    fn a_word_that_says_nothing_new_is_not_searched_for() {
        assert_eq!(searched_words("ferry fer FERRY ferries f"), ["ferries", "ferry"]);
        let many = (0..300).map(|n| n.to_string()).collect::<Vec<_>>().join(" ");
        assert_eq!(searched_words(&many).len(), MAX_SEARCHED);
    }

    #[test]
    fn places_that_make_no_sense_are_left_out() {
        let folded = FoldedText { words: "a b".to_owned(), places: vec![0x80, 0x80, 0x80, 0x80, 0x80, 0x80] };
        assert_eq!(folded.all_spans(), []);
    }

    proptest! {
        #[test]
        fn words_hold_nothing_that_a_query_language_could_mean(text in any::<String>()) {
            for word in words(&text).split(' ') {
                prop_assert!(word.chars().all(char::is_alphanumeric), "{word:?}");
            }
        }

        #[test]
        fn a_word_is_folded_once_and_for_all(text in "\\PC*") {
            for word in words(&text).split(' ') {
                prop_assert_eq!(words(word), word, "{:?}", text);
            }
        }

        #[test]
        fn places_follow_each_other_and_words_found_again_are_the_same(text in "\\PC*") {
            let folded = FoldedText::of(&text);
            let spans = folded.all_spans();
            prop_assert_eq!(spans.len(), folded.words.split(' ').filter(|word| !word.is_empty()).count());
            // One character may stand for several words, as ½ does.
            let ordered = spans.is_sorted_by_key(|span| (span.place.start, span.place.end));
            prop_assert!(ordered, "{spans:?}");
            for span in spans {
                let again = words(&text[span.place.clone()]);
                prop_assert!(again.split(' ').any(|word| word == span.word), "{span:?}, {again:?}");
            }
        }
    }
}
