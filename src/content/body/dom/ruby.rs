//! Reads annotated text (`ruby`): base texts, each with its reading.

use scraper::{ElementRef, Node};

use super::{attributes::collapsed, inline_element::inlines_of};

/// A base text and its reading. The reading is empty when there is none.
pub(super) struct RubyPair<'a> {
    pub(super) base: Vec<BaseText<'a>>,
    pub(super) reading: String,
}

/// The pairs of a `ruby` element, in order.
pub(super) fn pairs(element: ElementRef<'_>) -> Vec<RubyPair<'_>> {
    let mut pairs = Vec::new();
    let mut base = Vec::new();
    for child in element.children() {
        match (child.value(), ElementRef::wrap(child)) {
            (Node::Text(text), _) => base.push(BaseText::Text(text)),
            (_, Some(part)) if part.value().name() == "rt" => {
                pairs.push(RubyPair { base: std::mem::take(&mut base), reading: collapsed(part.text()) });
            }
            (_, Some(part)) if part.value().name() != "rp" => base.push(BaseText::Element(part)),
            _ => {}
        }
    }
    pairs.push(RubyPair { base, reading: String::new() });
    pairs
}

/// A part of the base text of annotated text.
pub(super) enum BaseText<'a> {
    Text(&'a str),
    Element(ElementRef<'a>),
}

/// The text of the parts. `None` when one of them is an element with a meaning of its own.
pub(super) fn plain_text(parts: &[BaseText<'_>]) -> Option<String> {
    let texts = parts.iter().map(|part| match part {
        BaseText::Text(text) => Some((*text).to_owned()),
        BaseText::Element(element) => {
            let is_plain =
                |inner: ElementRef<'_>| inner.value().name() == "span" && inlines_of(inner).is_empty();
            element.descendent_elements().all(is_plain).then(|| element.text().collect())
        }
    });
    let texts: Vec<String> = texts.collect::<Option<_>>()?;
    Some(collapsed(texts.iter().map(String::as_str)))
}
