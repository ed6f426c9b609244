//! Bounds what hostile markup can cost before a tree is built of it.
//!
//! A tree builder needs time (and, with formatting elements left open, memory) that grows with the square of the nesting: 400 KB
//! of `<b>` and `</i>` take it a minute. So the markup is read as tokens first and written again well nested, none deeper than
//! [`MAX_OPEN`](super::nesting::MAX_OPEN); tags below that are left out and their text stays. A tag's attributes cost the square
//! of their number too, so tags are bounded in length. Safety is not decided here: that is the allow-list's work, which comes after.

use std::{cell::RefCell, mem};

use html5ever::{
    buffer_queue::BufferQueue,
    tendril::StrTendril,
    tokenizer::{TagKind, Token, TokenSink, TokenSinkResult, Tokenizer},
};

use super::nesting::Nesting;

/// How many bytes the tokenizer gets at once.
const PIECE: usize = 16 * 1024;

/// A tag or comment that goes on for this many whole pieces is given up, and reading goes on after the next `>`.
/// Images pasted as `data:` URLs are that long; they could not stay anyway.
const MAX_SILENT_PIECES: usize = 2;

/// The same markup in bounds: well nested, not too deep, without tags or comments of more than 48 KiB.
pub(super) fn bounded(html: &str) -> String {
    let mut nesting = Nesting::default();
    let mut rest = Some(html);
    while let Some(html) = rest {
        rest = read(html, &mut nesting);
    }
    nesting.close_down_to(0);
    nesting.out
}

/// Reads to the end, or to a tag that is too long, and then returns what comes after it.
fn read<'a>(html: &'a str, nesting: &mut Nesting) -> Option<&'a str> {
    let sink = Sink(RefCell::new(Progress { nesting: mem::take(nesting), tokens: 0 }));
    let tokenizer = Tokenizer::new(sink, Default::default());
    let mut rest = html;
    let mut silent = 0;
    while !rest.is_empty() && silent < MAX_SILENT_PIECES {
        let end = (0..=rest.len().min(PIECE)).rfind(|&end| rest.is_char_boundary(end)).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        let before = tokenizer.sink.0.borrow().tokens;
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(piece));
        // The sink never asks to stop for a script, so one call reads the whole piece.
        let _ = tokenizer.feed(&input);
        silent = if tokenizer.sink.0.borrow().tokens == before { silent + 1 } else { 0 };
        rest = after;
    }
    let after_tag =
        (silent == MAX_SILENT_PIECES).then(|| rest.split_once('>').map_or("", |(_, after)| after));
    if after_tag.is_none() {
        tokenizer.end();
    }
    *nesting = tokenizer.sink.0.into_inner().nesting;
    after_tag
}

struct Sink(RefCell<Progress>);

struct Progress {
    nesting: Nesting,
    /// Tokens taken so far.
    tokens: usize,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut progress = self.0.borrow_mut();
        progress.tokens += usize::from(!matches!(token, Token::ParseError(_)));
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                return progress.nesting.start(&tag);
            }
            Token::TagToken(tag) => progress.nesting.end(&tag.name),
            Token::CharacterTokens(text) => progress.nesting.text(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[cfg(test)]
mod tests {
    use super::{super::nesting::MAX_OPEN, bounded};

    #[test]
    fn ordinary_markup_is_left_as_it_is() {
        let html = "<h2>A &amp; B</h2><ul><li>x<ul><li>y</li></ul></li></ul><p><a href=\"/?a=1&amp;b=&quot;\">l</a><br><img src=\"/i\"></p>";
        assert_eq!(bounded(html), html);
    }

    #[test]
    fn end_tags_that_html_lets_one_leave_out_are_written() {
        assert_eq!(bounded("<p>a<p><b>b<p>c"), "<p>a</p><p><b>b</b></p><p>c</p>");
        assert_eq!(bounded("<ul><li>a<li><p>b<li>c</ul>"), "<ul><li>a</li><li><p>b</p></li><li>c</li></ul>");
        assert_eq!(
            bounded("<table><tr><th>a<td>b<tr><td>c</table>"),
            "<table><tr><th>a</th><td>b</td></tr><tr><td>c</td></tr></table>"
        );
    }

    #[test]
    fn elements_that_overlap_are_nested() {
        assert_eq!(bounded("<b>a<i>b</b>c</i>d"), "<b>a<i>b</i></b>cd");
        assert_eq!(bounded("<b><p>a</b>b</p>c"), "<b><p>ab</p>c</b>");
        assert_eq!(bounded("<div><table><tr><td></div>a"), "<div><table><tr><td>a</td></tr></table></div>");
        assert_eq!(bounded("a</p>b</i>"), "a<p></p>b");
    }

    #[test]
    fn content_that_is_not_text_is_left_out() {
        assert_eq!(
            bounded("a<script>if (a<b) '<p>'</script>b<svg><svg><p></svg>c</svg>d<title>&lt;e</title>f"),
            "abdf"
        );
        assert_eq!(bounded("a<style>b"), "a");
    }

    #[test]
    fn a_tag_or_comment_without_measure_is_left_out() {
        let data = "A/+9".repeat(50_000);
        assert_eq!(bounded(&format!("<p>a<img src=\"data:{data}\" alt=b>c</p>")), "<p>ac</p>");
        assert_eq!(bounded(&format!("a<!--{data}-->b")), "ab");
        assert_eq!(bounded(&format!("<p>a<b {data}")), "<p>a</p>");
        let attributes: String = (0..50_000).map(|n| format!("a{n} ")).collect();
        assert_eq!(bounded(&format!("<p>a<b {attributes}>c")), "<p>ac</p>");
    }

    #[test]
    fn long_text_is_read_in_pieces_without_a_seam() {
        let text = "é日&amp;\r\n".repeat(20_000);
        assert_eq!(bounded(&text).replace("<!---->", ""), text.replace("\r\n", "\n"));
    }

    #[test]
    fn long_text_is_parted_by_comments() {
        let out = bounded(&"&".repeat(20_000));
        let longest = out.split("<!---->").map(|text| text.matches("&amp;").count()).max();
        assert!(longest.is_some_and(|longest| longest < 5_000), "{longest:?}");
        assert_eq!(bounded(&format!("<p>{}</p>", "&amp;".repeat(1_000)).repeat(5)).matches("<!").count(), 0);
    }

    #[test]
    fn tags_nested_too_deep_are_left_out_and_their_text_stays() {
        let html = format!("{}x{}y", "<div>".repeat(200), "</div>".repeat(200));
        let out = bounded(&html);
        assert_eq!(out, format!("{}x{}y", "<div>".repeat(MAX_OPEN), "</div>".repeat(MAX_OPEN)));
    }
}
