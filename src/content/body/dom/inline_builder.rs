//! Builds inline content in normal form from the text and elements of a block.
//!
//! Normal form:
//! - White space is collapsed to single spaces. There is none at the ends of a block and around a break.
//! - White space at the inner edge of a link or mark moves outside, because Markdown requires it there.
//! - There is no break at either end, and no empty link or mark.
//! - Adjacent texts, and adjacent marks of the same kind, are merged.

use scraper::{ElementRef, Node};

use super::{
    super::{element::INLINE_ELEMENTS, inline::Inline, limits::MAX_INLINE_NESTING},
    attributes::{image, media_url},
    inline_element::{inlines_of, is_blank, push_merged},
    preformatted::PreformattedLine,
    ruby::{self, BaseText, RubyPair},
};
use crate::content::invisible;

/// White space that is written only if content follows.
#[derive(Clone, Copy, Default)]
enum Pending {
    #[default]
    None,
    Space,
    Breaks(usize),
}

/// A link or mark that is not closed, and its content so far.
struct Open {
    /// The link or mark without content.
    inline: Inline,
    content: Vec<Inline>,
}

/// Builds the inline content of one block.
#[derive(Default)]
pub(super) struct InlineBuilder {
    content: Vec<Inline>,
    open: Vec<Open>,
    pending: Pending,
    /// The text of the code that is open, since the last break, link or mark in it.
    code: Option<String>,
    /// The line of preformatted text that is read, in which line breaks and spaces count.
    preformatted: Option<PreformattedLine>,
}

impl InlineBuilder {
    /// A builder for content within links and marks.
    pub(super) fn within(around: &[Inline]) -> Self {
        let mut builder = Self::default();
        around.iter().for_each(|inline| builder.start(inline.clone()));
        builder
    }

    /// The inline content of an element.
    pub(super) fn content_of(element: ElementRef<'_>) -> Vec<Inline> {
        let mut builder = Self::default();
        builder.children(element);
        builder.finish()
    }

    /// Adds the children of an element. Blocks among them are separated by a break.
    pub(super) fn children(&mut self, element: ElementRef<'_>) {
        for child in element.children() {
            if let Node::Text(text) = child.value() {
                self.text(text);
            } else if let Some(child) = ElementRef::wrap(child) {
                self.element(child);
            }
        }
    }

    /// Adds an element.
    pub(super) fn element(&mut self, element: ElementRef<'_>) {
        match element.value().name() {
            "br" => self.line_break(),
            "code" | "kbd" | "samp" | "tt" => self.code(element),
            "img" => {
                if let Some((url, alt, width, height)) = image(element) {
                    self.push(Inline::Image { url, alt, width, height });
                }
            }
            "audio" | "video" => self.media(element),
            "pre" => self.preformatted(element),
            "ruby" => self.ruby(element),
            name if INLINE_ELEMENTS.contains(&name) => {
                let inlines = inlines_of(element).into_iter();
                let opened = inlines.filter(|inline| self.try_start(inline)).count();
                self.children(element);
                (0..opened).for_each(|_| self.end());
            }
            _ => {
                self.block_boundary();
                self.children(element);
                self.block_boundary();
            }
        }
    }

    /// Adds the children of an element whose line breaks and spaces count.
    pub(super) fn preformatted(&mut self, element: ElementRef<'_>) {
        self.block_boundary();
        let outer = self.preformatted.replace(PreformattedLine::default());
        self.children(element);
        self.preformatted = outer;
        self.block_boundary();
    }

    /// Opens a link or mark. `false` when it would be redundant or nested too deep.
    fn try_start(&mut self, inline: &Inline) -> bool {
        let is_inside =
            |matches: &dyn Fn(&Inline) -> bool| self.open.iter().any(|open| matches(&open.inline));
        let is_redundant = match inline {
            Inline::Link { .. } => is_inside(&|outer| matches!(outer, Inline::Link { .. })),
            Inline::Mark { mark: kind, lang: None, dir: None, .. } => {
                kind.is_idempotent()
                    && is_inside(&|outer| matches!(outer, Inline::Mark { mark, .. } if mark == kind))
            }
            _ => false,
        };
        let may_start = !is_redundant && self.open.len() < MAX_INLINE_NESTING;
        if may_start {
            self.start(inline.clone());
        }
        may_start
    }

    /// Opens a link or mark, which must have no content.
    fn start(&mut self, inline: Inline) {
        self.flush_code();
        self.open.push(Open { inline, content: Vec::new() });
    }

    /// Closes the innermost link or mark. An empty one is dropped.
    fn end(&mut self) {
        self.flush_code();
        let Some(Open { mut inline, content: inner }) = self.open.pop() else {
            return;
        };
        if inner.is_empty() {
            return;
        }
        if let Inline::Link { content, .. } | Inline::Mark { content, .. } = &mut inline {
            *content = inner;
        }
        push_merged(self.innermost(), inline);
    }

    /// Adds text. Its white space is collapsed unless it is preformatted, and control characters are removed.
    pub(super) fn text(&mut self, text: &str) {
        if self.preformatted.is_none() {
            return self.words(text);
        }
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.line_break();
                self.preformatted = Some(PreformattedLine::default());
            }
            let text = self.preformatted.as_mut().map(|preformatted| preformatted.visible(line));
            self.words(&text.unwrap_or_default());
        }
    }

    fn words(&mut self, text: &str) {
        if let Some(code) = &mut self.code {
            return code.push_str(text);
        }
        for (i, word) in text.split(|c: char| c.is_ascii_whitespace()).enumerate() {
            if i > 0 {
                self.space();
            }
            let word: String = word.chars().filter(|c| !c.is_control()).collect();
            if !word.is_empty() {
                self.push(Inline::Text { text: word });
            }
        }
    }

    /// Adds code. A break, link or mark in it divides it.
    fn code(&mut self, element: ElementRef<'_>) {
        let is_outermost = self.code.is_none();
        self.code.get_or_insert_default();
        self.children(element);
        if is_outermost {
            self.flush_code();
            self.code = None;
        }
    }

    /// Adds the code so far.
    fn flush_code(&mut self) {
        let Some(code) = &mut self.code else { return };
        let text: String =
            std::mem::take(code).chars().filter(|c| !c.is_control() || c.is_ascii_whitespace()).collect();
        if text.starts_with(|c: char| c.is_ascii_whitespace()) {
            self.space();
        }
        let text_ends_with_space = text.ends_with(|c: char| c.is_ascii_whitespace());
        let words: Vec<&str> = text.split_ascii_whitespace().collect();
        if !words.is_empty() {
            self.push_item(Inline::Code { text: words.join(" ") });
        }
        if text_ends_with_space {
            self.space();
        }
    }

    /// Adds annotated text. Base text with links or marks keeps them, and the reading follows in brackets.
    fn ruby(&mut self, element: ElementRef<'_>) {
        for RubyPair { base, reading } in ruby::pairs(element) {
            if let Some(text) = ruby::plain_text(&base).filter(|text| !invisible::is_blank(text))
                && !invisible::is_blank(&reading)
            {
                self.push(Inline::Ruby { text, reading });
                continue;
            }
            for part in base {
                match part {
                    BaseText::Text(text) => self.text(text),
                    BaseText::Element(element) => self.element(element),
                }
            }
            if !invisible::is_blank(&reading) {
                self.text(&format!("（{reading}）"));
            }
        }
    }

    /// Adds a link to a video or audio file, where a block cannot be.
    fn media(&mut self, element: ElementRef<'_>) {
        let Some(url) = media_url(element) else { return self.children(element) };
        let link =
            Inline::Link { href: url.clone(), title: None, lang: None, dir: None, content: Vec::new() };
        let is_open = self.try_start(&link);
        self.text(&url);
        if is_open {
            self.end();
        }
    }

    fn space(&mut self) {
        if self.started() && matches!(self.pending, Pending::None) {
            self.pending = Pending::Space;
        }
    }

    fn line_break(&mut self) {
        self.flush_code();
        if self.started() {
            self.pending = match self.pending {
                Pending::Breaks(n) => Pending::Breaks(n + 1),
                _ => Pending::Breaks(1),
            };
        }
    }

    /// Adds a break at the edge of a block, unless a break is pending.
    fn block_boundary(&mut self) {
        self.flush_code();
        if self.started() && !matches!(self.pending, Pending::Breaks(_)) {
            self.pending = Pending::Breaks(1);
        }
    }

    fn started(&self) -> bool {
        !self.content.is_empty() || self.open.iter().any(|open| !open.content.is_empty())
    }

    fn innermost(&mut self) -> &mut Vec<Inline> {
        self.open.last_mut().map_or(&mut self.content, |open| &mut open.content)
    }

    /// Adds content, after open code and the pending white space.
    fn push(&mut self, item: Inline) {
        self.flush_code();
        self.push_item(item);
    }

    fn push_item(&mut self, item: Inline) {
        // White space belongs to the innermost link or mark that has content, so it is never at the start of one.
        let target =
            self.open.iter_mut().rev().map(|open| &mut open.content).find(|content| !content.is_empty());
        let target = target.unwrap_or(&mut self.content);
        match std::mem::replace(&mut self.pending, Pending::None) {
            Pending::None => {}
            Pending::Space => push_merged(target, Inline::Text { text: " ".to_owned() }),
            Pending::Breaks(n) => target.extend(std::iter::repeat_n(Inline::Break, n)),
        }
        push_merged(self.innermost(), item);
    }

    /// Closes everything and returns the content. It is empty when all of it is blank.
    pub(super) fn finish(mut self) -> Vec<Inline> {
        self.flush_code();
        while !self.open.is_empty() {
            self.end();
        }
        if self.content.iter().all(is_blank) { Vec::new() } else { self.content }
    }
}
