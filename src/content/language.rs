//! Languages by their BCP 47 tags, and the direction they are written in.

use std::fmt;
use std::str::FromStr;

use icu_locale::{LanguageIdentifier, LocaleDirectionality};
use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use utoipa::ToSchema;

/// A well-formed BCP 47 language tag in its canonical case, such as `en`, `fa-IR` or `sr-Latn`.
///
/// Language, script, region and variants are kept; extensions such as `-u-…` are refused, since
/// they say nothing about a text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Language(LanguageIdentifier);

/// The most characters a tag may have: what RFC 5646 §4.4.1 asks everybody to have room for.
const MAX_LENGTH: usize = 35;

/// The direction a text is written in, as HTML's `dir` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left: Arabic, Hebrew, Persian, Urdu and others.
    Rtl,
}

impl Language {
    /// English, the language of an article that names none.
    pub fn english() -> Self {
        Self(icu_locale::langid!("en"))
    }

    /// The direction of a language by its tag, as it is kept; left to right when that is no tag.
    pub fn direction_of(tag: &str) -> Direction {
        tag.parse::<Self>().map_or(Direction::Ltr, |language| language.direction())
    }

    /// The direction of the script this language is written in, by Unicode's likely subtags.
    pub fn direction(&self) -> Direction {
        if LocaleDirectionality::new_common().is_right_to_left(&self.0) {
            Direction::Rtl
        } else {
            Direction::Ltr
        }
    }
}

/// The text is not a BCP 47 language tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotALanguage;

impl fmt::Display for NotALanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("is not a BCP 47 language tag such as en, fa-IR or sr-Latn")
    }
}

impl FromStr for Language {
    type Err = NotALanguage;

    fn from_str(text: &str) -> Result<Self, NotALanguage> {
        if text.len() > MAX_LENGTH {
            return Err(NotALanguage);
        }
        let tag = LanguageIdentifier::try_from_str(text).map_err(|_| NotALanguage)?;
        if tag.language.is_unknown() && tag.script.is_none() { Err(NotALanguage) } else { Ok(Self(tag)) }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'_, str>>::deserialize(deserializer)?;
        text.parse().map_err(|error| de::Error::custom(format_args!("`{text}` {error}")))
    }
}

impl utoipa::PartialSchema for Language {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::schema::{ObjectBuilder, Type};
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("BCP 47 language tag in canonical case."))
            .examples([serde_json::json!("en")])
            .into()
    }
}

impl ToSchema for Language {}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(tag: &str) -> Option<Language> {
        tag.parse().ok()
    }

    #[test]
    fn tags_are_written_in_canonical_case() {
        assert_eq!(language("FA-ir").map(|l| l.to_string()).as_deref(), Some("fa-IR"));
        assert_eq!(language("sr-latn").map(|l| l.to_string()).as_deref(), Some("sr-Latn"));
    }

    #[test]
    fn what_is_no_tag_is_refused() {
        for tag in ["", "english language", "e", "en_US!", "-", "und"] {
            assert_eq!(language(tag), None, "{tag}");
        }
    }

    #[test]
    fn the_script_decides_the_direction() {
        for (tag, direction) in [
            ("en", Direction::Ltr),
            ("fa", Direction::Rtl),
            ("ar-EG", Direction::Rtl),
            ("ur", Direction::Rtl),
            ("he", Direction::Rtl),
            ("uz-Arab", Direction::Rtl),
            ("uk", Direction::Ltr),
            ("az", Direction::Ltr),
        ] {
            assert_eq!(language(tag).map(|l| l.direction()), Some(direction), "{tag}");
        }
    }
}
