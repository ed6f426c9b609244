//! The attributes that the reader keeps, by element, name and value. All other attributes are removed with the tags that
//! `element` does not list.

use super::{
    super::{
        limits::MAX_LINE_LENGTH,
        link::{link_url, source_url},
        tag,
    },
    start_tag::StartTag,
};
use crate::content::notice::Notices;

/// The maximum length of a `class` or `style` that is read, in bytes.
const MAX_PRESENTATION: usize = 2000;

/// The allowed attributes of each element, in addition to [`GLOBAL_ATTRIBUTES`].
const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["href", "name", "title"]),
    ("abbr", &["title"]),
    ("acronym", &["title"]),
    ("audio", &["src"]),
    ("blockquote", EMBED_CODE_ATTRIBUTES),
    ("col", &["align", "span"]),
    ("div", EMBED_CODE_ATTRIBUTES),
    ("img", &["src", "alt", "width", "height"]),
    ("li", &["value"]),
    ("ol", &["start", "reversed"]),
    ("q", &["cite"]),
    ("source", &["src"]),
    ("td", &["align", "colspan", "rowspan"]),
    ("th", &["align", "colspan", "rowspan", "scope"]),
    ("time", &["datetime"]),
    ("video", &["src", "poster"]),
];

/// Attributes of quotes and of the providers' embed codes.
const EMBED_CODE_ATTRIBUTES: &[&str] = &[
    "cite",
    "data-embed-url",
    "data-href",
    "data-id",
    "data-instgrm-permalink",
    "data-src",
    "data-text-post-permalink",
];

/// The allowed attributes of every element. The reader takes the meaning of `class` and `style`; blocks do not contain them.
const GLOBAL_ATTRIBUTES: &[&str] = &["class", "dir", "id", "lang", "style"];

/// Writes the attributes of a tag that the element may have and whose values are allowed. Others that matter to readers give a notice.
pub(super) fn write_attributes(out: &mut String, tag: StartTag<'_>, element: &str, notices: &mut Notices) {
    // The HTML parser compares all attributes of a tag with each other, so those that are never read are not written.
    for attribute in tag.0.attrs.iter().filter(|attribute| is_attribute(element, &attribute.name.local)) {
        let (name, value) = (&*attribute.name.local, &*attribute.value);
        let is_allowed = match name {
            "href" => value.trim_ascii().starts_with('#') || link_url(value).is_some(),
            "cite" | "poster" | "src" => source_url(value).is_some(),
            "class" | "style" => value.len() <= MAX_PRESENTATION,
            _ => true,
        };
        if is_allowed {
            check_length(name, value, notices);
            tag::attribute(out, name, value);
        } else if !matches!(name, "class" | "style") {
            notices.add("broken-address", || value.to_owned());
        }
    }
}

/// Adds a notice when the text of an attribute will be cut.
pub(super) fn check_length(name: &str, value: &str, notices: &mut Notices) {
    if matches!(name, "alt" | "title") && value.trim().chars().nth(MAX_LINE_LENGTH).is_some() {
        notices.add("shortened-text", || value.to_owned());
    }
}

/// Whether an element may have an attribute of this name.
fn is_attribute(element: &str, name: &str) -> bool {
    GLOBAL_ATTRIBUTES.contains(&name)
        || ATTRIBUTES.iter().any(|(tag, names)| *tag == element && names.contains(&name))
}
