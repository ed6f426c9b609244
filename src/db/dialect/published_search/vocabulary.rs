//! The words that published articles have had: for suggestions, and for searches by other forms of a word.
//!
//! Words are only added. So publishing writes nothing for the words that are known already, and a caller that suggests a word
//! must check that a published article still has it.
//!
//! Each word is stored before the language of its text, as `councils en`; after [`REVERSED`] backward, as `<slicnuoc`: a word
//! with one wrong letter has its first or its second half right; and, if it differs from its stem, after [`STEM`], its language
//! and its stem, as `=en council councils`. A word that apostrophes or zero-width non-joiners split in a text is stored without them
//! after [`SPLIT`], before its parts, as `+dont don t`.

use std::collections::{BTreeSet, HashMap};
use std::ops::RangeInclusive;

use diesel::QueryResult;
use diesel::sql_types::Text;

use crate::content::search::{Search, SplitWord, Stem, StemmedWord, Vocabulary, is_suggestible};
use crate::db::conn::Conn;
use crate::db::dialect::statement::{Statement, each};

/// The marker of a word that is stored backward. No folded word begins with it.
const REVERSED: char = '<';

/// The marker of a word that is stored after its stem. No folded word begins with it.
const STEM: char = '=';

/// The marker of a word that is stored before its parts. No folded word begins with it.
const SPLIT: char = '+';

/// The most stored words that are read for one half of a word.
const MAX_READ: i64 = 4000;

/// The most other forms and split words of a search that are read.
const MAX_FORMS: i64 = 400;

/// Adds the words that are not known yet.
pub(super) fn add(conn: &mut Conn, vocabulary: &Vocabulary) -> QueryResult<()> {
    let forward = |word: &str| format!("{word} {}", vocabulary.language);
    // One row for each word shows whether it is known: the one with its stem, if it has one.
    let row = |(word, stem): (&'_ String, &Option<String>)| match stem {
        Some(stem) => format!("{}{word}", key(vocabulary.language, stem)),
        None => forward(word),
    };
    let split = |word: &SplitWord| format!("{}{}", split_key(&word.joined), word.parts.join(" "));
    let words = vocabulary.words.iter().map(|(word, stem)| (row((word, stem)), Some(word.as_str())));
    let rows: HashMap<String, Option<&str>> =
        words.chain(vocabulary.split_words.iter().map(|word| (split(word), None))).collect();
    let unknown = Statement::<(Text,)>::new(format!(
        "SELECT value FROM {} WHERE NOT EXISTS (SELECT 1 FROM published_vocabulary WHERE word = value)",
        each(conn)
    ));
    let unknown: Vec<(String,)> = unknown.texts(rows.keys().cloned()).load(conn)?;
    if unknown.is_empty() {
        return Ok(());
    }
    let words = unknown.iter().filter_map(|(row,)| rows.get(row).copied().flatten());
    let backward = |word: &str| [REVERSED].into_iter().chain(word.chars().rev()).collect::<String>();
    let others = words.filter(|word| is_suggestible(word)).flat_map(|word| [forward(word), backward(word)]);
    // Sorted, so that two transactions that add the same words wait for each other in one order.
    let rows: BTreeSet<String> = unknown.iter().map(|(row,)| row.clone()).chain(others).collect();
    let insert = Statement::<()>::new(format!(
        "INSERT INTO published_vocabulary (word) SELECT value FROM {} WHERE TRUE ON CONFLICT DO NOTHING",
        each(conn)
    ));
    insert.texts(rows).execute(conn).map(drop)
}

/// What comes before a word that is stored after its stem.
fn key(language: &str, stem: &str) -> String {
    format!("{STEM}{language} {stem} ")
}

/// What comes before the parts of a word.
fn split_key(joined: &str) -> String {
    format!("{SPLIT}{joined} ")
}

/// The search that also finds other forms of its plain words, which have the same stem, and its phrases where texts split their
/// words.
pub fn with_other_forms(conn: &mut Conn, search: Search) -> QueryResult<Search> {
    let stems = search.stems().into_iter().map(|stem| key(&stem.language, &stem.text));
    // The words of phrases first: they have few rows, and the limit must not drop them.
    let keys: Vec<String> = search.phrase_words().into_iter().map(split_key).chain(stems).collect();
    if keys.is_empty() {
        return Ok(search);
    }
    // The cross join keeps SQLite from reading the vocabulary once for each key.
    let words = Statement::<(Text,)>::new(format!(
        "SELECT word FROM {} CROSS JOIN published_vocabulary WHERE word > value AND word < value || ? LIMIT ?",
        each(conn)
    ));
    let words: Vec<(String,)> = words.texts(keys).text(char::MAX).number(MAX_FORMS).load(conn)?;
    let split = |(row,): &(String,)| {
        let mut parts = row.strip_prefix(SPLIT)?.split(' ').map(str::to_owned);
        Some(SplitWord { joined: parts.next()?, parts: parts.collect() })
    };
    let stemmed = |(row,): &(String,)| {
        let mut parts = row.strip_prefix(STEM)?.split(' ').map(str::to_owned);
        let stem = Stem { language: parts.next()?, text: parts.next()? };
        Some(StemmedWord { stem, word: parts.next()? })
    };
    let split: Vec<SplitWord> = words.iter().filter_map(split).collect();
    let stemmed: Vec<StemmedWord> = words.iter().filter_map(stemmed).collect();
    Ok(search.with_other_forms(&stemmed).with_split_words(&split))
}

/// Stored words that begin or end as this word does, with the first or the last `letters` letters, and have about as many
/// letters: at most some thousand.
pub fn similar_words(
    conn: &mut Conn,
    word: &str,
    letters: usize,
    lengths: RangeInclusive<usize>,
) -> QueryResult<Vec<String>> {
    let begin = word.chars().take(letters).collect::<String>();
    let end = [REVERSED].into_iter().chain(word.chars().rev().take(letters)).collect::<String>();
    let number = |length: usize| i64::try_from(length).unwrap_or(i64::MAX);
    let mut statement = Statement::<(Text,)>::new("");
    // A space and the code of a language follow a word, and the marker is before a word that is stored backward.
    for (at, prefix, more) in [("", begin, 3), (" UNION ALL ", end, 1)] {
        statement = statement
            .sql(at)
            .sql(
                "SELECT word FROM (SELECT word FROM published_vocabulary WHERE word >= ? AND word < ? ORDER BY word LIMIT ?) \
                 AS near WHERE length(word) BETWEEN ? AND ?",
            )
            .text(prefix.as_str())
            .text(format!("{prefix}{}", char::MAX))
            .number(MAX_READ)
            .number(number(lengths.start() + 1))
            .number(number(lengths.end() + more));
    }
    let rows: Vec<(String,)> = statement.load(conn)?;
    let word = |(row,): (String,)| match row.strip_prefix(REVERSED) {
        Some(backward) => backward.chars().rev().collect(),
        None => row.split(' ').next().unwrap_or_default().to_owned(),
    };
    Ok(rows.into_iter().map(word).collect())
}
