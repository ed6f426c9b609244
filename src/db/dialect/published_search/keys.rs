//! The index on SQLite. Its row ids are keys in the order of the seconds of publication.

use diesel::QueryResult;
use diesel::sql_types::BigInt;

use super::model::{ScanRange, SearchScope, query};
use crate::content::Time;
use crate::content::search::Search;
use crate::db::conn::Conn;
use crate::db::dialect::statement::Statement;

/// How many keys each second has: the most articles that can be published in one second.
const KEYS_PER_SECOND: i64 = 1 << 24;

/// The first key of a second.
fn first_key(second: i64) -> i64 {
    second.saturating_mul(KEYS_PER_SECOND)
}

/// The last key of a second.
fn last_key(second: i64) -> i64 {
    first_key(second).saturating_add(KEYS_PER_SECOND - 1)
}

/// Removes an article's words and its key from the index.
pub fn release_key(conn: &mut Conn, article: i64) -> QueryResult<()> {
    for statement in [
        "DELETE FROM published_words WHERE rowid = (SELECT key FROM published_search WHERE article_id = ?)",
        "DELETE FROM published_search WHERE article_id = ?",
    ] {
        Statement::<()>::new(statement).number(article).execute(conn)?;
    }
    Ok(())
}

/// Assigns a new key of the second of publication to an article, and returns it. The index has no words of the
/// article afterwards.
pub fn assign_key(conn: &mut Conn, article: i64, published_at: Time) -> QueryResult<i64> {
    release_key(conn, article)?;
    let second = published_at.seconds();
    let insert = Statement::<(BigInt,)>::new(
        "INSERT INTO published_search (article_id, published_at, key) \
         SELECT ?, ?, coalesce(max(key) + 1, ?) FROM published_search WHERE key BETWEEN ? AND ? RETURNING key",
    )
    .number(article)
    .number(published_at.micros())
    .number(first_key(second))
    .number(first_key(second))
    .number(last_key(second));
    let keys: Vec<(i64,)> = insert.load(conn)?;
    keys.first().map(|(key,)| *key).ok_or(diesel::result::Error::NotFound)
}

/// Scans the index on SQLite in the order of its keys, which is the order of seconds. Within a second the articles
/// are sorted here, so the scan always reads whole seconds.
pub fn scan(
    conn: &mut Conn,
    search: &Search,
    scope: SearchScope,
    range: ScanRange,
    count: usize,
) -> QueryResult<Vec<(Time, i64)>> {
    let direction = if range.ascending { "ASC" } else { "DESC" };
    let statement = format!(
        "SELECT published_at, article_id FROM published_words CROSS JOIN published_search ON key = published_words.rowid \
         WHERE published_words MATCH ? AND published_words.rowid BETWEEN ? AND ? \
         ORDER BY published_words.rowid {direction} LIMIT ?"
    );
    let query = query(conn, search, scope);
    let mut first = range.from.map_or(i64::MIN, |time| first_key(time.seconds()));
    let mut last = range.before.map_or(i64::MAX, |time| last_key(time.seconds()));
    match (range.after, range.ascending) {
        (Some((time, _)), true) => first = first.max(first_key(time.seconds())),
        (Some((time, _)), false) => last = last.min(last_key(time.seconds())),
        (None, _) => {}
    }
    let mut articles = Vec::new();
    let mut limit = count + 1;
    loop {
        let mut rows: Vec<(Time, i64)> = Statement::<(BigInt, BigInt)>::new(statement.clone())
            .text(&query)
            .number(first)
            .number(last)
            .number(i64::try_from(limit).unwrap_or(i64::MAX))
            .load(conn)?;
        let has_more = rows.len() == limit;
        if has_more && let Some(end) = rows.last().map(|(time, _)| time.seconds()) {
            // The last second may have more articles. Drops it, and reads it again as a whole.
            rows.retain(|(time, _)| time.seconds() != end);
            limit = if rows.is_empty() { limit * 2 } else { limit };
            if range.ascending {
                first = first_key(end);
            } else {
                last = last_key(end);
            }
        }
        articles.extend(rows.into_iter().filter(|key| range.contains(*key)));
        if !has_more || articles.len() >= count {
            break;
        }
    }
    articles.sort_unstable();
    if !range.ascending {
        articles.reverse();
    }
    Ok(articles)
}
