//! Gathers running text into inline spans in normal form.
//!
//! Normal form: white space collapsed to single spaces, none at the ends of a block, around a break or at the inner edge of a
//! span (it moves outside, as Markdown needs it); no break at either end; no empty span; neighbours that say the same are one.

use scraper::{ElementRef, Node};

use super::{
    attributes::image,
    inline::Inline,
    sanitise::INLINE,
    span::{is_blank, join, span},
};

/// How deep spans may nest; what is marked deeper stays, without its mark.
pub(super) const MAX_SPANS: usize = 16;

/// White space that was read and is only kept if text follows.
#[derive(Clone, Copy)]
enum Pending {
    NoQuery,
    Space,
    Breaks(usize),
}

/// A span whose end was not read yet: a link or a mark without content, and the content so far.
struct Open {
    span: Inline,
    content: Vec<Inline>,
}

/// Running text being gathered.
pub(super) struct Run {
    content: Vec<Inline>,
    open: Vec<Open>,
    pending: Pending,
}

impl Run {
    pub(super) fn new() -> Self {
        Self { content: Vec::new(), open: Vec::new(), pending: Pending::NoQuery }
    }

    /// Takes the children of an element as running text; blocks among them are set apart by a break.
    pub(super) fn children(&mut self, element: ElementRef<'_>) {
        for child in element.children() {
            if let Node::Text(text) = child.value() {
                self.text(text);
            } else if let Some(child) = ElementRef::wrap(child) {
                self.element(child);
            }
        }
    }

    /// Takes an element as running text.
    pub(super) fn element(&mut self, element: ElementRef<'_>) {
        match element.value().name() {
            "br" => self.line_break(),
            "code" | "kbd" | "samp" | "tt" => self.code(element),
            "img" => {
                if let Some((url, alt, width, height)) = image(element) {
                    self.push(Inline::Image { url, alt, width, height });
                }
            }
            name if INLINE.contains(&name) => match self.span(element) {
                Some(span) => {
                    self.start(span);
                    self.children(element);
                    self.end();
                }
                None => self.children(element),
            },
            _ => {
                self.boundary();
                self.children(element);
                self.boundary();
            }
        }
    }

    /// The span this element opens here, unless it would say nothing new or nest too deep.
    fn span(&self, element: ElementRef<'_>) -> Option<Inline> {
        let within = |wanted: &dyn Fn(&Inline) -> bool| self.open.iter().any(|open| wanted(&open.span));
        match span(element)? {
            _ if self.open.len() >= MAX_SPANS => None,
            Inline::Link { .. } if within(&|outer| matches!(outer, Inline::Link { .. })) => None,
            Inline::Mark { mark: again, lang: None, dir: None, .. }
                if again.is_flat()
                    && within(&|outer| matches!(outer, Inline::Mark { mark, .. } if *mark == again)) =>
            {
                None
            }
            span => Some(span),
        }
    }

    /// Opens a span without content.
    pub(super) fn start(&mut self, span: Inline) {
        self.open.push(Open { span, content: Vec::new() });
    }

    /// Closes the innermost span.
    fn end(&mut self) {
        let Some(Open { mut span, content: inner }) = self.open.pop() else {
            return;
        };
        if inner.is_empty() {
            return;
        }
        if let Inline::Link { content, .. } | Inline::Mark { content, .. } = &mut span {
            *content = inner;
        }
        join(self.innermost(), span);
    }

    /// Takes text as it stands in the markup.
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
        if self.started() && matches!(self.pending, Pending::NoQuery) {
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

    /// The edge of a block within running text.
    fn boundary(&mut self) {
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

    /// Adds what is not white space, after the white space that was waiting for it.
    fn push(&mut self, item: Inline) {
        // White space goes to the innermost span that has begun, so never to the start of one.
        let begun =
            self.open.iter_mut().rev().map(|open| &mut open.content).find(|content| !content.is_empty());
        let begun = begun.unwrap_or(&mut self.content);
        match std::mem::replace(&mut self.pending, Pending::NoQuery) {
            Pending::NoQuery => {}
            Pending::Space => join(begun, Inline::Text { text: " ".to_owned() }),
            Pending::Breaks(n) => begun.extend(std::iter::repeat_n(Inline::Break, n)),
        }
        join(self.innermost(), item);
    }

    /// The text gathered; empty when nothing of it can be seen.
    pub(super) fn finish(mut self) -> Vec<Inline> {
        while !self.open.is_empty() {
            self.end();
        }
        if self.content.iter().all(is_blank) { Vec::new() } else { self.content }
    }
}
