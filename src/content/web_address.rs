//! Addresses on the web that editors enter: images, sources, canonical URLs.

use url::Url;

/// The most characters an address may have.
pub const MAX_LENGTH: usize = 2048;

/// Checks an absolute `http` or `https` address and gives it back in the form RFC 3986 normalises
/// it to. Names and passwords inside an address are refused: they would be published.
pub fn parse(text: String) -> Result<String, &'static str> {
    const REFUSED: &str = "must be an absolute http or https address without a name or password in it";
    if text.len() > MAX_LENGTH {
        return Err("must be at most 2048 characters long");
    }
    let url = Url::parse(text.trim()).map_err(|_| REFUSED)?;
    let clean =
        matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none();
    if clean { Ok(url.into()) } else { Err(REFUSED) }
}

#[cfg(test)]
mod tests {
    use super::*;

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
