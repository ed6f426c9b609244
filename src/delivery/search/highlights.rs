//! Texts with what was found in them marked.

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::content::body::escape_attribute;
use crate::content::folding::{FoldedText, Span};
use crate::content::search::Search;
use crate::db::QueryResult;
use crate::delivery::articles::store::LoadedArticle;

/// How many words of a text are shown before the first that was found.
const WORDS_BEFORE: usize = 12;

/// How many words of a text are shown in all.
const WORDS: usize = 40;

/// The members of an article in which something was found, and only those: as HTML, in which what was found stands in
/// `<mark>` and everything else is escaped.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Highlights {
    /// The headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "The <mark>ferry</mark> sails again")]
    pub headline: Option<String>,
    /// The line above the headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub kicker: Option<String>,
    /// The opening paragraph.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub lead: Option<String>,
    /// The text for lists and feeds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub summary: Option<String>,
    /// About 40 words of the text, from shortly before the first that was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub body: Option<String>,
}

/// Of a [`crate::content::delivered::ArticlePayload`], the texts that stand above its body.
#[derive(Deserialize)]
struct TextsAbove<'a> {
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
    /// Where the search is found in an article with that text, as it is shown and as it is searched.
    pub fn of(
        search: &Search,
        article: &LoadedArticle,
        text: Option<&(String, FoldedText)>,
    ) -> QueryResult<Self> {
        let above: TextsAbove<'_> = article.row.payload.read()?;
        Ok(Self {
            headline: whole(search, &above.headline),
            kicker: above.kicker.and_then(|text| whole(search, &text)),
            lead: above.lead.and_then(|text| whole(search, &text)),
            summary: above.summary.and_then(|text| whole(search, &text)),
            body: text.and_then(|(text, folded)| part(search, text, folded)),
        })
    }
}

/// A short text, marked; `None` when nothing is found.
fn whole(search: &Search, text: &str) -> Option<String> {
    let folded = FoldedText::of(text);
    search.first_match(&folded.words)?;
    marked(search, text, &folded.all_spans(), 0..text.len())
}

/// Some of the words of a text around the first place, marked; `None` when nothing is found.
fn part(search: &Search, text: &str, folded: &FoldedText) -> Option<String> {
    let first = search.first_match(&folded.words)?.saturating_sub(WORDS_BEFORE);
    // One more, to see whether the text goes on.
    let mut spans = folded.spans(first, WORDS + 1);
    let goes_on = spans.len() > WORDS;
    spans.truncate(WORDS);
    let start = if first == 0 { 0 } else { spans.first()?.range.start };
    let end = if goes_on { spans.last()?.range.end } else { text.len() };
    marked(search, text, &spans, start..end)
}

/// A part of a text that has those words, marked; `None` when nothing is found in it.
fn marked(search: &Search, text: &str, words: &[Span<'_>], part: Range<usize>) -> Option<String> {
    let places = search.match_ranges(words);
    places.first()?;
    let mut html = String::new();
    if part.start > 0 {
        html.push('…');
    }
    let mut at = part.start;
    for place in &places {
        escape_attribute(&mut html, text.get(at..place.start)?);
        html.push_str("<mark>");
        escape_attribute(&mut html, text.get(place.clone())?);
        html.push_str("</mark>");
        at = place.end;
    }
    escape_attribute(&mut html, text.get(at..part.end)?);
    if part.end < text.len() {
        html.push('…');
    }
    Some(html)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test should panic")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(query: &str, text: &str) -> Option<String> {
        part(&query.parse().unwrap(), text, &FoldedText::of(text))
    }

    #[test]
    fn what_was_found_is_marked_and_all_else_escaped() {
        let html = shown("ferry \"<b>\"", "The <b>Ferry</b> & \"co\"").unwrap();
        assert_eq!(
            html,
            "The &lt;<mark>b</mark>&gt;<mark>Ferry</mark>&lt;/<mark>b</mark>&gt; &amp; &quot;co&quot;"
        );
        assert_eq!(shown("boat", "The ferry"), None);
    }

    #[test]
    fn a_long_text_is_shown_around_the_first_place() {
        let text = (0..100).map(|n| format!("w{n}")).collect::<Vec<_>>().join(" ");
        let html = shown("w50", &text).unwrap();
        assert!(html.starts_with("…w38 ") && html.ends_with(" w77…"), "{html}");
        assert!(shown("w2", &text).unwrap().starts_with("w0 w1 <mark>w2</mark>"));
        assert!(shown("w99", &text).unwrap().ends_with("<mark>w99</mark>"));
    }

    proptest! {
        #[test]
        fn nothing_but_marks_is_markup(query in "[a-c<>&\"]{1,8}", text in "[a-c <>&\"é]{0,80}") {
            if let Ok(search) = query.parse::<Search>() {
                let html = part(&search, &text, &FoldedText::of(&text)).unwrap_or_default();
                let rest = html.replace("<mark>", "").replace("</mark>", "");
                prop_assert!(!rest.contains(['<', '>', '"']), "{html}");
            }
        }
    }
}
