//! Inline content as Markdown events, with HTML for what Markdown cannot express.

use pulldown_cmark::{Event, LinkType, Tag};

use super::{
    super::inline::{Inline, MarkKind},
    html_inline,
    markdown_events::{MarkdownEvents, is_markdown_safe_url, label},
};

impl<'a> MarkdownEvents<'a> {
    /// Adds inline content, as HTML where Markdown cannot express it.
    pub(super) fn inlines(&mut self, content: &'a [Inline]) {
        content.iter().for_each(|item| self.inline(item));
    }

    fn inline(&mut self, inline: &'a Inline) {
        match inline {
            Inline::Text { text } => self.list.push(Event::Text(text.as_str().into())),
            // Two consecutive hard breaks would end the paragraph.
            Inline::Break if self.on_one_line || self.list.last() == Some(&Event::HardBreak) => {
                self.list.push(Event::InlineHtml("<br>".into()))
            }
            Inline::Break => self.list.push(Event::HardBreak),
            Inline::Code { text } => self.list.push(Event::Code(text.as_str().into())),
            Inline::Image { url, alt, width: None, height: None } if is_markdown_safe_url(url) => {
                self.image(url, alt, "")
            }
            Inline::Image { url, alt, width, height } => {
                let mut image = String::new();
                html_inline::image(&mut image, url, alt, *width, *height);
                self.list.push(Event::InlineHtml(image.into()));
            }
            Inline::Footnote { id, number } if self.footnotes_as_html => {
                let mut html = String::new();
                html_inline::footnote(&mut html, id, *number);
                self.list.push(Event::InlineHtml(html.into()));
            }
            Inline::Footnote { id, .. } => self.list.push(Event::FootnoteReference(label(id).into())),
            Inline::Ruby { text, reading } => {
                let mut html = String::new();
                html_inline::ruby(&mut html, text, reading);
                self.list.push(Event::InlineHtml(html.into()));
            }
            Inline::Link { href, title, lang: None, dir: None, content } if is_markdown_safe_url(href) => {
                let title = title.as_deref().unwrap_or_default();
                let link = Tag::Link {
                    link_type: LinkType::Inline,
                    dest_url: href.as_str().into(),
                    title: title.into(),
                    id: "".into(),
                };
                self.within(link, |events| events.inlines(content));
            }
            Inline::Mark { mark: MarkKind::Strong, lang: None, dir: None, content, .. } => {
                self.within(Tag::Strong, |events| events.inlines(content));
            }
            Inline::Mark { mark: MarkKind::Em, lang: None, dir: None, content, .. } => {
                self.within(Tag::Emphasis, |events| events.inlines(content));
            }
            Inline::Mark { mark: MarkKind::S, lang: None, dir: None, content, .. } => {
                self.within(Tag::Strikethrough, |events| events.inlines(content));
            }
            Inline::Link { content, .. } | Inline::Mark { content, .. } => {
                let (open, close) = html_inline::tags(inline);
                self.list.push(Event::InlineHtml(open.into()));
                self.inlines(content);
                self.list.push(Event::InlineHtml(close.into()));
            }
        }
    }
}
