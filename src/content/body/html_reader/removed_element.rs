//! Elements that are removed together with their content, and where they end.

use html5ever::{LocalName, tokenizer::states::RawKind};

use super::{
    super::element::{ends_foreign_content, ends_paragraph},
    start_tag::StartTag,
};

/// An element that is removed with its content.
pub(super) struct Removed {
    name: LocalName,
    /// The number of open elements of this name.
    depth: usize,
    /// The number of open elements inside of an SVG graphic whose content is HTML.
    html_inside: usize,
}

impl Removed {
    /// The element of a start tag.
    pub(super) fn of(tag: StartTag<'_>) -> Self {
        Self { name: tag.0.name.clone(), depth: 1, html_inside: 0 }
    }

    /// Whether the element is of SVG or MathML.
    pub(super) fn is_foreign(&self) -> bool {
        is_foreign(&self.name)
    }

    /// Whether the element ends before this start tag, although its end tag is missing.
    pub(super) fn is_ended_by(&self, name: &str) -> bool {
        match &*self.name {
            "select" => ends_paragraph(name),
            _ => self.is_foreign() && self.html_inside == 0 && ends_foreign_content(name),
        }
    }

    /// Counts a start tag inside.
    pub(super) fn start(&mut self, tag: StartTag<'_>) {
        if !(tag.is_self_closing() && self.is_foreign()) {
            self.depth += usize::from(*self.name == *tag.name());
            self.html_inside += usize::from(&*self.name == "svg" && has_html_in_svg(tag.name()));
        }
    }

    /// Processes an end tag. Returns the next state.
    pub(super) fn end(&mut self, name: &str) -> RemovedEnd {
        if *self.name == *name {
            self.depth -= 1;
            return if self.depth == 0 { RemovedEnd::Ended } else { RemovedEnd::Open };
        }
        if &*self.name == "svg" && has_html_in_svg(name) {
            self.html_inside = self.html_inside.saturating_sub(1);
        }
        let is_left = self.is_foreign() && self.html_inside == 0 && (name == "p" || name == "math");
        if is_left { RemovedEnd::EndedBefore } else { RemovedEnd::Open }
    }
}

/// What an end tag does to a removed element.
pub(super) enum RemovedEnd {
    /// It goes on.
    Open,
    /// It is the end tag of the element.
    Ended,
    /// The element ends before it.
    EndedBefore,
}

/// Whether the element is of SVG or MathML.
pub(super) fn is_foreign(name: &str) -> bool {
    matches!(name, "annotation" | "annotation-xml" | "svg")
}

/// Whether the element of SVG contains HTML.
fn has_html_in_svg(name: &str) -> bool {
    matches!(name, "desc" | "foreignobject" | "title")
}

/// The tokenizer state for elements whose content is not markup (HTML Standard §13.2.5).
pub(super) fn raw_kind(name: &str) -> Option<RawKind> {
    match name {
        "textarea" | "title" => Some(RawKind::Rcdata),
        "iframe" | "noembed" | "noframes" | "style" | "xmp" => Some(RawKind::Rawtext),
        "script" => Some(RawKind::ScriptData),
        _ => None,
    }
}
