//! The article body: typed blocks, and the three forms made from them.
//!
//! Editors write Markdown or HTML; [`parse()`] turns either into [`Block`]s, which are what is stored and what apps get as JSON.
//! Editors' tools may write the blocks themselves; [`accept()`] takes them, or says what is wrong.
//! Markdown → HTML → `limit` (bounds the nesting) → `sanitise` (the allow-list, by ammonia) → DOM → blocks.
//! [`html()`], [`markdown()`] and [`text()`] are made from blocks alone, so nothing a block cannot say ever comes out.
//! What [`html()`] or [`markdown()`] made reads back as the same blocks: writing back what was read changes nothing.

mod accept;
mod attributes;
mod block;
#[cfg(test)]
mod examples;
mod figure;
mod inline;
#[cfg(test)]
mod laws;
mod limit;
mod link;
mod nesting;
mod parse;
mod provider;
mod render;
mod run;
mod sanitise;
mod span;
mod table;

pub use accept::accept;
pub use block::{Block, Cell, Scope};
pub use inline::{Dir, Inline, MarkKind};
pub use provider::Provider;
pub use render::escape::escape_attribute;

use pulldown_cmark::{Options, Parser};
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};
use utoipa::ToSchema;

/// The Markdown we speak, in and out: CommonMark with tables and strikethrough.
const DIALECT: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// How a body is written.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, IntoStaticStr, PartialEq, Serialize, ToSchema, VariantArray,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Format {
    /// CommonMark with tables and strikethrough; HTML inside it is read as HTML.
    Markdown,
    /// HTML as editors paste it: what the allow-list does not know is dropped.
    Html,
    /// A list of blocks, of which nothing is dropped: what cannot be kept is a fault.
    Blocks,
}

/// What a text is written in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Markup {
    /// CommonMark with tables and strikethrough; HTML inside it is read as HTML.
    Markdown,
    /// HTML as editors paste it: what the allow-list does not know is dropped.
    Html,
}

/// Reads a text. Never fails: what cannot be kept is left out.
///
/// The result is in normal form (white space collapsed, empty blocks gone), at most 16 lists and
/// quotes deep, and holds only URLs that are safe to follow.
pub fn parse(markup: Markup, text: &str) -> Vec<Block> {
    match markup {
        Markup::Html => parse::blocks(&sanitise::clean(&limit::bounded(text))),
        Markup::Markdown => {
            let mut html = String::with_capacity(text.len() * 2);
            pulldown_cmark::html::push_html(&mut html, Parser::new_ext(text, DIALECT));
            parse(Markup::Html, &html)
        }
    }
}

/// The body as HTML that is safe to put into a page: only the tags and attributes of the published allow-list.
pub fn html(blocks: &[Block]) -> String {
    render::html::blocks(blocks)
}

/// The body as Markdown that [`parse()`] reads back as the same blocks.
///
/// What Markdown has no words for (`<sub>`, a language, joined cells) stands in it as HTML.
pub fn markdown(blocks: &[Block]) -> String {
    render::markdown::blocks(blocks)
}

/// The body as plain text, for search, word counts and previews.
///
/// Blocks are separated by a blank line; list items and table rows are lines, cells are separated by tabs. An image is its
/// caption or else its alternative text, an embed its caption or else its address, a pull quote is followed by its attribution.
pub fn text(blocks: &[Block]) -> String {
    render::text::blocks(blocks)
}
