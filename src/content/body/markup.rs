//! Parses HTML and Markdown.

use pulldown_cmark::{Options, Parser};

use super::block::Block;
use super::{nesting_limit, parse as dom, sanitise};

/// The Markdown dialect for input and output: CommonMark with tables and strikethrough.
pub(super) const DIALECT: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// The markup language of a text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Markup {
    /// CommonMark with tables and strikethrough. It may contain HTML.
    Markdown,
    /// HTML. Elements and attributes outside the allow-list are removed.
    Html,
}

/// Parses a text to blocks. It never fails: content that blocks cannot express is removed.
///
/// The result is in normal form: white space is collapsed, empty blocks are removed. Lists and quotes nest at most 16 deep. All
/// URLs have an allowed scheme.
pub fn parse(markup: Markup, text: &str) -> Vec<Block> {
    match markup {
        Markup::Html => dom::blocks(&sanitise::clean(&nesting_limit::limit_nesting(text))),
        Markup::Markdown => {
            let mut html = String::with_capacity(text.len() * 2);
            pulldown_cmark::html::push_html(&mut html, Parser::new_ext(text, DIALECT));
            parse(Markup::Html, &html)
        }
    }
}
