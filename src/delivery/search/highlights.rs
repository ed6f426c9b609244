//! The texts of an article with the matching words marked.

use std::ops::Range;

use serde::Serialize;
use utoipa::ToSchema;

use super::store::{PayloadTexts, StoredBody};
use crate::content::body::escape_attribute;
use crate::content::folding::{self, UnitList};
use crate::content::search::{Pattern, Search};
use crate::db::QueryResult;
use crate::delivery::articles::store::LoadedArticle;

/// The number of words of the body before the first match.
const WORDS_BEFORE: usize = 12;

/// The number of words of the body in all.
const MAX_WORDS: usize = 40;

/// The texts of an article that contain a matching word; other texts are omitted. Each is HTML: matching words are
/// in `<mark>` elements, everything else is escaped.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Highlights {
    /// The headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "The <mark>ferry</mark> sails again")]
    pub headline: Option<String>,
    /// The kicker, the line above the headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub kicker: Option<String>,
    /// The lead, the opening paragraph.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub lead: Option<String>,
    /// The summary.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub summary: Option<String>,
    /// At most 40 words of the body around the first match. `…` marks omitted text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub body: Option<String>,
}

/// Marks the matches of one search.
pub struct Highlighter<'a> {
    search: &'a Search,
    /// The exact forms of its words.
    exact: Pattern,
    /// The other forms too.
    all: Pattern,
    /// Its words without apostrophes.
    joined: Pattern,
}

impl<'a> Highlighter<'a> {
    /// Marks the matches of this search.
    pub fn new(search: &'a Search) -> Self {
        Self {
            search,
            exact: search.pattern("", false),
            all: search.pattern("", true),
            joined: search.joined_pattern(),
        }
    }

    /// The highlights of an article. Without `body`, the body has none.
    pub fn highlights(&self, article: &LoadedArticle, body: Option<&StoredBody>) -> QueryResult<Highlights> {
        let texts: PayloadTexts<'_> = article.row.payload.read()?;
        let whole = |text: &str| self.marked(text, 0..text.len());
        Ok(Highlights {
            headline: whole(&texts.headline),
            kicker: texts.kicker.and_then(|text| whole(&text)),
            lead: texts.lead.and_then(|text| whole(&text)),
            summary: texts.summary.and_then(|text| whole(&text)),
            body: body.and_then(|body| self.excerpt(body)),
        })
    }

    /// The words around the first match in a text, with all matches marked; `None` without a match.
    fn excerpt(&self, StoredBody { text, document, positions }: &StoredBody) -> Option<String> {
        let terms = document.body();
        let first = self.exact.first_match(terms).or_else(|| self.all.first_match(terms));
        let first_joined = || {
            self.joined.first_match(document.joined_words())?;
            self.first_joined(text)
        };
        let first = first.or_else(first_joined)?;
        let first = first.saturating_sub(WORDS_BEFORE);
        // One more word shows whether text follows the excerpt.
        let mut ranges = folding::ranges(positions, first, MAX_WORDS + 1);
        let is_cut = ranges.len() > MAX_WORDS;
        ranges.truncate(MAX_WORDS);
        let start = if first == 0 { 0 } else { ranges.first()?.start };
        let end = if is_cut { ranges.last()?.end } else { text.len() };
        self.marked(text, start..end)
    }

    /// The index of the first unit of a text that matches only together with the next ones, without their apostrophes.
    fn first_joined(&self, text: &str) -> Option<usize> {
        let list = UnitList::of(text);
        let units = list.units();
        let first = self.search.match_ranges(&units).first()?.start;
        units.iter().position(|unit| unit.range.start == first)
    }

    /// A range of a text with the matches marked; `None` without a match.
    fn marked(&self, text: &str, range: Range<usize>) -> Option<String> {
        let excerpt = text.get(range.clone())?;
        let list = UnitList::of(excerpt);
        let matches = self.search.match_ranges(&list.units());
        matches.first()?;
        let mut html = String::new();
        if range.start > 0 {
            html.push('…');
        }
        let mut position = 0;
        for found in &matches {
            escape_attribute(&mut html, excerpt.get(position..found.start)?);
            html.push_str("<mark>");
            escape_attribute(&mut html, excerpt.get(found.clone())?);
            html.push_str("</mark>");
            position = found.end;
        }
        escape_attribute(&mut html, excerpt.get(position..)?);
        if range.end < text.len() {
            html.push('…');
        }
        Some(html)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test should panic")]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::content::search::IndexedText;
    use crate::db::published_search::Document;

    fn excerpt_for(query: &str, text: &str) -> Option<String> {
        let search: Search = query.parse().unwrap();
        let indexed = IndexedText::of(text, "en");
        let words: Vec<_> = indexed.vocabulary.stemmed().collect();
        let search = search.with_stems(["en"]).with_other_forms(&words);
        let none = &IndexedText::default();
        let document = Document::of(none, [none; 3], &indexed);
        let body = StoredBody { text: text.to_owned(), document, positions: indexed.folded.positions };
        Highlighter::new(&search).excerpt(&body)
    }

    #[test]
    fn matches_are_marked_and_all_else_is_escaped() {
        let html = excerpt_for("ferry \"<b>\"", "The <b>Ferry</b> & \"co\"").unwrap();
        assert_eq!(
            html,
            "The &lt;<mark>b</mark>&gt;<mark>Ferry</mark>&lt;/<mark>b</mark>&gt; &amp; &quot;co&quot;"
        );
        assert_eq!(excerpt_for("boat", "The ferry"), None);
    }

    #[test]
    fn an_excerpt_of_a_long_text_surrounds_the_first_match() {
        let text = (0..100).map(|n| format!("w{n}")).collect::<Vec<_>>().join(" ");
        let html = excerpt_for("w50", &text).unwrap();
        assert!(html.starts_with("…w38 ") && html.ends_with(" w77…"), "{html}");
        assert!(excerpt_for("w2", &text).unwrap().starts_with("w0 w1 <mark>w2</mark>"));
        assert!(excerpt_for("w99", &text).unwrap().ends_with("<mark>w99</mark>"));
    }

    #[test]
    fn an_excerpt_of_other_forms_surrounds_the_first_of_them() {
        let text = "word ".repeat(100) + "the council's ferries" + &" don't word".repeat(100) + " councils";
        for (query, marked) in [
            ("council ferry", "council"),
            ("councils", "councils"),
            ("councillors ferry", "ferries"),
            ("dont", "don't"),
        ] {
            let html = excerpt_for(query, &text).unwrap();
            assert!(html.contains(&format!("<mark>{marked}</mark>")) && html.starts_with('…'), "{html}");
        }
    }

    proptest! {
        #[test]
        fn mark_elements_are_the_only_markup(query in "[a-c<>&\"]{1,8}", text in "[a-c <>&\"é]{0,80}") {
            if query.parse::<Search>().is_ok() {
                let html = excerpt_for(&query, &text).unwrap_or_default();
                let rest = html.replace("<mark>", "").replace("</mark>", "");
                prop_assert!(!rest.contains(['<', '>', '"']), "{html}");
            }
        }
    }
}
