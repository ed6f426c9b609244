//! The order of SQLite's index: a key for each article, by the second it was published in.

use std::collections::HashSet;

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Text};

use super::{Number, Part, Row, Way, query};
use crate::content::Time;
use crate::content::search::Search;
use crate::db::conn::Conn;

#[derive(QueryableByName)]
struct Key {
    #[diesel(sql_type = BigInt)]
    key: i64,
    #[diesel(sql_type = BigInt)]
    article_id: i64,
}

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

/// Takes an article's words and its key out of the indexes.
pub fn give_key_back(conn: &mut SqliteConnection, article: i64) -> QueryResult<()> {
    for statement in [
        "DELETE FROM published_headline_words WHERE rowid = (SELECT key FROM published_search WHERE article_id = ?)",
        "DELETE FROM published_opening_words WHERE rowid = (SELECT key FROM published_search WHERE article_id = ?)",
        "DELETE FROM published_words WHERE rowid = (SELECT key FROM published_search WHERE article_id = ?)",
        "DELETE FROM published_search WHERE article_id = ?",
    ] {
        sql_query(statement).bind::<BigInt, _>(article).execute(conn)?;
    }
    Ok(())
}

/// Gives an article a key of the second it was published in, without words.
pub fn take_key(conn: &mut SqliteConnection, article: i64, published_at: Time) -> QueryResult<i64> {
    give_key_back(conn, article)?;
    let second = published_at.seconds();
    let taken: Number = sql_query(
        "SELECT coalesce(max(key) + 1, ?) AS number FROM published_search WHERE key BETWEEN ? AND ?",
    )
    .bind::<BigInt, _>(first_key(second))
    .bind::<BigInt, _>(first_key(second))
    .bind::<BigInt, _>(last_key(second))
    .get_result(conn)?;
    sql_query("INSERT INTO published_search (article_id, published_at, key) VALUES (?, ?, ?)")
        .bind::<BigInt, _>(article)
        .bind::<BigInt, _>(published_at.micros())
        .bind::<BigInt, _>(taken.number)
        .execute(conn)?;
    Ok(taken.number)
}

/// On SQLite the index is read in the order of keys. That is the order of seconds; within each, the articles are
/// sorted here, so that whole seconds must be read.
pub fn along_keys(
    conn: &mut Conn,
    search: &Search,
    part: Part,
    way: Way,
    number: usize,
) -> QueryResult<Vec<(Time, i64)>> {
    let (name, direction) = (part.name(conn), if way.ascending { "ASC" } else { "DESC" });
    let statement = format!(
        "SELECT published_at, article_id FROM {name} CROSS JOIN published_search ON key = {name}.rowid \
         WHERE {name} MATCH ? AND {name}.rowid BETWEEN ? AND ? ORDER BY {name}.rowid {direction} LIMIT ?"
    );
    let query = query(conn, search);
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
        let mut rows: Vec<Row> = sql_query(&statement)
            .bind::<Text, _>(&query)
            .bind::<BigInt, _>(first)
            .bind::<BigInt, _>(last)
            .bind::<BigInt, _>(i64::try_from(limit).unwrap_or(i64::MAX))
            .load(conn)?;
        let more = rows.len() == limit;
        if more && let Some(end) = rows.last().map(|row| Time::from_micros(row.published_at).seconds()) {
            // There may be more of the last second: it is read again as a whole.
            rows.retain(|row| Time::from_micros(row.published_at).seconds() != end);
            limit = if rows.is_empty() { limit * 2 } else { limit };
            if way.ascending {
                first = first_key(end);
            } else {
                last = last_key(end);
            }
        }
        let places = rows.into_iter().map(|row| (Time::from_micros(row.published_at), row.article_id));
        found.extend(places.filter(|place| way.holds(*place)));
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

/// Those of some articles in which everything is found, in the index of that name.
pub fn among_keys(
    conn: &mut SqliteConnection,
    name: &str,
    query: &str,
    articles: &[i64],
) -> QueryResult<HashSet<i64>> {
    let keys: Vec<Key> = sql_query(
        "SELECT s.key, article_id FROM json_each(?) CROSS JOIN published_search AS s ON article_id = value ORDER BY s.key",
    )
    .bind::<Text, _>(format!("{articles:?}"))
    .load(conn)?;
    let (Some(first), Some(last)) = (keys.first(), keys.last()) else { return Ok(HashSet::new()) };
    // Reading on past a good many is quicker than looking one up.
    let bound = keys.len() * 16;
    let between: Vec<Number> = sql_query(format!(
        "SELECT rowid AS number FROM {name} WHERE {name} MATCH ? AND rowid BETWEEN ? AND ? LIMIT ?"
    ))
    .bind::<Text, _>(query)
    .bind::<BigInt, _>(first.key)
    .bind::<BigInt, _>(last.key)
    .bind::<BigInt, _>(i64::try_from(bound).unwrap_or(i64::MAX))
    .load(conn)?;
    let found: Vec<Number> = if between.len() < bound {
        between
    } else {
        let keys: Vec<i64> = keys.iter().map(|key| key.key).collect();
        sql_query(format!(
            "SELECT value AS number FROM json_each(?) \
             WHERE EXISTS (SELECT 1 FROM {name} WHERE {name} MATCH ? AND rowid = value)"
        ))
        .bind::<Text, _>(format!("{keys:?}"))
        .bind::<Text, _>(query)
        .load(conn)?
    };
    let found: HashSet<i64> = found.into_iter().map(|found| found.number).collect();
    Ok(keys.into_iter().filter(|key| found.contains(&key.key)).map(|key| key.article_id).collect())
}

impl Way {
    fn holds(&self, place: (Time, i64)) -> bool {
        self.from.is_none_or(|from| from <= place.0)
            && self.before.is_none_or(|before| place.0 < before)
            && self.place.is_none_or(|start| if self.ascending { place > start } else { place < start })
    }
}
