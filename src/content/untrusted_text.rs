//! Plain text from strangers: what may be in it, so that it does no harm wherever it is shown.

use std::fmt;

use unicode_normalization::char::is_combining_mark;

use super::blank::is_unseen;
use super::markup;

/// The most characters in a row that nobody sees. Emoji are joined by some, and Persian words parted.
const MAX_UNSEEN: usize = 3;

/// The most of them after a black flag, where they spell which country's it is.
const MAX_TAGS: usize = 7;

/// The most marks on one letter. Burmese has words with five.
const MAX_MARKS: usize = 8;

/// What a text from a stranger must not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnsafeText {
    /// A tag that a browser would act on, or a comment that would hide what follows.
    Markup,
    /// A character that turns the direction of what follows (UAX #9), so that it looks like something else.
    Direction,
    /// Many characters that nobody sees.
    Unseen,
    /// A heap of marks on one letter, which covers the lines around it.
    Marks,
}

impl UnsafeText {
    /// Its code in a problem.
    pub fn code(self) -> &'static str {
        match self {
            Self::Markup => "markup",
            Self::Direction => "direction-override",
            Self::Unseen => "invisible-characters",
            Self::Marks => "stacked-marks",
        }
    }
}

impl fmt::Display for UnsafeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Markup => "has a tag that browsers act on: put a space after its `<`, or leave it out",
            Self::Direction => "has characters that turn the direction of the text",
            Self::Unseen => "has too many characters that nobody sees",
            Self::Marks => "has too many marks on one letter",
        })
    }
}

/// The harm that is in a text, if any.
pub fn check(text: &str) -> Option<UnsafeText> {
    if markup::is_active(text) {
        return Some(UnsafeText::Markup);
    }
    let (mut seen, mut unseen, mut marks) = (' ', 0, 0);
    for c in text.chars() {
        if matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') {
            return Some(UnsafeText::Direction);
        }
        unseen = if is_unseen(c) { unseen + 1 } else { 0 };
        // Joiners do not end the letter that the marks are on (Unicode, D56).
        marks = match (is_combining_mark(c), is_unseen(c)) {
            (true, _) => marks + 1,
            (false, true) => marks,
            (false, false) => 0,
        };
        if unseen == 0 {
            seen = c;
        }
        if unseen > if seen == '\u{1f3f4}' { MAX_TAGS } else { MAX_UNSEEN } {
            return Some(UnsafeText::Unseen);
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
    fn what_people_write_does_no_harm() {
        for text in [
            "Good news.\n\nThe ferry is back!",
            "a < b, I <3 it, 5 <6, x<- y",
            "می\u{200c}خواهم سلام",
            "👩‍👩‍👧‍👦 ❤️",
            "שלום and السلام",
            "é à l'été, ประเทศไทย, नमस्ते, Tiếng Việt, လျှော့",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
            "",
        ] {
            assert_eq!(check(text), None, "{text}");
        }
    }

    #[test]
    fn what_looks_like_something_else_is_harm() {
        for (text, expected) in [
            ("<script>alert(1)</script>", UnsafeText::Markup),
            ("user\u{202e}gpj.exe", UnsafeText::Direction),
            ("\u{2066}a\u{2069}", UnsafeText::Direction),
            ("a\u{200b}\u{200b}\u{200d}\u{feff}b", UnsafeText::Unseen),
            ("z\u{300}\u{301}\u{302}\u{303}\u{304}\u{300}\u{301}\u{302}\u{303}", UnsafeText::Marks),
            ("z\u{300}\u{301}\u{302}\u{303}\u{304}\u{300}\u{301}\u{302}\u{200d}\u{303}", UnsafeText::Marks),
        ] {
            assert_eq!(check(text), Some(expected), "{text:?}");
        }
    }
}
