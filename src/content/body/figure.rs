//! Reads a figure: a picture, an embed or a pull quote, with its caption.

use scraper::{ElementRef, Node};

use super::{
    attributes::{Language, image},
    block::Block,
    inline::Inline,
    link,
    provider::embed,
    run::Run,
    sanitise::INLINE,
};

/// What a figure stands for; absent when it only sets apart what it holds. `run` is where a pull quote's words begin.
///
/// - A pull quote shows one `blockquote` of running text or of one paragraph, and says nothing of it: neither source nor language.
/// - A picture shows one image and, outside its captions, nothing else.
/// - An embed shows one link to a provider, and no words but that address itself.
pub(super) fn figure(element: ElementRef<'_>, outer: &Language, run: Run) -> Option<Block> {
    let Language { lang, dir } = Language::of(element).within(outer);
    let mut shown = Shown::default();
    shown.children(element);
    let content = words(element).map_or_else(Vec::new, |words| spoken(words, run));
    if !content.is_empty() {
        return Some(Block::PullQuote { lang, dir, content, attribution: shown.caption() });
    }
    match (shown.images.as_slice(), shown.links.as_slice()) {
        ([picture], _) if shown.text.trim().is_empty() => {
            let (url, alt, width, height) = image(*picture)?;
            Some(Block::Image { url, alt, width, height, lang, dir, caption: shown.caption() })
        }
        ([], [link]) => {
            let (url, provider) = embed(link.attr("href")?).ok()?;
            let text = shown.text.trim();
            let says_no_more = text.is_empty() || link::source(text).as_ref() == Some(&url);
            says_no_more.then(|| Block::Embed { url, provider, lang, dir, caption: shown.caption() })
        }
        _ => None,
    }
}

/// What a figure shows, and its captions.
#[derive(Default)]
struct Shown<'a> {
    text: String,
    images: Vec<ElementRef<'a>>,
    links: Vec<ElementRef<'a>>,
    captions: Vec<ElementRef<'a>>,
}

impl<'a> Shown<'a> {
    fn children(&mut self, element: ElementRef<'a>) {
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
                        self.children(child);
                    }
                }
            }
        }
    }

    fn caption(&self) -> Vec<Inline> {
        let mut run = Run::new();
        self.captions.iter().for_each(|caption| run.element(*caption));
        run.finish()
    }
}

fn spoken(words: ElementRef<'_>, mut run: Run) -> Vec<Inline> {
    run.children(words);
    run.finish()
}

/// The element that holds the words of a pull quote and nothing else.
fn words(figure: ElementRef<'_>) -> Option<ElementRef<'_>> {
    let quote = sole_child(figure, "blockquote").filter(|quote| quote.attr("cite").is_none())?;
    let words = if holds_blocks(quote) { sole_child(quote, "p")? } else { quote };
    (!holds_blocks(words)).then_some(words)
}

/// The only child besides captions, when it has that name and no language of its own.
fn sole_child<'a>(element: ElementRef<'a>, name: &str) -> Option<ElementRef<'a>> {
    let speaks = |child: &Node| match child {
        Node::Text(text) => !text.trim().is_empty(),
        Node::Element(child) => child.name() != "figcaption",
        _ => false,
    };
    let mut children = element.children().filter(|child| speaks(child.value()));
    let sole = children.next().and_then(ElementRef::wrap).filter(|_| children.next().is_none());
    sole.filter(|sole| sole.value().name() == name && Language::of(*sole).is_empty())
}

/// Whether anything in the element is more than running text.
pub(super) fn holds_blocks(element: ElementRef<'_>) -> bool {
    // The first is the element itself.
    element.descendent_elements().skip(1).any(|inner| !INLINE.contains(&inner.value().name()))
}
