//! Single spans: what an element stands for, and what neighbours become.

use scraper::ElementRef;

use super::{
    attributes::{Language, words},
    inline::{Inline, MarkKind},
    link,
};
use crate::content::blank;

/// The link or mark an inline element stands for, without content; absent when it would say nothing.
pub(super) fn span(element: ElementRef<'_>) -> Option<Inline> {
    let name = element.value().name();
    if name == "a" {
        return link_span(element);
    }
    let mark = MarkKind::from_tag(name)?;
    let language = Language::of(element);
    if language.is_empty() && mark == MarkKind::Span {
        return None;
    }
    let datetime = (mark == MarkKind::Time).then(|| words(element, "datetime")).flatten();
    let cite = (mark == MarkKind::Q).then(|| element.attr("cite").and_then(link::source)).flatten();
    let Language { lang, dir } = language;
    Some(Inline::Mark { mark, datetime, cite, lang, dir, content: Vec::new() })
}

/// The link an `a` stands for, without content; absent when its target may not be used.
pub(super) fn link_span(element: ElementRef<'_>) -> Option<Inline> {
    let Language { lang, dir } = Language::of(element);
    let href = link::href(element.attr("href")?)?;
    Some(Inline::Link { href, title: words(element, "title"), lang, dir, content: Vec::new() })
}

/// Adds a span to its neighbours, as part of the last one where both say the same.
pub(super) fn join(content: &mut Vec<Inline>, item: Inline) {
    match (content.last_mut(), item) {
        (Some(Inline::Text { text }), Inline::Text { text: more }) => text.push_str(&more),
        (
            Some(Inline::Mark { mark, lang, dir, content, .. }),
            Inline::Mark { mark: next, lang: next_lang, dir: next_dir, content: more, .. },
        ) if *mark == next && mark.joins() && *lang == next_lang && *dir == next_dir => {
            more.into_iter().for_each(|item| join(content, item));
        }
        (_, item) => content.push(item),
    }
}

/// Whether nothing of a span can be seen.
pub(super) fn is_blank(item: &Inline) -> bool {
    match item {
        Inline::Text { text } => blank::is_blank(text),
        Inline::Break => true,
        Inline::Code { .. } | Inline::Image { .. } => false,
        Inline::Link { content, .. } | Inline::Mark { content, .. } => content.iter().all(is_blank),
    }
}
