//! What is indexed, and what a search of the index is given.

use std::collections::BTreeSet;

use crate::content::Time;
use crate::content::search::{Clause, IndexedText, JOINED, Pattern, Search, Terms};
use crate::db::conn::Conn;

/// The prefixes of the terms of the headline and of the opening.
const HEADLINE: &str = "^";
const OPENING: &str = "~";

/// The searched text of an article: terms with a space between them.
///
/// It contains the texts of each part in turn, and each text ends with `| `, which no phrase matches across. The terms of
/// the headline and of the opening have a prefix, so that one index serves all scopes. The joined words of a part follow its
/// last text but the body, each once. They have no position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document(String);

impl Document {
    /// The document of an article, from its texts.
    pub fn of(
        headline: &IndexedText,
        [kicker, lead, summary]: [&IndexedText; 3],
        body: &IndexedText,
    ) -> Self {
        let mut document = String::with_capacity(body.folded.terms.len() * 3 / 2 + 1024);
        for (prefix, texts, last) in [
            (HEADLINE, &[headline][..], None),
            (OPENING, &[headline, kicker, lead], None),
            ("", &[headline, kicker, lead, summary], Some(body)),
        ] {
            let mut add = |word: &str| {
                // A separator is no word of the part.
                let words = if word == "|" { [word, " ", ""] } else { [prefix, word, " "] };
                words.iter().for_each(|text| document.push_str(text));
            };
            for (at, text) in texts.iter().enumerate() {
                text.folded.terms.split(' ').filter(|term| !term.is_empty()).for_each(&mut add);
                if at + 1 == texts.len() {
                    let joined = texts.iter().copied().chain(last).flat_map(|text| &text.joined);
                    joined.collect::<BTreeSet<_>>().into_iter().for_each(|word| add(word));
                }
                add("|");
            }
        }
        document.push_str(&body.folded.terms);
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

    /// The terms of the body.
    pub fn body(&self) -> &str {
        self.0.get(self.body_start()..).unwrap_or_default()
    }

    /// The joined words of the whole article, after the terms of its summary.
    pub fn joined_words(&self) -> &str {
        let before = self.0.get(..self.body_start().saturating_sub(3)).unwrap_or_default();
        let text = before.rfind('|').and_then(|end| before.get(end + 1..)).unwrap_or(before);
        text.find(JOINED).and_then(|start| text.get(start..)).unwrap_or_default()
    }

    fn body_start(&self) -> usize {
        // The separator and a space are before the body.
        memchr::memrchr(b'|', self.0.as_bytes()).map_or(0, |end| end + 2)
    }

    /// The texts of a part, with its joined words.
    pub(super) fn part(&self, part: Part) -> &str {
        let mut ends = memchr::memchr_iter(b'|', self.0.as_bytes());
        let headline = ends.next().unwrap_or(self.0.len());
        let opening = ends.nth(2).unwrap_or(headline);
        let range = match part {
            Part::Headline => 0..headline,
            Part::Opening => headline..opening,
            Part::Whole => opening..self.0.len(),
        };
        self.0.get(range).unwrap_or_default()
    }

    /// Its terms, each with its position, and its joined words without one. `|` takes a position but is no term, so that
    /// phrases do not match across it.
    pub(super) fn words(&self) -> impl Iterator<Item = (Option<usize>, &str)> {
        let mut position = 0;
        let words = self.0.split(' ').filter(|word| !word.is_empty());
        let positioned = words.map(move |word| {
            let is_joined = word.trim_start_matches(['^', '~']).starts_with(JOINED);
            position += usize::from(!is_joined);
            (Some(position).filter(|_| !is_joined), word)
        });
        positioned.filter(|(_, word)| *word != "|")
    }
}

/// The part of an article that must match the whole search, and whether other forms of a word are enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SearchScope {
    /// The part.
    pub(super) part: Part,
    /// Whether other forms of a word match it.
    pub(super) with_other_forms: bool,
}

/// A part of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The headline.
    Headline,
    /// The headline, the kicker and the lead.
    Opening,
    /// The headline, the kicker, the lead, the summary and the body.
    Whole,
}

impl SearchScope {
    /// The scope of all articles that match.
    pub const ALL: Self = Self { part: Part::Whole, with_other_forms: true };

    /// The scope of all articles that match by exact forms.
    pub const EXACT: Self = Self { part: Part::Whole, with_other_forms: false };

    /// All scopes. A match in an earlier one is more relevant: exact forms come first, then other forms.
    pub const BEST_FIRST: [Self; 6] = [
        Self { part: Part::Headline, with_other_forms: false },
        Self { part: Part::Opening, with_other_forms: false },
        Self::EXACT,
        Self { part: Part::Headline, with_other_forms: true },
        Self { part: Part::Opening, with_other_forms: true },
        Self::ALL,
    ];

    /// The scopes that differ for a search.
    pub fn best_first(search: &Search) -> &'static [Self] {
        let all = const { &Self::BEST_FIRST };
        if search.has_other_forms() { all } else { all.get(..3).unwrap_or(all) }
    }
}

impl Part {
    /// The prefix of each term of the part in the index. No folded word begins with it.
    pub(super) fn prefix(self) -> &'static str {
        match self {
            Self::Headline => HEADLINE,
            Self::Opening => OPENING,
            Self::Whole => "",
        }
    }
}

/// A search that is ready to be compared with many documents.
pub(super) struct ScopePatterns(Vec<(SearchScope, Pattern)>);

impl ScopePatterns {
    /// The patterns of a search for all scopes.
    pub(super) fn of(search: &Search) -> Self {
        let pattern =
            |scope: &SearchScope| (*scope, search.pattern(scope.part.prefix(), scope.with_other_forms));
        Self(SearchScope::best_first(search).iter().map(pattern).collect())
    }

    /// The best scope in which the document matches the whole search.
    pub(super) fn best_scope(&self, document: &Document) -> Option<SearchScope> {
        let matches = |(scope, pattern): &&(SearchScope, Pattern)| pattern.matches(document.part(scope.part));
        self.0.iter().find(matches).map(|(scope, _)| *scope)
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

/// The search in the query language of the database. Folded words are letters and digits only, and markers are no syntax
/// between quotation marks, so they need no escape.
pub(super) fn query(conn: &Conn, search: &Search, scope: SearchScope) -> String {
    let prefix = scope.part.prefix();
    let is_sqlite = matches!(conn, Conn::Sqlite(_));
    let (or, and) = if is_sqlite { (" OR ", " AND ") } else { (" | ", " & ") };
    let spelling = |Terms { words, is_prefix }: Terms| {
        if is_sqlite {
            format!("\"{prefix}{}\"{}", words.join(&format!(" {prefix}")), if is_prefix { " *" } else { "" })
        } else {
            format!(
                "'{prefix}{}'{}",
                words.join(&format!("' <-> '{prefix}")),
                if is_prefix { ":*" } else { "" }
            )
        }
    };
    let clause = |clause: &Clause| {
        let spellings: Vec<String> =
            clause.spellings(scope.with_other_forms).into_iter().map(spelling).collect();
        format!("({})", spellings.join(or))
    };
    search.clauses().iter().map(clause).collect::<Vec<_>>().join(and)
}
