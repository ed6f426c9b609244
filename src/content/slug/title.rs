//! The text of a slug that is made from a title.

use deunicode::deunicode_char;
use strum::EnumString;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use wana_kana::{ConvertJapanese, IsJapaneseChar};

use crate::content::invisible::is_invisible;

/// The maximum length of a slug in characters.
pub const MAX_LENGTH: usize = 120;

/// The letters of slugs that are made from titles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum SlugStyle {
    /// Latin letters `a` to `z`: other letters are transliterated.
    #[default]
    Ascii,
    /// The letters of the title, of any script.
    Unicode,
}

/// Whether a slug may have the character in a word.
pub fn is_word_character(c: char) -> bool {
    (c.is_alphanumeric() || is_combining_mark(c)) && !is_invisible(c)
}

/// Separates the parts of a Persian word that do not join. Readers see a narrow gap, so the slug gets a hyphen.
const ZERO_WIDTH_NON_JOINER: char = '\u{200c}';

/// The words of the title in lower case, with hyphens between them, cut to the maximum length.
pub fn slug_text(title: &str, style: SlugStyle) -> String {
    let mut words = Words::default();
    match style {
        SlugStyle::Ascii => add_transliterated(title, &mut words),
        SlugStyle::Unicode => title.to_lowercase().nfc().for_each(|c| words.add(c)),
    }
    words.finish()
}

/// Words with hyphens between them.
#[derive(Default)]
struct Words {
    text: String,
    is_between_words: bool,
}

impl Words {
    /// Adds a letter or a digit. Skips apostrophes, as in `don’t`, and invisible characters. Every other character ends the word.
    fn add(&mut self, c: char) {
        if is_apostrophe(c) || (is_invisible(c) && c != ZERO_WIDTH_NON_JOINER) {
            return;
        }
        if !is_word_character(c) {
            self.is_between_words = true;
            return;
        }
        // A mark belongs to the letter before it, and no word begins with one.
        let begins_word = self.text.is_empty() || self.is_between_words;
        if c.is_alphanumeric() || !begins_word {
            if self.is_between_words && !self.text.is_empty() {
                self.text.push('-');
            }
            self.text.push(c);
            self.is_between_words = false;
        }
    }

    /// The text. A text that is too long is cut between two words, or within its only word.
    fn finish(mut self) -> String {
        if let Some((end, _)) = self.text.char_indices().nth(MAX_LENGTH) {
            let is_whole_word = self.text[end..].starts_with('-');
            let end = if is_whole_word { end } else { self.text[..end].rfind('-').unwrap_or(end) };
            self.text.truncate(end);
        }
        self.text
    }
}

/// Adds the title in letters from `a` to `z`.
fn add_transliterated(title: &str, words: &mut Words) {
    // Kana are read in groups: small ones change the sound of the one before.
    let has_kana = title.chars().any(|c| c.is_kana());
    let title = if has_kana { title.to_romaji() } else { title.to_owned() };
    for c in title.nfc() {
        if is_apostrophe(c) || c == ZERO_WIDTH_NON_JOINER {
            words.add(c);
        } else if c.is_alphabetic() {
            // A sign for a soft consonant or a glottal stop gives no letter, and does not end the word.
            let letters = transliterated(c).chars().filter(|c| c.is_ascii_alphanumeric() || *c == ' ');
            letters.for_each(|c| words.add(c.to_ascii_lowercase()));
        } else {
            transliterated(c).chars().for_each(|c| words.add(c.to_ascii_lowercase()));
        }
    }
}

/// The character in ASCII. Nothing when it has no reading.
fn transliterated(c: char) -> &'static str {
    match c {
        // Vowels and the letter ain, and letters of Persian and Urdu that `deunicode` reads badly.
        'ا' | 'أ' | 'إ' | 'ٱ' | 'ى' | 'ة' | 'ع' => "a",
        'ک' => "k",
        'ں' => "n",
        _ => deunicode_char(c).unwrap_or(" "),
    }
}

/// Whether the character is an apostrophe, or a letter that looks and sounds like one.
fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`'
            | '´'
            | '‘'
            | '’'
            | '‛'
            | '′'
            | '＇'
            | 'ʹ'
            | 'ʻ'
            | 'ʼ'
            | 'ʽ'
            | 'ʾ'
            | 'ʿ'
            | '׳'
            | 'ꞌ'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_any_script_become_ascii() {
        for (title, slug) in [
            ("Ferry delayed: harbour “closed” until 6", "ferry-delayed-harbour-closed-until-6"),
            ("Don’t panic, it's Trump's", "dont-panic-its-trumps"),
            ("Zürich öffnet die Straße", "zurich-offnet-die-strasse"),
            ("L'été à 50 %", "lete-a-50"),
            ("Порт відкрито", "port-vidkrito"),
            ("Альянс об'явил: м’яч, підʼїзд", "alians-obiavil-miach-pidyizd"),
            ("AT&T pays €5", "at-t-pays-eur5"),
            ("北京 2022", "bei-jing-2022"),
            ("ラーメンとキャラ", "raamentokyara"),
            ("السلام عليكم", "alslam-alykm"),
            ("خبر ایران می‌خواهد", "khbr-ayran-my-khwahd"),
            ("서울", "seoul"),
        ] {
            assert_eq!(slug_text(title, SlugStyle::Ascii), slug, "{title}");
        }
    }

    #[test]
    fn titles_keep_their_letters_in_the_unicode_style() {
        for (title, slug) in [
            ("Ferry delayed: Trump’s “plan”", "ferry-delayed-trumps-plan"),
            ("Zürich öffnet die Straße", "zürich-öffnet-die-straße"),
            ("МʼЯЧ: Комп’ютер", "мяч-компютер"),
            ("می‌خواهد؟ بله", "می-خواهد-بله"),
            ("東京「発表」2020", "東京-発表-2020"),
            ("हिन्दी में", "हिन्दी-में"),
        ] {
            assert_eq!(slug_text(title, SlugStyle::Unicode), slug, "{title}");
        }
    }

    #[test]
    fn long_titles_are_cut_between_words() {
        let title = format!("{} {}", "a".repeat(100), "b".repeat(30));
        assert_eq!(slug_text(&title, SlugStyle::Ascii), "a".repeat(100));
        assert_eq!(slug_text(&"é".repeat(130), SlugStyle::Unicode), "é".repeat(120));
        let exact = format!("{} {} x", "a".repeat(99), "b".repeat(20));
        assert_eq!(slug_text(&exact, SlugStyle::Ascii), format!("{}-{}", "a".repeat(99), "b".repeat(20)));
    }
}
