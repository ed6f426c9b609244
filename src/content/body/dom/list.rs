//! Reads lists: `ul`, `ol` with its numbers, and `dl`.

use scraper::ElementRef;

use super::{
    super::{
        anchor_id,
        block::{Block, DescriptionItem, Note},
        inline::Inline,
        limits::NUMBERS,
    },
    attributes::{LangDir, number},
    context::Context,
};

/// An item of a `ul` or `ol`.
pub(super) struct ListItem {
    /// The number that the item gives itself.
    value: Option<i32>,
    id: Option<String>,
    blocks: Vec<Block>,
}

impl ListItem {
    pub(super) fn new(item: ElementRef<'_>, blocks: Vec<Block>) -> Self {
        let id = item.attr("id").and_then(anchor_id::id);
        Self { value: number(item, "value", NUMBERS), id, blocks }
    }
}

/// The items with these blocks at the end of the last one.
pub(super) fn with_content_outside(mut items: Vec<ListItem>, mut blocks: Vec<Block>) -> Vec<ListItem> {
    items.pop_if(|item| item.blocks.is_empty());
    match items.last_mut() {
        Some(item) => item.blocks.append(&mut blocks),
        None if blocks.is_empty() => {}
        None => items.push(ListItem { value: None, id: None, blocks }),
    }
    items
}

/// The lists of a `ul` or `ol`. There are several when an item has a number out of order.
pub(super) fn lists(element: ElementRef<'_>, items: Vec<ListItem>, context: &Context) -> Vec<Block> {
    let ordered = element.value().name() == "ol";
    let reversed = ordered && element.attr("reversed").is_some();
    let mut start = number(element, "start", NUMBERS).filter(|_| ordered);
    let mut lists: Vec<(Option<i32>, Vec<ListItem>)> = Vec::new();
    for item in items {
        let next = lists.last().map_or(start.unwrap_or(1).into(), |(start, items)| {
            i64::from(start.unwrap_or(1)) + i64::try_from(items.len()).unwrap_or(i64::MAX)
        });
        let value = item.value.filter(|value| ordered && !reversed && i64::from(*value) != next);
        start = value.or(start);
        match lists.last_mut().filter(|_| value.is_none()) {
            Some((_, items)) => items.push(item),
            None => lists.push((start, vec![item])),
        }
    }
    let LangDir { lang, dir } = context.lang_dir_of(element);
    let may_be_notes = ordered && !reversed && lang.is_none() && dir.is_none() && context.nesting == 0;
    let list = |(start, items): (Option<i32>, Vec<ListItem>)| {
        if may_be_notes && start.is_none() && items.iter().all(|item| item.id.is_some()) {
            let note = |item: ListItem| Some(Note { id: item.id?, content: item.blocks });
            return Block::Footnotes { notes: items.into_iter().filter_map(note).collect() };
        }
        let start = start.filter(|start| *start != 1 || reversed);
        let items = items.into_iter().map(|item| item.blocks).collect();
        Block::List { ordered, start, reversed, lang: lang.clone(), dir, items }
    };
    lists.into_iter().map(list).collect()
}

/// A part of a `dl`.
pub(super) enum DescriptionPart {
    Term(Vec<Inline>),
    Description(Vec<Block>),
}

/// The description list of a `dl`. `None` when it is empty. A term after a description begins the next group.
pub(super) fn description_list(
    element: ElementRef<'_>,
    parts: Vec<DescriptionPart>,
    context: &Context,
) -> Option<Block> {
    let mut items: Vec<DescriptionItem> = Vec::new();
    for part in parts {
        match part {
            DescriptionPart::Term(term) if term.is_empty() => {}
            DescriptionPart::Description(blocks) if blocks.is_empty() => {}
            DescriptionPart::Term(term) => match items.last_mut().filter(|item| item.descriptions.is_empty())
            {
                Some(item) => item.terms.push(term),
                None => items.push(DescriptionItem { terms: vec![term], descriptions: Vec::new() }),
            },
            DescriptionPart::Description(blocks) => match items.last_mut() {
                Some(item) => item.descriptions.push(blocks),
                None => items.push(DescriptionItem { terms: Vec::new(), descriptions: vec![blocks] }),
            },
        }
    }
    let LangDir { lang, dir } = context.lang_dir_of(element);
    (!items.is_empty()).then_some(Block::DescriptionList { lang, dir, items })
}
