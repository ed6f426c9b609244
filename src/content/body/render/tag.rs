//! Tags and their attributes: the only place that writes them.

use super::{super::inline::Dir, escape::escape_attribute};

/// An attribute, left out when it has no value.
pub(super) type Attribute<'a> = (&'static str, Option<&'a str>);

/// The attributes for a language and a direction.
pub(super) fn language(lang: &Option<String>, dir: Option<Dir>) -> [Attribute<'_>; 2] {
    [("lang", lang.as_deref()), ("dir", dir.map(Dir::as_str))]
}

/// An element with its content.
pub(super) fn element(
    out: &mut String,
    tag: &'static str,
    attributes: &[Attribute<'_>],
    content: impl FnOnce(&mut String),
) {
    start(out, tag, attributes);
    content(out);
    out.push_str("</");
    out.push_str(tag);
    out.push('>');
}

/// A start tag.
pub(super) fn start(out: &mut String, tag: &'static str, attributes: &[Attribute<'_>]) {
    out.push('<');
    out.push_str(tag);
    for (name, value) in attributes {
        if let Some(value) = value {
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            escape_attribute(out, value);
            out.push('"');
        }
    }
    out.push('>');
}
