//! Reads the meaning of `class` and `style`, as word processors and other systems write them.

use scraper::ElementRef;

use super::super::{block_part::Align, inline::MarkKind};

/// Whether an element has a class.
pub(super) fn has_class(element: ElementRef<'_>, class: &str) -> bool {
    element.attr("class").is_some_and(|classes| classes.split_ascii_whitespace().any(|name| name == class))
}

/// The value of a CSS property in lower case.
pub(super) fn property(element: ElementRef<'_>, name: &str) -> Option<String> {
    let declarations =
        element.attr("style")?.rsplit(';').filter_map(|declaration| declaration.split_once(':'));
    // The last declaration applies.
    declarations
        .filter(|(property, _)| property.trim().eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim().trim_end_matches("!important").trim().to_ascii_lowercase())
        .next()
}

/// The marks that the style of an element means: bold, italic, struck through, subscript and superscript.
pub(super) fn marks(element: ElementRef<'_>) -> Vec<MarkKind> {
    if element.attr("style").is_none() {
        return Vec::new();
    }
    let has =
        |name, matches: &dyn Fn(&str) -> bool| property(element, name).is_some_and(|value| matches(&value));
    let lines = |value: &str| value.contains("line-through");
    [
        (MarkKind::Strong, has("font-weight", &is_bold)),
        (MarkKind::Em, has("font-style", &|value| matches!(value, "italic" | "oblique"))),
        (MarkKind::S, has("text-decoration", &lines) || has("text-decoration-line", &lines)),
        (MarkKind::Sub, has("vertical-align", &|value| value == "sub")),
        (MarkKind::Sup, has("vertical-align", &|value| value == "super")),
    ]
    .into_iter()
    .filter_map(|(mark, applies)| applies.then_some(mark))
    .collect()
}

/// Whether the style takes the meaning of the element's name away, as Google Docs does with `<b style="font-weight:normal">`.
pub(super) fn is_undone(element: ElementRef<'_>, mark: MarkKind) -> bool {
    let (name, is_normal): (_, fn(&str) -> bool) = match mark {
        MarkKind::Strong => ("font-weight", |value| !is_bold(value) && value != "inherit"),
        MarkKind::Em => ("font-style", |value| value == "normal"),
        MarkKind::S | MarkKind::U => ("text-decoration", |value| value == "none"),
        MarkKind::Sub | MarkKind::Sup => ("vertical-align", |value| value == "baseline"),
        _ => return false,
    };
    property(element, name).is_some_and(|value| is_normal(&value))
}

fn is_bold(weight: &str) -> bool {
    matches!(weight, "bold" | "bolder") || weight.parse::<u32>().is_ok_and(|weight| weight >= 600)
}

/// The alignment of a table cell or column.
pub(super) fn align(element: ElementRef<'_>) -> Option<Align> {
    let value = element.attr("align").map(|value| value.trim().to_ascii_lowercase());
    match value.or_else(|| property(element, "text-align"))?.as_str() {
        "left" => Some(Align::Left),
        "center" => Some(Align::Center),
        "right" => Some(Align::Right),
        _ => None,
    }
}

/// The programming language that a class of an element names, such as `language-rust`.
pub(super) fn code_language(element: ElementRef<'_>) -> Option<String> {
    let names = element.attr("class")?.split_ascii_whitespace();
    let mut names =
        names.filter_map(|name| ["language-", "lang-"].iter().find_map(|start| name.strip_prefix(start)));
    names.find(|name| is_code_language(name)).map(str::to_owned)
}

/// Whether a text may be the name of a programming language: it fits in a class name and after a code fence.
pub(in super::super) fn is_code_language(name: &str) -> bool {
    name.len() <= 40
        && name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+#._-".contains(&byte))
}
