//! Limits the nesting and size of HTML before a tree is built from it.
//!
//! The time of an HTML tree builder grows with the square of the nesting, and so does its memory when formatting elements stay
//! open: 400 KB of `<b>` and `</i>` take a minute. Therefore the markup is tokenised first and written again as well-nested HTML
//! of at most [`MAX_OPEN`](tag_balancer::MAX_OPEN) open elements. Deeper tags are removed, their text stays. The time also
//! grows with the square of the number of attributes of a tag, so tags have a maximum length.
//!
//! Rendering makes HTML safe, not this step: it writes only what blocks can express.

mod allow_list;
mod formatting;
mod image_source;
mod math;
mod media_tag;
mod open_elements;
mod removed_element;
mod start_tag;
mod tag_balancer;

use std::{cell::RefCell, mem};

use html5ever::{
    buffer_queue::BufferQueue,
    tendril::StrTendril,
    tokenizer::{TagKind, Token, TokenSink, TokenSinkResult, Tokenizer},
};

use self::tag_balancer::TagBalancer;
use crate::content::notice::Notices;

/// The number of bytes that the tokenizer gets in one call.
const CHUNK_SIZE: usize = 16 * 1024;

/// A tag or comment that is not complete after this number of chunks is dropped, and reading continues after the next `>`.
/// Images pasted as `data:` URLs are that long; the allow-list refuses them anyway.
const MAX_INCOMPLETE_CHUNKS: usize = 2;

/// The same markup, well nested, within the maximum depth, and without tags or comments of more than 48 KiB; and what was removed.
pub(super) fn limit_nesting(html: &str) -> (String, Notices) {
    let mut balancer = TagBalancer::default();
    let mut rest = Some(html);
    while let Some(html) = rest {
        rest = read(html, &mut balancer);
    }
    balancer.finish();
    (balancer.out, balancer.notices)
}

/// Reads to the end, or to a tag that is too long. In the second case it returns the text after that tag.
fn read<'a>(html: &'a str, balancer: &mut TagBalancer) -> Option<&'a str> {
    let sink = Sink(RefCell::new(Progress { balancer: mem::take(balancer), tokens: 0 }));
    let tokenizer = Tokenizer::new(sink, Default::default());
    let mut rest = html;
    let mut incomplete = 0;
    while !rest.is_empty() && incomplete < MAX_INCOMPLETE_CHUNKS {
        let end =
            (0..=rest.len().min(CHUNK_SIZE)).rfind(|&end| rest.is_char_boundary(end)).unwrap_or(rest.len());
        let (chunk, after) = rest.split_at(end);
        let before = tokenizer.sink.0.borrow().tokens;
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(chunk));
        // The sink never asks for script execution, so one call reads the whole chunk.
        let _ = tokenizer.feed(&input);
        incomplete = if tokenizer.sink.0.borrow().tokens == before { incomplete + 1 } else { 0 };
        rest = after;
    }
    let after_tag =
        (incomplete == MAX_INCOMPLETE_CHUNKS).then(|| rest.split_once('>').map_or("", |(_, after)| after));
    if after_tag.is_none() {
        tokenizer.end();
    }
    *balancer = tokenizer.sink.0.into_inner().balancer;
    if after_tag.is_some() {
        balancer.notices.add("dropped-tag", || example_of_overlong(html, rest));
    }
    after_tag
}

/// The beginning of the tag or comment that covers the last complete chunk before `rest`.
fn example_of_overlong(html: &str, rest: &str) -> String {
    let read = &html[..html.len() - rest.len()];
    let start = read.rfind('<').unwrap_or_default();
    read[start..].chars().take(80).collect()
}

struct Sink(RefCell<Progress>);

struct Progress {
    balancer: TagBalancer,
    /// The number of tokens so far, without parse errors.
    tokens: usize,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut progress = self.0.borrow_mut();
        progress.tokens += usize::from(!matches!(token, Token::ParseError(_)));
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                return progress.balancer.start(&tag);
            }
            Token::TagToken(tag) => progress.balancer.end(&tag.name),
            Token::CharacterTokens(text) => progress.balancer.text(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.0.borrow().balancer.is_in_foreign_content()
    }
}

#[cfg(test)]
mod tests {
    use super::tag_balancer::MAX_OPEN;

    fn limit_nesting(html: &str) -> String {
        super::limit_nesting(html).0
    }

    #[test]
    fn ordinary_markup_stays_unchanged() {
        let html = "<h2>A &amp; B</h2><ul><li>x<ul><li>y</li></ul></li></ul><p><a href=\"/?a=1&amp;b=&quot;\">l</a><br><img src=\"/i\"></p>";
        assert_eq!(limit_nesting(html), html);
    }

    #[test]
    fn optional_end_tags_are_added() {
        assert_eq!(limit_nesting("<p>a<p>b<p>c"), "<p>a</p><p>b</p><p>c</p>");
        assert_eq!(
            limit_nesting("<ul><li>a<li><p>b<li>c</ul>"),
            "<ul><li>a</li><li><p>b</p></li><li>c</li></ul>"
        );
        assert_eq!(
            limit_nesting("<table><tr><th>a<td>b<tr><td>c</table>"),
            "<table><tr><th>a</th><td>b</td></tr><tr><td>c</td></tr></table>"
        );
    }

    #[test]
    fn formatting_goes_on_until_its_end_tag() {
        assert_eq!(limit_nesting("<p>a<p><b>b<p>c</b>d"), "<p>a</p><p><b>b</b></p><p><b>c</b>d</p>");
        assert_eq!(
            limit_nesting("<table><tr><td><b>a<td>b</table>c"),
            "<table><tr><td><b>a</b></td><td>b</td></tr></table>c"
        );
        assert_eq!(
            limit_nesting("<ul><li><i>a<li>b</i></ul>"),
            "<ul><li><i>a</i></li><li><i>b</i></li></ul>"
        );
        let links = limit_nesting(&format!("<p><a href=/{}>{}", "x".repeat(4000), "<p>y".repeat(10_000)));
        assert!(links.len() < 300_000, "{}", links.len());
    }

    #[test]
    fn only_the_elements_that_html_lists_end_a_paragraph() {
        for name in [
            "font",
            "nobr",
            "o:p",
            "st1:place",
            "x-teaser",
            "person",
            "big",
            "video",
            "object",
            "label",
            "data",
        ] {
            let out = limit_nesting(&format!("<p>a <{name}>b</{name}> c</p>"));
            assert!(out.starts_with("<p>a ") && out.ends_with(" c</p>") && out.contains('b'), "{out}");
        }
        for name in ["address", "center", "details", "dialog", "fieldset", "menu", "search", "xmp"] {
            assert!(limit_nesting(&format!("<p>a<{name}>b")).starts_with("<p>a</p><"), "{name}");
        }
    }

    #[test]
    fn graphics_and_formulas_end_as_html_says() {
        assert_eq!(limit_nesting("<p>a <svg class=i /> b</p><p>c</p>"), "<p>a  b</p><p>c</p>");
        assert_eq!(limit_nesting("<svg><path><title>x</title><p>a</p>"), "<p>a</p>");
        assert_eq!(limit_nesting("<p>a<svg><g></p>b"), "<p>a</p>b");
        assert_eq!(limit_nesting("<svg><foreignObject><p>a</p></foreignObject></svg>b"), "b");
        assert_eq!(limit_nesting("<svg><style><![CDATA[ <p> ]]></style></svg>b"), "b");
        assert_eq!(
            limit_nesting(
                "<math><msup><mi>x</mi><mn>2</mn></msup><mo>=</mo><mfrac><mn>1</mn><mn>2</mn></mfrac></math>"
            ),
            "x<sup>2</sup>=1/2"
        );
        assert_eq!(limit_nesting("<math><mi>x</mi><annotation>x</annotation></math> y"), "x y");
        assert_eq!(limit_nesting("<math><mi>x<p>y</math>z"), "x<p>yz</p>");
    }

    #[test]
    fn overlapping_elements_are_nested() {
        assert_eq!(limit_nesting("<b>a<i>b</b>c</i>d"), "<b>a<i>b</i></b><i>c</i>d");
        assert_eq!(limit_nesting("<b><p>a</b>b</p>c"), "<b><p>ab</p>c</b>");
        assert_eq!(
            limit_nesting("<div><table><tr><td></div>a"),
            "<div><table><tr><td>a</td></tr></table></div>"
        );
        assert_eq!(limit_nesting("a</p>b</i>"), "a<p></p>b");
    }

    #[test]
    fn content_that_is_not_text_is_removed() {
        assert_eq!(
            limit_nesting(
                "a<script>if (a<b) '<p>'</script>b<svg><svg><g></svg>c</svg>d<title>&lt;e</title>f"
            ),
            "abdf"
        );
        assert_eq!(limit_nesting("a<style>b"), "a");
    }

    #[test]
    fn overlong_tags_and_comments_are_removed() {
        let data = "A/+9".repeat(50_000);
        assert_eq!(limit_nesting(&format!("<p>a<img src=\"data:{data}\" alt=b>c</p>")), "<p>ac</p>");
        assert_eq!(limit_nesting(&format!("a<!--{data}-->b")), "ab");
        assert_eq!(limit_nesting(&format!("<p>a<b {data}")), "<p>a</p>");
        let attributes: String = (0..50_000).map(|n| format!("a{n} ")).collect();
        assert_eq!(limit_nesting(&format!("<p>a<b {attributes}>c")), "<p>ac</p>");
    }

    #[test]
    fn chunks_do_not_change_long_text() {
        let text = "é日&amp;\r\n".repeat(20_000);
        assert_eq!(limit_nesting(&text), text.replace("\r\n", "\n"));
    }

    #[test]
    fn tags_beyond_the_maximum_depth_are_removed_and_their_text_stays() {
        let html = format!("{}x{}y", "<div>".repeat(200), "</div>".repeat(200));
        let out = limit_nesting(&html);
        assert_eq!(out, format!("{}x{}y", "<div>".repeat(MAX_OPEN), "</div>".repeat(MAX_OPEN)));
    }
}
