//! Reads inline content.

use serde_json::Value;

use super::{
    super::{
        Dir, Inline, MarkKind,
        anchor_id::fragment_url,
        limits::MAX_INLINE_NESTING,
        link::{link_url, source_url},
    },
    json_pointer::JsonPointer,
    object_reader::ObjectReader,
    value::{enum_value, language_tag, list, number, reference, single_line, string, url},
};

/// The URLs that links may have, for fault details.
const LINK: &str = "an `http`, `https`, `mailto` or `tel` URL or a path on this site such as `/84451`";

/// The URLs that images and sources may have, for fault details.
pub(super) const SOURCE: &str = "an `http` or `https` URL or a path on this site such as `/84451`";

/// The width or height that an image may have, in pixels.
const PIXELS: std::ops::RangeInclusive<u32> = 1..=65_535;

/// The links and marks around an item.
#[derive(Clone, Copy, Default)]
struct Ancestors {
    /// The number of links and marks.
    count: usize,
    /// Whether one of them is a link.
    has_link: bool,
}

/// The inline content of a block. Blank content with a URL or a date is a fault, because normalisation would remove it.
pub(super) fn inlines(value: Value, pointer: &mut JsonPointer<'_>) -> Option<Vec<Inline>> {
    let content = list_of(value, pointer, Ancestors::default())?;
    if is_blank(&content) && content.iter().any(has_url_or_date) {
        pointer.fault("empty", "must have visible text, because it has a URL or a `datetime`");
    }
    Some(content)
}

fn list_of(value: Value, pointer: &mut JsonPointer<'_>, ancestors: Ancestors) -> Option<Vec<Inline>> {
    list(|item, pointer: &mut JsonPointer<'_>| inline(item, pointer, ancestors))(value, pointer)
}

fn inline(value: Value, pointer: &mut JsonPointer<'_>, ancestors: Ancestors) -> Option<Inline> {
    let mut object = ObjectReader::new(value, pointer)?;
    let kind = object.required("type", string)?;
    let inline = match kind.as_str() {
        "text" => Inline::Text { text: object.required("text", string).unwrap_or_default() },
        "break" => Inline::Break,
        "code" => Inline::Code { text: object.required("text", string).unwrap_or_default() },
        "link" => {
            let within = Ancestors { count: ancestors.count + 1, has_link: true };
            let (lang, dir) = self::lang_and_dir(&mut object);
            if ancestors.has_link {
                object.member_fault("type", "not-here", "a link must not contain another link");
            }
            Inline::Link {
                href: object.required("href", link).unwrap_or_default(),
                title: object.optional("title", single_line),
                lang,
                dir,
                content: content(&mut object, within, true),
            }
        }
        "image" => {
            let (url, alt, width, height) = image(&mut object);
            Inline::Image { url, alt, width, height }
        }
        "footnote" => {
            if ancestors.has_link {
                object.member_fault(
                    "type",
                    "not-here",
                    "a link must not contain a footnote: move it after the link",
                );
            }
            let id = object.required("id", note_reference).unwrap_or_default();
            object.optional("number", |_, _| Some(()));
            Inline::Footnote { id, number: 0 }
        }
        "ruby" => Inline::Ruby {
            text: object.required("text", ruby_text).unwrap_or_default(),
            reading: object.required("reading", ruby_text).unwrap_or_default(),
        },
        "mark" => mark(&mut object, ancestors),
        _ => {
            let known =
                "expected one of `text`, `break`, `code`, `link`, `image`, `footnote`, `ruby`, `mark`";
            object.member_fault("type", "unknown-value", format!("unknown value `{kind}`, {known}"));
            return None;
        }
    };
    object.finish();
    Some(inline)
}

fn mark(object: &mut ObjectReader<'_, '_>, ancestors: Ancestors) -> Inline {
    let mark = object.required("mark", enum_value).unwrap_or(MarkKind::Span);
    let (lang, dir) = lang_and_dir(object);
    let datetime = object.optional("datetime", single_line);
    if datetime.is_some() && mark != MarkKind::Time {
        object.member_fault("datetime", "not-here", "is allowed only for the mark `time`");
    }
    let cite = object.optional("cite", url(source_url, SOURCE));
    if cite.is_some() && mark != MarkKind::Q {
        object.member_fault("cite", "not-here", "is allowed only for the mark `q`");
    }
    let title = object.optional("title", single_line);
    if title.is_some() && mark != MarkKind::Abbr {
        object.member_fault("title", "not-here", "is allowed only for the mark `abbr`");
    }
    let needed = cite.is_some() || datetime.is_some() || title.is_some();
    let content = content(object, Ancestors { count: ancestors.count + 1, ..ancestors }, needed);
    Inline::Mark { mark, datetime, cite, title, lang, dir, content }
}

/// The URL of a link: one that leads away, or `#` and an id of this body.
pub(super) fn link(value: Value, pointer: &mut JsonPointer<'_>) -> Option<String> {
    let is_fragment = value.as_str().is_some_and(|href| href.trim_start().starts_with('#'));
    if !is_fragment {
        return url(link_url, LINK)(value, pointer);
    }
    let href = fragment_url(&string(value, pointer)?);
    if !href.as_deref().is_some_and(|href| pointer.targets.has(href.trim_start_matches('#'))) {
        pointer.fault("unknown-target", "must be `#` and the `id` of a heading or footnote of this body");
    }
    href
}

fn note_reference(value: Value, pointer: &mut JsonPointer<'_>) -> Option<String> {
    let id = reference(value, pointer)?;
    if !pointer.targets.has_note(&id) {
        pointer.fault("unknown-target", "must be the `id` of a note in the block `footnotes` of this body");
    }
    Some(id)
}

fn ruby_text(value: Value, pointer: &mut JsonPointer<'_>) -> Option<String> {
    let text = string(value, pointer)?;
    if text.chars().all(|c| c.is_control() || c.is_whitespace()) {
        pointer.fault("empty", "must not be empty");
    }
    Some(text)
}

/// The content of a link or mark. It must not be empty when `needed`, because the URL or date would be lost.
fn content(object: &mut ObjectReader<'_, '_>, ancestors: Ancestors, needed: bool) -> Vec<Inline> {
    object
        .required("content", |value, pointer| {
            if ancestors.count > MAX_INLINE_NESTING {
                pointer.fault(
                    "nested-too-deep",
                    format!("links and marks nest at most {MAX_INLINE_NESTING} deep"),
                );
                return None;
            }
            let content = list_of(value, pointer, ancestors)?;
            if needed && content.iter().all(is_removed) {
                pointer.fault("empty", "must not be empty: give the text of the link or mark");
            }
            Some(content)
        })
        .unwrap_or_default()
}

/// The members `lang` and `dir` of a block, link or mark.
pub(super) fn lang_and_dir(object: &mut ObjectReader<'_, '_>) -> (Option<String>, Option<Dir>) {
    (object.optional("lang", language_tag), object.optional("dir", enum_value))
}

/// URL, alternative text, width and height of an image.
pub(super) fn image(object: &mut ObjectReader<'_, '_>) -> (String, String, Option<u32>, Option<u32>) {
    (
        object.required("url", url(source_url, SOURCE)).unwrap_or_default(),
        object.required("alt", single_line).unwrap_or_default(),
        object.optional("width", number(PIXELS)),
        object.optional("height", number(PIXELS)),
    )
}

/// Whether inline content is blank, so that normalisation removes it from a block.
pub(super) fn is_blank(content: &[Inline]) -> bool {
    content.iter().all(|item| has_only(item, char::is_whitespace))
}

/// Whether normalisation removes an item, because it has only ASCII white space and control characters.
fn is_removed(item: &Inline) -> bool {
    has_only(item, |c| c.is_ascii_whitespace())
}

fn has_only(item: &Inline, space: fn(char) -> bool) -> bool {
    match item {
        Inline::Text { text } => text.chars().all(|c| c.is_control() || space(c)),
        Inline::Break => true,
        Inline::Code { text } => text.chars().all(|c| c.is_control() || c.is_ascii_whitespace()),
        Inline::Image { .. } | Inline::Footnote { .. } => false,
        Inline::Ruby { text, .. } => text.chars().all(|c| c.is_control() || space(c)),
        Inline::Link { content, .. } | Inline::Mark { content, .. } => {
            content.iter().all(|item| has_only(item, space))
        }
    }
}

fn has_url_or_date(item: &Inline) -> bool {
    match item {
        Inline::Link { .. }
        | Inline::Mark { cite: Some(_), .. }
        | Inline::Mark { datetime: Some(_), .. }
        | Inline::Mark { title: Some(_), .. } => true,
        Inline::Mark { content, .. } => content.iter().any(has_url_or_date),
        _ => false,
    }
}
