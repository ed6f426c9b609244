//! Reads attributes of HTML elements. An invalid attribute counts as missing.

use std::str::FromStr;

use scraper::ElementRef;

use super::super::{inline::Dir, limits::MAX_LINE_LENGTH, link};

/// The attributes `lang` and `dir` of an element.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(in super::super) struct LangDir {
    pub(in super::super) lang: Option<String>,
    pub(in super::super) dir: Option<Dir>,
}

impl LangDir {
    /// The element's own attributes.
    pub(super) fn of(element: ElementRef<'_>) -> Self {
        let lang = element.attr("lang").map(str::trim).filter(|lang| is_language_tag(lang));
        let dir = element.attr("dir").and_then(|dir| match dir.trim().to_ascii_lowercase().as_str() {
            "ltr" => Some(Dir::Ltr),
            "rtl" => Some(Dir::Rtl),
            "auto" => Some(Dir::Auto),
            _ => None,
        });
        Self { lang: lang.map(str::to_owned), dir }
    }

    /// These attributes, with missing ones from the element around.
    pub(super) fn or_inherit(self, outer: &Self) -> Self {
        Self { lang: self.lang.or_else(|| outer.lang.clone()), dir: self.dir.or(outer.dir) }
    }
}

/// Whether a text has the syntax of a BCP 47 tag. The language need not exist.
pub(in super::super) fn is_language_tag(tag: &str) -> bool {
    tag.len() <= 35
        && tag.starts_with(|c: char| c.is_ascii_alphabetic())
        && tag
            .split('-')
            .all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// The text of an attribute as a single line: white space collapsed, control characters removed, cut to the maximum length.
/// `None` when nothing is left.
pub(super) fn single_line(element: ElementRef<'_>, name: &str) -> Option<String> {
    let line: String = collapsed([element.attr(name)?].into_iter()).chars().take(MAX_LINE_LENGTH).collect();
    (!line.is_empty()).then(|| line.trim_end_matches(' ').to_owned())
}

/// Texts as a single line: white space collapsed, control characters removed.
pub(super) fn collapsed<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let text: String = texts.collect();
    let words = text.split(|c: char| c.is_ascii_whitespace());
    let words = words.map(|word| word.chars().filter(|c| !c.is_control()).collect::<String>());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The whole number of an attribute, such as pixels or columns. `None` outside the range.
pub(super) fn number<T: FromStr + PartialOrd>(
    element: ElementRef<'_>,
    name: &str,
    range: std::ops::RangeInclusive<T>,
) -> Option<T> {
    element.attr(name)?.trim().parse().ok().filter(|number| range.contains(number))
}

/// URL, alternative text, width and height of an `img` element. `None` when the URL is not allowed.
pub(super) fn image(element: ElementRef<'_>) -> Option<(String, String, Option<u32>, Option<u32>)> {
    let pixels = |name| number(element, name, 1..=65_535);
    let url = link::source_url(element.attr("src")?)?;
    Some((url, single_line(element, "alt").unwrap_or_default(), pixels("width"), pixels("height")))
}

/// The URL of a `video` or `audio` element, or of its first source. `None` when none is allowed.
pub(super) fn media_url(element: ElementRef<'_>) -> Option<String> {
    let sources = element.child_elements().filter(|child| child.value().name() == "source");
    std::iter::once(element).chain(sources).find_map(|part| part.attr("src").and_then(link::source_url))
}
