//! Which thing the form of an address tells of.

use crate::content::vocabulary::ResourceKind;
use crate::http::{SitePath, path};

/// The kind of thing that lies at a page of the site, and the name it is found by; `None` where none can.
pub fn named(page: &SitePath) -> Option<(ResourceKind, String)> {
    let segments = page.segments();
    // No section has a slug of digits only, so a News ID cannot be mistaken for one.
    match segments[..] {
        [_, .., id, _] if path::id(id).is_some() => Some((ResourceKind::Article, id.to_owned())),
        ["authors", slug] => Some((ResourceKind::Author, slug.to_owned())),
        ["tags", slug] => Some((ResourceKind::Tag, slug.to_owned())),
        [number] if path::id(number).is_some() => None,
        _ => Some((ResourceKind::Section, segments.join("/"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(address: &str) -> Option<(ResourceKind, String)> {
        SitePath::read(address, "https://news.example").ok().flatten().as_ref().and_then(named)
    }

    #[test]
    fn the_form_of_an_address_tells_what_lies_there() {
        let thing = |kind, name: &str| Some((kind, name.to_owned()));
        assert_eq!(read("/harbour/84451/ferry"), thing(ResourceKind::Article, "84451"));
        assert_eq!(read("/any/where/at/all/84451/what-ever?q#f"), thing(ResourceKind::Article, "84451"));
        assert_eq!(read("/harbour"), thing(ResourceKind::Section, "harbour"));
        assert_eq!(read("/harbour/ferries/"), thing(ResourceKind::Section, "harbour/ferries"));
        assert_eq!(read("/authors/ada"), thing(ResourceKind::Author, "ada"));
        assert_eq!(read("/tags/sea"), thing(ResourceKind::Tag, "sea"));
        assert_eq!(read("/tags"), thing(ResourceKind::Section, "tags"));
        assert_eq!(read("/84451"), None);
        assert_eq!(read("/84451/ferry"), thing(ResourceKind::Section, "84451/ferry"));
    }
}
