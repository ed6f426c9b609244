//! Folding of text for search: spellings that people regard as the same word become equal.

mod character;
mod text;
mod units;

use std::collections::BTreeSet;
use std::ops::Range;

pub use self::character::{is_apostrophe, is_unspaced_script};
pub use self::text::{FoldedText, TextFolder, ranges};
pub use self::units::{Link, Unit, UnitList, units};

/// The maximum number of distinct indexed words of one text. A PostgreSQL `tsvector` holds at most 1 MB: 4 bytes for each word
/// (400 kB) and [`MAX_BYTES`].
pub const MAX_WORDS: usize = 100_000;

/// The maximum total size in bytes of the distinct indexed words of one text, see [`MAX_WORDS`].
pub const MAX_BYTES: usize = 512 * 1024;

/// The folded words of a text, separated by spaces.
///
/// Folding lowercases, decomposes compatibility characters (NFKD), removes accents and other marks, unifies letters that the
/// languages of the Arabic script write with different characters, and turns the digits of all scripts into ASCII digits. A word
/// is a sequence of letters and digits. In scripts without spaces between words, and in Korean, each letter is a word.
pub fn words(text: &str) -> String {
    let mut words = String::new();
    units(text, |unit| {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(unit.letters);
    });
    words
}

/// The distinct folded words of several texts, for an index that is searched by prefixes. Words with apostrophes are in it
/// split and joined, and scripts without spaces between words by overlapping letters. At most [`MAX_WORDS`] words and
/// [`MAX_BYTES`] bytes; the rest is not indexed.
pub fn distinct_words<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    let mut distinct = BTreeSet::new();
    let mut bytes = 0;
    for text in texts {
        let folded = FoldedText::of(text);
        let joined = joined_words(text);
        let words = folded.terms.split(' ').filter(|word| !word.is_empty());
        for word in words.chain(joined.iter().map(|word| word.letters.as_str())) {
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

/// A word that has apostrophes, or zero-width non-joiners of the Arabic script, between its letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinedWord {
    /// The folded word without them.
    pub letters: String,
    /// Its byte range in the text.
    pub range: Range<usize>,
    /// Where its parts end in `letters`.
    ends: Vec<usize>,
}

impl JoinedWord {
    /// The folded parts of the word. There are at least two.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        let starts = [0].into_iter().chain(self.ends.iter().copied());
        starts.zip(&self.ends).filter_map(|(start, end)| self.letters.get(start..*end))
    }
}

/// The joined words of a text, in order.
pub fn joined_words(text: &str) -> Vec<JoinedWord> {
    let mut joiner = WordJoiner::default();
    units(text, |unit| joiner.add(&unit));
    joiner.finish()
}

/// Makes the [`joined_words`] of the units of a text.
#[derive(Debug, Default)]
pub struct WordJoiner {
    joined: Vec<JoinedWord>,
    /// The last unit, and those that belong to the same word.
    letters: String,
    range: Range<usize>,
    ends: Vec<usize>,
}

impl WordJoiner {
    /// Adds the next unit.
    pub fn add(&mut self, unit: &Unit<'_>) {
        if unit.link != Link::Joint {
            self.end();
            self.range.start = unit.range.start;
        }
        self.letters.push_str(unit.letters);
        self.range.end = unit.range.end;
        self.ends.push(self.letters.len());
    }

    fn end(&mut self) {
        if self.ends.len() > 1 {
            let (letters, range, ends) = (self.letters.clone(), self.range.clone(), self.ends.clone());
            self.joined.push(JoinedWord { letters, range, ends });
        }
        self.letters.clear();
        self.ends.clear();
    }

    /// The words of all units.
    pub fn finish(mut self) -> Vec<JoinedWord> {
        self.end();
        self.joined
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn assert_same_words(spellings: &str) {
        let words: BTreeSet<String> = spellings.split(' ').map(words).collect();
        assert_eq!(words.len(), 1, "{words:?}");
    }

    #[test]
    fn accents_case_and_compatibility_forms_are_folded() {
        assert_eq!(words("Zürich STRASSE Ærø"), words("zurich straße aero"));
        assert_same_words("Ёлка елка");
        assert_eq!(words("ﬁnal ２０２４"), "final 2024");
        assert_eq!(words("İstanbul"), "istanbul");
        assert_eq!(words("ΟΔΟΣ ὁδός"), "οδοσ οδοσ");
        assert_eq!(words("№ 5, ℝ, Telex™"), "no 5 r telex");
    }

    #[test]
    fn letters_of_the_arabic_script_with_several_characters_are_unified() {
        // Persian and Arabic
        assert_same_words("علی علي على");
        assert_same_words("کتاب كتاب كِتَاب کـتـاب ﻛﺘﺎﺏ");
        assert_same_words("مدرسه مدرسة مدرسۀ مدرسهٔ");
        assert_same_words("احمد أحمد ٱحمد أَحْمَدُ");
        assert_same_words("الاسلام الإسلام الإِسْلَام");
        assert_same_words("قران قرآن");
        assert_same_words("مسیول مسئول");
        // Urdu
        assert_same_words("کہا كها کھا");
        assert_same_words("پاکستانی پاكستانے پاکستانۓ");
        assert_same_words("جہان جہاں");
        // Kurdish
        assert_same_words("کوردەکان كورده\u{200d}كان");
        assert_same_words("ئێران ئیران");
        assert_same_words("گۆڕان گوران");
        assert_same_words("ساڵ سال");
        // Pashto
        assert_same_words("پښتې پښتۍ پښتی پښتي پښتئ");
        assert_same_words("ځوان ح\u{654}وان");
        assert_same_words("ګوره گوره");
    }

    #[test]
    fn digits_of_all_scripts_are_folded() {
        assert_eq!(words("۱۴۰۲ ٢٠ ๒๕ ១២ ໑ ၃ ४"), "1402 20 25 12 1 3 4");
    }

    #[test]
    fn vowels_of_indic_scripts_and_voiced_kana_are_letters() {
        for (one, other) in
            [("लड़का", "लड़के"), ("ที่", "ทา"), ("がき", "かき"), ("ហា", "ហេ"), ("မြို့", "မြင်း"), ("ລາວ", "ລີວ")]
        {
            assert_ne!(words(one), words(other));
        }
        assert_same_words("ガ ｶﾞ カ\u{3099}");
        assert_same_words("लड़का लड\u{93c}का लडका");
        assert_same_words("हँस हंस");
    }

    #[test]
    fn words_are_sequences_of_letters_and_digits() {
        assert_eq!(words("Don't—panic: 3.50 (*)"), "don t panic 3 50");
        assert_eq!(words(" \0 \" * "), "");
        assert_eq!(words("a\u{ad}b\u{200c}c"), "abc");
    }

    #[test]
    fn every_apostrophe_joins_and_parts() {
        let joined = |text: &str| joined_words(text).into_iter().map(|word| word.letters).collect::<Vec<_>>();
        for apostrophe in "'’‘ʼ`´′ʹʻʽ‛＇ꞌ".chars() {
            let text = format!("{apostrophe}l{apostrophe}eau{apostrophe}");
            assert_eq!((words(&text).as_str(), joined(&text)), ("l eau", vec!["leau".to_owned()]), "{text}");
            let text = format!("{apostrophe}м{apostrophe}ята{apostrophe}");
            assert_eq!((words(&text).as_str(), joined(&text)), ("мята", vec![]), "{text}");
        }
        assert_eq!((words("О’Нил").as_str(), joined("О’Нил")), ("о нил", vec!["онил".to_owned()]));
        let words: Vec<_> = joined_words("می\u{200c}روم rock’n’roll")
            .into_iter()
            .map(|word| (word.letters, word.range))
            .collect();
        assert_eq!(words, [("میروم".to_owned(), 0..13), ("rocknroll".to_owned(), 14..29)]);
        assert!(joined_words("a''b 'c' d' e '東'京 l' \u{200c}").is_empty());
        assert_same_words("ґанок ганок");
    }

    #[test]
    fn in_scripts_without_spaces_each_letter_is_a_word() {
        assert_eq!(words("東京2020年"), "東 京 2020 年");
        assert_eq!(words("ｦ㋀a"), "ヲ 1 月 a");
        assert_eq!(words("한국 한국"), "한 국 한 국");
        assert_eq!(words("ភ្នំ\u{200b}ពេញ"), words("ភ្នំពេញ"));
    }

    #[test]
    fn in_scripts_without_spaces_terms_overlap() {
        assert_eq!(FoldedText::of("東京都、2020年").terms, "東京 京都 都 2020 年");
        assert_eq!(FoldedText::of("서울에서 a").terms, "서울 울에 에서 서 a");
        assert_eq!(FoldedText::of("人").terms, "人");
    }

    #[test]
    fn units_have_their_byte_ranges() {
        let text = "Das «Café\u{301}» 한국 STRAßE";
        let list = UnitList::of(text);
        let words: Vec<_> = list.units().into_iter().map(|unit| (unit.letters, &text[unit.range])).collect();
        assert_eq!(
            words,
            [("das", "Das"), ("cafe", "Café\u{301}"), ("한", "한"), ("국", "국"), ("strasse", "STRAßE")]
        );
        let folded = FoldedText::of(text);
        let ranges: Vec<_> = list.units().into_iter().map(|unit| unit.range).collect();
        assert_eq!(super::ranges(&folded.positions, 0, usize::MAX), ranges);
        assert_eq!(super::ranges(&folded.positions, 1, 1), ranges[1..2]);
    }

    #[test]
    fn distinct_words_are_limited_in_number_and_size() {
        assert_eq!(distinct_words(["Ferry ferry", "FERRY"]).len(), 1);
        let long = (0..20_000).map(|n| format!("{n}{}", "ж".repeat(40))).collect::<Vec<_>>().join(" ");
        let bytes: usize = distinct_words([long.as_str()]).iter().map(String::len).sum();
        assert!(bytes <= MAX_BYTES && bytes > MAX_BYTES / 2);
        let many = (0..110_000).map(|n| n.to_string()).collect::<Vec<_>>().join(" ");
        assert_eq!(distinct_words([many.as_str()]).len(), MAX_WORDS);
    }

    #[test]
    fn corrupt_positions_are_ignored() {
        let folded =
            FoldedText { terms: "a b".to_owned(), positions: vec![0x80, 0x80, 0x80, 0x80, 0x80, 0x80] };
        assert!(super::ranges(&folded.positions, 0, 9).is_empty());
    }

    proptest! {
        #[test]
        fn words_contain_no_query_syntax(text in any::<String>()) {
            let is_letter = |c: char| c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c);
            for word in words(&text).split(' ') {
                prop_assert!(word.chars().all(is_letter), "{word:?}");
            }
        }

        #[test]
        fn folding_is_idempotent(text in "\\PC*") {
            for word in words(&text).split(' ') {
                prop_assert_eq!(words(word), word, "{:?}", text);
            }
        }

        #[test]
        fn ranges_are_ordered_and_contain_their_units(text in "\\PC*") {
            let list = UnitList::of(&text);
            let units = list.units();
            let folded = FoldedText::of(&text);
            let terms = folded.terms.split(' ').filter(|word| !word.is_empty()).count();
            prop_assert_eq!((units.len(), super::ranges(&folded.positions, 0, usize::MAX).len()), (terms, terms));
            // One character may become several units, as ½ does.
            let ordered = units.is_sorted_by_key(|unit| (unit.range.start, unit.range.end));
            prop_assert!(ordered, "{units:?}");
            for unit in units {
                let again = words(&text[unit.range.clone()]);
                prop_assert!(again.split(' ').any(|word| word == unit.letters), "{unit:?}, {again:?}");
            }
        }
    }
}
