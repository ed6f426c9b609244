//! Rules on comments: what is banned or suspect, and whether a comment is.

use std::net::IpAddr;

use super::vocabulary::RuleKind;
use super::{blank, email, folding, network};

/// The most characters of a rule's value.
const MAX_LENGTH: usize = 200;

/// The value of a rule in the one spelling it is kept in: words folded as for searching, addresses in lower case,
/// networks by their first address.
pub fn canonical(kind: RuleKind, value: &str) -> Result<String, &'static str> {
    if value.chars().count() > MAX_LENGTH {
        return Err("has more than 200 characters");
    }
    match kind {
        RuleKind::Word => {
            let words = folded(value);
            if words.is_empty() { Err("has no letter and no digit") } else { Ok(words) }
        }
        RuleKind::Email => {
            let value = value.trim().to_lowercase();
            // A host is checked as what it is in an address of it.
            let address = if value.starts_with('@') { format!("x{value}") } else { value.clone() };
            email::parse(address).map(|_| value).map_err(|_| "is no e-mail address and no `@host.example`")
        }
        RuleKind::Address => network::parse(value.trim())
            .map(|network| network.trunc().to_string())
            .ok_or("is no IP address and no network such as `192.0.2.0/24`"),
    }
}

/// A comment as rules look at it.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The words of the name and of the text, folded, each between spaces.
    words: String,
    email: Option<String>,
    address: Option<IpAddr>,
}

impl Sent {
    /// A comment of that name, text and e-mail address, from that address in the network.
    pub fn new(name: &str, body: &str, email: Option<&str>, address: Option<IpAddr>) -> Self {
        // A name's last word and a text's first one are no words in a row.
        let words = format!(" {} | {} ", folded(name), folded(body));
        Self {
            words,
            email: email.map(str::to_lowercase),
            address: address.map(|address| address.to_canonical()),
        }
    }

    /// Whether a rule of that kind and canonical value is about it.
    pub fn fits(&self, kind: RuleKind, value: &str) -> bool {
        match kind {
            RuleKind::Word => self.words.contains(&format!(" {value} ")),
            RuleKind::Email => self
                .email
                .as_ref()
                .is_some_and(|email| email == value || (value.starts_with('@') && email.ends_with(value))),
            RuleKind::Address => self
                .address
                .zip(network::parse(value))
                .is_some_and(|(address, network)| network.contains(&address)),
        }
    }
}

/// The words of a text as they are searched for, with spaces between them. What nobody sees parts no word.
pub fn folded(text: &str) -> String {
    let seen: String = text.chars().filter(|c| !blank::is_unseen(*c)).collect();
    folding::words(&seen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_has_one_spelling() {
        for (kind, value, expected) in [
            (RuleKind::Word, "  Cheap   PILLS! ", Ok("cheap pills")),
            (RuleKind::Word, "Café", Ok("cafe")),
            (RuleKind::Word, "!!", Err(())),
            (RuleKind::Email, " Jo@Reader.Example ", Ok("jo@reader.example")),
            (RuleKind::Email, "@Spam.example", Ok("@spam.example")),
            (RuleKind::Email, "spam.example", Err(())),
            (RuleKind::Email, "@spam", Err(())),
            (RuleKind::Address, "192.0.2.77/24", Ok("192.0.2.0/24")),
            (RuleKind::Address, "::ffff:192.0.2.1", Ok("192.0.2.1/32")),
            (RuleKind::Address, "::ffff:192.0.2.9/120", Ok("192.0.2.0/24")),
            (RuleKind::Address, "2001:DB8::1", Ok("2001:db8::1/128")),
            (RuleKind::Address, "192.0.2", Err(())),
        ] {
            let found = canonical(kind, value);
            assert_eq!(found.as_deref().map_err(|_| ()), expected, "{value}");
        }
        assert!(canonical(RuleKind::Word, &"a".repeat(201)).is_err());
    }

    #[test]
    fn a_rule_is_about_whole_words_and_whole_addresses() {
        let address = "192.0.2.7".parse().ok();
        let sent = Sent::new(
            "Jo Cheap",
            "Pills of Essex, CHEAP  pills. hid\u{200b}den",
            Some("Jo@Mail.Spam.example"),
            address,
        );
        for (kind, value, fits) in [
            (RuleKind::Word, "cheap pills", true),
            (RuleKind::Word, "hidden", true),
            (RuleKind::Word, "pills of essex cheap", true),
            (RuleKind::Word, "sex", false),
            (RuleKind::Word, "jo cheap pills", false),
            (RuleKind::Email, "jo@mail.spam.example", true),
            (RuleKind::Email, "@mail.spam.example", true),
            (RuleKind::Email, "@spam.example", false),
            (RuleKind::Address, "192.0.2.0/24", true),
            (RuleKind::Address, "192.0.2.7/32", true),
            (RuleKind::Address, "192.0.3.0/24", false),
        ] {
            assert_eq!(sent.fits(kind, value), fits, "{value}");
        }
        assert!(!Sent::new("a", "b", None, None).fits(RuleKind::Email, "@b.example"));
    }
}
