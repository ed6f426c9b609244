//! Single inline elements: the link or mark of an HTML element, and the merging of neighbours.

use scraper::ElementRef;

use super::{
    attributes::{LangDir, single_line},
    inline::{Inline, MarkKind},
    link,
};
use crate::content::invisible;

/// The link or mark of an inline element, without content. `None` when the element has no meaning of its own.
pub(super) fn inline_of(element: ElementRef<'_>) -> Option<Inline> {
    let name = element.value().name();
    if name == "a" {
        return link_of(element);
    }
    let mark = MarkKind::from_tag(name)?;
    let lang_dir = LangDir::of(element);
    if lang_dir.is_empty() && mark == MarkKind::Span {
        return None;
    }
    let datetime = (mark == MarkKind::Time).then(|| single_line(element, "datetime")).flatten();
    let cite = (mark == MarkKind::Q).then(|| element.attr("cite").and_then(link::source_url)).flatten();
    let LangDir { lang, dir } = lang_dir;
    Some(Inline::Mark { mark, datetime, cite, lang, dir, content: Vec::new() })
}

/// The link of an `a` element, without content. `None` when its URL is not allowed.
pub(super) fn link_of(element: ElementRef<'_>) -> Option<Inline> {
    let LangDir { lang, dir } = LangDir::of(element);
    let href = link::link_url(element.attr("href")?)?;
    Some(Inline::Link { href, title: single_line(element, "title"), lang, dir, content: Vec::new() })
}

/// Appends inline content, and merges it with the last item when both are texts or equal marks.
pub(super) fn push_merged(content: &mut Vec<Inline>, item: Inline) {
    match (content.last_mut(), item) {
        (Some(Inline::Text { text }), Inline::Text { text: more }) => text.push_str(&more),
        (
            Some(Inline::Mark { mark, lang, dir, content, .. }),
            Inline::Mark { mark: next, lang: next_lang, dir: next_dir, content: more, .. },
        ) if *mark == next && mark.merges() && *lang == next_lang && *dir == next_dir => {
            more.into_iter().for_each(|item| push_merged(content, item));
        }
        (_, item) => content.push(item),
    }
}

/// Whether an item displays nothing.
pub(super) fn is_blank(item: &Inline) -> bool {
    match item {
        Inline::Text { text } => invisible::is_blank(text),
        Inline::Break => true,
        Inline::Code { .. } | Inline::Image { .. } => false,
        Inline::Link { content, .. } | Inline::Mark { content, .. } => content.iter().all(is_blank),
    }
}
