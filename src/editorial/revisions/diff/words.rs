//! Texts, compared word by word.

use std::time::Instant;

use similar::{ChangeTag, TextDiff};

use super::super::dto::{Fate, TextPiece};

/// The pieces that two texts are made of, those next to each other distinct in their fate.
pub(super) fn between(before: &str, after: &str, deadline: Instant) -> Vec<TextPiece> {
    let mut pieces: Vec<TextPiece> = Vec::new();
    let words = TextDiff::configure().deadline(deadline).diff_words(before, after);
    for change in words.iter_all_changes() {
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;

    fn in_words(before: &str, after: &str) -> Vec<TextPiece> {
        between(before, after, Instant::now() + Duration::from_secs(60))
    }

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

    proptest! {
        #[test]
        fn the_pieces_of_a_text_make_both_texts(
            before in "[ab \\n]{0,30}",
            after in "[ab \\n]{0,30}",
            patience in 0..2_u64,
        ) {
            let pieces = between(&before, &after, Instant::now() + Duration::from_secs(patience * 60));
            let side = |without| -> String {
                pieces.iter().filter(|piece| piece.op != without).map(|piece| piece.text.as_str()).collect()
            };
            prop_assert_eq!(side(Fate::Add), before);
            prop_assert_eq!(side(Fate::Remove), after);
        }
    }
}
