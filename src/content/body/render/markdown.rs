//! Blocks as Markdown that reads back as the same blocks.
//!
//! `pulldown-cmark-to-cmark` writes and escapes; what Markdown has no words for goes in as HTML. The result is read again
//! before it is given out: a block that would come back changed is written as HTML instead.

use pulldown_cmark_to_cmark::{Options, cmark_with_options};

use super::{
    super::{DIALECT, Markup, block::Block, parse},
    html,
    markdown_events::Events,
};

/// The blocks as Markdown.
pub(in super::super) fn blocks(blocks: &[Block]) -> String {
    if let Some(markdown) = faithful(blocks, |_| false) {
        return markdown;
    }
    // Blocks from elsewhere may not be in normal form, and then nothing could read back as they are.
    let blocks = parse(Markup::Html, &html::blocks(blocks));
    faithful(&blocks, |_| false)
        .or_else(|| faithful(&blocks, |block| faithful(std::slice::from_ref(block), |_| false).is_none()))
        .or_else(|| faithful(&blocks, |_| true))
        .unwrap_or_else(|| html::blocks(&blocks))
}

/// The blocks as Markdown, some of them as HTML, if that reads back as the same blocks.
fn faithful(blocks: &[Block], as_html: impl Fn(&Block) -> bool) -> Option<String> {
    let mut events = Events::default();
    for block in blocks {
        if as_html(block) { events.as_html(block) } else { events.block(block) }
    }
    let options = Options {
        code_block_token_count: 3,
        increment_ordered_list_bullets: true,
        list_token: '-',
        ..Options::default()
    };
    let mut markdown = String::new();
    cmark_with_options(events.list, &mut markdown, DIALECT, options).ok()?;
    let markdown = markdown.trim_matches('\n');
    let keeps = |markdown: &String| parse(Markup::Markdown, markdown) == blocks;
    // Every `&` comes escaped, though few of them need it.
    let plain = markdown.contains("&amp;").then(|| markdown.replace("&amp;", "&")).filter(keeps);
    plain.or_else(|| Some(markdown.to_owned()).filter(keeps))
}

#[cfg(test)]
mod tests {
    use super::{
        super::super::{Markup, markdown, parse},
        faithful,
    };

    /// Asserts that the Markdown comes out as it went in.
    #[track_caller]
    fn is_kept(source: &str) {
        assert_eq!(markdown(&parse(Markup::Markdown, source)), source);
    }

    #[track_caller]
    fn from_html(html: &str) -> String {
        markdown(&parse(Markup::Html, html))
    }

    #[test]
    fn ordinary_markdown_comes_out_as_it_went_in() {
        is_kept(
            "## Heading\n\nA *b* **c** ~~d~~ `e` [f](https://a.example/ \"g\").\n\n---\n\n```\ncode\n\n  more\n```\n\nEnd.",
        );
        is_kept("Marks & Sons, R&D");
        is_kept("- a\n- b\n  1. c\n  2. d\n\nEnd.");
        is_kept("![A view](https://a.example/b.jpg)");
        is_kept("|a|b|\n|-|-|\n|c|d|");
    }

    #[test]
    fn what_markdown_cannot_say_stands_in_it_as_html() {
        assert_eq!(from_html("<p>H<sub>2</sub>O <u>x</u>"), "H<sub>2</sub>O <u>x</u>");
        assert_eq!(from_html("<p lang=fa dir=rtl>سلام"), "<div lang=\"fa\" dir=\"rtl\">\n\nسلام\n\n</div>");
        assert_eq!(
            from_html("<figure><img src=/a.jpg alt=A width=4 height=3><figcaption>B"),
            "<figure><img src=\"/a.jpg\" alt=\"A\" width=\"4\" height=\"3\"><figcaption>B</figcaption></figure>"
        );
        assert_eq!(
            from_html("<table><tr><td colspan=2>a"),
            "<table><tbody><tr><td colspan=\"2\">a</td></tr></tbody></table>"
        );
    }

    #[test]
    fn text_that_looks_like_markdown_stays_text() {
        for text in [
            "1. a",
            "# a",
            "- a",
            "> a",
            "*a* _b_ `c` [d](e) ![f](g)",
            "&amp;lt;b&amp;gt; &lt;b&gt;",
            "a\\",
            "---",
            "|a|b|",
            "~~~",
            "http://a.example",
        ] {
            let body =
                parse(Markup::Html, &format!("<p>{text}</p><p>{text}<br>{text}</p><ul><li>{text}</ul>"));
            assert!(faithful(&body, |_| false).is_some(), "{text}");
        }
    }

    #[test]
    fn only_the_block_markdown_cannot_keep_is_written_as_html() {
        assert_eq!(
            from_html("<p><b>a</b> b<p><b>c&nbsp;</b>d"),
            "**a** b\n\n<p><strong>c\u{a0}</strong>d</p>"
        );
    }
}
