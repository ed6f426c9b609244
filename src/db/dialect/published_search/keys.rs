//! The order of SQLite's index: a key for each article, by the second it was published in.

use diesel::QueryResult;
use diesel::sql_types::BigInt;

use super::{Part, ScanOrder, Statement, query};
use crate::content::Time;
use crate::content::search::Search;
use crate::db::conn::Conn;

/// How many articles of one second have keys.
const KEYS_A_SECOND: i64 = 1 << 24;

/// The first key of a second.
fn first_key(second: i64) -> i64 {
    second.saturating_mul(KEYS_A_SECOND)
}

/// The last key of a second.
fn last_key(second: i64) -> i64 {
    first_key(second).saturating_add(KEYS_A_SECOND - 1)
}

/// Takes an article's words and its key out of the index.
pub fn give_key_back(conn: &mut Conn, article: i64) -> QueryResult<()> {
    for statement in [
        "DELETE FROM published_words WHERE rowid = (SELECT key FROM published_search WHERE article_id = ?)",
        "DELETE FROM published_search WHERE article_id = ?",
    ] {
        Statement::<()>::new(statement).number(article).execute(conn)?;
    }
    Ok(())
}

/// Gives an article a key of the second it was published in, without words.
pub fn take_key(conn: &mut Conn, article: i64, published_at: Time) -> QueryResult<i64> {
    give_key_back(conn, article)?;
    let second = published_at.seconds();
    let taken = Statement::<(BigInt,)>::new(
        "INSERT INTO published_search (article_id, published_at, key) \
         SELECT ?, ?, coalesce(max(key) + 1, ?) FROM published_search WHERE key BETWEEN ? AND ? RETURNING key",
    )
    .number(article)
    .number(published_at.micros())
    .number(first_key(second))
    .number(first_key(second))
    .number(last_key(second));
    let taken: Vec<(i64,)> = taken.load(conn)?;
    taken.first().map(|(key,)| *key).ok_or(diesel::result::Error::NotFound)
}

/// On SQLite the index is read in the order of keys. That is the order of seconds; within each, the articles are
/// sorted here, so that whole seconds must be read.
pub fn along_keys(
    conn: &mut Conn,
    search: &Search,
    part: Part,
    way: ScanOrder,
    number: usize,
) -> QueryResult<Vec<(Time, i64)>> {
    let direction = if way.ascending { "ASC" } else { "DESC" };
    let statement = format!(
        "SELECT published_at, article_id FROM published_words CROSS JOIN published_search ON key = published_words.rowid \
         WHERE published_words MATCH ? AND published_words.rowid BETWEEN ? AND ? \
         ORDER BY published_words.rowid {direction} LIMIT ?"
    );
    let query = query(conn, search, part);
    let mut first = way.from.map_or(i64::MIN, |time| first_key(time.seconds()));
    let mut last = way.before.map_or(i64::MAX, |time| last_key(time.seconds()));
    match (way.place, way.ascending) {
        (Some((time, _)), true) => first = first.max(first_key(time.seconds())),
        (Some((time, _)), false) => last = last.min(last_key(time.seconds())),
        (None, _) => {}
    }
    let mut found = Vec::new();
    let mut limit = number + 1;
    loop {
        let mut rows: Vec<(Time, i64)> = Statement::<(BigInt, BigInt)>::new(statement.clone())
            .text(&query)
            .number(first)
            .number(last)
            .number(i64::try_from(limit).unwrap_or(i64::MAX))
            .load(conn)?;
        let more = rows.len() == limit;
        if more && let Some(end) = rows.last().map(|(time, _)| time.seconds()) {
            // There may be more of the last second: it is read again as a whole.
            rows.retain(|(time, _)| time.seconds() != end);
            limit = if rows.is_empty() { limit * 2 } else { limit };
            if way.ascending {
                first = first_key(end);
            } else {
                last = last_key(end);
            }
        }
        found.extend(rows.into_iter().filter(|place| way.holds(*place)));
        if !more || found.len() >= number {
            break;
        }
    }
    found.sort_unstable();
    if !way.ascending {
        found.reverse();
    }
    Ok(found)
}

impl ScanOrder {
    fn holds(&self, place: (Time, i64)) -> bool {
        self.from.is_none_or(|from| from <= place.0)
            && self.before.is_none_or(|before| place.0 < before)
            && self.place.is_none_or(|start| if self.ascending { place > start } else { place < start })
    }
}
