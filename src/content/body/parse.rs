//! Reads blocks from markup that passed the allow-list.

use scraper::{ElementRef, Html, Node};

use super::{
    attributes::Language,
    block::Block,
    figure::{figure, holds_blocks},
    inline::Inline,
    link,
    run::Run,
    sanitise::INLINE,
    span::link_span,
    table::table,
};

/// How many lists and quotes may stand inside each other; deeper ones are dissolved into what they hold.
pub(super) const MAX_NESTING: usize = 16;

/// The blocks of sanitised markup.
pub(super) fn blocks(html: &str) -> Vec<Block> {
    flow(Html::parse_fragment(html).root_element(), Context::default())
}

/// What the elements around say about the blocks within.
#[derive(Clone, Default)]
struct Context {
    /// Language and direction of a wrapper that does not become a block itself.
    language: Language,
    /// The link around whole blocks, without content.
    link: Option<Inline>,
    /// Lists and quotes around.
    nesting: usize,
}

impl Context {
    fn inside(&self) -> Self {
        Self { language: Language::default(), link: self.link.clone(), nesting: self.nesting + 1 }
    }

    fn run(&self) -> Run {
        let mut run = Run::new();
        if let Some(link) = &self.link {
            run.start(link.clone());
        }
        run
    }
}

/// The children of an element as blocks.
fn flow(element: ElementRef<'_>, context: Context) -> Vec<Block> {
    let mut flow = Flow::new(context);
    flow.children(element);
    flow.end_paragraph();
    flow.blocks
}

/// Blocks being gathered, the last of which may still be running text.
struct Flow {
    context: Context,
    run: Run,
    blocks: Vec<Block>,
}

impl Flow {
    fn new(context: Context) -> Self {
        Self { run: context.run(), context, blocks: Vec::new() }
    }

    fn children(&mut self, element: ElementRef<'_>) {
        element.children().for_each(|child| self.node(child.value(), ElementRef::wrap(child)));
    }

    fn node(&mut self, node: &Node, element: Option<ElementRef<'_>>) {
        if let Node::Text(text) = node {
            self.run.text(text);
        } else if let Some(element) = element {
            self.element(element);
        }
    }

    fn element(&mut self, element: ElementRef<'_>) {
        let name = element.value().name();
        if INLINE.contains(&name) && !holds_blocks(element) {
            return self.run.element(element);
        }
        self.end_paragraph();
        let nests = self.context.nesting < MAX_NESTING;
        let block = match name {
            "h1" | "h2" => self.heading(element, 2),
            "h3" => self.heading(element, 3),
            "h4" | "h5" | "h6" => self.heading(element, 4),
            "ul" | "ol" if nests => self.list(element, name == "ol"),
            "blockquote" if nests => self.quote(element),
            "figure" => match figure(element, &self.context.language, self.context.run()) {
                Some(block) => Some(block),
                None => return self.wrapper(element),
            },
            "pre" => self.code(element),
            "table" => {
                // A table's caption is not part of what tables can say: it stands before it.
                let captions = element.child_elements().filter(|child| child.value().name() == "caption");
                captions.for_each(|caption| self.wrapper(caption));
                table(element, &self.context.language)
            }
            "hr" => Some(Block::Divider),
            _ => return self.wrapper(element),
        };
        self.blocks.extend(block);
    }

    /// An element that only sets apart what it holds: `p`, `div`, or a mark around whole blocks.
    fn wrapper(&mut self, element: ElementRef<'_>) {
        let outer = self.context.clone();
        self.context.language = Language::of(element).within(&outer.language);
        if element.value().name() == "a" && outer.link.is_none() {
            self.context.link = link_span(element);
        }
        self.run = self.context.run();
        self.children(element);
        self.end_paragraph();
        self.run = outer.run();
        self.context = outer;
    }

    fn end_paragraph(&mut self) {
        let content = std::mem::replace(&mut self.run, self.context.run()).finish();
        let Language { lang, dir } = self.context.language.clone();
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
        let mut run = self.context.run();
        run.children(element);
        let content = run.finish();
        let Language { lang, dir } = self.language(element);
        (!content.is_empty()).then_some(Block::Heading { level, lang, dir, content })
    }

    fn list(&self, element: ElementRef<'_>, ordered: bool) -> Option<Block> {
        let mut items: Vec<Vec<Block>> = Vec::new();
        let mut stray = Flow::new(self.context.inside());
        for child in element.children() {
            match ElementRef::wrap(child).filter(|child| child.value().name() == "li") {
                Some(item) => {
                    stray.move_into_last(&mut items);
                    let context = Context { language: Language::of(item), ..self.context.inside() };
                    items.push(flow(item, context));
                    items.pop_if(|item| item.is_empty());
                }
                None => stray.node(child.value(), ElementRef::wrap(child)),
            }
        }
        stray.move_into_last(&mut items);
        let Language { lang, dir } = self.language(element);
        (!items.is_empty()).then_some(Block::List { ordered, lang, dir, items })
    }

    /// What stands in a list but in no item belongs to the item before it: word processors write nested lists that way.
    fn move_into_last(&mut self, items: &mut Vec<Vec<Block>>) {
        self.end_paragraph();
        if !self.blocks.is_empty() {
            match items.last_mut() {
                Some(item) => item.append(&mut self.blocks),
                None => items.push(std::mem::take(&mut self.blocks)),
            }
        }
    }

    fn quote(&self, element: ElementRef<'_>) -> Option<Block> {
        let content = flow(element, self.context.inside());
        let Language { lang, dir } = self.language(element);
        let cite = element.attr("cite").and_then(link::source);
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
        let Language { lang, dir } = self.language(element);
        let text = text.trim_end_matches('\n').to_owned();
        (!text.trim().is_empty()).then_some(Block::Code { lang, dir, text })
    }

    fn language(&self, element: ElementRef<'_>) -> Language {
        Language::of(element).within(&self.context.language)
    }
}
