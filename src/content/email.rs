//! E-mail addresses.

use email_address::{EmailAddress, Options};

/// The maximum length of an address in bytes (RFC 5321).
const MAX_LENGTH: usize = 254;

/// The host must have a top-level domain and must not be an IP address. A display name is not allowed.
const OPTIONS: Options =
    Options { minimum_sub_domains: 2, allow_domain_literal: false, allow_display_text: false };

/// Trims a text and checks that it is an e-mail address by RFC 5321, with letters and digits of all scripts (RFC 6531).
///
/// Quoted local parts are refused: hardly any mail system issues them, and they may contain any text. The check does not
/// prove that the mailbox exists.
pub fn parse(text: String) -> Result<String, &'static str> {
    let address = text.trim();
    let is_label = |label: &str| !label.starts_with('-') && !label.ends_with('-') && !label.contains('_');
    let is_host = |host: &str| host.split('.').all(is_label);
    let is_address = address.len() <= MAX_LENGTH
        && EmailAddress::parse_with_options(address, OPTIONS)
            .is_ok_and(|address| !address.local_part().starts_with('"') && is_host(address.domain()));
    if is_address {
        Ok(address.to_owned())
    } else {
        Err("must be an e-mail address such as `ada@example.org`")
    }
}

/// The form in which addresses are stored and compared: trimmed, in lower case.
pub fn canonical(address: &str) -> String {
    address.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_with_a_local_part_and_a_domain_are_valid() {
        for text in [
            " ada@example.org ",
            "ada.marlow+news@mail.example.org",
            "o'hara@example.org",
            "用户@例子.广告",
            "a@b-c.example",
        ] {
            assert_eq!(parse(text.into()).as_deref(), Ok(text.trim()));
        }
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
            "<script>@b.example",
            "\"<script>\"@b.example",
            "a@-b.c",
            "a@b-.c",
            "a@[192.0.2.1]",
            "Ada <ada@example.org>",
            "ada@example.org\u{0}",
            "a\u{202e}b@example.org",
            ".ada@example.org",
            "ada.@example.org",
            "a..b@example.org",
            "a@b_c.example",
            "a@b.exa mple",
        ] {
            assert!(parse(text.into()).is_err(), "{text:?}");
        }
    }
}
