//! Bodies, compared block by block, and word by word within a block that was changed.

use std::hash::Hash;
use std::slice;
use std::time::Instant;

use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

use super::super::dto::BlockPiece;
use super::words;
use crate::content::body::{self, Block};

/// The pieces that two bodies are made of, in order.
pub(super) fn between(before: &[Block], after: &[Block], deadline: Instant) -> Vec<BlockPiece> {
    // Blocks are compared by what they are written as, since their type has no order.
    let written = |block: &Block| serde_json::to_string(block).unwrap_or_default();
    let mut pieces = Vec::new();
    for (alike, old, new) in side_by_side(before, after, written, deadline) {
        if alike {
            pieces.extend(old.iter().cloned().map(|block| BlockPiece::Keep { block }));
        } else {
            replace(old, new, deadline, &mut pieces);
        }
    }
    pieces
}

/// Blocks in the place of others: those of the same type, in the same order, are what became of each other.
fn replace(before: &[Block], after: &[Block], deadline: Instant, pieces: &mut Vec<BlockPiece>) {
    for (alike, old, new) in side_by_side(before, after, <&str>::from, deadline) {
        if alike {
            pieces.extend(old.iter().zip(new).map(|(old, new)| change(old, new, deadline)));
        } else {
            pieces.extend(old.iter().cloned().map(|block| BlockPiece::Remove { block }));
            pieces.extend(new.iter().cloned().map(|block| BlockPiece::Add { block }));
        }
    }
}

fn change(before: &Block, after: &Block, deadline: Instant) -> BlockPiece {
    let text = |block| body::text(slice::from_ref(block));
    let pieces = words::between(&text(before), &text(after), deadline);
    BlockPiece::Change { before: before.clone(), after: after.clone(), pieces }
}

/// The blocks of both, cut into stretches that are alike by `key` and stretches that are not.
fn side_by_side<'a, K: Hash + Ord>(
    before: &'a [Block],
    after: &'a [Block],
    key: impl Fn(&'a Block) -> K,
    deadline: Instant,
) -> Vec<(bool, &'a [Block], &'a [Block])> {
    let keys = |blocks: &'a [Block]| blocks.iter().map(&key).collect::<Vec<_>>();
    let steps = capture_diff_slices_deadline(Algorithm::Myers, &keys(before), &keys(after), Some(deadline));
    let stretch = |step: DiffOp| {
        (matches!(step, DiffOp::Equal { .. }), &before[step.old_range()], &after[step.new_range()])
    };
    steps.into_iter().map(stretch).collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;
    use crate::content::body::{Markup, parse};

    fn blocks(text: &str) -> Vec<Block> {
        parse(Markup::Markdown, text)
    }

    fn later(seconds: u64) -> Instant {
        Instant::now() + Duration::from_secs(seconds)
    }

    /// The pieces in short: what became of a block, or the words of one that changed.
    fn told(before: &str, after: &str) -> Vec<String> {
        let pieces = between(&blocks(before), &blocks(after), later(60));
        let told = pieces.iter().map(|piece| match piece {
            BlockPiece::Keep { block } => format!("={}", body::text(slice::from_ref(block))),
            BlockPiece::Remove { block } => format!("-{}", body::text(slice::from_ref(block))),
            BlockPiece::Add { block } => format!("+{}", body::text(slice::from_ref(block))),
            BlockPiece::Change { pieces, .. } => {
                pieces.iter().map(|piece| format!("[{:?} {}]", piece.op, piece.text)).collect()
            }
        });
        told.collect()
    }

    #[test]
    fn bodies_are_compared_by_blocks() {
        assert_eq!(told("a\n\nc\n\nd", "a\n\nb\n\nc"), ["=a", "+b", "=c", "-d"]);
    }

    #[test]
    fn a_block_in_the_place_of_another_of_its_type_is_compared_by_words() {
        let (before, after) = ("# Tides\n\nHigh at *six*.\n\nz", "High at *seven*.\n\n- low\n\nz");
        assert_eq!(told(before, after), ["-Tides", "[Keep High at ][Remove six.][Add seven.]", "+low", "=z"]);
        // Other marks are a change, though the words are the same.
        assert_eq!(told("a *b*", "*a* b"), ["[Keep a b]"]);
    }

    proptest! {
        #[test]
        fn the_pieces_of_a_body_make_both_bodies(
            before in "((# )?[ab]\n\n){0,9}",
            after in "((# )?[ab]\n\n){0,9}",
            patience in 0..2_u64,
        ) {
            let (before, after) = (blocks(&before), blocks(&after));
            let (mut old, mut new) = (Vec::new(), Vec::new());
            for piece in between(&before, &after, later(patience * 60)) {
                match piece {
                    BlockPiece::Keep { block } => {
                        old.push(block.clone());
                        new.push(block);
                    }
                    BlockPiece::Remove { block } => old.push(block),
                    BlockPiece::Add { block } => new.push(block),
                    BlockPiece::Change { before, after, .. } => {
                        old.push(before);
                        new.push(after);
                    }
                }
            }
            prop_assert_eq!(old, before);
            prop_assert_eq!(new, after);
        }
    }
}
