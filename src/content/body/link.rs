//! The URLs that a body may contain, and their normal form.

use super::limits::MAX_URL;
use url::Url;

/// A base URL on a reserved domain (RFC 2606). A path on this site resolves to a URL that begins with it.
const BASE_URL: &str = "https://site.invalid/";

/// The URL of a link in normal form: `http`, `https`, `mailto`, `tel`, or a path on this site. `None` for others. `https` is
/// added when the scheme is missing, as in `//host/path`.
pub(super) fn link_url(value: &str) -> Option<String> {
    url(value, &["http", "https", "mailto", "tel"])
}

/// The URL of an image or a quotation's source in normal form: `http`, `https`, or a path on this site. `None` for others.
pub(super) fn source_url(value: &str) -> Option<String> {
    url(value, &["http", "https"])
}

fn url(value: &str, schemes: &[&str]) -> Option<String> {
    let value = value.trim_matches(|c: char| c <= ' ');
    let url = match without_scheme(value) {
        Some(rest) => absolute(&format!("https://{rest}"), schemes),
        None if value.starts_with('/') => path(value),
        None => absolute(value, schemes),
    };
    url.filter(|url| url.len() <= MAX_URL)
}

/// The URL after `https://`, when the scheme is missing: `//host/path`, or `www.host/path` as people write it.
fn without_scheme(value: &str) -> Option<&str> {
    match value.strip_prefix("//") {
        Some(rest) => Some(rest).filter(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || c == '[')),
        None => {
            Some(value).filter(|value| value.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www.")))
        }
    }
}

fn absolute(value: &str, schemes: &[&str]) -> Option<String> {
    let url = Url::parse(value).ok()?;
    schemes.contains(&url.scheme()).then(|| url.into())
}

/// A path on this site. `None` for `//host`, `/\host` and `/..//host`, which browsers resolve to another site.
fn path(value: &str) -> Option<String> {
    let site = Url::parse(BASE_URL).ok()?;
    let url = site.join(value).ok()?;
    let path = url.as_str().strip_prefix(BASE_URL)?;
    (!path.starts_with(['/', '\\'])).then(|| format!("/{path}"))
}

#[cfg(test)]
mod tests {
    use super::{link_url, source_url};

    #[test]
    fn links_have_four_schemes_and_sources_two() {
        for url in ["http://a.example/", "https://a.example/x?y=1#z", "mailto:desk@a.example", "tel:+4912345"]
        {
            assert_eq!(link_url(url).as_deref(), Some(url));
        }
        for url in [
            "javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "ftp://a.example/",
            "file:///etc",
        ] {
            assert_eq!(link_url(url), None, "{url}");
        }
        assert_eq!(source_url("mailto:desk@a.example"), None);
        assert_eq!(source_url("data:image/png;base64,AAAA"), None);
    }

    #[test]
    fn paths_stay_on_this_site() {
        assert_eq!(link_url("/news/../84451?a=b#c").as_deref(), Some("/84451?a=b#c"));
        assert_eq!(link_url("/").as_deref(), Some("/"));
        for url in [
            "///evil.example/",
            "/\\evil.example/",
            "/..//evil.example/",
            "/\t/evil.example",
            "/.//evil.example",
        ] {
            assert_eq!(link_url(url), None, "{url}");
        }
    }

    #[test]
    fn a_missing_scheme_is_https() {
        for (url, expected) in [
            ("//a.example/x", "https://a.example/x"),
            ("www.a.example", "https://www.a.example/"),
            (" WWW.A.example/x?y ", "https://www.a.example/x?y"),
            ("//[::1]/", "https://[::1]/"),
        ] {
            assert_eq!(link_url(url).as_deref(), Some(expected), "{url}");
            assert_eq!(source_url(url).as_deref(), Some(expected), "{url}");
        }
        assert_eq!(link_url("//javascript:alert(1)"), None);
    }

    #[test]
    fn urls_relative_to_the_page_are_refused() {
        for url in ["", "#top", "?page=2", "next.html", "../up", "www"] {
            assert_eq!(link_url(url), None, "{url}");
        }
    }

    #[test]
    fn overlong_urls_are_refused() {
        assert!(link_url(&format!("/{}", "a".repeat(4095))).is_some());
        assert_eq!(link_url(&format!("/{}", "a".repeat(4096))), None);
        assert_eq!(source_url(&format!("https://a.example/{}", "é".repeat(1000))), None);
    }

    #[test]
    fn the_normal_form_is_stable() {
        for url in [" HTTPS://Example.COM/a b\"<>'(x)[y]|é ", "mailto:a b<c>", "/a b\"c/é", "http://[::1]/"]
        {
            let once = link_url(url);
            assert!(once.is_some(), "{url}");
            assert_eq!(once.as_deref().and_then(link_url), once);
        }
    }
}
