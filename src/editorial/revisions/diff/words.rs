//! Compares texts word by word.

use std::time::Instant;

use similar::{ChangeTag, TextDiff};

use super::super::dto::{DiffOp, TextPiece};

/// The pieces of both texts, in order. Neighbouring pieces have different `op`s.
///
/// After `deadline` the comparison still is correct, but may have more pieces than necessary.
pub(super) fn between(before: &str, after: &str, deadline: Instant) -> Vec<TextPiece> {
    let mut pieces: Vec<TextPiece> = Vec::new();
    let diff = TextDiff::configure().deadline(deadline).diff_words(before, after);
    for change in diff.iter_all_changes() {
        let op = match change.tag() {
            ChangeTag::Equal => DiffOp::Keep,
            ChangeTag::Delete => DiffOp::Remove,
            ChangeTag::Insert => DiffOp::Add,
        };
        match pieces.last_mut().filter(|piece| piece.op == op) {
            Some(piece) => piece.text.push_str(change.value()),
            None => pieces.push(TextPiece { op, text: change.value().to_owned() }),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;

    fn compare(before: &str, after: &str) -> Vec<TextPiece> {
        between(before, after, Instant::now() + Duration::from_secs(60))
    }

    fn piece(op: DiffOp, text: &str) -> TextPiece {
        TextPiece { op, text: text.to_owned() }
    }

    #[test]
    fn texts_are_compared_by_words() {
        let pieces = compare("The ferry sails every hour", "The old ferry sails hourly");
        let expected = [
            piece(DiffOp::Keep, "The "),
            piece(DiffOp::Add, "old "),
            piece(DiffOp::Keep, "ferry sails "),
            piece(DiffOp::Remove, "every hour"),
            piece(DiffOp::Add, "hourly"),
        ];
        assert_eq!(pieces, expected);
    }

    proptest! {
        #[test]
        fn the_pieces_restore_both_texts(
            before in "[ab \\n]{0,30}",
            after in "[ab \\n]{0,30}",
            timeout_minutes in 0..2_u64,
        ) {
            let pieces = between(&before, &after, Instant::now() + Duration::from_secs(timeout_minutes * 60));
            let text_without = |op| -> String {
                pieces.iter().filter(|piece| piece.op != op).map(|piece| piece.text.as_str()).collect()
            };
            prop_assert_eq!(text_without(DiffOp::Add), before);
            prop_assert_eq!(text_without(DiffOp::Remove), after);
        }
    }
}
