//! Rules on comments: banned or suspect words, e-mail addresses and IP networks, and which rules a comment matches.

use std::collections::HashMap;
use std::net::IpAddr;

use aho_corasick::AhoCorasick;
use ipnet::IpNet;

use super::vocabulary::{RuleAction, RuleKind};
use super::{Time, email, folding, invisible, network};

/// The maximum length of a rule's value in characters.
const MAX_VALUE_LENGTH: usize = 200;

/// The canonical form of a rule's value: words folded as for search, e-mail addresses in lower case, IP networks with the
/// host bits cleared. Fails with a fault detail when the value does not suit the kind.
pub fn canonical(kind: RuleKind, value: &str) -> Result<String, &'static str> {
    if value.chars().count() > MAX_VALUE_LENGTH {
        return Err("must have at most 200 characters");
    }
    match kind {
        RuleKind::Word => {
            let words = folded(value);
            if words.is_empty() { Err("must have at least one letter or digit") } else { Ok(words) }
        }
        RuleKind::Email => {
            let value = value.trim().to_lowercase();
            // `@host` is checked as the host of an address.
            let address = if value.starts_with('@') { format!("x{value}") } else { value.clone() };
            email::parse(address).map(|_| value).map_err(|_| "must be an e-mail address such as `jo@host.example`, or `@host.example` for all addresses of a host")
        }
        RuleKind::Address => network::parse(value.trim())
            .map(|network| network.trunc().to_string())
            .ok_or("must be an IP address such as `192.0.2.1`, or a network such as `192.0.2.0/24`"),
    }
}

/// The facts about a comment that rules match.
#[derive(Clone, Debug)]
pub struct CommentFacts {
    /// The folded words of the author's name and the text, with a space before and after each word.
    words: String,
    email: Option<String>,
    address: Option<IpAddr>,
}

impl CommentFacts {
    /// The facts of a comment: the author's name, the text, the author's e-mail address, the client's IP address.
    pub fn new(name: &str, body: &str, email: Option<&str>, address: Option<IpAddr>) -> Self {
        // The separator prevents that a phrase matches across the end of the name and the start of the text.
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
    /// What the rule matches.
    pub kind: RuleKind,
    /// The value in the form that [`canonical`] returns.
    pub value: String,
    /// What happens to a comment that matches.
    pub action: RuleAction,
    /// The rule does not apply from this time on.
    pub expires_at: Option<Time>,
}

/// A rule's action and its expiry.
type Verdict = (RuleAction, Option<Time>);

/// Rules, indexed so that one pass over a comment finds all rules that match.
#[derive(Debug, Default)]
pub struct Rules {
    /// An automaton that finds the words of all rules in one pass. Each pattern has a space before and after the words.
    words: Option<AhoCorasick>,
    /// The verdict of each pattern of the automaton, in the same order.
    word_verdicts: Vec<Verdict>,
    /// Verdicts by e-mail address, or by `@` and a host.
    email_verdicts: HashMap<String, Verdict>,
    /// Verdicts by IP network.
    network_verdicts: Vec<(IpNet, Verdict)>,
}

impl Rules {
    /// Indexes rules. Their values must be canonical.
    pub fn new(rules: Vec<Rule>) -> Self {
        let mut all = Self::default();
        let mut words = Vec::new();
        for Rule { kind, value, action, expires_at } in rules {
            let verdict = (action, expires_at);
            match kind {
                RuleKind::Word => {
                    // An earlier release may have folded it less.
                    words.push(format!(" {} ", folding::words(&value)));
                    all.word_verdicts.push(verdict);
                }
                RuleKind::Email => {
                    all.email_verdicts.insert(value, verdict);
                }
                RuleKind::Address => {
                    all.network_verdicts.extend(network::parse(&value).map(|network| (network, verdict)));
                }
            }
        }
        // Building the automaton fails only for gigabytes of words.
        all.words = AhoCorasick::new(&words).ok();
        all
    }

    /// The kind and action of each rule that matches a comment and has not expired at `now`.
    pub fn matching(
        &self,
        comment: &CommentFacts,
        now: Time,
    ) -> impl Iterator<Item = (RuleKind, RuleAction)> {
        let words = self.words.iter().flat_map(|words| words.find_overlapping_iter(&comment.words));
        let words = words.filter_map(|hit| self.word_verdicts.get(hit.pattern().as_usize()));
        let host = comment.email.as_ref().and_then(|email| email.get(email.rfind('@')?..));
        let emails = [comment.email.as_deref(), host].into_iter().flatten();
        let emails = emails.filter_map(|email| self.email_verdicts.get(email));
        let address = comment.address;
        let is_from = move |network: &IpNet| address.is_some_and(|address| network.contains(&address));
        let networks = self.network_verdicts.iter().filter(move |(network, _)| is_from(network));
        words
            .map(|verdict| (RuleKind::Word, *verdict))
            .chain(emails.map(|verdict| (RuleKind::Email, *verdict)))
            .chain(networks.map(|(_, verdict)| (RuleKind::Address, *verdict)))
            .filter(move |(_, (_, expires_at))| expires_at.is_none_or(|end| now < end))
            .map(|(kind, (action, _))| (kind, action))
    }
}

/// The words of a text, folded as for search, separated by spaces. Invisible characters are removed first, so they cannot
/// split a banned word.
pub fn folded(text: &str) -> String {
    let visible: String = text.chars().filter(|c| !invisible::is_invisible(*c)).collect();
    folding::words(&visible)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_one_canonical_form() {
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
            let result = canonical(kind, value);
            assert_eq!(result.as_deref().map_err(|_| ()), expected, "{value}");
        }
        assert!(canonical(RuleKind::Word, &"a".repeat(201)).is_err());
    }

    /// Whether a rule of that kind and value matches a comment.
    fn matches(comment: &CommentFacts, kind: RuleKind, value: &str) -> bool {
        let rule = Rule { kind, value: value.to_owned(), action: RuleAction::Ban, expires_at: None };
        let other = Rule { value: "elsewhere".to_owned(), kind: RuleKind::Word, ..rule.clone() };
        let rules = Rules::new(vec![other.clone(), rule, other]);
        let matching: Vec<_> = rules.matching(comment, Time::from_micros(0)).collect();
        assert!(matching.is_empty() || matching == [(kind, RuleAction::Ban)], "{matching:?}");
        !matching.is_empty()
    }

    #[test]
    fn rules_match_whole_words_and_whole_addresses() {
        let address = "192.0.2.7".parse().ok();
        let comment = CommentFacts::new(
            "Jo Cheap",
            "Pills of Essex, CHEAP  pills. hid\u{200b}den",
            Some("Jo@Mail.Spam.example"),
            address,
        );
        for (kind, value, expected) in [
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
            assert_eq!(matches(&comment, kind, value), expected, "{value}");
        }
        assert!(!matches(&CommentFacts::new("a", "b", None, None), RuleKind::Email, "@b.example"));
    }

    #[test]
    fn all_rules_match_until_they_expire() {
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
            let comment = CommentFacts::new("Jo", "Cheap pills, cheap", None, None);
            let mut matching: Vec<_> = rules.matching(&comment, Time::from_micros(now)).collect();
            matching.sort_by_key(|(_, action)| *action == RuleAction::Ban);
            matching
        };
        let (suspect, ban) = ((RuleKind::Word, RuleAction::Suspect), (RuleKind::Word, RuleAction::Ban));
        assert_eq!(at(9), [suspect, ban, ban]);
        assert_eq!(at(10), [suspect, ban]);
    }
}
