//! Running text as it is sent.

use serde_json::Value;

use super::{
    super::{
        Dir, Inline, MarkKind,
        link::{href, source},
        run::MAX_SPANS,
    },
    json_pointer::JsonPointer,
    object::Object,
    value::{choice, language, list, number, text, url, words},
};

pub(super) const LINK: &str = "an `http`, `https`, `mailto` or `tel` address or a path on this site";
pub(super) const SOURCE: &str = "an `http` or `https` address or a path on this site";

/// The most pixels an image may be wide or high.
const PIXELS: std::ops::RangeInclusive<u32> = 1..=65_535;

/// What stands around a span.
#[derive(Clone, Copy, Default)]
struct Around {
    /// Links and marks.
    spans: usize,
    /// Whether one of them is a link.
    link: bool,
}

/// Running text. Where nothing of it can be seen, it holds no address either: both would be lost.
pub(super) fn run(value: Value, place: &mut JsonPointer<'_>) -> Option<Vec<Inline>> {
    let content = spans(value, place, Around::default())?;
    if is_blank(&content) && content.iter().any(holds_address) {
        place.fault("empty", "has an address but nothing to be seen");
    }
    Some(content)
}

fn spans(value: Value, place: &mut JsonPointer<'_>, around: Around) -> Option<Vec<Inline>> {
    list(|item, place: &mut JsonPointer<'_>| span(item, place, around))(value, place)
}

fn span(value: Value, place: &mut JsonPointer<'_>, around: Around) -> Option<Inline> {
    let mut object = Object::open(value, place)?;
    let kind = object.required("type", text)?;
    let span = match kind.as_str() {
        "text" => Inline::Text { text: object.required("text", text).unwrap_or_default() },
        "break" => Inline::Break,
        "code" => Inline::Code { text: object.required("text", text).unwrap_or_default() },
        "link" => {
            let within = Around { spans: around.spans + 1, link: true };
            let (lang, dir) = self::lang_and_dir(&mut object);
            if around.link {
                object.fault("type", "not-here", "a link cannot stand in a link");
            }
            Inline::Link {
                href: object.required("href", url(href, LINK)).unwrap_or_default(),
                title: object.optional("title", words),
                lang,
                dir,
                content: content(&mut object, within, true),
            }
        }
        "image" => {
            let (url, alt, width, height) = image(&mut object);
            Inline::Image { url, alt, width, height }
        }
        "mark" => mark(&mut object, around),
        _ => {
            let known = "expected one of `text`, `break`, `code`, `link`, `image`, `mark`";
            object.fault("type", "unknown-value", format!("unknown value `{kind}`, {known}"));
            return None;
        }
    };
    object.close();
    Some(span)
}

fn mark(object: &mut Object<'_, '_>, around: Around) -> Inline {
    let mark = object.required("mark", choice).unwrap_or(MarkKind::Span);
    let (lang, dir) = lang_and_dir(object);
    let datetime = object.optional("datetime", words);
    if datetime.is_some() && mark != MarkKind::Time {
        object.fault("datetime", "not-here", "belongs to the mark `time`");
    }
    let cite = object.optional("cite", url(source, SOURCE));
    if cite.is_some() && mark != MarkKind::Q {
        object.fault("cite", "not-here", "belongs to the mark `q`");
    }
    let needed = cite.is_some() || datetime.is_some();
    let content = content(object, Around { spans: around.spans + 1, ..around }, needed);
    Inline::Mark { mark, datetime, cite, lang, dir, content }
}

/// What a span holds. Where that is `needed`, it must not be empty.
fn content(object: &mut Object<'_, '_>, around: Around, needed: bool) -> Vec<Inline> {
    object
        .required("content", |value, place| {
            if around.spans > MAX_SPANS {
                place.fault("nested-too-deep", format!("links and marks nest at most {MAX_SPANS} deep"));
                return None;
            }
            let content = spans(value, place, around)?;
            if needed && content.iter().all(vanishes) {
                place.fault("empty", "must not be empty");
            }
            Some(content)
        })
        .unwrap_or_default()
}

/// The language and the direction of a block or span.
pub(super) fn lang_and_dir(object: &mut Object<'_, '_>) -> (Option<String>, Option<Dir>) {
    (object.optional("lang", language), object.optional("dir", choice))
}

/// What an image shows: URL, alternative text, width and height.
pub(super) fn image(object: &mut Object<'_, '_>) -> (String, String, Option<u32>, Option<u32>) {
    (
        object.required("url", url(source, SOURCE)).unwrap_or_default(),
        object.required("alt", words).unwrap_or_default(),
        object.optional("width", number(PIXELS)),
        object.optional("height", number(PIXELS)),
    )
}

/// Whether nothing of a text can be seen, so that it is left out.
pub(super) fn is_blank(content: &[Inline]) -> bool {
    content.iter().all(|item| holds_only(item, char::is_whitespace))
}

/// Whether a span is left out of the text around it.
fn vanishes(item: &Inline) -> bool {
    holds_only(item, |c| c.is_ascii_whitespace())
}

fn holds_only(item: &Inline, space: fn(char) -> bool) -> bool {
    match item {
        Inline::Text { text } => text.chars().all(|c| c.is_control() || space(c)),
        Inline::Break => true,
        Inline::Code { text } => text.chars().all(|c| c.is_control() || c.is_ascii_whitespace()),
        Inline::Image { .. } => false,
        Inline::Link { content, .. } | Inline::Mark { content, .. } => {
            content.iter().all(|item| holds_only(item, space))
        }
    }
}

fn holds_address(item: &Inline) -> bool {
    match item {
        Inline::Link { .. } | Inline::Mark { cite: Some(_), .. } | Inline::Mark { datetime: Some(_), .. } => {
            true
        }
        Inline::Mark { content, .. } => content.iter().any(holds_address),
        _ => false,
    }
}
