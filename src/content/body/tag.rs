//! Writes elements, tags and attributes. All rendered HTML tags are written here, and those that the HTML reader writes anew.

use super::{escape::escape_attribute, inline::Dir};

/// The name and value of an attribute. Without a value, it is not written.
pub(super) type Attribute<'a> = (&'static str, Option<&'a str>);

/// The attributes `lang` and `dir`.
pub(super) fn lang_dir(lang: &Option<String>, dir: Option<Dir>) -> [Attribute<'_>; 2] {
    [("lang", lang.as_deref()), ("dir", dir.map(Dir::as_str))]
}

/// Writes an element with its content.
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

/// Writes a start tag.
pub(super) fn start(out: &mut String, tag: &'static str, attributes: &[Attribute<'_>]) {
    out.push('<');
    out.push_str(tag);
    for (name, value) in attributes {
        if let Some(value) = value {
            attribute(out, name, value);
        }
    }
    out.push('>');
}

/// Writes an attribute, with the space before it. Boolean attributes have no value.
pub(super) fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    if !value.is_empty() || !matches!(name, "controls" | "reversed") {
        out.push_str("=\"");
        escape_attribute(out, value);
        out.push('"');
    }
}
