//! Renders blocks as HTML, Markdown and plain text.

pub(super) mod html;
mod html_inline;
pub(super) mod markdown;
mod markdown_block;
mod markdown_events;
mod markdown_inline;
pub(super) mod text;
