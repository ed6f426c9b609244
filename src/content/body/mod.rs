//! The article body: typed blocks, and the conversions from and to HTML, Markdown, JSON and plain text.
//!
//! Editors write Markdown or HTML, and [`parse()`] converts both to [`Block`]s. The blocks are stored, and apps get them as JSON.
//! Editors' tools may also send blocks, which [`from_json()`] validates.
//!
//! The pipeline of [`parse()`]: Markdown → HTML (`markdown_html`) → well-nested HTML of allowed elements, within limits of depth and
//! size (`html_reader`) → DOM → blocks (`dom`) → blocks with links that lead to their targets (`anchors`).
//!
//! [`html()`], [`markdown()`] and [`text()`] render blocks only, so their output contains nothing that a block cannot express.
//! [`parse()`] of the output of [`html()`] or [`markdown()`] returns the same blocks: saving an unchanged body changes nothing.

mod absolute;
mod anchor_id;
mod anchors;
mod block;
mod block_part;
mod dom;
mod element;
mod escape;
#[cfg(test)]
mod hostile_tests;
mod html_reader;
#[cfg(test)]
mod import_tests;
mod inline;
mod json;
mod limits;
mod link;
#[cfg(test)]
mod loss_tests;
mod markdown_html;
mod markup;
#[cfg(test)]
mod media_tests;
mod nitf;
#[cfg(test)]
mod property_tests;
mod provider;
#[cfg(test)]
mod random_bodies;
mod render;
#[cfg(test)]
mod round_trip;
mod tag;
#[cfg(test)]
mod tests;
mod visit;

pub use absolute::absolute_html;
pub use block::{Block, DescriptionItem, Note};
pub use block_part::{Align, Cell, GalleryImage, Scope};
pub use escape::{escape_attribute, escaped};
pub use inline::{Dir, Inline, MarkKind};
pub use json::from_json;
pub use markup::{Markup, parse, parse_with_notices};
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
    /// CommonMark with tables, strikethrough and footnotes. It may contain HTML.
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

/// The body as plain text, for search and previews.
///
/// A blank line separates blocks. List items, table rows and footnotes are lines, tabs separate cells. An image is its caption, or
/// else its alternative text. An embed, video or audio file is its caption, or else its URL. Credits and the attribution of a pull
/// quote follow on a line of their own. The reading of annotated text follows it in brackets.
pub fn text(blocks: &[Block]) -> String {
    render::text::blocks(blocks)
}

/// The body as plain text for counting words: as [`text`], without alternative texts, the URLs of embeds and files, and the
/// numbers of footnotes.
pub fn words(blocks: &[Block]) -> String {
    render::text::words(blocks)
}
