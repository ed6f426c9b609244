//! The texts of an article with the matching words marked.

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::content::body::escape_attribute;
use crate::content::folding::{FoldedText, Span};
use crate::content::search::Search;
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

/// The texts of a [`crate::content::delivered::ArticlePayload`], borrowed from the stored JSON.
#[derive(Deserialize)]
struct PayloadTexts<'a> {
    #[serde(borrow)]
    headline: Cow<'a, str>,
    #[serde(borrow)]
    kicker: Option<Cow<'a, str>>,
    #[serde(borrow)]
    lead: Option<Cow<'a, str>>,
    #[serde(borrow)]
    summary: Option<Cow<'a, str>>,
}

impl Highlights {
    /// The highlights of an article. `body` is its body as plain text and as folded words; without it, the body has
    /// none.
    pub fn of(
        search: &Search,
        article: &LoadedArticle,
        body: Option<&(String, FoldedText)>,
    ) -> QueryResult<Self> {
        let texts: PayloadTexts<'_> = article.row.payload.read()?;
        Ok(Self {
            headline: whole(search, &texts.headline),
            kicker: texts.kicker.and_then(|text| whole(search, &text)),
            lead: texts.lead.and_then(|text| whole(search, &text)),
            summary: texts.summary.and_then(|text| whole(search, &text)),
            body: body.and_then(|(text, folded)| excerpt(search, text, folded)),
        })
    }
}

/// A whole text with the matches marked; `None` without a match.
fn whole(search: &Search, text: &str) -> Option<String> {
    let folded = FoldedText::of(text);
    search.first_match(&folded.words)?;
    marked(search, text, &folded.all_spans(), 0..text.len())
}

/// The words around the first match in a text, with all matches marked; `None` without a match.
fn excerpt(search: &Search, text: &str, folded: &FoldedText) -> Option<String> {
    let first = search.first_match(&folded.words)?.saturating_sub(WORDS_BEFORE);
    // One more word shows whether text follows the excerpt.
    let mut spans = folded.spans(first, MAX_WORDS + 1);
    let is_cut = spans.len() > MAX_WORDS;
    spans.truncate(MAX_WORDS);
    let start = if first == 0 { 0 } else { spans.first()?.range.start };
    let end = if is_cut { spans.last()?.range.end } else { text.len() };
    marked(search, text, &spans, start..end)
}

/// A range of a text with these words, with the matches marked; `None` without a match.
fn marked(search: &Search, text: &str, words: &[Span<'_>], range: Range<usize>) -> Option<String> {
    let matches = search.match_ranges(words);
    matches.first()?;
    let mut html = String::new();
    if range.start > 0 {
        html.push('…');
    }
    let mut position = range.start;
    for found in &matches {
        escape_attribute(&mut html, text.get(position..found.start)?);
        html.push_str("<mark>");
        escape_attribute(&mut html, text.get(found.clone())?);
        html.push_str("</mark>");
        position = found.end;
    }
    escape_attribute(&mut html, text.get(position..range.end)?);
    if range.end < text.len() {
        html.push('…');
    }
    Some(html)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test should panic")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn excerpt_for(query: &str, text: &str) -> Option<String> {
        excerpt(&query.parse().unwrap(), text, &FoldedText::of(text))
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

    proptest! {
        #[test]
        fn mark_elements_are_the_only_markup(query in "[a-c<>&\"]{1,8}", text in "[a-c <>&\"é]{0,80}") {
            if let Ok(search) = query.parse::<Search>() {
                let html = excerpt(&search, &text, &FoldedText::of(&text)).unwrap_or_default();
                let rest = html.replace("<mark>", "").replace("</mark>", "");
                prop_assert!(!rest.contains(['<', '>', '"']), "{html}");
            }
        }
    }
}
