//! Characters that set the direction of the text between them (UAX #9): embeddings and isolates, and what closes them.
//!
//! Keyboards and messengers put them around names in mixed text. Balanced within a line, they cannot change what
//! follows.

/// Whether bidirectional text ends at a character: its effect never crosses a line.
pub fn ends_paragraph(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2029}')
}

/// Whether each embedding and isolate in a line is closed in the right order, and the line has no override. An
/// override shows letters in another order than they have, closed or not.
pub fn are_balanced(line: &str) -> bool {
    let mut open = Vec::new();
    for c in line.chars() {
        match c {
            '\u{202a}' | '\u{202b}' => open.push('\u{202c}'),
            '\u{2066}'..='\u{2068}' => open.push('\u{2069}'),
            '\u{202c}' | '\u{2069}' if open.pop() == Some(c) => {}
            '\u{202c}'..='\u{202e}' | '\u{2069}' => return false,
            _ => {}
        }
    }
    open.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_closed_in_the_order_they_were_opened() {
        for balanced in
            ["", "abc", "\u{2067}a\u{2069}", "\u{202a}a\u{2068}b\u{2069}\u{202c}c", "\u{200f}a\u{200e}"]
        {
            assert!(are_balanced(balanced), "{balanced:?}");
        }
        for unbalanced in [
            "\u{2067}a",
            "a\u{2069}",
            "\u{202a}a\u{2069}",
            "\u{202a}\u{2068}a\u{202c}\u{2069}",
            "\u{202d}a\u{202c}",
        ] {
            assert!(!are_balanced(unbalanced), "{unbalanced:?}");
        }
    }
}
