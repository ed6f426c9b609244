//! Which feed an address names.

use strum::{EnumString, IntoStaticStr};

use crate::content::vocabulary::ResourceKind;

/// A format of feeds, by how their addresses end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Format {
    /// RSS 2.0.
    Rss,
    /// Atom, RFC 4287.
    Atom,
    /// JSON Feed 1.1.
    Json,
}

impl Format {
    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Rss => "application/rss+xml",
            Self::Atom => "application/atom+xml",
            Self::Json => "application/feed+json",
        }
    }
}

/// What a feed tells of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everything.
    Latest,
    /// One thing, by its slug or path.
    Of(Collection, String),
}

/// A kind of things that have feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Collection {
    /// Sections, by path.
    Sections,
    /// Tags, by slug.
    Tags,
    /// Authors, by slug.
    Authors,
}

impl Collection {
    /// What is in it.
    pub fn kind(self) -> ResourceKind {
        match self {
            Self::Sections => ResourceKind::Section,
            Self::Tags => ResourceKind::Tag,
            Self::Authors => ResourceKind::Author,
        }
    }
}

/// The scope and format that `latest.rss`, `sections/harbour/ferries.atom` and the like stand for.
pub fn read(address: &str) -> Option<(Scope, Format)> {
    let (scope, extension) = address.rsplit_once('.')?;
    let format = extension.parse().ok()?;
    let scope = match scope.split_once('/') {
        None if scope == "latest" => Scope::Latest,
        None => return None,
        Some((collection, name)) => Scope::Of(collection.parse().ok()?, name.to_owned()),
    };
    Some((scope, format))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_scope_and_format() {
        assert_eq!(read("latest.rss"), Some((Scope::Latest, Format::Rss)));
        let of = |collection, name: &str| Scope::Of(collection, name.to_owned());
        let ferries = of(Collection::Sections, "harbour/ferries");
        assert_eq!(read("sections/harbour/ferries.atom"), Some((ferries, Format::Atom)));
        assert_eq!(read("tags/sea.json"), Some((of(Collection::Tags, "sea"), Format::Json)));
        for none in ["latest", "latest.xml", "all.rss", "articles/1.rss", ".rss", "", "latest.RSS"] {
            assert_eq!(read(none), None, "{none}");
        }
    }
}
