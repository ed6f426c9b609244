//! Index terms: the properties by which published articles are listed.

use std::fmt;

use super::vocabulary::ArticleType;

/// An index term of a published article. Each article has several, and one database index covers all of them.
///
/// Lists of articles read the index by one or more terms.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Term {
    /// `all`: every article has this term.
    All,
    /// `section-12`: articles in the section and its subsections.
    Section(i64),
    /// `section-12-alone`: articles in the section itself, without its subsections.
    SectionAlone(i64),
    /// `author-7`: articles with a credit for the author.
    Author(i64),
    /// `tag-3`: articles with the tag.
    Tag(i64),
    /// `type-opinion`: articles of the type.
    Type(ArticleType),
    /// `language-en`: articles in the language, with or without further subtags such as a region.
    Language(String),
    /// `breaking`: breaking news.
    Breaking,
    /// `featured`: articles that editors selected for a prominent position.
    Featured,
}

/// The prefix of the text of every language term.
pub const LANGUAGE_PREFIX: &str = "language-";

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::Section(id) => write!(f, "section-{id}"),
            Self::SectionAlone(id) => write!(f, "section-{id}-alone"),
            Self::Author(id) => write!(f, "author-{id}"),
            Self::Tag(id) => write!(f, "tag-{id}"),
            Self::Type(kind) => write!(f, "type-{}", <&str>::from(kind)),
            Self::Language(language) => write!(f, "{LANGUAGE_PREFIX}{language}"),
            Self::Breaking => f.write_str("breaking"),
            Self::Featured => f.write_str("featured"),
        }
    }
}

impl Term {
    /// The terms of a language tag: the tag, and each of its prefixes that matches it by RFC 4647 basic filtering. `zh-Hant-TW`
    /// has the terms `zh`, `zh-Hant` and `zh-Hant-TW`.
    pub fn of_language(tag: &str) -> impl Iterator<Item = Self> {
        let ends = tag.match_indices('-').map(|(end, _)| end).chain([tag.len()]);
        ends.map(|end| Self::Language(tag[..end].to_owned()))
    }

    /// The terms of a section. `path` has the ids of the sections from the top level down to this section, inclusive.
    pub fn of_section(section: i64, path: &[i64]) -> impl Iterator<Item = Self> {
        path.iter().copied().map(Self::Section).chain([Self::SectionAlone(section)])
    }
}
