//! The scope and format of a feed, as its path names them.

use strum::{EnumString, IntoStaticStr};

use crate::content::vocabulary::ResourceKind;

/// The format of a feed: the extension of its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum FeedFormat {
    /// RSS 2.0.
    Rss,
    /// Atom, RFC 4287.
    Atom,
    /// JSON Feed 1.1.
    Json,
}

impl FeedFormat {
    /// The media type of the format.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Rss => "application/rss+xml",
            Self::Atom => "application/atom+xml",
            Self::Json => "application/feed+json",
        }
    }
}

/// The articles that a feed has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeedScope {
    /// The newest articles of the site.
    Latest,
    /// The newest articles of one resource, by its slug or path.
    Resource(Collection, String),
}

/// A kind of resource that has feeds: the first segment of the path.
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
    /// The kind of resource in the collection.
    pub fn kind(self) -> ResourceKind {
        match self {
            Self::Sections => ResourceKind::Section,
            Self::Tags => ResourceKind::Tag,
            Self::Authors => ResourceKind::Author,
        }
    }
}

/// Parses a path such as `latest.rss` or `sections/harbour/ferries.atom`. `None` if no feed has that path.
pub fn parse(path: &str) -> Option<(FeedScope, FeedFormat)> {
    let (scope, extension) = path.rsplit_once('.')?;
    let format = extension.parse().ok()?;
    let scope = match scope.split_once('/') {
        None if scope == "latest" => FeedScope::Latest,
        None => return None,
        Some((collection, name)) => FeedScope::Resource(collection.parse().ok()?, name.to_owned()),
    };
    Some((scope, format))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_scope_and_format() {
        assert_eq!(parse("latest.rss"), Some((FeedScope::Latest, FeedFormat::Rss)));
        let resource = |collection, name: &str| FeedScope::Resource(collection, name.to_owned());
        let ferries = resource(Collection::Sections, "harbour/ferries");
        assert_eq!(parse("sections/harbour/ferries.atom"), Some((ferries, FeedFormat::Atom)));
        assert_eq!(parse("tags/sea.json"), Some((resource(Collection::Tags, "sea"), FeedFormat::Json)));
        for none in ["latest", "latest.xml", "all.rss", "articles/1.rss", ".rss", "", "latest.RSS"] {
            assert_eq!(parse(none), None, "{none}");
        }
    }
}
