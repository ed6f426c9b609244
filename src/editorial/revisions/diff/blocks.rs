//! Compares bodies block by block, and changed blocks word by word.

use std::hash::Hash;
use std::slice;
use std::time::Instant;

use similar::{Algorithm, DiffTag, capture_diff_slices_deadline};

use super::super::dto::BlockPiece;
use super::words;
use crate::content::body::{self, Block};

/// The pieces of both bodies, in order. After `deadline` there may be more pieces than necessary.
pub(super) fn between(before: &[Block], after: &[Block], deadline: Instant) -> Vec<BlockPiece> {
    // Keys must be ordered and `Block` is not, so the key is the JSON of a block.
    let json = |block: &Block| serde_json::to_string(block).unwrap_or_default();
    let mut pieces = Vec::new();
    for (is_equal, old, new) in ranges(before, after, json, deadline) {
        if is_equal {
            pieces.extend(old.iter().cloned().map(|block| BlockPiece::Keep { block }));
        } else {
            replace(old, new, deadline, &mut pieces);
        }
    }
    pieces
}

/// Adds the pieces of blocks that replace others. Blocks of the same type, in the same order, are changes of each other.
fn replace(before: &[Block], after: &[Block], deadline: Instant, pieces: &mut Vec<BlockPiece>) {
    for (is_equal, old, new) in ranges(before, after, <&str>::from, deadline) {
        if is_equal {
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

/// Cuts both lists of blocks into ranges, in order. The flag is true where both ranges have equal keys.
fn ranges<'a, K: Hash + Ord>(
    before: &'a [Block],
    after: &'a [Block],
    key: impl Fn(&'a Block) -> K,
    deadline: Instant,
) -> Vec<(bool, &'a [Block], &'a [Block])> {
    let keys = |blocks: &'a [Block]| blocks.iter().map(&key).collect::<Vec<_>>();
    let ops = capture_diff_slices_deadline(Algorithm::Myers, &keys(before), &keys(after), Some(deadline));
    ops.into_iter()
        .map(|op| (op.tag() == DiffTag::Equal, &before[op.old_range()], &after[op.new_range()]))
        .collect()
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

    fn deadline_in(seconds: u64) -> Instant {
        Instant::now() + Duration::from_secs(seconds)
    }

    /// Each piece as text: `=`, `-` or `+` and the text of a block, or the text pieces of a changed one.
    fn summarize(before: &str, after: &str) -> Vec<String> {
        let pieces = between(&blocks(before), &blocks(after), deadline_in(60));
        let summaries = pieces.iter().map(|piece| match piece {
            BlockPiece::Keep { block } => format!("={}", body::text(slice::from_ref(block))),
            BlockPiece::Remove { block } => format!("-{}", body::text(slice::from_ref(block))),
            BlockPiece::Add { block } => format!("+{}", body::text(slice::from_ref(block))),
            BlockPiece::Change { pieces, .. } => {
                pieces.iter().map(|piece| format!("[{:?} {}]", piece.op, piece.text)).collect()
            }
        });
        summaries.collect()
    }

    #[test]
    fn bodies_are_compared_by_blocks() {
        assert_eq!(summarize("a\n\nc\n\nd", "a\n\nb\n\nc"), ["=a", "+b", "=c", "-d"]);
    }

    #[test]
    fn a_block_that_replaces_one_of_its_type_is_compared_by_words() {
        let (before, after) = ("# Tides\n\nHigh at *six*.\n\nz", "High at *seven*.\n\n- low\n\nz");
        assert_eq!(
            summarize(before, after),
            ["-Tides", "[Keep High at ][Remove six.][Add seven.]", "+low", "=z"]
        );
        // Different marks are a change, although the words are the same.
        assert_eq!(summarize("a *b*", "*a* b"), ["[Keep a b]"]);
    }

    proptest! {
        #[test]
        fn the_pieces_restore_both_bodies(
            before in "((# )?[ab]\n\n){0,9}",
            after in "((# )?[ab]\n\n){0,9}",
            timeout_minutes in 0..2_u64,
        ) {
            let (before, after) = (blocks(&before), blocks(&after));
            let (mut old, mut new) = (Vec::new(), Vec::new());
            for piece in between(&before, &after, deadline_in(timeout_minutes * 60)) {
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
