//! Which URLs a body may hold, and their normal form.

use url::Url;

/// The most bytes a URL may have. A tag with the longest URL and the longest words in it, escaped, is still one that `limit` lets pass.
pub(super) const MAX_URL: usize = 4096;

/// A place no site can be at: what resolves against it stayed on the site it was written for.
const SITE: &str = "https://site.invalid/";

/// A link's target in normal form: `http`, `https`, `mailto`, `tel`, or a path on this site.
pub(super) fn href(value: &str) -> Option<String> {
    url(value, &["http", "https", "mailto", "tel"])
}

/// An image's or a source's URL in normal form: `http`, `https`, or a path on this site.
pub(super) fn source(value: &str) -> Option<String> {
    url(value, &["http", "https"])
}

fn url(value: &str, schemes: &[&str]) -> Option<String> {
    let value = value.trim_matches(|c: char| c <= ' ');
    let url = if value.starts_with('/') { path(value) } else { absolute(value, schemes) };
    url.filter(|url| url.len() <= MAX_URL)
}

fn absolute(value: &str, schemes: &[&str]) -> Option<String> {
    let url = Url::parse(value).ok()?;
    schemes.contains(&url.scheme()).then(|| url.into())
}

/// A path on this site. `//host`, `/\host` and `/..//host` all lead elsewhere in a browser.
fn path(value: &str) -> Option<String> {
    let site = Url::parse(SITE).ok()?;
    let url = site.join(value).ok()?;
    let path = url.as_str().strip_prefix(SITE)?;
    (!path.starts_with(['/', '\\'])).then(|| format!("/{path}"))
}

#[cfg(test)]
mod tests {
    use super::{href, source};

    #[test]
    fn only_four_schemes_are_links_and_two_are_sources() {
        for good in
            ["http://a.example/", "https://a.example/x?y=1#z", "mailto:desk@a.example", "tel:+4912345"]
        {
            assert_eq!(href(good).as_deref(), Some(good));
        }
        for bad in [
            "javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "ftp://a.example/",
            "file:///etc",
        ] {
            assert_eq!(href(bad), None, "{bad}");
        }
        assert_eq!(source("mailto:desk@a.example"), None);
        assert_eq!(source("data:image/png;base64,AAAA"), None);
    }

    #[test]
    fn a_path_stays_on_its_site() {
        assert_eq!(href("/news/../84451?a=b#c").as_deref(), Some("/84451?a=b#c"));
        assert_eq!(href("/").as_deref(), Some("/"));
        for bad in [
            "//evil.example/",
            "/\\evil.example/",
            "/..//evil.example/",
            "/\t/evil.example",
            "/.//evil.example",
        ] {
            assert_eq!(href(bad), None, "{bad}");
        }
    }

    #[test]
    fn what_is_relative_to_the_page_is_dropped() {
        for bad in ["", "#top", "?page=2", "next.html", "../up", "www.example.com"] {
            assert_eq!(href(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_url_without_measure_is_dropped() {
        assert!(href(&format!("/{}", "a".repeat(4095))).is_some());
        assert_eq!(href(&format!("/{}", "a".repeat(4096))), None);
        assert_eq!(source(&format!("https://a.example/{}", "é".repeat(1000))), None);
    }

    #[test]
    fn the_normal_form_is_its_own_normal_form() {
        for url in [" HTTPS://Example.COM/a b\"<>'(x)[y]|é ", "mailto:a b<c>", "/a b\"c/é", "http://[::1]/"]
        {
            let once = href(url);
            assert!(once.is_some(), "{url}");
            assert_eq!(once.as_deref().and_then(href), once);
        }
    }
}
