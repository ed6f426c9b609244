//! Slugs: the readable part of a URL.

mod title;

use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use unicode_normalization::UnicodeNormalization;

pub use self::title::SlugStyle;
use self::title::{MAX_LENGTH, is_word_character};

/// The characters between the words of a slug.
const SEPARATORS: [char; 3] = ['-', '_', '.'];

/// A slug: 1 to 120 characters in lower case. Words of letters and digits of any script, with a single `-`, `_` or `.`
/// between them, and at least one letter. Normalization form C.
///
/// The letter distinguishes slugs from News IDs, which appear in the same position of a URL.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct Slug(String);

impl Slug {
    /// Makes a slug from a title in any script, and cuts it at a word boundary. `None` when no letter is left.
    pub fn from_title(title: &str, style: SlugStyle) -> Option<Self> {
        title::slug_text(title, style).parse().ok()
    }

    /// This slug with a number as suffix, as in `storm-warning-84451`, cut to the maximum length.
    pub fn numbered(&self, number: i64) -> Self {
        let suffix = format!("-{number}");
        let stem: String = self.0.chars().take(MAX_LENGTH - suffix.len()).collect();
        let stem = stem.trim_end_matches(SEPARATORS);
        // The only letter may have been cut off.
        let stem = if stem.contains(char::is_alphabetic) { stem } else { "news" };
        Self(format!("{stem}{suffix}"))
    }

    /// This slug with numbers, to try in turn while it is taken. The numbers grow fast after 20, so that few are tried.
    pub fn alternatives(&self) -> impl Iterator<Item = Self> {
        let numbers = (2..=20).chain((5..62).map(|power| 1 << power));
        numbers.map(|number| self.numbered(number))
    }

    /// The slug as a `String`.
    pub fn into_string(self) -> String {
        self.0
    }
}

/// The text is not a slug.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "must be 1 to {} letters and digits with single `-`, `_` or `.` between them, and at least one letter",
    MAX_LENGTH
)]
pub struct InvalidSlug;

impl FromStr for Slug {
    type Err = InvalidSlug;

    /// Folds the text to lower case and normalization form C, and checks it.
    fn from_str(text: &str) -> Result<Self, InvalidSlug> {
        let text: String = text.to_lowercase().nfc().collect();
        let is_word =
            |word: &str| word.starts_with(char::is_alphanumeric) && word.chars().all(is_word_character);
        let is_slug = text.chars().count() <= MAX_LENGTH
            && text.contains(char::is_alphabetic)
            && text.split(SEPARATORS).all(is_word);
        if is_slug { Ok(Self(text)) } else { Err(InvalidSlug) }
    }
}

impl Deref for Slug {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for Slug {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'_, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn given_slugs_keep_letters_of_every_script_in_lower_case() {
        for (text, slug) in [
            ("Storm_Warning.html", "storm_warning.html"),
            ("Stürm", "stürm"),
            ("stu\u{308}rm", "stürm"),
            ("خبر-فوری", "خبر-فوری"),
            ("東京-2020", "東京-2020"),
            ("हिन्दी", "हिन्दी"),
        ] {
            assert_eq!(text.parse::<Slug>().as_deref(), Ok(slug));
        }
    }

    #[test]
    fn invalid_slugs_are_refused() {
        for text in [
            "",
            "84451",
            "۱۲۳",
            "storm--warning",
            "-storm",
            "storm-",
            "_storm",
            ".",
            "..",
            "storm._x",
            "a b",
            "a/b",
            "a\0b",
            "a\u{200b}b",
            "a-\u{301}b",
            "\u{3164}",
            "a\u{202e}b",
            "a%b",
            "a?b",
        ] {
            assert_eq!(text.parse::<Slug>(), Err(InvalidSlug), "{text:?}");
        }
        assert_eq!("é".repeat(121).parse::<Slug>(), Err(InvalidSlug));
        assert!("é".repeat(120).parse::<Slug>().is_ok());
    }

    #[test]
    fn a_title_without_letters_makes_no_slug() {
        for style in [SlugStyle::Ascii, SlugStyle::Unicode] {
            for title in ["2024", "!?", ""] {
                assert_eq!(Slug::from_title(title, style), None, "{title}");
            }
        }
    }

    #[test]
    fn a_long_slug_keeps_a_letter_when_it_gets_a_number() {
        let slug = format!("{}a", "1".repeat(119)).parse::<Slug>();
        assert_eq!(slug.map(|slug| slug.numbered(7)).as_deref(), Ok("news-7"));
    }

    proptest! {
        #[test]
        fn every_generated_slug_is_valid(title in "\\PC{0,200}|[ぁ-ヿ a]{0,40}|[؀-ۿ\u{200c} ]{0,40}", number in 1..i64::MAX) {
            for style in [SlugStyle::Ascii, SlugStyle::Unicode] {
                if let Some(slug) = Slug::from_title(&title, style) {
                    prop_assert_eq!(slug.parse::<Slug>(), Ok(slug.clone()));
                    prop_assert!(style == SlugStyle::Unicode || slug.is_ascii());
                    let numbered = slug.numbered(number);
                    prop_assert_eq!(numbered.parse::<Slug>(), Ok(numbered.clone()));
                }
            }
        }

        #[test]
        fn a_valid_slug_stays_as_it_is(text in "\\PC{1,20}") {
            if let Ok(slug) = text.parse::<Slug>() {
                prop_assert_eq!(slug.parse::<Slug>(), Ok(slug.clone()));
            }
        }
    }
}
