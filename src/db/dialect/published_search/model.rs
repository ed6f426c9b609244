//! What is indexed, and what a search of the index is given.

use crate::content::Time;
use crate::content::search::{Phrase, Search};
use crate::db::conn::Conn;

/// The searched text of an article: folded words with a space between them.
///
/// It contains the texts of each [`SearchScope`] in turn, and each text ends with `| `, which no phrase matches
/// across. The words of [`SearchScope::Headline`] and [`SearchScope::Opening`] have a prefix, so that one index
/// serves all scopes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document(String);

impl Document {
    /// The document of an article, from its texts as folded words with a space between them.
    pub fn of(headline: &str, [kicker, lead, summary]: [&str; 3], body: &str) -> Self {
        let mut document = String::with_capacity(body.len() + 1024);
        let opening = [headline, kicker, lead].map(|text| (SearchScope::Opening, text));
        let whole = [headline, kicker, lead, summary].map(|text| (SearchScope::Whole, text));
        for (scope, text) in [(SearchScope::Headline, headline)].into_iter().chain(opening).chain(whole) {
            for word in text.split(' ').filter(|word| !word.is_empty()) {
                document.push_str(scope.prefix());
                document.push_str(word);
                document.push(' ');
            }
            document.push_str("| ");
        }
        document.push_str(body);
        Self(document)
    }

    /// A document that was read from the database.
    pub fn stored(text: String) -> Self {
        Self(text)
    }

    /// The text to store.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The words of the body.
    pub fn body(&self) -> &str {
        self.0.rsplit_once("| ").map_or("", |(_, body)| body)
    }

    /// The best scope in which the document matches the whole search.
    pub(super) fn best_scope(&self, search: &Search) -> Option<SearchScope> {
        SearchScope::BEST_FIRST.into_iter().find(|scope| search.matches(&self.0, scope.prefix()))
    }

    /// Its words with their positions. `|` takes a position but is no word, so that phrases do not match across it.
    pub(super) fn words(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.0.split(' ').filter(|word| !word.is_empty())).filter(|(_, word)| *word != "|")
    }
}

/// The part of an article that must match the whole search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchScope {
    /// The headline.
    Headline,
    /// The headline, the kicker and the lead.
    Opening,
    /// The headline, the kicker, the lead, the summary and the body.
    Whole,
}

impl SearchScope {
    /// All scopes. A match in an earlier one is more relevant.
    pub const BEST_FIRST: [Self; 3] = [Self::Headline, Self::Opening, Self::Whole];

    /// The prefix of each word of the scope in the index. No folded word begins with it.
    pub(super) fn prefix(self) -> &'static str {
        match self {
            Self::Headline => "^",
            Self::Opening => "~",
            Self::Whole => "",
        }
    }
}

/// A range of articles to scan, in the order of the time of publication and the News ID.
#[derive(Clone, Copy, Debug)]
pub struct ScanRange {
    /// Whether the oldest article comes first.
    pub ascending: bool,
    /// The earliest time of publication.
    pub from: Option<Time>,
    /// The time of publication must be earlier than this.
    pub before: Option<Time>,
    /// The seek key: only articles after it, in the order of the scan.
    pub after: Option<(Time, i64)>,
}

impl ScanRange {
    /// Whether an article with that key is in the range.
    pub(super) fn contains(&self, key: (Time, i64)) -> bool {
        self.from.is_none_or(|from| from <= key.0)
            && self.before.is_none_or(|before| key.0 < before)
            && self.after.is_none_or(|after| if self.ascending { key > after } else { key < after })
    }
}

/// The search in the query language of the database. Folded words are letters and digits only, so they need no
/// escape.
pub(super) fn query(conn: &Conn, search: &Search, scope: SearchScope) -> String {
    let prefix = scope.prefix();
    let phrase = |Phrase { words, is_prefix }: &Phrase| match conn {
        Conn::Sqlite(_) => {
            format!("\"{prefix}{}\"{}", words.join(&format!(" {prefix}")), if *is_prefix { " *" } else { "" })
        }
        Conn::Postgres(_) => {
            format!(
                "'{prefix}{}'{}",
                words.join(&format!("' <-> '{prefix}")),
                if *is_prefix { ":*" } else { "" }
            )
        }
    };
    let phrases: Vec<String> = search.phrases().iter().map(phrase).collect();
    phrases.join(if matches!(conn, Conn::Sqlite(_)) { " " } else { " & " })
}
