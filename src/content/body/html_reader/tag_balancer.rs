//! Writes well-nested HTML from tokens, with a simplified stack of open elements (HTML Standard §13.2.4.3).
//!
//! Elements that a body cannot have are removed here: their content stays, unless it is not text of the article.

use html5ever::{
    LocalName,
    tokenizer::{Tag, TokenSinkResult},
};

use super::{
    super::{
        element::{
            INLINE_ELEMENTS, REMOVED_ELEMENTS, ends_foreign_content, ends_paragraph, is_cell, is_formatting,
            is_known, is_void, read_as,
        },
        escape::escape_text,
        tag,
    },
    allow_list,
    formatting::{ActiveFormatting, Formatting},
    image_source::ImageSource,
    math::{BeforeElement, Math},
    media_tag::{self, Images, LinkBlock},
    open_elements::{OpenElement, OpenElements},
    removed_element::{Removed, RemovedEnd, is_foreign, raw_kind},
    start_tag::StartTag,
};
use crate::content::notice::Notices;

/// The maximum number of open elements. Rendered bodies stay below: 16 lists of two elements each, a table and 16 marks.
pub(super) const MAX_OPEN: usize = 96;

/// Writes tokens as HTML in which every element is closed.
#[derive(Default)]
pub(super) struct TagBalancer {
    /// The HTML so far.
    pub(super) out: String,
    pub(super) notices: Notices,
    open: OpenElements,
    /// The number of start tags that were removed as too deep, minus their end tags.
    too_deep: usize,
    /// The element whose content is being removed.
    removing: Option<Removed>,
    math: Math,
    formatting: ActiveFormatting,
    images: Images,
}

impl TagBalancer {
    /// Processes a start tag. Returns how the tokenizer must read the content of the element.
    pub(super) fn start(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let tag = StartTag(tag);
        let name = tag.name();
        if let Some(removed) = &mut self.removing {
            if !removed.is_ended_by(name) {
                removed.start(tag);
                return TokenSinkResult::Continue;
            }
            self.removing = None;
        }
        if self.math.is_open() && ends_foreign_content(name) {
            let marks = self.math.close();
            self.end_marks(marks);
        }
        if REMOVED_ELEMENTS.contains(&name) {
            return self.remove(tag);
        }
        if name == "math" || self.math.is_open() {
            self.math_element(tag);
            return TokenSinkResult::Continue;
        }
        match name {
            "amp-img" | "img" | "media-reference" => {
                if let Some(source) = self.images.next(tag, &mut self.notices) {
                    self.image(tag, &source);
                }
            }
            "canvas" => self.notices.add("dropped-graphic", || tag.example("id")),
            "embed" | "object" => {
                if let Some(link) = LinkBlock::of_object(tag, &mut self.notices) {
                    self.link_block(&link);
                }
            }
            "input" => self.notices.add("dropped-form", || tag.example("name")),
            "noscript" => self.images.in_noscript = true,
            "picture" => self.images.picture.clear(),
            "source" if tag.attribute("src").is_none() => {
                self.images.picture.extend(tag.attribute("srcset").map(str::to_owned));
            }
            _ => self.element(tag),
        }
        raw_kind(name).map_or(TokenSinkResult::Continue, TokenSinkResult::RawData)
    }

    /// Writes an element that the body can have, or dissolves it.
    fn element(&mut self, tag: StartTag<'_>) {
        let name = tag.name();
        let Some(written_as) = read_as(name, || self.open.paragraph().is_some()) else {
            if !is_known(name) {
                self.notices.add("unknown-element", || format!("<{name}>"));
            }
            return;
        };
        if is_void(name) {
            if ends_paragraph(name) {
                self.end_paragraph();
            } else {
                self.reopen_formatting();
            }
            self.write(tag, written_as);
            return;
        }
        if let Some(level) = self.open.implicitly_closed_by(name) {
            self.close_down_to(level, false);
        }
        if self.open.len() >= MAX_OPEN {
            self.too_deep += 1;
            self.notices.add("flattened-nesting", || format!("<{name}>"));
            return;
        }
        if INLINE_ELEMENTS.contains(&written_as) {
            if name == "a" {
                self.formatting.forget(name);
            }
            self.reopen_formatting();
        }
        let start = self.out.len();
        self.write(tag, written_as);
        if is_cell(name) {
            self.formatting.enter_cell();
        }
        self.push(tag.0.name.clone(), written_as, start);
    }

    /// Begins to remove an element with its content. A link stays of a frame.
    fn remove(&mut self, tag: StartTag<'_>) -> TokenSinkResult<()> {
        let name = tag.name();
        if name == "iframe"
            && let Some(link) = LinkBlock::of_frame(tag, &mut self.notices)
        {
            self.link_block(&link);
        }
        media_tag::add_removal(tag, &mut self.notices);
        let is_foreign = self.math.is_open() || is_foreign(name);
        if is_foreign && tag.is_self_closing() {
            return TokenSinkResult::Continue;
        }
        self.removing = Some(Removed::of(tag));
        raw_kind(name).filter(|_| !is_foreign).map_or(TokenSinkResult::Continue, TokenSinkResult::RawData)
    }

    fn link_block(&mut self, LinkBlock { element, url, text }: &LinkBlock) {
        self.end_paragraph();
        tag::element(&mut self.out, element, &[], |out| {
            tag::element(out, "a", &[("href", Some(url))], |out| escape_text(out, text));
        });
    }

    fn image(&mut self, tag: StartTag<'_>, ImageSource { url, size: [width, height], .. }: &ImageSource) {
        self.reopen_formatting();
        let alt = tag.attribute("alt").or_else(|| tag.attribute("alternate-text"));
        alt.into_iter().for_each(|alt| allow_list::check_length("alt", alt, &mut self.notices));
        let size = [("width", width.as_deref()), ("height", height.as_deref())];
        tag::start(&mut self.out, "img", &[("src", Some(url)), ("alt", alt), size[0], size[1]]);
    }

    fn math_element(&mut self, tag: StartTag<'_>) {
        match self.math.start(tag.name(), tag.is_self_closing()) {
            BeforeElement::Nothing => {}
            BeforeElement::Text(text) => self.text(text),
            BeforeElement::Mark(mark) => {
                self.reopen_formatting();
                let start = self.out.len();
                tag::start(&mut self.out, mark, &[]);
                self.push(LocalName::from(mark), mark, start);
            }
        }
    }

    fn end_marks(&mut self, marks: Vec<&'static str>) {
        for mark in marks {
            if let Some(level) = self.open.inline(mark) {
                self.close_down_to(level, true);
            }
        }
    }

    /// Processes text.
    pub(super) fn text(&mut self, text: &str) {
        if self.removing.is_some() {
            return;
        }
        if !text.trim_ascii().is_empty() {
            self.reopen_formatting();
            self.images.after_lazy = false;
        }
        escape_text(&mut self.out, text);
    }

    /// Processes an end tag.
    pub(super) fn end(&mut self, name: &LocalName) {
        if let Some(removed) = &mut self.removing {
            match removed.end(name) {
                RemovedEnd::Open => return,
                RemovedEnd::Ended => {
                    self.removing = None;
                    return;
                }
                RemovedEnd::EndedBefore => self.removing = None,
            }
        }
        if self.math.is_open() {
            let marks = self.math.end(name);
            return self.end_marks(marks);
        }
        match &**name {
            "noscript" => self.images.in_noscript = false,
            "picture" => self.images.picture.clear(),
            "br" => self.out.push_str("<br>"),
            _ if read_as(name, || false).is_none() => {}
            _ if self.too_deep > 0 => self.too_deep -= 1,
            _ => match self.open.matching(name) {
                Some(level) => self.close_down_to(level, true),
                // An unmatched `</p>` is an empty paragraph (HTML Standard §13.2.6.4.7).
                None if &**name == "p" => self.out.push_str("<p></p>"),
                None => self.formatting.forget(name),
            },
        }
    }

    /// Whether the tokenizer reads SVG or MathML, where it must accept CDATA sections.
    pub(super) fn is_in_foreign_content(&self) -> bool {
        self.math.is_open() || self.removing.as_ref().is_some_and(Removed::is_foreign)
    }

    /// Closes everything at the end of the input.
    pub(super) fn finish(&mut self) {
        self.close_down_to(0, true);
    }

    fn end_paragraph(&mut self) {
        if let Some(level) = self.open.paragraph() {
            self.close_down_to(level, false);
        }
    }

    /// Closes the innermost elements until `level` elements are open. Formatting elements among them go on later, but not the
    /// outermost closed element when `is_ended`, because it has its end tag.
    fn close_down_to(&mut self, level: usize, is_ended: bool) {
        let mut unfinished = Vec::new();
        while self.open.len() > level {
            let Some(element) = self.open.pop() else { return };
            self.out.push_str("</");
            self.out.push_str(element.written_as);
            self.out.push('>');
            if is_cell(&element.name) {
                self.formatting.leave_cell();
                unfinished.clear();
            } else if is_formatting(&element.name) && !(is_ended && self.open.len() == level) {
                let tag = self.out[element.tag].to_owned();
                unfinished.push(Formatting { name: element.name, written_as: element.written_as, tag });
            }
        }
        self.formatting.extend(unfinished.into_iter().rev());
    }

    /// Opens the formatting elements again that go on here.
    fn reopen_formatting(&mut self) {
        if self.formatting.is_empty() || self.open.is_between_parts() {
            return;
        }
        for Formatting { name, written_as, tag } in self.formatting.take() {
            if self.open.len() < MAX_OPEN {
                let start = self.out.len();
                self.out.push_str(&tag);
                self.push(name, written_as, start);
            }
        }
    }

    fn write(&mut self, tag: StartTag<'_>, written_as: &str) {
        self.out.push('<');
        self.out.push_str(written_as);
        allow_list::write_attributes(&mut self.out, tag, written_as, &mut self.notices);
        self.out.push('>');
    }

    /// Opens an element whose start tag was written from `start` on.
    fn push(&mut self, name: LocalName, written_as: &'static str, start: usize) {
        self.open.push(OpenElement { name, written_as, tag: start..self.out.len() });
    }
}
