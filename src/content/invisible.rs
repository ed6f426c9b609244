//! Invisible characters and blank text, by the properties of Unicode.

use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;

/// Whether a character alone displays nothing: it has the property Default_Ignorable_Code_Point (UAX #44), or it is an
/// interlinear annotation character (U+FFF9 to U+FFFB).
pub fn is_invisible(c: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c) || ('\u{fff9}'..='\u{fffb}').contains(&c)
}

/// Whether a text displays nothing: it is empty, or has only white space, invisible characters and the blank Braille
/// pattern (U+2800).
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c == '\u{2800}' || is_invisible(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_and_invisible_characters_are_blank() {
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
    fn text_with_one_visible_character_is_not_blank() {
        for text in
            ["a", "\u{200b}.\u{200b}", "می\u{200c}خواهم", "❤\u{fe0f}", "\u{2801}", "-", "가", "\u{301}"]
        {
            assert!(!is_blank(text), "{text:?}");
        }
    }
}
