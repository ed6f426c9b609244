//! Reads the kind and name of a resource from the form of a path.

use crate::content::vocabulary::ResourceKind;
use crate::http::SitePath;
use crate::http::path::id;

/// The kind of resource that can be at a path of the site, and its id or name. `None` if no resource has such a
/// path.
pub fn resource_at(path: &SitePath) -> Option<(ResourceKind, String)> {
    let segments = path.segments();
    // A section cannot have a slug of digits only, so a number is a News ID.
    match segments[..] {
        [_, .., news_id, _] if id(news_id).is_some() => Some((ResourceKind::Article, news_id.to_owned())),
        ["authors", slug] => Some((ResourceKind::Author, slug.to_owned())),
        ["tags", slug] => Some((ResourceKind::Tag, slug.to_owned())),
        [number] if id(number).is_some() => None,
        _ => Some((ResourceKind::Section, segments.join("/"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resource(url: &str) -> Option<(ResourceKind, String)> {
        SitePath::read(url, "https://news.example").ok().flatten().as_ref().and_then(resource_at)
    }

    #[test]
    fn a_path_names_a_resource_by_its_form() {
        let found = |kind, name: &str| Some((kind, name.to_owned()));
        assert_eq!(resource("/harbour/84451/ferry"), found(ResourceKind::Article, "84451"));
        assert_eq!(resource("/any/where/at/all/84451/what-ever?q#f"), found(ResourceKind::Article, "84451"));
        assert_eq!(resource("/harbour"), found(ResourceKind::Section, "harbour"));
        assert_eq!(resource("/harbour/ferries/"), found(ResourceKind::Section, "harbour/ferries"));
        assert_eq!(resource("/authors/ada"), found(ResourceKind::Author, "ada"));
        assert_eq!(resource("/tags/sea"), found(ResourceKind::Tag, "sea"));
        assert_eq!(resource("/tags"), found(ResourceKind::Section, "tags"));
        assert_eq!(resource("/84451"), None);
        assert_eq!(resource("/84451/ferry"), found(ResourceKind::Section, "84451/ferry"));
    }
}
