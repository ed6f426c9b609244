//! Links within a body: which targets exist, and which links are the numbers of footnotes.

use std::collections::{HashMap, HashSet};

use super::{
    block::{Block, Note},
    dom::{
        attributes::LangDir,
        inline_element::{is_blank, push_merged, take_credit, trim_end},
        paragraph::paragraph,
    },
    inline::{Inline, MarkKind},
    visit,
};
use crate::content::notice::Notices;

/// The maximum length of the text of a link that is the number of a footnote, such as `[12]` or `*`, in characters.
const MAX_NUMBER_LENGTH: usize = 6;

/// Makes the ids of a body unique, its references to footnotes, and the links within it.
///
/// A link to a note is a reference when its text is a number or a sign. Notes that nothing refers to become a list. A link without
/// target is replaced by its content.
pub(super) fn resolve(blocks: &mut [Block], notices: &mut Notices) {
    let mut references = HashSet::new();
    let mut has_links = false;
    visit::inline_lists(blocks, &mut |content| {
        visit::inlines(content, &mut |inline| {
            if let Inline::Link { href, content, .. } = inline
                && let Some(id) = href.strip_prefix('#')
            {
                has_links = true;
                if is_number(content) {
                    references.insert(id.to_owned());
                }
            }
        });
    });
    let notes = blocks.iter().position(|block| match block {
        Block::Footnotes { notes } => {
            has_unique_ids(notes) && notes.iter().any(|note| references.contains(&note.id))
        }
        _ => false,
    });
    let mut targets = HashMap::new();
    for (at, block) in blocks.iter_mut().enumerate() {
        match block {
            Block::Footnotes { notes: list } if Some(at) == notes => {
                targets.extend(list.iter().map(|note| note.id.clone()).zip((1..).map(Some)));
            }
            Block::Footnotes { notes } => {
                let items = std::mem::take(notes).into_iter().map(|note| note.content).collect();
                *block =
                    Block::List { ordered: true, start: None, reversed: false, lang: None, dir: None, items };
            }
            _ => {}
        }
    }
    visit::blocks(blocks, &mut |block| {
        if let Block::Heading { id, .. } = block {
            *id = id.take_if(|id| !targets.contains_key(id.as_str()));
            targets.extend(id.clone().map(|id| (id, None)));
        }
    });
    let mut resolver = Resolver { targets, in_note: false, may_be_emptied: false, notices };
    if has_links {
        for block in blocks.iter_mut() {
            resolver.block(block);
        }
        let normalise = |block: &mut Block, may_be_embed| match block {
            Block::Paragraph { lang, dir, content } => {
                let lang_dir = LangDir { lang: lang.take(), dir: *dir };
                *block = paragraph(std::mem::take(content), lang_dir, may_be_embed);
            }
            Block::Image { caption, credit, .. }
            | Block::Video { caption, credit, .. }
            | Block::Audio { caption, credit, .. }
                if credit.is_empty() =>
            {
                *credit = take_credit(caption);
            }
            Block::Gallery { images, .. } => images
                .iter_mut()
                .filter(|image| image.credit.is_empty())
                .for_each(|image| image.credit = take_credit(&mut image.caption)),
            _ => {}
        };
        blocks.iter_mut().for_each(|block| normalise(block, true));
        visit::blocks(blocks, &mut |block| normalise(block, false));
    }
    visit::blocks(blocks, &mut |block| resolver.image(block));
}

/// Resolves the links of a body.
struct Resolver<'a> {
    /// The ids of headings, and of notes with their numbers.
    targets: HashMap<String, Option<u32>>,
    /// Whether the content is a paragraph of a note.
    in_note: bool,
    /// Whether the note has content before this paragraph.
    may_be_emptied: bool,
    notices: &'a mut Notices,
}

impl Resolver<'_> {
    fn block(&mut self, block: &mut Block) {
        let Block::Footnotes { notes } = block else {
            return visit::inline_lists(std::slice::from_mut(block), &mut |content| self.content(content));
        };
        for note in notes {
            for (at, block) in note.content.iter_mut().enumerate() {
                self.in_note = matches!(block, Block::Paragraph { .. });
                self.may_be_emptied = at > 0;
                visit::inline_lists(std::slice::from_mut(block), &mut |content| self.content(content));
            }
            self.in_note = false;
            // The last paragraph may have only the link back.
            note.content.retain(
                |block| !matches!(block, Block::Paragraph { content, .. } if content.iter().all(is_blank)),
            );
        }
    }

    fn content(&mut self, content: &mut Vec<Inline>) {
        let items = std::mem::take(content);
        let count = items.len();
        for (at, item) in items.into_iter().enumerate() {
            self.inline(item, at + 1 == count, content);
        }
        trim_end(content);
    }

    /// Appends an item to `out` with its links resolved.
    fn inline(&mut self, item: Inline, is_last: bool, out: &mut Vec<Inline>) {
        match item {
            Inline::Link { href, title, lang, dir, content } if href.starts_with('#') => {
                let id = href.trim_start_matches('#');
                match self.targets.get(id) {
                    Some(Some(number)) if is_number(&content) => {
                        out.push(Inline::Footnote { id: id.to_owned(), number: *number });
                    }
                    Some(_) => out.push(Inline::Link { href, title, lang, dir, content }),
                    // The link from a note back to the text is a sign.
                    None if self.in_note
                        && is_last
                        && !has_letters(&content)
                        && (self.may_be_emptied || !out.is_empty()) => {}
                    None => {
                        self.notices.add("broken-address", || href.clone());
                        content.into_iter().for_each(|item| push_merged(out, item));
                    }
                }
            }
            Inline::Mark { mark, datetime, cite, title, lang, dir, content } => {
                let mut inner = Vec::new();
                let count = content.len();
                for (at, item) in content.into_iter().enumerate() {
                    self.inline(item, is_last && at + 1 == count, &mut inner);
                }
                let is_reference = |item: &Inline| matches!(item, Inline::Footnote { .. });
                if mark == MarkKind::Sup && inner.iter().all(is_reference) {
                    out.append(&mut inner);
                } else if !inner.is_empty() {
                    push_merged(out, Inline::Mark { mark, datetime, cite, title, lang, dir, content: inner });
                }
            }
            item => push_merged(out, item),
        }
    }

    /// Removes the link of an image within the body when it has no target.
    fn image(&mut self, block: &mut Block) {
        let images: Vec<&mut Option<String>> = match block {
            Block::Image { href, .. } => vec![href],
            Block::Gallery { images, .. } => images.iter_mut().map(|image| &mut image.href).collect(),
            _ => Vec::new(),
        };
        for href in images {
            let id = href.as_deref().and_then(|href| href.strip_prefix('#'));
            if let Some(id) = id.filter(|id| !self.targets.contains_key(*id)) {
                self.notices.add("broken-address", || format!("#{id}"));
                *href = None;
            }
        }
    }
}

/// Whether the content of a link is the number or sign of a footnote.
fn is_number(content: &[Inline]) -> bool {
    plain_text(content).is_some_and(|text| {
        let text = text.trim();
        !text.is_empty() && text.chars().count() <= MAX_NUMBER_LENGTH && !text.contains(char::is_whitespace)
    })
}

fn has_letters(content: &[Inline]) -> bool {
    plain_text(content).is_none_or(|text| text.contains(char::is_alphanumeric))
}

/// The text of inline content. `None` when it is not only text, in marks or without.
fn plain_text(content: &[Inline]) -> Option<String> {
    let mut text = Some(String::new());
    visit::inlines(content, &mut |inline| match inline {
        Inline::Text { text: part } | Inline::Code { text: part } => {
            text.iter_mut().for_each(|text| text.push_str(part));
        }
        Inline::Mark { .. } => {}
        _ => text = None,
    });
    text
}

fn has_unique_ids(notes: &[Note]) -> bool {
    let mut ids = HashSet::new();
    notes.iter().all(|note| ids.insert(&note.id))
}
