//! Texts with what was found in them marked.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::content::body::escape_attribute;
use crate::content::folding::{self, Span};
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
struct TextsAbove {
    headline: String,
    kicker: Option<String>,
    lead: Option<String>,
    summary: Option<String>,
}

impl Highlights {
    /// Where the search is found in an article, which is loaded with its text.
    pub fn of(search: &Search, article: &LoadedArticle) -> QueryResult<Self> {
        let whole = |text: &str| marked(search, text, |_, _| 0..text.len());
        let above: TextsAbove = article.row.payload.read()?;
        let text = article.body.text.as_deref().unwrap_or_default();
        Ok(Self {
            headline: whole(&above.headline),
            kicker: above.kicker.as_deref().and_then(whole),
            lead: above.lead.as_deref().and_then(whole),
            summary: above.summary.as_deref().and_then(whole),
            body: marked(search, text, |words, first| part(text, words, first)),
        })
    }
}

/// The part of a text that is to be shown for the first place, marked; `None` when nothing is found.
fn marked(
    search: &Search,
    text: &str,
    part: impl FnOnce(&[Span], &Range<usize>) -> Range<usize>,
) -> Option<String> {
    let words = folding::spans(text);
    let places = search.places(&words);
    let part = part(&words, places.first()?);
    let mut html = String::new();
    if part.start > 0 {
        html.push('…');
    }
    let mut at = part.start;
    for place in places.iter().filter(|place| part.start <= place.start && place.end <= part.end) {
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

/// Some of the words of a text around a place.
fn part(text: &str, words: &[Span], place: &Range<usize>) -> Range<usize> {
    let found = words.partition_point(|word| word.place.start < place.start);
    let first = found.saturating_sub(WORDS_BEFORE);
    let start = if first == 0 { 0 } else { words.get(first).map_or(0, |word| word.place.start) };
    let end = words
        .get(first + WORDS)
        .map_or(text.len(), |_| words.get(first + WORDS - 1).map_or(text.len(), |word| word.place.end));
    start..end
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test should panic")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(query: &str, text: &str) -> Option<String> {
        marked(&query.parse().unwrap(), text, |words, first| part(text, words, first))
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
                let html = marked(&search, &text, |words, first| part(&text, words, first)).unwrap_or_default();
                let rest = html.replace("<mark>", "").replace("</mark>", "");
                prop_assert!(!rest.contains(['<', '>', '"']), "{html}");
            }
        }
    }
}
