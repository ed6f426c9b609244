//! Languages by their BCP 47 tags, and their writing direction.

use std::fmt;
use std::str::FromStr;

use icu_locale::{LanguageIdentifier, LocaleDirectionality};
use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use utoipa::ToSchema;

/// A well-formed BCP 47 language tag in its canonical case, such as `en`, `fa-IR` or `sr-Latn`.
///
/// It may have language, script, region and variants. Extensions such as `-u-…` are refused, because they describe user
/// preferences, not a text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Language(LanguageIdentifier);

/// The maximum length of a tag: the buffer size that RFC 5646 §4.4.1 requires of all implementations.
const MAX_LENGTH: usize = 35;

/// Writing direction, with the values of the HTML attribute `dir`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left, as in Arabic, Hebrew, Persian and Urdu.
    Rtl,
}

impl Language {
    /// English, the language of an article when neither the editor nor the site sets one.
    pub fn english() -> Self {
        Self(icu_locale::langid!("en"))
    }

    /// The writing direction of a stored language tag. Left to right when the text is not a tag.
    pub fn direction_of(tag: &str) -> Direction {
        tag.parse::<Self>().map_or(Direction::Ltr, |language| language.direction())
    }

    /// The writing direction of the language's script, by the likely subtags of Unicode CLDR for all of its languages.
    pub fn direction(&self) -> Direction {
        if LocaleDirectionality::new_extended().is_right_to_left(&self.0) {
            Direction::Rtl
        } else {
            Direction::Ltr
        }
    }
}

/// The text is not a BCP 47 language tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not a BCP 47 language tag such as en, fa-IR or sr-Latn")]
pub struct InvalidLanguageTag;

impl FromStr for Language {
    type Err = InvalidLanguageTag;

    fn from_str(text: &str) -> Result<Self, InvalidLanguageTag> {
        if text.len() > MAX_LENGTH {
            return Err(InvalidLanguageTag);
        }
        let tag = LanguageIdentifier::try_from_str(text).map_err(|_| InvalidLanguageTag)?;
        if tag.language.is_unknown() && tag.script.is_none() {
            Err(InvalidLanguageTag)
        } else {
            Ok(Self(tag))
        }
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
        use utoipa::openapi::schema::{ObjectBuilder, SchemaFormat, Type};
        ObjectBuilder::new()
            .schema_type(Type::String)
            .max_length(Some(MAX_LENGTH))
            .format(Some(SchemaFormat::Custom("language".to_owned())))
            .description(Some("BCP 47 language tag, at most 35 characters, such as `en`, `fa-IR` or `sr-Latn`. Returned in canonical case."))
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
    fn invalid_tags_are_refused() {
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
            // Languages without locale data of their own in CLDR.
            ("dv", Direction::Rtl),
            ("syr", Direction::Rtl),
            ("nqo", Direction::Rtl),
            ("rhg", Direction::Rtl),
            ("ff-Adlm", Direction::Rtl),
            ("jbn", Direction::Rtl),
            ("azb", Direction::Rtl),
            ("az-IR", Direction::Rtl),
            ("pa-PK", Direction::Rtl),
            ("pa", Direction::Ltr),
            ("ks-Deva", Direction::Ltr),
            ("und-Hebr", Direction::Rtl),
        ] {
            assert_eq!(language(tag).map(|l| l.direction()), Some(direction), "{tag}");
        }
    }
}
