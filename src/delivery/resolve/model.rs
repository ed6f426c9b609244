//! Reads the kind and name of a resource from the form of a path.

use crate::content::vocabulary::ResourceKind;
use crate::http::SitePath;
use crate::http::path::id;

/// The kind of resource that can be at a path of the site, and its id or name. `None` if no resource has such a
/// path.
pub fn resource_at(path: &SitePath) -> Option<(ResourceKind, String)> {
    let segments = path.segments();
    let is_number = |segment: &&str| !segment.is_empty() && segment.bytes().all(|c| c.is_ascii_digit());
    match segments[..] {
        ["authors", slug] => return Some((ResourceKind::Author, slug.to_owned())),
        ["tags", slug] => return Some((ResourceKind::Tag, slug.to_owned())),
        _ => {}
    }
    // A section cannot have a slug of digits only, so the first number is the News ID. It follows the path of a section; dated
    // URLs of other systems begin with a number or have several. The slug after it may be missing.
    match segments.iter().position(is_number) {
        None => Some((ResourceKind::Section, segments.join("/"))),
        Some(0) => None,
        Some(at) => match segments[at..] {
            [news_id] | [news_id, _] if id(news_id).is_some() => {
                Some((ResourceKind::Article, news_id.to_owned()))
            }
            _ => None,
        },
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
        for article in ["/harbour/84451", "/harbour/ferries/84451/", "/harbour/84451/ferry"] {
            assert_eq!(resource(article), found(ResourceKind::Article, "84451"), "{article}");
        }
        for none in
            ["/84451", "/84451/ferry", "/2019/10", "/2019/10/ferry", "/news/2019/10/ferry", "/harbour/05/x"]
        {
            assert_eq!(resource(none), None, "{none}");
        }
        assert_eq!(resource("/authors/84451"), found(ResourceKind::Author, "84451"));
    }
}
