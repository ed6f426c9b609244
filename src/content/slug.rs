//! Slugs: the readable part of a URL.

use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

/// The maximum length of a slug in characters.
pub const MAX_LENGTH: usize = 120;

/// A slug: 1 to 120 lower-case ASCII letters, digits and single hyphens between them, with at least one letter.
///
/// The letter distinguishes slugs from News IDs, which appear in the same position of a URL.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct Slug(String);

impl Slug {
    /// Makes a slug from a title in any script: transliterated to ASCII, and cut at a word boundary. `None` when no letter
    /// is left.
    pub fn from_title(title: &str) -> Option<Self> {
        let mut text = slug::slugify(title);
        if text.len() > MAX_LENGTH {
            let end = text[..MAX_LENGTH].rfind('-').unwrap_or(MAX_LENGTH);
            text.truncate(end);
        }
        text.parse().ok()
    }

    /// This slug with a number as suffix, as in `storm-warning-84451`, cut to the maximum length.
    pub fn numbered(&self, number: i64) -> Self {
        let suffix = format!("-{number}");
        let end = self.0.len().min(MAX_LENGTH - suffix.len());
        Self(format!("{}{suffix}", self.0[..end].trim_end_matches('-')))
    }

    /// The slug as a `String`.
    pub fn into_string(self) -> String {
        self.0
    }
}

/// The text is not a slug.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "must be 1 to {} lower-case letters a-z, digits and single hyphens between them, with at least one letter",
    MAX_LENGTH
)]
pub struct InvalidSlug;

impl FromStr for Slug {
    type Err = InvalidSlug;

    fn from_str(text: &str) -> Result<Self, InvalidSlug> {
        let is_slug = text.len() <= MAX_LENGTH
            && text.bytes().any(|c| c.is_ascii_lowercase())
            && text.split('-').all(|word| {
                !word.is_empty() && word.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
            });
        if is_slug { Ok(Self(text.to_owned())) } else { Err(InvalidSlug) }
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
    fn titles_of_any_script_become_ascii() {
        for (title, slug) in [
            ("Ferry delayed: harbour “closed” until 6", "ferry-delayed-harbour-closed-until-6"),
            ("Zürich öffnet die Straße", "zurich-offnet-die-strasse"),
            ("Порт відкрито", "port-vidkrito"),
        ] {
            assert_eq!(Slug::from_title(title).as_deref(), Some(slug));
        }
    }

    #[test]
    fn a_title_without_letters_makes_no_slug() {
        assert_eq!(Slug::from_title("2024"), None);
        assert_eq!(Slug::from_title("!?"), None);
    }

    #[test]
    fn invalid_slugs_are_refused() {
        for text in
            ["", "84451", "Storm", "storm--warning", "-storm", "storm-", "stürm", "a b", "a/b", "a\0b"]
        {
            assert_eq!(text.parse::<Slug>(), Err(InvalidSlug), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn every_generated_slug_is_valid(title in any::<String>(), number in 1..i64::MAX) {
            if let Some(slug) = Slug::from_title(&title) {
                prop_assert_eq!(slug.parse::<Slug>(), Ok(slug.clone()));
                let numbered = slug.numbered(number);
                prop_assert_eq!(numbered.parse::<Slug>(), Ok(numbered.clone()));
            }
        }
    }
}
