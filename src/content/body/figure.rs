//! Reads a `figure` element: an image, an embed or a pull quote, with its caption.

use scraper::{ElementRef, Node};

use super::{
    attributes::{LangDir, image},
    block::Block,
    inline::Inline,
    inline_builder::InlineBuilder,
    link,
    provider::parse_embed_url,
    sanitise::INLINE_ELEMENTS,
};

/// The block of a figure. `None` when the figure is only a container of other blocks. `inlines` collects the text of a pull quote.
///
/// - A pull quote has one `blockquote` with inline content or one paragraph, without source and language of its own.
/// - An image has one `img` and no text outside its captions.
/// - An embed has one link to a known provider, and no text except the URL itself.
pub(super) fn figure(element: ElementRef<'_>, outer: &LangDir, inlines: InlineBuilder) -> Option<Block> {
    let LangDir { lang, dir } = LangDir::of(element).or_inherit(outer);
    let mut parts = FigureParts::default();
    parts.add_children(element);
    let content = pull_quote_element(element).map_or_else(Vec::new, |quote| content_of(quote, inlines));
    if !content.is_empty() {
        return Some(Block::PullQuote { lang, dir, content, attribution: parts.caption() });
    }
    match (parts.images.as_slice(), parts.links.as_slice()) {
        ([img], _) if parts.text.trim().is_empty() => {
            let (url, alt, width, height) = image(*img)?;
            Some(Block::Image { url, alt, width, height, lang, dir, caption: parts.caption() })
        }
        ([], [link]) => {
            let (url, provider) = parse_embed_url(link.attr("href")?).ok()?;
            let text = parts.text.trim();
            let has_no_other_text = text.is_empty() || link::source_url(text).as_ref() == Some(&url);
            has_no_other_text.then(|| Block::Embed { url, provider, lang, dir, caption: parts.caption() })
        }
        _ => None,
    }
}

/// The parts of a figure.
#[derive(Default)]
struct FigureParts<'a> {
    /// All text outside the captions.
    text: String,
    images: Vec<ElementRef<'a>>,
    links: Vec<ElementRef<'a>>,
    captions: Vec<ElementRef<'a>>,
}

impl<'a> FigureParts<'a> {
    fn add_children(&mut self, element: ElementRef<'a>) {
        for child in element.children() {
            if let Node::Text(text) = child.value() {
                self.text.push_str(text);
            } else if let Some(child) = ElementRef::wrap(child) {
                match child.value().name() {
                    "figcaption" => self.captions.push(child),
                    "img" => self.images.push(child),
                    name => {
                        if name == "a" {
                            self.links.push(child);
                        }
                        self.add_children(child);
                    }
                }
            }
        }
    }

    fn caption(&self) -> Vec<Inline> {
        let mut inlines = InlineBuilder::new();
        self.captions.iter().for_each(|caption| inlines.element(*caption));
        inlines.finish()
    }
}

fn content_of(element: ElementRef<'_>, mut inlines: InlineBuilder) -> Vec<Inline> {
    inlines.children(element);
    inlines.finish()
}

/// The element with the text of a pull quote: the `blockquote`, or its only paragraph. `None` when the figure is no pull quote.
fn pull_quote_element(figure: ElementRef<'_>) -> Option<ElementRef<'_>> {
    let quote = sole_child(figure, "blockquote").filter(|quote| quote.attr("cite").is_none())?;
    let element = if contains_blocks(quote) { sole_child(quote, "p")? } else { quote };
    (!contains_blocks(element)).then_some(element)
}

/// The only child element besides captions and white space, when it has this name and no language of its own.
fn sole_child<'a>(element: ElementRef<'a>, name: &str) -> Option<ElementRef<'a>> {
    let counts = |child: &Node| match child {
        Node::Text(text) => !text.trim().is_empty(),
        Node::Element(child) => child.name() != "figcaption",
        _ => false,
    };
    let mut children = element.children().filter(|child| counts(child.value()));
    let sole = children.next().and_then(ElementRef::wrap).filter(|_| children.next().is_none());
    sole.filter(|sole| sole.value().name() == name && LangDir::of(*sole).is_empty())
}

/// Whether an element contains anything other than inline elements and text.
pub(super) fn contains_blocks(element: ElementRef<'_>) -> bool {
    // The first descendant is the element itself.
    element.descendent_elements().skip(1).any(|inner| !INLINE_ELEMENTS.contains(&inner.value().name()))
}
