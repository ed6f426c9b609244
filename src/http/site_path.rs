//! The addresses of the site's own pages, whoever writes them down.

use std::borrow::Cow;
use std::fmt::{self, Display, Formatter};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use url::Url;

/// The most characters an address may have.
const MAX_LENGTH: usize = 2048;

/// The most redirects that lead from one to the next.
pub const MAX_REDIRECTS: usize = 10;

/// What a segment of a path must not hold as it is: all but the `pchar`s of RFC 3986.
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

/// The address of a page of the site: its path below the public URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SitePath {
    segments: Vec<String>,
}

/// A text that is no address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoAddress {
    /// Stable code for programs.
    pub code: &'static str,
    /// One sentence for people.
    pub detail: String,
}

impl SitePath {
    /// Reads a path that begins with a slash, or an absolute URL. Query and fragment do not matter. `None`
    /// for addresses of other sites, and for those that are no text.
    ///
    /// A site may itself lie below a path. Paths may leave it out, URLs may not.
    pub fn read(address: &str, public_url: &str) -> Result<Option<Self>, NoAddress> {
        let faulty = |code, detail| NoAddress { code, detail };
        if address.chars().count() > MAX_LENGTH {
            return Err(faulty("too-long", format!("must be at most {MAX_LENGTH} characters long")));
        }
        let no_address = |_| {
            faulty("invalid-url", "must be a path that begins with a slash, or an absolute URL".to_owned())
        };
        let own = Url::parse(public_url).map_err(no_address)?;
        let is_path = address.starts_with('/');
        let url = if is_path { own.join(address) } else { Url::parse(address) }.map_err(no_address)?;
        Ok(below(&own, &url, is_path).and_then(Self::of))
    }

    /// What stands between the slashes, decoded.
    pub fn segments(&self) -> Vec<&str> {
        self.segments.iter().map(String::as_str).collect()
    }

    fn of(path: &str) -> Option<Self> {
        let decoded = |part| percent_decode_str(part).decode_utf8().ok().map(Cow::into_owned);
        let segments = path.trim_matches('/').split('/').map(decoded).collect::<Option<_>>()?;
        Some(Self { segments })
    }
}

impl Display for SitePath {
    /// One spelling for all that mean the same: a slash before every segment, none at the end.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for segment in &self.segments {
            write!(f, "/{}", utf8_percent_encode(segment, NOT_IN_SEGMENTS))?;
        }
        Ok(())
    }
}

/// The path of `url` below the site's own; `None` when it is not of the site.
fn below<'a>(own: &Url, url: &'a Url, own_may_be_left_out: bool) -> Option<&'a str> {
    if url.origin() != own.origin() {
        return None;
    }
    let below = url.path().strip_prefix(own.path().trim_end_matches('/'));
    match below.filter(|below| below.is_empty() || below.starts_with('/')) {
        None if own_may_be_left_out => Some(url.path()),
        below => below,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_at(public_url: &str, address: &str) -> Result<Option<String>, &'static str> {
        let path = SitePath::read(address, public_url).map_err(|no_address| no_address.code)?;
        Ok(path.map(|path| path.to_string()))
    }

    fn read(address: &str) -> Result<Option<String>, &'static str> {
        read_at("https://news.example", address)
    }

    fn is(path: &str) -> Result<Option<String>, &'static str> {
        Ok(Some(path.to_owned()))
    }

    #[test]
    fn an_address_has_one_spelling_however_it_is_written() {
        for same in [
            "/harbour/f%C3%A4hre",
            "/harbour/fähre/",
            "//news.example/harbour/fähre",
            "/a/../harb%6Fur/f%c3%a4hre?q#f",
            "HTTPS://NEWS.example:443/harbour/fähre#x",
        ] {
            assert_eq!(read(same), is("/harbour/f%C3%A4hre"), "{same}");
        }
        for itself in ["/", "/100%25", "/100%2541", "/a%2Fb", "/a%00b", "/index.php", "/a//b"] {
            assert_eq!(read(itself), is(itself));
        }
        assert_eq!(read("/%ff"), Ok(None));
    }

    #[test]
    fn only_urls_of_the_site_are_of_the_site() {
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
            assert_eq!(read(other), Ok(None), "{other}");
        }
    }

    #[test]
    fn a_site_may_lie_below_a_path() {
        let own = "https://e.example/news";
        assert_eq!(read_at(own, "https://e.example/news/harbour"), is("/harbour"));
        assert_eq!(read_at(own, "/news/harbour/1/x"), is("/harbour/1/x"));
        assert_eq!(read_at(own, "/harbour/1/x"), is("/harbour/1/x"));
        assert_eq!(read_at(own, "https://e.example/harbour"), Ok(None));
        assert_eq!(read_at(own, "https://e.example/newsroom"), Ok(None));
    }

    #[test]
    fn what_is_neither_path_nor_url_is_no_address() {
        for text in ["harbour", "news.example/harbour", "http://", "//", "https://[::1/x", "?x", "#x", "é"] {
            assert_eq!(read(text), Err("invalid-url"), "{text}");
        }
        let long = "é".repeat(2047);
        assert_eq!(read(&format!("/{long}")), is(&format!("/{}", "%C3%A9".repeat(2047))));
        assert_eq!(read(&format!("/é{long}")), Err("too-long"));
    }
}
