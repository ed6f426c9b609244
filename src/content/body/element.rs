//! What the HTML Standard says about elements by their name, as far as reading a body needs it.

use super::nitf;

/// Inline elements that the reader keeps: phrasing content of the HTML Standard, and obsolete elements with the same role.
pub(super) const INLINE_ELEMENTS: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "br", "cite", "code", "del", "em", "font", "i", "img", "ins",
    "kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "time", "tt", "u",
];

/// Elements that become blocks, and containers that only separate their content.
pub(super) const BLOCK_ELEMENTS: &[&str] = &[
    "address",
    "article",
    "aside",
    "audio",
    "blockquote",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "source",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "video",
];

/// Elements that are removed together with their content, which is not text of the article.
pub(super) const REMOVED_ELEMENTS: &[&str] = &[
    "annotation",
    "annotation-xml",
    "datalist",
    "iframe",
    "noembed",
    "noframes",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
];

/// Other elements that HTML defines or defined, and `math`. Their tags are removed and their content stays.
const DISSOLVED_ELEMENTS: &[&str] = &[
    "applet",
    "area",
    "base",
    "basefont",
    "bgsound",
    "big",
    "blink",
    "body",
    "button",
    "canvas",
    "data",
    "dfn",
    "embed",
    "fencedframe",
    "frame",
    "frameset",
    "head",
    "html",
    "input",
    "keygen",
    "label",
    "link",
    "map",
    "marquee",
    "math",
    "meta",
    "meter",
    "multicol",
    "nobr",
    "noscript",
    "object",
    "optgroup",
    "option",
    "output",
    "param",
    "picture",
    "progress",
    "rb",
    "rtc",
    "slot",
    "spacer",
    "track",
    "var",
    "wbr",
];

/// Whether the name is one of HTML, so that removing the tag is not worth a notice.
pub(super) fn is_known(name: &str) -> bool {
    [INLINE_ELEMENTS, BLOCK_ELEMENTS, REMOVED_ELEMENTS, DISSOLVED_ELEMENTS]
        .iter()
        .any(|elements| elements.contains(&name))
}

/// The element that the reader treats an element as. `None` when its tags are removed and its content stays.
pub(super) fn read_as(name: &str, in_paragraph: impl FnOnce() -> bool) -> Option<&'static str> {
    if let Some(same) = INLINE_ELEMENTS.iter().chain(BLOCK_ELEMENTS).find(|element| **element == name) {
        return Some(same);
    }
    Some(match name {
        "amp-img" => "img",
        "amp-audio" => "audio",
        "amp-video" => "video",
        "dir" | "menu" => "ul",
        "dialog" | "fieldset" | "legend" | "search" => "div",
        "listing" | "xmp" => "pre",
        _ => return nitf::read_as(name).filter(|_| !in_paragraph()),
    })
}

/// Whether the start tag ends an open paragraph ("close a p element" in HTML Standard §13.2.6.4.7).
pub(super) fn ends_paragraph(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "li"
            | "listing"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "plaintext"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "ul"
            | "xmp"
    )
}

/// Whether the start tag ends open SVG and MathML elements (HTML Standard §13.2.6.5).
pub(super) fn ends_foreign_content(name: &str) -> bool {
    matches!(
        name,
        "b" | "big"
            | "blockquote"
            | "body"
            | "br"
            | "center"
            | "code"
            | "dd"
            | "div"
            | "dl"
            | "dt"
            | "em"
            | "embed"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "head"
            | "hr"
            | "i"
            | "img"
            | "li"
            | "listing"
            | "menu"
            | "meta"
            | "nobr"
            | "ol"
            | "p"
            | "pre"
            | "ruby"
            | "s"
            | "small"
            | "span"
            | "strong"
            | "strike"
            | "sub"
            | "sup"
            | "table"
            | "tt"
            | "u"
            | "ul"
            | "var"
    )
}

/// Whether an open element goes on in the next paragraph when its end tag is missing ("formatting" elements of HTML Standard
/// §13.2.4.3).
pub(super) fn is_formatting(name: &str) -> bool {
    matches!(
        name,
        "a" | "b" | "code" | "em" | "font" | "i" | "s" | "small" | "strike" | "strong" | "tt" | "u"
    )
}

/// Whether the element has no content and no end tag (void elements of the HTML Standard, obsolete ones, and one of NITF).
pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "basefont"
            | "bgsound"
            | "br"
            | "col"
            | "embed"
            | "frame"
            | "hr"
            | "img"
            | "input"
            | "keygen"
            | "link"
            | "media-reference"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Whether the element is a table or a part of one.
pub(super) fn is_table_part(name: &str) -> bool {
    matches!(name, "caption" | "table" | "tbody" | "td" | "tfoot" | "th" | "thead" | "tr")
}

/// Whether the element is a cell or the caption of a table.
pub(super) fn is_cell(name: &str) -> bool {
    matches!(name, "caption" | "td" | "th")
}
