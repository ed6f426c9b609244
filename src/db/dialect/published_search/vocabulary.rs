//! The words that published articles have had, for suggestions.
//!
//! Words are only added. So publishing writes nothing for the words that are known already, and whoever suggests a word must
//! check that a published article still has it. Each word is stored forward and, after [`REVERSED`], backward: a word with
//! one wrong letter has its first or its second half right.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use diesel::QueryResult;
use diesel::sql_types::Text;

use super::model::Document;
use crate::content::search::{JOINED, STEM, is_suggestible};
use crate::db::conn::Conn;
use crate::db::dialect::statement::{Statement, each};

/// The marker of a word that is stored backward. No folded word begins with it.
const REVERSED: char = '<';

/// The most stored words that are read for one half of a word.
const MAX_READ: i64 = 4000;

impl Document {
    /// The words that may be suggested.
    pub(super) fn vocabulary(&self) -> impl Iterator<Item = &str> {
        let words = self.words().map(|(_, word)| word.trim_start_matches(JOINED));
        words.filter(|word| !word.starts_with(['^', '~', STEM, JOINED]) && is_suggestible(word))
    }
}

/// Adds words.
pub(super) fn add(conn: &mut Conn, words: &BTreeSet<&str>) -> QueryResult<()> {
    let backward =
        words.iter().map(|word| [REVERSED].into_iter().chain(word.chars().rev()).collect::<String>());
    let statement = Statement::<()>::new(format!(
        "INSERT INTO published_vocabulary (word) SELECT value FROM {} WHERE TRUE ON CONFLICT DO NOTHING",
        each(conn)
    ));
    statement.texts(words.iter().map(|word| (*word).to_owned()).chain(backward)).execute(conn).map(drop)
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
