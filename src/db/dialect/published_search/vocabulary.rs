//! The words that published articles have had: for suggestions, and for searches by other forms of a word.
//!
//! Words are only added. So publishing writes nothing for the words that are known already, and a caller that suggests a word
//! must check that a published article still has it.
//!
//! Each word is stored forward and, after [`REVERSED`], backward: a word with one wrong letter has its first or its second half
//! right. A word that differs from its stem is also stored after [`STEM`], the language and the stem, as `=en council councils`.

use std::ops::RangeInclusive;

use diesel::QueryResult;
use diesel::sql_types::Text;

use crate::content::search::{Search, Stem, StemmedWord, Vocabulary};
use crate::db::conn::Conn;
use crate::db::dialect::statement::{Statement, each};

/// The marker of a word that is stored backward. No folded word begins with it.
const REVERSED: char = '<';

/// The marker of a word that is stored after its stem. No folded word begins with it.
const STEM: char = '=';

/// The most stored words that are read for one half of a word.
const MAX_READ: i64 = 4000;

/// The most other forms of all words of a search that are read.
const MAX_FORMS: i64 = 400;

/// Adds words.
pub(super) fn add(conn: &mut Conn, vocabulary: &Vocabulary) -> QueryResult<()> {
    let forward = vocabulary.words.iter().cloned();
    let backward =
        vocabulary.words.iter().map(|word| [REVERSED].into_iter().chain(word.chars().rev()).collect());
    let stemmed = vocabulary.stemmed.iter().map(|StemmedWord { stem, word }| format!("{}{word}", key(stem)));
    let statement = Statement::<()>::new(format!(
        "INSERT INTO published_vocabulary (word) SELECT value FROM {} WHERE TRUE ON CONFLICT DO NOTHING",
        each(conn)
    ));
    statement.texts(forward.chain(backward).chain(stemmed)).execute(conn).map(drop)
}

/// What comes before a word that is stored after its stem.
fn key(stem: &Stem) -> String {
    format!("{STEM}{} {} ", stem.language, stem.text)
}

/// The search that also finds other forms of its plain words, which have the same stem.
pub fn with_other_forms(conn: &mut Conn, search: Search) -> QueryResult<Search> {
    let keys: Vec<String> = search.stems().into_iter().map(key).collect();
    if keys.is_empty() {
        return Ok(search);
    }
    // The cross join keeps SQLite from reading the vocabulary once for each key.
    let words = Statement::<(Text,)>::new(format!(
        "SELECT word FROM {} CROSS JOIN published_vocabulary WHERE word > value AND word < value || ? LIMIT ?",
        each(conn)
    ));
    let words: Vec<(String,)> = words.texts(keys).text(char::MAX).number(MAX_FORMS).load(conn)?;
    let stemmed = |(row,): &(String,)| {
        let mut parts = row.strip_prefix(STEM)?.split(' ').map(str::to_owned);
        let stem = Stem { language: parts.next()?, text: parts.next()? };
        Some(StemmedWord { stem, word: parts.next()? })
    };
    let words: Vec<StemmedWord> = words.iter().filter_map(stemmed).collect();
    Ok(search.with_other_forms(&words))
}

/// Stored words that begin or end as this word does, with the first or the last `letters` letters, and have about as many
/// letters: at most some thousand.
pub fn similar_words(
    conn: &mut Conn,
    word: &str,
    letters: usize,
    lengths: RangeInclusive<usize>,
) -> QueryResult<Vec<String>> {
    let mut words = beginning_with(conn, &word.chars().take(letters).collect::<String>(), &lengths)?;
    let end = [REVERSED].into_iter().chain(word.chars().rev().take(letters));
    // The marker counts as a letter.
    let lengths = lengths.start() + 1..=lengths.end() + 1;
    let backward = beginning_with(conn, &end.collect::<String>(), &lengths)?;
    words.extend(
        backward.iter().map(|word| word.trim_start_matches(REVERSED).chars().rev().collect::<String>()),
    );
    Ok(words)
}

fn beginning_with(
    conn: &mut Conn,
    prefix: &str,
    lengths: &RangeInclusive<usize>,
) -> QueryResult<Vec<String>> {
    let number = |length: usize| i64::try_from(length).unwrap_or(i64::MAX);
    let words: Vec<(String,)> = Statement::<(Text,)>::new(
        "SELECT word FROM (SELECT word FROM published_vocabulary WHERE word >= ? AND word < ? ORDER BY word LIMIT ?) AS near \
         WHERE length(word) BETWEEN ? AND ?",
    )
    .text(prefix)
    .text(format!("{prefix}{}", char::MAX))
    .number(MAX_READ)
    .number(number(*lengths.start()))
    .number(number(*lengths.end()))
    .load(conn)?;
    Ok(words.into_iter().map(|(word,)| word).collect())
}
