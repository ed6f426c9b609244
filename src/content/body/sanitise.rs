//! The allow-list, applied by ammonia: what is not named here does not reach the DOM we read.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use ammonia::{Builder, UrlRelative};

/// Elements that hold running text and may stand within a paragraph.
pub(super) const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "br", "cite", "code", "del", "em", "i", "img", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
];

/// Elements that become blocks, and old or sectioning ones that only separate what they hold.
const BLOCK: &[&str] = &[
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

/// Elements that vanish with all they hold: their content is not text of the article.
pub(super) const DROPPED: &[&str] = &[
    "applet", "audio", "canvas", "iframe", "math", "noembed", "noframes", "object", "script", "select",
    "style", "svg", "template", "textarea", "title", "video", "xmp",
];

/// The attributes each element may keep besides [`GLOBAL`].
const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["href", "title"]),
    ("blockquote", &["cite"]),
    ("img", &["src", "alt", "width", "height"]),
    ("q", &["cite"]),
    ("td", &["colspan", "rowspan"]),
    ("th", &["colspan", "rowspan", "scope"]),
    ("time", &["datetime"]),
];

/// The attributes every element may keep.
const GLOBAL: &[&str] = &["dir", "lang"];

static POLICY: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut policy = Builder::empty();
    policy
        .tags(INLINE.iter().chain(BLOCK).copied().collect())
        .clean_content_tags(DROPPED.iter().copied().collect())
        .tag_attributes(
            ATTRIBUTES
                .iter()
                .map(|(tag, names)| (*tag, names.iter().copied().collect()))
                .collect::<HashMap<_, HashSet<_>>>(),
        )
        .generic_attributes(GLOBAL.iter().copied().collect())
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        // Paths are judged again, more strictly, where the URL is read.
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None);
    policy
});

/// Whether any element may keep an attribute of this name.
pub(super) fn is_attribute(name: &str) -> bool {
    GLOBAL.contains(&name) || ATTRIBUTES.iter().any(|(_, names)| names.contains(&name))
}

/// The markup without anything the allow-list does not name.
pub(super) fn clean(html: &str) -> String {
    POLICY.clean(html).to_string()
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn what_acts_is_gone_and_what_is_said_stays() {
        assert_eq!(
            clean(
                "<p onclick=x style=y class=z id=i>a<script>b</script><style>c</style><iframe src=//d>e</iframe><font>f</font>"
            ),
            "<p>af</p>"
        );
        assert_eq!(clean("<a href='javascript:x'>a</a><img src='data:x' onerror=x>"), "<a>a</a><img>");
    }
}
