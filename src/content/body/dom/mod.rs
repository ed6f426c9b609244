//! Reads blocks from well-nested HTML of the allowed elements.

pub(super) mod attributes;
mod code;
mod context;
mod embed_code;
mod figure;
mod inline_builder;
pub(super) mod inline_element;
mod list;
pub(super) mod paragraph;
mod preformatted;
mod ruby;
pub(super) mod style;
pub(super) mod table;
mod word_list;

use scraper::{ElementRef, Html, Node};

use self::{
    attributes::{LangDir, media_url},
    context::Context,
    embed_code::{embed_code, file_link},
    inline_builder::InlineBuilder,
    inline_element::{inlines_of, plain_mark},
    list::{DescriptionPart, ListItem},
    paragraph::paragraph,
    table::table,
};
use super::{anchor_id, block::Block, element::INLINE_ELEMENTS, limits::MAX_NESTING, link};

/// The blocks of HTML as `html_reader` writes it.
pub(super) fn blocks(html: &str) -> Vec<Block> {
    children_as_blocks(Html::parse_fragment(html).root_element(), Context::default())
}

/// The children of an element as blocks.
fn children_as_blocks(element: ElementRef<'_>, context: Context) -> Vec<Block> {
    let mut builder = BlockBuilder::new(context);
    builder.children(element);
    builder.end_paragraph();
    builder.blocks
}

/// Builds blocks from elements. Text outside of block elements becomes a paragraph.
struct BlockBuilder<'a> {
    context: Context,
    /// The inline content of the paragraph that is not ended.
    inlines: InlineBuilder,
    blocks: Vec<Block>,
    /// The captions of the figure, and the number of blocks before each.
    captions: Vec<(usize, ElementRef<'a>)>,
}

impl<'a> BlockBuilder<'a> {
    fn new(context: Context) -> Self {
        Self { inlines: context.inline_builder(), context, blocks: Vec::new(), captions: Vec::new() }
    }

    fn children(&mut self, element: ElementRef<'a>) {
        let mut children = element.children().peekable();
        while let Some(child) = children.next() {
            let Some(element) = ElementRef::wrap(child) else {
                self.node(child.value(), None);
                continue;
            };
            let Some(item) = word_list::item(element) else {
                self.node(child.value(), Some(element));
                continue;
            };
            let mut items = vec![item];
            loop {
                let is_blank = |node: &Node| node.as_text().is_some_and(|text| text.trim_ascii().is_empty());
                while children.next_if(|next| is_blank(next.value())).is_some() {}
                let next = children.peek().copied().and_then(ElementRef::wrap).and_then(word_list::item);
                let Some(next) = next else { break };
                items.push(next);
                children.next();
            }
            self.end_paragraph();
            self.blocks.extend(word_list::lists(items, &self.context));
        }
    }

    fn node(&mut self, node: &Node, element: Option<ElementRef<'a>>) {
        if let Node::Text(text) = node {
            self.inlines.text(text);
        } else if let Some(element) = element {
            self.element(element);
        }
    }

    fn element(&mut self, element: ElementRef<'a>) {
        let name = element.value().name();
        if INLINE_ELEMENTS.contains(&name) && !contains_blocks(element) {
            return self.inlines.element(element);
        }
        self.end_paragraph();
        if let Some(block) = embed_code(element, &self.context).or_else(|| file_link(element, &self.context))
        {
            return self.blocks.push(block);
        }
        let may_nest = self.context.nesting < MAX_NESTING;
        let block = match name {
            "h1" | "h2" => self.heading(element, 2),
            "h3" => self.heading(element, 3),
            "h4" => self.heading(element, 4),
            "h5" => self.heading(element, 5),
            "h6" => self.heading(element, 6),
            "ul" | "ol" if may_nest => {
                let items = self.list_items(element);
                return self.blocks.extend(list::lists(element, items, &self.context));
            }
            "dl" if may_nest => {
                let mut parts = Vec::new();
                self.add_descriptions(element, &mut parts);
                list::description_list(element, parts, &self.context)
            }
            "blockquote" if may_nest => self.quote(element),
            "figure" => return self.figure(element),
            "figcaption" if self.context.is_in_figure() => {
                return self.captions.push((self.blocks.len(), element));
            }
            "pre" if code::has_markup(element) => return self.preformatted(element),
            "pre" => code::block(element, &self.context),
            "audio" | "video" => match media_url(element) {
                Some(url) => Some(self.media(element, url)),
                None => return self.container(element),
            },
            "table" => table(element, &self.context.lang_dir),
            "hr" => Some(Block::Divider),
            _ => return self.container(element),
        };
        self.blocks.extend(block);
    }

    /// Adds the content of an element that does not become a block itself: `p`, `div`, or a link or mark around blocks.
    fn container(&mut self, element: ElementRef<'a>) {
        let outer = self.context.clone();
        self.context.lang_dir = outer.lang_dir_of(element);
        let name = element.value().name();
        if INLINE_ELEMENTS.contains(&name) {
            self.context.surround(inlines_of(element));
        } else if name == "p" {
            self.context.surround(style::marks(element).into_iter().map(plain_mark).collect());
        }
        self.inlines = self.context.inline_builder();
        self.children(element);
        self.end_paragraph();
        self.inlines = outer.inline_builder();
        self.context = outer;
    }

    /// Ends the paragraph, if it has content. An image alone becomes an image block, and the bare URL of a provider an embed.
    fn end_paragraph(&mut self) {
        let content = std::mem::replace(&mut self.inlines, self.context.inline_builder()).finish();
        if content.is_empty() {
            return;
        }
        let may_be_embed = self.context.nesting == 0 || self.context.is_in_figure();
        self.blocks.push(paragraph(content, self.context.lang_dir.clone(), may_be_embed));
    }

    fn heading(&self, element: ElementRef<'_>, level: u8) -> Option<Block> {
        let mut inlines = self.context.inline_builder();
        inlines.children(element);
        let content = inlines.finish();
        let LangDir { lang, dir } = self.context.lang_dir_of(element);
        let id = anchor_id::id_of(element);
        (!content.is_empty()).then_some(Block::Heading { level, id, lang, dir, content })
    }

    /// The items of a list. Content outside of its items belongs to the item before: word processors write nested lists that way.
    fn list_items(&self, list: ElementRef<'_>) -> Vec<ListItem> {
        let mut items: Vec<ListItem> = Vec::new();
        let mut outside = BlockBuilder::new(self.context.nested());
        for child in list.children() {
            match ElementRef::wrap(child).filter(|child| child.value().name() == "li") {
                Some(item) => {
                    items = list::with_content_outside(items, outside.take_blocks());
                    let blocks = children_as_blocks(item, self.context.in_item(item));
                    items.push(ListItem::new(item, blocks));
                }
                None => outside.node(child.value(), ElementRef::wrap(child)),
            }
        }
        list::with_content_outside(items, outside.take_blocks())
    }

    /// Adds the terms and descriptions of a description list, also those in a `div`. Other content is a description.
    fn add_descriptions(&self, list: ElementRef<'_>, parts: &mut Vec<DescriptionPart>) {
        let mut outside = BlockBuilder::new(self.context.nested());
        for child in list.children() {
            let Some((name, part)) = ElementRef::wrap(child)
                .map(|part| (part.value().name(), part))
                .filter(|(name, _)| matches!(*name, "dt" | "dd" | "div"))
            else {
                outside.node(child.value(), ElementRef::wrap(child));
                continue;
            };
            parts.push(DescriptionPart::Description(outside.take_blocks()));
            match name {
                "dt" => parts.push(DescriptionPart::Term(InlineBuilder::content_of(part))),
                "dd" => {
                    let blocks = children_as_blocks(part, self.context.in_item(part));
                    parts.push(DescriptionPart::Description(blocks));
                }
                _ => self.add_descriptions(part, parts),
            }
        }
        parts.push(DescriptionPart::Description(outside.take_blocks()));
    }

    /// Ends the paragraph, and removes and returns the blocks so far.
    fn take_blocks(&mut self) -> Vec<Block> {
        self.end_paragraph();
        std::mem::take(&mut self.blocks)
    }

    fn figure(&mut self, element: ElementRef<'_>) {
        let context = self.context.in_figure(element);
        let mut inner = BlockBuilder::new(context.clone());
        inner.children(element);
        let blocks = inner.take_blocks();
        self.blocks.extend(figure::blocks(element, blocks, &inner.captions, &context));
    }

    fn quote(&self, element: ElementRef<'_>) -> Option<Block> {
        let content = children_as_blocks(element, self.context.nested());
        let LangDir { lang, dir } = self.context.lang_dir_of(element);
        let cite = element.attr("cite").and_then(link::source_url);
        (!content.is_empty()).then_some(Block::Quote { cite, lang, dir, content })
    }

    /// Adds preformatted text with links or marks as a paragraph, in which code cannot have them.
    fn preformatted(&mut self, element: ElementRef<'a>) {
        let outer = self.context.clone();
        self.context.lang_dir = outer.lang_dir_of(element);
        self.inlines.preformatted(element);
        self.end_paragraph();
        self.context = outer;
    }

    fn media(&self, element: ElementRef<'_>, url: String) -> Block {
        let LangDir { lang, dir } = self.context.lang_dir_of(element);
        let (caption, credit) = (Vec::new(), Vec::new());
        if element.value().name() == "audio" {
            return Block::Audio { url, lang, dir, caption, credit };
        }
        let poster = element.attr("poster").and_then(link::source_url);
        Block::Video { url, poster, lang, dir, caption, credit }
    }
}

/// Whether an element contains anything other than inline elements and text.
fn contains_blocks(element: ElementRef<'_>) -> bool {
    // The first descendant is the element itself.
    element.descendent_elements().skip(1).any(|inner| !INLINE_ELEMENTS.contains(&inner.value().name()))
}
