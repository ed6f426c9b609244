//! Blocks as Markdown that parses to the same blocks.
//!
//! `pulldown-cmark-to-cmark` writes and escapes the Markdown. Content that Markdown cannot express is written as HTML. The result
//! is parsed again for a check: a block that would change is written as HTML instead.

use std::slice;

use pulldown_cmark_to_cmark::{Options, cmark_with_options};

use super::{
    super::{
        block::Block,
        markdown_html::DIALECT,
        markup::{Markup, parse},
    },
    html,
    markdown_events::MarkdownEvents,
};

/// The blocks as Markdown.
pub(in super::super) fn blocks(blocks: &[Block]) -> String {
    if let Some(markdown) = lossless(blocks, Html::Where(&|_| false)) {
        return markdown;
    }
    // Blocks that are not in normal form cannot parse to the same blocks, so they are normalised first.
    let blocks = parse(Markup::Html, &html::blocks(blocks));
    let changes = |block: &Block| lossless(slice::from_ref(block), Html::Footnotes(&|_| false)).is_none();
    lossless(&blocks, Html::Where(&|_| false))
        .or_else(|| lossless(&blocks, Html::Where(&changes)))
        .or_else(|| lossless(&blocks, Html::Footnotes(&|_| false)))
        .or_else(|| lossless(&blocks, Html::Footnotes(&changes)))
        .or_else(|| lossless(&blocks, Html::Footnotes(&|_| true)))
        .unwrap_or_else(|| html::blocks(&blocks))
}

/// What is written as HTML although Markdown can express it.
enum Html<'a> {
    /// The blocks that the function chooses.
    Where(&'a dyn Fn(&Block) -> bool),
    /// Footnotes and their references, and the blocks that the function chooses.
    Footnotes(&'a dyn Fn(&Block) -> bool),
}

/// The blocks as Markdown, with some of them as HTML. `None` when it does not parse to the same blocks.
fn lossless(blocks: &[Block], html: Html<'_>) -> Option<String> {
    let (footnotes_as_html, as_html) = match html {
        Html::Where(as_html) => (false, as_html),
        Html::Footnotes(as_html) => (true, as_html),
    };
    let mut events = MarkdownEvents { footnotes_as_html, ..MarkdownEvents::default() };
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
    let is_lossless = |markdown: &String| parse(Markup::Markdown, markdown) == blocks;
    // The writer escapes every `&`, but few of them need it.
    let unescaped = markdown.contains("&amp;").then(|| markdown.replace("&amp;", "&")).filter(is_lossless);
    unescaped.or_else(|| Some(markdown.to_owned()).filter(is_lossless))
}

#[cfg(test)]
mod tests {
    use super::{
        super::super::{
            markdown,
            markup::{Markup, parse},
        },
        Html, lossless,
    };

    /// Asserts that rendering the parsed Markdown returns the same Markdown.
    #[track_caller]
    fn assert_unchanged(source: &str) {
        assert_eq!(markdown(&parse(Markup::Markdown, source)), source);
    }

    #[track_caller]
    fn from_html(html: &str) -> String {
        markdown(&parse(Markup::Html, html))
    }

    #[test]
    fn ordinary_markdown_round_trips() {
        assert_unchanged(
            "## Heading\n\nA *b* **c** ~~d~~ `e` [f](https://a.example/ \"g\").\n\n---\n\n```\ncode\n\n  more\n```\n\nEnd.",
        );
        assert_unchanged("Marks & Sons, R&D");
        assert_unchanged("- a\n- b\n  1. c\n  2. d\n\nEnd.");
        assert_unchanged("![A view](https://a.example/b.jpg)");
        assert_unchanged("|a|b|\n|-|-|\n|c|d|");
    }

    #[test]
    fn html_is_used_for_what_markdown_cannot_express() {
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
            assert!(lossless(&body, Html::Where(&|_| false)).is_some(), "{text}");
        }
    }

    #[test]
    fn only_blocks_that_markdown_would_change_are_html() {
        assert_eq!(
            from_html("<p><b>a</b> b<p><b>c&nbsp;</b>d"),
            "**a** b\n\n<p><strong>c\u{a0}</strong>d</p>"
        );
    }
}
