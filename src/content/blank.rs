//! What nobody sees: text that is shown as nothing, or as an empty place.

use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;

/// Whether Unicode calls a character default ignorable (UAX #44), or it is an anchor of an interlinear note: alone, it
/// shows nothing.
pub fn is_unseen(c: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c) || ('\u{fff9}'..='\u{fffb}').contains(&c)
}

/// Whether nothing of a text is seen: it is empty, or has only spaces, line breaks, unseen characters and the empty Braille
/// pattern.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c == '\u{2800}' || is_unseen(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_blank() {
        for text in [
            "",
            " \u{a0}\n\t",
            "\u{200b}",
            "\u{2060}",
            "\u{feff}",
            "\u{ad}",
            "\u{200e}",
            "\u{200f}",
            "\u{3164}",
            "\u{2800}",
            "\u{115f}\u{1160}",
            "\u{ffa0}",
            "\u{180e}",
            "\u{3000}",
            "\u{fe0f}",
            "\u{e0020}",
            "\u{61c}",
            "\u{fff9}\u{fffb}",
            " \u{200b} \u{2800}",
        ] {
            assert!(is_blank(text), "{text:?}");
        }
    }

    #[test]
    fn what_anybody_sees_is_not() {
        for text in
            ["a", "\u{200b}.\u{200b}", "می\u{200c}خواهم", "❤\u{fe0f}", "\u{2801}", "-", "가", "\u{301}"]
        {
            assert!(!is_blank(text), "{text:?}");
        }
    }
}
