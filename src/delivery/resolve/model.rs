//! Reading an address: which thing it names.

use percent_encoding::percent_decode_str;
use url::Url;

use crate::Error;
use crate::content::Fault;
use crate::content::vocabulary::NamedKind;
use crate::http::{Code, path, query};

/// The most characters an address may have.
const MAX_LENGTH: usize = 2048;

/// The kind of thing that lies at an address of the site, and the name it is found by. 400 for what is
/// no address, 404 for one that is not of this site or can lead to nothing.
pub fn place(address: &str, public_url: &str) -> Result<(NamedKind, String), Error> {
    let faulty = |code, detail: String| query::invalid(vec![Fault::parameter("url", code, detail)]);
    if address.chars().count() > MAX_LENGTH {
        return Err(faulty("too-long", format!("must be at most {MAX_LENGTH} characters long")));
    }
    let site = Url::parse(public_url).map_err(Error::internal)?;
    let is_path = address.starts_with('/');
    let url = if is_path { site.join(address) } else { Url::parse(address) };
    let url = url.map_err(|_| {
        faulty("invalid-url", "must be a path that begins with a slash, or an absolute URL".to_owned())
    })?;
    let place = path_below(&site, &url, is_path).and_then(named);
    place.ok_or_else(|| Error::new(Code::NotFound, "There is nothing at that address."))
}

/// The path of `url` below the site's own, without the slash at its start; `None` when it is not of the
/// site. A path that was given alone may leave the site's own out.
fn path_below<'a>(site: &Url, url: &'a Url, own_may_be_left_out: bool) -> Option<&'a str> {
    if url.origin() != site.origin() {
        return None;
    }
    let below = url.path().strip_prefix(site.path().trim_end_matches('/'));
    match below.filter(|below| below.is_empty() || below.starts_with('/')) {
        Some(below) => Some(below.trim_start_matches('/')),
        None if own_may_be_left_out => Some(url.path().trim_start_matches('/')),
        None => None,
    }
}

fn named(path: &str) -> Option<(NamedKind, String)> {
    let decoded = |part| percent_decode_str(part).decode_utf8().ok();
    let parts: Vec<_> = path.trim_end_matches('/').split('/').map(decoded).collect::<Option<_>>()?;
    let parts: Vec<&str> = parts.iter().map(AsRef::as_ref).collect();
    // No section has a slug of digits only, so a News ID cannot be mistaken for one.
    match parts[..] {
        [_, .., id, _] if path::id(id).is_some() => Some((NamedKind::Article, id.to_owned())),
        ["authors", slug] => Some((NamedKind::Author, slug.to_owned())),
        ["tags", slug] => Some((NamedKind::Tag, slug.to_owned())),
        [number] if path::id(number).is_some() => None,
        _ => Some((NamedKind::Section, parts.join("/"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: &str = "https://news.example";

    fn read(address: &str, site: &str) -> Result<(NamedKind, String), Code> {
        place(address, site).map_err(|error| error.failure().code)
    }

    fn article(id: &str) -> Result<(NamedKind, String), Code> {
        Ok((NamedKind::Article, id.to_owned()))
    }

    fn section(path: &str) -> Result<(NamedKind, String), Code> {
        Ok((NamedKind::Section, path.to_owned()))
    }

    #[test]
    fn the_form_of_an_address_tells_what_lies_there() {
        assert_eq!(read("/harbour/84451/ferry", SITE), article("84451"));
        assert_eq!(read("/any/where/at/all/84451/what-ever?q#f", SITE), article("84451"));
        assert_eq!(read("/harbour", SITE), section("harbour"));
        assert_eq!(read("/harbour/ferries/", SITE), section("harbour/ferries"));
        assert_eq!(read("/a/../harb%6Fur", SITE), section("harbour"));
        assert_eq!(read("/authors/ada", SITE), Ok((NamedKind::Author, "ada".to_owned())));
        assert_eq!(read("/tags/sea", SITE), Ok((NamedKind::Tag, "sea".to_owned())));
        assert_eq!(read("/tags", SITE), section("tags"));
        assert_eq!(read("/84451", SITE), Err(Code::NotFound));
        assert_eq!(read("/84451/ferry", SITE), section("84451/ferry"));
        assert_eq!(read("/%ff", SITE), Err(Code::NotFound));
    }

    #[test]
    fn only_urls_of_the_site_are_of_the_site() {
        for same in
            ["https://news.example/harbour", "HTTPS://NEWS.example:443/harbour#x", "//news.example/harbour"]
        {
            assert_eq!(read(same, SITE), section("harbour"), "{same}");
        }
        for other in [
            "http://news.example/harbour",
            "https://news.example:8443/harbour",
            "https://news.example.org/harbour",
            "https://evil.example/https://news.example/harbour",
            "https://news.example@evil.example/harbour",
            "//evil.example/harbour",
            "/\\evil.example/harbour",
            "javascript:alert(1)",
            "mailto:desk@news.example",
        ] {
            assert_eq!(read(other, SITE), Err(Code::NotFound), "{other}");
        }
    }

    #[test]
    fn a_site_may_lie_below_a_path() {
        for site in ["https://e.example/news", "https://e.example/news/"] {
            assert_eq!(read("https://e.example/news/harbour", site), section("harbour"));
            assert_eq!(read("/news/harbour/1/x", site), article("1"));
            assert_eq!(read("/harbour/1/x", site), article("1"));
            assert_eq!(read("https://e.example/harbour", site), Err(Code::NotFound));
            assert_eq!(read("https://e.example/newsroom", site), Err(Code::NotFound));
        }
    }

    #[test]
    fn what_is_neither_path_nor_url_is_refused() {
        for text in ["harbour", "news.example/harbour", "http://", "//", "https://[::1/x", "?x", "#x", "é"] {
            assert_eq!(read(text, SITE), Err(Code::InvalidQuery), "{text}");
        }
        assert_eq!(read(&format!("/{}", "é".repeat(2047)), SITE), section(&"é".repeat(2047)));
        assert_eq!(read(&format!("/{}", "é".repeat(2048)), SITE), Err(Code::InvalidQuery));
    }
}
