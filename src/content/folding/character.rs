//! Folding of single characters.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// What a character contributes to a word.
pub(super) enum Folded {
    /// A letter or digit of the word.
    Letter(char),
    /// A mark that folding removes from the word.
    Mark,
    /// A separator between words.
    Separator,
}

/// Passes the parts of a folded non-ASCII character to `emit`.
pub(super) fn fold(c: char, mut emit: impl FnMut(Folded)) {
    if matches!(c, '™' | '℠') {
        return emit(Folded::Separator);
    }
    for lower in c.to_lowercase() {
        // The decomposition may contain capital letters again.
        decompose_compatible(lower, |part| part.to_lowercase().for_each(|c| fold_part(c, &mut emit)));
    }
}

fn fold_part(c: char, emit: &mut impl FnMut(Folded)) {
    let folded = match c {
        // Tatweel (Arabic elongation), joiners and the soft hyphen.
        '\u{640}' | '\u{200c}' | '\u{200d}' | '\u{ad}' => return emit(Folded::Mark),
        'ي' | 'ى' => "ی",
        'ك' => "ک",
        'ة' => "ه",
        '٠'..='٩' => return emit(Folded::Letter(ascii_digit(c, '٠'))),
        '۰'..='۹' => return emit(Folded::Letter(ascii_digit(c, '۰'))),
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ł' => "l",
        'ı' => "i",
        'ς' => "σ",
        _ if is_combining_mark(c) => return emit(Folded::Mark),
        _ if c.is_alphanumeric() => return emit(Folded::Letter(c)),
        _ => return emit(Folded::Separator),
    };
    folded.chars().for_each(|c| emit(Folded::Letter(c)));
}

/// Whether a character belongs to a script without spaces between words: Chinese, Japanese, Thai, Lao, Khmer or Burmese.
pub(super) fn is_unspaced_script(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn ascii_digit(digit: char, zero: char) -> char {
    char::from_digit(u32::from(digit) - u32::from(zero), 10).unwrap_or(digit)
}
