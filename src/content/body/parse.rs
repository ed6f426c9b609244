//! Reads blocks from sanitised HTML.

use scraper::{ElementRef, Html, Node};

use super::{
    attributes::LangDir,
    block::Block,
    figure::{contains_blocks, figure},
    inline::Inline,
    inline_builder::InlineBuilder,
    inline_element::link_of,
    link,
    sanitise::INLINE_ELEMENTS,
    table::table,
};

/// The maximum nesting of lists and quotes. Deeper ones are replaced by their content.
pub(super) const MAX_NESTING: usize = 16;

/// The blocks of sanitised HTML.
pub(super) fn blocks(html: &str) -> Vec<Block> {
    children_as_blocks(Html::parse_fragment(html).root_element(), Context::default())
}

/// What the blocks inherit from the elements around them.
#[derive(Clone, Default)]
struct Context {
    /// Language and direction of a container that does not become a block itself.
    lang_dir: LangDir,
    /// The link around the blocks, without content.
    link: Option<Inline>,
    /// The number of lists and quotes around the blocks.
    nesting: usize,
}

impl Context {
    /// The context inside a list or quote.
    fn nested(&self) -> Self {
        Self { lang_dir: LangDir::default(), link: self.link.clone(), nesting: self.nesting + 1 }
    }

    /// A builder for inline content, inside the link around the blocks.
    fn inline_builder(&self) -> InlineBuilder {
        let mut inlines = InlineBuilder::new();
        if let Some(link) = &self.link {
            inlines.start(link.clone());
        }
        inlines
    }
}

/// The children of an element as blocks.
fn children_as_blocks(element: ElementRef<'_>, context: Context) -> Vec<Block> {
    let mut builder = BlockBuilder::new(context);
    builder.children(element);
    builder.end_paragraph();
    builder.blocks
}

/// Builds blocks from elements. Text outside of block elements becomes a paragraph.
struct BlockBuilder {
    context: Context,
    /// The inline content of the paragraph that is not ended.
    inlines: InlineBuilder,
    blocks: Vec<Block>,
}

impl BlockBuilder {
    fn new(context: Context) -> Self {
        Self { inlines: context.inline_builder(), context, blocks: Vec::new() }
    }

    fn children(&mut self, element: ElementRef<'_>) {
        element.children().for_each(|child| self.node(child.value(), ElementRef::wrap(child)));
    }

    fn node(&mut self, node: &Node, element: Option<ElementRef<'_>>) {
        if let Node::Text(text) = node {
            self.inlines.text(text);
        } else if let Some(element) = element {
            self.element(element);
        }
    }

    fn element(&mut self, element: ElementRef<'_>) {
        let name = element.value().name();
        if INLINE_ELEMENTS.contains(&name) && !contains_blocks(element) {
            return self.inlines.element(element);
        }
        self.end_paragraph();
        let may_nest = self.context.nesting < MAX_NESTING;
        let block = match name {
            "h1" | "h2" => self.heading(element, 2),
            "h3" => self.heading(element, 3),
            "h4" | "h5" | "h6" => self.heading(element, 4),
            "ul" | "ol" if may_nest => self.list(element, name == "ol"),
            "blockquote" if may_nest => self.quote(element),
            "figure" => match figure(element, &self.context.lang_dir, self.context.inline_builder()) {
                Some(block) => Some(block),
                None => return self.container(element),
            },
            "pre" => self.code(element),
            "table" => {
                // Table blocks have no caption, so the caption becomes a block before the table.
                let captions = element.child_elements().filter(|child| child.value().name() == "caption");
                captions.for_each(|caption| self.container(caption));
                table(element, &self.context.lang_dir)
            }
            "hr" => Some(Block::Divider),
            _ => return self.container(element),
        };
        self.blocks.extend(block);
    }

    /// Adds the content of an element that does not become a block itself: `p`, `div`, or a mark around blocks.
    fn container(&mut self, element: ElementRef<'_>) {
        let outer = self.context.clone();
        self.context.lang_dir = LangDir::of(element).or_inherit(&outer.lang_dir);
        if element.value().name() == "a" && outer.link.is_none() {
            self.context.link = link_of(element);
        }
        self.inlines = self.context.inline_builder();
        self.children(element);
        self.end_paragraph();
        self.inlines = outer.inline_builder();
        self.context = outer;
    }

    /// Ends the paragraph, if it has content. An image alone becomes an image block.
    fn end_paragraph(&mut self) {
        let content = std::mem::replace(&mut self.inlines, self.context.inline_builder()).finish();
        let LangDir { lang, dir } = self.context.lang_dir.clone();
        self.blocks.extend(match content.as_slice() {
            [] => None,
            [Inline::Image { url, alt, width, height }] => {
                let (url, alt, width, height) = (url.clone(), alt.clone(), *width, *height);
                Some(Block::Image { url, alt, width, height, lang, dir, caption: Vec::new() })
            }
            _ => Some(Block::Paragraph { lang, dir, content }),
        });
    }

    fn heading(&self, element: ElementRef<'_>, level: u8) -> Option<Block> {
        let mut inlines = self.context.inline_builder();
        inlines.children(element);
        let content = inlines.finish();
        let LangDir { lang, dir } = self.lang_dir(element);
        (!content.is_empty()).then_some(Block::Heading { level, lang, dir, content })
    }

    fn list(&self, element: ElementRef<'_>, ordered: bool) -> Option<Block> {
        let mut items: Vec<Vec<Block>> = Vec::new();
        let mut outside_items = BlockBuilder::new(self.context.nested());
        for child in element.children() {
            match ElementRef::wrap(child).filter(|child| child.value().name() == "li") {
                Some(item) => {
                    outside_items.move_to_last_item(&mut items);
                    let context = Context { lang_dir: LangDir::of(item), ..self.context.nested() };
                    items.push(children_as_blocks(item, context));
                    items.pop_if(|item| item.is_empty());
                }
                None => outside_items.node(child.value(), ElementRef::wrap(child)),
            }
        }
        outside_items.move_to_last_item(&mut items);
        let LangDir { lang, dir } = self.lang_dir(element);
        (!items.is_empty()).then_some(Block::List { ordered, lang, dir, items })
    }

    /// Moves the blocks to the last item. Content of a list outside of its items belongs to the item before: word processors
    /// write nested lists that way.
    fn move_to_last_item(&mut self, items: &mut Vec<Vec<Block>>) {
        self.end_paragraph();
        if !self.blocks.is_empty() {
            match items.last_mut() {
                Some(item) => item.append(&mut self.blocks),
                None => items.push(std::mem::take(&mut self.blocks)),
            }
        }
    }

    fn quote(&self, element: ElementRef<'_>) -> Option<Block> {
        let content = children_as_blocks(element, self.context.nested());
        let LangDir { lang, dir } = self.lang_dir(element);
        let cite = element.attr("cite").and_then(link::source_url);
        (!content.is_empty()).then_some(Block::Quote { cite, lang, dir, content })
    }

    fn code(&self, element: ElementRef<'_>) -> Option<Block> {
        let mut text = String::new();
        for node in element.descendants() {
            match node.value() {
                Node::Text(part) => text.push_str(part),
                Node::Element(part) if part.name() == "br" => text.push('\n'),
                _ => {}
            }
        }
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
        let LangDir { lang, dir } = self.lang_dir(element);
        let text = text.trim_end_matches('\n').to_owned();
        (!text.trim().is_empty()).then_some(Block::Code { lang, dir, text })
    }

    fn lang_dir(&self, element: ElementRef<'_>) -> LangDir {
        LangDir::of(element).or_inherit(&self.context.lang_dir)
    }
}
