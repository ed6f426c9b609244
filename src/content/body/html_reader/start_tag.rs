//! A start tag of the input, as the reader uses it.

use html5ever::tokenizer::Tag;

/// A start tag with its attributes.
#[derive(Clone, Copy)]
pub(super) struct StartTag<'a>(pub(super) &'a Tag);

impl<'a> StartTag<'a> {
    /// The name in lower case, also with a prefix such as in `o:p`.
    pub(super) fn name(&self) -> &'a str {
        &self.0.name
    }

    /// The value of an attribute. `None` when the tag does not have it.
    pub(super) fn attribute(&self, name: &str) -> Option<&'a str> {
        let attribute = self.0.attrs.iter().find(|attribute| &*attribute.name.local == name)?;
        Some(&attribute.value)
    }

    /// Whether it ends in `/>`.
    pub(super) fn is_self_closing(&self) -> bool {
        self.0.self_closing
    }

    /// The tag as it may be shown in a notice, with one of its attributes.
    pub(super) fn example(&self, attribute: &str) -> String {
        let name = self.name();
        match self.attribute(attribute) {
            Some(value) => format!("<{name} {attribute}=\"{value}\">"),
            None => format!("<{name}>"),
        }
    }
}
