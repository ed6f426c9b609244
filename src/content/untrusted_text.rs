//! Checks of plain text from anonymous readers, so that it is safe wherever it is shown.

use unicode_normalization::char::is_combining_mark;

use super::direction_marks;
use super::html_injection;
use super::invisible::is_invisible;

/// The maximum number of invisible characters in a row. Emoji sequences and Persian words need a few.
const MAX_INVISIBLE: usize = 3;

/// The maximum number of invisible characters after U+1F3F4 (black flag): emoji tag sequences spell the region with them.
const MAX_FLAG_TAGS: usize = 7;

/// The maximum number of combining marks on one letter. Burmese words have up to five.
const MAX_MARKS: usize = 8;

/// Why a text is not safe to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnsafeText {
    /// HTML that a browser would act on, see [`html_injection`].
    #[error("must not contain HTML that browsers act on: remove the tag, or put a space after its `<`")]
    Markup,
    /// A bidirectional override, or an embedding or isolate that is not closed (UAX #9). It can disguise the text that
    /// follows.
    #[error(
        "must close each direction mark (U+202A, U+202B and U+2066 to U+2068) in the same line, and must not override the \
         text direction (U+202D, U+202E)"
    )]
    Direction,
    /// Too many invisible characters in a row.
    #[error("must not contain more than {} invisible characters in a row", MAX_INVISIBLE)]
    Invisible,
    /// Too many combining marks on one letter, which cover the lines around it.
    #[error("must not contain more than {} combining marks on one letter", MAX_MARKS)]
    Marks,
}

impl UnsafeText {
    /// The fault code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Markup => "markup",
            Self::Direction => "direction-override",
            Self::Invisible => "invisible-characters",
            Self::Marks => "stacked-marks",
        }
    }
}

/// The first reason why a text is not safe to show. `None` when it is safe.
pub fn check(text: &str) -> Option<UnsafeText> {
    if html_injection::contains_active_html(text) {
        return Some(UnsafeText::Markup);
    }
    if !text.split(direction_marks::ends_paragraph).all(direction_marks::are_balanced) {
        return Some(UnsafeText::Direction);
    }
    let (mut last_visible, mut invisible, mut marks) = (' ', 0, 0);
    for c in text.chars() {
        invisible = if is_invisible(c) { invisible + 1 } else { 0 };
        // Joiners do not end a combining character sequence (Unicode Standard, D56).
        marks = match (is_combining_mark(c), is_invisible(c)) {
            (true, _) => marks + 1,
            (false, true) => marks,
            (false, false) => 0,
        };
        if invisible == 0 {
            last_visible = c;
        }
        if invisible > if last_visible == '\u{1f3f4}' { MAX_FLAG_TAGS } else { MAX_INVISIBLE } {
            return Some(UnsafeText::Invisible);
        }
        if marks > MAX_MARKS {
            return Some(UnsafeText::Marks);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_is_safe() {
        for text in [
            "Good news.\n\nThe ferry is back!",
            "a < b, I <3 it, 5 <6, x<- y",
            "می\u{200c}خواهم سلام",
            "👩‍👩‍👧‍👦 ❤️",
            "שלום and السلام",
            "The \u{2067}סלון\u{2069} (\u{202a}2024\u{202c}) is open",
            "é à l'été, ประเทศไทย, नमस्ते, Tiếng Việt, လျှော့",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
            "",
        ] {
            assert_eq!(check(text), None, "{text}");
        }
    }

    #[test]
    fn deceptive_text_is_unsafe() {
        for (text, expected) in [
            ("<script>alert(1)</script>", UnsafeText::Markup),
            ("user\u{202e}gpj.exe", UnsafeText::Direction),
            ("\u{202e}gpj.exe\u{202c}", UnsafeText::Direction),
            ("\u{2067}a\nb\u{2069}", UnsafeText::Direction),
            ("a\u{200b}\u{200b}\u{200d}\u{feff}b", UnsafeText::Invisible),
            ("z\u{300}\u{301}\u{302}\u{303}\u{304}\u{300}\u{301}\u{302}\u{303}", UnsafeText::Marks),
            ("z\u{300}\u{301}\u{302}\u{303}\u{304}\u{300}\u{301}\u{302}\u{200d}\u{303}", UnsafeText::Marks),
        ] {
            assert_eq!(check(text), Some(expected), "{text:?}");
        }
    }
}
