//! Addresses on the web that editors enter: images, sources, canonical URLs.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use url::Url;

/// What the URL Standard leaves in paths, queries and fragments, and RFC 3986 does not allow there.
const NOT_IN_RFC_3986: &AsciiSet =
    &CONTROLS.add(b'|').add(b'^').add(b'`').add(b'{').add(b'}').add(b'[').add(b']').add(b'\\').add(b'"');

/// The most characters an address may have.
pub const MAX_LENGTH: usize = 2048;

/// Checks an absolute `http` or `https` address and gives it back normalised as the URL Standard
/// (WHATWG) does it, and so that it is a URI of RFC 3986 too. Names and passwords inside an address
/// are refused: they would be published.
pub fn parse(text: String) -> Result<String, &'static str> {
    const REFUSED: &str = "must be an absolute http or https address without a name or password in it";
    const TOO_LONG: &str = "must be at most 2048 characters long, percent-encoded";
    if text.len() > MAX_LENGTH {
        return Err(TOO_LONG);
    }
    let url = Url::parse(text.trim()).map_err(|_| REFUSED)?;
    let clean =
        matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none();
    let (origin, rest) = url.as_str().split_at(url[..url::Position::BeforePath].len());
    let url = format!("{origin}{}", utf8_percent_encode(rest, NOT_IN_RFC_3986));
    match clean {
        true if url.len() <= MAX_LENGTH => Ok(url),
        true => Err(TOO_LONG),
        false => Err(REFUSED),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passed_once_passes_again() {
        assert_eq!(
            parse(format!("https://e.org/{}", "é".repeat(1000))),
            Err("must be at most 2048 characters long, percent-encoded")
        );
        let once = parse("https://[::1]:8/é b|[1]?q={x}#^".into()).unwrap_or_default();
        assert_eq!(once, "https://[::1]:8/%C3%A9%20b%7C%5B1%5D?q=%7Bx%7D#%5E");
        assert_eq!(parse(once.clone()), Ok(once));
    }

    #[test]
    fn only_absolute_web_addresses_without_secrets_pass() {
        assert_eq!(parse("https://example.org/a b".into()).as_deref(), Ok("https://example.org/a%20b"));
        for text in [
            "",
            "/local",
            "javascript:alert(1)",
            "data:text/html,x",
            "https://me:pw@example.org",
            "ftp://example.org",
        ] {
            assert!(parse(text.into()).is_err(), "{text}");
        }
    }
}
