//! Word count and reading time of an article.

use icu_segmenter::WordSegmenter;
use icu_segmenter::options::WordBreakInvariantOptions;
use unicode_segmentation::UnicodeSegmentation;

/// Silent reading speed of adults in words per minute, rounded down from the 238 of Brysbaert's review
/// (<https://doi.org/10.1016/j.jml.2019.104047>).
const WORDS_PER_MINUTE: u32 = 230;

/// Counts the words of a text by the word boundaries of Unicode (UAX #29), and those of Thai, Lao, Khmer and Burmese, which
/// have no spaces between them, by dictionaries. Each character of Chinese and each hiragana counts as a word, as is usual.
pub fn word_count(text: &str) -> u32 {
    let mut count = 0;
    if text.chars().any(needs_dictionary) {
        let segmenter = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
        for run in text.split(|c| !needs_dictionary(c)) {
            let segments = segmenter.segment_str(run).iter_with_word_type();
            count += segments.filter(|(_, kind)| kind.is_word_like()).count();
        }
    }
    count += text.split(needs_dictionary).map(|run| run.unicode_words().count()).sum::<usize>();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Whether a character is Thai, Lao, Khmer or Burmese.
fn needs_dictionary(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

/// Reading time in minutes, rounded up. It is 0 only without words.
pub fn reading_minutes(words: u32) -> u32 {
    words.div_ceil(WORDS_PER_MINUTE)
}

/// Reading time in minutes for a stored word count.
pub fn minutes_of(words: i64) -> u32 {
    reading_minutes(u32::try_from(words).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::{WORDS_PER_MINUTE, reading_minutes, word_count};

    #[test]
    fn punctuation_and_white_space_are_not_words() {
        assert_eq!(word_count(""), 0);
        assert_eq!(word_count(" — … \n\t !"), 0);
        assert_eq!(word_count("Don't panic: it costs 3.50 (still)."), 6);
    }

    #[test]
    fn words_are_counted_in_every_script() {
        assert_eq!(word_count("خبرگزاری می‌نویسد امروز"), 3);
        assert_eq!(word_count("Größe naïve"), 2);
        assert_eq!(word_count("日本"), 2);
        assert_eq!(word_count("서울에서 열린 회의"), 3);
        assert_eq!(word_count("м'ята мʼята м’ята"), 3);
    }

    #[test]
    fn words_of_scripts_without_spaces_are_counted() {
        assert_eq!(word_count("ภาษาไทยสนุกมาก"), 4);
        assert_eq!(word_count("ພາສາລາວ"), 2);
        assert_eq!(word_count("ភ្នំពេញជារាជធានីនៃប្រទេសកម្ពុជា"), 6);
        assert_eq!(word_count("မြန်မာဘာသာ မြန်မာနိုင်ငံ"), 2);
        assert_eq!(word_count("Thai: ภาษาไทย (2024) 日本"), 6);
    }

    #[test]
    fn minutes_are_rounded_up() {
        assert_eq!(reading_minutes(0), 0);
        assert_eq!(reading_minutes(1), 1);
        assert_eq!(reading_minutes(WORDS_PER_MINUTE), 1);
        assert_eq!(reading_minutes(WORDS_PER_MINUTE + 1), 2);
        assert_eq!(reading_minutes(u32::MAX), u32::MAX.div_ceil(WORDS_PER_MINUTE));
    }
}
