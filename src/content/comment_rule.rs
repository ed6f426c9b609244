//! Rules on comments: what is banned or suspect, and whether a comment is.

use std::collections::HashMap;
use std::net::IpAddr;

use aho_corasick::AhoCorasick;
use ipnet::IpNet;

use super::vocabulary::{RuleAction, RuleKind};
use super::{Time, blank, email, folding, network};

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
pub struct CommentFacts {
    /// The words of the name and of the text, folded, each between spaces.
    words: String,
    email: Option<String>,
    address: Option<IpAddr>,
}

impl CommentFacts {
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
}

/// A rule on comments.
#[derive(Clone, Debug)]
pub struct Rule {
    /// What it looks at.
    pub kind: RuleKind,
    /// The value in its canonical spelling.
    pub value: String,
    /// What becomes of a comment that it is about.
    pub action: RuleAction,
    /// When it ends to apply.
    pub expires_at: Option<Time>,
}

/// What a rule does, and until when.
type Verdict = (RuleAction, Option<Time>);

/// Many rules, arranged so that a comment is held against all of them at once.
#[derive(Debug, Default)]
pub struct Rules {
    /// Finds the words of all rules in one pass over a text; each with the space before and after it.
    words: Option<AhoCorasick>,
    /// What becomes of a comment with these words, in the order of the finder.
    of_words: Vec<Verdict>,
    /// By e-mail address, or by `@` and a host.
    of_emails: HashMap<String, Verdict>,
    of_networks: Vec<(IpNet, Verdict)>,
}

impl Rules {
    /// Arranges rules.
    pub fn new(rules: Vec<Rule>) -> Self {
        let mut all = Self::default();
        let mut words = Vec::new();
        for Rule { kind, value, action, expires_at } in rules {
            let verdict = (action, expires_at);
            match kind {
                RuleKind::Word => {
                    words.push(format!(" {value} "));
                    all.of_words.push(verdict);
                }
                RuleKind::Email => {
                    all.of_emails.insert(value, verdict);
                }
                RuleKind::Address => {
                    all.of_networks.extend(network::parse(&value).map(|network| (network, verdict)));
                }
            }
        }
        // Building it fails for gigabytes of words only.
        all.words = AhoCorasick::new(&words).ok();
        all
    }

    /// The rules that are about a comment and apply at `now`.
    pub fn matching(&self, sent: &CommentFacts, now: Time) -> impl Iterator<Item = (RuleKind, RuleAction)> {
        let words = self.words.iter().flat_map(|words| words.find_overlapping_iter(&sent.words));
        let words = words.filter_map(|found| self.of_words.get(found.pattern().as_usize()));
        let host = sent.email.as_ref().and_then(|email| email.get(email.rfind('@')?..));
        let emails = [sent.email.as_deref(), host].into_iter().flatten();
        let emails = emails.filter_map(|email| self.of_emails.get(email));
        let address = sent.address;
        let is_from = move |network: &IpNet| address.is_some_and(|address| network.contains(&address));
        let networks = self.of_networks.iter().filter(move |(network, _)| is_from(network));
        words
            .map(|verdict| (RuleKind::Word, *verdict))
            .chain(emails.map(|verdict| (RuleKind::Email, *verdict)))
            .chain(networks.map(|(_, verdict)| (RuleKind::Address, *verdict)))
            .filter(move |(_, (_, expires_at))| expires_at.is_none_or(|end| now < end))
            .map(|(kind, (action, _))| (kind, action))
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

    /// What the rules of that kind and value say of a comment.
    fn fits(sent: &CommentFacts, kind: RuleKind, value: &str) -> bool {
        let rule = Rule { kind, value: value.to_owned(), action: RuleAction::Ban, expires_at: None };
        let other = Rule { value: "elsewhere".to_owned(), kind: RuleKind::Word, ..rule.clone() };
        let rules = Rules::new(vec![other.clone(), rule, other]);
        let found: Vec<_> = rules.matching(sent, Time::from_micros(0)).collect();
        assert!(found.is_empty() || found == [(kind, RuleAction::Ban)], "{found:?}");
        !found.is_empty()
    }

    #[test]
    fn a_rule_is_about_whole_words_and_whole_addresses() {
        let address = "192.0.2.7".parse().ok();
        let sent = CommentFacts::new(
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
            assert_eq!(self::fits(&sent, kind, value), fits, "{value}");
        }
        assert!(!self::fits(&CommentFacts::new("a", "b", None, None), RuleKind::Email, "@b.example"));
    }

    #[test]
    fn each_of_many_rules_applies_until_it_ends() {
        let rule = |value: &str, action, end: Option<i64>| Rule {
            kind: RuleKind::Word,
            value: value.to_owned(),
            action,
            expires_at: end.map(Time::from_micros),
        };
        let rules = Rules::new(vec![
            rule("pills", RuleAction::Suspect, None),
            rule("cheap pills", RuleAction::Ban, Some(10)),
            rule("pills cheap", RuleAction::Ban, None),
        ]);
        let at = |now| {
            let sent = CommentFacts::new("Jo", "Cheap pills, cheap", None, None);
            let mut found: Vec<_> = rules.matching(&sent, Time::from_micros(now)).collect();
            found.sort_by_key(|(_, action)| *action == RuleAction::Ban);
            found
        };
        let (suspect, ban) = ((RuleKind::Word, RuleAction::Suspect), (RuleKind::Word, RuleAction::Ban));
        assert_eq!(at(9), [suspect, ban, ban]);
        assert_eq!(at(10), [suspect, ban]);
    }
}
