//! Visits the parts of a body: its blocks, its inline content, and single inline items.

use super::{block::Block, inline::Inline};

/// Calls `f` with every block, also with those inside of others, in order.
pub(super) fn blocks(list: &mut [Block], f: &mut dyn FnMut(&mut Block)) {
    for block in list {
        f(block);
        match block {
            Block::List { items, .. } => items.iter_mut().for_each(|item| blocks(item, f)),
            Block::Quote { content, .. } => blocks(content, f),
            Block::DescriptionList { items, .. } => {
                let descriptions = items.iter_mut().flat_map(|item| &mut item.descriptions);
                descriptions.for_each(|description| blocks(description, f));
            }
            Block::Footnotes { notes } => notes.iter_mut().for_each(|note| blocks(&mut note.content, f)),
            _ => {}
        }
    }
}

/// Calls `f` with the inline content of every block, such as that of a paragraph, a caption or a cell, in order.
pub(super) fn inline_lists(list: &mut [Block], f: &mut dyn FnMut(&mut Vec<Inline>)) {
    blocks(list, &mut |block| match block {
        Block::Paragraph { content, .. } | Block::Heading { content, .. } => f(content),
        Block::PullQuote { content, attribution, .. } => [content, attribution].into_iter().for_each(&mut *f),
        Block::Image { caption, credit, .. }
        | Block::Video { caption, credit, .. }
        | Block::Audio { caption, credit, .. } => [caption, credit].into_iter().for_each(&mut *f),
        Block::Gallery { images, caption, .. } => {
            images.iter_mut().flat_map(|image| [&mut image.caption, &mut image.credit]).for_each(&mut *f);
            f(caption);
        }
        Block::Embed { caption, .. } => f(caption),
        Block::Table { caption, head, body, .. } => {
            f(caption);
            head.iter_mut().chain(body).flatten().for_each(|cell| f(&mut cell.content));
        }
        Block::DescriptionList { items, .. } => {
            items.iter_mut().flat_map(|item| &mut item.terms).for_each(&mut *f)
        }
        Block::List { .. }
        | Block::Quote { .. }
        | Block::File { .. }
        | Block::Code { .. }
        | Block::Divider
        | Block::Footnotes { .. } => {}
    });
}

/// Calls `f` with every inline item, also with those inside of links and marks, in order.
pub(super) fn inlines(content: &[Inline], f: &mut dyn FnMut(&Inline)) {
    for inline in content {
        f(inline);
        if let Inline::Link { content, .. } | Inline::Mark { content, .. } = inline {
            inlines(content, f);
        }
    }
}
