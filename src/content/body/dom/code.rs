//! Reads a `pre` element as code.

use scraper::{ElementRef, Node};

use super::{
    super::{block::Block, element::INLINE_ELEMENTS, inline::Inline},
    attributes::LangDir,
    context::Context,
    inline_element::inlines_of,
    style::code_language,
};

/// Whether a `pre` element has links, images or marks, which code cannot have. Marks of code with a language are its colours.
pub(super) fn has_markup(pre: ElementRef<'_>) -> bool {
    let has_language = language(pre).is_some();
    pre.descendent_elements().skip(1).any(|inner| match inner.value().name() {
        "img" | "ruby" | "audio" | "video" => true,
        "code" => false,
        name if INLINE_ELEMENTS.contains(&name) => inlines_of(inner).iter().any(|inline| match inline {
            Inline::Link { .. } => true,
            _ => !has_language,
        }),
        _ => false,
    })
}

/// The code block of a `pre` element. `None` when it is blank.
pub(super) fn block(pre: ElementRef<'_>, context: &Context) -> Option<Block> {
    let mut text = String::new();
    add_text(pre, &mut text);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    let LangDir { lang, dir } = context.lang_dir_of(pre);
    let text = text.trim_end_matches('\n').to_owned();
    (!text.trim().is_empty()).then_some(Block::Code { language: language(pre), lang, dir, text })
}

/// Adds the text of an element. A block in it begins and ends a line.
fn add_text(element: ElementRef<'_>, text: &mut String) {
    for child in element.children() {
        if let Node::Text(part) = child.value() {
            text.push_str(part);
        } else if let Some(child) = ElementRef::wrap(child) {
            match child.value().name() {
                "br" => text.push('\n'),
                "rp" => {}
                name if INLINE_ELEMENTS.contains(&name) => add_text(child, text),
                _ => {
                    end_line(text);
                    add_text(child, text);
                    end_line(text);
                }
            }
        }
    }
}

fn end_line(text: &mut String) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

/// The programming language of a `pre` element, or of the `code` in it.
fn language(pre: ElementRef<'_>) -> Option<String> {
    let code = pre.child_elements().find(|child| child.value().name() == "code");
    code.and_then(code_language).or_else(|| code_language(pre))
}
