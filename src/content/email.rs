//! E-mail addresses.

/// The most characters an address may have (RFC 5321).
const MAX_LENGTH: usize = 254;

/// Checks that a text has the form of an e-mail address, and trims it. Whether mail arrives there
/// only sending some can tell.
pub fn parse(text: String) -> Result<String, &'static str> {
    let address = text.trim();
    let sound = address.len() <= MAX_LENGTH
        && !address.chars().any(|c| c.is_whitespace() || c.is_control())
        && address.rsplit_once('@').is_some_and(|(name, host)| {
            let labels: Vec<&str> = host.split('.').collect();
            !name.is_empty()
                && !name.contains('@')
                && labels.len() > 1
                && labels.iter().all(|label| !label.is_empty())
        });
    if sound { Ok(address.to_owned()) } else { Err("is not an e-mail address") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_needs_a_name_and_a_host() {
        assert_eq!(parse(" ada@example.org ".into()).as_deref(), Ok("ada@example.org"));
        for text in [
            "",
            "ada",
            "@example.org",
            "ada@",
            "ada@host",
            "a da@example.org",
            "ada@.org",
            "ada@example.",
            "a@@b.example",
            "a@b..example",
        ] {
            assert!(parse(text.into()).is_err(), "{text}");
        }
    }
}
