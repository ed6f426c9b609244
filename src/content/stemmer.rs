//! Stems: what the forms of a word have in common, by the rules of Snowball for its language.

use snowball_stemmers_rs::Algorithm;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::folding;

/// The lengths in bytes of the words that have stems. Longer ones are none that people write.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=80;

/// The stemmer of a language, or of several that are written alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stemmer {
    algorithm: Algorithm,
    code: &'static str,
}

impl Stemmer {
    /// The stemmer of the language with that BCP 47 tag. `None` if Snowball has none for it.
    pub fn of(language: &str) -> Option<Self> {
        let primary = language.split('-').next().unwrap_or_default();
        let (code, algorithm) = match primary.to_ascii_lowercase().as_str() {
            "ar" => ("ar", Algorithm::Arabic),
            "bs" | "hr" | "sh" | "sr" => ("sr", Algorithm::Serbian),
            "ca" => ("ca", Algorithm::Catalan),
            "cs" => ("cs", Algorithm::Czech),
            "da" => ("da", Algorithm::Danish),
            "de" => ("de", Algorithm::German),
            "el" => ("el", Algorithm::Greek),
            "en" => ("en", Algorithm::English),
            "eo" => ("eo", Algorithm::Esperanto),
            "es" => ("es", Algorithm::Spanish),
            "et" => ("et", Algorithm::Estonian),
            "eu" => ("eu", Algorithm::Basque),
            "fa" => ("fa", Algorithm::Persian),
            "fi" => ("fi", Algorithm::Finnish),
            "fr" => ("fr", Algorithm::French),
            "ga" => ("ga", Algorithm::Irish),
            "hi" => ("hi", Algorithm::Hindi),
            "hu" => ("hu", Algorithm::Hungarian),
            "hy" => ("hy", Algorithm::Armenian),
            "id" => ("id", Algorithm::Indonesian),
            "it" => ("it", Algorithm::Italian),
            "lt" => ("lt", Algorithm::Lithuanian),
            "nb" | "nn" | "no" => ("no", Algorithm::Norwegian),
            "ne" => ("ne", Algorithm::Nepali),
            "nl" => ("nl", Algorithm::Dutch),
            "pl" => ("pl", Algorithm::Polish),
            "pt" => ("pt", Algorithm::Portuguese),
            "ro" => ("ro", Algorithm::Romanian),
            "ru" => ("ru", Algorithm::Russian),
            "st" => ("st", Algorithm::Sesotho),
            "sv" => ("sv", Algorithm::Swedish),
            "ta" => ("ta", Algorithm::Tamil),
            "tr" => ("tr", Algorithm::Turkish),
            "uk" => ("uk", Algorithm::Ukrainian),
            "yi" => ("yi", Algorithm::Yiddish),
            _ => return None,
        };
        Some(Self { algorithm, code })
    }

    /// A language that has it: a BCP 47 tag.
    pub fn code(self) -> &'static str {
        self.code
    }

    /// The folded stem of a word as it is written, without its apostrophes. `None` if it has none: numbers and short words.
    pub fn stem(self, word: &str) -> Option<String> {
        let is_ascii = word.bytes().all(|byte| byte.is_ascii_alphabetic());
        let word = if is_ascii { word.to_ascii_lowercase() } else { self.prepared(word) };
        if !LENGTHS.contains(&word.len()) || word.chars().any(char::is_numeric) {
            return None;
        }
        let stem = snowball_stemmers_rs::Stemmer::create(self.algorithm).stem(&word).into_owned();
        let stem = if stem.is_ascii() { stem } else { folding::words(&stem) };
        (LENGTHS.start() - 1 <= stem.len() && !stem.contains(' ')).then_some(stem)
    }

    /// The word in the form that the stemmer reads: composed, in lower case, and without apostrophes and other punctuation.
    fn prepared(self, word: &str) -> String {
        // The stemmer knows the Persian characters only, and vowels and other marks are not written as a rule.
        if self.algorithm == Algorithm::Persian {
            return folding::words(word).replace(' ', "");
        }
        let is_letter =
            |c: &char| (c.is_alphanumeric() || is_combining_mark(*c)) && !folding::is_apostrophe(*c);
        word.nfc().filter(is_letter).collect::<String>().to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn assert_stem(language: &str, stem: &str, forms: &str) {
        for form in forms.split(' ') {
            let found = Stemmer::of(language).and_then(|stemmer| stemmer.stem(form));
            assert_eq!(found.as_deref(), Some(stem), "{language}: {form}");
        }
    }

    #[test]
    fn forms_of_a_word_have_one_folded_stem() {
        assert_stem("en-GB", "council", "council Councils COUNCIL'S councils’");
        assert_stem("de", "haus", "Haus Häuser HÄUSERN Ha\u{308}user Hauses");
        assert_stem("fr", "ecol", "école écoles ecoles");
        assert_stem("uk", "украін", "Україна України");
        assert_stem("uk", "сім", "сім'я сім’ї сімʼю");
        assert_stem("ru", "выбор", "выборы выборов выборах");
        assert_stem("fa", "کتاب", "کتاب کتاب\u{200c}ها كتابهای");
        assert_stem("ar", "کتاب", "كتاب الكتاب كِتَاب");
        assert_stem("sr", "gradov", "градови gradovi");
        assert_stem("pl", "dom", "domy domów");
        assert_stem("hi", "लड़क".replace('\u{93c}', "").as_str(), "लड़का लड़के");
    }

    #[test]
    fn numbers_short_words_and_other_languages_have_no_stems() {
        let stem = |word: &str| Stemmer::of("en").and_then(|english| english.stem(word));
        assert_eq!(["a", "2020s", "1st", ""].map(stem), [const { None }; 4]);
        assert_eq!(["ja", "ur", "", "und", "e"].map(Stemmer::of), [None; 5]);
    }

    proptest! {
        #[test]
        fn every_stem_is_one_folded_word(word in "\\PC{1,64}", letters in "[a-zà-ÿа-яіїєґء-ي\u{900}-\u{97f}'’]{1,20}") {
            for language in ["ar", "cs", "de", "el", "en", "fa", "fi", "hi", "hu", "id", "pl", "ro", "ru", "sr", "ta", "tr", "uk"] {
                for word in [&word, &letters] {
                    let stem = Stemmer::of(language).and_then(|stemmer| stemmer.stem(word)).unwrap_or_default();
                    prop_assert_eq!(folding::words(&stem), stem);
                }
            }
        }
    }
}
