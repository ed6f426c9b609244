//! The allow-list of elements and attributes, applied by ammonia. Everything else is removed before the DOM is read.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use ammonia::{Builder, UrlRelative};

/// Inline elements: phrasing content of the HTML Standard, and obsolete elements with the same role.
pub(super) const INLINE_ELEMENTS: &[&str] = &[
    "a", "abbr", "b", "bdi", "br", "cite", "code", "del", "em", "i", "img", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
];

/// Elements that become blocks, and containers that only separate their content.
const BLOCK_ELEMENTS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "caption",
    "center",
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
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Elements that are removed together with their content, which is not text of the article.
pub(super) const REMOVED_ELEMENTS: &[&str] = &[
    "applet", "audio", "canvas", "iframe", "math", "noembed", "noframes", "object", "script", "select",
    "style", "svg", "template", "textarea", "title", "video", "xmp",
];

/// The allowed attributes of each element, in addition to [`GLOBAL_ATTRIBUTES`].
const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["href", "title"]),
    ("blockquote", &["cite"]),
    ("img", &["src", "alt", "width", "height"]),
    ("q", &["cite"]),
    ("td", &["colspan", "rowspan"]),
    ("th", &["colspan", "rowspan", "scope"]),
    ("time", &["datetime"]),
];

/// The allowed attributes of every element.
const GLOBAL_ATTRIBUTES: &[&str] = &["dir", "lang"];

static POLICY: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut policy = Builder::empty();
    policy
        .tags(INLINE_ELEMENTS.iter().chain(BLOCK_ELEMENTS).copied().collect())
        .clean_content_tags(REMOVED_ELEMENTS.iter().copied().collect())
        .tag_attributes(
            ATTRIBUTES
                .iter()
                .map(|(tag, names)| (*tag, names.iter().copied().collect()))
                .collect::<HashMap<_, HashSet<_>>>(),
        )
        .generic_attributes(GLOBAL_ATTRIBUTES.iter().copied().collect())
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        // `link` validates relative URLs again, more strictly.
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None);
    policy
});

/// Whether an attribute of this name is allowed on any element.
pub(super) fn is_attribute(name: &str) -> bool {
    GLOBAL_ATTRIBUTES.contains(&name) || ATTRIBUTES.iter().any(|(_, names)| names.contains(&name))
}

/// The markup with only the elements and attributes of the allow-list.
pub(super) fn clean(html: &str) -> String {
    POLICY.clean(html).to_string()
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn active_content_is_removed_and_text_stays() {
        assert_eq!(
            clean(
                "<p onclick=x style=y class=z id=i>a<script>b</script><style>c</style><iframe src=//d>e</iframe><font>f</font>"
            ),
            "<p>af</p>"
        );
        assert_eq!(clean("<a href='javascript:x'>a</a><img src='data:x' onerror=x>"), "<a>a</a><img>");
    }
}
