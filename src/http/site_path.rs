//! Addresses of pages of the public site, in one normalized form.

use std::borrow::Cow;
use std::fmt::{self, Display, Formatter};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use url::{Url, form_urlencoded};

/// The most characters of a path or URL.
const MAX_LENGTH: usize = 2048;

/// The most redirects in a chain.
pub const MAX_REDIRECTS: usize = 10;

/// The characters that are percent-encoded in a path segment: all except the `pchar`s of RFC 3986.
const NOT_IN_SEGMENTS: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// Query parameters that newsletters and social networks add to links, besides those that begin with `utm_`.
const TRACKING_PARAMETERS: [&str; 8] =
    ["dclid", "fbclid", "gclid", "igshid", "mc_cid", "mc_eid", "msclkid", "yclid"];

/// The path of a page of the site, relative to the public URL, and the query. The segments are percent-decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SitePath {
    segments: Vec<String>,
    /// The names and values of the query, percent-decoded and sorted.
    query: Vec<(String, String)>,
}

/// The error for a text that is not a path or URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidAddress {
    /// The code of the fault, for programs.
    pub code: &'static str,
    /// What the text must be, for people.
    pub detail: String,
}

impl SitePath {
    /// Reads a path that begins with a slash, or an absolute URL. The fragment is ignored. A URL of the site may have
    /// another scheme than the public URL, and may have or lack `www.`. Returns `None` for a URL of another site, and for a path
    /// that is not UTF-8.
    ///
    /// The public URL may itself have a path. A path may leave it out, but a URL must have it.
    pub fn read(address: &str, public_url: &str) -> Result<Option<Self>, InvalidAddress> {
        let invalid = |code, detail| InvalidAddress { code, detail };
        if address.chars().count() > MAX_LENGTH {
            return Err(invalid("too-long", format!("must be at most {MAX_LENGTH} characters long")));
        }
        // The URL Standard removes some of them, so the path would be another one than it seems.
        if address.contains(char::is_control) {
            return Err(invalid(
                "invalid-url",
                "must not contain tabs, line ends or other control characters".to_owned(),
            ));
        }
        let invalid_url = |_| {
            invalid("invalid-url", "must be a path that begins with a slash, or an absolute URL".to_owned())
        };
        let own = Url::parse(public_url).map_err(invalid_url)?;
        let is_path = address.starts_with('/');
        let url = if is_path { own.join(address) } else { Url::parse(address) }.map_err(invalid_url)?;
        Ok(below(&own, &url, is_path).and_then(|path| Self::of(path, url.query().unwrap_or_default())))
    }

    /// The segments between the slashes, percent-decoded.
    pub fn segments(&self) -> Vec<&str> {
        self.segments.iter().map(String::as_str).collect()
    }

    /// The path with its query, normalized: the parameters sorted, each with an equals sign.
    pub fn with_query(&self) -> String {
        self.with(&self.query.iter().collect::<Vec<_>>())
    }

    /// The paths with a query that a redirect of this address can start from, the most specific first: with the whole query, and
    /// with the query without tracking parameters. Empty without a query.
    pub fn with_queries(&self) -> Vec<String> {
        let is_tracking = |name: &str| name.starts_with("utm_") || TRACKING_PARAMETERS.contains(&name);
        let content: Vec<_> = self.query.iter().filter(|(name, _)| !is_tracking(name)).collect();
        let mut urls = vec![self.with_query(), self.with(&content)];
        urls.dedup();
        urls.retain(|address| *address != self.to_string());
        urls
    }

    fn with(&self, query: &[&(String, String)]) -> String {
        if query.is_empty() {
            return self.to_string();
        }
        let pairs = query.iter().map(|(name, value)| (name, value));
        format!("{self}?{}", form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish())
    }

    fn of(path: &str, query: &str) -> Option<Self> {
        let decoded = |part| percent_decode_str(part).decode_utf8().ok().map(Cow::into_owned);
        let segments = path.trim_matches('/').split('/').map(decoded).collect::<Option<_>>()?;
        let mut query: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        query.sort();
        Some(Self { segments, query })
    }
}

impl Display for SitePath {
    /// Writes the normalized path without the query: a slash before each segment and none at the end. Equal paths have equal
    /// texts.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for segment in &self.segments {
            write!(f, "/{}", utf8_percent_encode(segment, NOT_IN_SEGMENTS))?;
        }
        Ok(())
    }
}

/// The path of `url` relative to the URL of the site; `None` when the URL belongs to another site.
fn below<'a>(own: &Url, url: &'a Url, may_omit_site_path: bool) -> Option<&'a str> {
    if !is_same_site(own, url) {
        return None;
    }
    let below = url.path().strip_prefix(own.path().trim_end_matches('/'));
    match below.filter(|below| below.is_empty() || below.starts_with('/')) {
        None if may_omit_site_path => Some(url.path()),
        below => below,
    }
}

/// Whether both URLs have the same host and port. The scheme, and `www.` before the host, may differ.
fn is_same_site(own: &Url, url: &Url) -> bool {
    let host = |url: &Url| url.host_str().map(|host| host.strip_prefix("www.").unwrap_or(host).to_owned());
    // `Url::port` is `None` for the default port of the scheme.
    matches!(url.scheme(), "http" | "https") && host(url) == host(own) && url.port() == own.port()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_at(public_url: &str, address: &str) -> Result<Option<String>, &'static str> {
        let path = SitePath::read(address, public_url).map_err(|error| error.code)?;
        Ok(path.map(|path| path.to_string()))
    }

    fn read(address: &str) -> Result<Option<String>, &'static str> {
        read_at("https://news.example", address)
    }

    fn is(path: &str) -> Result<Option<String>, &'static str> {
        Ok(Some(path.to_owned()))
    }

    #[test]
    fn equal_paths_are_written_the_same() {
        for same in [
            "/harbour/f%C3%A4hre",
            "/harbour/fähre/",
            "//news.example/harbour/fähre",
            "/a/../harb%6Fur/f%c3%a4hre?q#f",
            "HTTPS://NEWS.example:443/harbour/fähre#x",
        ] {
            assert_eq!(read(same), is("/harbour/f%C3%A4hre"), "{same}");
        }
        for normalized in ["/", "/100%25", "/100%2541", "/a%2Fb", "/a%00b", "/index.php", "/a//b"] {
            assert_eq!(read(normalized), is(normalized));
        }
        assert_eq!(read("/%ff"), Ok(None));
    }

    #[test]
    fn a_url_of_the_site_may_differ_in_scheme_and_www() {
        for own in ["http://news.example", "https://news.example", "https://www.news.example"] {
            for same in ["http://news.example/a", "https://www.news.example/a", "//WWW.news.example/a", "/a"]
            {
                assert_eq!(read_at(own, same), is("/a"), "{same} at {own}");
            }
            for other in
                ["https://www.www.news.example/a", "http://news.example:443/a", "ftp://news.example/a"]
            {
                assert_eq!(read_at(own, other), Ok(None), "{other} at {own}");
            }
        }
        assert_eq!(read_at("http://127.0.0.1:8080", "https://127.0.0.1:8080/a"), is("/a"));
        assert_eq!(read_at("http://127.0.0.1:8080", "http://127.0.0.1/a"), Ok(None));
    }

    #[test]
    fn queries_are_normalized_and_tracking_parameters_removed() {
        fn urls(address: &str) -> (String, Vec<String>) {
            let path = SitePath::read(address, "https://news.example").ok().flatten();
            path.map(|path| (path.to_string(), path.with_queries())).unwrap_or_default()
        }
        let found = |path: &str, queries: &[&str]| {
            (path.to_owned(), queries.iter().map(|query| (*query).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(urls("/"), found("/", &[]));
        assert_eq!(urls("/x?#y"), found("/x", &[]));
        for same in ["/?p=123", "https://www.news.example/?p=123#top", "/?&p=%3123&"] {
            assert_eq!(urls(same), found("/", &["/?p=123"]), "{same}");
        }
        for same in ["/a?b=é+1&a", "/a/?a=&b=%C3%A9%201"] {
            assert_eq!(urls(same), found("/a", &["/a?a=&b=%C3%A9+1"]), "{same}");
        }
        let tracked = ["/?fbclid=x&p=1&utm_source=y", "/?p=1"];
        assert_eq!(urls("/?p=1&utm_source=y&fbclid=x"), found("/", &tracked));
        assert_eq!(urls("/?utm_source=y"), found("/", &["/?utm_source=y"]));
        for (_, queries) in [urls("/?a=%ff&b=%00&c=%26%3D%23&d=+"), urls("/?x=1&x=0")] {
            let again: Vec<_> = queries.iter().map(|address| urls(address).1).collect();
            assert_eq!(again, [queries]);
        }
    }

    #[test]
    fn urls_of_other_sites_have_no_path() {
        for other in [
            "https://news.example:8443/harbour",
            "https://news.example.org/harbour",
            "https://evil.example/https://news.example/harbour",
            "https://news.example@evil.example/harbour",
            "//evil.example/harbour",
            "/\\evil.example/harbour",
            "javascript:alert(1)",
            "mailto:desk@news.example",
        ] {
            assert_eq!(read(other), Ok(None), "{other}");
        }
    }

    #[test]
    fn the_public_url_may_have_a_path() {
        let own = "https://e.example/news";
        assert_eq!(read_at(own, "https://e.example/news/harbour"), is("/harbour"));
        assert_eq!(read_at(own, "/news/harbour/1/x"), is("/harbour/1/x"));
        assert_eq!(read_at(own, "/harbour/1/x"), is("/harbour/1/x"));
        assert_eq!(read_at(own, "https://e.example/harbour"), Ok(None));
        assert_eq!(read_at(own, "https://e.example/newsroom"), Ok(None));
    }

    #[test]
    fn a_text_that_is_neither_path_nor_url_is_refused() {
        for text in ["harbour", "news.example/harbour", "http://", "//", "https://[::1/x", "?x", "#x", "é"] {
            assert_eq!(read(text), Err("invalid-url"), "{text}");
        }
        for text in ["/a\r\nb", "/a\tb", "https://news.example/\na"] {
            assert_eq!(read(text), Err("invalid-url"), "{text:?}");
        }
        let long = "é".repeat(2047);
        assert_eq!(read(&format!("/{long}")), is(&format!("/{}", "%C3%A9".repeat(2047))));
        assert_eq!(read(&format!("/é{long}")), Err("too-long"));
    }
}
