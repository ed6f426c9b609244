//! What lists of articles are asked for by.

use std::fmt;

use super::vocabulary::ArticleType;

/// A property by which published articles are listed. Each article has some: there is one index over all of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Term {
    /// `all`: every article has it.
    All,
    /// `section-12`: it is in the section or below it.
    Section(i64),
    /// `section-12-alone`: it is in the section itself.
    SectionAlone(i64),
    /// `author-7`: one of its credits names the author.
    Author(i64),
    /// `tag-3`: it has the tag.
    Tag(i64),
    /// `type-opinion`: what kind of piece it is.
    Type(ArticleType),
    /// `language-en`: it is in this language, or in one that names a country or a script with it.
    Language(String),
    /// `breaking`: it is breaking news.
    Breaking,
    /// `featured`: the editors chose it for a prominent place.
    Featured,
}

/// What the text of every term of a language begins with.
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
    /// The terms of a language: its tag, and each shorter one that takes it in (RFC 4647, basic filtering).
    pub fn of_language(tag: &str) -> impl Iterator<Item = Self> {
        let ends = tag.match_indices('-').map(|(end, _)| end).chain([tag.len()]);
        ends.map(|end| Self::Language(tag[..end].to_owned()))
    }

    /// The terms of a section; `way` are the sections from the top down to it, it included.
    pub fn of_section(section: i64, way: &[i64]) -> impl Iterator<Item = Self> {
        way.iter().copied().map(Self::Section).chain([Self::SectionAlone(section)])
    }
}
