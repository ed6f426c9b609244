//! Blocks as Markdown events, with HTML for what Markdown cannot express.

use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, Tag};

use super::{
    super::{
        block::{Block, Cell},
        inline::{Dir, Inline},
    },
    html,
    markdown_events::{MarkdownEvents, is_markdown_safe_url},
    tag,
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
            Block::Image { width: None, height: None, url, alt, caption, lang, dir }
                if caption.is_empty() && is_markdown_safe_url(url) =>
            {
                self.with_lang_dir(lang, *dir, |events| {
                    events.within(Tag::Paragraph, |events| events.image(url, alt))
                });
            }
            Block::Image { .. } | Block::Embed { .. } | Block::PullQuote { .. } => self.as_html(block),
            Block::Table { lang, dir, head, body } => match head.as_slice() {
                [header] if is_grid(header, body) => {
                    self.with_lang_dir(lang, *dir, |events| events.table(header, body))
                }
                _ => self.as_html(block),
            },
            Block::Paragraph { lang, dir, content } => {
                self.with_lang_dir(lang, *dir, |events| {
                    events.within(Tag::Paragraph, |events| events.inlines(content))
                });
            }
            Block::Heading { level, lang, dir, content } => {
                let level = match level {
                    ..=2 => HeadingLevel::H2,
                    3 => HeadingLevel::H3,
                    4.. => HeadingLevel::H4,
                };
                let heading = Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() };
                self.with_lang_dir(lang, *dir, |events| {
                    events.within(heading, |events| events.line(content))
                });
            }
            Block::List { ordered, lang, dir, items } => {
                self.with_lang_dir(lang, *dir, |events| events.items(*ordered, items))
            }
            Block::Code { lang, dir, text } => self.with_lang_dir(lang, *dir, |events| {
                let fence = Tag::CodeBlock(CodeBlockKind::Fenced("".into()));
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

    fn items(&mut self, ordered: bool, items: &'a [Vec<Block>]) {
        let tight = items.iter().all(|item| is_tight(item));
        self.within(Tag::List(ordered.then_some(1)), |events| {
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

    fn table(&mut self, header: &'a [Cell], body: &'a [Vec<Cell>]) {
        self.within(Tag::Table(vec![Alignment::None; header.len()]), |events| {
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
