//! Builds inline content in normal form from the text and elements of a block.
//!
//! Normal form:
//! - White space is collapsed to single spaces. There is none at the ends of a block and around a break.
//! - White space at the inner edge of a link or mark moves outside, because Markdown requires it there.
//! - There is no break at either end, and no empty link or mark.
//! - Adjacent texts, and adjacent marks of the same kind, are merged.

use scraper::{ElementRef, Node};

use super::{
    attributes::image,
    inline::Inline,
    inline_element::{inline_of, is_blank, push_merged},
    sanitise::INLINE_ELEMENTS,
};

/// The maximum nesting of links and marks. Deeper content stays without its link or mark.
pub(super) const MAX_INLINE_NESTING: usize = 16;

/// White space that is written only if content follows.
#[derive(Clone, Copy)]
enum Pending {
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
pub(super) struct InlineBuilder {
    content: Vec<Inline>,
    open: Vec<Open>,
    pending: Pending,
}

impl InlineBuilder {
    pub(super) fn new() -> Self {
        Self { content: Vec::new(), open: Vec::new(), pending: Pending::None }
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
            name if INLINE_ELEMENTS.contains(&name) => match self.inline(element) {
                Some(inline) => {
                    self.start(inline);
                    self.children(element);
                    self.end();
                }
                None => self.children(element),
            },
            _ => {
                self.block_boundary();
                self.children(element);
                self.block_boundary();
            }
        }
    }

    /// The link or mark of an element. `None` when it would be redundant or nested too deep.
    fn inline(&self, element: ElementRef<'_>) -> Option<Inline> {
        let is_inside =
            |matches: &dyn Fn(&Inline) -> bool| self.open.iter().any(|open| matches(&open.inline));
        match inline_of(element)? {
            _ if self.open.len() >= MAX_INLINE_NESTING => None,
            Inline::Link { .. } if is_inside(&|outer| matches!(outer, Inline::Link { .. })) => None,
            Inline::Mark { mark: kind, lang: None, dir: None, .. }
                if kind.is_idempotent()
                    && is_inside(&|outer| matches!(outer, Inline::Mark { mark, .. } if *mark == kind)) =>
            {
                None
            }
            inline => Some(inline),
        }
    }

    /// Opens a link or mark, which must have no content.
    pub(super) fn start(&mut self, inline: Inline) {
        self.open.push(Open { inline, content: Vec::new() });
    }

    /// Closes the innermost link or mark. An empty one is dropped.
    fn end(&mut self) {
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

    /// Adds text. Its white space is collapsed, and control characters are removed.
    pub(super) fn text(&mut self, text: &str) {
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

    fn code(&mut self, element: ElementRef<'_>) {
        let text: String = element
            .text()
            .collect::<String>()
            .chars()
            .filter(|c| !c.is_control() || c.is_ascii_whitespace())
            .collect();
        let words: Vec<&str> = text.split_ascii_whitespace().collect();
        if text.starts_with(|c: char| c.is_ascii_whitespace()) {
            self.space();
        }
        if !words.is_empty() {
            self.push(Inline::Code { text: words.join(" ") });
        }
        if text.ends_with(|c: char| c.is_ascii_whitespace()) {
            self.space();
        }
    }

    fn space(&mut self) {
        if self.started() && matches!(self.pending, Pending::None) {
            self.pending = Pending::Space;
        }
    }

    fn line_break(&mut self) {
        if self.started() {
            self.pending = match self.pending {
                Pending::Breaks(n) => Pending::Breaks(n + 1),
                _ => Pending::Breaks(1),
            };
        }
    }

    /// Adds a break at the edge of a block, unless a break is pending.
    fn block_boundary(&mut self) {
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

    /// Adds content, after the pending white space.
    fn push(&mut self, item: Inline) {
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
        while !self.open.is_empty() {
            self.end();
        }
        if self.content.iter().all(is_blank) { Vec::new() } else { self.content }
    }
}
