//! Single inline elements: the links and marks of an HTML element, and the merging of neighbours.

use scraper::ElementRef;

use super::{
    super::{
        anchor_id,
        inline::{Inline, MarkKind},
        link,
    },
    attributes::{LangDir, single_line},
    style,
};
use crate::content::invisible;

/// The links and marks of an inline element, without content, the outermost first. Empty when it has no meaning of its own.
pub(super) fn inlines_of(element: ElementRef<'_>) -> Vec<Inline> {
    let own = if element.value().name() == "a" { link_of(element) } else { mark_of(element) };
    own.into_iter().chain(style::marks(element).into_iter().map(plain_mark)).collect()
}

fn mark_of(element: ElementRef<'_>) -> Option<Inline> {
    let mark = MarkKind::from_tag(element.value().name())?;
    let LangDir { lang, dir } = LangDir::of(element);
    let has_meaning = mark != MarkKind::Span && !style::is_undone(element, mark);
    if !has_meaning && lang.is_none() && dir.is_none() {
        return None;
    }
    let mark = if has_meaning { mark } else { MarkKind::Span };
    let datetime = (mark == MarkKind::Time).then(|| single_line(element, "datetime")).flatten();
    let cite = (mark == MarkKind::Q).then(|| element.attr("cite").and_then(link::source_url)).flatten();
    let title = (mark == MarkKind::Abbr).then(|| single_line(element, "title")).flatten();
    Some(Inline::Mark { mark, datetime, cite, title, lang, dir, content: Vec::new() })
}

/// A mark without attributes and content.
pub(super) fn plain_mark(mark: MarkKind) -> Inline {
    Inline::Mark { mark, datetime: None, cite: None, title: None, lang: None, dir: None, content: Vec::new() }
}

/// The link of an `a` element, without content. `None` when its URL is not allowed. A link within the body begins with `#`; its
/// target may not exist.
pub(super) fn link_of(element: ElementRef<'_>) -> Option<Inline> {
    let LangDir { lang, dir } = LangDir::of(element);
    let href = element.attr("href")?;
    let href = anchor_id::fragment_url(href).or_else(|| link::link_url(href))?;
    Some(Inline::Link { href, title: single_line(element, "title"), lang, dir, content: Vec::new() })
}

/// Appends inline content, and merges it with the last item when both are texts or equal marks.
pub(in super::super) fn push_merged(content: &mut Vec<Inline>, item: Inline) {
    match (content.last_mut(), item) {
        (Some(Inline::Text { text }), Inline::Text { text: more }) => text.push_str(&more),
        (
            Some(Inline::Mark { mark, lang, dir, content, .. }),
            Inline::Mark { mark: next, lang: next_lang, dir: next_dir, content: more, .. },
        ) if *mark == next
            && mark.merges()
            && *lang == next_lang
            && *dir == next_dir
            && !(next == MarkKind::Sup && (has_fragment(content) || has_fragment(&more))) =>
        {
            more.into_iter().for_each(|item| push_merged(content, item));
        }
        (_, item) => content.push(item),
    }
}

/// Whether inline content has a link within the body, as the number of a footnote is, also inside of marks.
fn has_fragment(content: &[Inline]) -> bool {
    content.iter().any(|item| match item {
        Inline::Link { href, .. } => href.starts_with('#'),
        Inline::Footnote { .. } => true,
        Inline::Mark { content, .. } => has_fragment(content),
        _ => false,
    })
}

/// Whether an item displays nothing.
pub(in super::super) fn is_blank(item: &Inline) -> bool {
    match item {
        Inline::Text { text } => invisible::is_blank(text),
        Inline::Break => true,
        Inline::Code { .. } | Inline::Image { .. } | Inline::Footnote { .. } | Inline::Ruby { .. } => false,
        Inline::Link { content, .. } | Inline::Mark { content, .. } => content.iter().all(is_blank),
    }
}

/// Removes white space and breaks at the end, as the normal form has none there.
pub(in super::super) fn trim_end(content: &mut Vec<Inline>) {
    while let Some(last) = content.last_mut() {
        match last {
            Inline::Break => {}
            Inline::Text { text } => {
                text.truncate(text.trim_end_matches(|c: char| c.is_ascii_whitespace()).len());
                if !text.is_empty() {
                    return;
                }
            }
            Inline::Link { content, .. } | Inline::Mark { content, .. } => {
                trim_end(content);
                if !content.is_empty() {
                    return;
                }
            }
            _ => return,
        }
        content.pop();
    }
}

/// Removes the credit from the end of a caption, and returns it: the content of small print.
pub(in super::super) fn take_credit(caption: &mut Vec<Inline>) -> Vec<Inline> {
    let is_small =
        |item: &mut Inline| matches!(item, Inline::Mark { mark: MarkKind::Small, lang: None, dir: None, .. });
    let Some(Inline::Mark { content, .. }) = caption.pop_if(is_small) else { return Vec::new() };
    trim_end(caption);
    content
}
