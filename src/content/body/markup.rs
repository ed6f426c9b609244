//! Parses HTML and Markdown.

use super::{anchors, block::Block, dom, html_reader, markdown_html};
use crate::content::notice::Notices;

/// The markup language of a text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Markup {
    /// CommonMark with tables, strikethrough and footnotes. It may contain HTML.
    Markdown,
    /// HTML. Elements and attributes outside the allow-list are removed.
    Html,
}

/// Parses a text to blocks. It never fails: what blocks cannot express is removed, and [`parse_with_notices`] reports it.
///
/// The result is in normal form: white space is collapsed, empty blocks are removed. Lists and quotes nest at most 16 deep. All
/// URLs have an allowed scheme.
pub fn parse(markup: Markup, text: &str) -> Vec<Block> {
    parse_with_notices(markup, text).0
}

/// Parses a text to blocks as [`parse`], and returns what was removed or changed in meaning.
pub fn parse_with_notices(markup: Markup, text: &str) -> (Vec<Block>, Notices) {
    match markup {
        Markup::Html => {
            let (html, mut notices) = html_reader::limit_nesting(text);
            let mut blocks = dom::blocks(&html);
            anchors::resolve(&mut blocks, &mut notices);
            (blocks, notices)
        }
        Markup::Markdown => parse_with_notices(Markup::Html, &markdown_html::html(text)),
    }
}
