//! Folding of single characters.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// What a character contributes to a word.
pub(super) enum Folded {
    /// A letter or digit of the word.
    Letter(char),
    /// A sign that changes the letter before it and is part of the word: a vowel or tone of an Indic script, or the voicing of
    /// a kana.
    Sign(char),
    /// A mark that folding removes from the word.
    Mark,
    /// An apostrophe: between two letters it both joins and parts them.
    Apostrophe,
    /// The zero-width non-joiner: an apostrophe of the Arabic script, a removed mark of all others.
    NonJoiner,
    /// The zero-width space: a removed mark of scripts without spaces between words, a separator of all others.
    ZeroWidthSpace,
    /// A separator between words.
    Separator,
}

/// Passes the parts of a folded non-ASCII character to `emit`.
pub(super) fn fold(c: char, mut emit: impl FnMut(Folded)) {
    match c {
        '™' | '℠' => emit(Folded::Separator),
        '\u{200b}' => emit(Folded::ZeroWidthSpace),
        '\u{200c}' => emit(Folded::NonJoiner),
        _ if is_apostrophe(c) => emit(Folded::Apostrophe),
        // A Korean syllable stays whole: it is the letter that people search by.
        '\u{ac00}'..='\u{d7a3}' => emit(Folded::Letter(c)),
        _ => {
            for lower in c.to_lowercase() {
                // The decomposition may contain capital letters again.
                decompose_compatible(lower, |part| part.to_lowercase().for_each(|c| fold_part(c, &mut emit)));
            }
        }
    }
}

fn fold_part(c: char, emit: &mut impl FnMut(Folded)) {
    let folded = match c {
        // Tatweel (Arabic elongation), the high hamza, joiners, the soft hyphen, and Khmer vowels that are not shown.
        '\u{640}' | '\u{674}' | '\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{17b4}' | '\u{17b5}' => {
            return emit(Folded::Mark);
        }
        // Forms of one Arabic letter, which Persian, Urdu, Kurdish and Pashto write with different characters.
        'ي' | 'ى' | 'ے' | 'ې' | 'ۍ' | 'ێ' | 'ۑ' => "ی",
        'ك' | 'ڪ' => "ک",
        'ګ' => "گ",
        'ة' | 'ہ' | 'ۃ' | 'ھ' | 'ە' => "ه",
        'ٱ' | 'ٲ' | 'ٳ' => "ا",
        'ۆ' | 'ۊ' => "و",
        'ڕ' | 'ڒ' => "ر",
        'ڵ' => "ل",
        'ځ' => "ح",
        'ں' => "ن",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ł' => "l",
        'ı' => "i",
        'ς' => "σ",
        'ґ' => "г",
        // Chandrabindu and anusvara are typed alike.
        '\u{901}' => return emit(Folded::Sign('\u{902}')),
        _ if is_apostrophe(c) => return emit(Folded::Apostrophe),
        _ if is_sign(c) => return emit(Folded::Sign(c)),
        _ if is_combining_mark(c) => return emit(Folded::Mark),
        _ if c.is_numeric() => return emit(Folded::Letter(ascii_digit(c))),
        _ if c.is_alphanumeric() => return emit(Folded::Letter(c)),
        _ => return emit(Folded::Separator),
    };
    folded.chars().for_each(|c| emit(Folded::Letter(c)));
}

/// Whether people type the character for an apostrophe: quotation marks, accents without a letter, primes, and the letters
/// that Unicode has for apostrophes.
pub fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '´' | '\u{2b9}' | '\u{2bb}'
            ..='\u{2bf}'
                | '\u{2c8}'
                | '\u{2ca}'
                | '\u{2cb}'
                | '՚'
                | '׳'
                | '‘'
                | '’'
                | '‛'
                | '′'
                | '‵'
                | '\u{a78b}'
                | '\u{a78c}'
                | '＇'
                | '｀'
    )
}

/// Whether a mark makes another letter of the one before it. Accents do not: people leave them out. Nor does the dot of
/// Indic scripts (nukta).
fn is_sign(c: char) -> bool {
    let is_of_script = matches!(c, '\u{900}'..='\u{109f}' | '\u{1700}'..='\u{1cff}' | '\u{a800}'..='\u{abff}' | '\u{11000}'..='\u{11fff}');
    let is_nukta =
        matches!(c, '\u{93c}' | '\u{9bc}' | '\u{a3c}' | '\u{abc}' | '\u{b3c}' | '\u{c3c}' | '\u{cbc}');
    is_kana_voicing(c) || is_of_script && !is_nukta && is_combining_mark(c)
}

/// Whether the character is one of the two marks that make another kana of a kana.
pub(super) fn is_kana_voicing(c: char) -> bool {
    matches!(c, '\u{3099}' | '\u{309a}')
}

/// Whether a character belongs to a script that is searched by overlapping letters: Korean, Chinese, Japanese, Thai, Lao,
/// Khmer or Burmese.
pub fn is_unspaced_script(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1100}'..='\u{11ff}' | '\u{1780}'..='\u{17ff}'
        | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{3100}'..='\u{312f}' | '\u{31a0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{a960}'..='\u{a97f}' | '\u{a9e0}'..='\u{a9ff}'
        | '\u{aa60}'..='\u{aa7f}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a letter is a vowel or final consonant that may complete the Korean syllable before it.
pub(super) fn completes_syllable(c: char) -> bool {
    matches!(c, '\u{1160}'..='\u{11ff}')
}

/// Whether a letter is of the Arabic script.
pub(super) fn is_arabic(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{8a0}'..='\u{8ff}')
}

/// Whether a letter is of the Cyrillic script.
pub(super) fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

/// The ASCII digit for a decimal digit of a living script. Other characters stay as they are.
fn ascii_digit(c: char) -> char {
    const ZEROS: &str = "٠۰߀०০੦૦୦௦౦೦൦๐໐༠၀႐០᠐";
    let value =
        ZEROS.chars().map(|zero| u32::from(c).wrapping_sub(u32::from(zero))).find(|value| *value < 10);
    value.and_then(|value| char::from_digit(value, 10)).unwrap_or(c)
}
