//! Word count and reading time of an article.

use unicode_segmentation::UnicodeSegmentation;

/// Silent reading speed of adults in words per minute, rounded down from the 238 of Brysbaert's review
/// (<https://doi.org/10.1016/j.jml.2019.104047>).
const WORDS_PER_MINUTE: u32 = 230;

/// Counts the words of a text by the word boundaries of Unicode (UAX #29), which cover every script.
pub fn word_count(text: &str) -> u32 {
    u32::try_from(text.unicode_words().count()).unwrap_or(u32::MAX)
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
