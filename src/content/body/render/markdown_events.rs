//! A list of Markdown events (pulldown-cmark) that is built from blocks and inline content.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

/// The events of a Markdown document in order.
#[derive(Default)]
pub(super) struct MarkdownEvents<'a> {
    pub(super) list: Vec<Event<'a>>,
    /// Whether the current content must stay on one line, as in a heading or a table cell.
    pub(super) on_one_line: bool,
    /// Whether footnotes and their references are written as HTML.
    pub(super) footnotes_as_html: bool,
}

impl<'a> MarkdownEvents<'a> {
    /// Adds the start of a tag, its content, and its end.
    pub(super) fn within(&mut self, tag: Tag<'a>, content: impl FnOnce(&mut Self)) {
        let end: TagEnd = tag.to_end();
        self.list.push(Event::Start(tag));
        content(self);
        self.list.push(Event::End(end));
    }

    /// Adds an image without a size.
    pub(super) fn image(&mut self, url: &'a str, alt: &'a str, title: &'a str) {
        let image = Tag::Image {
            link_type: LinkType::Inline,
            dest_url: url.into(),
            title: title.into(),
            id: "".into(),
        };
        self.within(image, |events| {
            if !alt.is_empty() {
                events.list.push(Event::Text(alt.into()));
            }
        });
    }
}

/// Whether Markdown leaves a URL unchanged. It percent-encodes all other characters.
pub(super) fn is_markdown_safe_url(url: &str) -> bool {
    url.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'()*+,-./:;=?@_~".contains(&byte))
}

/// A link without a title.
pub(super) fn link(href: &str) -> Tag<'_> {
    Tag::Link { link_type: LinkType::Inline, dest_url: href.into(), title: "".into(), id: "".into() }
}

/// The label of a footnote: its id without the prefix.
pub(super) fn label(id: &str) -> &str {
    id.strip_prefix("s-").unwrap_or(id)
}
