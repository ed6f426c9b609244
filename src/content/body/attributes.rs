//! Reading an element's attributes: what is not plainly valid counts as absent.

use scraper::ElementRef;

use super::inline::Dir;

/// The language and direction of an element.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Language {
    pub(super) lang: Option<String>,
    pub(super) dir: Option<Dir>,
}

impl Language {
    /// What the element says of itself.
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

    /// What the element says, and where it says nothing, what is said around it.
    pub(super) fn within(self, outer: &Self) -> Self {
        Self { lang: self.lang.or_else(|| outer.lang.clone()), dir: self.dir.or(outer.dir) }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lang.is_none() && self.dir.is_none()
    }
}

/// The shape of a BCP 47 tag; whether the language exists is not ours to say.
pub(super) fn is_language_tag(tag: &str) -> bool {
    tag.len() <= 35
        && tag.starts_with(|c: char| c.is_ascii_alphabetic())
        && tag
            .split('-')
            .all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// The most characters an attribute's text may have.
pub(super) const MAX_WORDS: usize = 1000;

/// Text of an attribute on one line, without control characters, cut where it is too long; absent when there is none.
pub(super) fn words(element: ElementRef<'_>, name: &str) -> Option<String> {
    let words: Vec<String> = element
        .attr(name)?
        .split(|c: char| c.is_ascii_whitespace())
        .map(|word| word.chars().filter(|c| !c.is_control()).collect::<String>())
        .filter(|word| !word.is_empty())
        .collect();
    let words: String = words.join(" ").chars().take(MAX_WORDS).collect();
    (!words.is_empty()).then(|| words.trim_end_matches(' ').to_owned())
}

/// A whole number within the range, such as pixels or columns.
pub(super) fn number(
    element: ElementRef<'_>,
    name: &str,
    range: std::ops::RangeInclusive<u32>,
) -> Option<u32> {
    element.attr(name)?.trim().parse().ok().filter(|number| range.contains(number))
}

/// What an `img` shows: URL, alternative text, width and height. Absent when the URL may not be used.
pub(super) fn image(element: ElementRef<'_>) -> Option<(String, String, Option<u32>, Option<u32>)> {
    let pixels = |name| number(element, name, 1..=65_535);
    let url = super::link::source(element.attr("src")?)?;
    Some((url, words(element, "alt").unwrap_or_default(), pixels("width"), pixels("height")))
}
