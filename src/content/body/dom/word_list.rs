//! Reads lists as Microsoft Word writes them: paragraphs whose style names the level, with the bullet or number as text.

use scraper::{ElementRef, Node};

use super::{
    super::{block::Block, limits::MAX_NESTING},
    context::Context,
    inline_builder::InlineBuilder,
    style::property,
};

/// A paragraph that is an item of a list.
pub(super) struct WordItem<'a> {
    element: ElementRef<'a>,
    /// The level of the list, from 1.
    level: usize,
    ordered: bool,
}

/// The item of a paragraph. `None` when it is not part of a list.
pub(super) fn item(element: ElementRef<'_>) -> Option<WordItem<'_>> {
    if element.value().name() != "p" {
        return None;
    }
    let list = property(element, "mso-list")?;
    let level = list.split_ascii_whitespace().find_map(|word| word.strip_prefix("level")?.parse().ok())?;
    let marker: String = element.descendent_elements().find(|inner| is_marker(*inner))?.text().collect();
    let marker = marker.trim_matches(|c: char| c.is_whitespace() || "().".contains(c));
    // A bullet is one sign or the letter `o` of a symbol font.
    let ordered = marker != "o" && marker.chars().next().is_some_and(char::is_alphanumeric);
    Some(WordItem { element, level, ordered })
}

/// Whether the element has the bullet or number of an item.
fn is_marker(element: ElementRef<'_>) -> bool {
    property(element, "mso-list").is_some_and(|value| value == "ignore")
}

/// The lists of consecutive items.
pub(super) fn lists(items: Vec<WordItem<'_>>, context: &Context) -> Vec<Block> {
    let depth = MAX_NESTING.saturating_sub(context.nesting);
    if depth == 0 {
        return items.iter().filter_map(|item| paragraph(item, context)).collect();
    }
    let mut blocks: Vec<Block> = Vec::new();
    // One list for each open level: whether it is ordered, and its items.
    let mut open: Vec<(usize, bool, Vec<Vec<Block>>)> = Vec::new();
    for item in &items {
        let Some(paragraph) = paragraph(item, context) else { continue };
        while open.last().is_some_and(|(level, ordered, _)| {
            *level > item.level || *level == item.level && *ordered != item.ordered
        }) {
            close(&mut open, &mut blocks);
        }
        let is_deepest = open.len() >= depth;
        match open.last_mut() {
            Some((level, _, list)) if *level == item.level || is_deepest => list.push(vec![paragraph]),
            _ => open.push((item.level, item.ordered, vec![vec![paragraph]])),
        }
    }
    while !open.is_empty() {
        close(&mut open, &mut blocks);
    }
    blocks
}

/// Closes the innermost list. It becomes a part of the last item of the list around it.
fn close(open: &mut Vec<(usize, bool, Vec<Vec<Block>>)>, blocks: &mut Vec<Block>) {
    let Some((_, ordered, items)) = open.pop() else { return };
    let list = Block::List { ordered, start: None, reversed: false, lang: None, dir: None, items };
    match open.last_mut().and_then(|(_, _, items)| items.last_mut()) {
        Some(item) => item.push(list),
        None => blocks.push(list),
    }
}

/// The paragraph of an item without its bullet or number. `None` when it is empty.
fn paragraph(item: &WordItem<'_>, context: &Context) -> Option<Block> {
    let mut inlines = context.inline_builder();
    add_without_marker(item.element, &mut inlines);
    let content = inlines.finish();
    let lang_dir = context.lang_dir_of(item.element);
    (!content.is_empty()).then_some(Block::Paragraph { lang: lang_dir.lang, dir: lang_dir.dir, content })
}

fn add_without_marker<'a>(element: ElementRef<'a>, inlines: &mut InlineBuilder) {
    for child in element.children() {
        if let Node::Text(text) = child.value() {
            inlines.text(text);
        } else if let Some(child) = ElementRef::wrap(child).filter(|child| !is_marker(*child)) {
            // Word puts the marker at the first or second level of the paragraph.
            if child.descendent_elements().any(is_marker) {
                add_without_marker(child, inlines);
            } else {
                inlines.element(child);
            }
        }
    }
}
