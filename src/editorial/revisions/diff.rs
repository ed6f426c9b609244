//! What changed between two saves.

use std::time::{Duration, Instant};

use serde_json::Value;
use similar::{Algorithm, ChangeTag, DiffOp, TextDiff, capture_diff_slices_deadline};

use super::dto::{BlockPiece, Fate, MemberDiff, TextPiece};
use crate::audit;
use crate::content::Article;
use crate::content::body::Block;

/// Members that are compared word by word.
const TEXTS: [&str; 7] = ["byline", "dateline", "headline", "kicker", "lead", "source", "summary"];

/// How long to look for the shortest way from one body to another; after that a longer one will do.
const PATIENCE: Duration = Duration::from_millis(200);

/// The members in which two states of an article differ, by name.
pub fn between(before: &Article, after: &Article) -> Vec<MemberDiff> {
    let diffs = audit::changes(before, after).into_iter().map(|change| match change.member.as_str() {
        "body" => {
            let blocks = |article: &Article| article.body.as_ref().map_or(Vec::new(), |b| b.blocks.clone());
            MemberDiff::Blocks { pieces: in_blocks(&blocks(before), &blocks(after)), member: change.member }
        }
        member if TEXTS.contains(&member) => {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let pieces = in_words(&text(&change.before), &text(&change.after));
            MemberDiff::Text { member: change.member, pieces }
        }
        _ => MemberDiff::Value { member: change.member, before: change.before, after: change.after },
    });
    diffs.collect()
}

fn in_words(before: &str, after: &str) -> Vec<TextPiece> {
    let mut pieces: Vec<TextPiece> = Vec::new();
    for change in TextDiff::from_words(before, after).iter_all_changes() {
        let op = match change.tag() {
            ChangeTag::Equal => Fate::Keep,
            ChangeTag::Delete => Fate::Remove,
            ChangeTag::Insert => Fate::Add,
        };
        match pieces.last_mut().filter(|piece| piece.op == op) {
            Some(piece) => piece.text.push_str(change.value()),
            None => pieces.push(TextPiece { op, text: change.value().to_owned() }),
        }
    }
    pieces
}

fn in_blocks(before: &[Block], after: &[Block]) -> Vec<BlockPiece> {
    // Blocks are compared by what they are written as, since their type has no order.
    let written = |blocks: &[Block]| -> Vec<String> {
        blocks.iter().map(|block| serde_json::to_string(block).unwrap_or_default()).collect()
    };
    let deadline = Some(Instant::now() + PATIENCE);
    let steps = capture_diff_slices_deadline(Algorithm::Myers, &written(before), &written(after), deadline);
    let pieces = steps.iter().flat_map(|step: &DiffOp| {
        let piece = |op| move |block: &Block| BlockPiece { op, block: block.clone() };
        let (old, new) = (&before[step.old_range()], &after[step.new_range()]);
        let (old, new) = match step {
            DiffOp::Equal { .. } => (old.iter().map(piece(Fate::Keep)), [].iter().map(piece(Fate::Keep))),
            _ => (old.iter().map(piece(Fate::Remove)), new.iter().map(piece(Fate::Add))),
        };
        old.chain(new).collect::<Vec<_>>()
    });
    pieces.collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::content::body::{Markup, parse};

    fn piece(op: Fate, text: &str) -> TextPiece {
        TextPiece { op, text: text.to_owned() }
    }

    #[test]
    fn texts_are_compared_by_words() {
        let pieces = in_words("The ferry sails every hour", "The old ferry sails hourly");
        let expected = [
            piece(Fate::Keep, "The "),
            piece(Fate::Add, "old "),
            piece(Fate::Keep, "ferry sails "),
            piece(Fate::Remove, "every hour"),
            piece(Fate::Add, "hourly"),
        ];
        assert_eq!(pieces, expected);
    }

    #[test]
    fn bodies_are_compared_by_blocks() {
        let blocks = |text| parse(Markup::Markdown, text);
        let (before, after) = (blocks("a\n\nb\n\nc"), blocks("a\n\nx\n\nc\n\nd"));
        let ops: Vec<_> = in_blocks(&before, &after).into_iter().map(|piece| piece.op).collect();
        assert_eq!(ops, [Fate::Keep, Fate::Remove, Fate::Add, Fate::Keep, Fate::Add]);
    }

    proptest! {
        #[test]
        fn the_pieces_of_a_text_make_both_texts(before in "[ab \\n]{0,30}", after in "[ab \\n]{0,30}") {
            let pieces = in_words(&before, &after);
            let side = |without| -> String {
                pieces.iter().filter(|piece| piece.op != without).map(|piece| piece.text.as_str()).collect()
            };
            prop_assert_eq!(side(Fate::Add), before);
            prop_assert_eq!(side(Fate::Remove), after);
        }

        #[test]
        fn the_pieces_of_a_body_make_both_bodies(before in "([ab]\\n\\n){0,9}", after in "([ab]\\n\\n){0,9}") {
            let (before, after) = (parse(Markup::Markdown, &before), parse(Markup::Markdown, &after));
            let pieces = in_blocks(&before, &after);
            let side = |without| -> Vec<Block> {
                pieces.iter().filter(|piece| piece.op != without).map(|piece| piece.block.clone()).collect()
            };
            prop_assert_eq!(side(Fate::Add), before);
            prop_assert_eq!(side(Fate::Remove), after);
        }
    }
}
