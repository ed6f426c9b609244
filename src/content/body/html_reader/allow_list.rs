//! The attributes that the reader sees. All other attributes are removed with the tags that `element` does not list.

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

/// Whether an element may have an attribute of this name.
pub(super) fn is_attribute(element: &str, name: &str) -> bool {
    GLOBAL_ATTRIBUTES.contains(&name)
        || ATTRIBUTES.iter().any(|(tag, names)| *tag == element && names.contains(&name))
}
