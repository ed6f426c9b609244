//! The article body: typed blocks, and the conversions from and to HTML, Markdown, JSON and plain text.
//!
//! Editors write Markdown or HTML, and [`parse()`] converts both to [`Block`]s. The blocks are stored, and apps get them as JSON.
//! Editors' tools may also send blocks, which [`from_json()`] validates.
//!
//! The pipeline of [`parse()`]: Markdown → HTML → `nesting_limit` (limits depth and size) → `sanitise` (the allow-list, by
//! ammonia) → DOM → blocks.
//!
//! [`html()`], [`markdown()`] and [`text()`] render blocks only, so their output contains nothing that a block cannot express.
//! [`parse()`] of the output of [`html()`] or [`markdown()`] returns the same blocks: saving an unchanged body changes nothing.

mod absolute;
mod attributes;
mod block;
mod escape;
mod figure;
mod inline;
mod inline_builder;
mod inline_element;
mod json;
mod link;
mod markup;
mod nesting_limit;
mod parse;
#[cfg(test)]
mod property_tests;
mod provider;
mod render;
mod sanitise;
mod table;
mod tag_balancer;
#[cfg(test)]
mod tests;

pub use absolute::absolute_html;
pub use block::{Block, Cell, Scope};
pub use escape::escape_attribute;
pub use inline::{Dir, Inline, MarkKind};
pub use json::from_json;
pub use markup::{Markup, parse};
pub use provider::Provider;

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};
use utoipa::ToSchema;

/// Format in which an editor writes a body. The editorial API returns the body in the same format.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, IntoStaticStr, PartialEq, Serialize, ToSchema, VariantArray,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Format {
    /// CommonMark with tables and strikethrough. It may contain HTML.
    Markdown,
    /// HTML, for example from a rich text editor. Elements and attributes outside the allow-list are removed.
    Html,
    /// List of blocks. Nothing is removed: invalid blocks and members are faults.
    Blocks,
}

/// The body as HTML that is safe to insert into a page. It has only elements and attributes of the documented allow-list.
pub fn html(blocks: &[Block]) -> String {
    render::html::blocks(blocks)
}

/// The body as Markdown that [`parse()`] reads back as the same blocks.
///
/// Content that Markdown cannot express is HTML, such as `<sub>`, languages, and cells with a colspan.
pub fn markdown(blocks: &[Block]) -> String {
    render::markdown::blocks(blocks)
}

/// The body as plain text, for search, word counts and previews.
///
/// A blank line separates blocks. List items and table rows are lines, tabs separate cells. An image is its caption, or else its
/// alternative text. An embed is its caption, or else its URL. The attribution follows a pull quote on a line of its own.
pub fn text(blocks: &[Block]) -> String {
    render::text::blocks(blocks)
}
