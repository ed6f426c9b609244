//! Reads the kinds and names of resources from the form of a path.

use crate::content::vocabulary::ResourceKind;
use crate::http::{ArticlePath, SitePath};

/// The resources that can be at a path of the site, each by its kind and its id or name. The first that has this path now is
/// there; if none has, the first that had it. Articles have paths of the template `articles`.
pub fn resources_at(path: &SitePath, articles: &ArticlePath) -> Vec<(ResourceKind, String)> {
    let segments = path.segments();
    let is_number = |segment: &&str| !segment.is_empty() && segment.bytes().all(|c| c.is_ascii_digit());
    // A section cannot have a slug of digits only. With some templates an article can have the path of another resource. The other
    // resource takes precedence, because a site has fewer of them.
    let other = match segments[..] {
        ["authors", slug] => Some((ResourceKind::Author, slug.to_owned())),
        ["tags", slug] => Some((ResourceKind::Tag, slug.to_owned())),
        _ => (!segments.iter().any(is_number)).then(|| (ResourceKind::Section, segments.join("/"))),
    };
    let article = articles.name_in(path).map(|name| (ResourceKind::Article, name));
    other.into_iter().chain(article).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resources(url: &str, template: &str) -> Vec<(ResourceKind, String)> {
        let Ok(template) = template.parse() else { panic!("{template} is invalid") };
        let path = SitePath::read(url, "https://news.example").ok().flatten();
        path.map_or(Vec::new(), |path| resources_at(&path, &template))
    }

    #[test]
    fn a_path_names_a_resource_by_its_form() {
        let resource = |url: &str| resources(url, ArticlePath::DEFAULT);
        let found = |kind, name: &str| vec![(kind, name.to_owned())];
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
            assert_eq!(resource(none), [], "{none}");
        }
        let both = [(ResourceKind::Author, "84451".to_owned()), (ResourceKind::Article, "84451".to_owned())];
        assert_eq!(resource("/authors/84451"), both, "an article in any section");
    }

    #[test]
    fn a_section_takes_precedence_over_an_article_with_the_same_path() {
        let both = [(ResourceKind::Section, "ferry".to_owned()), (ResourceKind::Article, "ferry".to_owned())];
        assert_eq!(resources("/ferry", "/{slug}"), both);
        let dated = [(ResourceKind::Article, "ferry".to_owned())];
        assert_eq!(resources("/2019/ferry", "/{year}/{slug}"), dated);
    }
}
