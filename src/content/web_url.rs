//! Absolute URLs that editors enter: images, profile pages, canonical URLs, redirect targets.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use url::Url;

/// Characters that the WHATWG URL Standard leaves in paths, queries and fragments, and RFC 3986 does not allow there.
const NOT_IN_RFC_3986: &AsciiSet =
    &CONTROLS.add(b'|').add(b'^').add(b'`').add(b'{').add(b'}').add(b'[').add(b']').add(b'\\').add(b'"');

/// The maximum length of a URL in characters, percent-encoded.
pub const MAX_LENGTH: usize = 2048;

/// Validates an absolute `http` or `https` URL, and returns it in the normal form of the WHATWG URL Standard, percent-encoded
/// so that it is also a URI by RFC 3986.
///
/// A user name or password in the URL is refused, because it would be published. The error is the detail of a fault.
pub fn parse(text: String) -> Result<String, &'static str> {
    const REFUSED: &str = "must be an absolute `http` or `https` URL without a user name or password";
    const TOO_LONG: &str = "must have at most 2048 characters, percent-encoded";
    if text.len() > MAX_LENGTH {
        return Err(TOO_LONG);
    }
    let text = text.trim();
    // The URL Standard removes some of them, so the URL would be another one than it seems.
    if text.contains(char::is_control) {
        return Err("must not contain tabs, line ends or other control characters");
    }
    let url = Url::parse(text).map_err(|_| REFUSED)?;
    let is_allowed =
        matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none();
    let (origin, rest) = url.as_str().split_at(url[..url::Position::BeforePath].len());
    let url = format!("{origin}{}", utf8_percent_encode(rest, NOT_IN_RFC_3986));
    match is_allowed {
        true if url.len() <= MAX_LENGTH => Ok(url),
        true => Err(TOO_LONG),
        false => Err(REFUSED),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_normal_form_is_valid_and_stable() {
        assert_eq!(
            parse(format!("https://e.org/{}", "é".repeat(1000))),
            Err("must have at most 2048 characters, percent-encoded")
        );
        let once = parse("https://[::1]:8/é b|[1]?q={x}#^".into()).unwrap_or_default();
        assert_eq!(once, "https://[::1]:8/%C3%A9%20b%7C%5B1%5D?q=%7Bx%7D#%5E");
        assert_eq!(parse(once.clone()), Ok(once));
    }

    #[test]
    fn only_absolute_http_urls_without_credentials_are_valid() {
        assert_eq!(parse("https://example.org/a b".into()).as_deref(), Ok("https://example.org/a%20b"));
        for text in [
            "",
            "/local",
            "javascript:alert(1)",
            "data:text/html,x",
            "https://me:pw@example.org",
            "ftp://example.org",
            "ht\ntps://example.org",
            "https://exa\tmple.org",
            "\u{1}https://example.org",
        ] {
            assert!(parse(text.into()).is_err(), "{text}");
        }
    }
}
