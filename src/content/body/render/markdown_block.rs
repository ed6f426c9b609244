//! Blocks as Markdown events, with HTML for what Markdown cannot express.

use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, Tag};

use super::{
    super::tag,
    super::{
        block::Block,
        block_part::{Align, Cell},
        inline::{Dir, Inline},
    },
    html,
    markdown_events::{MarkdownEvents, is_markdown_safe_url, label, link},
};

impl<'a> MarkdownEvents<'a> {
    /// Adds a block, as HTML where Markdown cannot express it.
    pub(super) fn block(&mut self, block: &'a Block) {
        match block {
            Block::Quote { cite: None, lang: None, dir: None, content } => {
                self.within(Tag::BlockQuote(None), |events| {
                    content.iter().for_each(|inner| events.block(inner))
                });
            }
            // Markdown between two HTML blocks is still parsed as Markdown.
            Block::Quote { cite, lang, dir, content } => {
                let [lang, dir] = tag::lang_dir(lang, *dir);
                self.html_line(|out| tag::start(out, "blockquote", &[("cite", cite.as_deref()), lang, dir]));
                content.iter().for_each(|inner| self.block(inner));
                self.html_line(|out| out.push_str("</blockquote>"));
            }
            Block::Image { width: None, height: None, url, alt, href, caption, credit, lang, dir }
                if credit.is_empty()
                    && is_markdown_safe_url(url)
                    && href.as_deref().is_none_or(is_markdown_safe_url) =>
            {
                let Some(title) = plain_text(caption) else { return self.as_html(block) };
                self.with_lang_dir(lang, *dir, |events| {
                    events.within(Tag::Paragraph, |events| match href {
                        Some(href) => events.within(link(href), |events| events.image(url, alt, title)),
                        None => events.image(url, alt, title),
                    })
                });
            }
            Block::Table { lang, dir, caption, alignment, head, body } => match head.as_slice() {
                [header] if caption.is_empty() && is_grid(header, body) => {
                    self.with_lang_dir(lang, *dir, |events| events.table(alignment, header, body))
                }
                _ => self.as_html(block),
            },
            Block::Heading { id: Some(_), .. }
            | Block::Image { .. }
            | Block::Gallery { .. }
            | Block::Video { .. }
            | Block::Audio { .. }
            | Block::File { .. }
            | Block::Embed { .. }
            | Block::DescriptionList { .. }
            | Block::PullQuote { .. } => self.as_html(block),
            Block::Footnotes { .. } if self.footnotes_as_html => self.as_html(block),
            Block::Footnotes { notes } => {
                for note in notes {
                    let definition = Tag::FootnoteDefinition(label(&note.id).into());
                    self.within(definition, |events| {
                        note.content.iter().for_each(|block| events.block(block))
                    });
                }
            }
            Block::Paragraph { lang, dir, content } => {
                self.with_lang_dir(lang, *dir, |events| {
                    events.within(Tag::Paragraph, |events| events.inlines(content))
                });
            }
            Block::Heading { level, id: None, lang, dir, content } => {
                let level = match level {
                    ..=2 => HeadingLevel::H2,
                    3 => HeadingLevel::H3,
                    4 => HeadingLevel::H4,
                    5 => HeadingLevel::H5,
                    6.. => HeadingLevel::H6,
                };
                let heading = Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() };
                self.with_lang_dir(lang, *dir, |events| {
                    events.within(heading, |events| events.line(content))
                });
            }
            Block::List { reversed: true, .. } | Block::List { start: Some(..0), .. } => self.as_html(block),
            Block::List { ordered, start, reversed: false, lang, dir, items } => {
                let start = ordered.then(|| start.and_then(|start| u64::try_from(start).ok()).unwrap_or(1));
                self.with_lang_dir(lang, *dir, |events| events.items(start, items))
            }
            Block::Code { language, lang, dir, text } => self.with_lang_dir(lang, *dir, |events| {
                let fence =
                    Tag::CodeBlock(CodeBlockKind::Fenced(language.as_deref().unwrap_or_default().into()));
                events.within(fence, |events| events.list.push(Event::Text(format!("{text}\n").into())));
            }),
            Block::Divider => self.list.push(Event::Rule),
        }
    }

    /// Adds a block as HTML.
    pub(super) fn as_html(&mut self, block: &Block) {
        // An empty line would end the HTML block.
        self.html_line(|out| out.push_str(&html::blocks(std::slice::from_ref(block)).replace('\n', "&#10;")));
    }

    /// Adds one line of HTML as an HTML block.
    fn html_line(&mut self, write: impl FnOnce(&mut String)) {
        let mut line = String::new();
        write(&mut line);
        line.push('\n');
        self.within(Tag::HtmlBlock, |events| events.list.push(Event::Html(line.into())));
    }

    /// Adds content, inside a `div` when it has a language or direction.
    fn with_lang_dir(&mut self, lang: &Option<String>, dir: Option<Dir>, content: impl FnOnce(&mut Self)) {
        if lang.is_none() && dir.is_none() {
            return content(self);
        }
        self.html_line(|out| tag::start(out, "div", &tag::lang_dir(lang, dir)));
        content(self);
        self.html_line(|out| out.push_str("</div>"));
    }

    fn items(&mut self, start: Option<u64>, items: &'a [Vec<Block>]) {
        let tight = items.iter().all(|item| is_tight(item));
        self.within(Tag::List(start), |events| {
            for item in items {
                events.within(Tag::Item, |events| match item.as_slice() {
                    [Block::Paragraph { content, .. }, lists @ ..] if tight => {
                        events.inlines(content);
                        lists.iter().for_each(|list| events.block(list));
                    }
                    blocks => blocks.iter().for_each(|block| events.block(block)),
                });
            }
        });
    }

    fn table(&mut self, alignment: &[Option<Align>], header: &'a [Cell], body: &'a [Vec<Cell>]) {
        let columns = alignment.iter().copied().chain(std::iter::repeat(None)).take(header.len());
        let columns = columns.map(|align| match align {
            None => Alignment::None,
            Some(Align::Left) => Alignment::Left,
            Some(Align::Center) => Alignment::Center,
            Some(Align::Right) => Alignment::Right,
        });
        self.within(Tag::Table(columns.collect()), |events| {
            events.within(Tag::TableHead, |events| events.cells(header));
            body.iter().for_each(|row| events.within(Tag::TableRow, |events| events.cells(row)));
        });
    }

    fn cells(&mut self, cells: &'a [Cell]) {
        cells.iter().for_each(|cell| self.within(Tag::TableCell, |events| events.line(&cell.content)));
    }

    /// Adds inline content that must stay on one line.
    fn line(&mut self, content: &'a [Inline]) {
        self.on_one_line = true;
        self.inlines(content);
        self.on_one_line = false;
    }
}

/// The text of inline content without links and marks. `None` for other content.
fn plain_text(content: &[Inline]) -> Option<&str> {
    match content {
        [] => Some(""),
        [Inline::Text { text }] => Some(text),
        _ => None,
    }
}

/// Whether a list item is tight (CommonMark): one paragraph, which only lists may follow.
fn is_tight(item: &[Block]) -> bool {
    matches!(item, [Block::Paragraph { lang: None, dir: None, .. }, lists @ ..] if lists.iter().all(|block| matches!(block, Block::List { .. })))
}

/// Whether Markdown can express a table: one header row, body rows of the same length, no spanning cells, no attributes.
fn is_grid(header: &[Cell], body: &[Vec<Cell>]) -> bool {
    let is_plain =
        |cell: &Cell| *cell == Cell { content: cell.content.clone(), header: cell.header, ..Cell::default() };
    header.iter().all(|cell| cell.header && is_plain(cell))
        && body
            .iter()
            .all(|row| row.len() == header.len() && row.iter().all(|cell| !cell.header && is_plain(cell)))
}
